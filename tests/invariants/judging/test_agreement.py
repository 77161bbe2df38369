"""Judge and model, over a simulated year: they agree on what was missed, and nothing gets lost."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.clock import NEVER
from sim.judge import judge, ticket_rows, ticket_table
from sim.judge.kept import judge_promise
from sim.judge.pauses import waits_of
from sim.model import deployment, simulate
from sim.model.limits import Limits
from sim.model.promises import NO_PAUSES, PAUSE_KINDS, promises_of
from sim.scenario import load_plan, load_scenario
from sim.world import sample_world
from tests.rooms.judge.company import PLAN, SCENARIO, company

COMMITMENTS = """\
- {id: answer, measure: {from: reported, to: answered}, within: 2min, target: 90%}
- {id: replied, measure: {from: reported, to: replied}, within: 2h, clock: works, target: 90%}
- {id: arrive, measure: {from: reported, to: arrived}, within: 8h, clock: works, pause: supplier, target: 90%}
- {id: gone, measure: {from: reported, to: [restored, handed_on]}, within: 30h, target: 90%}
- id: cases
  measure: {from: answered, to: restored}
  cases: [{covers: {needs_visit: true}, within: 12h, clock: works}, {by: works}]
  target: 90%
- {id: fix, measure: {from: arrived, to: restored}, within: 2h, target: 90%}
- {id: advice, measure: {from: reported, to: remote_fixed}, within: 8min, target: 90%}
- {id: times, measure: {share_of: times_kept}, target: 90%}
"""
BUSY = (
    SCENARIO.replace("rate_per_unit_year: 1,", "rate_per_unit_year: 1000, talk: {mean: 6min}, repair: {mean: 90min}, "
                     "remote_fix: {front: 20%, experts: 30%}, first_fix: 80%,")
    + "channels: {phone: {patience: {mean: 3min}, redial: {chance: 60%, after: {mean: 10min}}}}\n"
    + "satisfaction: {all_kept: 100%, one_missed: 50%, more_missed: 0%}\n"
)  # fmt: skip
TIGHT = (
    PLAN.replace("seats: 2, takes", 'seats: {"07:00-21:00": 1}, escalate_to: experts, takes')
    .replace("duty:", "experts: {seats: 1}\n  duty:")
    .replace("engineers: 2, shift: works", "engineers: 6, shift: works, on_call: 1")
    + "dispatch: {rule: due_date, end_of_shift: next_day}\n"
)  # fmt: skip


@pytest.fixture(scope="module")
def year(tmp_path_factory: pytest.TempPathFactory):
    folder: Path = tmp_path_factory.mktemp("year")
    company(folder, COMMITMENTS, [("6 09:00", "near", "body")], [], BUSY, TIGHT)
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
    assert len(closed) > 300
    limits = Limits(world.scenario, {**table.facts})
    for ticket in closed.tolist():
        happened = {name: int(at[ticket]) for name, at in table.milestones.items() if at[ticket] < NEVER}
        found = limits.missed(ticket, happened, happened["closed"], pauses.get(ticket, NO_PAUSES))
        assert found == missed[ticket]
        assert table.satisfied[ticket] == (world.tickets.u_satisfied[ticket] < (1.0, 0.5, 0.0)[min(found, 2)])
    assert len(set(missed[closed].tolist())) > 3


def test_causes_fill_every_ticket_from_report_to_end(year) -> None:
    world, plan, log, table = year
    rows = ticket_rows(world, plan, log)
    at = table.milestones
    end = np.minimum.reduce([at["restored"], at["closed"], at["abandoned"], at["handed_on"]])
    end = np.minimum(end, table.stop)
    total = sum(column for name, column in rows.items() if name.endswith("_s"))
    assert (total == end - at["reported"]).all()
    for cause in ("desk", "off_shift", "engineer", "travel", "repair", "supplier"):
        assert rows[f"{cause}_s"].sum() > 0


def test_the_times_tell_the_same_as_the_counts(year) -> None:
    """As many times as covered tickets, and those within the limit are those that were kept."""
    world, plan, log, _table = year
    *timed, share = judge(world, plan, log, with_times=True).commitments
    assert share.times is None
    for one in timed:
        assert one.times is not None
        seconds, limit_s = one.times.seconds, one.times.limit_s
        assert (limit_s is None) == (one.id in ("arrive", "cases"))
        assert len(seconds) == one.covered.sum() > 50
        assert (seconds <= (limit_s or 0)).sum() == one.kept.sum()
        assert (limit_s is None) or (seconds >= 0).all()


def test_judgement_adds_up(year) -> None:
    world, plan, log, table = year
    found = judge(world, plan, log)
    assert all(one.times is None for one in found.commitments)
    for one in found.commitments:
        assert sum(one.late_by_cause_s.values()) == one.late_s
        assert (one.kept <= one.covered).all()
        assert ((one.covered + one.undecided) <= found.counts["reported"]).all()
    assert found.counts["reported"] == int(table.judged.sum())
    for use in (*found.seats, *found.teams):
        assert use.seized_by_hour.sum() == use.seized_s
        assert (use.seized_by_hour <= use.rostered_by_hour).all()
        assert use.working_s <= use.seized_s
    front = found.desks[0]
    assert front.attempts == front.answered + front.abandoned
    assert len(found.digest) == 64
