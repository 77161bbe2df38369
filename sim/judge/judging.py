"""The commitments of one replication, each counted per review period and group."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from sim.judge.attempts import Attempts, attempts_of
from sim.judge.causes import Causes, late_by_cause
from sim.judge.cells import Cells, cells_of
from sim.judge.customers import by_customer, judge_contacts
from sim.judge.kept import Outcome, TimedOutcome, judge_promise
from sim.judge.pauses import Held, waits_of
from sim.judge.penalty import accepted, met_per_period, misses_of, penalty_per_period
from sim.judge.shares import judge_share
from sim.judge.spans import CAUSES, DESK
from sim.judge.statistic import Figures, clocked, figures_of
from sim.judge.tickets import Flags, Integers, TicketTable, seen
from sim.judge.time_shares import availability, open_time
from sim.judge.times import TimesTaken, times_taken
from sim.model import Deployment, EventLog
from sim.model.promises import Promise, limits_tickets, promise_of
from sim.scenario import Commitment

BAD = ("at_most", "below")
OWED_BY_DESK = frozenset(
    {
        "progress_reported",
        "called_back",
        "followed_up_1",
        "followed_up_2",
        "complaint_decided",
        "complaint_answered",
        "escalated",
    }
)
"""What a desk does of itself, whatever the ticket is waiting for."""
Counts = tuple[Integers, Integers, Integers]  # covered, kept, undecided, by cell


@dataclass(frozen=True, eq=False)
class CommitmentCount:
    """One commitment in one replication, per review period, and per group where it is judged apart.

    `kept` of `covered` is the share (for complaints the share that complained); of an open channel seconds of the
    clock, of units unit-seconds. `met`: None without cases or target. `figures`: of a statistic, seconds. `late_s`:
    clocked seconds after the deadline of the missed tickets, and their causes, which add up to it. `times`: of single
    tickets, where they were asked for and the commitment is one of time.
    """

    id: str
    labels: tuple[str, ...]
    judged: tuple[bool, ...]
    covered: Integers
    kept: Integers
    undecided: Integers
    met: tuple[bool | None, ...]
    penalty_cents: Integers
    late_s: int
    late_by_cause_s: dict[str, int]
    times: TimesTaken | None = None
    figures: Figures | None = None


class Judging:
    """The commitments of one replication, over one ticket table."""

    def __init__(self, place: Deployment, table: TicketTable, log: EventLog, causes: Causes, with_times: bool) -> None:
        self.place, self.scenario, self.table, self.causes = place, place.scenario, table, causes
        self.log, self.with_times = seen(log, table.stop), with_times
        timed = [one for one in self.scenario.commitments if one.measure.is_timed]
        self.promises = {one.id: promise_of(one, self.scenario) for one in timed}
        kinds = {kind for promise in self.promises.values() for kind in promise.paused_by}
        self.waits = waits_of(table, log, kinds)
        self._held: dict[tuple[str, ...], Held] = {}
        self._attempts: Attempts | None = None

    def commitments(self) -> Iterator[CommitmentCount]:
        """In the order of the file."""
        pauses = self.waits.by_ticket()
        of_tickets = [promise for promise in self.promises.values() if promise.commitment.of != "call"]
        outcomes = {promise.commitment.id: judge_promise(promise, self.table, pauses) for promise in of_tickets}
        single = [outcomes[one.id] for one in self.scenario.commitments if limits_tickets(one)]
        for number, one in enumerate(self.scenario.commitments):
            cells = cells_of(self.scenario, number)
            if one.id in outcomes:
                yield self._timed(one, outcomes[one.id], cells)
            elif one.measure.is_timed:
                yield self._by_call(one, cells)
            elif one.measure.is_open_alone or one.measure.availability is not None:
                yield self._of_time(one, number, cells)
            elif one.measure.share_of == "contacted":
                counts = judge_contacts(one, self.place, self.table, self.log, cells)
                yield self._count(one, cells, counts)
            else:
                outcome = judge_share(one, self.scenario, self.table, single)
                yield self._count(one, cells, self._by_cell(one, outcome, cells))

    # -- from one milestone to another --

    def _timed(self, one: Commitment, outcome: TimedOutcome, cells: Cells) -> CommitmentCount:
        promise, judged = self.promises[one.id], self.table.judged
        times = times_taken(promise, outcome, judged) if self.with_times else None
        if one.statistic != "share":
            held = self._paused(promise.paused_by) if promise.paused_by else None
            return self._statistic(one, outcome, judged, self._cell(cells), cells, times, held)
        count = self._count(one, cells, self._by_cell(one, outcome, cells), self._late(promise, outcome))
        return replace(count, times=times)

    def _by_call(self, one: Commitment, cells: Cells) -> CommitmentCount:
        """Every attempt by itself; what it waits for is a desk."""
        calls = self._calls()
        promise = self.promises[one.id]
        outcome = judge_promise(promise, calls, {})
        cell = cells.of(np.asarray(calls.facts["site"]), np.clip(outcome.start, cells.starts[0], None))
        times = times_taken(promise, outcome, calls.judged) if self.with_times else None
        if one.statistic != "share":
            return self._statistic(one, outcome, calls.judged, cell, cells, times, None)
        late = _desk_late(promise, outcome, calls.judged, None)
        return replace(self._count(one, cells, _summed(outcome, cells, cell, calls.judged), late), times=times)

    def _statistic(
        self,
        one: Commitment,
        outcome: TimedOutcome,
        judged: Flags,
        cell: Integers,
        cells: Cells,
        times: TimesTaken | None,
        held: Held | None,
    ) -> CommitmentCount:
        found, figures = figures_of(self.promises[one.id], outcome, judged, cell, cells, held)
        count = self._count(one, cells, _summed(found, cells, cell, judged), figures=figures)
        return replace(count, times=times)

    def _calls(self) -> Attempts:
        if self._attempts is None:
            self._attempts = attempts_of(self.table, self.log, self.scenario.horizon)
        return self._attempts

    def _late(self, promise: Promise, outcome: TimedOutcome) -> Integers:
        """Late seconds of all judged misses by cause."""
        pauses = self._paused(promise.paused_by) if promise.paused_by else None
        if OWED_BY_DESK.issuperset(promise.ends):
            return _desk_late(promise, outcome, self.table.judged, pauses)
        late = np.zeros(len(CAUSES), dtype=np.int64)
        for number, case in enumerate(promise.cases):
            here = np.flatnonzero(outcome.missed & self.table.judged & (outcome.case == number))
            span = outcome.start[here], outcome.due[here], outcome.end[here]
            late += late_by_cause(self.causes, here, case.clock, pauses, *span).sum(axis=0)
        return late

    def _paused(self, kinds: tuple[str, ...]) -> Held:
        if kinds not in self._held:
            self._held[kinds] = self.waits.held(kinds)
        return self._held[kinds]

    # -- per period and group --

    def _cell(self, cells: Cells) -> Integers:
        """The cell of each ticket; of those that are not judged any."""
        reported = np.where(self.table.judged, self.table.milestones["reported"], cells.starts[0])
        return cells.of(np.asarray(self.table.facts["site"]), reported)

    def _by_cell(self, one: Commitment, outcome: Outcome, cells: Cells) -> Counts:
        cell, judged = self._cell(cells), self.table.judged
        if one.of != "customer":
            return _summed(outcome, cells, cell, judged)
        customer = cells.customer_of_site[np.asarray(self.table.facts["site"])]
        bad = one.target is not None and one.target.direction in BAD
        return by_customer(outcome, cells, cell, customer, judged, bad)

    def _of_time(self, one: Commitment, number: int, cells: Cells) -> CommitmentCount:
        if one.measure.is_open_alone:
            covered, kept = open_time(self.place, number, cells)
        else:
            covered, kept = availability(one, self.place, self.table, cells)
        return self._count(one, cells, (covered, kept, np.zeros(len(cells), np.int64)))

    def _count(
        self,
        one: Commitment,
        cells: Cells,
        counts: Counts,
        late: Integers | None = None,
        figures: Figures | None = None,
    ) -> CommitmentCount:
        covered, kept, undecided = counts
        late = np.zeros(len(CAUSES), np.int64) if late is None else late
        met, cents = self._verdict(one, cells, covered, kept, figures)
        return CommitmentCount(
            id=one.id,
            labels=cells.labels,
            judged=cells.judged,
            covered=covered,
            kept=kept,
            undecided=undecided,
            met=tuple(met),
            penalty_cents=cents,
            late_s=int(late.sum()),
            late_by_cause_s=dict(zip(CAUSES, late.tolist(), strict=True)),
            figures=figures,
        )

    def _verdict(
        self, one: Commitment, cells: Cells, covered: Integers, kept: Integers, figures: Figures | None
    ) -> tuple[list[bool | None], Integers]:
        """What was met, and what is to be paid."""
        met = self._met(one, cells, covered, kept, figures)
        misses = misses_of(one, covered, kept) if single_cases(one) else np.array([yes is False for yes in met])
        cents = cells.flat(penalty_per_period(one.penalty, cells.of_groups(misses.astype(np.int64))))
        if one.accept is not None and one.target is None and single_cases(one):
            met = accepted(one, covered, cents)
        return met, cents

    def _met(
        self, one: Commitment, cells: Cells, covered: Integers, kept: Integers, figures: Figures | None
    ) -> list[bool | None]:
        """Whether each cell is as promised; None without cases or target."""
        if figures is not None:
            return [None if found is None else found <= (one.within or 0) for found in figures.cells]
        met = met_per_period(one, covered, kept)
        if one.measure.open is None or one.measure.is_open_alone:
            return met
        clocked, taken = open_time(self.place, self.scenario.commitments.index(one), cells)
        shut = np.repeat(taken < clocked, cells.groups).tolist()
        return [False if closed and one.target is not None else yes for yes, closed in zip(met, shut, strict=True)]


def _desk_late(promise: Promise, outcome: TimedOutcome, judged: Flags, pauses: Held | None) -> Integers:
    """Late seconds where nothing but a desk is waited for."""
    late = np.zeros(len(CAUSES), np.int64)
    for number, case in enumerate(promise.cases):
        here = np.flatnonzero(outcome.missed & judged & (outcome.case == number))
        end = outcome.end[here]
        late[DESK] += clocked(case.clock, here, np.minimum(outcome.due[here], end), end, pauses).sum()
    return late


def single_cases(one: Commitment) -> bool:
    """Whether every case is kept or missed by itself; else a period that is not as promised is the miss."""
    of_time = one.measure.is_open_alone or one.measure.availability is not None
    return one.statistic == "share" and not of_time


def _summed(outcome: Outcome, cells: Cells, cell: Integers, judged: Flags) -> Counts:
    covered, kept, undecided = (
        cells.summed(cell, holds & judged) for holds in (outcome.covered, outcome.kept, outcome.undecided)
    )
    return covered, kept, undecided
