"""Replications that went past the auditor: how many, how much was looked at, and what cannot have happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.study.judged_twice import disagreements
from sim.study.replicate import Audited, Replication

if TYPE_CHECKING:
    from sim.audit import Finding
    from sim.judge import Judgement
    from sim.model import EventLog
    from sim.scenario import Plan
    from sim.world import World

JUDGING = "judging"
FIRST = 20  # findings of one check that are told; the others are counted


@dataclass(frozen=True)
class FoundIn:
    """A finding and the replication in which it was made, counted from 0."""

    replication: int
    check: str
    text: str


@dataclass(frozen=True)
class AuditResult:
    """What the auditor found in a run.

    `events`: rows of all the logs; `checks`: what was looked at; `found`: findings by check, of those that found any;
    `findings`: the first 20 of each check.
    """

    replications: int
    events: int
    checks: tuple[str, ...]
    found: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[FoundIn, ...] = ()

    @property
    def total(self) -> int:
        """Findings of all checks."""
        return sum(self.found.values())

    def as_json(self) -> dict[str, Any]:
        """The `audit` object of `run --json`."""
        return {
            "replications": self.replications,
            "events": self.events,
            "checks": list(self.checks),
            "total": self.total,
            "found": dict(self.found),
            "findings": [vars(one) for one in self.findings],
        }


def audited(world: World, plan: Plan, log: EventLog, judgement: Judgement) -> tuple[Finding, ...]:
    """What contradicts itself or the inputs in the log of one replication, and what the judge counts otherwise."""
    from sim.audit import Finding, audit

    twice = (Finding(JUDGING, text) for text in disagreements(world, plan, log, judgement))
    return (*audit(world, plan, log), *twice)


def in_short(findings: Sequence[Finding], events: int) -> Audited:
    """How many there are of each check, and the first of them."""
    found = Counter(finding.check for finding in findings)
    first = [(check, [one.text for one in findings if one.check == check][:FIRST]) for check in found]
    return Audited(events, dict(found), tuple((check, text) for check, texts in first for text in texts))


def audit_result(done: Sequence[Replication]) -> AuditResult | None:
    """All replications together; None where they did not go past the auditor."""
    from sim.audit import CHECKS

    seen = [(number, each.audited) for number, each in enumerate(done) if each.audited is not None]
    if not seen:
        return None
    found: Counter[str] = Counter()
    findings: list[FoundIn] = []
    for number, one in seen:
        findings += [FoundIn(number, check, text) for check, text in one.first]
        found.update(one.found)
    told: Counter[str] = Counter()
    kept = []
    for finding in findings:
        told[finding.check] += 1
        if told[finding.check] <= FIRST:
            kept.append(finding)
    return AuditResult(
        len(seen), sum(one.events for _number, one in seen), (*CHECKS, JUDGING), dict(found), tuple(kept)
    )
