"""One replication judged: kept and missed, why late, penalties, use of people, cost."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.judge.accounts import StoreUse, store_uses
from sim.judge.case_use import case_use
from sim.judge.causes import Causes
from sim.judge.contracts import ContractUse, contract_uses
from sim.judge.cost import costs, fines_and_bonus
from sim.judge.desk_use import DeskFlow, Desks, DeskUse, bench_uses
from sim.judge.duty import duties_of
from sim.judge.income import claims, income_charged
from sim.judge.judging import CommitmentCount, Judging
from sim.judge.loop import loop_use, with_loop
from sim.judge.part_use import part_use
from sim.judge.planned_use import PlannedUse, planned_uses
from sim.judge.presence import Presence
from sim.judge.settling import Settling, settling_of
from sim.judge.spans import spans_of
from sim.judge.stock import StockUse, stock_uses
from sim.judge.team_use import TeamUse, team_uses
from sim.judge.tickets import Flags, Integers, TicketTable, ticket_table
from sim.judge.trips import field_work
from sim.judge.weeks import open_by_week
from sim.model import EventLog, deployment
from sim.model.absence import absent_days
from sim.model.planned import planned_visits
from sim.scenario import Plan
from sim.world import World

VISITS_THAT_END_SO = ("second_tries", "return_visits", "handed_over", "relieved", "to_be_quoted", "refused")


@dataclass(frozen=True, eq=False)
class Judgement:
    """One replication as integers: what the study averages.

    `counts`: judged tickets by kind. `costs`: cents over judged time by kind, without those that have no price;
    `without`: what they leave out; `fixed_costs`: the kinds that are the same in every replication. `tried`: promises
    that nobody made, in the order of `Scenario.tried`; they cost nothing. `open_by_week`:
    seconds tickets were open in each week of judged time; `settling`: by day from the start of the warm-up.
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
    stores: tuple[StoreUse, ...] = ()
    contracts: tuple[ContractUse, ...] = ()
    planned: tuple[PlannedUse, ...] = ()
    settling: Settling | None = None
    tried: tuple[CommitmentCount, ...] = ()


def judge(world: World, plan: Plan, log: EventLog, with_times: bool = False) -> Judgement:
    """Judge what the model recorded. Tickets reported before or after the horizon count nowhere.

    `with_times`: hand over the times of single tickets too, which makes the judgement many times as large.
    """
    place, horizon = deployment(world.scenario, plan), world.scenario.horizon
    table = ticket_table(world, place, log)
    planned = planned_visits(world, plan)
    spans, presence = spans_of(table, log), Presence(place, absent_days(world, place))
    causes = Causes(spans, duties_of(place), table.facts, presence)
    judged = tuple(Judging(place, table, log, causes, planned.site, with_times).commitments())
    commitments, tried = judged[: len(world.scenario.commitments)], judged[len(world.scenario.commitments) :]
    field, parts, loop = field_work(place, table, log, spans), part_use(place, log), loop_use(place, log)
    teams, stocks = team_uses(place, field, presence), with_loop(stock_uses(place, log), loop)
    use = case_use(place, table, log, spans, field, parts, loop, planned.site)
    income, claimed = income_charged(place, table, use), claims(place, table, use)
    fined, bonus = fines_and_bonus(place, commitments)
    desks = Desks(place, table, log)
    seats, benches = tuple(desks.seats()), tuple(bench_uses(place, table, log, spans))
    earned = {"income_charged": income.priced, "claims": claimed.priced, "bonus": bonus}
    paid = costs(place, seats, teams, stocks, parts, loop, fined, earned)
    return Judgement(
        replication=world.replication,
        digest=log.digest(),
        counts=counts_of(table),
        commitments=commitments,
        desks=tuple(desks.flows()),
        seats=seats,
        benches=benches if loop.workshop is None else (*benches, loop.workshop),
        teams=teams,
        costs=paid.cents,
        without=paid.without,
        fixed_costs=paid.fixed,
        stocks=stocks,
        stores=store_uses(place, log, stocks, parts),
        contracts=contract_uses(place, table, use, paid.cents, commitments, income, claimed),
        planned=planned_uses(place, planned, use, log, table.stop),
        open_by_week=open_by_week(table, horizon.start, horizon.end),
        settling=settling_of(horizon, table, log),
        tried=tried,
    )


def counts_of(table: TicketTable) -> dict[str, int]:
    """Judged tickets by what came of them; `open_at_end`: not over by then; `prevented` ones are not among those
    reported. The last six count visits that ended so, and attempts."""
    over = table.has("closed") | table.has("abandoned") | table.has("handed_on")
    kinds: dict[str, Flags] = {
        "reported": np.ones(len(table), np.bool_),
        "answered": table.has("answered"),
        "abandoned": table.has("abandoned"),
        "remote_fixed": table.has("remote_fixed"),
        "needs_visit": np.asarray(table.facts["needs_visit"], np.bool_),
        "visited": table.has("arrived"),
        "needs_supplier": np.asarray(table.facts["needs_supplier"], np.bool_),
        "quoted": table.has("quoted"),
        "declined": table.has("declined"),
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
    visits = {name: getattr(table, name) for name in VISITS_THAT_END_SO}
    counts = {kind: int((holds & table.judged).sum()) for kind, holds in kinds.items()}
    counts["prevented"] = int(table.prevented.sum())
    return {**counts, **{name: int(number[table.judged].sum()) for name, number in visits.items()}}
