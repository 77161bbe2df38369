"""What is left of every contract: a bar to the right earns, one to the left loses."""

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

WIDTHS_PT = (104, 46, 84, 22)  # of the columns: margin, fee, tickets, n
EARNS, LOSES = style.PLACE_COLOURS[2], style.PLACE_COLOURS[1]


@dataclass(frozen=True)
class MarginRow:
    """A contract: what is left of it in a year, its fee, and how many tickets it brings."""

    label: str
    margin: Estimate
    fee: Estimate
    tickets: Estimate


def draw_margins(ax: Axes, rows: Sequence[MarginRow], currency: str) -> Axes:
    """Bars from zero with their intervals, figures on the right."""
    sheet = style.sheet([one.label for one in rows], WIDTHS_PT)
    ends = [value for one in rows for value in (one.margin.mean, one.margin.low, one.margin.high) if value is not None]
    scale, unit = figures.money_scale(max((abs(end) for end in ends), default=0.0))
    for row, one in enumerate(rows):
        _draw_bar(ax, row, one.margin, scale)
        _write(ax, row, one, sheet)
    _draw_ground(ax, min([0.0, *ends]) / scale, max([0.0, *ends]) / scale, len(rows), sheet)
    ax.set_yticks(range(len(rows)), [one.label for one in rows])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(_below(unit, currency), loc="left")
    return ax


def _below(unit: str, currency: str) -> str:
    text = {
        "M": _("margin, million {currency} a year; whiskers: 95% interval"),
        "k": _("margin, thousand {currency} a year; whiskers: 95% interval"),
    }.get(unit, _("margin, {currency} a year; whiskers: 95% interval"))
    return text.format(currency=currency)


def _draw_bar(ax: Axes, row: int, margin: Estimate, scale: float) -> None:
    if margin.mean is None:
        return
    ax.barh(row, margin.mean / scale, height=0.58, color=EARNS if margin.mean >= 0 else LOSES, zorder=2)
    if margin.low is not None and margin.high is not None and margin.high > margin.low:
        spread = [[(margin.mean - margin.low) / scale], [(margin.high - margin.mean) / scale]]
        ax.errorbar(margin.mean / scale, row, xerr=spread, color=style.INK, capsize=2, linewidth=0.9, zorder=3)


def _write(ax: Axes, row: int, one: MarginRow, sheet: style.Sheet) -> None:
    cells = (figures.money_text(one.margin), _short(one.fee), figures.money_text(one.tickets), f"{one.margin.n:,}")
    for x, text in zip(sheet.columns, cells, strict=True):
        ax.text(x, row, text, transform=ax.get_yaxis_transform(), va="center", fontsize=7.5)


def _short(estimate: Estimate) -> str:
    """A fee, which is the same whatever happens."""
    if not estimate.mean:
        return "-"
    scale, letter = figures.money_scale(abs(estimate.mean))
    return f"{figures.amount(estimate.mean / scale)} {letter}".strip()


def _draw_ground(ax: Axes, low: float, high: float, rows: int, sheet: style.Sheet) -> None:
    ticks = style.round_ticks_between(low, high)
    width = (ticks[-1] - ticks[0]) / sheet.drawn
    ax.set_xlim(ticks[0], ticks[0] + width)
    ax.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
    ax.spines["bottom"].set_bounds(ticks[0], ticks[-1])
    ax.vlines(ticks, -0.5, rows - 0.5, color=style.GRID, linewidth=0.6, zorder=0)
    ax.vlines([0], -0.5, rows - 0.5, color=style.INK, linewidth=1, zorder=4)
    ax.set_ylim(rows - 0.4, -1.0)
    heads = (_("margin [95%]"), _("fee"), _("tickets [95%]"), _("n"))
    for x, text in zip(sheet.columns, heads, strict=True):
        ax.text(x, -0.8, text, transform=ax.get_yaxis_transform(), va="center", color=style.FAINT, fontsize=7.5)
