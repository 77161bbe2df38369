"""Judge and model agree over a simulated year with several channels, calls of the desks, repeats and benches."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.clock import NEVER
from sim.judge import judge, ticket_rows, ticket_table
from sim.judge.kept import judge_promise
from sim.judge.pauses import waits_of
from sim.model import Event, Purpose, deployment, simulate
from sim.model.limits import Limits
from sim.model.promises import NO_PAUSES, PAUSE_KINDS, promises_of
from sim.scenario import load_plan, load_scenario
from sim.world import sample_world
from tests.rooms.judge.company import PLAN, SCENARIO, company

COMMITMENTS = """\
- {id: answer, measure: {from: reported, to: answered}, within: 2min, target: 90%}
- {id: calls, measure: {from: reported, to: answered}, of: call, within: 20s, target: 80%}
- {id: arrive, measure: {from: reported, to: arrived}, within: 8h, clock: works, pause: supplier, target: 90%}
- {id: early, measure: {from: reported, to: restored}, within: 2h..30h, target: 50%}
- id: cases
  measure: {from: reported, to: restored}
  cases: [{covers: {carry_in: true}, within: 4d}, {covers: {repeat: true, reported_during: works}, within: 9h},
          {covers: {needs_visit: true}, within: 12h, clock: works}, {by: works}]
  target: 90%
- {id: bench, measure: {from: received, to: restored}, within: 6h, clock: works, target: 90%}
- {id: progress, measure: {from: reported, to: progress_reported}, within: 5h, target: 90%}
- {id: mail, measure: {from: reported, to: responded}, within: 2h, clock: works, covers: {channel: mail}, target: 90%}
- {id: follow, measure: {from: closed, to: followed_up_1}, within: 2d..7d, target: 90%}
- {id: times, measure: {share_of: times_kept}, target: 90%}
- {id: again, measure: {share_of: repeated}, within: 5d, target: {at_most: 10%}}
- {id: for-good, measure: {share_of: resolved}, within: 5d, target: 90%}
- {id: touch, measure: {share_of: contacted}, within: 5d, target: 90%}
- {id: mean, measure: {from: reported, to: answered}, within: 2min, statistic: mean, of: call}
- {id: up, measure: {availability: unit}, target: 90%, per: region}
- {id: open, measure: {open: phone}}
"""
FAULT = (
    "rate_per_unit_year: 700, talk: {mean: 6min}, repair: {mean: 90min}, diagnose: 10min, "
    "remote_fix: {front: 20%, experts: 30%}, first_fix: 80%, carry_in: 30%, bring: {mean: 6h}, take_back: {mean: 6h}, "
    "repeat: {chance: 20%, after: {mean: 4d}},"
)
BUSY = (
    SCENARIO.replace("rate_per_unit_year: 1,", FAULT).replace("runout: 1w", "runout: 2w")
    + "channels:\n"
    + "  phone: {share: 70%, patience: {mean: 3min}, redial: {chance: 60%, after: {mean: 10min}}, closed: reject}\n"
    + "  mail: {share: 30%, answer: deferred, calendar: works}\n"
    + "satisfaction: {all_kept: 100%, one_missed: 50%, more_missed: 0%}\n"
    + "complaints: {all_kept: 1%, one_missed: 10%, more_missed: 30%, after: {mean: 1d}, decision: 6h}\n"
)
FRONT = (
    PLAN.replace("  front: {seats: 2, takes: [phone]}", """\
  front: {seats: {"07:00-21:00": 2}, takes: [phone, mail], escalate_to: experts, trunks: 4, after_call: 1min,
          overflow: {to: partner, after: 30s}}
  partner: {seats: 1, employer: contracted, pay_per_call: 6}
  experts: {seats: 1}""")
    .replace("lon: 116.0}", "lon: 116.0, benches: 2, bench_calendar: works}")
    .replace("engineers: 2, shift: works", "engineers: 7, shift: works, on_call: 1")
    + "dispatch: {rule: due_date, end_of_shift: next_day}\n"
    + "calls: {progress: {every: 4h, handle: 3min}, follow_up_1: 2d..7d, complaint: {due: 1d, answered: 50%},"
    + " contact: {every: 5d}}\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("front")
    company(folder, COMMITMENTS, [("6 09:00", "near", "body")], [], BUSY, FRONT)
    (folder / "replay.csv").unlink()
    scenario = load_scenario(folder)
    plan, world = load_plan(scenario), sample_world(scenario, 1, 0)
    log = simulate(world, plan)
    return world, plan, log, ticket_table(world, deployment(scenario, plan), log)


def test_the_model_counts_the_misses_that_the_judge_finds(year) -> None:
    world, _plan, log, table = year
    pauses = waits_of(table, log, PAUSE_KINDS).by_ticket()
    missed = np.zeros(len(table), np.int64)
    for promise in promises_of(world.scenario):
        outcome = judge_promise(promise, table, pauses)
        missed += outcome.missed & (outcome.due < table.milestones["closed"])
    closed = np.flatnonzero(table.has("closed"))
    limits = Limits(world.scenario, {**table.facts, "reported": world.tickets.reported})
    for ticket in np.flatnonzero(table.parent >= 0).tolist():
        limits.admit(ticket, int(table.milestones["reported"][ticket]))
    for ticket in closed.tolist():
        happened = {name: int(at[ticket]) for name, at in table.milestones.items() if at[ticket] < NEVER}
        found = limits.missed(ticket, happened, happened["closed"], pauses.get(ticket, NO_PAUSES))
        assert found == missed[ticket]
        assert table.satisfied[ticket] == (world.tickets.u_satisfied[ticket] < (1.0, 0.5, 0.0)[min(found, 2)])
    assert len(set(missed[closed].tolist())) > 3
    assert (table.parent[closed] >= 0).sum() > 10


def test_causes_fill_every_ticket_from_report_to_end(year) -> None:
    world, plan, log, table = year
    rows, at = ticket_rows(world, plan, log), table.milestones
    happened = table.has("reported")
    end = np.minimum.reduce([at["restored"], at["closed"], at["abandoned"], at["handed_on"]])
    total = sum(column for name, column in rows.items() if name.endswith("_s"))
    assert (total == (np.minimum(end, table.stop) - at["reported"])[happened]).all()
    brought = (table.facts["carried_in"] & table.has("restored"))[happened]
    assert brought.sum() > 10
    assert (rows["travel_s"][brought] == 0).all()
    assert (rows["customer_s"][brought] > 0).all() and (rows["repair_s"][brought] > 0).all()
    assert set(rows["channel"].tolist()) == {"phone", "mail"}
    assert {"", *rows["repeat_of"].tolist()} - {""} <= set(rows["ticket"].tolist())


def test_figures_agree_with_the_log(year) -> None:
    world, plan, log, _table = year
    found = judge(world, plan, log, with_times=True)
    horizon = world.scenario.horizon
    judged = (log.at >= horizon.start) & (log.at < horizon.end)
    phone, mail, partner, experts, duty = found.desks
    attempts = judged & (log.value <= Purpose.MESSAGE) & np.isin(log.event, (Event.QUEUED, Event.REFUSED))
    assert phone.attempts + mail.attempts == attempts.sum()
    assert phone.refused == (judged & (log.event == Event.REFUSED)).sum() > 0
    assert partner.attempts >= partner.answered > 0 and experts.attempts > 0 and duty.attempts > 0
    for use in (*found.seats, *found.teams, *found.benches):
        assert use.seized_by_hour.sum() == use.seized_s
        assert (use.seized_by_hour <= use.rostered_by_hour).all()
        assert use.working_s <= use.seized_s
    assert found.benches[0].seized_s > 0 and found.seats[0].seized_s > 0
    counts = {one.id: one for one in found.commitments}
    assert counts["calls"].covered.sum() >= (phone.attempts + mail.attempts) * 0.9
    assert found.counts["repeats"] > 10 and found.counts["carried_in"] > 10 and found.counts["refused"] > 0
    assert counts["mean"].figures is not None
    assert 0 < counts["again"].kept.sum() < counts["again"].covered.sum()
    assert counts["touch"].covered.tolist() == [2] and counts["open"].met == (False,)
    for one in found.commitments:
        assert sum(one.late_by_cause_s.values()) == one.late_s
        assert (one.kept <= one.covered).all()
    assert (counts["follow"].kept > 0).all()
