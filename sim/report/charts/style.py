"""One look for every chart: colours that colour-blind readers tell apart, legible sizes, fonts with Chinese glyphs."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.report.columns import display_width

if TYPE_CHECKING:
    from matplotlib.axes import Axes

    from sim.study import Estimate

# Okabe & Ito (2008), Color Universal Design, with two more from Tol (2021), "muted".
INK, FAINT, GRID = "#222222", "#6b6b6b", "#d9d9d9"
VERDICT_COLOUR = {
    "keep": "#009e73",
    "break": "#d55e00",
    "unproven": "#b8860b",
    "no-evidence": "#8c8c8c",
    "no-target": "#0072b2",
}
VERDICT_MARK = {"keep": "o", "break": "X", "unproven": "D", "no-evidence": "s", "no-target": "s"}
CAUSE_COLOUR = {
    "desk": "#56b4e9",
    "dispatch": "#0072b2",
    "off_shift": "#999999",
    "engineer": "#d55e00",
    "part": "#f0e442",
    "travel": "#009e73",
    "repair": "#cc79a7",
    "supplier": "#e69f00",
    "customer": "#332288",
}
PAGE_PT = 7.6 * 72  # width of a figure
MARGINS_PT, GAP_PT, LEAST_DRAWN_PT = 24, 12, 90
POINTS_PER_CELL = 4.5  # of a row's label: half a Chinese character
PLACE_COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#e69f00", "#56b4e9", "#882255", "#332288")
PLACE_MARKS = ("o", "s", "^", "D")
CHINESE_FONTS = (
    "Noto Sans SC",
    "Noto Sans CJK SC",
    "Noto Sans CJK JP",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Microsoft YaHei",
    "PingFang SC",
    "Hiragino Sans GB",
    "SimHei",
    "Arial Unicode MS",
)


def font_families() -> list[str]:
    """DejaVu Sans (always there) and the first Chinese font this machine has."""
    from matplotlib import font_manager

    have = set(font_manager.get_font_names())
    return ["DejaVu Sans", *[name for name in CHINESE_FONTS if name in have][:1]]


@contextmanager
def chart_style() -> Iterator[None]:
    """Settings for everything drawn inside; a glyph no font has is drawn as a box, without a word on the screen."""
    import matplotlib as mpl

    fonts = logging.getLogger("matplotlib.font_manager")
    level = fonts.level
    with mpl.rc_context(_settings()), warnings.catch_warnings():
        warnings.filterwarnings("ignore", message=r"Glyph \d+.* missing from")
        fonts.setLevel(logging.ERROR)  # a Chinese font without a bold cut is no news
        try:
            yield
        finally:
            fonts.setLevel(level)


def _settings() -> dict[Any, Any]:
    return {
        "font.family": font_families(),
        "font.size": 9,
        "text.color": INK,
        "axes.labelcolor": INK,
        "axes.edgecolor": FAINT,
        "axes.titlesize": 9,
        "axes.titlelocation": "left",
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.linewidth": 0.8,
        "axes.unicode_minus": False,
        "xtick.color": INK,
        "ytick.color": INK,
        "xtick.labelsize": 8,
        "ytick.labelsize": 8,
        "legend.fontsize": 8,
        "legend.frameon": False,
        "savefig.facecolor": "white",
        "svg.fonttype": "none",  # text stays text: searchable, small, and the reader's own fonts draw it
        "svg.hashsalt": "pledge",  # the same result gives the same file
    }


def draw_estimate(ax: Axes, row: float, estimate: Estimate, scale: float, colour: str) -> None:
    """A dot with its 95 % interval on a row; nothing where nothing is known."""
    mean, low, high = estimate.mean, estimate.low, estimate.high
    if mean is None:
        return
    if low is not None and high is not None:
        spread = [[scale * (mean - low)], [scale * (high - mean)]]
        ax.errorbar(scale * mean, row, xerr=spread, color=colour, capsize=2.5, linewidth=1.5, zorder=3)
    ax.plot([scale * mean], [row], "o", color=colour, markersize=5.5, markeredgecolor="white", zorder=4)


@dataclass(frozen=True)
class Sheet:
    """How axes are shared between what is drawn and the columns of figures to the right of it.

    `drawn`: share of the axes for the drawing; `columns`: where each column of figures begins, in axes fractions.
    """

    drawn: float
    columns: tuple[float, ...]


def sheet(labels: Sequence[str], widths: Sequence[float]) -> Sheet:
    """Columns of these widths (points) at the right end of axes whose rows have these labels, whatever their length."""
    longest = max((display_width(label) for label in labels), default=0)
    axes = max(PAGE_PT - MARGINS_PT - POINTS_PER_CELL * longest, sum(widths) + LEAST_DRAWN_PT)
    starts = [axes - sum(widths[number:]) for number in range(len(widths))]
    return Sheet((starts[0] - GAP_PT) / axes, tuple(start / axes for start in starts))


def round_ticks(top: float) -> list[float]:
    """Round numbers from 0 to `top` or the next one beyond it."""
    from matplotlib.ticker import MaxNLocator

    return [float(tick) for tick in MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(0, top or 1.0) if tick >= 0]


def round_ticks_between(low: float, high: float) -> list[float]:
    """Round numbers around both ends, zero among them."""
    from matplotlib.ticker import MaxNLocator

    span = (min(low, 0.0), max(high, 0.0))
    return [float(tick) for tick in MaxNLocator(5, steps=[1, 2, 5, 10]).tick_values(*span if any(span) else (0.0, 1.0))]


def say(ax: Axes, text: str) -> Axes:
    """An axes that has nothing to draw says why instead."""
    ax.set_axis_off()
    ax.text(0.5, 0.5, text, ha="center", va="center", color=FAINT, transform=ax.transAxes, wrap=True)
    return ax
