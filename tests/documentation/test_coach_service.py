"""coach-service: what becomes of defective parts, and what the makers of components pay back."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.scenario import Plan, Scenario, load_plan, load_scenario
from tests.documentation.measured import Measured, measured

FOLDER = Path(__file__).parents[2] / "scenarios" / "coach-service"
PLANS = ("baseline", "lean")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(FOLDER)


@pytest.fixture(scope="module")
def plans(scenario: Scenario) -> dict[str, Plan]:
    return {name: load_plan(scenario, name) for name in PLANS}


@pytest.fixture(scope="module")
def baseline() -> Measured:
    return measured(FOLDER)


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


# ---- what it comes to: two worlds of a quarter, the same for both sides --------------------------------------------


def away(figures: Measured) -> float:
    """Door pumps of the central store that are on their way to the works, or there, on average."""
    row = next(one for one in figures.result.stocks if (one.store, one.part) == ("central", "door-pump"))
    assert row.mean_in_repair.mean is not None
    return row.mean_in_repair.mean


def test_a_monthly_return_keeps_parts_away_for_longer_than_a_weekly_one(baseline: Measured) -> None:
    weekly = measured(FOLDER, "baseline", "parts.door-pump.return_every=1w")
    assert away(weekly) < 0.8 * away(baseline)


def test_the_claim_follows_what_the_maker_pays_back(baseline: Measured) -> None:
    half = measured(FOLDER, "baseline", "suppliers.axlemaker.pays_back=40%")
    claims = [one.result.costs.claims.mean or 0.0 for one in (baseline, half)]
    assert claims[1] > 0
    assert claims[0] == pytest.approx(2 * claims[1], rel=1e-3)  # cents are rounded ticket by ticket
    assert half.result.costs.total == baseline.result.costs.total


def test_every_outlet_has_its_account(baseline: Measured, plans: dict[str, Plan]) -> None:
    accounts = {one.store: one for one in baseline.result.accounts}
    for outlet in plans["baseline"].outlets:
        assert (accounts[outlet].issued.mean or 0) > 0
        assert (accounts[outlet].stock_value.mean or 0) > 0
        assert (accounts[outlet].defective_per_year.mean or 0) > 0
