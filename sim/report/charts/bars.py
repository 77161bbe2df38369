"""Ranked bars from zero with their intervals; pale where it may be luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.charts import style
from sim.report.columns import display_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.patches import Patch

    from sim.study import Estimate

PALE = 0.35  # how full the colour is of what may be luck
LONGEST = 44  # cells of a label
TINY = 1e-9


@dataclass(frozen=True)
class BarRow:
    """A row: what it is, its figure (None: not known), `scale` to what the axis says, and whether it is more than
    luck.
    """

    label: str
    estimate: Estimate | None
    scale: float
    real: bool


def draw_bars(ax: Axes, rows: Sequence[BarRow], xlabel: str) -> Axes:
    """One bar a row, the first on top; full colour is real, a cross is not known."""
    for place, row in enumerate(rows):
        if row.estimate is None or row.estimate.mean is None:
            ax.plot([0], [place], "x", color=style.FAINT, markersize=5, zorder=4, clip_on=False)
        else:
            _draw(ax, place, row, row.estimate)
    ax.axvline(0, color=style.INK, linewidth=1.0, zorder=1)
    ax.set_ylim(len(rows) - 0.4, -0.6)
    ax.set_yticks(range(len(rows)), [shortened(row.label) for row in rows])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(xlabel, loc="left")
    _set_ticks(ax, rows)
    ax.grid(axis="x", color=style.GRID, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def _draw(ax: Axes, place: int, row: BarRow, estimate: Estimate) -> None:
    mean, low, high = row.scale * (estimate.mean or 0.0), estimate.low, estimate.high
    ax.barh(place, mean, height=0.6, color=style.PLACE_COLOURS[0], alpha=1.0 if row.real else PALE, zorder=2)
    if low is not None and high is not None and low < high:
        spread = [[mean - row.scale * low], [row.scale * high - mean]]
        ax.errorbar(mean, place, xerr=spread, color=style.INK, capsize=2, linewidth=1.0, zorder=3)


def _set_ticks(ax: Axes, rows: Sequence[BarRow]) -> None:
    found = [(row.scale, row.estimate) for row in rows if row.estimate is not None]
    values = [scale * v for scale, one in found for v in (one.mean, one.low, one.high) if v is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    low, high = (low, high) if high - low > TINY else (-1.0, 1.0)
    room = 0.06 * (high - low)
    ax.set_xlim(low - room if low < 0 else 0.0, high + room if high > 0 else 0.0)
    ticks = [tick for tick in style.round_ticks_between(low, high) if low - room <= tick <= high + room]
    ax.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])


def bar_keys(real: str, luck: str) -> list[Patch]:
    """What full and pale bars mean."""
    from matplotlib.patches import Patch

    colour = style.PLACE_COLOURS[0]
    return [Patch(color=colour, label=real), Patch(color=colour, alpha=PALE, label=luck)]


def shortened(text: str) -> str:
    """A label of at most so many cells."""
    if display_width(text) <= LONGEST:
        return text
    while display_width(text) > LONGEST - 1:
        text = text[:-1]
    return text + "…"
