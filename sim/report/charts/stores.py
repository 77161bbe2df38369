"""From a result to the rows of the charts about parts, open tickets, costs and overtime."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.clock import zone_info
from sim.report import columns, costs, figures
from sim.report.charts.costs import CostBar
from sim.report.charts.fill_rate import FillRow
from sim.report.charts.overtime import OvertimeRow
from sim.report.charts.weeks import Ticks, WeekCurve
from sim.report.stocks import short, worst_first
from sim.study.estimate import unknown
from sim.wording import _

if TYPE_CHECKING:
    from sim.study import Estimate, ResourceResult, Result, StockResult, WeekSeries

WEEK_S = 7 * 86_400
MONTHS_A_YEAR = 12
MOST_ROWS = 30
MOST_PANELS = 9
LONG_WEEKS = 9  # from here on months are written below the axis, not weeks
MOST_TICKS = 13
ROW_CELLS, PANEL_CELLS = 38, 30  # of a row's label; of a panel's title
WIDE_CELLS = 100  # of the note below the cost chart


def fill_rows(result: Result) -> list[FillRow]:
    """Parts in stores, the worst fill rate first; of many only the worst."""
    return [
        FillRow(_label(one), one.fill_rate, one.ready_rate, one.demands_per_year)
        for one in worst_first(result.stocks)[:MOST_ROWS]
    ]


def _label(one: StockResult) -> str:
    return short(f"{one.store}: {one.part}", ROW_CELLS)


def stock_curves(result: Result) -> list[WeekCurve]:
    """Stock on the shelf by week, of the parts that are there least of the time."""
    series = {(one.store, one.part): one for one in result.stock_over_time}
    shown = [one for one in _ready_least(result.stocks) if (one.store, one.part) in series][:MOST_PANELS]
    return [_stock_curve(result, one, series[one.store, one.part]) for one in shown]


def _ready_least(stocks: Sequence[StockResult]) -> list[StockResult]:
    return sorted(stocks, key=lambda one: 1.0 if one.ready_rate.mean is None else one.ready_rate.mean)


def _stock_curve(result: Result, one: StockResult, series: WeekSeries) -> WeekCurve:
    ready = _("ready {share}").format(share=figures.share_text(one.ready_rate))
    return week_curve(result, series, f"{one.store}\n{short(one.part, PANEL_CELLS)}\n{ready}", every_month=3)


def backlog_curve(result: Result) -> WeekCurve | None:
    """Open tickets by week; None where nothing is known."""
    series = result.backlog
    return week_curve(result, series, "") if len(series.starts) else None


def week_curve(result: Result, series: WeekSeries, title: str, every_month: int = 1) -> WeekCurve:
    """A series as a curve over the weeks, with a date every so many months."""
    starts = np.asarray(series.starts, np.int64)
    middles = (starts - starts[0]) / WEEK_S + 0.5
    mean, low, high = (np.asarray(values, np.float64) for values in (series.mean, series.low, series.high))
    ticks = _ticks(starts, result.scenario.timezone, every_month)
    return WeekCurve(title, middles, mean, low, high, ticks, series.n)


def _ticks(starts: NDArray[np.int64], zone: str, every_month: int) -> Ticks:
    """Months ('2026-01', '02', …) of a long stretch of time, else the days on which weeks begin ('01-05')."""
    days = [dt.datetime.fromtimestamp(int(start), zone_info(zone)) for start in starts]
    if len(days) < LONG_WEEKS:
        return [(float(week), f"{day:%m-%d}") for week, day in enumerate(days)]
    found = [(week, day) for week, day in enumerate(days) if week == 0 or day.month != days[week - 1].month]
    step = max(every_month, -(-len(found) // MOST_TICKS))
    return [
        (float(week), f"{day:%Y-%m}" if week == 0 or day.month == 1 else f"{day:%m}") for week, day in found[::step]
    ]


def cost_bars(result: Result) -> list[CostBar]:
    """Every kind of cost that is known, as it stands in the cost table, then what is spent once."""
    shares = result.costs.shares
    bars = [
        CostBar(name, amount, shares.get(kind, unknown(_("the total is zero"))))
        for kind, name, amount in costs.cost_kinds(result)
        if figures.known(amount)
    ]
    once = result.costs.one_off
    if not bars:
        return []
    return [*bars, CostBar(_("spent once"), once, None)] if figures.known(once) and once.mean else bars


def not_priced(result: Result) -> list[str]:
    """Lines that name what has no price."""
    if not result.costs.without:
        return []
    return columns.wrap(costs.without_text(result.costs.without), WIDE_CELLS)


def overtime_rows(result: Result) -> list[OvertimeRow]:
    """Teams that work overtime, the most first; of many only the first."""
    teams = [use for use in result.uses if use.kind == "team" and (use.overtime_h.mean or 0.0) > 0]
    teams.sort(key=lambda use: -(use.overtime_h.mean or 0.0))
    return [OvertimeRow(use.id, use.overtime_h, _per_engineer_month(result, use)) for use in teams[:MOST_ROWS]]


def _per_engineer_month(result: Result, use: ResourceResult) -> Estimate | None:
    team = result.plan.teams.get(use.id)
    return use.overtime_h.times(1 / team.engineers / MONTHS_A_YEAR) if team and team.engineers else None
