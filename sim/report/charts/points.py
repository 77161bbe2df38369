"""A figure at many points along one path: dots with intervals, marked by verdict, against what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.report.charts import style

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.lines import Line2D

    from sim.study import Estimate

PLAIN = style.PLACE_COLOURS[0]
MOST_TICKS = 12


@dataclass(frozen=True)
class Spot:
    """One point: where it lies along the path, what was found there, what was promised (None: nothing), the verdict."""

    at: float
    estimate: Estimate
    bar: float | None = None
    verdict: str = ""


@dataclass(frozen=True)
class Spots:
    """A panel. `scale` turns figures into what `ylabel` says; `is_line`: the points follow each other along the path.

    `ticks`: the values of the path, where they are few; `most`: the largest figure there can be, after scaling.
    """

    title: str
    spots: tuple[Spot, ...]
    xlabel: str
    ylabel: str
    scale: float = 1.0
    is_line: bool = True
    ticks: tuple[float, ...] = ()
    most: float | None = None


def draw_points(ax: Axes, panel: Spots) -> Axes:
    """Dots with their intervals; a dashed line where the promise lies."""
    spots = sorted(panel.spots, key=lambda spot: spot.at)
    known = [spot for spot in spots if spot.estimate.mean is not None]
    if panel.is_line:
        ax.plot([s.at for s in known], [panel.scale * (s.estimate.mean or 0.0) for s in known], color=style.FAINT,
                linewidth=1.0, zorder=2)  # fmt: skip
    for verdict in dict.fromkeys(spot.verdict for spot in known):
        _draw(ax, [spot for spot in known if spot.verdict == verdict], verdict, panel.scale)
    _draw_bar(ax, spots, panel)
    _set_axes(ax, panel, known)
    return ax


def _draw(ax: Axes, spots: Sequence[Spot], verdict: str, scale: float) -> None:
    """All points with one verdict."""
    colour = style.VERDICT_COLOUR.get(verdict, PLAIN)
    ended = [spot for spot in spots if spot.estimate.low is not None and spot.estimate.high is not None]
    if ended:
        means = [scale * (spot.estimate.mean or 0.0) for spot in ended]
        lows = [mean - scale * (spot.estimate.low or 0.0) for mean, spot in zip(means, ended, strict=True)]
        highs = [scale * (spot.estimate.high or 0.0) - mean for mean, spot in zip(means, ended, strict=True)]
        ats = [spot.at for spot in ended]
        ax.errorbar(ats, means, yerr=[lows, highs], color=colour, capsize=2, linewidth=1.2, linestyle="none", zorder=3)
    mark = style.VERDICT_MARK.get(verdict, "o")
    ats, means = [spot.at for spot in spots], [scale * (spot.estimate.mean or 0.0) for spot in spots]
    ax.plot(ats, means, mark, color=colour, markersize=5.5, markeredgecolor="white", zorder=4)


def _draw_bar(ax: Axes, spots: Sequence[Spot], panel: Spots) -> None:
    """What was promised: one line, or steps where it moves from point to point."""
    bars = [(spot.at, panel.scale * spot.bar) for spot in spots if spot.bar is not None]
    if not bars or (len({bar for _at, bar in bars}) > 1 and not panel.is_line):
        return
    if len({bar for _at, bar in bars}) == 1:
        ax.axhline(bars[0][1], color=style.INK, linewidth=1.1, linestyle=(0, (4, 2)), zorder=1)
    else:
        ax.plot(*zip(*bars, strict=True), color=style.INK, linewidth=1.1, linestyle=(0, (4, 2)), zorder=1)


def _set_axes(ax: Axes, panel: Spots, known: Sequence[Spot]) -> None:
    from matplotlib.ticker import MaxNLocator

    ax.set_ylim(*_span(panel, known))
    ax.yaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.yaxis.set_major_formatter(lambda value, _place: f"{value:,g}")
    if 0 < len(panel.ticks) <= MOST_TICKS:
        ax.set_xticks(panel.ticks, [f"{tick:,g}" for tick in panel.ticks])
        room = 0.04 * (panel.ticks[-1] - panel.ticks[0])
        ax.set_xlim(panel.ticks[0] - room, panel.ticks[-1] + room)
    else:
        ax.xaxis.set_major_locator(MaxNLocator(5, steps=[1, 2, 5, 10]))
    ax.grid(axis="y", color=style.GRID, linewidth=0.6)
    ax.set_axisbelow(True)
    ax.set_title(panel.title, fontsize=8.5)
    ax.set_xlabel(panel.xlabel, loc="left", fontsize=8)
    ax.set_ylabel(panel.ylabel, fontsize=8)


def _span(panel: Spots, known: Sequence[Spot]) -> tuple[float, float]:
    """Room for every figure with its interval and its promise; nothing below 0, little above what is possible."""
    ends = [v for s in known for v in (s.estimate.mean, s.estimate.low, s.estimate.high, s.bar) if v is not None]
    low, high = panel.scale * min(ends, default=0.0), panel.scale * max(ends, default=1.0)
    room = 0.08 * (high - low) or 0.05 * max(abs(high), 1.0)
    bottom = max(low - room, -0.3 * room) if low >= 0 else low - room
    return bottom, high + room if panel.most is None else min(high + room, panel.most + 0.4 * room)


def verdict_keys(words: Sequence[tuple[str, str]], promised: str) -> list[Line2D]:
    """A key for the marks of (verdict, word), and for the line of what was promised."""
    from matplotlib.lines import Line2D

    marks = [
        Line2D([], [], color=style.VERDICT_COLOUR.get(key, PLAIN), marker=style.VERDICT_MARK.get(key, "o"),
               linestyle="none", markeredgecolor="white", label=word)
        for key, word in words
    ]  # fmt: skip
    return [*marks, Line2D([], [], color=style.INK, linewidth=1.1, linestyle=(0, (4, 2)), label=promised)]
