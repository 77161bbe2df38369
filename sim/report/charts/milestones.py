"""Time to a milestone: which share of tickets got there how fast, with the promised limit drawn in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.report import figures
from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

POINTS = 240  # of a drawn curve; more cannot be seen at report size
TAIL = 0.995  # the curve is shown up to this quantile, but not beyond three limits
ROOM_RIGHT, FARTHEST = 1.35, 3.0


@dataclass(frozen=True)
class TimeCurve:
    """One time commitment's tickets: hours from start to milestone, sorted; +inf where it was not reached.

    `limit_h` is the promised limit; None where tickets have different limits, and then `hours` are hours past each
    ticket's own deadline (negative = in time). `kept` is the attained share in words.
    """

    id: str
    title: str
    hours: NDArray[np.float64]
    limit_h: float | None
    clock: str
    kept: str
    replications: int


def draw_milestones(ax: Axes, curve: TimeCurve) -> Axes:
    """Cumulative share of tickets against hours; the limit as a vertical line, the share kept in the corner."""
    ax.set_title(f"{curve.id}\n{curve.title}", fontsize=8.5)
    reached = curve.hours[np.isfinite(curve.hours)]
    if not reached.size:
        return style.say(ax, _("no case in the tickets kept")) if not curve.hours.size else _none_reached(ax, curve)
    _draw_curve(ax, curve, reached)
    _draw_limit(ax, curve)
    _annotate(ax, curve)
    return ax


def _none_reached(ax: Axes, curve: TimeCurve) -> Axes:
    text = _("none of {n} tickets got there").format(n=f"{curve.hours.size:,}")
    return style.say(ax, text)


def _draw_curve(ax: Axes, curve: TimeCurve, reached: NDArray[np.float64]) -> None:
    shares = np.linspace(0, reached.size / curve.hours.size, POINTS)
    picks = np.minimum(np.round(np.linspace(0, reached.size - 1, POINTS)).astype(np.int64), reached.size - 1)
    times = reached[picks]
    limit = curve.limit_h if curve.limit_h is not None else 0.0
    ax.plot(times, 100 * shares, color=style.INK, linewidth=1.6)
    late = times >= limit
    ax.fill_between(times, 100 * shares, where=~late, color=style.VERDICT_COLOUR["keep"], alpha=0.16, linewidth=0)
    ax.fill_between(times, 100 * shares, where=late, color=style.VERDICT_COLOUR["break"], alpha=0.18, linewidth=0)
    ax.set_xlim(*_reach(curve, reached))
    ax.set_ylim(0, 104)
    ax.set_yticks([0, 50, 100], ["0", "50", "100%"])


def _reach(curve: TimeCurve, reached: NDArray[np.float64]) -> tuple[float, float]:
    tail = float(np.quantile(reached, TAIL))
    if curve.limit_h is None:
        start = float(np.quantile(reached, 1 - TAIL))
        span = max(1.0, abs(start))
        return min(start, 0.0) - 0.02 * span, max(min(tail, FARTHEST * span), 0.2 * span)
    return 0.0, max(ROOM_RIGHT * curve.limit_h, min(tail, FARTHEST * curve.limit_h), 1e-3)


def _draw_limit(ax: Axes, curve: TimeCurve) -> None:
    limit = curve.limit_h if curve.limit_h is not None else 0.0
    label = _("deadline") if curve.limit_h is None else _("promised {time}").format(time=figures.hours(limit))
    ax.axvline(limit, color=style.VERDICT_COLOUR["break"], linewidth=1.4, linestyle=(0, (4, 2)))
    ax.annotate(label, (limit, 3), xytext=(3, 0), textcoords="offset points", fontsize=7.5, color=style.VERDICT_COLOUR["break"])
    unit = _("hours past the deadline") if curve.limit_h is None else _("hours")
    ax.set_xlabel(unit if curve.clock == "always" else _("{unit}, clock {clock}").format(unit=unit, clock=curve.clock))


def _annotate(ax: Axes, curve: TimeCurve) -> None:
    text = _("kept {share}").format(share=curve.kept)
    ax.text(0.97, 0.42, text, transform=ax.transAxes, ha="right", fontsize=8, weight="bold")
    n = _("{n} tickets drawn, {r} replications").format(n=f"{curve.hours.size:,}", r=curve.replications)
    ax.text(0.97, 0.30, n, transform=ax.transAxes, ha="right", fontsize=7, color=style.FAINT)
