"""Scorecard: how far above or below its target each commitment comes out, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report import words
from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

DRAWN = 0.40  # share of the axes the margins take; the figures stand in the rest
TEXT_COLUMNS = (0.43, 0.535, 0.785, 0.845)  # axes fractions of target, attained, n, verdict
LEAST_SPAN = 2.0  # percentage points either side of the target


@dataclass(frozen=True)
class ScoreRow:
    """A commitment: mean, worst and best margin in percentage points (None: it is no share), and its texts.

    `instead`: what is said where there is no margin to draw; `verdict` is the key.
    """

    id: str
    margin: tuple[float, float, float] | None
    instead: str
    target: str
    attained: str
    n: int
    verdict: str


def draw_scorecard(ax: Axes, rows: Sequence[ScoreRow]) -> Axes:
    """One row per commitment: percentage points on the good side of its target, with the 95 % interval.

    The figures themselves stand in the right half of the axes.
    """
    worst, best = _span(rows)
    for row, one in enumerate(rows):
        _draw_margin(ax, row, one, -worst)
        _write_row(ax, row, one)
    _draw_ground(ax, worst, best, bottom=len(rows) - 0.4)
    ax.set_ylim(len(rows) - 0.4, -0.9)
    ax.set_yticks(range(len(rows)), [one.id for one in rows])
    ax.tick_params(axis="y", length=0)
    _write_heads(ax)
    return ax


def _draw_ground(ax: Axes, worst: float, best: float, bottom: float) -> None:
    """Target line, shaded worse side, and an x axis that ends where the figures begin."""
    from matplotlib.ticker import MaxNLocator

    ticks = [t for t in MaxNLocator(8, steps=[1, 2, 5, 10]).tick_values(-worst, best) if -worst <= t <= best]
    ax.set_xlim(-worst, -worst + (worst + best) / DRAWN)
    ax.set_xticks(ticks, [f"{tick:+g}" if tick else "0" for tick in ticks])
    ax.spines["bottom"].set_bounds(-worst, best)
    ax.vlines(ticks, -0.45, bottom, color=style.GRID, linewidth=0.6, zorder=0)
    ax.fill_betweenx([-0.45, bottom], -worst, 0, color="#f6f1ee", linewidth=0, zorder=0)
    ax.vlines(0, -0.45, bottom, color=style.INK, linewidth=1.4)
    ax.set_xlabel(_("percentage points worse (-) or better (+) than the target; bars: 95% interval"), loc="left")


def _span(rows: Sequence[ScoreRow]) -> tuple[float, float]:
    margins = [one.margin for one in rows if one.margin]
    worst = max([LEAST_SPAN, *(-low for _m, low, _h in margins)])
    best = max([LEAST_SPAN, *(high for _m, _l, high in margins)])
    room = 0.06 * (worst + best)
    return worst + room, best + room


def _draw_margin(ax: Axes, row: int, one: ScoreRow, left: float) -> None:
    colour = style.VERDICT_COLOUR.get(one.verdict, style.FAINT)
    if one.margin is None:
        ax.text(left, row, f" {one.instead}", va="center", color=colour, fontsize=7.5)
        return
    mean, low, high = one.margin
    ax.plot([0, mean], [row, row], color=colour, linewidth=5, alpha=0.25, solid_capstyle="butt")
    ax.errorbar(mean, row, xerr=[[mean - low], [high - mean]], color=colour, capsize=3.5, linewidth=1.8)
    mark = style.VERDICT_MARK.get(one.verdict, "o")
    ax.plot([mean], [row], mark, color=colour, markersize=7, markeredgecolor="white")


def _write_row(ax: Axes, row: int, one: ScoreRow) -> None:
    cells = (one.target, one.attained, f"{one.n:,}", words.verdict_word(one.verdict))
    colour = style.VERDICT_COLOUR.get(one.verdict, style.FAINT)
    for column, (x, text) in enumerate(zip(TEXT_COLUMNS, cells, strict=True)):
        last = column == len(cells) - 1
        weight, ink = ("bold", colour) if last else ("normal", style.INK)
        ax.text(x, row, text, transform=ax.get_yaxis_transform(), va="center", weight=weight, color=ink, fontsize=7.8)


def _write_heads(ax: Axes) -> None:
    heads = (_("target"), _("attained [95%]"), _("n"), _("verdict"))
    for x, text in zip(TEXT_COLUMNS, heads, strict=True):
        ax.text(x, -0.75, text, transform=ax.get_yaxis_transform(), va="center", color=style.FAINT, fontsize=8)
