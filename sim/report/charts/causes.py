"""Where late minutes come from: the nine causes of each commitment's late time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.judge import CAUSES
from sim.report import figures, promises, words
from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study import CommitmentResult, Estimate

LABEL_FROM, ONE_LINE_FROM = 0.09, 0.2  # smaller shares get no number, smaller ones their interval below it
DARK = ("dispatch", "engineer", "travel", "customer")  # colours that take white figures


def draw_causes(ax: Axes, commitments: Sequence[CommitmentResult]) -> Axes:
    """A bar of 100 % of its late time per commitment, the late hours beside it; one without late tickets says so."""
    for row, commitment in enumerate(commitments):
        _draw_bar(ax, row, commitment)
    keys = _keys(commitments)
    if keys:
        below = -0.16 - 0.25 / len(commitments)
        ax.legend(handles=keys, ncols=min(len(keys), 5), loc="upper left", bbox_to_anchor=(-0.02, below))
    ax.set_xlim(0, 140)
    ax.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100%"])
    ax.spines["bottom"].set_bounds(0, 100)
    ax.set_ylim(len(commitments) - 0.5, -0.9)
    ax.set_yticks(range(len(commitments)), [c.id for c in commitments])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(_("share of the late time [95%] (time past the deadline, all late tickets together)"), loc="left")
    n = max((one.late_h.n for one in commitments), default=0)
    ax.text(
        102, -0.75, _("late hours a year [95%], n {n}").format(n=f"{n:,}"), va="center", fontsize=8, color=style.FAINT
    )
    return ax


def late_hours(commitment: CommitmentResult) -> dict[str, float]:
    """Mean late hours a year by cause; causes without late time are left out."""
    late = {
        cause: commitment.late_by_cause_h[cause].mean or 0.0 for cause in CAUSES if cause in commitment.late_by_cause_h
    }
    return {cause: value for cause, value in late.items() if value > 0}


def _draw_bar(ax: Axes, row: int, commitment: CommitmentResult) -> None:
    late = late_hours(commitment)
    if not late:
        ax.text(1, row, _why_empty(commitment), va="center", color=style.FAINT)
        return
    start, total = 0.0, sum(late.values())
    for cause, value in late.items():
        share = 100 * value / total
        ax.barh(row, share, left=start, height=0.6, color=style.CAUSE_COLOUR[cause], edgecolor="white", linewidth=0.8)
        if share > 100 * LABEL_FROM and cause in commitment.late_share:
            ink = "white" if cause in DARK else style.INK
            text, size = _share(commitment.late_share[cause])
            ax.text(start + share / 2, row, text, ha="center", va="center", fontsize=size, color=ink, linespacing=0.95)
        start += share
    ax.text(102, row, figures.amount_text(commitment.late_h), va="center", fontsize=8)


def _share(share: Estimate) -> tuple[str, float]:
    """A share with its interval and the size it is written in; on two lines where there is little room."""
    text = figures.rough_share_text(share)
    return (text, 7.5) if (share.mean or 0.0) >= ONE_LINE_FROM else (text.replace(" ", "\n", 1), 6)


def _why_empty(commitment: CommitmentResult) -> str:
    if commitment.unit == promises.HOURS:
        return _("no limit for a single case")
    if not figures.known(commitment.late_h):
        return _("no time limit")
    if commitment.direction == "at_least" and commitment.attained.mean is not None and commitment.attained.mean < 1:
        return _("missed, without late hours")
    return _("no late tickets") if figures.known(commitment.attained) else _("no case")


def _keys(commitments: Sequence[CommitmentResult]) -> list[object]:
    from matplotlib.patches import Patch

    present = {cause for commitment in commitments for cause in late_hours(commitment)}
    shown = [cause for cause in CAUSES if cause in present]
    return [Patch(color=style.CAUSE_COLOUR[cause], label=words.cause_word(cause)) for cause in shown]
