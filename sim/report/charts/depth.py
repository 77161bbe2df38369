"""From a result to the rows of the charts of the back office: the repair loop, planned work, contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import contracts, figures
from sim.report.charts.margins import MarginRow
from sim.report.charts.rounds import RoundBars
from sim.report.charts.stores import MOST_PANELS, MOST_ROWS, PANEL_CELLS, ROW_CELLS, week_curve
from sim.report.stocks import in_loop, part_label, short
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.charts.weeks import WeekCurve
    from sim.study import Result, StockResult, WeekSeries


def repair_curves(result: Result) -> list[WeekCurve]:
    """Units away for repair by week, of the parts that are away most."""
    series = {(one.store, one.part): one for one in result.in_repair_over_time}
    shown = [one for one in in_loop(result.stocks) if (one.store, one.part) in series][:MOST_PANELS]
    return [_repair_curve(result, one, series[one.store, one.part]) for one in shown]


def _repair_curve(result: Result, one: StockResult, series: WeekSeries) -> WeekCurve:
    away = _("away {units}").format(units=figures.amount_text(one.mean_in_repair))
    label = short(part_label(result, one.part), PANEL_CELLS)
    return week_curve(result, series, f"{one.store}\n{label}\n{away}", every_month=3)


def round_bars(result: Result) -> list[RoundBars]:
    """Planned visits by month, round by round."""
    done = {one.id: one.in_window for one in result.planned_work}
    return [
        RoundBars(
            _round_title(one.id, figures.share_text(done.get(one.id))),
            one.labels,
            one.in_window,
            one.late,
            one.n,
            one.in_window_half,
        )
        for one in result.planned_months[:MOST_PANELS]
        if len(one.labels)
    ]


def _round_title(name: str, share: str) -> str:
    return _("{id}: {share} in window").format(id=short(name, PANEL_CELLS), share=share)


def margin_rows(result: Result) -> list[MarginRow]:
    """Contracts in the order of the file; of many the first."""
    return [
        MarginRow(short(contracts.label(one), ROW_CELLS), one.margin, one.fee, one.tickets_per_year)
        for one in result.by_contract[:MOST_ROWS]
    ]
