"""What the auditor found, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import columns
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import Result
    from sim.study.audited import AuditResult

MOST_TOLD = 10  # findings a terminal shows


def block(result: Result) -> list[str]:
    """The section of the terminal; nothing where no replication went past the auditor."""
    if result.audit is None:
        return []
    return [line for text in sentences(result.audit) for line in columns.wrap(text)]


def sentences(audit: AuditResult, most: int = MOST_TOLD) -> list[str]:
    """'Audited: 40 of 40 replications, no contradiction found (…)', or how many there are, and the first of them."""
    head = headline(audit)
    if not audit.total:
        return [head]
    told = audit.findings[:most]
    lines = [
        _("- replication {n}, {check}: {text}").format(n=one.replication, check=one.check, text=one.text)
        for one in told
    ]
    if audit.total > len(told):
        rest = ngettext("… and {n} more.", "… and {n} more.", audit.total - len(told))
        lines.append(rest.format(n=f"{audit.total - len(told):,}"))
    return [head, *lines, _("The engine is wrong here: do not rely on this answer, and report the findings.")]


def headline(audit: AuditResult) -> str:
    """How much was looked at, and whether anything was found."""
    what = _("no contradiction found")
    if audit.total:
        what = ngettext("{n} CONTRADICTION", "{n} CONTRADICTIONS", audit.total).format(n=f"{audit.total:,}")
    text = _("Audited: {done} of {done} replications, {what} ({events} events, {checks} checks).")
    return text.format(done=audit.replications, what=what, events=f"{audit.events:,}", checks=len(audit.checks))
