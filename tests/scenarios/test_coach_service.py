"""coach-service: what becomes of defective parts, and what the makers of components pay back."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import Plan, Scenario, load_plan, load_scenario

FOLDER = Path(__file__).parents[2] / "scenarios" / "coach-service"
PLANS = ("baseline", "lean")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(FOLDER)


@pytest.fixture(scope="module")
def plans(scenario: Scenario) -> dict[str, Plan]:
    return {name: load_plan(scenario, name) for name in PLANS}


def test_defective_units_come_back_once_a_month(scenario: Scenario) -> None:
    back = {name: part for name, part in scenario.parts.items() if part.comes_back}
    assert set(back) == {"door-pump", "ac-compressor", "alternator"}
    assert all(part.return_every is not None and part.return_every.months == 1 for part in back.values())
    assert all(0 < part.scrap < 0.5 and part.repair_cost for part in back.values())


def test_both_plans_overhaul_them_on_the_same_benches(plans: dict[str, Plan]) -> None:
    assert plans["baseline"].workshop is not None
    assert plans["baseline"].workshop == plans["lean"].workshop
    assert plans["baseline"].workshop.calendar == "office-week"


def test_who_lets_us_do_his_work_pays_back(scenario: Scenario) -> None:
    """The maker of the engine sends his own people: nothing is spent that could be claimed."""
    visits = {name: (one.visits, one.pays_back > 0) for name, one in scenario.suppliers.items()}
    assert visits == {"axlemaker": ("own", True), "enginemaker": ("supplier", False)}


def test_every_outlet_has_a_stock_account_with_what_must_be_sent_back(plans: dict[str, Plan]) -> None:
    for plan in plans.values():
        for outlet in plan.outlets.values():
            assert {"door-pump", "ac-compressor", "alternator"} <= set(outlet.stock)
