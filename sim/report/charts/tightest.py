"""Promised limits and the tightest that could be promised, all commitments on one line of time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MARKS_H = (
    *((5 / 3600, "5 s"), (10 / 3600, "10 s"), (20 / 3600, "20 s"), (1 / 60, "1 min"), (2 / 60, "2 min")),
    *((5 / 60, "5 min"), (10 / 60, "10 min"), (20 / 60, "20 min"), (0.5, "30 min"), (1, "1 h"), (2, "2 h"), (4, "4 h")),
    *((8, "8 h"), (12, "12 h"), (24, "1 d"), (48, "2 d"), (96, "4 d"), (168, "1 w"), (336, "2 w"), (672, "4 w")),
)
ROOM = 2.1  # either side, as a factor
WIDTHS_PT = (46, 62, 24)  # of the columns: promised, tightest, n
LEAST_APART = 0.09  # of two marks, as a share of the line


@dataclass(frozen=True)
class LimitRow:
    """A commitment: hours promised, hours that hold (None: no limit that was tried), both as text."""

    id: str
    promised_h: float
    best_h: float | None
    is_proven: bool
    verdict: str
    promised: str
    best: str
    n: int


def draw_tightest(ax: Axes, rows: Sequence[LimitRow]) -> Axes:
    """A ring at what is promised and a dot at the tightest limit that holds; green tighter, red where it is looser."""
    sheet = style.sheet([row.id for row in rows], WIDTHS_PT)
    ax.set_xscale("log")
    _draw_ground(ax, rows, sheet)
    for at, row in enumerate(rows):
        _draw_row(ax, at, row)
        _write_row(ax, at, row, sheet)
    ax.set_ylim(len(rows) - 0.4, -0.9)
    ax.set_yticks(range(len(rows)), [row.id for row in rows])
    ax.tick_params(axis="y", length=0)
    heads = (_("promised"), _("tightest"), _("n"))
    for x, text in zip(sheet.columns, heads, strict=True):
        ax.text(x, -0.75, text, transform=ax.get_yaxis_transform(), va="center", color=style.FAINT, fontsize=8)
    ax.set_xlabel(_("ring: promised; dot: tightest limit that holds (hollow: kept in every sample year)"), loc="left")
    return ax


def _draw_ground(ax: Axes, rows: Sequence[LimitRow], sheet: style.Sheet) -> None:
    hours = [value for row in rows for value in (row.promised_h, row.best_h) if value is not None]
    low, high = min(hours) / ROOM, max(hours) * ROOM
    ax.set_xlim(low, low * (high / low) ** (1 / sheet.drawn))
    marks = _apart([(at, text) for at, text in MARKS_H if low <= at <= high], high / low)
    ax.set_xticks([at for at, _text in marks], [text for _at, text in marks])
    ax.minorticks_off()
    ax.spines["bottom"].set_bounds(low, high)
    ax.vlines([at for at, _text in marks], -0.45, len(rows) - 0.4, color=style.GRID, linewidth=0.6, zorder=0)


def _apart(marks: Sequence[tuple[float, str]], span: float) -> list[tuple[float, str]]:
    """Those that leave each other room."""
    kept: list[tuple[float, str]] = []
    for at, text in marks:
        if not kept or at / kept[-1][0] >= span**LEAST_APART:
            kept.append((at, text))
    return kept


def _draw_row(ax: Axes, at: int, row: LimitRow) -> None:
    if row.best_h is not None:
        colour = style.VERDICT_COLOUR["keep" if row.best_h <= row.promised_h else "break"]
        ax.plot([row.promised_h, row.best_h], [at, at], color=colour, linewidth=5, alpha=0.25, solid_capstyle="butt")
        fill = colour if row.is_proven else "white"
        ax.plot([row.best_h], [at], "o", color=colour, markersize=7, markerfacecolor=fill, zorder=4)
    ax.plot([row.promised_h], [at], "o", color=style.INK, markersize=10, markerfacecolor="none", zorder=3)


def _write_row(ax: Axes, at: int, row: LimitRow, sheet: style.Sheet) -> None:
    colour = style.VERDICT_COLOUR["break"] if row.best_h is None or row.best_h > row.promised_h else style.INK
    for column, text in enumerate((row.promised, row.best, f"{row.n:,}")):
        ink = colour if column == 1 else style.INK
        x = sheet.columns[column]
        ax.text(x, at, text, transform=ax.get_yaxis_transform(), va="center", color=ink, fontsize=7.8)
