"""automation-equipment: three promises, and what decides whether work on site goes on without a break."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sim.model.deployment import deployment
from sim.scenario import Plan, Scenario, check, load_plan, load_scenario
from sim.scenario.geography import cities
from sim.world import seconds
from tests.documentation.measured import Measured, measured, tickets_a_year

FOLDER = Path(__file__).parents[2] / "scenarios" / "automation-equipment"
PLANS = ("baseline", "no-relief", "night-shift", "no-preventive", "two-benches")
HOUR = 3600
# Two worlds of a quarter, the same for both sides: a difference of less than this share is not told from none.
TOLERANCE = 0.01


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(FOLDER)


@pytest.fixture(scope="module")
def plans(scenario: Scenario) -> dict[str, Plan]:
    return {name: load_plan(scenario, name) for name in PLANS}


@pytest.fixture(scope="module")
def figures() -> dict[str, Measured]:
    return {name: measured(FOLDER, name) for name in PLANS}


def test_five_plans_that_load_clean() -> None:
    _, plans, problems = check(FOLDER, None)
    assert sorted(plans) == sorted(PLANS)
    assert problems == []


# ---- what is promised ----------------------------------------------------------------------------------------------


def test_promises_with_their_limits_and_targets(scenario: Scenario) -> None:
    assert {one.id: (one.within, one.target.share) for one in scenario.commitments if one.target} == {
        "response-30min": (HOUR // 2, Fraction(95, 100)),
        "onsite-24h": (24 * HOUR, Fraction(95, 100)),
        "fix-24h": (24 * HOUR, Fraction(90, 100)),
    }
    assert {one.clock for one in scenario.commitments} == {"always"}


def test_the_repair_counts_from_the_arrival(scenario: Scenario) -> None:
    measures = {one.id: (one.measure.from_, one.measure.to) for one in scenario.commitments}
    assert measures == {
        "response-30min": ("reported", ("responded",)),
        "onsite-24h": ("reported", ("arrived",)),
        "fix-24h": ("arrived", ("restored",)),
    }


def test_clauses_speak_both_languages(scenario: Scenario) -> None:
    for one in scenario.commitments:
        assert one.clause is not None
        assert one.clause.zh
        assert one.clause.en
        assert one.clause.zh != one.clause.en


# ---- the factories ---------------------------------------------------------------------------------------------------


def test_sixty_to_a_hundred_and_twenty_sites_near_known_cities(scenario: Scenario) -> None:
    assert 60 <= len(scenario.sites) <= 120
    for site in scenario.sites:
        at = cities()[site.region]
        assert abs(site.lat - at.lat) < 0.2
        assert abs(site.lon - at.lon) < 0.2


def test_some_warranties_are_over_and_some_end_in_the_year(scenario: Scenario) -> None:
    first, last = scenario.dates()
    ends = [site.warranty_until for site in scenario.sites if site.warranty_until is not None]
    assert len(ends) == len(scenario.sites)
    assert sum(end < first for end in ends) > 20
    assert sum(first <= end < last for end in ends) > 10
    assert sum(end >= last for end in ends) > 10


def test_machines_come_and_go_and_most_have_a_contract(scenario: Scenario) -> None:
    assert sum(site.from_ is not None for site in scenario.sites) == 3
    assert sum(site.until is not None for site in scenario.sites) == 2
    without = [site for site in scenario.sites if site.contract is None]
    assert 0 < len(without) < len(scenario.sites) / 3
    assert {site.contract for site in scenario.sites if site.contract} == set(scenario.contracts)
    assert all(contract.fee_per_year for contract in scenario.contracts.values())


def test_some_repairs_take_more_than_twelve_hours(scenario: Scenario) -> None:
    longest = {kind.id: seconds(kind.fault.repair, np.array([0.9]))[0] for kind in scenario.faults}
    assert longest["line-mechanics"] > 12 * HOUR
    assert longest["robot-drive"] > 12 * HOUR
    assert longest["line-operation"] < 6 * HOUR


def test_tickets_enough_to_judge_every_promise(scenario: Scenario) -> None:
    assert 1_200 <= tickets_a_year(scenario) <= 2_500


def test_what_no_document_says_is_marked_assumed(scenario: Scenario) -> None:
    marked = " ".join(str(assumption) for assumption in scenario.assumptions)
    for path in ("rate_per_unit_year", "remote_fix", "repair", "confirm", "fee_per_year", "per_km", "detour"):
        assert path in marked, path


# ---- the plans -----------------------------------------------------------------------------------------------------


def test_one_number_for_everybody_round_the_clock(scenario: Scenario, plans: dict[str, Plan]) -> None:
    assert list(scenario.channels) == ["phone"]
    for plan in plans.values():
        assert [name for name, desk in plan.desks.items() if desk.takes] == ["information"]
        assert min(count for _, _, count in plan.desks["information"].seats) >= 1


def test_every_plan_differs_from_the_baseline_in_one_thing(plans: dict[str, Plan]) -> None:
    kept = ("desks", "outlets", "central", "supply", "teams", "territories", "dispatch", "calls", "workshop", "planned")
    changed = {"no-relief": "dispatch", "night-shift": "teams", "no-preventive": "planned", "two-benches": "workshop"}
    for name, field in changed.items():
        different = [key for key in kept if getattr(plans[name], key) != getattr(plans["baseline"], key)]
        assert different == [field], name


def test_relief_maintenance_and_a_workshop_are_as_the_documents_say(plans: dict[str, Plan]) -> None:
    baseline = plans["baseline"]
    assert baseline.dispatch.end_of_shift == "relief"
    assert plans["no-relief"].dispatch.end_of_shift == "finish"
    assert {name: entry.kind for name, entry in baseline.planned.items()} == {
        "monthly": "preventive",
        "quarterly": "preventive",
        "inspection": "inspection",
    }
    assert [entry.every.months for entry in baseline.planned.values()] == [1, 3, 1]
    assert all(entry.lowers_failures > 0 for entry in baseline.planned.values())
    assert all(plan.calls.call_back and plan.calls.contact for plan in plans.values())


@pytest.mark.parametrize("name", PLANS)
def test_two_can_be_sent_at_any_hour_from_every_outlet(plans: dict[str, Plan], name: str) -> None:
    plan = plans[name]
    assert {team.outlet for team in plan.teams.values()} == set(plan.outlets)
    for outlet in plan.outlets:
        teams = [team for team in plan.teams.values() if team.outlet == outlet]
        assert sum(team.on_call.engineers for team in teams if team.on_call) >= 2


@pytest.mark.parametrize("name", PLANS)
def test_a_day_is_enough_for_the_way_from_the_outlet(scenario: Scenario, plans: dict[str, Plan], name: str) -> None:
    assert deployment(scenario, plans[name]).radius_m.max() < 600_000


def test_modules_come_back_and_are_repaired(scenario: Scenario, plans: dict[str, Plan]) -> None:
    back = {name for name, part in scenario.parts.items() if part.comes_back}
    assert back == set(scenario.parts) - {"wear-kit"}
    assert all(plan.workshop is not None for plan in plans.values())
    assert scenario.parts["camera"].substitute == "camera-hd"


# ---- what the plans show: pairs on the same worlds -------------------------------------------------------------------


def count(figures: Measured, name: str) -> float:
    """Judged tickets a year of a kind."""
    return figures.result.counts[name].mean or 0.0


def test_every_promise_has_cases_enough(figures: dict[str, Measured]) -> None:
    for one in ("response-30min", "onsite-24h", "fix-24h"):
        assert 4 * figures["baseline"].covered(one) > 300, one


def test_relief_keeps_the_work_going(figures: dict[str, Measured]) -> None:
    assert figures["baseline"].attained("fix-24h") > figures["no-relief"].attained("fix-24h") + 0.03
    assert count(figures["baseline"], "relieved") > 0 == count(figures["no-relief"], "relieved")


def test_a_night_shift_keeps_it_going_as_well(figures: dict[str, Measured]) -> None:
    assert figures["night-shift"].attained("fix-24h") > figures["baseline"].attained("fix-24h") - TOLERANCE
    pay = {name: one.result.costs.pay.mean or 0.0 for name, one in figures.items()}
    assert pay["night-shift"] > pay["baseline"]


def test_visits_that_are_made_prevent_faults(figures: dict[str, Measured]) -> None:
    made, none = figures["baseline"], figures["no-preventive"]
    assert count(made, "prevented") > 0 == count(none, "prevented")
    assert count(made, "reported") < 0.85 * count(none, "reported")
    assert made.visited < 0.85 * none.visited


def test_half_the_visits_prevent_less(figures: dict[str, Measured]) -> None:
    half = measured(FOLDER, "baseline", "planned.quarterly.share_of_sites=50%")
    assert 0 < count(half, "prevented") < count(figures["baseline"], "prevented")


def test_the_workshop_cannot_repair_what_nobody_prevents(figures: dict[str, Measured]) -> None:
    with_benches = measured(FOLDER, "no-preventive", "workshop.benches=3")
    assert with_benches.attained("onsite-24h") > figures["no-preventive"].attained("onsite-24h") - TOLERANCE
    assert figures["two-benches"].attained("onsite-24h") > figures["baseline"].attained("onsite-24h") - TOLERANCE


def test_nobody_on_the_hotline_at_night_answers_too_late(figures: dict[str, Measured]) -> None:
    nobody = measured(FOLDER, "baseline", "desks.information.seats[22:00-06:00]=0")
    assert nobody.attained("response-30min") < figures["baseline"].attained("response-30min") - 0.05


def test_what_stands_in_the_records_saves_visits(figures: dict[str, Measured]) -> None:
    taught = measured(FOLDER, "baseline", "desks.information.training.remote_fix=x1.1")
    assert taught.visited < figures["baseline"].visited


def test_more_on_call_are_not_slower(figures: dict[str, Measured]) -> None:
    fewer = measured(FOLDER, "baseline", "teams.*.on_call.engineers=1")
    assert fewer.attained("fix-24h") < figures["baseline"].attained("fix-24h") + TOLERANCE


def test_customers_out_of_warranty_are_asked_and_pay(figures: dict[str, Measured]) -> None:
    baseline = figures["baseline"]
    assert 0 < count(baseline, "declined") < count(baseline, "quoted") < count(baseline, "reported")
    assert (baseline.result.costs.income_charged.mean or 0.0) > 0
