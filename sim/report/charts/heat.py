"""A figure over two paths: a cell per point with its value, tinted by how far it is from what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.report.charts import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes

WORSE, BETTER = "#d55e00", "#009e73"
STRONGEST = 0.62  # of a tint, so that figures stay legible
NOTHING = "#ececec"
LEAST_SPAN = 1e-9
BIG, SMALL = 8.0, 4.5  # points of the figures in cells; where they would be smaller they are left to the table
FEW = 400  # cells
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
    _fill(ax, cells, span, len(columns), len(rows))
    size = min(BIG, 6.4 / len(columns) / _longest(cells) / LETTER_IN)
    if size >= SMALL:
        for cell in cells:
            _write(ax, cell, size)
    _mark(ax, cells, max(size, SMALL))
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


def _longest(cells: Sequence[Cell]) -> int:
    return max((len(cell.text) for cell in cells), default=1) + 2


def _fill(ax: Axes, cells: Sequence[Cell], span: float, columns: int, rows: int) -> None:
    """The tints, as one mesh."""
    import numpy as np

    tints = np.ones((rows, columns, 3))
    for cell in cells:
        tints[cell.row, cell.column] = _tint(cell.tint, span)
    sides = np.arange(columns + 1) - 0.5, np.arange(rows + 1) - 0.5
    ax.pcolormesh(*sides, tints, edgecolor="white", linewidth=1.2 if columns * rows < FEW else 0.3)


def _write(ax: Axes, cell: Cell, size: float) -> None:
    """The figure, or why there is none; it lies in its cell, so the layout need not ask for its size."""
    up = 0.08 if cell.verdict else 0.0
    text, colour = (cell.text, style.INK) if cell.text else (cell.instead, style.FAINT)
    found = ax.text(cell.column, cell.row + up, text, ha="center", va="center", fontsize=size, color=colour)
    found.set_in_layout(False)


def _mark(ax: Axes, cells: Sequence[Cell], size: float) -> None:
    """The verdicts, below the figures."""
    for verdict in dict.fromkeys(cell.verdict for cell in cells if cell.verdict):
        places = [(cell.column, cell.row - 0.3) for cell in cells if cell.verdict == verdict]
        mark, colour = style.VERDICT_MARK.get(verdict, "s"), style.VERDICT_COLOUR.get(verdict, style.FAINT)
        ax.plot(
            *zip(*places, strict=True), mark, color=colour, markersize=size * 0.62, markeredgecolor="white", mew=0.5
        )


def _tint(tint: float | None, span: float) -> Any:
    from matplotlib.colors import to_rgb

    if tint is None:
        return to_rgb(NOTHING)
    share = STRONGEST * min(1.0, abs(tint) / span)
    strong = to_rgb(BETTER if tint > 0 else WORSE)
    return tuple(1 - share * (1 - part) for part in strong)
