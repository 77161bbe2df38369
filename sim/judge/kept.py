"""Which tickets a commitment covers, and for which it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from sim.clock import NEVER
from sim.judge.tickets import Flags, Integers
from sim.model.coverage import Facts
from sim.model.promises import OWED_TO_CALLERS, Pauses, Promise


class Cases(Protocol):
    """What a promise may be about: tickets, or single attempts."""

    @property
    def facts(self) -> Facts: ...
    @property
    def milestones(self) -> Mapping[str, Integers]: ...
    @property
    def stop(self) -> int: ...


@dataclass(frozen=True, eq=False)
class Outcome:
    """One commitment and every ticket (or attempt) of the world.

    Each is kept, missed, undecided or none of these (not covered).
    """

    kept: Flags
    missed: Flags
    undecided: Flags

    @property
    def covered(self) -> Flags:
        return self.kept | self.missed


@dataclass(frozen=True, eq=False)
class TimedOutcome(Outcome):
    """With the case that gave the limit (-1 none), when the clock started, the deadline and the end that came.

    `reached`: the milestone, NEVER if it did not come; `end`: the milestone, else the instant at which the ticket was
    over or could be seen no further, which is `seen_until`.
    """

    case: Integers
    start: Integers
    due: Integers
    reached: Integers
    end: Integers
    seen_until: int


def judge_promise(promise: Promise, table: Cases, pauses: Mapping[int, Pauses]) -> TimedOutcome:
    """Judge a from-to commitment for every ticket or attempt."""
    start, case = table.milestones[promise.start], promise.case_of(table.facts)
    due = promise.due_each(case, start, pauses)
    reached = np.minimum.reduce([table.milestones[end] for end in promise.ends])
    advice, abandoned = table.milestones["remote_fixed"], table.milestones["abandoned"]
    subject = (case >= 0) & (start < NEVER) & _still_concerned(promise, advice, abandoned)
    if promise.only_by_complaint:
        subject &= table.milestones["complained"] < NEVER
    since = _spared_from(promise, table)
    spared = subject & (since < reached) & (since <= due)
    if promise.commitment.counts == "needed":
        subject &= ~spared
    gone = np.minimum(abandoned, since)
    in_time = reached <= due
    if promise.earliest:
        in_time &= reached >= promise.opens_each(case, start, pauses)
    kept = subject & (spared | ((reached < NEVER) & in_time))
    undecided = subject & ~kept & (np.minimum(reached, gone) == NEVER) & (due >= table.stop)
    end = np.minimum(np.minimum(reached, gone), table.stop)
    return TimedOutcome(kept, subject & ~kept & ~undecided, undecided, case, start, due, reached, end, table.stop)


def _spared_from(promise: Promise, table: Cases) -> Integers:
    """From when on every end of a promise is unnecessary; NEVER where it is not."""
    if not promise.spared_by:
        return np.full(len(table.milestones["reported"]), NEVER)
    each = [np.minimum.reduce([table.milestones[name] for name in names]) for names in promise.spared_by]
    since: Integers = np.maximum.reduce(each)
    return since


def _still_concerned(promise: Promise, advice: Integers, abandoned: Integers) -> Flags:
    """A caller who gave up for good is owed an answer and nothing after it."""
    concerned = np.ones(len(advice), dtype=np.bool_)
    if promise.start != "reported" or OWED_TO_CALLERS.isdisjoint(promise.ends):
        concerned &= abandoned == NEVER
    if promise.only_by_advice:
        concerned &= advice < NEVER
    return concerned
