"""A figure over two paths: a cell per point with its value, tinted by how far it is from what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.report.charts import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WORSE, EVEN, BETTER = "#d55e00", "#ffffff", "#009e73"
STRONGEST = 0.62  # of a tint, so that figures stay legible
LEAST_SPAN = 1e-9
BIG, SMALL = 8.0, 5.0  # points of the figures in cells
LETTER_IN = 0.0085  # inches of a character per point of its size


@dataclass(frozen=True)
class Cell:
    """A point: column and row, its figure as text, how good it is (above 0 better than promised), its verdict.

    `instead`: said where there is no figure.
    """

    column: int
    row: int
    text: str
    tint: float | None
    verdict: str = ""
    instead: str = ""


def draw_heat(
    ax: Axes, cells: Sequence[Cell], columns: Sequence[str], rows: Sequence[str], labels: tuple[str, str]
) -> Axes:
    """`columns`, `rows`: the values of both paths; `labels`: below and beside them. The farthest is tinted most."""
    span = max((abs(cell.tint) for cell in cells if cell.tint is not None), default=0.0) or LEAST_SPAN
    size = _size(cells, len(columns))
    for cell in cells:
        _draw(ax, cell, span, size)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(-0.5, len(rows) - 0.5)
    _label(ax.set_xticks, columns, most=24)
    _label(ax.set_yticks, rows, most=40)
    ax.tick_params(length=0)
    for side in ("top", "right", "left", "bottom"):
        ax.spines[side].set_visible(False)
    ax.set_xlabel(labels[0], loc="left")
    ax.set_ylabel(labels[1])
    return ax


def _label(set_ticks: Any, values: Sequence[str], most: int) -> None:
    step = -(-len(values) // most)
    set_ticks(range(0, len(values), step), list(values)[::step])


def _size(cells: Sequence[Cell], columns: int) -> float:
    """Of the figures: as large as the longest fits into a cell."""
    longest = max((len(cell.text) for cell in cells), default=1) + 2
    return min(BIG, max(SMALL, 6.4 / columns / longest / LETTER_IN))


def _draw(ax: Axes, cell: Cell, span: float, size: float) -> None:
    from matplotlib.patches import Rectangle

    x, y = cell.column, cell.row
    face = _tint(cell.tint, span)
    ax.add_patch(Rectangle((x - 0.5, y - 0.5), 1, 1, facecolor=face, edgecolor="white", linewidth=1.2))
    if not cell.text:
        ax.add_patch(Rectangle((x - 0.46, y - 0.46), 0.92, 0.92, fill=False, edgecolor=style.GRID, hatch="///", lw=0))
        ax.text(x, y, cell.instead, ha="center", va="center", fontsize=size - 1, color=style.FAINT)
        return
    ax.text(x, y + (0.08 if cell.verdict else 0.0), cell.text, ha="center", va="center", fontsize=size)
    if cell.verdict:
        mark = style.VERDICT_MARK.get(cell.verdict, "s")
        colour = style.VERDICT_COLOUR.get(cell.verdict, style.FAINT)
        ax.plot([x], [y - 0.3], mark, color=colour, markersize=size * 0.62, markeredgecolor="white", mew=0.5)


def _tint(tint: float | None, span: float) -> Any:
    from matplotlib.colors import to_rgb

    if tint is None:
        return "#f7f7f7"
    share = STRONGEST * min(1.0, abs(tint) / span)
    strong = to_rgb(BETTER if tint > 0 else WORSE)
    return tuple(1 - share * (1 - part) for part in strong)
