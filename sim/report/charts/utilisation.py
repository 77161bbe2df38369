"""Utilisation by hour of week: one strip of 168 hours per desk, team and repair point."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from sim.report import words
from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study import HourUse

HOURS_OF_WEEK = 168
OFF_DUTY = "#efefef"
PALETTE = "YlGnBu"  # light to dark in every kind of colour vision and in print


def draw_utilisation(ax: Axes, rows: Sequence[HourUse], notes: Sequence[str] = ()) -> Axes:
    """A heat map, one row per desk, team or repair point; `notes` (one per row) stand at its right end.

    Grey = nobody rostered.
    """
    if not rows:
        return style.say(ax, _("no desk, no team and no bench with a roster"))
    image = ax.imshow(
        np.ma.vstack([row.share for row in rows]),
        aspect="auto",
        interpolation="nearest",
        cmap=_palette(),
        vmin=0,
        vmax=1,
        extent=(0, HOURS_OF_WEEK, len(rows) - 0.5, -0.5),
    )
    ax.set_yticks(range(len(rows)), [words.pool_word(row.kind, row.id) for row in rows])
    ax.set_yticks([row - 0.5 for row in range(1, len(rows))], minor=True)
    ax.grid(axis="y", which="minor", color="white", linewidth=3)
    _draw_week(ax)
    if notes:
        ax.text(HOURS_OF_WEEK + 1.5, -0.85, _("busy [95%]"), va="center", fontsize=7.5, color=style.FAINT)
    for row, note in enumerate(notes):
        ax.text(HOURS_OF_WEEK + 1.5, row, note, va="center", fontsize=7.5, color=style.INK)
    _draw_key(ax, image)
    return ax


def _palette() -> Any:
    import matplotlib as mpl

    return mpl.colormaps[PALETTE].with_extremes(bad=OFF_DUTY)


def _draw_week(ax: Axes) -> None:
    ax.set_xticks([24 * day + 12 for day in range(7)], [words.weekday(day) for day in range(7)])
    ax.set_xticks([24 * day + hour for day in range(7) for hour in (0, 6, 12, 18)], minor=True)
    ax.tick_params(axis="both", which="major", length=0)
    ax.tick_params(axis="y", which="minor", length=0)
    ax.tick_params(axis="x", which="minor", length=2.5, color=style.FAINT)
    for day in range(1, 7):
        ax.axvline(24 * day, color=style.INK, linewidth=0.7, alpha=0.55)
    ax.spines[:].set_visible(False)


def _draw_key(ax: Axes, image: Any) -> None:
    bar = ax.figure.colorbar(
        image, ax=ax, orientation="horizontal", location="bottom", fraction=0.05, aspect=40, pad=0.02
    )
    bar.set_ticks([0, 0.25, 0.5, 0.75, 1], labels=["0", "25", "50", "75", "100%"])
    bar.set_label(_("busy share of rostered time, mean of all replications (grey: nobody rostered)"), fontsize=8)
    bar.outline.set_visible(False)
