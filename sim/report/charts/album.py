"""All charts of a result as figures, with the size each needs and the sentence that reads it."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.charts import readings
from sim.report.charts.causes import draw_causes
from sim.report.charts.milestones import draw_milestones
from sim.report.charts.scorecard import draw_scorecard
from sim.report.charts.sites_map import draw_sites_map, window
from sim.report.charts.sources import places, time_curves, use_notes, use_rows
from sim.report.charts.style import chart_style
from sim.report.charts.utilisation import draw_utilisation
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

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


def charts_of(result: Result) -> Iterator[Chart]:
    """The charts of a result in the order a manager reads them."""
    makers: tuple[tuple[str, str, Callable[[Result], str], Callable[[Result], Figure]], ...] = (
        ("scorecard", _("Scorecard"), readings.scorecard, _scorecard),
        ("milestones", _("Time to each milestone"), readings.milestones, _milestones),
        ("late-minutes", _("Where late time comes from"), readings.causes, _causes),
        ("utilisation", _("How busy desks and teams are"), readings.utilisation, _utilisation),
        ("map", _("Sites and outlets"), readings.sites_map, _sites_map),
    )
    for stem, title, reading, draw in makers:
        with chart_style():
            figure = draw(result)
            figure.suptitle(f"{title}  ", x=0.012, ha="left", fontsize=11, weight="bold")
            png = _png(figure)
            figure.set_layout_engine("none")  # the layout found for the one picture serves the other
            yield Chart(stem, title, reading(result), png, _svg(figure, stem))


def _figure(height: float) -> Figure:
    from matplotlib.figure import Figure

    return Figure(figsize=(WIDTH, height), layout="constrained")


def _scorecard(result: Result) -> Figure:
    figure = _figure(1.5 + 0.36 * len(result.commitments))
    draw_scorecard(figure.add_subplot(), result.commitments)
    return figure


def _milestones(result: Result) -> Figure:
    curves = time_curves(result)
    rows = -(-len(curves) // PANELS_ACROSS) or 1
    figure = _figure(0.45 + 2.25 * rows)
    for place, curve in enumerate(curves):
        draw_milestones(figure.add_subplot(rows, PANELS_ACROSS, place + 1), curve)
    if not curves:
        from sim.report.charts.style import say

        say(figure.add_subplot(), _("no commitment has a time limit"))
    return figure


def _causes(result: Result) -> Figure:
    figure = _figure(1.75 + 0.36 * len(result.commitments))
    draw_causes(figure.add_subplot(), result.commitments)
    return figure


def _utilisation(result: Result) -> Figure:
    rows = use_rows(result)
    figure = _figure(1.5 + (0.25 if len(rows) <= MANY_ROWS else 0.17) * max(2, len(rows)))
    draw_utilisation(figure.add_subplot(), rows, use_notes(result, rows))
    return figure


def _sites_map(result: Result) -> Figure:
    found = places(result)
    figure = _figure(1.2 + 0.93 * WIDTH * window(found).tallness)
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
