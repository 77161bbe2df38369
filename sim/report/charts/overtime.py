"""Overtime: hours a year each team works over the end of its duties."""

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

WIDTHS_PT = (100, 88, 22)  # of the columns: hours, hours per engineer and month, n


@dataclass(frozen=True)
class OvertimeRow:
    """A team's overtime, hours a year; per engineer and month where it has a head count."""

    id: str
    hours: Estimate
    per_engineer_month: Estimate | None


def draw_overtime(ax: Axes, rows: Sequence[OvertimeRow]) -> Axes:
    """A dot with its interval per team, the most first; figures on the right."""
    sheet = style.sheet([one.id for one in rows], WIDTHS_PT)
    for row, one in enumerate(rows):
        style.draw_estimate(ax, row, one.hours, 1, style.PLACE_COLOURS[1])
        _write(ax, row, one, sheet)
    top = max(max(one.hours.high or 0.0, one.hours.mean or 0.0) for one in rows)
    _draw_ground(ax, top, len(rows), sheet)
    ax.set_yticks(range(len(rows)), [one.id for one in rows])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(_("overtime, hours a year; bars: 95% interval"), loc="left")
    return ax


def _write(ax: Axes, row: int, one: OvertimeRow, sheet: style.Sheet) -> None:
    per_head = "-" if one.per_engineer_month is None else figures.amount_text(one.per_engineer_month)
    cells = (figures.amount_text(one.hours), per_head, f"{one.hours.n:,}")
    for x, text in zip(sheet.columns, cells, strict=True):
        ax.text(x, row, text, transform=ax.get_yaxis_transform(), va="center", fontsize=7.5)


def _draw_ground(ax: Axes, top: float, rows: int, sheet: style.Sheet) -> None:
    ticks = style.round_ticks(top)
    ax.set_xlim(-0.02 * ticks[-1], 1.02 * ticks[-1] / sheet.drawn)
    ax.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
    ax.spines["bottom"].set_bounds(0, ticks[-1])
    ax.vlines(ticks, -0.5, rows - 0.5, color=style.GRID, linewidth=0.6, zorder=0)
    ax.set_ylim(rows - 0.4, -1.0)
    heads = (_("hours a year [95%]"), _("per head, month [95%]"), _("n"))
    for x, text in zip(sheet.columns, heads, strict=True):
        ax.text(x, -0.8, text, transform=ax.get_yaxis_transform(), va="center", color=style.FAINT, fontsize=7.5)
