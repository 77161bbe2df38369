"""Where late minutes come from: the nine causes of each commitment's late time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report import figures, words
from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study import CommitmentResult

LABEL_FROM = 0.08  # shares of the longest bar; smaller pieces get no number
DARK = ("dispatch", "engineer", "travel", "customer")  # colours that take white figures


def draw_causes(ax: Axes, commitments: Sequence[CommitmentResult]) -> Axes:
    """A stacked bar of late hours a year per commitment; a commitment without late tickets says so."""
    longest = max((sum(late_hours(c).values()) for c in commitments), default=0.0)
    for row, commitment in enumerate(commitments):
        _draw_bar(ax, row, commitment, longest)
    if longest > 0:
        ax.legend(
            handles=_keys(commitments),
            ncols=5,
            loc="upper left",
            bbox_to_anchor=(-0.02, -0.16 - 0.25 / len(commitments)),
        )
    ax.set_xlim(0, 1.28 * longest or 1.0)
    ax.set_ylim(len(commitments) - 0.5, -0.5)
    ax.set_yticks(range(len(commitments)), [c.id for c in commitments])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(_("late hours a year (time past the deadline, all late tickets together)"))
    ax.grid(axis="x", color=style.GRID, linewidth=0.6)
    ax.set_axisbelow(True)
    return ax


def late_hours(commitment: CommitmentResult) -> dict[str, float]:
    """Mean late hours a year by cause; causes without late time are left out."""
    late = {
        cause: commitment.late_by_cause_h[cause].mean or 0.0
        for cause in words.CAUSES
        if cause in commitment.late_by_cause_h
    }
    return {cause: value for cause, value in late.items() if value > 0}


def _draw_bar(ax: Axes, row: int, commitment: CommitmentResult, longest: float) -> None:
    late = late_hours(commitment)
    if not late:
        text = _("no late tickets") if figures.known(commitment.late_h) else _("no time limit")
        ax.text(0.01, row, text, transform=ax.get_yaxis_transform(), va="center", color=style.FAINT)
        return
    start, total = 0.0, sum(late.values())
    for cause, value in late.items():
        ax.barh(row, value, left=start, height=0.6, color=style.CAUSE_COLOUR[cause], edgecolor="white", linewidth=0.8)
        if value > LABEL_FROM * longest:
            ink = "white" if cause in DARK else style.INK
            ax.text(
                start + value / 2, row, f"{100 * value / total:.0f}%", ha="center", va="center", fontsize=8, color=ink
            )
        start += value
    label = figures.amount_text(commitment.late_h) + " h"
    ax.text(start + 0.01 * longest, row, label, va="center", fontsize=8, color=style.FAINT)


def _keys(commitments: Sequence[CommitmentResult]) -> list[object]:
    from matplotlib.patches import Patch

    present = {cause for commitment in commitments for cause in late_hours(commitment)}
    shown = [cause for cause in words.CAUSES if cause in present]
    return [Patch(color=style.CAUSE_COLOUR[cause], label=words.cause_word(cause)) for cause in shown]
