"""Every plan that a sizing looked at: what it costs against how far it is from the promise it keeps worst."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report import figures
from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

KEEPS, MISSES, FOUND = style.VERDICT_COLOUR["keep"], style.VERDICT_COLOUR["break"], style.INK


@dataclass(frozen=True)
class Dot:
    """A plan: its cost a year, its least margin in shares, and whether it seems to keep everything."""

    cost: float
    margin: float
    keeps: bool


def draw_tried(ax: Axes, dots: Sequence[Dot], found: Dot | None, now: Dot | None, bound: float, unit: str) -> Axes:
    """A dot per plan; left of the line something is missed. `bound`: what no plan that keeps costs less than."""
    scale, letter = figures.money_scale(max(dot.cost for dot in dots))
    for keeps, colour, mark, label in (
        (True, KEEPS, "o", _("seems to keep everything")),
        (False, MISSES, "X", _("misses something, or only just keeps it")),
    ):
        some = [dot for dot in dots if dot.keeps == keeps]
        if some:
            ax.scatter([100 * dot.margin for dot in some], [dot.cost / scale for dot in some], s=22, c=colour,
                       marker=mark, alpha=0.75, linewidths=0, label=label)  # fmt: skip
    for dot, mark, label in ((now, "s", _("the plan as it stands")), (found, "*", _("the plan found"))):
        if dot is not None:
            ax.scatter([100 * dot.margin], [dot.cost / scale], s=150 if mark == "*" else 60, facecolors="none",
                       edgecolors=FOUND, marker=mark, linewidths=1.4, label=label)  # fmt: skip
    ax.axvline(0, color=style.FAINT, linewidth=0.8)
    ax.axhline(bound / scale, color=style.FAINT, linewidth=1.2, linestyle="--", label=_("bound: pay and upkeep alone"))
    ax.grid(color=style.GRID, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.set_xlabel(_("percentage points above the target, of the commitment that has least"))
    ax.set_ylabel(f"{letter} {unit}".strip())
    ax.legend(loc="best", fontsize=8)
    return ax
