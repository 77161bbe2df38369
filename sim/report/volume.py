"""What few cases in a review period can show, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import figures, promises
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.promises import Judged
    from sim.study import CommitmentResult, Volume


def volume_text(result: Judged, one: CommitmentResult) -> str:
    """'Only 5 tickets a month: 1 miss breaks it …'; empty where misses even out, or nothing is attained."""
    found, promise = one.evidence, promises.find(result, one.id)
    if found is None or promise is None or not found.matters or not figures.known(one.attained):
        return ""
    text = _(
        "Only {cases} {of} {period}: {breaks}. To meet the target with a chance of {assurance} takes a true share of "
        "{needed}; {enough}."
    )
    return text.format(
        cases=found.cases,
        of=_cases_word(one.unit, found.cases),
        period=_period_word(promise.review),
        breaks=_breaks(one, found),
        needed=_share(found.needed, one.direction),
        assurance=figures.plain_percent(promise.assurance),
        enough=_enough(one, found),
    )


def _breaks(one: CommitmentResult, found: Volume) -> str:
    if one.direction == "at_least":
        text = ngettext("{n} miss breaks it", "{n} misses break it", found.misses + 1)
    else:
        text = ngettext("{n} such case breaks it", "{n} such cases break it", found.misses + 1)
    told = text.format(n=found.misses + 1)
    if found.below is None or found.above is None:
        return told
    steps = _("({below} or {above})").format(below=f"{100 * found.below:.3g}%", above=f"{100 * found.above:.3g}%")
    return f"{told} {steps}"


def _share(share: float, direction: str) -> str:
    sign = ">=" if direction == "at_least" else "<="
    return f"{sign} {figures.percent(share)}"


def _enough(one: CommitmentResult, found: Volume) -> str:
    cases = found.cases_needed
    if cases.mean is None:
        return _("at the share attained no number of cases would do")
    return _("at the share attained it takes {cases} cases").format(cases=figures.amount_text(cases))


def _cases_word(unit: str, cases: int) -> str:
    return {
        "call": ngettext("call", "calls", cases),
        "customer": ngettext("customer", "customers", cases),
    }.get(unit, ngettext("ticket", "tickets", cases))


def _period_word(review: str) -> str:
    return {
        "month": _("a month"),
        "quarter": _("a quarter"),
        "year": _("a year"),
    }.get(review, _("over the contract"))
