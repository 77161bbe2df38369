"""One replication judged: kept and missed, why late, penalties, use of people, cost."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from sim.judge.causes import Causes, duties_of, late_by_cause
from sim.judge.cost import costs
from sim.judge.kept import Outcome, TimedOutcome, judge_promise, judge_share
from sim.judge.penalty import met_per_period, misses_of, penalty_per_period
from sim.judge.spans import CAUSES, SupplierWaits, spans_of, supplier_waits
from sim.judge.tickets import Flags, Integers, TicketTable, ticket_table
from sim.judge.times import TimesTaken, times_taken
from sim.judge.use import DeskUse, TeamUse, desk_uses, team_uses
from sim.model import Deployment, EventLog, deployment
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

    `counts`: judged tickets by kind. `costs`: cents over judged time; `without`: prices that are not given.
    """

    replication: int
    digest: str
    counts: dict[str, int]
    commitments: tuple[CommitmentCount, ...]
    desks: tuple[DeskUse, ...]
    teams: tuple[TeamUse, ...]
    costs: dict[str, int]
    without: tuple[str, ...]


def judge(world: World, plan: Plan, log: EventLog, with_times: bool = False) -> Judgement:
    """Judge what the model recorded. Tickets reported before or after the horizon count nowhere.

    `with_times`: hand over the times of single tickets too, which makes the judgement many times as large.
    """
    place = deployment(world.scenario, plan)
    table = ticket_table(world, place, log)
    commitments = _Judging(world.scenario, place, table, log, with_times).commitments()
    teams = team_uses(place, log)
    penalties = sum(int(one.penalty_cents.sum()) for one in commitments)
    paid, without = costs(place, teams, penalties)
    return Judgement(
        replication=world.replication,
        digest=log.digest(),
        counts=counts_of(table),
        commitments=commitments,
        desks=desk_uses(place, log),
        teams=teams,
        costs=paid,
        without=without,
    )


def counts_of(table: TicketTable) -> dict[str, int]:
    """Judged tickets by what came of them; `second_tries` counts visits, `open_at_end` tickets not over by then."""
    over = table.has("closed") | table.has("abandoned") | table.has("handed_on")
    kinds: dict[str, Flags] = {
        "reported": np.ones(len(table), np.bool_),
        "answered": table.has("answered"),
        "abandoned": table.has("abandoned"),
        "remote_fixed": table.has("remote_fixed"),
        "needs_visit": np.asarray(table.facts["needs_visit"], np.bool_),
        "visited": table.has("arrived"),
        "needs_supplier": np.asarray(table.facts["needs_supplier"], np.bool_),
        "restored": table.has("restored"),
        "closed": table.has("closed"),
        "satisfied": table.satisfied == 1,
        "complained": table.has("complained"),
        "open_at_end": ~over,
    }
    counts = {kind: int((holds & table.judged).sum()) for kind, holds in kinds.items()}
    return {**counts, "second_tries": int(table.returns[table.judged].sum())}


class _Judging:
    """The commitments of one replication, over one ticket table."""

    def __init__(
        self, scenario: Scenario, place: Deployment, table: TicketTable, log: EventLog, with_times: bool
    ) -> None:
        self.scenario, self.table, self.with_times = scenario, table, with_times
        self.waits = supplier_waits(table)
        self.causes = Causes(spans_of(table, log), duties_of(place), table.facts)

    def commitments(self) -> tuple[CommitmentCount, ...]:
        promises = {promise.commitment.id: promise for promise in promises_of(self.scenario)}
        pausing = any(promise.paused_by_supplier for promise in promises.values())
        pauses = self.waits.as_pauses() if pausing else {}
        timed = {name: judge_promise(promise, self.table, pauses) for name, promise in promises.items()}
        counts = []
        for one in self.scenario.commitments:
            if one.id in timed:
                counts.append(self._timed_count(promises[one.id], timed[one.id]))
            else:
                outcome = judge_share(one, self.scenario, self.table, list(timed.values()))
                counts.append(self._count(one, outcome, np.zeros(len(CAUSES), np.int64)))
        return tuple(counts)

    def _timed_count(self, promise: Promise, outcome: TimedOutcome) -> CommitmentCount:
        count = self._count(promise.commitment, outcome, self._late(promise, outcome))
        return replace(count, times=times_taken(promise, outcome, self.table.judged)) if self.with_times else count

    def _late(self, promise: Promise, outcome: TimedOutcome) -> Integers:
        """Late seconds of all judged misses by cause."""
        pauses: SupplierWaits | None = self.waits if promise.paused_by_supplier else None
        late = np.zeros(len(CAUSES), dtype=np.int64)
        for number, case in enumerate(promise.cases):
            here = np.flatnonzero(outcome.missed & self.table.judged & (outcome.case == number))
            span = outcome.start[here], outcome.due[here], outcome.end[here]
            late += late_by_cause(self.causes, here, case.clock, pauses, *span).sum(axis=0)
        return late

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
