"""Break-evens: each input from its low to its high end, with the assumed value and where commitments flip."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.charts import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

ROOM = 0.16  # beyond both ends, for their values
BAR = 6.0
TRIED = "#bdbdbd"


@dataclass(frozen=True)
class Mark:
    """A flip of a commitment: where, with its interval (None is open), as parts of the way from low to high."""

    name: str
    at: float
    low: float | None
    high: float | None
    text: str


@dataclass(frozen=True)
class Row:
    """An input. `value`: the assumed one, as a part of the way; texts of both ends and of the value; `tried`: from
    where to where values were tried.
    """

    label: str
    value: float
    low_text: str
    high_text: str
    value_text: str
    marks: tuple[Mark, ...]
    tried: tuple[float, float] = (0.0, 1.0)


def draw_break_evens(ax: Axes, rows: Sequence[Row], names: Sequence[str]) -> Axes:
    """A line per input; intervals that are open reach the end."""
    colours = colours_of(names)
    for place, row in enumerate(rows):
        ax.plot([0, 1], [place, place], color=style.GRID, linewidth=BAR, solid_capstyle="round", zorder=1)
        ax.plot(row.tried, [place, place], color=TRIED, linewidth=BAR, solid_capstyle="round", zorder=1.5)
        ax.plot([row.value], [place], "|", color=style.INK, markersize=13, markeredgewidth=2, zorder=4)
        ax.annotate(row.value_text, (row.value, place), (0, -12), textcoords="offset points", ha="center", va="center",
                    fontsize=7)  # fmt: skip
        ax.text(-0.02, place, row.low_text, ha="right", va="center", fontsize=7.5, color=style.FAINT)
        ax.text(1.02, place, row.high_text, ha="left", va="center", fontsize=7.5, color=style.FAINT)
        for number, mark in enumerate(sorted(row.marks, key=lambda one: one.at)):
            _draw(ax, place, number, mark, colours[mark.name])
    ax.set_xlim(-ROOM, 1 + ROOM)
    ax.set_ylim(len(rows) - 0.45, -0.65)
    ax.set_yticks(range(len(rows)), [row.label for row in rows])
    ax.set_xticks([0, 1], ["", ""])
    ax.tick_params(length=0)
    ax.spines["bottom"].set_visible(False)
    ax.spines["left"].set_visible(False)
    return ax


def _draw(ax: Axes, place: int, number: int, mark: Mark, colour: str) -> None:
    low, high = (0.0 if mark.low is None else mark.low), (1.0 if mark.high is None else mark.high)
    if mark.low is not None or mark.high is not None:
        ax.plot([low, high], [place, place], color=colour, linewidth=2.2, alpha=0.8, zorder=2, solid_capstyle="butt")
    ax.plot([mark.at], [place], "D", color=colour, markersize=6, markeredgecolor="white", zorder=5)
    ax.annotate(mark.text, (mark.at, place), (0, 10 + 9 * (number % 2)), textcoords="offset points", ha="center",
                va="center", fontsize=7, color=colour)  # fmt: skip


def colours_of(names: Sequence[str]) -> dict[str, str]:
    """A colour for each commitment."""
    return {name: style.PLACE_COLOURS[number % len(style.PLACE_COLOURS)] for number, name in enumerate(names)}


def name_keys(names: Sequence[str], value: str) -> list[Line2D]:
    """For a legend: the commitments that flip, and the mark of the assumed value."""
    from matplotlib.lines import Line2D

    found = [Line2D([], [], linestyle="-", marker="D", markeredgecolor="white", color=colour, label=name)
             for name, colour in colours_of(names).items()]  # fmt: skip
    return [*found, Line2D([], [], linestyle="", marker="|", color=style.INK, markersize=11, mew=2, label=value)]
