"""environmental-monitoring: real stations, the promises of the tender, and three plans that differ where they say."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from sim.model.deployment import deployment
from sim.scenario import Plan, Scenario, check, load_plan, load_scenario
from sim.scenario.geography import cities, great_circle_m
from tests.documentation.measured import Measured, measured

FOLDER = Path(__file__).parents[2] / "scenarios" / "environmental-monitoring"
JUDGED_S = 52 * 7 * 86400
PLANS = ("baseline", "sub-outlets", "swap-pool")
CAPITALS = ("南京市", "西安市", "乌鲁木齐市")


@pytest.fixture(scope="module")
def scenario() -> Scenario:
    return load_scenario(FOLDER)


@pytest.fixture(scope="module")
def plans(scenario: Scenario) -> dict[str, Plan]:
    return {name: load_plan(scenario, name) for name in PLANS}


def stations(scenario: Scenario) -> dict[str, list[str]]:
    """The rows of each station: its code, and the equipment that stands there."""
    found: dict[str, list[str]] = {}
    for site in scenario.sites:
        code, equipment = site.id.split("-")
        found.setdefault(code, []).append(equipment)
    return found


def test_three_plans() -> None:
    _, plans, _ = check(FOLDER, None)
    assert sorted(plans) == sorted(PLANS)


# ---- the stations --------------------------------------------------------------------------------------------------


def test_nothing_is_taken_from_the_station_list_but_code_city_and_place() -> None:
    with (FOLDER / "sites.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    invented = {"contract", "warranty_until"}
    assert set(rows[0]) == {"site_id", "name", "lat", "lon", "customer", "region", "product", "units"} | invented
    for row in rows:
        assert row["name"].startswith(row["customer"] + row["site_id"].split("-")[0])
        assert len(row["lat"].split(".")[1]) == len(row["lon"].split(".")[1]) == 3


def test_every_station_has_gas_analysers_particle_monitors_and_a_line_at_one_place(scenario: Scenario) -> None:
    assert len(stations(scenario)) == 238
    assert all(rows == ["gas", "pm", "line"] for rows in stations(scenario).values())
    places = {(site.id.split("-")[0], site.lat, site.lon) for site in scenario.sites}
    assert len(places) == len(stations(scenario))
    assert {(site.product, site.units) for site in scenario.sites} == {
        ("gas-analyser", 4),
        ("particle-monitor", 2),
        ("data-line", 1),
    }


def test_a_dense_an_inland_and_a_large_western_province(scenario: Scenario) -> None:
    found: dict[str, set[str]] = {}
    for site in scenario.sites:
        found.setdefault(str(cities()[site.region].province), set()).add(site.id.split("-")[0])
    assert {province: len(codes) for province, codes in found.items()} == {
        "江苏省": 132,
        "陕西省": 60,
        "新疆维吾尔自治区": 46,
    }


def test_four_hours_from_the_capitals_reach_as_much_as_nationwide(scenario: Scenario) -> None:
    """Nationwide 71 % of the stations: great circle x 1.3 at 70 km/h from the provincial capital."""
    lat = np.array([site.lat for site in scenario.sites])
    lon = np.array([site.lon for site in scenario.sites])
    points = [cities()[name] for name in CAPITALS]
    hours = np.min([great_circle_m(lat, lon, at.lat, at.lon) for at in points], axis=0) * 1.3 / 70_000
    assert 0.66 <= (hours <= 4).mean() <= 0.76


def test_tickets_enough_to_judge_every_promise(scenario: Scenario) -> None:
    units = dict.fromkeys(scenario.products, 0)
    for site in scenario.sites:
        units[str(site.product)] += site.units
    a_year = sum(kind.fault.rate_per_second * units[kind.product] for kind in scenario.faults) * JUDGED_S
    assert 1_500 <= a_year <= 4_000


# ---- what is promised ----------------------------------------------------------------------------------------------


def test_promises_with_their_limits_and_targets(scenario: Scenario) -> None:
    hour, day = 3600, 86400
    promises = {one.id: (one.within, one.target.share if one.target else None) for one in scenario.commitments}
    assert promises == {
        "hotline-24x7": (None, Fraction(95, 100)),
        "response-2h": (2 * hour, Fraction(95, 100)),
        "onsite-4h": (4 * hour, Fraction(95, 100)),
        "fix-4h": (4 * hour, Fraction(95, 100)),
        "line-onsite-1h": (1 * hour, Fraction(95, 100)),
        "line-general-4h": (4 * hour, Fraction(95, 100)),
        "line-major-8h": (8 * hour, Fraction(95, 100)),
        "response-24h": (24 * hour, Fraction(1)),
        "handled-6h": (None, Fraction(90, 100)),
        "progress-6h": (6 * hour, Fraction(90, 100)),
        "onsite-2d": (2 * day, Fraction(99, 100)),
        "parts-1w": (7 * day, Fraction(99, 100)),
        "no-repeat": (30 * day, Fraction(3, 100)),
        "revisit-3m": (None, Fraction(95, 100)),
    }
    assert {one.clock for one in scenario.commitments} == {"always"}


def test_hotline_is_open_and_answers(scenario: Scenario) -> None:
    hotline = next(one for one in scenario.commitments if one.id == "hotline-24x7")
    assert (hotline.measure.open, hotline.measure.share_of) == ("phone", "answered")


def test_six_office_hours_or_a_day(scenario: Scenario) -> None:
    handled = next(one for one in scenario.commitments if one.id == "handled-6h")
    assert [(case.within, case.clock) for case in handled.cases] == [(6 * 3600, "office-week"), (24 * 3600, None)]


def test_broken_lines_cost_money_by_the_miss_by_the_hour_and_by_the_year(scenario: Scenario) -> None:
    fines = {one.id: one.penalty for one in scenario.commitments if one.id.startswith("line-")}
    forms = {
        name: (fine.when, fine.per_miss is not None, fine.per_hour_late is not None)
        for name, fine in fines.items()
        if fine
    }
    assert forms == {
        "line-onsite-1h": ("target_missed", False, True),
        "line-general-4h": ("each_miss", True, False),
        "line-major-8h": ("each_miss", True, True),
    }
    for fine in filter(None, fines.values()):
        assert fine.limit is not None
        assert fine.limit.share_of_fee is not None
        assert fine.exclude.customer_caused


def test_three_late_repairs_of_a_customer_in_a_quarter_end_the_contract(scenario: Scenario) -> None:
    rights = {one.id: one.exit for one in scenario.commitments if one.exit is not None}
    assert list(rights) == ["line-major-8h"]
    right = rights["line-major-8h"]
    assert (right.misses, right.span, right.per) == (3, "quarter", "customer")


def test_three_lots_with_a_fee_and_a_warranty_for_every_station(scenario: Scenario) -> None:
    lots = {"江苏省": "jiangsu", "陕西省": "shaanxi", "新疆维吾尔自治区": "xinjiang"}
    assert all(site.contract == lots[str(cities()[site.region].province)] for site in scenario.sites)
    assert all(lot.fee_per_year for lot in scenario.contracts.values())
    of_station: dict[str, set[object]] = {}
    for site in scenario.sites:
        of_station.setdefault(site.id.split("-")[0], set()).add(site.warranty_until)
    assert all(len(ends) == 1 and None not in ends for ends in of_station.values())


def test_out_of_warranty_and_customer_damage_is_charged(scenario: Scenario) -> None:
    assert scenario.charged is not None
    assert 0 < scenario.charged.in_warranty < 0.1
    assert scenario.charged.out_of_warranty == 1
    first, last = scenario.dates()
    ends = [site.warranty_until for site in scenario.sites if site.warranty_until is not None]
    assert 0.3 < sum(end < first for end in ends) / len(ends) < 0.6
    assert 0.1 < sum(first <= end < last for end in ends) / len(ends) < 0.3


def test_clauses_speak_both_languages(scenario: Scenario) -> None:
    for one in scenario.commitments:
        assert one.clause is not None
        assert one.clause.zh
        assert one.clause.en
        assert one.clause.zh != one.clause.en


def test_fixing_counts_from_the_arrival_and_parts_only_where_one_is_replaced(scenario: Scenario) -> None:
    by_id = {one.id: one for one in scenario.commitments}
    assert (by_id["fix-4h"].measure.from_, by_id["fix-4h"].measure.to) == ("arrived", ("restored",))
    assert by_id["parts-1w"].covers is not None
    assert by_id["parts-1w"].covers.needs_part is True


def test_both_line_faults_are_line_down(scenario: Scenario) -> None:
    severity = {kind.id: kind.fault.severity for kind in scenario.faults}
    assert {severity["line-general"], severity["line-major"]} == {"line-down"}
    assert set(severity.values()) == {"line-down", "major", "general"}


def test_instruments_can_be_exchanged_lines_cannot(scenario: Scenario) -> None:
    assert {product: entry.swap.unit for product, entry in scenario.products.items() if entry.swap} == {
        "gas-analyser": "gas-unit",
        "particle-monitor": "pm-unit",
    }
    assert {part.id for part in scenario.parts.values() if part.kind == "unit"} == {"gas-unit", "pm-unit"}


def test_what_no_document_says_is_marked_assumed(scenario: Scenario) -> None:
    marked = " ".join(str(assumption) for assumption in scenario.assumptions)
    for path in ("rate_per_unit_year", "remote_fix", "repair", "chance", "per_miss", "per_km", "detour"):
        assert path in marked, path


# ---- the plans -----------------------------------------------------------------------------------------------------


def test_the_swap_pool_differs_in_stock_and_nothing_else(plans: dict[str, Plan]) -> None:
    baseline, pool = plans["baseline"], plans["swap-pool"]
    for field in ("desks", "teams", "territories", "dispatch", "supply", "swap"):
        assert getattr(pool, field) == getattr(baseline, field), field
    places = {name: (outlet.lat, outlet.lon, outlet.cost_per_month) for name, outlet in baseline.outlets.items()}
    assert {name: (outlet.lat, outlet.lon, outlet.cost_per_month) for name, outlet in pool.outlets.items()} == places
    for unit in ("gas-unit", "pm-unit"):
        assert baseline.central is not None
        assert unit not in baseline.central.stock
        assert pool.central is not None
        assert pool.central.stock[unit].full > sum(outlet.stock[unit].full for outlet in baseline.outlets.values())


def test_the_areas_are_the_same_in_every_plan(plans: dict[str, Plan]) -> None:
    areas = [{name: entry.regions for name, entry in plan.territories.items()} for plan in plans.values()]
    assert areas[0] == areas[1] == areas[2]


def test_customers_hear_how_it_stands_and_once_a_quarter_in_every_plan(plans: dict[str, Plan]) -> None:
    assert all(plan.calls.progress and plan.calls.contact for plan in plans.values())
    assert len({plan.calls for plan in plans.values()}) == 1


def test_exchanged_units_come_back_through_the_workshop(scenario: Scenario, plans: dict[str, Plan]) -> None:
    assert {name for name, part in scenario.parts.items() if part.comes_back} == {"gas-unit", "pm-unit"}
    benches = {name: plan.workshop.benches for name, plan in plans.items() if plan.workshop}
    assert set(benches) == set(PLANS)
    assert benches["baseline"] < benches["swap-pool"]


def test_exchange_comes_first_everywhere(plans: dict[str, Plan]) -> None:
    assert all(plan.swap is not None and plan.swap.first for plan in plans.values())


@pytest.mark.parametrize("name", PLANS)
def test_own_and_contracted_teams_at_every_outlet(plans: dict[str, Plan], name: str) -> None:
    teams = plans[name].teams.values()
    assert {team.outlet for team in teams} == set(plans[name].outlets)
    assert {team.employer for team in teams} == {"own", "contracted"}
    assert all((team.pay_per_visit is not None) == (team.employer == "contracted") for team in teams)
    assert all(team.overtime.cap <= 3 * 3600 for team in teams)


@pytest.mark.parametrize("name", PLANS)
def test_every_part_has_a_place(scenario: Scenario, plans: dict[str, Plan], name: str) -> None:
    central = plans[name].central
    assert central is not None
    assert {part for kind in scenario.faults for part in kind.fault.parts} <= set(central.stock)


def test_sub_outlets_bring_nearly_every_station_within_reach(scenario: Scenario, plans: dict[str, Plan]) -> None:
    """At 1.3 x great circle, 15 km at 30 and the rest at 80 km/h: two and a half hours are 134 km on the map."""
    near = {name: (deployment(scenario, plans[name]).radius_m <= 134_000).mean() for name in PLANS}
    assert near["baseline"] == near["swap-pool"] < 0.55
    assert near["sub-outlets"] > 0.95


# ---- what the plans show: two worlds of a quarter, the same for both sides -----------------------------------------


@pytest.fixture(scope="module")
def pool() -> Measured:
    return measured(FOLDER, "swap-pool")


def test_customers_out_of_warranty_confirm_and_pay(pool: Measured) -> None:
    quoted, declined = (pool.result.counts[name].mean or 0 for name in ("quoted", "declined"))
    assert 0 < declined < 0.1 * quoted
    assert (pool.result.costs.income_charged.mean or 0) > 0


def test_exchanged_units_wait_where_there_is_one_bench(pool: Measured) -> None:
    one_bench = measured(FOLDER, "swap-pool", "workshop.benches=1")
    assert one_bench.attained("fix-4h") < pool.attained("fix-4h") - 0.01


def test_late_lines_cost_money_and_may_end_a_contract(pool: Measured) -> None:
    lines = {one.id: one for one in pool.result.commitments if one.id.startswith("line-")}
    assert all((one.penalty.mean or 0) > 0 for one in lines.values())
    assert lines["line-major-8h"].exit_chance.mean is not None
    assert lines["line-general-4h"].exit_chance.mean is None
