"""A company that begins in the middle, with open tickets and stocks as a start state says, judged after a month."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from sim.judge import judge, ticket_rows, ticket_table
from sim.model import Event, deployment, simulate
from sim.scenario import load_plan, load_scenario
from sim.world import sample_world
from tests.rooms.judge.company import PLAN, SCENARIO, at, call, company

COMMITMENTS = """\
- {id: fix, measure: {from: reported, to: restored}, within: 1h, target: 90%, penalty: {per_miss: 10}}
- {id: up, measure: {availability: unit}, target: 50%}
"""
START = """\
what,site_id,fault,reported,stage,store,part_id,units,due
ticket,near,body,2026-01-02 09:00,visit,,,,
ticket,far,body,2026-01-03 09:00,desk,,,,
stock,,,,,depot,pump,1,
order,,,,,depot,pump,2,2026-01-12 00:00
"""
PARTS = "part_id,unit_cost,lead\npump,100,60d\n"
NATURE = SCENARIO.replace("warmup: 1d", "warmup: 0s").replace(
    "skill: body}", "skill: body, repair: 2h, parts: {pump: 1}}"
)
STORED = PLAN.replace("lon: 116.0}", "lon: 116.0, stock: {pump: 5}}")


def test_open_tickets_are_worked_on_and_judged_nowhere(tmp_path: Path) -> None:
    company(tmp_path, COMMITMENTS, [("8 09:00", "near", "body")], [], NATURE, STORED, PARTS)
    (tmp_path / "start.csv").write_text(START, encoding="utf-8")
    scenario = load_scenario(tmp_path)
    plan, world = load_plan(scenario), sample_world(scenario, 1, 0)
    log = simulate(world, plan)
    table, found = ticket_table(world, deployment(scenario, plan), log), judge(world, plan, log)
    rows = ticket_rows(world, plan, log)
    start = scenario.horizon.start
    assert sorted(table.milestones["reported"].tolist()) == [at("2 09:00"), at("3 09:00"), at("8 09:00")]
    assert found.counts["reported"] == 1 == rows["judged"].sum()
    assert found.commitments[0].covered.sum() == 1
    before = table.milestones["reported"] < start
    assert before.sum() == 2 == len(log.of(Event.OPENED))
    over = np.minimum.reduce([table.milestones["restored"], table.milestones["closed"], np.full(3, table.stop)])
    total = sum(column for name, column in rows.items() if name.endswith("_s"))
    assert (total == over - table.milestones["reported"]).all()
    # one pump for three: the two that come on the 12th go to the others
    assert (
        np.sort(table.milestones["parts_ready"])[1:].tolist() == [at("12 00:00")] * 2 or table.return_visits.sum() == 2
    )
    # at the start both units are down already
    covered, kept = (int(column.sum()) for column in (found.commitments[1].covered, found.commitments[1].kept))
    restored = table.milestones["restored"]
    down = (restored[before] - start).sum() + (restored[~before] - at("8 09:00")).sum()
    near = np.asarray(table.facts["site"]) == 0
    both = max(0, int(restored[near & before].max()) - at("8 09:00"))  # one unit, two faults: counted once
    assert covered - kept == down - both
    (pump,) = found.stocks
    assert pump.asked == 3 and pump.on_hand_unit_s < 5 * 28 * 86_400


def test_the_calls_of_a_ticket_open_before_are_no_cases(tmp_path: Path) -> None:
    commitments = "- {id: calls, measure: {from: reported, to: answered}, within: 1min, of: call, target: 90%}\n"
    rows = [("6 09:00", 0, Event.OPENED, 0, -1, 0), *call(0, "6 09:00", "6 09:05", "6 09:10")]
    rows += call(1, "6 10:00", "6 10:00", "6 10:10")
    tickets = [("6 09:00", "near", "body"), ("6 10:00", "near", "body")]
    assert company(tmp_path, commitments, tickets, rows).count("calls") == (1, 1, 0)
