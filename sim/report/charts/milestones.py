"""Time to a milestone: which share of tickets got there how fast, with the promised limit drawn in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Floats = NDArray[np.float64]
POINTS = 240  # of a drawn curve; more cannot be seen at report size
TAIL = 0.995  # the curve is shown up to this quantile, but not beyond three limits
HEAD = 0.02  # where limits differ, the earliest of the tickets are not shown
ROOM_RIGHT, FARTHEST = 1.35, 3.0
ROOM_FOR_LABEL = 0.45  # share of the width the label of the limit needs


@dataclass(frozen=True)
class TimeCurve:
    """One time commitment's cases: times from start to milestone, sorted; +inf where it was not reached.

    `limit` is the promised limit; None where tickets have different limits, and then `times` are past each ticket's own
    deadline (negative = in time, -inf = no deadline came). All in `unit`: h, min or s. `attained`: that share in words;
    `of`: what is counted; before `earliest` is too soon; a `statistic` of all times is promised, not each of them.
    """

    id: str
    title: str
    times: Floats
    limit: float | None
    clock: str
    attained: str
    replications: int
    of: str = "ticket"
    earliest: float | None = None
    statistic: bool = False
    unit: str = "h"


def draw_milestones(ax: Axes, curve: TimeCurve) -> Axes:
    """Cumulative share of cases against time; the limit as a vertical line, the share kept in the corner."""
    ax.set_title(f"{curve.id}\n{curve.title}\n{curve.attained}", fontsize=8)
    reached = curve.times[curve.times < np.inf]
    if not reached.size:
        return style.say(ax, _("no case in the tickets kept")) if not curve.times.size else _none_reached(ax, curve)
    _draw_curve(ax, curve, reached)
    _draw_limit(ax, curve)
    ax.set_xlabel(_below(curve), fontsize=7.5)
    return ax


def _none_reached(ax: Axes, curve: TimeCurve) -> Axes:
    n = curve.times.size
    text = {"call": _("none of {n} calls got there"), "customer": _("none of {n} customers got there")}.get(
        curve.of, _("none of {n} tickets got there")
    )
    return style.say(ax, text.format(n=f"{n:,}"))


def _draw_curve(ax: Axes, curve: TimeCurve, reached: Floats) -> None:
    limit = curve.limit if curve.limit is not None else 0.0
    dated = reached[np.isfinite(reached)]
    left, right = _reach(curve, dated)
    times, shares = _points(np.maximum(reached, dated.min(initial=left)), curve.times.size, limit, right)
    ax.plot(times, shares, color=style.INK, linewidth=1.6)
    _fill(ax, curve, times, shares)
    ax.set_xlim(left, right)
    ax.set_ylim(0, 104)
    ax.set_yticks([0, 50, 100], ["0", "50", "100%"])


def _fill(ax: Axes, curve: TimeCurve, times: Floats, shares: Floats) -> None:
    """Green in time, red too late or too soon; one colour where no single time is promised."""
    limit = curve.limit if curve.limit is not None else 0.0
    kept, late = style.VERDICT_COLOUR["keep"], style.VERDICT_COLOUR["break"]
    if curve.statistic:
        ax.fill_between(times, shares, color=style.PLACE_COLOURS[0], alpha=0.12, linewidth=0)
        return
    soon = curve.earliest if curve.earliest is not None else -np.inf
    ax.fill_between(times, shares, where=(times <= limit) & (times >= soon), color=kept, alpha=0.16, linewidth=0)
    ax.fill_between(times, shares, where=(times >= limit) | (times <= soon), color=late, alpha=0.18, linewidth=0)


def _points(reached: Floats, covered: int, limit: float, right: float) -> tuple[Floats, Floats]:
    """Times and cumulative per cent: quantiles of those that got there, a point at the limit, level to the right."""
    picks = np.unique(np.round(np.linspace(0, reached.size - 1, POINTS)).astype(np.int64))
    end = max(right, float(reached[-1]))
    times = np.concatenate([reached[:1], reached[picks], [end]])
    shares = 100 * np.concatenate([[0], picks + 1, [reached.size]]) / covered
    at = int(np.searchsorted(times, limit, side="right"))
    level = float(np.interp(limit, times, shares, left=0.0))
    return np.insert(times, at, limit), np.insert(shares, at, level)


def _reach(curve: TimeCurve, reached: Floats) -> tuple[float, float]:
    tail = float(np.quantile(reached, TAIL)) if reached.size else 0.0
    if curve.limit is None:
        start = float(np.quantile(reached, HEAD)) if reached.size else 0.0
        span = max(1.0, abs(start))
        return min(start, 0.0) - 0.02 * span, max(min(tail, FARTHEST * span), 0.2 * span)
    return 0.0, max(ROOM_RIGHT * curve.limit, min(tail, FARTHEST * curve.limit), 1e-3)


def _draw_limit(ax: Axes, curve: TimeCurve) -> None:
    limit = curve.limit if curve.limit is not None else 0.0
    colour = style.VERDICT_COLOUR["break"]
    label = _("deadline") if curve.limit is None else _("promised {time}").format(time=f"{limit:g} {curve.unit}")
    ax.axvline(limit, color=colour, linewidth=1.4, linestyle=(0, (4, 2)))
    if curve.earliest is not None and curve.limit is not None:
        ax.axvline(curve.earliest, color=colour, linewidth=1.0, linestyle=(0, (1, 2)))
    left, right = ax.get_xlim()
    side, gap = ("right", -3) if limit - left > ROOM_FOR_LABEL * (right - left) else ("left", 3)
    ax.annotate(label, (limit, 3), xytext=(gap, 0), textcoords="offset points", ha=side, fontsize=7.5, color=colour)


def _below(curve: TimeCurve) -> str:
    unit = {"s": _("seconds"), "min": _("minutes")}.get(curve.unit, _("hours"))
    if curve.limit is None:
        unit = _("hours past the deadline")
    if curve.clock != "always" and curve.limit is not None:
        unit = _("{unit} (clock {clock})").format(unit=unit, clock=curve.clock)
    text = {
        "call": _("{n} calls of {r} replications"),
        "customer": _("{n} cases of {r} replications"),
    }.get(curve.of, _("{n} tickets of {r} replications"))
    return f"{unit}\n{text.format(n=f'{curve.times.size:,}', r=curve.replications)}"
