"""Which tickets a commitment covers, and for which it was kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from sim.clock import NEVER
from sim.judge.tickets import Flags, Integers, TicketTable
from sim.model.coverage import covers
from sim.model.promises import OWED_TO_CALLERS, Pauses, Promise
from sim.scenario import Commitment, Scenario


@dataclass(frozen=True, eq=False)
class Outcome:
    """One commitment and every ticket of the world: each is kept, missed, undecided or none of these (not covered)."""

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
    over or could be seen no further.
    """

    case: Integers
    start: Integers
    due: Integers
    reached: Integers
    end: Integers


def judge_promise(promise: Promise, table: TicketTable, pauses: Mapping[int, Pauses]) -> TimedOutcome:
    """Judge a from-to commitment for every ticket."""
    start, case = table.milestones[promise.start], promise.case_of(table.facts)
    due, earliest = promise.due_each(case, start, pauses), promise.opens_each(case, start, pauses)
    reached = np.minimum.reduce([table.milestones[end] for end in promise.ends])
    advice, abandoned = table.milestones["remote_fixed"], table.milestones["abandoned"]
    subject = (case >= 0) & (start < NEVER) & _still_concerned(promise, advice, abandoned)
    since = _spared_from(promise, table)
    spared = subject & (since < reached) & (since <= due)
    if promise.commitment.counts == "needed":
        subject &= ~spared
    gone = np.minimum(abandoned, since)
    kept = subject & (spared | ((reached < NEVER) & (reached <= due) & (reached >= earliest)))
    undecided = subject & ~kept & (np.minimum(reached, gone) == NEVER) & (due >= table.stop)
    end = np.minimum(np.minimum(reached, gone), table.stop)
    return TimedOutcome(kept, subject & ~kept & ~undecided, undecided, case, start, due, reached, end)


def _spared_from(promise: Promise, table: TicketTable) -> Integers:
    """From when on every end of a promise is unnecessary; NEVER where it is not."""
    if not promise.spared_by:
        return np.full(len(table), NEVER)
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


def judge_share(commitment: Commitment, scenario: Scenario, table: TicketTable, timed: list[TimedOutcome]) -> Outcome:
    """Judge a `share_of` commitment: kept is what the share counts, for complaints the bad ones."""
    counted, of, undecided = _SHARES[str(commitment.measure.share_of)](table, timed)
    covered = covers(commitment.covers, table.facts, scenario)
    return Outcome(covered & of & counted, covered & of & ~counted, covered & undecided)


Counted = tuple[Flags, Flags, Flags]  # what the share counts; of what; not known yet


def _satisfied(table: TicketTable, timed: list[TimedOutcome]) -> Counted:
    return table.satisfied == 1, table.has("closed"), _none(table)


def _complained(table: TicketTable, timed: list[TimedOutcome]) -> Counted:
    return table.has("complained"), table.has("closed"), _none(table)


def _remote_fixed(table: TicketTable, timed: list[TimedOutcome]) -> Counted:
    return table.has("remote_fixed"), table.has("answered"), _none(table)


def _answered(table: TicketTable, timed: list[TimedOutcome]) -> Counted:
    over = table.has("answered") | table.has("abandoned")
    return table.has("answered"), over & _by_a_desk(table), ~over


def _times_kept(table: TicketTable, timed: list[TimedOutcome]) -> Counted:
    """Tickets under at least one time commitment; one miss decides, one open limit leaves the rest undecided."""
    missed = np.logical_or.reduce([one.missed for one in timed], axis=0, initial=False) & ~_none(table)
    kept = _none(table) | np.logical_or.reduce([one.kept for one in timed], axis=0, initial=False)
    open_ = ~missed & np.logical_or.reduce([one.undecided for one in timed], axis=0, initial=False)
    return ~missed, (missed | kept) & ~open_, open_


def _by_a_desk(table: TicketTable) -> Flags:
    """Without desks nobody answers, and shares about answering have no evidence."""
    return table.desk >= 0


def _none(table: TicketTable) -> Flags:
    return np.zeros(len(table), dtype=np.bool_)


_SHARES = {
    "satisfied": _satisfied,
    "complained": _complained,
    "remote_fixed": _remote_fixed,
    "answered": _answered,
    "times_kept": _times_kept,
}
