"""Fill rates: which share of the units asked for a store hands out at once, part by part, the worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report import figures
from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study import Estimate

WIDTHS_PT = (88, 88, 88, 20)  # of the columns: fill rate, ready rate, units a year, n


@dataclass(frozen=True)
class FillRow:
    """A part in a store: share handed out at once, share of time with stock, units asked for a year."""

    label: str
    fill: Estimate
    ready: Estimate
    demands: Estimate


def draw_fill_rate(ax: Axes, rows: Sequence[FillRow]) -> Axes:
    """A dot with its 95 % interval per part and store, a bar where stock is on the shelf; figures on the right."""
    sheet = style.sheet([one.label for one in rows], WIDTHS_PT)
    for row, one in enumerate(rows):
        _draw_row(ax, row, one)
        _write_row(ax, row, one, sheet)
    _draw_ground(ax, len(rows), sheet)
    ax.set_yticks(range(len(rows)), [one.label for one in rows])
    ax.tick_params(axis="y", length=0)
    _draw_key(ax, len(rows))
    return ax


def _draw_row(ax: Axes, row: int, one: FillRow) -> None:
    if one.ready.mean is not None:
        ax.plot([100 * one.ready.mean], [row], "|", color=style.FAINT, markersize=9, markeredgewidth=1.6, zorder=2)
    style.draw_estimate(ax, row, one.fill, 100, style.PLACE_COLOURS[0])


def _write_row(ax: Axes, row: int, one: FillRow, sheet: style.Sheet) -> None:
    asked = figures.known(one.fill)
    cells = (
        figures.share_text(one.fill) if asked else _("nobody asked"),
        figures.share_text(one.ready) if figures.known(one.ready) else "-",
        figures.money_text(one.demands) if figures.known(one.demands) else "-",
        f"{one.fill.n:,}" if asked else "",
    )
    for x, text in zip(sheet.columns, cells, strict=True):
        ax.text(x, row, text, transform=ax.get_yaxis_transform(), va="center", fontsize=7.5)


def _draw_ground(ax: Axes, rows: int, sheet: style.Sheet) -> None:
    ax.set_xlim(-2, -2 + 104 / sheet.drawn)
    ax.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100%"])
    ax.spines["bottom"].set_bounds(0, 100)
    ax.vlines([0, 25, 50, 75, 100], -0.5, rows - 0.5, color=style.GRID, linewidth=0.6, zorder=0)
    ax.set_ylim(rows - 0.4, -1.0)
    heads = (_("at once [95%]"), _("ready [95%]"), _("units a year [95%]"), _("n"))
    for x, text in zip(sheet.columns, heads, strict=True):
        ax.text(x, -0.8, text, transform=ax.get_yaxis_transform(), va="center", color=style.FAINT, fontsize=7.5)


def _draw_key(ax: Axes, rows: int) -> None:
    from matplotlib.lines import Line2D

    keys = [
        Line2D([], [], marker="o", color=style.PLACE_COLOURS[0], markersize=5,
               label=_("share of the units asked for that is handed out at once [95% interval]")),
        Line2D([], [], marker="|", linestyle="", color=style.FAINT, markersize=9, markeredgewidth=1.6,
               label=_("share of time with stock on the shelf (ready)")),
    ]  # fmt: skip
    below = -0.35 / (0.23 * rows + 0.4)
    ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(-0.02, below), ncols=1)
