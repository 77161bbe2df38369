"""A figure week by week over judged time: stock on a shelf, tickets open. A line with the band of its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.report.charts import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
Ticks = Sequence[tuple[float, str]]


@dataclass(frozen=True)
class WeekCurve:
    """One figure by week. `weeks`: the middle of each week, counted from the start; `ticks`: where dates are written.

    `low`, `high`: 95 % interval of the mean of a week over `n` replications, NaN where there is none.
    """

    title: str
    weeks: Floats
    mean: Floats
    low: Floats
    high: Floats
    ticks: Ticks
    n: int


def draw_weeks(ax: Axes, curve: WeekCurve, colour: str = style.PLACE_COLOURS[0]) -> Axes:
    """The mean as a line, its interval as a band, from zero on."""
    if curve.title:
        ax.set_title(curve.title, fontsize=8)
    ax.fill_between(curve.weeks, curve.low, curve.high, color=colour, alpha=0.22, linewidth=0)
    ax.plot(curve.weeks, curve.mean, color=colour, linewidth=1.4)
    top = np.nanmax(np.concatenate([curve.mean, curve.high, [0.0]]))
    ax.set_ylim(0, 1.08 * top or 1.0)
    levels = [tick for tick in style.round_ticks(top) if tick <= (1.08 * top or 1.0)]
    ax.set_yticks(levels, [f"{level:,g}" for level in levels])
    ax.set_xlim(0, curve.weeks[-1] + 0.5)
    ax.set_xticks([at for at, _text in curve.ticks], [text for _at, text in curve.ticks])
    ax.grid(axis="y", color=style.GRID, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax
