"""What a year costs: one bar per kind of cost, what is spent once apart."""

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

ONCE = "#8c8c8c"
WIDTHS_PT = (190,)  # of the figures


@dataclass(frozen=True)
class CostBar:
    """A kind of cost; `share` of the yearly total, None for what is spent once."""

    label: str
    amount: Estimate
    share: Estimate | None


def draw_costs(ax: Axes, bars: Sequence[CostBar], currency: str, without: Sequence[str] = ()) -> Axes:
    """Bars from zero with their intervals; amounts on the right, below them what is `without` a price."""
    rows, sheet = _rows(bars), style.sheet([bar.label for bar in bars], WIDTHS_PT)
    scale, unit = figures.money_scale(max(abs(bar.amount.mean or 0.0) for bar in bars))
    for row, bar in zip(rows, bars, strict=True):
        _draw_bar(ax, row, bar, scale)
        _write(ax, row, bar, sheet)
    top = max(max(bar.amount.high or 0.0, bar.amount.mean or 0.0) for bar in bars) / scale
    _draw_axis(ax, top, sheet)
    ax.set_ylim(rows[-1] + 0.6, -1.0)
    ax.set_yticks(rows, [bar.label for bar in bars])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel("\n".join([_below(unit, currency, bars[0].amount.n), *without]), loc="left")
    head, beside = _("a year [95%], share of the total [95%]"), ax.get_yaxis_transform()
    ax.text(sheet.columns[0], -0.75, head, transform=beside, va="center", color=style.FAINT, fontsize=8)
    return ax


def _below(unit: str, currency: str, n: int) -> str:
    text = {
        "M": _("million {currency} a year, mean of {n} replications; whiskers: 95% interval"),
        "k": _("thousand {currency} a year, mean of {n} replications; whiskers: 95% interval"),
    }.get(unit, _("{currency} a year, mean of {n} replications; whiskers: 95% interval"))
    return text.format(currency=currency, n=f"{n:,}")


def _rows(bars: Sequence[CostBar]) -> list[float]:
    """Where the bars lie: what is spent once stands apart below the rest."""
    return [row + (0.6 if bar.share is None else 0.0) for row, bar in enumerate(bars)]


def _draw_bar(ax: Axes, row: float, bar: CostBar, scale: float) -> None:
    mean, low, high = bar.amount.mean or 0.0, bar.amount.low, bar.amount.high
    colour = ONCE if bar.share is None else style.PLACE_COLOURS[0]
    ax.barh(row, mean / scale, height=0.58, color=colour)
    if low is not None and high is not None and high > low:
        spread = [[(mean - low) / scale], [(high - mean) / scale]]
        ax.errorbar(mean / scale, row, xerr=spread, color=style.INK, capsize=2, capthick=0.9, linewidth=0.9)


def _write(ax: Axes, row: float, bar: CostBar, sheet: style.Sheet) -> None:
    share = _("once") if bar.share is None else figures.rough_share_text(bar.share)
    text = f"{figures.money_text(bar.amount)}   {share}"
    ax.text(sheet.columns[0], row, text, transform=ax.get_yaxis_transform(), va="center", fontsize=8)


def _draw_axis(ax: Axes, top: float, sheet: style.Sheet) -> None:
    ticks = style.round_ticks(top)
    ax.set_xlim(0, ticks[-1] / sheet.drawn)
    ax.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
    ax.spines["bottom"].set_bounds(0, ticks[-1])
    ax.grid(axis="x", color=style.GRID, linewidth=0.6)
    ax.set_axisbelow(True)
