"""What survives which shock: a row per commitment, a column per shock, each cell with what is attained and a mark."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.charts import style
from sim.report.columns import wrap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

COLOUR = {
    "survives": style.VERDICT_COLOUR["keep"],
    "falls": style.VERDICT_COLOUR["break"],
    "open": style.VERDICT_COLOUR["unproven"],
    "down": style.FAINT,
    "gone": style.GRID,
    "nothing": style.GRID,
}
MARK = {"survives": "o", "falls": "X", "open": "D", "down": "v", "gone": "P", "nothing": "s"}
TINT = 0.18
LABEL_CELLS = 88  # of all labels of columns together, in half Chinese characters


@dataclass(frozen=True)
class Cell:
    """A commitment (row) under a shock (column): what is attained as text, and its fate; '' without a shock."""

    column: int
    row: int
    text: str
    fate: str


def draw_survival(ax: Axes, cells: Sequence[Cell], columns: Sequence[str], rows: Sequence[str]) -> Axes:
    """The first column is the plan without any shock."""
    from matplotlib.patches import Rectangle

    for cell in cells:
        colour = COLOUR.get(cell.fate, style.FAINT)
        place = (cell.column - 0.48, cell.row - 0.46)
        alpha = TINT if cell.fate else 0.0
        ax.add_patch(Rectangle(place, 0.96, 0.92, facecolor=colour, alpha=alpha, edgecolor="none"))
        ax.text(cell.column, cell.row + 0.16, cell.text, ha="center", va="center", fontsize=7.5)
        if cell.fate:
            ax.plot([cell.column], [cell.row - 0.2], MARK[cell.fate], color=colour, markersize=5.5, mew=0.5)
    ax.set_xlim(-0.5, len(columns) - 0.5)
    ax.set_ylim(len(rows) - 0.5, -0.5)
    ax.set_xticks(
        range(len(columns)), ["\n".join(wrap(name, LABEL_CELLS // len(columns))) for name in columns], fontsize=7
    )
    ax.set_yticks(range(len(rows)), list(rows))
    ax.tick_params(length=0, top=True, labeltop=True, bottom=False, labelbottom=False)
    ax.axvline(0.5, color=style.GRID, linewidth=1.0)
    for side in ("left", "bottom"):
        ax.spines[side].set_visible(False)
    return ax


def fate_keys(words: Sequence[tuple[str, str]]) -> list[Line2D]:
    """(fate, word) for a legend."""
    from matplotlib.lines import Line2D

    return [Line2D([], [], linestyle="", marker=MARK[fate], color=COLOUR[fate], label=word) for fate, word in words]
