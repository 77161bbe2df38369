"""Parts, stores, crews, working rules and prices load with exactly the values that are meant."""

import datetime as dt
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import Drive, Leave, Plan, Scenario, load_plan, load_scenario, resolved

Write = Callable[..., Path]


@pytest.fixture
def scenario(folder: Write, stocked: dict[str, str]) -> Scenario:
    return load_scenario(folder(stocked))


@pytest.fixture
def plan(scenario: Scenario) -> Plan:
    return load_plan(scenario)


def test_parts(scenario: Scenario) -> None:
    assert list(scenario.parts) == ["pump", "lamp", "filter", "whole"]
    pump, lamp, _filter, whole = scenario.parts.values()
    assert (pump.id, pump.name, pump.unit_cost, pump.kind) == ("pump", "Membrane pump", 12_050, "consumable")
    assert pump.lead is not None and (pump.lead.kind, pump.lead.mean) == ("constant", 432_000)
    assert pump.courier_lead is None
    assert (lamp.id, lamp.name, lamp.unit_cost, lamp.kind) == ("lamp", "lamp", 3_000, "repairable")
    assert lamp.lead is not None and (lamp.lead.kind, lamp.lead.mean, lamp.lead.cv) == ("lognormal", 259_200, 0.8)
    assert lamp.courier_lead is not None and lamp.courier_lead.mean == 21_600
    assert (whole.kind, whole.unit_cost) == ("unit", 2_000_000)


def test_what_faults_need(scenario: Scenario) -> None:
    gas, dust = (kind.fault for kind in scenario.faults)
    assert gas.crew == ((1, 0.7), (2, 0.3)) and dust.crew == ((1, 1.0),)
    pump, lamp = gas.parts.values()
    assert (pump.chance, pump.known, pump.quantity) == (0.3, 0.0, ((1, 1.0),))
    assert (lamp.chance, lamp.known, lamp.quantity) == (0.1, 0.6, ((1, 0.7), (3, 0.3)))
    assert (dust.parts["filter"].chance, dust.parts["filter"].quantity) == (1.0, ((2, 1.0),))
    product = scenario.products["analyser"]
    assert product.unit == "whole" and product.swap is not None
    assert (product.swap.unit, product.swap.work.mean) == ("whole", 2700)


def test_travel_prices_and_access(scenario: Scenario) -> None:
    assert scenario.travel.hour_factors == ((0, 7_200, 0.9), (25_200, 32_400, 1.4), (79_200, 86_400, 0.9))
    assert (scenario.travel.distance, scenario.plane) == ("great_circle", False)
    assert scenario.travel_matrix == (Drive("kunming", "S1", 7_500, 750), Drive("S1", "kunming", 8_000, 780))
    prices = scenario.prices
    assert (prices.per_km, prices.per_night, prices.holding_per_year, prices.courier) == (90, 30_000, 0.2, 40_000)
    assert prices.overtime is not None
    assert (prices.overtime.workday, prices.overtime.rest_day, prices.overtime.holiday) == (1.5, 2.0, 3.0)
    assert [site.access for site in scenario.sites] == ["works", None]
    covers = scenario.commitments[0].covers
    assert covers is not None and covers.needs_part is True


def test_stores(plan: Plan) -> None:
    kunming, qujing = plan.outlets.values()
    rules = [(rule.s, rule.S, rule.Q, rule.full) for rule in kunming.stock.values()]
    assert list(kunming.stock) == ["pump", "lamp", "whole"]
    assert rules == [(2, 3, None, 3), (4, None, 6, 10), (0, 2, None, 2)]
    assert (kunming.store_hours, kunming.issue, kunming.from_central) == ("works", 600, None)
    assert (kunming.cost_per_month, kunming.one_off) == (None, None)
    assert list(qujing.stock) == ["pump", "lamp", "filter", "whole"]
    rules = [(rule.s, rule.S, rule.Q, rule.full) for rule in qujing.stock.values()]
    assert rules == [(1, 2, None, 2), (1, 4, None, 4), (3, None, 12, 15), (-1, 0, None, 0)]
    assert (qujing.store_hours, qujing.issue, qujing.cost_per_month, qujing.one_off) == ("always", 0, 90_000, 3_000_000)
    assert qujing.from_central is not None and qujing.from_central.mean == 72_000
    central = plan.central
    assert central is not None and (central.lat, central.lon) == (24.347324, 102.527197)
    assert (central.stock["pump"].full, central.cost_per_month, central.store_hours) == (6, 400_000, "always")


def test_supply(plan: Plan) -> None:
    supply = plan.supply
    assert (supply.central_to_outlet.mean, supply.outlet_to_van.mean) == (108_000, 86_400)
    assert supply.courier is not None and supply.courier.lead.mean == 28_800
    [pool] = supply.lateral
    assert (pool.between, pool.lead.mean) == (("kunming", "qujing"), 21_600)
    assert supply.sourcing == ("van", "outlet", "lateral", "central", "courier")
    assert plan.swap is not None and (plan.swap.first, plan.swap.within) == (False, 10_800)


def test_people(plan: Plan) -> None:
    kunming, qujing = plan.teams.values()
    assert (kunming.employer, kunming.skills, kunming.slowness) == ("own", None, {})
    assert kunming.on_call is not None
    assert (kunming.on_call.engineers, kunming.on_call.rest, kunming.on_call.wake) == (2, 32_400, ("line-down",))
    assert kunming.van["pump"].full == 1 and kunming.shrinkage == 0.06 and kunming.leave == ()
    assert (qujing.employer, qujing.at_most, qujing.pay_per_visit) == ("contracted", 40, 60_000)
    assert qujing.skills == {"gas", "dust"} and qujing.slowness == {"gas": 1.0, "dust": 1.25}
    assert (qujing.van, qujing.on_call, qujing.shrinkage) == ({}, None, 0)
    rules = plan.dispatch
    assert (rules.end_of_shift, rules.overnight, rules.missing_part, rules.after_job) == (
        "next_day",
        True,
        "wait",
        "return",
    )
    assert rules.reserve == {"line-down": 1}


def test_what_is_left_out(folder: Write, smallest: dict[str, str]) -> None:
    scenario = load_scenario(folder(smallest))
    plan = load_plan(scenario)
    [kind] = scenario.faults
    assert (kind.fault.parts, kind.fault.crew) == ({}, ((1, 1.0),))
    assert scenario.parts == {} and scenario.travel_matrix == () and scenario.travel.hour_factors == ()
    assert scenario.products["analyser"].swap is None and scenario.sites[0].access is None
    assert plan.central is None and plan.swap is None and plan.supply.courier is None and plan.supply.lateral == ()
    assert plan.supply.sourcing == ("van", "outlet", "lateral", "central", "courier")
    assert (plan.supply.central_to_outlet.mean, plan.supply.outlet_to_van.mean) == (86_400, 86_400)
    outlet, team, rules = plan.outlets["kunming"], plan.teams["kunming"], plan.dispatch
    assert (outlet.stock, outlet.store_hours, outlet.issue) == ({}, "always", 0)
    assert (team.employer, team.van, team.leave, team.shrinkage, team.at_most) == ("own", {}, (), 0.0, None)
    assert (rules.missing_part, rules.after_job, rules.overnight, rules.reserve) == ("return", "straight_on", False, {})
    assert not any(entry.path.startswith("supply") for entry in plan.assumptions)


def test_overtime_is_known_in_china_alone(folder: Write, smallest: dict[str, str]) -> None:
    elsewhere = smallest["scenario.yaml"].replace("Asia/Shanghai", "Europe/Paris")
    assert load_scenario(folder(smallest, scenario=elsewhere)).prices.overtime is None
    written = smallest["scenario.yaml"] + "prices: {overtime: {holiday: 2.5}}\n"
    overtime = load_scenario(folder(smallest, scenario=written)).prices.overtime
    assert overtime is not None
    assert (overtime.workday, overtime.rest_day, overtime.holiday) == (1.5, 2.0, 2.5)


def test_other_ways_to_write_it(folder: Write, stocked: dict[str, str]) -> None:
    plan_text = stocked["plans/baseline.yaml"]
    plan_text = plan_text.replace("{when_not_restored_within: 3h}", "first").replace("[line-down]", "always")
    plan_text = plan_text.replace("shrinkage: 6%", "leave: {from: 2025-03-01, to: 2025-03-09}")
    scenario = load_scenario(folder(stocked, plan=plan_text))
    plan = load_plan(scenario)
    assert plan.swap is not None and (plan.swap.first, plan.swap.within) == (True, None)
    team = plan.teams["kunming"]
    assert team.on_call is not None and team.on_call.wake == "always"
    assert team.leave == (Leave(**{"from": dt.date(2025, 3, 1).isoformat(), "to": "2025-03-09"}),)
    assert (team.leave[0].from_, team.leave[0].to, team.leave[0].engineers) == (
        dt.date(2025, 3, 1),
        dt.date(2025, 3, 9),
        1,
    )


def test_what_is_written_beside_a_table_of_stock_has_the_last_word(folder: Write, stocked: dict[str, str]) -> None:
    text = stocked["plans/baseline.yaml"].replace("{file: stock.csv}", "{file: stock.csv, pump: 7}")
    plan = load_plan(load_scenario(folder(stocked, plan=text)))
    assert [rule.full for rule in plan.outlets["qujing"].stock.values()] == [7, 4, 15, 0]


def test_a_table_that_a_plan_names_is_no_stranger(folder: Write, stocked: dict[str, str]) -> None:
    text = stocked["plans/baseline.yaml"].replace("stock.csv", "levels.csv")
    home = folder({**stocked, "levels.csv": stocked["stock.csv"]}, plan=text, stock=None)
    assert load_plan(load_scenario(home)).outlets["qujing"].stock["pump"].full == 2


def test_both_go_to_other_processes(scenario: Scenario, plan: Plan) -> None:
    again, plan_again = pickle.loads(pickle.dumps((scenario, plan)))
    assert again.parts == scenario.parts and plan_again.supply == plan.supply
    assert plan_again.outlets["qujing"].stock == plan.outlets["qujing"].stock


def test_every_value_is_shown_with_its_origin(scenario: Scenario, plan: Plan) -> None:
    entries = {entry.path: (entry.value, entry.origin) for entry in resolved(scenario, plan)}
    assert entries["parts.pump.unit_cost"] == ("120.50", "given")
    assert entries["parts.pump.kind"] == ("consumable", "default")
    assert entries["parts.lamp.lead.mean"] == ("3d", "given")
    assert entries["parts.lamp.lead.cv"] == ("0.8", "assumed")
    assert entries["parts.whole.courier_lead"] == ("none", "default")
    assert entries["travel_matrix"] == ("2", "given")
    assert entries["travel.hour_factor"] == ("{07:00-09:00: 1.4, 22:00-02:00: 0.9}", "given")
    assert entries["travel.distance"] == ("great_circle", "default")
    assert entries["prices.overtime.rest_day"] == ("x2", "assumed")
    assert entries["products.analyser.faults.gas.crew"] == ("{1: 70%, 2: 30%}", "given")
    assert entries["products.analyser.faults.dust.crew"] == ("1", "default")
    assert entries["products.analyser.faults.gas.parts.pump.chance"] == ("30%", "given")
    assert entries["products.analyser.faults.gas.parts.pump.known"] == ("0%", "assumed")
    assert entries["products.analyser.faults.gas.parts.lamp.quantity"] == ("{1: 70%, 3: 30%}", "given")
    assert entries["outlets.kunming.stock.pump"] == ("3", "given")
    assert entries["outlets.kunming.stock.lamp"] == ("{s: 4, Q: 6}", "given")
    assert entries["outlets.qujing.stock.lamp"] == ("{s: 1, S: 4}", "given")
    assert entries["outlets.qujing.stock.whole"] == ("0", "given")
    assert entries["outlets.kunming.issue"] == ("10min", "given")
    assert entries["outlets.qujing.store_hours"] == ("always", "default")
    assert entries["central.stock.pump"] == ("6", "given")
    assert entries["supply.courier.lead"] == ("8h", "given")
    assert entries["supply.lateral.0.between"] == ("[kunming, qujing]", "given")
    assert entries["supply.outlet_to_van"] == ("1d", "assumed")
    assert entries["swap.when_not_restored_within"] == ("3h", "given")
    assert entries["teams.kunming.van.pump"] == ("1", "given")
    assert entries["teams.qujing.van"] == ("none", "default")
    assert entries["teams.kunming.on_call.rest"] == ("9h", "given")
    assert entries["teams.kunming.on_call.wake"] == ("[line-down]", "given")
    assert entries["teams.qujing.skills"] == ("{gas: x1, dust: x1.25}", "given")
    assert entries["teams.qujing.at_most"] == ("40/month", "given")
    assert entries["dispatch.reserve.line-down"] == ("1", "given")
    assert not any("nan" in value for value, _origin in entries.values())
    assert {"parts.lamp.lead.cv", "products.analyser.faults.gas.parts.pump.known"} <= {
        assumption.path for assumption in scenario.assumptions
    }
    assert {"supply.outlet_to_van", "central.city"} <= {assumption.path for assumption in plan.assumptions}


def test_one_value_for_every_outlet_is_not_shared_between_them(folder: Write, stocked: dict[str, str]) -> None:
    overrides = ("outlets.*.stock={pump: 2, whole: 1}", "outlets.kunming.stock.pump=5")
    home = folder(stocked)
    plan = load_plan(load_scenario(home, overrides), "baseline", overrides)
    assert [outlet.stock["pump"].full for outlet in plan.outlets.values()] == [5, 2]


def test_values_from_the_command_line(folder: Write, stocked: dict[str, str]) -> None:
    overrides = (
        "parts.pump.unit_cost=99",
        "parts.*.lead=9d",
        "parts.lamp.courier_lead.mean=5h",
        "products.analyser.faults.gas.crew=2",
        "products.analyser.faults.gas.parts.pump.known=50%",
        "products.analyser.faults.dust.parts.lamp=10%",
        "outlets.kunming.stock.pump=8",
        "outlets.kunming.stock.filter=1",
        "outlets.qujing.stock.lamp.S=9",
        "teams.qujing.van.pump=2",
        "outlets.yuxi={city: 玉溪, stock: {file: stock.csv}}",
        "dispatch.reserve.general=1",
        "swap.when=first",
    )
    home = folder(stocked)
    scenario = load_scenario(home, overrides)
    plan = load_plan(scenario, "baseline", overrides)
    assert scenario.parts["pump"].unit_cost == 9_900
    assert {part.lead.mean for part in scenario.parts.values() if part.lead} == {777_600}
    assert scenario.parts["lamp"].courier_lead is not None and scenario.parts["lamp"].courier_lead.mean == 18_000
    gas, dust = (kind.fault for kind in scenario.faults)
    assert gas.crew == ((2, 1.0),) and gas.parts["pump"].known == 0.5 and dust.parts["lamp"].chance == 0.1
    assert [rule.full for rule in plan.outlets["kunming"].stock.values()] == [8, 10, 2, 1]
    assert (plan.outlets["qujing"].stock["lamp"].s, plan.outlets["qujing"].stock["lamp"].S) == (1, 9)
    assert plan.teams["qujing"].van["pump"].full == 2
    assert plan.outlets["yuxi"].stock["filter"].full == 15
    assert plan.dispatch.reserve == {"line-down": 1, "general": 1}
    assert plan.swap is not None and plan.swap.first
