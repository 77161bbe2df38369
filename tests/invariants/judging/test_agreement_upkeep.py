"""The judge's figures agree with the log of a simulated month: repair loop, planned visits, relief, units that age."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.clock import NEVER
from sim.judge import OUTSIDE_TOTAL, judge, ticket_rows, ticket_table
from sim.model import Event, deployment, simulate
from sim.model.events import Leaving
from sim.model.planned import first_case, planned_visits
from sim.scenario import load_plan, load_scenario
from sim.world import sample_world
from tests.rooms.judge.company import SCENARIO, company

COMMITMENTS = """\
- {id: arrive, measure: {from: reported, to: arrived}, within: 8h, target: 90%,
   penalty: {per_miss: 5, percent_of_fee: 1%, free_misses: 1, cap: {share_of_fee: 20%}}}
- {id: fix, measure: {from: arrived, to: restored}, within: 6h, target: 50%, per: contract, review: month,
   penalty: {per_hour_late: 3, bonus: 70}, exit: {misses: 3, in: month, per: customer}}
- {id: up, measure: {availability: unit}, target: 90%, penalty: {per_miss: 33}}
- {id: touch, measure: {share_of: contacted}, within: 10d, target: 90%}
"""
FAULT = (
    "rate_per_unit_year: 160, talk: {mean: 6min}, repair: {mean: 5h}, diagnose: 30min, sign_off: 15min, "
    "parts: {board: {chance: 60%, known: 50%}, lamp: 30%}, repeat: {chance: 15%, after: {mean: 4d}},"
)
NATURE = (
    SCENARIO.replace("rate_per_unit_year: 1,", FAULT)
    .replace("runout: 1w", "runout: 2w")
    .replace("2026-01-05, weeks: 4", "2026-01-01, months: 2")
    .replace("supply: 1d}", "supply: 1d, pays_back: 50%}")
    + "contracts: {std: 120000, big: 500000}\n"
    + "charged: {in_warranty: 40%, quote: 20min, confirm: 6h, refused: 10%, work_per_hour: 200, parts_markup: 20%}\n"
    + "prices: {per_km: 0.9, courier: 40, holding_per_year: 20%}\n"
)
SITES = """\
site_id,lat,lon,region,customer,contract,units,from
near,40.0,116.0,north,alpha,std,2,
far,40.3,116.0,north,beta,big,2,2026-01-10
none,40.1,116.1,north,gamma,,1,
"""
PARTS = """\
part_id,unit_cost,kind,lead,repair,scrap,repair_cost,return_transit,sent_back
board,900,repairable,4d,{mean: 5h},20%,50,12h,at_exchange
lamp,35,consumable,2d,,,,,
"""
PLAN = """\
desks:
  front: {seats: 3, takes: [phone], pay_per_seat_month: 7000}
  duty: {role: dispatch, seats: 1, pay_per_seat_month: 6000}
outlets: {depot: {lat: 40.0, lon: 116.0, stock: {board: 3, lamp: 2}, cost_per_month: 100}}
teams:
  day: {outlet: depot, engineers: 5, shift: works, van: {lamp: 1}, pay_per_engineer_month: 9000, overtime: {cap: 1h}}
  late: {outlet: depot, engineers: 4, shift: evening, pay_per_engineer_month: 9000, overtime: {cap: 1h}}
  partner: {outlet: depot, engineers: 2, shift: always, employer: contracted, pay_per_visit: 300}
workshop: {benches: 1, calendar: works, cost_per_month: 500}
dispatch: {rule: due_date, end_of_shift: relief}
planned:
  monthly: {every: 2w, window: 1w, work: {mean: 90min}, lowers_failures: 30%}
  check: {kind: inspection, every: 1 month, crew: 2, share_of_sites: 60%, teams: [day]}
"""
PLAIN = PLAN[: PLAN.index("planned:")]
EVENING = '  evening: {days: mon-fri, hours: "14:00-22:00"}\n'


@pytest.fixture(scope="module", params=["calendar", "operating"])
def month(request, tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp(request.param)
    nature = NATURE.replace("products:", f"{EVENING}products:") + f"failures: {request.param}\n"
    recorded = nature.replace("operating", "calendar")  # in place of them
    company(folder, COMMITMENTS, [("16 09:00", "near", "body")], [], recorded, PLAIN, PARTS, SITES)
    (folder / "replay.csv").unlink()
    (folder / "scenario.yaml").write_text(nature, "utf-8")
    (folder / "plans/baseline.yaml").write_text(PLAN, "utf-8")
    scenario = load_scenario(folder)
    plan, world = load_plan(scenario), sample_world(scenario, 1, 0)
    log = simulate(world, plan)
    return world, plan, log, ticket_table(world, deployment(scenario, plan), log), judge(world, plan, log)


def test_causes_fill_every_ticket_from_report_to_end(month) -> None:
    world, plan, log, table, _found = month
    rows, happened, when = ticket_rows(world, plan, log), table.has("reported"), table.milestones
    end = np.minimum.reduce([when["restored"], when["closed"], when["abandoned"], when["handed_on"]])
    total = sum(column for name, column in rows.items() if name.endswith("_s"))
    assert (total == (np.minimum(end, table.stop) - when["reported"])[happened]).all()
    assert table.relieved.sum() > 3
    relieved = (table.relieved > 0)[happened] & table.has("restored")[happened]
    assert (rows["repair_s"][relieved] > 0).all()


def test_prevented_faults_are_no_tickets(month) -> None:
    world, _plan, log, table, found = month
    prevented = log.of(Event.PREVENTED)
    assert len(prevented) > 3
    assert not table.has("reported")[prevented.ticket].any()
    horizon = world.scenario.horizon
    judged = (prevented.at >= horizon.start) & (prevented.at < horizon.end)
    assert found.counts["prevented"] == judged.sum()
    assert found.counts["reported"] == table.judged.sum()


def test_planned_visits_by_hand_from_the_log(month) -> None:
    world, plan, log, _table, found = month
    planned, first, horizon = planned_visits(world, plan), first_case(world), world.scenario.horizon
    left = log.of(Event.LEFT)
    done = {
        int(ticket) - first: int(when)
        for ticket, when, how in zip(left.ticket, left.at, left.value, strict=True)
        if ticket >= first and how == Leaving.FIXED and when < horizon.stop
    }
    for number, use in enumerate(found.planned):
        mine = [
            j for j in range(len(planned))
            if planned.measure[j] == number and horizon.start <= planned.opens[j] < horizon.end
        ]  # fmt: skip
        assert use.visits == len(mine) > 2
        assert use.in_window == sum(done.get(j, NEVER) <= planned.ends[j] for j in mine)
        assert use.decided == sum(j in done or planned.ends[j] < horizon.stop for j in mine)
        assert use.in_window <= use.decided <= use.visits and use.seized_s > 0


def test_the_loop_by_hand_from_the_log(month) -> None:
    world, plan, log, _table, found = month
    horizon = world.scenario.horizon

    def judged(kind: Event) -> int:
        rows = log.of(kind)
        return int(((rows.at >= horizon.start) & (rows.at < horizon.end)).sum())

    board = next(use for use in found.stocks if use.part == "board")
    assert board.sent_back == judged(Event.SENT_BACK) > 10
    assert board.scrapped == judged(Event.SCRAPPED) > 0 and board.in_repair_unit_s > 0
    assert found.costs["repairs"] == 5_000 * judged(Event.REPAIRED)
    (bench,) = found.benches
    assert bench.id == "workshop" and 0 < bench.seized_s <= bench.seat_seconds
    assert sum(store.defective for store in found.stores) == board.sent_back
    assert plan.workshop is not None


def test_money_adds_up(month) -> None:
    _world, _plan, _log, table, found = month
    costs, contracts = found.costs, found.contracts
    assert [one.id for one in contracts] == ["std", "big", ""]
    for kind in ("income_charged", "claims", "penalties", "bonus"):
        assert sum(getattr(one, kind) for one in contracts) == costs[kind]
    assert costs["income_charged"] > 0 and costs["claims"] > 0 and costs["penalties"] > 0
    total = sum(cents for kind, cents in costs.items() if kind not in OUTSIDE_TOTAL)
    assert sum(one.cost + one.penalties for one in contracts) == total
    assert sum(one.tickets for one in contracts) == table.judged.sum()
    for one in found.commitments:
        assert one.penalty_cents.sum() == one.penalty_by_contract.sum()
        assert one.bonus_cents.sum() == one.bonus_by_contract.sum()
        assert sum(one.late_by_cause_s.values()) == one.late_s
    arrive, fix, *_others = found.commitments
    assert arrive.may_end is None and fix.may_end is not None
    assert arrive.penalty_cents.sum() <= 0.2 * 62_000_000


def test_people_are_where_the_log_says(month) -> None:
    _world, _plan, log, _table, found = month
    for use in (*found.seats, *found.teams, *found.benches):
        assert use.seized_by_hour.sum() == use.seized_s
        assert (use.seized_by_hour <= use.rostered_by_hour).all()
        assert use.working_s <= use.seized_s
    assert sum(use.visits for use in found.teams) > 50
    assert len(log.of(Event.DEPARTED)) >= sum(use.visits for use in found.teams)
