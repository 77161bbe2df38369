"""Judge and model with parts, crews, closed sites, absences and ways back: they agree, and nothing gets lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.clock import NEVER
from sim.judge import CAUSES, judge, ticket_rows, ticket_table
from sim.judge.kept import judge_promise
from sim.judge.pauses import waits_of
from sim.judge.team_use import TeamUse
from sim.model import Event, deployment, simulate
from sim.model.limits import Limits
from sim.model.promises import NO_PAUSES, PAUSE_KINDS, promises_of
from sim.scenario import load_plan, load_scenario
from sim.world import sample_world
from tests.rooms.judge.company import SCENARIO, company

COMMITMENTS = """\
- {id: arrive, measure: {from: reported, to: arrived}, within: 8h, clock: works, pause: supplier, target: 90%}
- {id: fix, measure: {from: arrived, to: restored}, within: 3h, pause: [access], target: 90%}
- {id: sure, measure: {from: reported, to: restored}, within: 30h, pause: [access, supplier], target: 90%}
- {id: parts, measure: {from: reported, to: parts_ready}, within: 20h, target: 90%}
- {id: week, measure: {from: reported, to: restored}, within: 4d, covers: {needs_part: true}, target: 90%}
"""
NATURE = (
    SCENARIO.replace("runout: 1w", "runout: 2w")
    .replace(
        "body: {rate_per_unit_year: 1, skill: body}",
        "body: {rate_per_unit_year: 1, skill: body, crew: {1: 60%, 2: 40%}, diagnose: {mean: 20min}, first_fix: 90%, "
        "parts: {pump: {chance: 50%, known: 50%}, lamp: {chance: 30%, known: 20%, quantity: {1: 50%, 3: 50%}}}}",
    )
    .replace("engine: {rate_per_unit_year: 1,", "engine: {rate_per_unit_year: 1, parts: {pump: 40%},")
    .replace(
        "rate_per_unit_year: 1,", "rate_per_unit_year: 900, talk: {mean: 6min}, repair: {mean: 90min}, sign_off: 5min, "
    )
)
PRICES = "prices: {per_km: 1, per_night: 300, holding_per_year: 20%, courier: 90}\n"
REST = (
    "satisfaction: {all_kept: 100%, one_missed: 50%, more_missed: 0%}\n" + PRICES
    + "severities: [general]\n"
)  # fmt: skip
PARTS = "part_id,unit_cost,kind,lead\npump,120,consumable,3d\nlamp,30,consumable,2d\nunit,9000,unit,10d\n"
SITES = "site_id,lat,lon,region,customer,access\nnear,40.0,116.0,north,alpha,early\nfar,41.0,116.0,north,beta,works\n"
PLAN = """\
desks: {{front: {{seats: 2, takes: [phone], pay_per_seat_month: 7000}}}}
outlets:
  depot: {{lat: 40.1, lon: 116.0, stock: {{pump: 2, lamp: {{s: 1, S: 4}}, unit: 2}}, issue: 10min, store_hours: works}}
  branch: {{lat: 40.9, lon: 116.0, stock: {{pump: 1}}}}
central: {{city: 天津市, stock: {{pump: 6, lamp: {{s: 3, Q: 6}}}}}}
supply: {{lateral: {{between: [depot, branch], lead: 3h}}{courier}}}
swap: {swap}
teams:
  day: {{outlet: depot, engineers: 5, shift: works, skills: [body, chassis], on_call: 2, shrinkage: 10%,
        van: {{lamp: 2, pump: 1}}, pay_per_engineer_month: 9000}}
  late: {{outlet: branch, engineers: 3, shift: works, on_call: {{engineers: 1, wake: always}}, shrinkage: 20%,
         pay_per_engineer_month: 9000, leave: {{from: 2026-01-12, to: 2026-01-14}}}}
  partner: {{outlet: branch, engineers: 2, employer: contracted, shift: early, pay_per_visit: 500, at_most: 60/month}}
dispatch: {{{dispatch}}}
"""
STYLES = {
    "wait, finish": (", courier: {lead: 8h}", "{when_not_restored_within: 3h}", "missing_part: wait"),
    "return, hand over, drive back": ("", "first", "end_of_shift: handover, after_job: return"),
    "next day, overnight": ("", "{when_not_restored_within: 1h}", "end_of_shift: next_day, overnight: true"),
}


@pytest.fixture(scope="module", params=list(STYLES))
def year(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("year")
    courier, swap, dispatch = STYLES[request.param]
    nature = NATURE.replace("  coach:\n", "  coach:\n    swap: {unit: unit, work: {mean: 45min}}\n") + REST
    plan_file = PLAN.format(courier=courier, swap=swap, dispatch="rule: due_date, " + dispatch)
    company(folder, COMMITMENTS, [("6 09:00", "near", "body")], [], nature, plan_file, PARTS, SITES)
    (folder / "replay.csv").unlink()
    scenario = load_scenario(folder)
    plan, world = load_plan(scenario), sample_world(scenario, 1, 0)
    log = simulate(world, plan)
    return world, plan, log, ticket_table(world, deployment(scenario, plan), log)


def test_the_model_counts_the_misses_that_the_judge_finds(year) -> None:
    world, _plan, log, table = year
    waits = waits_of(table, log, PAUSE_KINDS)
    pauses = waits.by_ticket()
    assert all(len(waits.kinds[kind].ticket) > 20 for kind in ("supplier", "access"))
    missed = np.zeros(len(table), np.int64)
    for promise in promises_of(world.scenario):
        outcome = judge_promise(promise, table, pauses)
        missed += outcome.missed & (outcome.due < table.milestones["closed"])
    closed = np.flatnonzero(table.has("closed"))
    assert len(closed) > 100
    limits = Limits(world.scenario, {**table.facts})
    for ticket in closed.tolist():
        happened = {name: int(at[ticket]) for name, at in table.milestones.items() if at[ticket] < NEVER}
        found = limits.missed(ticket, happened, happened["closed"], pauses.get(ticket, NO_PAUSES))
        assert found == missed[ticket]
        assert table.satisfied[ticket] == (world.tickets.u_satisfied[ticket] < (1.0, 0.5, 0.0)[min(found, 2)])


def test_causes_fill_every_ticket_from_report_to_end(year) -> None:
    world, plan, log, table = year
    rows = ticket_rows(world, plan, log)
    at = table.milestones
    over = np.minimum.reduce([at["restored"], at["closed"], at["abandoned"], at["handed_on"]])
    total = sum(rows[f"{cause}_s"] for cause in CAUSES)
    assert (total == np.minimum(over, table.stop) - at["reported"]).all()
    for cause in ("engineer", "part", "travel", "repair", "supplier", "customer"):
        assert rows[f"{cause}_s"].sum() > 0


def test_lateness_adds_up_by_cause(year) -> None:
    world, plan, log, _table = year
    for one in judge(world, plan, log).commitments:
        assert sum(one.late_by_cause_s.values()) == one.late_s
        assert (one.kept <= one.covered).all()


def test_people_are_rostered_when_they_work(year) -> None:
    world, plan, log, table = year
    teams = judge(world, plan, log).teams
    for use in teams:
        assert use.seized_by_hour.sum() == use.seized_s <= use.rostered_s
        assert (use.seized_by_hour >= 0).all() and (use.rostered_by_hour >= 0).all()
        assert 0 < use.working_s <= use.seized_s
        assert sum(use.outside_by_day_s) == use.overtime_s + use.on_call_s
    assert sum(use.visits for use in teams) >= int(table.visits[table.judged].sum()) // 2
    assert _nights(teams) == bool(plan.dispatch.overnight)


def _nights(teams: tuple[TeamUse, ...]) -> bool:
    return any(use.nights for use in teams)


def test_parts_are_conserved(year) -> None:
    """Nothing is on a shelf that is not there, and what is on hand and what is owed are never both."""
    world, plan, log, _table = year
    stocks = judge(world, plan, log).stocks
    items = deployment(world.scenario, plan).stock_items
    assert {(use.store, use.part) for use in stocks} == {(one.store, one.part) for one in items if one.named}
    weeks = (world.scenario.horizon.end - world.scenario.horizon.start) // 604_800
    for use in stocks:
        full = sum(one.rule.full for one in items if (one.store, one.part) == (use.store, use.part))
        shelves = use.length_s // (weeks * 604_800)
        assert 0 <= use.filled <= use.asked
        assert 0 <= use.ready_s <= use.length_s
        assert 0 <= use.on_hand_unit_s <= full * weeks * 604_800
        assert use.backorder_unit_s >= 0
        assert use.on_hand_by_week.sum() == use.on_hand_unit_s
        assert (use.on_hand_by_week >= 0).all()
        assert use.ready_s <= use.on_hand_unit_s and shelves >= 1
    assert sum(use.asked for use in stocks) > 50
    assert any(use.backorder_unit_s for use in stocks)


def test_every_kind_of_cost_has_its_price(year) -> None:
    world, plan, log, table = year
    found = judge(world, plan, log)
    assert found.without == ("upkeep", "repair of exchanged units")
    for kind in ("pay", "overtime", "travel", "parts", "holding"):
        assert found.costs[kind] > 0
    assert (found.costs["nights"] > 0) == plan.dispatch.overnight
    couriered = len(log.of(Event.COURIERED))
    assert (found.costs["freight"] > 0) == (couriered > 0) == (plan.supply.courier is not None)
    counts = found.counts
    assert counts["needs_part"] > 50 and counts["swapped"] > 0
    assert counts["handed_over"] > 0  # by the rule, or because somebody is away on his next duty
    assert (counts["return_visits"] > 0) == (plan.dispatch.missing_part == "return")
    assert table.has_crews and found.open_by_week.sum() > 0
