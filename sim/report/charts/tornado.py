"""Tornado: how far what is attained moves when one assumed input moves to an end of its range."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from sim.study import Estimate

LOW, HIGH = style.PLACE_COLOURS[0], style.PLACE_COLOURS[4]
APART = 0.17  # rows between the low and the high end of one input


@dataclass(frozen=True)
class Swing:
    """One input: the differences at its ends (None: not tried there), what stands there, and the verdict if it changes.

    Differences in the unit of the panel divided by its scale, each over the same n.
    """

    label: str
    low: Estimate | None
    high: Estimate | None
    low_text: str
    high_text: str


@dataclass(frozen=True)
class Swings:
    """A commitment with the inputs that move it most; `scale` turns differences into what `unit` says."""

    title: str
    unit: str
    scale: float
    rows: tuple[Swing, ...]


def draw_tornado(ax: Axes, swings: Swings) -> Axes:
    """A row per input, the widest on top: bars from the assumed value to both ends, with 95 % intervals."""
    for row, swing in enumerate(swings.rows):
        _draw_end(ax, row - APART, swing.low, swings.scale, LOW, swing.low_text)
        _draw_end(ax, row + APART, swing.high, swings.scale, HIGH, swing.high_text)
    ax.axvline(0, color=style.INK, linewidth=1.2)
    ax.set_ylim(len(swings.rows) - 0.4, -0.6)
    ax.set_yticks(range(len(swings.rows)), [swing.label for swing in swings.rows])
    ax.tick_params(axis="y", length=0)
    _set_ticks(ax, swings)
    ax.set_title(swings.title)
    ax.set_xlabel(swings.unit, loc="left")
    return ax


def _draw_end(ax: Axes, row: float, estimate: Estimate | None, scale: float, colour: str, text: str) -> None:
    if estimate is None or estimate.mean is None:
        return
    mean = scale * estimate.mean
    ax.plot([0, mean], [row, row], color=colour, linewidth=5, alpha=0.35, solid_capstyle="butt")
    style.draw_estimate(ax, row, estimate, scale, colour)
    side = "right" if mean < 0 else "left"
    edge = scale * _outer(estimate)
    offset = (-5, 0) if mean < 0 else (5, 0)
    ax.annotate(text, (edge, row), offset, textcoords="offset points", ha=side, va="center", fontsize=7)


def _outer(estimate: Estimate) -> float:
    """The end of the interval away from zero."""
    ends = [value for value in (estimate.mean, estimate.low, estimate.high) if value is not None]
    return min(ends) if (estimate.mean or 0.0) < 0 else max(ends)


def _set_ticks(ax: Axes, swings: Swings) -> None:
    found = [one for swing in swings.rows for one in (swing.low, swing.high) if one is not None]
    values = [swings.scale * v for one in found for v in (one.mean, one.low, one.high) if v is not None]
    low, high = min([0.0, *values]), max([0.0, *values])
    longest = max(len(text) for swing in swings.rows for text in (swing.low_text, swing.high_text))
    room = (0.1 + 0.02 * longest) * (high - low) or 1.0  # for the texts at both ends
    ax.set_xlim(low - room, high + room)
    ticks = [tick for tick in style.round_ticks_between(low, high) if low - room <= tick <= high + room]
    ax.set_xticks(ticks, [f"{tick:+g}" if tick else "0" for tick in ticks])
    ax.grid(axis="x", color=style.GRID, linewidth=0.6)
    ax.set_axisbelow(True)


def key_lines() -> list[Line2D]:
    """The two colours, for a legend that stands once for all panels."""
    from matplotlib.lines import Line2D

    return [Line2D([], [], color=c, marker="o", markeredgecolor="white", label=t) for c, t in _key()]


def _key() -> tuple[tuple[str, str], ...]:
    return (LOW, _("at its low end")), (HIGH, _("at its high end"))
