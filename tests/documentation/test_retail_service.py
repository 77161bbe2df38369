"""retail-service: five ways to one desk, repair points, complaints and follow-up calls."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from sim.scenario import Plan, Scenario, check, load_plan, load_scenario
from tests.documentation.measured import Measured, measured, tickets_a_year

FOLDER = Path(__file__).parents[2] / "scenarios" / "retail-service"
PLANS = ("baseline", "noon-seat", "partner-overflow", "knowledge-base")
ONLINE = {"chat", "social", "portal", "mail"}


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
        "answer-speed-hotline": Fraction(80, 100),
        "answer-speed-online": Fraction(90, 100),
        "resolution-first": Fraction(60, 100),
        "resolution-end": Fraction(97, 100),
        "complaint-2d": Fraction(95, 100),
        "complaint-2d-told": Fraction(95, 100),
        "followup-1": Fraction(90, 100),
        "followup-2": Fraction(90, 100),
    }


def test_clauses_speak_both_languages(scenario: Scenario) -> None:
    for one in scenario.commitments:
        assert one.clause is not None
        assert one.clause.zh
        assert one.clause.en
        assert one.clause.zh != one.clause.en


def test_every_call_counts_for_the_speed_of_answer(scenario: Scenario) -> None:
    speed = next(one for one in scenario.commitments if one.id == "answer-speed-hotline")
    assert (speed.of, speed.within) == ("call", 20)
    online = next(one for one in scenario.commitments if one.id == "answer-speed-online")
    assert online.covers is not None
    assert set(online.covers.channel or ()) == ONLINE
    assert (online.within, online.clock) == (1800, "service-hours")


def test_the_first_follow_up_is_neither_early_nor_late(scenario: Scenario) -> None:
    first = next(one for one in scenario.commitments if one.id == "followup-1")
    assert (first.earliest, first.within) == (2 * 86400, 7 * 86400)


# ---- ways to the desk, repair points -------------------------------------------------------------------------------


def test_telephone_and_four_ways_to_write(scenario: Scenario) -> None:
    assert {name for name, one in scenario.channels.items() if one.answer == "live"} == {"phone"}
    assert {name for name, one in scenario.channels.items() if one.answer == "deferred"} == ONLINE
    assert sum(one.share for one in scenario.channels.values()) == pytest.approx(1)


@pytest.mark.parametrize("name", PLANS)
def test_one_desk_takes_them_all(scenario: Scenario, plans: dict[str, Plan], name: str) -> None:
    taking = [desk for desk in plans[name].desks.values() if desk.takes]
    assert [set(desk.takes) for desk in taking] == [set(scenario.channels)]


@pytest.mark.parametrize("name", PLANS)
def test_every_area_has_a_repair_point(plans: dict[str, Plan], name: str) -> None:
    plan = plans[name]
    for area in plan.territories.values():
        assert plan.outlets[area.outlets[0]].benches > 0


def test_nine_to_eleven_thousand_tickets_a_year(scenario: Scenario) -> None:
    assert 9_000 <= tickets_a_year(scenario) <= 11_000


def test_plans_differ_where_they_say(plans: dict[str, Plan]) -> None:
    baseline = plans["baseline"]
    for name in PLANS[1:]:
        for field in ("outlets", "teams", "territories", "dispatch", "calls", "supply", "central"):
            assert getattr(plans[name], field) == getattr(baseline, field), (name, field)
    paid = {name: sum(count for _, _, count in plan.desks["front"].shifts) for name, plan in plans.items()}
    assert paid["noon-seat"] == paid["baseline"] + 1 == paid["partner-overflow"] + 1 == paid["knowledge-base"] + 1


def test_what_no_document_says_is_marked_assumed(scenario: Scenario) -> None:
    marked = " ".join(str(assumption) for assumption in scenario.assumptions)
    for path in ("rate_per_unit_year", "remote_fix", "repair", "carry_in", "repeat", "complaints", "share", "per_km"):
        assert path in marked, path


# ---- what the plans show -------------------------------------------------------------------------------------------


def test_every_promise_has_cases_enough(scenario: Scenario, figures: dict[str, Measured]) -> None:
    for one in scenario.commitments:
        assert figures["baseline"].covered(one.id) > (15 if one.id.startswith("complaint") else 1_000), one.id


def test_one_more_seat_at_noon_answers_faster(figures: dict[str, Measured]) -> None:
    changed = measured(FOLDER, "baseline", "desks.front.seats[11:00-14:00]=2")
    before = figures["baseline"].attained("answer-speed-hotline")
    assert changed.attained("answer-speed-hotline") > before + 0.02
    assert changed.attained("answer-speed-hotline") == figures["noon-seat"].attained("answer-speed-hotline")


def test_a_partner_picks_up_what_would_wait(figures: dict[str, Measured]) -> None:
    speed = {name: one.attained("answer-speed-hotline") for name, one in figures.items()}
    assert speed["partner-overflow"] > speed["noon-seat"] > speed["baseline"]
    pay = {name: one.result.costs.pay.mean or 0 for name, one in figures.items()}
    assert pay["partner-overflow"] > pay["baseline"]


def test_what_is_written_down_is_solved_at_once_and_saves_kilometres(figures: dict[str, Measured]) -> None:
    before, after = figures["baseline"], figures["knowledge-base"]
    assert after.attained("resolution-first") > before.attained("resolution-first") + 0.03
    assert after.travel < before.travel
    assert (after.result.counts["carried_in"].mean or 0) < (before.result.counts["carried_in"].mean or 0)


def test_customers_are_called_and_complaints_answered(figures: dict[str, Measured]) -> None:
    for one in ("followup-1", "followup-2", "complaint-2d"):
        assert figures["baseline"].attained(one) > 0.7, one
