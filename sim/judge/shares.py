"""Commitments that are a share of tickets: what counts, of what, and what is not known yet."""

from __future__ import annotations

import numpy as np

from sim.clock import NEVER
from sim.judge.kept import Outcome, TimedOutcome
from sim.judge.tickets import DECLINED, Flags, TicketTable
from sim.model.coverage import covers
from sim.scenario import Commitment, Scenario

Counted = tuple[Flags, Flags, Flags]  # what the share counts; of what; not known yet


def judge_share(commitment: Commitment, scenario: Scenario, table: TicketTable, timed: list[TimedOutcome]) -> Outcome:
    """Judge a `share_of` commitment: kept is what the share counts, for complaints the bad ones."""
    share = str(commitment.measure.share_of)
    if share in _AGAIN:
        counted, of, undecided = _AGAIN[share](table, *_comes_back(table, commitment.within or 0))
    elif share == "resolved":
        counted, of, undecided = _resolved(table, commitment.within or 0)
    else:
        counted, of, undecided = _SHARES[share](table, timed)
    covered = covers(commitment.covers, table.facts, scenario) & table.has("reported")
    return Outcome(covered & of & counted, covered & of & ~counted, covered & undecided)


def _satisfied(table: TicketTable, timed: list[TimedOutcome]) -> Counted:
    return table.satisfied == 1, table.has("closed"), _none(table)


def _complained(table: TicketTable, timed: list[TimedOutcome]) -> Counted:
    return table.has("complained"), table.has("closed"), _none(table)


def _remote_fixed(table: TicketTable, timed: list[TimedOutcome]) -> Counted:
    return table.has("remote_fixed"), table.has("answered"), _none(table)


def _answered(table: TicketTable, timed: list[TimedOutcome]) -> Counted:
    """Without desks nobody answers, and there is no evidence; who is on call answers in their place."""
    over = table.has("answered") | table.has("abandoned")
    return table.has("answered"), over & table.has_desks, ~over


def _times_kept(table: TicketTable, timed: list[TimedOutcome]) -> Counted:
    """Tickets under at least one time commitment; one miss decides, one open limit leaves the rest undecided."""
    missed = np.logical_or.reduce([one.missed for one in timed], axis=0, initial=False) & ~_none(table)
    kept = _none(table) | np.logical_or.reduce([one.kept for one in timed], axis=0, initial=False)
    open_ = ~missed & np.logical_or.reduce([one.undecided for one in timed], axis=0, initial=False)
    return ~missed, (missed | kept) & ~open_, open_


def _comes_back(table: TicketTable, window_s: int) -> tuple[Flags, Flags]:
    """Restored tickets whose fault came back within the window, and those of which it is not known yet."""
    restored, reported = table.milestones["restored"], table.milestones["reported"]
    again = np.full(len(table), NEVER, dtype=np.int64)
    repeats = np.flatnonzero(table.parent >= 0)
    again[table.parent[repeats]] = reported[repeats]
    until = np.where(restored < NEVER, restored + window_s, -1)
    back = again <= until
    return back, ~back & (until >= table.stop)


def _repeated(table: TicketTable, back: Flags, unknown: Flags) -> Counted:
    return back, table.has("restored") & ~unknown, unknown


def _first_contact_fixed(table: TicketTable, back: Flags, unknown: Flags) -> Counted:
    """Fixed in the first talk, and for good."""
    fixed, answered = table.has("remote_fixed") & ~table.passed_on, table.has("answered")
    open_ = answered & fixed & unknown
    return fixed & ~back, answered & ~open_, open_


def _first_time_fixed(table: TicketTable, back: Flags, unknown: Flags) -> Counted:
    """Fixed by the first visit, and for good; who declined the repair left nothing to fix."""
    fixed, visited = table.restored_by == 1, table.has("arrived") & ~table.has(DECLINED)
    more = (table.second_tries, table.return_visits, table.handed_over, table.relieved, table.to_be_quoted)
    unfinished = np.sum(more, axis=0) > 0
    open_ = visited & ((fixed & unknown) | (~table.has("restored") & ~unfinished))
    return fixed & ~back, visited & ~open_, open_


def _resolved(table: TicketTable, window_s: int) -> Counted:
    """Works again, for good; open for longer than the window is as good as never.

    What a supplier has taken over, or the customer declined, is not ours to resolve.
    """
    back, unknown = _comes_back(table, window_s)
    restored, lost = table.has("restored"), table.has("abandoned")
    waits = (
        ~restored & ~lost & (np.where(table.has("reported"), table.milestones["reported"], 0) + window_s >= table.stop)
    )
    ours = restored | lost | ~(np.asarray(table.facts["supplier_visits"], np.bool_) | table.has(DECLINED))
    open_ = ours & (unknown | waits)
    return restored & ~back, ours & ~open_, open_


def _none(table: TicketTable) -> Flags:
    return np.zeros(len(table), dtype=np.bool_)


_SHARES = {
    "satisfied": _satisfied,
    "complained": _complained,
    "remote_fixed": _remote_fixed,
    "answered": _answered,
    "times_kept": _times_kept,
}
_AGAIN = {
    "repeated": _repeated,
    "first_contact_fixed": _first_contact_fixed,
    "first_time_fixed": _first_time_fixed,
}
