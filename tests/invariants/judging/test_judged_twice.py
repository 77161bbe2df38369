"""The judgement and the auditor's own say the same of every promise, at random and bundled; a wrong count is found."""

from __future__ import annotations

import zlib
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sim.judge import Judgement, judge
from sim.model import Event, EventLog, simulate
from sim.scenario import Plan, Scenario, load_plan, load_scenario
from sim.study.judged_twice import disagreements
from sim.world import World, sample_world
from tests.invariants.companies import Files, companies
from tests.invariants.promises_at_random import with_promises

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FEW = settings(max_examples=30, suppress_health_check=list(HealthCheck))
WEEK = 7 * 86_400


@FEW
@given(companies(), st.integers(0, 1 << 30))
def test_both_judge_any_promise_of_any_company_alike(company: Files, number: int) -> None:
    world, plan = company.load()
    number = zlib.crc32(repr((company, number)).encode())  # small numbers come up again and again
    scenario = with_promises(world.scenario, number, count=12)
    world = sample_world(scenario, world.seed, 0)
    log = simulate(world, plan)
    assert disagreements(world, plan, log, judge(world, plan, log)) == ()


def shortened(scenario: Scenario, weeks: int) -> Scenario:
    """The first weeks, reviewed as a whole."""
    horizon = scenario.horizon
    promises = tuple(one.model_copy(update={"review": "contract"}) for one in scenario.commitments)
    return replace(
        scenario, horizon=replace(horizon, end=horizon.start + weeks * WEEK), commitments=promises, _compiled={}
    )


@cache
def told(name: str) -> tuple[World, Plan, EventLog, Judgement]:
    scenario = shortened(load_scenario(SCENARIOS / name), weeks=6)
    world, plan = sample_world(scenario, 1, 0), load_plan(scenario)
    log = simulate(world, plan)
    return world, plan, log, judge(world, plan, log)


@pytest.mark.parametrize("name", sorted(path.name for path in SCENARIOS.iterdir() if (path / "scenario.yaml").exists()))
def test_both_judge_the_bundled_scenarios_alike(name: str) -> None:
    world, plan, log, judgement = told(name)
    assert disagreements(world, plan, log, judgement) == ()


@pytest.mark.parametrize("field", ["covered", "kept", "undecided", "penalty_cents", "late_s"])
def test_a_wrong_count_is_found(field: str) -> None:
    world, plan, log, judgement = told("minimal")
    right = judgement.commitments[0]
    wrong = replace(right, **{field: getattr(right, field) + 1})
    found = disagreements(world, plan, log, replace(judgement, commitments=(wrong, *judgement.commitments[1:])))
    assert len(found) == 1
    assert "onsite-4h" in found[0]


def test_a_wrong_verdict_of_a_period_is_found_with_a_ticket_to_look_at() -> None:
    world, plan, log, judgement = told("automation-equipment")
    right = judgement.commitments[-1]
    wrong = replace(right, met=tuple(not met for met in right.met))
    (found,) = disagreements(world, plan, log, replace(judgement, commitments=(*judgement.commitments[:-1], wrong)))
    assert any(world.ticket_id(number) in found for number in range(len(world.tickets)))


def test_a_judgement_of_another_log_is_found() -> None:
    """Every repair takes six hours longer than the judge has read."""
    world, plan, log, judgement = told("automation-equipment")
    late = np.where(log.event == Event.RESTORED, log.at + 6 * 3600, log.at)
    found = disagreements(world, plan, replace(log, at=late), judgement)
    assert {text.split(",")[0].split(":")[0] for text in found} == {"fix-24h"}
