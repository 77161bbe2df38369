"""From replications to stocks, and to levels week by week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.study.estimate import half_widths, mean_of, ratio_of
from sim.study.figures import StockResult
from sim.study.replicate import Replication
from sim.study.series import WeekSeries

if TYPE_CHECKING:
    from sim.scenario import Horizon, Scenario

Done = Sequence[Replication]


def stock_results(done: Done, scenario: Scenario, per_year: float) -> tuple[StockResult, ...]:
    """One row per store and part, in the order of the plan."""
    judged_s = scenario.horizon.end - scenario.horizon.start
    found = [_stock(done, index, judged_s, per_year) for index in range(len(done[0].judgement.stocks))]
    return tuple(
        _with_loop(one, done, index, judged_s, per_year) if scenario.parts[one.part].comes_back else one
        for index, one in enumerate(found)
    )


def _with_loop(stock: StockResult, done: Done, index: int, judged_s: int, per_year: float) -> StockResult:
    """With what comes home to this stock."""
    uses = [each.judgement.stocks[index] for each in done]
    return replace(
        stock,
        defective_per_year=mean_of([use.sent_back * per_year for use in uses], least=0.0),
        scrapped_per_year=mean_of([use.scrapped * per_year for use in uses], least=0.0),
        mean_in_repair=mean_of([use.in_repair_unit_s / judged_s for use in uses], least=0.0),
    )


def _stock(done: Done, index: int, judged_s: int, per_year: float) -> StockResult:
    uses = [each.judgement.stocks[index] for each in done]
    return StockResult(
        store=uses[0].store,
        part=uses[0].part,
        demands_per_year=mean_of([use.asked * per_year for use in uses], least=0.0),
        fill_rate=ratio_of([use.filled for use in uses], [use.asked for use in uses], most=1.0),
        ready_rate=mean_of([use.ready_s / use.length_s for use in uses], least=0.0, most=1.0),
        mean_on_hand=mean_of([use.on_hand_unit_s / judged_s for use in uses], least=0.0),
        mean_backorders=mean_of([use.backorder_unit_s / judged_s for use in uses], least=0.0),
        orders_per_year=mean_of([use.orders * per_year for use in uses], least=0.0),
    )


def stock_over_time(done: Done, horizon: Horizon) -> tuple[WeekSeries, ...]:
    """Units on hand week by week, in the order of the plan."""
    first = done[0].judgement.stocks
    return tuple(
        _series(use.store, use.part, [each.judgement.stocks[index].on_hand_by_week for each in done], horizon)
        for index, use in enumerate(first)
    )


def in_repair_over_time(done: Done, horizon: Horizon) -> tuple[WeekSeries, ...]:
    """Units away for repair week by week, of the parts that come home to a stock, in the order of the plan."""
    found = []
    for index, use in enumerate(done[0].judgement.stocks):
        weeks = [each.judgement.stocks[index].in_repair_by_week for each in done]
        if any(len(one) for one in weeks):
            none = np.zeros(max(map(len, weeks)), np.int64)
            found.append(_series(use.store, use.part, [one if len(one) else none for one in weeks], horizon))
    return tuple(found)


def backlog(done: Done, horizon: Horizon) -> WeekSeries:
    """Open tickets week by week."""
    return _series("", "", [each.judgement.open_by_week for each in done], horizon)


def _series(store: str, part: str, seconds: list[NDArray[np.int64]], horizon: Horizon) -> WeekSeries:
    """Mean levels from their integrals over each week, one row per replication."""
    from sim.judge import week_starts

    starts = week_starts(horizon.start, horizon.end)
    spent = np.array(seconds, dtype=np.float64)
    levels = spent / np.diff(np.append(starts, horizon.end))
    mean, half = levels.mean(axis=0), half_widths(levels)
    level = mean_of((spent.sum(axis=1) / (horizon.end - horizon.start)).tolist(), least=0.0)
    return WeekSeries(store, part, starts, mean, np.maximum(mean - half, 0.0), mean + half, len(levels), level)
