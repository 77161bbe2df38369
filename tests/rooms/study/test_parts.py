"""Stocks, backlog and costs from files to the result."""

import json
import pickle
from dataclasses import fields
from pathlib import Path

import numpy as np
import pytest

from sim import load_plan, load_scenario, run
from sim.study import Estimate, Result
from sim.study.replicate import replicate_one

WEEK_S = 604_800
FILES = {
    "scenario.yaml": """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2026-01-05, days: 24, warmup: 1w, runout: 2w}
prices: {per_km: 0.9, holding_per_year: 20%}
products:
  analyser:
    faults:
      any: {rate_per_unit_year: 40, repair: {mean: 2h}, parts: {pump: {chance: 60%, known: 50%}, lamp: 20%}}
""",
    "commitments.yaml": "- {id: onsite, measure: {from: reported, to: arrived}, within: 12h, target: 90%}\n",
    "sites.csv": "site_id,city,units\nS001,昆明市,8\nS002,玉溪市,4\n",
    "parts.csv": "part_id,unit_cost,kind,lead\npump,120,consumable,3d\nlamp,,consumable,2d\n",
    "plans/baseline.yaml": """\
outlets:
  kunming: {city: 昆明市, stock: {pump: 2}, one_off: 30000, cost_per_month: 2000}
  yuxi: {city: 玉溪市, stock: {pump: 0}, cost_per_month: 1000}
central: {city: 昆明市, stock: {pump: 4}, cost_per_month: 500}
teams:
  kunming: {engineers: 3, pay_per_engineer_month: 9000, van: {lamp: 1}}
""",
}


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder: Path = tmp_path_factory.mktemp("parts")
    for name, text in FILES.items():
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    scenario = load_scenario(folder)
    return run(scenario, load_plan(scenario), replications=6)


def test_a_row_for_every_stocked_part_also_at_level_zero(result: Result) -> None:
    rows = [(stock.store, stock.part) for stock in result.stocks]
    assert rows == [("kunming", "pump"), ("yuxi", "pump"), ("central", "pump"), ("van:kunming", "lamp")]
    kunming, yuxi, central, van = result.stocks
    for stock in result.stocks:
        for rate in (stock.fill_rate, stock.ready_rate):
            assert 0 <= (rate.low or 0) <= (rate.mean or 0) <= (rate.high or 0) <= 1
        assert (stock.demands_per_year.mean or 0) > 0
    assert 0 < (kunming.mean_on_hand.mean or 0) < 2 and 0 < (kunming.fill_rate.mean or 0) < 1
    assert (yuxi.mean_on_hand.mean, yuxi.ready_rate.mean, yuxi.fill_rate.mean) == (0.0, 0.0, 0.0)
    assert 2 < (van.mean_on_hand.mean or 0) < 3
    assert (central.orders_per_year.mean or 0) > 0


def test_levels_by_week_add_up_to_the_mean(result: Result) -> None:
    """24 days are three weeks and three days."""
    lengths = np.array([WEEK_S] * 3 + [3 * 86_400])
    start = result.scenario.horizon.start
    for stock, series in zip(result.stocks, result.stock_over_time, strict=True):
        assert (stock.store, stock.part, 6) == (series.store, series.part, series.n)
        assert series.starts.tolist() == [start + WEEK_S * week for week in range(4)]
        assert (series.mean @ lengths) / lengths.sum() == pytest.approx(stock.mean_on_hand.mean)
        assert ((series.low <= series.mean) & (series.mean <= series.high) & (series.low >= 0)).all()
    assert (result.backlog.mean > 0).all() and (result.backlog.low < result.backlog.high).all()


def test_costs_add_up_and_name_what_they_leave_out(result: Result) -> None:
    costs = result.costs
    kinds = {
        field.name: getattr(costs, field.name) for field in fields(costs) if field.name not in ("without", "shares")
    }
    known = {name: e.mean for name, e in kinds.items() if e.mean is not None and name not in ("total", "one_off")}
    assert costs.total.mean == pytest.approx(sum(known.values()))
    assert costs.without == ("parts.lamp.unit_cost",)
    assert costs.upkeep.low == costs.upkeep.mean == costs.upkeep.high == pytest.approx(42_000, abs=1)
    assert costs.one_off == Estimate(30_000, 30_000, 30_000, 6)
    assert costs.freight == Estimate(0, 0, 0, 6)
    assert (costs.parts.mean or 0) > 0 and (costs.holding.mean or 0) > 0
    pumps = sum(stock.mean_on_hand.mean or 0 for stock in result.stocks if stock.part == "pump")
    assert costs.holding.mean == pytest.approx(pumps * 120 * 0.2, rel=1e-3)


def test_json_is_json(result: Result) -> None:
    found = result.to_json()
    assert json.loads(json.dumps(found, allow_nan=False)) == found
    assert [row["store"] for row in found["stock"]] == ["kunming", "yuxi", "central", "van:kunming"]
    assert result.stock["fill_rate"].tolist()[1] == 0.0
    assert result.cost.set_index("item").loc["freight", "mean"] == 0.0


def test_what_a_worker_hands_over_is_small(result: Result) -> None:
    """A few hundred bytes for each stock and its weeks."""
    one = replicate_one(result.scenario, result.plan, 1, 0, with_rows=False)
    assert all(stock.on_hand_by_week.dtype == np.int32 for stock in one.judgement.stocks)
    assert len(pickle.dumps(one.judgement.stocks)) < 500 * len(one.judgement.stocks)
