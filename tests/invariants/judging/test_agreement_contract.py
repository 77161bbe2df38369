"""Judge and model agree over a simulated month with quotes, appointments, warranty and dates of service."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.clock import NEVER
from sim.judge import judge, ticket_rows, ticket_table
from sim.judge.kept import judge_promise
from sim.judge.pauses import waits_of
from sim.model import Event, deployment, simulate
from sim.model.coverage import in_warranty, is_charged
from sim.model.limits import Limits
from sim.model.promises import NO_PAUSES, PAUSE_KINDS, promises_of
from sim.scenario import load_plan, load_scenario
from sim.world import sample_world
from tests.rooms.judge.company import SCENARIO, at, company

COMMITMENTS = """\
- {id: arrive, measure: {from: reported, to: arrived}, within: 8h, clock: works, target: 90%}
- {id: strict, measure: {from: reported, to: arrived}, within: 30h, pause: [], target: 90%}
- {id: fix, measure: {from: reported, to: restored}, within: 2d, pause: [confirmation, access], target: 90%}
- {id: free, measure: {from: reported, to: restored}, within: 2d, covers: {in_warranty: true}, target: 90%}
- {id: paid, measure: {from: reported, to: closed}, within: 4d, covers: {in_warranty: false}, pause: [], target: 90%}
- {id: price, measure: {from: reported, to: quoted}, within: 3h, target: 90%}
- {id: agreed, measure: {from: quoted, to: confirmed}, within: 1d, pause: [], target: 90%}
- {id: told, measure: {from: reported, to: replied}, within: 12h, target: 90%}
- {id: all, measure: {share_of: times_kept}, target: 50%}
- {id: solved, measure: {share_of: resolved}, within: 5d, target: 90%}
"""
FAULT = (
    "rate_per_unit_year: 500, talk: {mean: 6min}, repair: {mean: 90min}, diagnose: 10min, sign_off: 15min, "
    "remote_fix: 15%, carry_in: 25%, bring: {mean: 6h}, take_back: {mean: 6h}, "
    "parts: {pump: {chance: 40%, known: 50%}}, repeat: {chance: 15%, after: {mean: 4d}},"
)
CONTRACT = (
    SCENARIO.replace("rate_per_unit_year: 1,", FAULT).replace("runout: 1w", "runout: 2w")
    + "satisfaction: {all_kept: 100%, one_missed: 50%, more_missed: 0%}\n"
    + "charged: {in_warranty: 20%, out_of_warranty: 80%, quote: {mean: 30min}, confirm: {mean: 12h}, refused: 30%}\n"
    + "appointments: {share: 60%, after: {mean: 1d}, calendar: works}\n"
)
PLAN = """\
desks:
  front: {seats: 2, takes: [phone]}
  duty: {role: dispatch, seats: 1}
outlets: {depot: {lat: 40.0, lon: 116.0, stock: {pump: 2}, benches: 2, bench_calendar: works}}
teams:
  north: {outlet: depot, engineers: 8, shift: works}
dispatch: {rule: due_date, end_of_shift: next_day}
"""
SITES = """\
site_id,lat,lon,region,customer,warranty_until,from,until
near,40.0,116.0,north,alpha,2026-01-15,,
far,41.0,116.0,north,beta,,2026-01-12,2026-01-25
"""
PARTS = "part_id,unit_cost,lead\npump,100,1d\n"


@pytest.fixture(scope="module", params=["talk", "diagnosis"])
def year(request, tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp(request.param)
    nature = CONTRACT.replace("quote:", f"quoted_after: {request.param}, quote:")
    company(folder, COMMITMENTS, [("6 09:00", "near", "body")], [], nature, PLAN, PARTS, SITES)
    (folder / "replay.csv").unlink()
    scenario = load_scenario(folder)
    plan, world = load_plan(scenario), sample_world(scenario, 1, 0)
    log = simulate(world, plan)
    return world, plan, log, ticket_table(world, deployment(scenario, plan), log)


def test_the_model_counts_the_misses_that_the_judge_finds(year) -> None:
    world, _plan, log, table = year
    waits = waits_of(table, log, PAUSE_KINDS)
    assert len(waits.kinds["confirmation"].ticket) > 50 and len(waits.kinds["access"].ticket) > 15
    pauses = waits.by_ticket()
    missed = np.zeros(len(table), np.int64)
    for promise in promises_of(world.scenario):
        outcome = judge_promise(promise, table, pauses)
        missed += outcome.missed & (outcome.due < table.milestones["closed"])
    closed = np.flatnonzero(table.has("closed"))
    assert len(closed) > 50
    limits = Limits(world.scenario, {**table.facts, "reported": world.tickets.reported})
    for ticket in np.flatnonzero((table.parent >= 0) & table.has("reported")).tolist():
        limits.admit(ticket, int(table.milestones["reported"][ticket]))
    for ticket in closed.tolist():
        happened = {name: int(when[ticket]) for name, when in table.milestones.items() if when[ticket] < NEVER}
        found = limits.missed(ticket, happened, happened["closed"], pauses.get(ticket, NO_PAUSES))
        assert found == missed[ticket]
        assert table.satisfied[ticket] == (world.tickets.u_satisfied[ticket] < (1.0, 0.5, 0.0)[min(found, 2)])
    assert len(set(missed[closed].tolist())) > 3


def test_who_pays_is_quoted_and_nobody_else(year) -> None:
    _world, _plan, _log, table = year
    charged, fixed = is_charged(table.facts), table.has("remote_fixed")
    asked = table.has("quoted")
    assert not (asked & ~charged).any() and not (asked & fixed).any()
    assert not (charged & ~fixed & ~asked & table.has("closed")).any()
    declined, confirmed = table.has("declined"), table.has("confirmed")
    assert declined.sum() > 5 and confirmed.sum() > 20
    assert not (declined & (confirmed | table.has("restored"))).any()
    at_once = (table.milestones["closed"] == table.milestones["declined"])[declined]
    assert (at_once | table.has("received")[declined]).all()  # what lies in a repair point is taken back first
    assert table.has("replied")[declined].all()
    warranty = in_warranty(table.facts)
    near = np.asarray(table.facts["site"]) == 0
    over = at("16 00:00")
    assert (warranty == (table.milestones["reported"] < over))[near & table.has("reported")].all()
    assert warranty[~near & table.has("reported")].all()


def test_nobody_reports_out_of_service(year) -> None:
    _world, _plan, _log, table = year
    far = np.asarray(table.facts["site"]) == 1
    reported = table.milestones["reported"][far & table.has("reported")]
    assert reported.min() >= at("12 00:00") and reported.max() < at("26 00:00")


def test_causes_fill_every_ticket_from_report_to_end(year) -> None:
    world, plan, log, table = year
    rows, happened = ticket_rows(world, plan, log), table.has("reported")
    when = table.milestones
    end = np.minimum.reduce([when["restored"], when["closed"], when["abandoned"], when["handed_on"]])
    total = sum(column for name, column in rows.items() if name.endswith("_s"))
    assert (total == (np.minimum(end, table.stop) - when["reported"])[happened]).all()
    both = (table.has("confirmed") & table.has("closed"))[happened]
    thought = (when["confirmed"] - when["quoted"])[happened]
    assert (rows["customer_s"][both] >= thought[both]).all()


def test_judgement_adds_up(year) -> None:
    world, plan, log, table = year
    found = judge(world, plan, log)
    for one in found.commitments:
        assert sum(one.late_by_cause_s.values()) == one.late_s
        assert (one.kept <= one.covered).all()
    by_name = {one.id: one for one in found.commitments}
    assert by_name["free"].covered.sum() > 20 and by_name["paid"].covered.sum() > 20
    assert by_name["agreed"].covered.sum() > 10 and by_name["price"].covered.sum() > 20
    counts = found.counts
    assert counts["reported"] == int(table.judged.sum())
    assert counts["quoted"] >= counts["declined"] > 0
    assert (counts["to_be_quoted"] > 0) == (world.scenario.charged.quoted_after == "diagnosis")
    assert len(log.of(Event.QUOTED)) == len(log.of(Event.CONFIRMED)) + len(log.of(Event.DECLINED)) + open_quotes(table)
    for use in (*found.seats, *found.teams, *found.benches):
        assert use.seized_by_hour.sum() == use.seized_s
        assert use.working_s <= use.seized_s


def open_quotes(table) -> int:
    return int((table.has("quoted") & ~table.has("confirmed") & ~table.has("declined")).sum())
