"""One replication judged: kept and missed, why late, penalties, use of people, cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.judge.causes import Causes, late_by_cause
from sim.judge.cost import costs
from sim.judge.desk_use import DeskFlow, Desks, DeskUse, bench_uses
from sim.judge.duty import duties_of
from sim.judge.kept import Outcome, TimedOutcome, judge_promise, judge_share
from sim.judge.part_use import part_use
from sim.judge.pauses import Held, waits_of
from sim.judge.penalty import met_per_period, misses_of, penalty_per_period
from sim.judge.presence import Presence
from sim.judge.spans import CAUSES, spans_of
from sim.judge.stock import StockUse, stock_uses
from sim.judge.team_use import TeamUse, team_uses
from sim.judge.tickets import Flags, Integers, TicketTable, ticket_table
from sim.judge.times import TimesTaken, times_taken
from sim.judge.weeks import open_by_week
from sim.model import EventLog, deployment
from sim.model.absence import absent_days
from sim.model.promises import Promise, promises_of
from sim.scenario import Commitment, Plan, Scenario
from sim.world import World


@dataclass(frozen=True, eq=False)
class CommitmentCount:
    """One commitment in one replication, per review period.

    `kept` of `covered` is the share (for complaints the share that complained); `met`: None without cases or target.
    `late_s`: clocked seconds after the deadline of the missed tickets, and their causes, which add up to it.
    `times`: of single tickets, where they were asked for and the commitment is one of time.
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


@dataclass(frozen=True, eq=False)
class Judgement:
    """One replication as integers: what the study averages.

    `counts`: judged tickets by kind. `costs`: cents over judged time by kind, without those that have no price;
    `without`: what they leave out; `fixed_costs`: the kinds that are the same in every replication. `open_by_week`:
    seconds tickets were open in each week of judged time.
    """

    replication: int
    digest: str
    counts: dict[str, int]
    commitments: tuple[CommitmentCount, ...]
    desks: tuple[DeskFlow, ...]
    seats: tuple[DeskUse, ...]
    benches: tuple[DeskUse, ...]
    teams: tuple[TeamUse, ...]
    costs: dict[str, int]
    without: tuple[str, ...]
    fixed_costs: frozenset[str]
    stocks: tuple[StockUse, ...]
    open_by_week: Integers


def judge(world: World, plan: Plan, log: EventLog, with_times: bool = False) -> Judgement:
    """Judge what the model recorded. Tickets reported before or after the horizon count nowhere.

    `with_times`: hand over the times of single tickets too, which makes the judgement many times as large.
    """
    place, horizon = deployment(world.scenario, plan), world.scenario.horizon
    table = ticket_table(world, place, log)
    spans, presence = spans_of(table, log), Presence(place, absent_days(world, place))
    causes = Causes(spans, duties_of(place), table.facts, presence)
    commitments = _Judging(world.scenario, table, log, causes, with_times).commitments()
    teams, stocks = team_uses(place, table, log, spans, presence), stock_uses(place, log)
    penalties = sum(int(one.penalty_cents.sum()) for one in commitments)
    desks = Desks(place, table, log)
    seats = tuple(desks.seats())
    paid = costs(place, seats, teams, stocks, part_use(place, log), penalties)
    return Judgement(
        replication=world.replication,
        digest=log.digest(),
        counts=counts_of(table),
        commitments=commitments,
        desks=tuple(desks.flows()),
        seats=seats,
        benches=tuple(bench_uses(place, table, log, spans)),
        teams=teams,
        costs=paid.cents,
        without=paid.without,
        fixed_costs=paid.fixed,
        stocks=stocks,
        open_by_week=open_by_week(table, horizon.start, horizon.end),
    )


def counts_of(table: TicketTable) -> dict[str, int]:
    """Judged tickets by what came of them; `open_at_end`: not over by then. The last four count
    visits that ended so, and attempts."""
    over = table.has("closed") | table.has("abandoned") | table.has("handed_on")
    kinds: dict[str, Flags] = {
        "reported": np.ones(len(table), np.bool_),
        "answered": table.has("answered"),
        "abandoned": table.has("abandoned"),
        "remote_fixed": table.has("remote_fixed"),
        "needs_visit": np.asarray(table.facts["needs_visit"], np.bool_),
        "visited": table.has("arrived"),
        "needs_supplier": np.asarray(table.facts["needs_supplier"], np.bool_),
        "needs_part": np.asarray(table.facts["needs_part"], np.bool_),
        "swapped": table.swapped,
        "restored": table.has("restored"),
        "carried_in": table.has("received"),
        "repeats": np.asarray(table.facts["repeat"], np.bool_),
        "closed": table.has("closed"),
        "satisfied": table.satisfied == 1,
        "complained": table.has("complained"),
        "open_at_end": ~over,
    }
    visits = {name: getattr(table, name) for name in ("second_tries", "return_visits", "handed_over", "refused")}
    counts = {kind: int((holds & table.judged).sum()) for kind, holds in kinds.items()}
    return {**counts, **{name: int(number[table.judged].sum()) for name, number in visits.items()}}


class _Judging:
    """The commitments of one replication, over one ticket table."""

    def __init__(self, scenario: Scenario, table: TicketTable, log: EventLog, causes: Causes, with_times: bool) -> None:
        self.scenario, self.table, self.causes, self.with_times = scenario, table, causes, with_times
        self.promises = {promise.commitment.id: promise for promise in promises_of(scenario)}
        kinds = {kind for promise in self.promises.values() for kind in promise.paused_by}
        self.waits = waits_of(table, log, kinds)
        self._held: dict[tuple[str, ...], Held] = {}

    def commitments(self) -> tuple[CommitmentCount, ...]:
        pauses = self.waits.by_ticket()
        timed = {name: judge_promise(promise, self.table, pauses) for name, promise in self.promises.items()}
        counts = []
        for one in self.scenario.commitments:
            if one.id in timed:
                counts.append(self._timed_count(self.promises[one.id], timed[one.id]))
            else:
                outcome = judge_share(one, self.scenario, self.table, list(timed.values()))
                counts.append(self._count(one, outcome, np.zeros(len(CAUSES), np.int64)))
        return tuple(counts)

    def _timed_count(self, promise: Promise, outcome: TimedOutcome) -> CommitmentCount:
        count = self._count(promise.commitment, outcome, self._late(promise, outcome))
        return replace(count, times=times_taken(promise, outcome, self.table.judged)) if self.with_times else count

    def _late(self, promise: Promise, outcome: TimedOutcome) -> Integers:
        """Late seconds of all judged misses by cause."""
        pauses = self._paused(promise.paused_by) if promise.paused_by else None
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

    def _count(self, one: Commitment, outcome: Outcome, late: Integers) -> CommitmentCount:
        periods = self.scenario.horizon.periods(one.review)
        starts = np.array([start for start, *_rest in periods])
        period = np.searchsorted(starts, self.table.milestones["reported"], side="right") - 1

        def per_period(holds: Flags) -> Integers:
            return np.bincount(period[holds & self.table.judged], minlength=len(periods)).astype(np.int64)

        covered, kept = per_period(outcome.covered), per_period(outcome.kept)
        cents = penalty_per_period(one.penalty, misses_of(one, covered, kept))
        return CommitmentCount(
            id=one.id,
            labels=tuple(label for _start, _end, label, _judged in periods),
            judged=tuple(judged for *_span, judged in periods),
            covered=covered,
            kept=kept,
            undecided=per_period(outcome.undecided),
            met=tuple(met_per_period(one, covered, kept, cents)),
            penalty_cents=cents,
            late_s=int(late.sum()),
            late_by_cause_s=dict(zip(CAUSES, late.tolist(), strict=True)),
        )
