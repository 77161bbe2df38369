"""Planned visits month by month: how many are done in their window, and how many are not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from matplotlib.axes import Axes

IN_WINDOW, LATE = style.PLACE_COLOURS[0], style.PLACE_COLOURS[1]
MOST_TICKS = 12


@dataclass(frozen=True)
class RoundBars:
    """A round of planned visits by the month in which their windows open, mean numbers of `n` replications.

    `half`: half the 95 % interval of those done in their window; empty where there is none.
    """

    title: str
    labels: Sequence[str]
    in_window: NDArray[np.float64]
    late: NDArray[np.float64]
    n: int
    half: NDArray[np.float64]


def draw_round(ax: Axes, bars: RoundBars) -> Axes:
    """Stacked bars: below, what is done in its window; above, what is not."""
    places = np.arange(len(bars.labels))
    ax.set_title(bars.title, fontsize=8)
    ax.bar(places, bars.in_window, width=0.75, color=IN_WINDOW, label=_("in window"))
    ax.bar(places, bars.late, width=0.75, bottom=bars.in_window, color=LATE, label=_("later or never"))
    if len(bars.half):
        ax.errorbar(places, bars.in_window, yerr=bars.half, fmt="none", color=style.INK, capsize=1.5, linewidth=0.8)
    half = bars.half if len(bars.half) else np.zeros_like(bars.in_window)
    top = float((bars.in_window + np.maximum(bars.late, half)).max(initial=0.0))
    levels = [tick for tick in style.round_ticks(top) if tick <= 1.15 * top or tick == 0]
    ax.set_ylim(0, 1.15 * top or 1.0)
    ax.set_yticks(levels, [f"{level:,g}" for level in levels])
    step = -(-len(places) // MOST_TICKS)
    ax.set_xticks(places[::step], [_month(bars.labels, i) for i in places[::step].tolist()])
    ax.tick_params(axis="x", length=0)
    ax.grid(axis="y", color=style.GRID, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def _month(labels: Sequence[str], number: int) -> str:
    """The month (with its day, if that is not the first); below the first one and each January the year."""
    year, month = labels[number].split("-", 1)
    soon = any(label[:4] != year for label in labels[number + 1 : number + 2])  # no room for both years
    with_year = month.startswith("01") or (number == 0 and not soon)
    return f"{month}\n{year}" if with_year else month
