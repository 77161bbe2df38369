"""Assumed inputs at the ends of their ranges: the same worlds, one value changed, nothing dropped silently."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from sim import load_plan, load_scenario, run
from sim.model import simulate
from sim.study import Result, try_assumptions
from sim.study.assumptions import Tried, is_money
from sim.study.estimate import mean_of
from sim.world import sample_world

SCENARIOS = Path(__file__).parents[3] / "scenarios"
FEW = 30
SCENARIO = """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2026-01-05, weeks: 12, runout: 5w}
channels:
  phone: {share: {value: 60%, assumed: true, low: 30%}, answer: live}
  chat: {share: 40%, answer: deferred}
products:
  analyser:
    faults:
      any: {rate_per_unit_year: {value: 20, assumed: true, low: 12, high: 40}, repair: {mean: 2h}}
prices: {per_km: {value: 1, assumed: true, low: 0.5, high: 2}}
"""
COMMITMENTS = """\
- id: onsite
  measure: {from: reported, to: arrived}
  within: {value: 20d, assumed: true, low: 1min, high: 50d}
  target: 60%
- id: answered
  measure: {share_of: answered}
  target: 90%
"""
PLAN = """\
desks: {front: {seats: 1, takes: [phone, chat]}}
outlets: {kunming: {city: 昆明市}}
teams: {kunming: {engineers: {value: 2, assumed: true, low: 1, high: 3}}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    home = tmp_path_factory.mktemp("assumed") / "assumed"
    shutil.copytree(SCENARIOS / "minimal", home)
    (home / "scenario.yaml").write_text(SCENARIO, encoding="utf-8")
    (home / "commitments.yaml").write_text(COMMITMENTS, encoding="utf-8")
    (home / "plans" / "baseline.yaml").write_text(PLAN, encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def base(folder: Path) -> Result:
    scenario = load_scenario(folder)
    return run(scenario, load_plan(scenario), replications=FEW)


@pytest.fixture(scope="module")
def result(base: Result) -> Result:
    return try_assumptions(base)


def input_of(result: Result, ending: str) -> Tried:
    [found] = [one for one in result.assumptions_tried if one.path.endswith(ending)]
    return found


def test_a_promise_of_a_minute_flips_and_stands_first(result: Result) -> None:
    first = result.assumptions_tried[0]
    assert first.path == "commitments.onsite.within"
    assert [(end.side, moved.id, moved.was, moved.verdict) for end, moved in first.flips] == [
        ("low", "onsite", "keep", "break")
    ]


def test_a_limit_moves_no_ticket_and_the_same_worlds_give_the_same_digest(result: Result) -> None:
    low, _high = input_of(result, "within").ends
    assert low.digest == result.digest
    answered = low.commitments[1]
    assert (answered.difference.estimate.mean, answered.verdict) == (0.0, result.commitments[1].verdict)


def test_an_end_is_what_a_run_with_this_value_gives(folder: Path, result: Result) -> None:
    change = ["products.analyser.faults.any.rate_per_unit_year=40"]
    scenario = load_scenario(folder, change)
    other = run(scenario, load_plan(scenario, "baseline", change), replications=FEW)
    end = input_of(result, "rate_per_unit_year").ends[1]
    assert (end.side, end.value, end.digest) == ("high", "40", other.digest)
    for there, was, moved in zip(other.commitments, result.commitments, end.commitments, strict=True):
        assert (moved.verdict, moved.attained) == (there.verdict, there.attained)
        assert there.attained.mean is not None and was.attained.mean is not None
        assert moved.difference.estimate.mean == pytest.approx(there.attained.mean - was.attained.mean)


def test_what_each_replication_adds_has_the_mean_and_the_interval_of_what_is_attained(result: Result) -> None:
    for one in result.commitments:
        each = mean_of(result.attained_each[one.id], least=0.0, most=1.0)
        assert each.mean == pytest.approx(one.attained.mean)
        if one.attained.mean not in (0.0, 1.0):  # there the interval is that of a binomial share
            assert (each.low, each.high) == pytest.approx((one.attained.low, one.attained.high))


def test_every_assumption_is_there_with_its_ends_or_the_reason(result: Result) -> None:
    assert {one.path for one in result.assumptions_tried} == {one.path for one in result.assumptions}
    assert [one.path for one in result.assumptions_tried if bool(one.ends) == bool(one.reason)] == []
    assert input_of(result, "repair.cv").reason == "no range given"
    assert str(input_of(result, "per_km").reason).startswith("only money")
    assert [end.side for end in input_of(result, "phone.share").ends] == ["low"]


def test_a_share_takes_the_others_with_it(result: Result) -> None:
    [end] = input_of(result, "phone.share").ends
    assert end.beside == ("channels.chat.share=70%",)
    assert len(end.commitments) == 2


def test_plan_values_are_tried_as_well(result: Result) -> None:
    assert [end.value for end in input_of(result, "teams.kunming.engineers").ends] == ["1", "3"]


def test_an_end_that_the_scenario_refuses_is_said_and_the_rest_goes_on(result: Result) -> None:
    high = input_of(result, "within").ends[1]
    assert high.commitments == () and high.digest is None
    assert "run-out" in str(high.reason) or "runout" in str(high.reason)


def test_a_value_of_the_command_line_is_no_assumption_any_more(folder: Path) -> None:
    overrides = ["commitments.onsite.within=1h", "teams.kunming.engineers=1"]
    scenario = load_scenario(folder, overrides)
    few = run(scenario, load_plan(scenario, "baseline", overrides), replications=2)
    chosen = tuple(one for one in few.assumptions if one.path.endswith(("rate_per_unit_year", "engineers", "within")))
    found = try_assumptions(replace(few, assumptions=chosen), overrides)
    [rate] = found.assumptions_tried
    assert rate.path.endswith("rate_per_unit_year")
    change = [*overrides, "products.analyser.faults.any.rate_per_unit_year=12"]
    other = load_scenario(folder, change)
    again = run(other, load_plan(other, "baseline", change), replications=2)
    assert rate.ends[0].digest == again.digest


def test_progress_counts_the_replications_of_all_ends(base: Result) -> None:
    seen: list[tuple[int, int]] = []
    few = replace(base, assumptions=tuple(one for one in base.assumptions if one.path.endswith("rate_per_unit_year")))
    try_assumptions(few, progress=lambda done, planned, _left: seen.append((done, planned)))
    assert seen == [(done, 2 * FEW) for done in range(1, 2 * FEW + 1)]


@pytest.mark.parametrize(
    ("path", "money"),
    [
        ("prices.per_km", True),
        ("contracts.std.fee_per_year", True),
        ("charged.work_per_hour", True),
        ("teams.north.pay_per_engineer_month", True),
        ("outlets.beijing.cost_per_month", True),
        ("commitments.onsite.penalty.per_miss", True),
        ("parts.pump.unit_cost", True),
        ("desks.front.training.one_off", True),
        ("charged.refused", False),
        ("commitments.onsite.within", False),
        ("teams.north.shrinkage", False),
        ("calls.call_back.reached", False),
    ],
)
def test_what_is_money(path: str, money: bool) -> None:
    assert is_money(path) == money


@pytest.mark.parametrize("name", ["automation-equipment", "software-support"])
def test_money_moves_no_ticket(name: str) -> None:
    scenario = load_scenario(SCENARIOS / name)
    plan = load_plan(scenario)
    dear = [one for one in (*scenario.assumptions, *plan.assumptions) if is_money(one.path) and one.high]
    changes = [f"{one.path}={one.high}" for one in dear]
    other = load_scenario(SCENARIOS / name, changes)
    logs = [
        simulate(sample_world(scenario, 1, 0), plan),
        simulate(sample_world(other, 1, 0), load_plan(other, "baseline", changes)),
    ]
    assert dear and logs[0].digest() == logs[1].digest()
