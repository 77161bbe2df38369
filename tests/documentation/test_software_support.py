"""software-support: the promises of a reseller, and one crew of seven or eight in four arrangements."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sim.model.deployment import deployment
from sim.scenario import Plan, Scenario, check, load_plan, load_scenario
from tests.documentation.measured import Measured, measured, tickets_a_year

FOLDER = Path(__file__).parents[2] / "scenarios" / "software-support"
PLANS = ("baseline", "experts-in-the-field", "experts-on-the-hotline", "knowledge-base")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(FOLDER)


@pytest.fixture(scope="module")
def plans(scenario: Scenario) -> dict[str, Plan]:
    return {name: load_plan(scenario, name) for name in PLANS}


@pytest.fixture(scope="module")
def figures() -> dict[str, Measured]:
    return {name: measured(FOLDER, name) for name in PLANS}


def test_four_plans_that_load() -> None:
    _, plans, problems = check(FOLDER, None)
    assert sorted(plans) == sorted(PLANS)
    assert {problem.severity for problem in problems} <= {"warning"}


# ---- what is promised ----------------------------------------------------------------------------------------------


def test_promises_with_their_targets(scenario: Scenario) -> None:
    assert {one.id: one.target.share for one in scenario.commitments if one.target} == {
        "first-line": Fraction(70, 100),
        "same-day": Fraction(85, 100),
        "callback-all": Fraction(98, 100),
    }


def test_clauses_speak_both_languages(scenario: Scenario) -> None:
    for one in scenario.commitments:
        assert one.clause is not None
        assert one.clause.zh
        assert one.clause.en
        assert one.clause.zh != one.clause.en


def test_same_day_ends_with_the_working_day_and_after_four_with_the_next(scenario: Scenario) -> None:
    same_day = next(one for one in scenario.commitments if one.id == "same-day")
    assert same_day.by is not None
    assert (same_day.by.calendar, same_day.by.cutoff_s) == ("works", 16 * 3600)
    assert same_day.within is None


def test_everybody_is_called_back_within_a_week(scenario: Scenario, plans: dict[str, Plan]) -> None:
    promise = next(one for one in scenario.commitments if one.id == "callback-all")
    assert (promise.measure.from_, promise.measure.to, promise.within) == ("closed", ("called_back",), 7 * 86400)
    assert all(plan.calls.call_back is not None for plan in plans.values())


# ---- the place and the people --------------------------------------------------------------------------------------


def test_one_city_and_its_surroundings(scenario: Scenario, plans: dict[str, Plan]) -> None:
    km = deployment(scenario, plans["baseline"]).radius_m / 1000
    assert np.median(km) < 15
    assert 50 < km.max() < 100


def test_seven_to_nine_thousand_tickets_a_year(scenario: Scenario) -> None:
    assert 7_000 <= tickets_a_year(scenario) <= 9_000


@pytest.mark.parametrize("name", PLANS)
def test_eight_people_and_a_duty_manager_who_takes_no_jobs(plans: dict[str, Plan], name: str) -> None:
    plan = plans[name]
    halves = {"second-line": 0.5, "half-day": 0.5}
    seats = sum(halves.get(key, 1) * desk.shifts[0][2] for key, desk in plan.desks.items())
    heads = seats + sum(halves.get(key, 1) * (team.engineers or 0) for key, team in plan.teams.items())
    assert heads == 8
    assert [desk.role for desk in plan.desks.values()].count("dispatch") == 1


def test_what_no_document_says_is_marked_assumed(scenario: Scenario) -> None:
    marked = " ".join(str(assumption) for assumption in scenario.assumptions)
    for path in ("rate_per_unit_year", "remote_fix", "repair", "talk", "patience", "per_km", "detour"):
        assert path in marked, path


# ---- what the plans show -------------------------------------------------------------------------------------------


def test_every_promise_has_cases_enough(figures: dict[str, Measured]) -> None:
    for one in ("first-line", "same-day", "callback-all"):
        assert figures["baseline"].covered(one) > 1_500


def test_experts_on_the_hotline_make_fewer_visits_and_more_same_day_fixes(figures: dict[str, Measured]) -> None:
    field, half, hotline = (figures[name] for name in ("experts-in-the-field", "baseline", "experts-on-the-hotline"))
    for one in ("first-line", "same-day"):
        assert field.attained(one) < half.attained(one) < hotline.attained(one), one
    assert field.visited > half.visited > hotline.visited
    assert field.travel > half.travel > hotline.travel


def test_one_change_is_enough_to_see_it(figures: dict[str, Measured]) -> None:
    """The level of the hotline alone, everybody else where he was."""
    changed = measured(FOLDER, "experts-in-the-field", "desks.hotline.level=experts")
    assert changed.visited < 0.6 * figures["experts-in-the-field"].visited
    assert changed.attained("same-day") > figures["experts-in-the-field"].attained("same-day") + 0.1


def test_what_is_written_down_saves_kilometres(figures: dict[str, Measured]) -> None:
    before, after = figures["baseline"], figures["knowledge-base"]
    assert after.attained("first-line") > before.attained("first-line") + 0.02
    assert after.travel < before.travel


def test_nearly_everybody_is_called_back(figures: dict[str, Measured]) -> None:
    assert all(one.attained("callback-all") > 0.95 for one in figures.values())
