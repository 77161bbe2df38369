"""Scorecard: how far above or below its target each commitment comes out, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report import figures, words
from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study import CommitmentResult

DRAWN = 0.40  # share of the axes the margins take; the figures stand in the rest
TEXT_COLUMNS = (0.43, 0.535, 0.785, 0.845)  # axes fractions of target, attained, n, verdict
LEAST_SPAN = 2.0  # percentage points either side of the target


def draw_scorecard(ax: Axes, commitments: Sequence[CommitmentResult]) -> Axes:
    """One row per commitment: percentage points on the good side of its target, with the 95 % interval.

    The figures themselves stand in the right half of the axes.
    """
    rows = list(enumerate(commitments))
    span = _span(commitments)
    for row, commitment in rows:
        _draw_margin(ax, row, commitment)
        _write_row(ax, row, commitment)
    _draw_ground(ax, *span, bottom=len(rows) - 0.4)
    ax.set_ylim(len(rows) - 0.4, -0.9)
    ax.set_yticks([row for row, _c in rows], [c.id for _r, c in rows])
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


def margin(commitment: CommitmentResult) -> tuple[float, float, float] | None:
    """Mean, worst and best margin in percentage points, positive on the good side; None without target or case."""
    estimate, target = commitment.attained, commitment.target
    if target is None or estimate.mean is None:
        return None
    low = estimate.mean if estimate.low is None else estimate.low
    high = estimate.mean if estimate.high is None else estimate.high
    sign = 1 if commitment.direction == "at_least" else -1
    ends = sorted(100 * sign * (value - target) for value in (low, high))
    return 100 * sign * (estimate.mean - target), ends[0], ends[1]


def _span(commitments: Sequence[CommitmentResult]) -> tuple[float, float]:
    margins = [m for m in map(margin, commitments) if m]
    worst = max([LEAST_SPAN, *(-low for _m, low, _h in margins)])
    best = max([LEAST_SPAN, *(high for _m, _l, high in margins)])
    room = 0.06 * (worst + best)
    return worst + room, best + room


def _draw_margin(ax: Axes, row: int, commitment: CommitmentResult) -> None:
    found = margin(commitment)
    if found is None:
        return
    colour = style.VERDICT_COLOUR.get(commitment.verdict, style.FAINT)
    mean, low, high = found
    ax.plot([0, mean], [row, row], color=colour, linewidth=5, alpha=0.25, solid_capstyle="butt")
    ax.errorbar(mean, row, xerr=[[mean - low], [high - mean]], color=colour, capsize=3.5, linewidth=1.8)
    mark = style.VERDICT_MARK.get(commitment.verdict, "o")
    ax.plot([mean], [row], mark, color=colour, markersize=7, markeredgecolor="white")


def _write_row(ax: Axes, row: int, commitment: CommitmentResult) -> None:
    cells = (
        figures.typeset(figures.target_text(commitment.target, commitment.direction)),
        figures.share_text(commitment.attained, commitment.target),
        f"{commitment.attained.n:,}",
        words.verdict_word(commitment.verdict),
    )
    colour = style.VERDICT_COLOUR.get(commitment.verdict, style.FAINT)
    for column, (x, text) in enumerate(zip(TEXT_COLUMNS, cells, strict=True)):
        last = column == len(cells) - 1
        weight, ink = ("bold", colour) if last else ("normal", style.INK)
        ax.text(x, row, text, transform=ax.get_yaxis_transform(), va="center", weight=weight, color=ink, fontsize=7.8)


def _write_heads(ax: Axes) -> None:
    heads = (_("target"), _("attained [95%]"), _("n"), _("verdict"))
    for x, text in zip(TEXT_COLUMNS, heads, strict=True):
        ax.text(x, -0.75, text, transform=ax.get_yaxis_transform(), va="center", color=style.FAINT, fontsize=8)
