"""A commitment along its limits or radii: share attained, chance to keep a period, and what misses would cost."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from sim.report import figures
from sim.report.charts import style
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study import Estimate

ATTAINED, CHANCE, VOLUME = "#0072b2", style.INK, "#bdbdbd"
MOST_TICKS = 7
WIDE = 4.0  # from this ratio of the longest to the shortest limit on, steps are drawn in proportion
GROUND = {"facecolor": "white", "alpha": 0.7, "linewidth": 0, "pad": 1.0}
SHADE = {"keep": 0.16, "unproven": 0.10, "break": 0.14}


@dataclass(frozen=True)
class Reading:
    """One offer, shares in per cent. `attained` None: it is no share; `is_seen`: every one of few sample years kept it;
    `volume`: of the cases of the widest offer; `worst_fine`: what 19 of 20 years do not exceed.
    """

    at: float
    attained: Estimate | None
    chance: Estimate
    verdict: str
    is_seen: bool
    fine: Estimate
    worst_fine: float | None
    volume: float


@dataclass(frozen=True)
class OfferCurve:
    """All offers of one axis in ascending order, with their `texts`; positions of the promised and of the best one."""

    title: str
    unit: str
    readings: tuple[Reading, ...]
    texts: tuple[str, ...]
    target: float | None
    assurance: float
    promised: int | None
    best: int | None
    n: int
    with_volume: bool = False


def draw_offers(ax: Axes, curve: OfferCurve, is_last: bool = True) -> Axes:
    """Share attained and chance to keep a period against the offer; green where it holds, red where it does not."""
    ax.set_title(curve.title, fontsize=8.5)
    _set_scale(ax, curve)
    _shade(ax, curve)
    if curve.with_volume:
        volumes = [one.volume for one in curve.readings]
        ax.fill_between(_places(curve), volumes, color=VOLUME, alpha=0.45, linewidth=0, zorder=1)
    _draw_line(ax, curve, [one.attained for one in curve.readings], ATTAINED, "o")
    _draw_line(ax, curve, [one.chance for one in curve.readings], CHANCE, "s")
    if curve.target is not None:
        ax.axhline(curve.target, color=ATTAINED, linewidth=1.0, linestyle=(0, (5, 3)))
    ax.axhline(curve.assurance, color=CHANCE, linewidth=0.9, linestyle=(0, (1, 2)))
    _draw_promised(ax, curve, with_text=True)
    ax.set_ylim(0, 104)
    ax.set_yticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100%"])
    if is_last:
        _label(ax, curve)
    else:
        ax.tick_params(axis="x", labelbottom=False)
    return ax


def draw_fines(ax: Axes, curve: OfferCurve) -> Axes:
    """Mean fine a year with its interval, and what 19 of 20 years do not exceed."""
    _set_scale(ax, curve)
    fines = [one.fine for one in curve.readings]
    top = max([one.high or one.mean or 0.0 for one in fines] + [one.worst_fine or 0.0 for one in curve.readings])
    scale, letter = figures.money_scale(top)
    _draw_line(ax, curve, [one.times(1 / scale) for one in fines], style.VERDICT_COLOUR["break"], "")
    worst = [math.nan if one.worst_fine is None else one.worst_fine / scale for one in curve.readings]
    ax.plot(_places(curve), worst, color=style.VERDICT_COLOUR["break"], linewidth=1.0, linestyle=(0, (4, 2)))
    ticks = style.round_ticks(top / scale)
    ax.set_yticks(ticks, [f"{tick:,g}" for tick in ticks])
    ax.set_ylabel(_("fine a year") + (f" ({letter})" if letter else ""), fontsize=8)
    ax.set_ylim(0, None)
    _draw_promised(ax, curve, with_text=False)
    _label(ax, curve)
    return ax


def key_lines(curves: Sequence[OfferCurve]) -> list[Any]:
    """What the lines and grounds mean, for the legend of the whole figure."""
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    keep, broken = style.VERDICT_COLOUR["keep"], style.VERDICT_COLOUR["break"]
    lines: list[Any] = [Line2D([], [], color=ATTAINED, marker="o", markersize=3.5, label=_("share attained"))]
    if any(curve.target is not None for curve in curves):
        lines.append(Line2D([], [], color=ATTAINED, linewidth=1.0, linestyle=(0, (5, 3)), label=_("target")))
    lines += [
        Line2D([], [], color=CHANCE, marker="s", markersize=3.5, label=_("chance to keep a period")),
        Line2D([], [], color=CHANCE, linewidth=0.9, linestyle=(0, (1, 2)), label=_("chance asked for")),
        Patch(color=keep, alpha=2 * SHADE["keep"], label=_("holds")),
        Patch(color=style.VERDICT_COLOUR["unproven"], alpha=2 * SHADE["unproven"], label=_("not decided yet")),
        Patch(color=broken, alpha=2 * SHADE["break"], label=_("does not hold")),
    ]
    if any(curve.with_volume for curve in curves):
        lines.append(Patch(color=VOLUME, alpha=0.45, label=_("cases covered, of those of the widest")))
    if any(one.fine.mean for curve in curves for one in curve.readings):
        lines.append(Line2D([], [], color=broken, linewidth=1.6, label=_("mean fine")))
        lines.append(
            Line2D([], [], color=broken, linewidth=1.0, linestyle=(0, (4, 2)), label=_("19 of 20 years at most"))
        )
    return lines


def _places(curve: OfferCurve) -> list[float]:
    return [one.at for one in curve.readings]


def _is_wide(curve: OfferCurve) -> bool:
    places = _places(curve)
    return not curve.with_volume and places[0] > 0 and places[-1] / places[0] >= WIDE


def _set_scale(ax: Axes, curve: OfferCurve) -> None:
    places = _places(curve)
    if _is_wide(curve):
        ax.set_xscale("log")
        ax.set_xlim(places[0] / 1.06, places[-1] * 1.06)
    else:
        room = 0.04 * (places[-1] - places[0]) or 0.5
        ax.set_xlim(places[0] - room, places[-1] + room)
    ax.minorticks_off()


def _shade(ax: Axes, curve: OfferCurve) -> None:
    """The ground by verdict, each offer's up to half way to the next."""
    left, right = ax.get_xlim()
    places, is_wide = _places(curve), _is_wide(curve)
    middles = [math.sqrt(a * b) if is_wide else (a + b) / 2 for a, b in pairwise(places)]
    edges = [left, *middles, right]
    for at, one in enumerate(curve.readings):
        if one.verdict in SHADE:
            colour = style.VERDICT_COLOUR[one.verdict]
            ax.axvspan(edges[at], edges[at + 1], color=colour, alpha=SHADE[one.verdict], linewidth=0, zorder=0)


def _draw_line(ax: Axes, curve: OfferCurve, estimates: Sequence[Estimate | None], colour: str, mark: str) -> None:
    """A line of means with the band of their intervals; nothing where nothing is known."""
    known = [
        (at, one) for at, one in zip(_places(curve), estimates, strict=True) if one is not None and one.mean is not None
    ]
    if not known:
        return
    places, means = [at for at, _one in known], [one.mean or 0.0 for _at, one in known]
    ax.plot(places, means, color=colour, marker=mark or None, markersize=3.2, linewidth=1.6, zorder=3)
    lows = [math.nan if one.low is None else one.low for _at, one in known]
    highs = [math.nan if one.high is None else one.high for _at, one in known]
    ax.fill_between(places, lows, highs, color=colour, alpha=0.15, linewidth=0, zorder=2)


def _draw_promised(ax: Axes, curve: OfferCurve, with_text: bool) -> None:
    if curve.promised is None:
        return
    at = curve.readings[curve.promised].at
    ax.axvline(at, color=style.INK, linewidth=1.2, linestyle=(0, (4, 2)), zorder=2)
    if with_text:
        left, right = ax.get_xlim()
        share = math.log(at / left) / math.log(right / left) if _is_wide(curve) else (at - left) / (right - left)
        side, gap = ("right", -3) if share > 0.5 else ("left", 3)
        text = _("promised {time}").format(time=curve.texts[curve.promised])
        ax.annotate(text, (at, 3), xytext=(gap, 0), textcoords="offset points", ha=side, fontsize=7.5, bbox=GROUND)


def _label(ax: Axes, curve: OfferCurve) -> None:
    """Ticks at offers that leave each other room, by their own texts."""
    places, is_wide = _places(curve), _is_wide(curve)
    left, right = ax.get_xlim()

    def share(at: float) -> float:
        return math.log(at / left) / math.log(right / left) if is_wide else (at - left) / (right - left)

    order = [at for at in (curve.promised, curve.best) if at is not None]
    order += [at for at in (0, len(places) - 1) if at not in order]
    order += [at for at in range(len(places)) if at not in order]
    kept: list[int] = []
    for at in order:
        if len(kept) < MOST_TICKS and all(abs(share(places[at]) - share(places[one])) > 1 / MOST_TICKS for one in kept):
            kept.append(at)
    kept.sort()
    ax.set_xticks([places[at] for at in kept], [curve.texts[at] for at in kept])
    ax.set_xlabel(f"{curve.unit}\n" + _("n {n}").format(n=f"{curve.n:,}"), fontsize=8)
