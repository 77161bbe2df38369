"""What a year costs under each plan: one bar per plan, made up of its kinds of cost."""

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

KIND_COLOURS = (*style.PLACE_COLOURS, "#999999", "#f0e442", "#444444")


@dataclass(frozen=True)
class CostStack:
    """A plan: the mean of every kind of cost, in the order of the kinds, and the total."""

    label: str
    amounts: tuple[float, ...]
    total: Estimate


def draw_cost_stacks(ax: Axes, stacks: Sequence[CostStack], kinds: Sequence[str], currency: str) -> Axes:
    """A bar per plan with the interval of its total behind it; the kinds in one legend below."""
    top = max(max(sum(stack.amounts), stack.total.high or 0.0) for stack in stacks)
    scale, letter = figures.money_scale(top)
    for row, stack in enumerate(stacks):
        left = 0.0
        for kind, amount in enumerate(stack.amounts):
            label = kinds[kind] if row == 0 else None
            ax.barh(row, amount / scale, left=left, height=0.58, color=KIND_COLOURS[kind % len(KIND_COLOURS)],
                    label=label, edgecolor="white", linewidth=0.4)  # fmt: skip
            left += amount / scale
        _write_total(ax, row, stack, scale, left)
    _draw_axis(ax, top / scale)
    ax.set_ylim(len(stacks) - 0.4, -0.6)
    ax.set_yticks(range(len(stacks)), [on_lines(stack.label) for stack in stacks])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(_below(letter, currency, stacks[0].total.n), loc="left")
    return ax


def _below(letter: str, currency: str, n: int) -> str:
    unit = {
        "M": _("million {currency} a year, mean of {n} sample years"),
        "k": _("thousand {currency} a year, mean of {n} sample years"),
    }.get(letter, _("{currency} a year, mean of {n} sample years"))
    whiskers = _("whiskers and figures: total with its 95% interval")
    return f"{unit.format(currency=currency, n=f'{n:,}')}\n{whiskers}"


def _write_total(ax: Axes, row: int, stack: CostStack, scale: int, end: float) -> None:
    total = stack.total
    if total.mean is not None and total.low is not None and total.high is not None:
        spread = [[(total.mean - total.low) / scale], [(total.high - total.mean) / scale]]
        ax.errorbar(total.mean / scale, row, xerr=spread, color=style.INK, capsize=2.5, linewidth=1.0)
    edge = max(end, (total.high or total.mean or 0.0) / scale)
    ax.annotate(figures.money_text(total), (edge, row), (6, 0), textcoords="offset points", va="center", fontsize=8)


def on_lines(name: str) -> str:
    """The name of a plan with each of its changes on a line of its own."""
    return name.replace("+", "\n+")


def _draw_axis(ax: Axes, top: float) -> None:
    ticks = style.round_ticks(top)
    ax.set_xlim(0, ticks[-1] * 1.45)
    ax.set_xticks(ticks, [f"{tick:,g}" for tick in ticks])
    ax.spines["bottom"].set_bounds(0, ticks[-1])
    ax.grid(axis="x", color=style.GRID, linewidth=0.6)
    ax.set_axisbelow(True)
