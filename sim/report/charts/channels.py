"""How customers fare by channel: of all attempts, which share is answered, given up and refused; how long they wait."""

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

WIDTHS_PT = (84, 80, 74, 24)  # of the columns: answered, gave up, refused, n
ANSWERED, GAVE_UP, REFUSED, OPEN = "#009e73", "#d55e00", "#8c8c8c", "#efefef"
KEY_BELOW_PT = 36  # below the axis
ABOVE, BELOW = -0.17, 0.2  # where the two lines of a row stand


@dataclass(frozen=True)
class ChannelRow:
    """A channel at the desk that takes it: shares of `attempts` a year; waits in hours."""

    label: str
    attempts: Estimate
    answered: Estimate
    gave_up: Estimate
    refused: Estimate
    wait_mean: Estimate
    wait_p90: Estimate


def draw_channels(ax: Axes, rows: Sequence[ChannelRow]) -> Axes:
    """A bar of 100 % of the attempts per channel, with the interval of what is answered; figures on the right."""
    sheet = style.sheet([one.label for one in rows], WIDTHS_PT)
    for row, one in enumerate(rows):
        _draw_bar(ax, row, one)
        _write(ax, row, one, sheet)
    _draw_ground(ax, len(rows), sheet)
    ax.set_yticks(range(len(rows)), [one.label for one in rows])
    ax.tick_params(axis="y", length=0)
    ax.set_xlabel(_("share of all attempts, calls again counted anew; whiskers: 95% interval of what is answered"),
                  loc="left")  # fmt: skip
    _draw_key(ax)
    return ax


def _draw_bar(ax: Axes, row: int, one: ChannelRow) -> None:
    ax.barh(row, 100, height=0.5, color=OPEN)
    start = 0.0
    for share, colour in ((one.answered, ANSWERED), (one.gave_up, GAVE_UP), (one.refused, REFUSED)):
        width = 100 * (share.mean or 0.0)
        ax.barh(row, width, left=start, height=0.5, color=colour, edgecolor="white", linewidth=0.6)
        start += width
    mean, low, high = one.answered.mean, one.answered.low, one.answered.high
    if mean is not None and low is not None and high is not None and low < high:
        spread = [[100 * (mean - low)], [100 * (high - mean)]]
        ax.errorbar(100 * mean, row, xerr=spread, color=style.INK, capsize=2.5, linewidth=1.2, zorder=3)


def _write(ax: Axes, row: int, one: ChannelRow, sheet: style.Sheet) -> None:
    none = one.refused.mean == 0 and not one.refused.high
    cells = (
        figures.share_text(one.answered),
        figures.share_text(one.gave_up),
        _("none") if none else figures.share_text(one.refused),
        f"{one.answered.n:,}",
    )
    beside = ax.get_yaxis_transform()
    for x, text in zip(sheet.columns, cells, strict=True):
        ax.text(x, row + ABOVE, text, transform=beside, va="center", fontsize=7.5)
    ax.text(sheet.columns[0], row + BELOW, _waits(one), transform=beside, va="center", fontsize=7, color=style.FAINT)


def _waits(one: ChannelRow) -> str:
    """'wait 24 s [22, 25], 90% less than 76 s [74, 79]; 14,000 attempts a year'."""
    text = _("wait {mean}, 90% within {most}; {attempts} a year")
    attempts = figures.money_text(one.attempts)
    waits = {"mean": figures.hours_text(one.wait_mean), "most": figures.hours_text(one.wait_p90)}
    return text.format(**waits, attempts=attempts)


def _draw_ground(ax: Axes, rows: int, sheet: style.Sheet) -> None:
    ax.set_xlim(-2, -2 + 104 / sheet.drawn)
    ax.set_xticks([0, 25, 50, 75, 100], ["0", "25", "50", "75", "100%"])
    ax.spines["bottom"].set_bounds(0, 100)
    ax.set_ylim(rows - 0.4, -0.95)
    heads = (_("answered [95%]"), _("gave up [95%]"), _("refused [95%]"), _("n"))
    for x, text in zip(sheet.columns, heads, strict=True):
        ax.text(x, -0.72, text, transform=ax.get_yaxis_transform(), va="center", color=style.FAINT, fontsize=7.5)


def _draw_key(ax: Axes) -> None:
    from matplotlib.patches import Patch
    from matplotlib.transforms import ScaledTranslation

    keys = [
        Patch(color=ANSWERED, label=_("answered")),
        Patch(color=GAVE_UP, label=_("gave up waiting")),
        Patch(color=REFUSED, label=_("refused: lines busy or closed")),
        Patch(color=OPEN, label=_("not answered by the end")),
    ]
    below = ax.transAxes + ScaledTranslation(0, -KEY_BELOW_PT / 72, ax.figure.dpi_scale_trans)
    ax.legend(handles=keys, loc="upper left", bbox_to_anchor=(-0.02, 0), bbox_transform=below, ncols=4, borderaxespad=0)
