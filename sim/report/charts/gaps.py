"""Differences to a reference: a dot with its interval for every row and plan; hollow where it may be luck."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.charts import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from sim.study import Estimate

SPREAD = 0.62  # of a row that its plans share


@dataclass(frozen=True)
class GapRow:
    """A row with the difference of every plan, in their order; None where there is none. `real`: more than luck."""

    label: str
    estimates: tuple[Estimate | None, ...]
    real: tuple[bool, ...]


def draw_gaps(ax: Axes, rows: Sequence[GapRow], scale: float, xlabel: str, with_labels: bool = True) -> Axes:
    """Right of the line is more than the reference; `scale` turns differences into what `xlabel` says."""
    plans = max((len(row.estimates) for row in rows), default=1)
    for place, row in enumerate(rows):
        for plan, (estimate, real) in enumerate(zip(row.estimates, row.real, strict=True)):
            offset = SPREAD * ((plan + 0.5) / plans - 0.5)
            _draw(ax, place + offset, estimate, scale, plan, real)
    ax.axvline(0, color=style.INK, linewidth=1.2, zorder=1)
    ax.set_ylim(len(rows) - 0.45, -0.55)
    ax.set_yticks(range(len(rows)), [row.label for row in rows] if with_labels else [""] * len(rows))
    ax.tick_params(axis="y", length=0)
    ax.hlines([place + 0.5 for place in range(len(rows) - 1)], *_set_ticks(ax, rows, scale), color=style.GRID, lw=0.6)
    ax.set_xlabel(xlabel, loc="left")
    return ax


def _draw(ax: Axes, row: float, estimate: Estimate | None, scale: float, plan: int, real: bool) -> None:
    if estimate is None or estimate.mean is None:
        return
    colour, mean = plan_colour(plan), scale * estimate.mean
    if estimate.low is not None and estimate.high is not None:
        spread = [[mean - scale * estimate.low], [scale * estimate.high - mean]]
        ax.errorbar(mean, row, xerr=spread, color=colour, capsize=2.5, linewidth=1.5, zorder=3)
    face = colour if real else "white"
    ax.plot([mean], [row], plan_mark(plan), color=colour, markersize=5.5, markerfacecolor=face, zorder=4)


def plan_colour(plan: int) -> str:
    """The colour of the plan at this place behind the reference."""
    return style.PLACE_COLOURS[plan % len(style.PLACE_COLOURS)]


def plan_mark(plan: int) -> str:
    """Its mark, for those who do not see its colour."""
    return style.PLACE_MARKS[plan % len(style.PLACE_MARKS)]


def _set_ticks(ax: Axes, rows: Sequence[GapRow], scale: float) -> tuple[float, float]:
    found = [estimate for row in rows for estimate in row.estimates if estimate is not None]
    values = [scale * v for one in found for v in (one.mean, one.low, one.high) if v is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    if low == high:
        low, high = -1.0, 1.0
    room = 0.08 * (high - low)
    ax.set_xlim(low - room, high + room)
    ticks = [tick for tick in style.round_ticks_between(low, high) if low - room <= tick <= high + room]
    ax.set_xticks(ticks, [f"{tick:+,g}" if tick else "0" for tick in ticks])
    ax.grid(axis="x", color=style.GRID, linewidth=0.6)
    ax.set_axisbelow(True)
    return low - room, high + room


def plan_keys(names: Sequence[str], real: str, luck: str) -> list[Line2D]:
    """A key line per plan, then what a full and a hollow mark mean."""
    from matplotlib.lines import Line2D

    plans = [
        Line2D([], [], color=plan_colour(plan), marker=plan_mark(plan), label=name) for plan, name in enumerate(names)
    ]
    marks = [
        Line2D([], [], color=style.FAINT, marker="o", markerfacecolor=face, linestyle="none", label=text)
        for face, text in ((style.FAINT, real), ("white", luck))
    ]
    return [*plans, *marks]
