"""All charts of a result as figures, with the size each needs and the sentence that reads it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.charts import readings, readings_back
from sim.report.charts.causes import draw_causes
from sim.report.charts.channels import draw_channels
from sim.report.charts.costs import draw_costs
from sim.report.charts.depth import margin_rows, repair_curves, round_bars
from sim.report.charts.fill_rate import draw_fill_rate
from sim.report.charts.margins import draw_margins
from sim.report.charts.milestones import draw_milestones
from sim.report.charts.overtime import draw_overtime
from sim.report.charts.rounds import draw_round
from sim.report.charts.scorecard import draw_scorecard
from sim.report.charts.sites_map import draw_sites_map, window
from sim.report.charts.sources import channel_rows, places, score_rows, time_curves, use_notes, use_rows
from sim.report.charts.stores import backlog_curve, cost_bars, fill_rows, not_priced, overtime_rows, stock_curves
from sim.report.charts.style import chart_style
from sim.report.charts.swings import panels
from sim.report.charts.tornado import draw_tornado, key_lines
from sim.report.charts.utilisation import draw_utilisation
from sim.report.charts.weeks import draw_weeks
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.report.charts.weeks import WeekCurve
    from sim.study import Result

WIDTH = 7.6  # inches: the text width of a printed page
PNG_DPI = 160
PANELS_ACROSS = 3
MANY_ROWS = 30  # of a heat map; from there on they stand closer


@dataclass(frozen=True)
class Chart:
    """A finished chart: file stem, title, one sentence that says what it shows here, and the two pictures."""

    stem: str
    title: str
    reading: str
    png: bytes
    svg: str


@dataclass(frozen=True)
class Maker:
    """How a chart is made. `draw` gives None where the result has nothing that the chart is about."""

    stem: str
    title: str
    reading: Callable[[Result], str]
    draw: Callable[[Result], Figure | None]


def _makers() -> tuple[Maker, ...]:
    """All charts in the order a manager reads them."""
    return (
        Maker("scorecard", _("Scorecard"), readings.scorecard, _scorecard),
        Maker("assumptions", _("What hangs on assumptions"), readings_back.assumptions, _assumptions),
        Maker("milestones", _("Time to each milestone"), readings.milestones, _milestones),
        Maker("late-minutes", _("Where late time comes from"), readings.causes, _causes),
        Maker("channels", _("How customers fare by channel"), readings.channels, _channels),
        Maker("backlog", _("Open tickets week by week"), readings.backlog, _backlog),
        Maker("utilisation", _("How busy desks, teams and benches are"), readings.utilisation, _utilisation),
        Maker("overtime", _("Overtime of the teams"), readings.overtime, _overtime),
        Maker("planned", _("Planned work in its window"), readings_back.planned, _planned),
        Maker("fill-rate", _("Parts handed out at once"), readings.fill_rate, _fill_rate),
        Maker("stock", _("Stock on the shelf week by week"), readings.stock, _stock),
        Maker("repairs", _("Parts away for repair week by week"), readings_back.repairs, _repairs),
        Maker("costs", _("What a year costs"), readings.costs, _costs),
        Maker("margins", _("What is left of each contract"), readings_back.margins, _margins),
        Maker("map", _("Sites and outlets"), readings.sites_map, _sites_map),
    )


def charts_of(result: Result) -> Iterator[Chart]:
    """The charts of a result; one whose subject it does not have is left out."""
    for maker in _makers():
        with chart_style():
            figure = maker.draw(result)
            if figure is not None:
                yield finished(maker.stem, maker.title, maker.reading(result), figure)


def finished(stem: str, title: str, reading: str, figure: Figure) -> Chart:
    """Both pictures of a figure, under its title; called in `chart_style`, as is all that draws on it."""
    figure.suptitle(f"{title}  ", x=0.012, ha="left", fontsize=11, weight="bold")
    png = _png(figure)
    figure.set_layout_engine("none")  # the layout found for the one picture serves the other
    return Chart(stem, title, reading, png, _svg(figure, stem))


def new_figure(height: float) -> Figure:
    """A figure as wide as a page and so many inches high."""
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height), layout="constrained")


def _scorecard(result: Result) -> Figure:
    figure = new_figure(1.5 + 0.36 * len(result.commitments))
    draw_scorecard(figure.add_subplot(), score_rows(result))
    return figure


def _assumptions(result: Result) -> Figure | None:
    found = panels(result)
    if not found:
        return None
    heights = [0.75 + 0.34 * len(swings.rows) for swings in found]
    figure = new_figure(0.8 + sum(heights))
    axes = figure.subplots(len(found), 1, squeeze=False, height_ratios=heights)[:, 0]
    for ax, swings in zip(axes, found, strict=True):
        draw_tornado(ax, swings)
    text = _("against the assumed value; {n} replications at each end, whiskers 95% intervals")
    figure.supxlabel(text.format(n=f"{result.replications:,}"), fontsize=9, x=0.02, ha="left")
    figure.legend(handles=key_lines(), loc="lower right", ncols=2, borderaxespad=0.2, handlelength=1.2)
    return figure


def _milestones(result: Result) -> Figure:
    curves = time_curves(result)
    rows = -(-len(curves) // PANELS_ACROSS) or 1
    figure = new_figure(0.45 + 2.25 * rows)
    for place, curve in enumerate(curves):
        draw_milestones(figure.add_subplot(rows, PANELS_ACROSS, place + 1), curve)
    if not curves:
        from sim.report.charts.style import say

        say(figure.add_subplot(), _("no commitment has a time limit"))
    return figure


def _causes(result: Result) -> Figure:
    figure = new_figure(1.75 + 0.36 * len(result.commitments))
    draw_causes(figure.add_subplot(), result.commitments)
    return figure


def _channels(result: Result) -> Figure | None:
    rows = channel_rows(result)
    if not rows:
        return None
    figure = new_figure(1.5 + 0.5 * len(rows))
    draw_channels(figure.add_subplot(), rows)
    return figure


def _utilisation(result: Result) -> Figure:
    rows = use_rows(result)
    figure = new_figure(1.5 + (0.25 if len(rows) <= MANY_ROWS else 0.17) * max(2, len(rows)))
    draw_utilisation(figure.add_subplot(), rows, use_notes(result, rows))
    return figure


def _backlog(result: Result) -> Figure | None:
    curve = backlog_curve(result)
    if curve is None:
        return None
    figure = new_figure(3.1)
    ax = draw_weeks(figure.add_subplot(), curve)
    ax.set_ylabel(_("open tickets"))
    ax.set_xlabel(_of_replications(curve.n), loc="left")
    return figure


def _of_replications(n: int) -> str:
    return _("mean of {n} replications; band: 95% interval").format(n=f"{n:,}")


def _overtime(result: Result) -> Figure | None:
    rows = overtime_rows(result)
    if not rows:
        return None
    figure = new_figure(1.4 + 0.25 * len(rows))
    draw_overtime(figure.add_subplot(), rows)
    return figure


def _fill_rate(result: Result) -> Figure | None:
    rows = fill_rows(result)
    if not rows:
        return None
    figure = new_figure(1.5 + 0.23 * len(rows))
    draw_fill_rate(figure.add_subplot(), rows)
    return figure


def _stock(result: Result) -> Figure | None:
    return _weeks(stock_curves(result))


def _repairs(result: Result) -> Figure | None:
    return _weeks(repair_curves(result))


def _weeks(curves: Sequence[WeekCurve]) -> Figure | None:
    """Small pictures of units by week."""
    if not curves:
        return None
    across = min(PANELS_ACROSS, len(curves))
    rows = -(-len(curves) // across)
    figure = new_figure(0.7 + 2.0 * rows)
    for place, curve in enumerate(curves):
        ax = draw_weeks(figure.add_subplot(rows, across, place + 1), curve)
        ax.set_ylabel(_("units") if place % across == 0 else "")
    figure.supxlabel(_of_replications(curves[0].n), fontsize=9, x=0.02, ha="left")
    return figure


def _planned(result: Result) -> Figure | None:
    rounds = round_bars(result)
    if not rounds:
        return None
    across = min(2, len(rounds))
    rows = -(-len(rounds) // across)
    figure = new_figure(0.8 + 2.2 * rows)
    for place, bars in enumerate(rounds):
        ax = draw_round(figure.add_subplot(rows, across, place + 1), bars)
        ax.set_ylabel(_("visits") if place % across == 0 else "")
    text = _("mean of {n} replications; whiskers: 95% interval of blue").format(n=f"{rounds[0].n:,}")
    figure.supxlabel(text, fontsize=9, x=0.02, ha="left")
    figure.legend(*ax.get_legend_handles_labels(), loc="lower right", ncols=2, borderaxespad=0.2, handlelength=1.0)
    return figure


def _margins(result: Result) -> Figure | None:
    rows = margin_rows(result)
    if not rows:
        return None
    figure = new_figure(1.5 + 0.3 * len(rows))
    draw_margins(figure.add_subplot(), rows, result.scenario.currency)
    return figure


def _costs(result: Result) -> Figure | None:
    bars = cost_bars(result)
    if not bars:
        return None
    without = not_priced(result)
    figure = new_figure(1.4 + 0.3 * len(bars) + 0.15 * len(without))
    draw_costs(figure.add_subplot(), bars, result.scenario.currency, without)
    return figure


def _sites_map(result: Result) -> Figure:
    found = places(result)
    figure = new_figure(1.2 + 0.93 * WIDTH * window(found).tallness)
    draw_sites_map(figure.add_subplot(), found)
    return figure


def _png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", dpi=PNG_DPI, metadata={"Software": None})
    return buffer.getvalue()


def _svg(figure: Figure, stem: str) -> str:
    """The figure as SVG text whose ids start with the stem, so that several can stand in one page."""
    buffer = io.StringIO()
    figure.savefig(buffer, format="svg", dpi=PNG_DPI, metadata={"Date": None, "Creator": None})
    text = re.sub(r'\bid="', f'id="{stem}-', buffer.getvalue())
    text = re.sub(r'(xlink:href="#|href="#|url\(#)', rf"\g<1>{stem}-", text)
    return text.replace(f'xlink:href="#{stem}-{stem}-', f'xlink:href="#{stem}-')
