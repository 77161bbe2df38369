"""The commitments of one replication, each counted per review period and group."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from sim.judge.attempts import Attempts, attempts_of
from sim.judge.causes import Causes
from sim.judge.cells import Cells, cells_of
from sim.judge.customers import by_customer, judge_contacts
from sim.judge.kept import Outcome, TimedOutcome, judge_promise
from sim.judge.lateness import Late, Lateness, at_the_desk
from sim.judge.met import accepted, counts_bad_ones, met_per_period, misses_of, single_cases
from sim.judge.misses import Cases, Misses, misses_of_cases, misses_of_cells
from sim.judge.pauses import waits_of
from sim.judge.penalty import fines, may_end, terms_of
from sim.judge.shares import judge_share
from sim.judge.spans import CAUSES
from sim.judge.statistic import Figures, figures_of
from sim.judge.tickets import Integers, TicketTable, seen
from sim.judge.time_shares import availability, open_time, shut_cells
from sim.judge.times import TimesTaken, times_taken
from sim.model import Deployment, EventLog
from sim.model.promises import limits_tickets, promise_of
from sim.scenario import Commitment

Counts = tuple[Integers, Integers, Integers]  # covered, kept, undecided, by cell


def _nothing() -> Integers:
    return np.zeros(0, np.int64)


@dataclass(frozen=True, eq=False)
class CommitmentCount:
    """One commitment in one replication, per review period, and per group where it is judged apart.

    `kept` of `covered` is the share (for complaints the share that complained); of an open channel seconds of the
    clock, of units unit-seconds. `met`: None without cases or target. `figures`: of a statistic, seconds. `late_s`:
    clocked seconds after the deadline of the missed tickets, and their causes, which add up to it. `bonus_cents`: what
    periods that met the target earn; it and the penalty also by contract, in the order of `contracts_of`. `may_end`:
    the customer may end the contract (None: no such right). `times`: of single tickets, where they were asked for and
    the commitment is one of time.
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
    bonus_cents: Integers = field(default_factory=_nothing)
    penalty_by_contract: Integers = field(default_factory=_nothing)
    bonus_by_contract: Integers = field(default_factory=_nothing)
    may_end: bool | None = None


class Judging:
    """The commitments of one replication, over one ticket table. `visited`: the site of each planned visit."""

    def __init__(
        self,
        place: Deployment,
        table: TicketTable,
        log: EventLog,
        causes: Causes,
        visited: Integers,
        with_times: bool = False,
    ) -> None:
        self.place, self.scenario, self.table = place, place.scenario, table
        self.log, self.with_times = seen(log, table.stop), with_times
        self._number = {one.id: number for number, one in enumerate(self.scenario.judged)}
        timed = [one for one in self.scenario.judged if one.measure.is_timed]
        self.promises = {one.id: promise_of(one, self.scenario) for one in timed}
        kinds = {kind for promise in self.promises.values() for kind in promise.paused_by}
        self.waits = waits_of(table, log, kinds)
        self._visited = visited
        self._lateness = Lateness(causes, self.waits)
        self._attempts: Attempts | None = None

    def commitments(self) -> Iterator[CommitmentCount]:
        """In the order of the file, then those that are only tried."""
        pauses = self.waits.by_ticket()
        promised = [self.promises[one.id] for one in self.scenario.commitments if limits_tickets(one)]
        single = {one.commitment.id: judge_promise(one, self.table, pauses) for one in promised}
        for number, one in enumerate(self.scenario.judged):
            cells = cells_of(self.scenario, number)
            if one.measure.is_timed and one.of != "call":
                outcome = single.get(one.id) or judge_promise(self.promises[one.id], self.table, pauses)
                yield self._timed(one, outcome, cells)
            elif one.measure.is_timed:
                yield self._by_call(one, cells)
            elif one.measure.is_open_alone or one.measure.availability is not None:
                yield self._of_time(one, number, cells)
            elif one.measure.share_of == "contacted":
                counts = judge_contacts(one, self.place, self.table, self.log, cells, self._visited)
                yield self._count(one, cells, counts)
            else:
                share = judge_share(one, self.scenario, self.table, list(single.values()))
                misses = self._misses(one, cells, share, self._tickets(cells), None)
                yield self._count(one, cells, self._by_cell(one, share, cells), misses=misses)

    def late_tickets(self) -> dict[str, Late]:
        """By commitment about single tickets with a limit, the judged ones that missed it, with their late time."""
        pauses, judged = self.waits.by_ticket(), self.table.judged
        of_tickets = {name: one for name, one in self.promises.items() if one.commitment.of != "call"}
        return {
            name: self._lateness.of(promise, judge_promise(promise, self.table, pauses), judged)
            for name, promise in of_tickets.items()
        }

    # -- from one milestone to another --

    def _timed(self, one: Commitment, outcome: TimedOutcome, cells: Cells) -> CommitmentCount:
        promise, judged = self.promises[one.id], self.table.judged
        times = times_taken(promise, outcome, judged) if self.with_times else None
        if one.statistic != "share":
            return self._statistic(one, outcome, self._tickets(cells), cells, times)
        late = self._lateness.of(promise, outcome, judged)
        misses = self._misses(one, cells, outcome, self._tickets(cells), late)
        return replace(self._count(one, cells, self._by_cell(one, outcome, cells), late, misses), times=times)

    def _by_call(self, one: Commitment, cells: Cells) -> CommitmentCount:
        """Every attempt by itself; what it waits for is a desk."""
        calls = self._calls()
        promise = self.promises[one.id]
        outcome = judge_promise(promise, calls, {})
        site, start = np.asarray(calls.facts["site"], np.int64), np.clip(outcome.start, cells.starts[0], None)
        cases = Cases(cells.of(site, start), site, start, calls.judged)
        times = times_taken(promise, outcome, calls.judged) if self.with_times else None
        if one.statistic != "share":
            return self._statistic(one, outcome, cases, cells, times)
        late = at_the_desk(promise, outcome, calls.judged, None)
        misses = self._misses(one, cells, outcome, cases, late)
        return replace(self._count(one, cells, _summed(outcome, cells, cases), late, misses), times=times)

    def _statistic(
        self, one: Commitment, outcome: TimedOutcome, cases: Cases, cells: Cells, times: TimesTaken | None
    ) -> CommitmentCount:
        promise = self.promises[one.id]
        held = None if one.of == "call" else self._lateness.paused(promise)
        found, figures = figures_of(promise, outcome, cases.judged, cases.cell, cells, held)
        return replace(self._count(one, cells, _summed(found, cells, cases), figures=figures), times=times)

    def _calls(self) -> Attempts:
        if self._attempts is None:
            self._attempts = attempts_of(self.table, self.log, self.scenario.horizon)
        return self._attempts

    # -- per period and group --

    def _tickets(self, cells: Cells) -> Cases:
        """Every ticket with its cell; of those that are not judged any."""
        reported = np.where(self.table.judged, self.table.milestones["reported"], cells.starts[0])
        site = np.asarray(self.table.facts["site"], np.int64)
        return Cases(cells.of(site, reported), site, reported, self.table.judged)

    def _by_cell(self, one: Commitment, outcome: Outcome, cells: Cells) -> Counts:
        cases = self._tickets(cells)
        if one.of != "customer":
            return _summed(outcome, cells, cases)
        customer = cells.customer_of_site[cases.site]
        return by_customer(outcome, cells, cases.cell, customer, cases.judged, counts_bad_ones(one))

    def _misses(
        self, one: Commitment, cells: Cells, outcome: Outcome, cases: Cases, late: Late | None
    ) -> Misses | None:
        """One by one, where anything hangs on them."""
        if one.penalty is None and one.exit is None:
            return None
        return misses_of_cases(one, self.scenario, cells, outcome, cases, late)

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
        late: Late | None = None,
        misses: Misses | None = None,
        figures: Figures | None = None,
    ) -> CommitmentCount:
        covered, kept, undecided = counts
        by_cause = np.zeros(len(CAUSES), np.int64) if late is None else late.by_cause.sum(axis=0)
        met = self._met(one, cells, covered, kept, figures)
        if misses is None:
            misses = _missed_cells(one, cells, covered, kept, met)
        terms = terms_of(self.place, self._number[one.id])
        money = fines(one.penalty, cells, misses, covered, kept, met, terms)
        if one.accept is not None and one.target is None and single_cases(one):
            met = accepted(one, covered, money.cents)
        return CommitmentCount(
            id=one.id,
            labels=cells.labels,
            judged=cells.judged,
            covered=covered,
            kept=kept,
            undecided=undecided,
            met=tuple(met),
            penalty_cents=money.cents,
            bonus_cents=money.bonus,
            penalty_by_contract=money.cents_by_contract,
            bonus_by_contract=money.bonus_by_contract,
            late_s=int(by_cause.sum()),
            late_by_cause_s=dict(zip(CAUSES, by_cause.tolist(), strict=True)),
            may_end=may_end(one, self.scenario, misses),
            figures=figures,
        )

    def _met(
        self, one: Commitment, cells: Cells, covered: Integers, kept: Integers, figures: Figures | None
    ) -> list[bool | None]:
        """Whether each cell is as promised; None without cases or target."""
        if figures is not None:
            return [None if found is None else found <= (one.within or 0) for found in figures.cells]
        met = met_per_period(one, covered, kept)
        if one.measure.open is None or one.measure.is_open_alone:
            return met
        shut = shut_cells(self.place, self._number[one.id]).tolist()
        return [False if closed and one.target is not None else yes for yes, closed in zip(met, shut, strict=True)]


def _missed_cells(
    one: Commitment, cells: Cells, covered: Integers, kept: Integers, met: Sequence[bool | None]
) -> Misses:
    """Where misses are no tickets or attempts: customers without a contact, periods that are not as promised."""
    number = misses_of(one, covered, kept) if single_cases(one) else np.array([yes is False for yes in met])
    return misses_of_cells(
        cells, number.astype(np.int64) if one.penalty or one.exit else np.zeros(len(cells), np.int64)
    )


def _summed(outcome: Outcome, cells: Cells, cases: Cases) -> Counts:
    covered, kept, undecided = (
        cells.summed(cases.cell, holds & cases.judged) for holds in (outcome.covered, outcome.kept, outcome.undecided)
    )
    return covered, kept, undecided
