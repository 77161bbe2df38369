"""The charts of advice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.report import figures
from sim.report.advise_tables import label
from sim.report.advise_words import perfect_word
from sim.report.charts.album import Chart, finished, new_figure
from sim.report.charts.bars import BarRow, bar_keys, draw_bars
from sim.report.charts.gaps import GapRow, draw_gaps, plan_keys
from sim.report.charts.style import chart_style
from sim.study.tally import HOURS
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.study.advising import Advice, Imagined, Trial
    from sim.study.paired import Difference

MOST_BARS = 24
ROW_IN = 0.24
HEAD_IN = 1.5


def advise_charts(found: Advice) -> Iterator[Chart]:
    """Changes by what they close, by what they cost, and what would be attained if things were perfect."""
    from sim.report.advise import headline

    with chart_style():
        if found.trials:
            yield finished("changes", _("What each change brings"), headline(found) + ".", _changes(found))
        boxes = found.bottlenecks
        if boxes.first:
            yield finished("perfect", _("If one thing were perfect"), _reading(found), _perfect(found, boxes.first))
        if boxes.second and boxes.narrowest is not None:
            first = perfect_word(boxes.narrowest.perfect.name)
            title = _("If another thing were perfect on top of {first}").format(first=first)
            yield finished("perfect-behind", title, _reading(found), _perfect(found, boxes.second))


def _changes(found: Advice) -> Figure:
    """Gain to the left, money to the right, a row for each change."""
    shown = found.trials[:MOST_BARS]
    labels = [label(number, trial) for number, trial in enumerate(shown, start=1)]
    figure = new_figure(HEAD_IN + ROW_IN * len(shown))
    left, right = figure.subplots(1, 2)
    scale, unit = (1.0, _("percentage points")) if found.missing else _money_unit(found, [one.gain for one in shown])
    text = _("{unit}, n {n}").format(unit=unit, n=f"{found.base.n:,}")
    draw_bars(left, [_gain_row(name, one, scale) for name, one in zip(labels, shown, strict=True)], text)
    scale, unit = _money_unit(found, [one.cost for one in shown if one.is_priced])
    draw_bars(right, [_cost_row(one, scale) for one in shown], unit)
    left.set_title(_("shortfall closed") if found.missing else _("saved on balance"))
    right.set_title(_("added cost (x: no price)"))
    figure.legend(handles=bar_keys(_("real"), _("may be luck")), loc="outside lower left", ncols=2)
    return figure


def _gain_row(text: str, trial: Trial, scale: float) -> BarRow:
    return BarRow(text, trial.gain.estimate, scale, trial.real)


def _cost_row(trial: Trial, scale: float) -> BarRow:
    return BarRow("", trial.cost.estimate if trial.is_priced else None, scale, trial.cost.estimate.leaves_zero_out)


def _money_unit(found: Advice, differences: Sequence[Difference]) -> tuple[float, str]:
    """What amounts are shown in: factor and name."""
    currency = found.base.variant.scenario.currency
    largest = max((abs(one.estimate.mean or 0.0) for one in differences), default=0.0)
    scale, letter = figures.money_scale(largest)
    text = {"M": _("million {currency} a year"), "k": _("thousand {currency} a year")}
    return 1 / scale, text.get(letter, _("{currency} a year")).format(currency=currency)


def _perfect(found: Advice, imagined: Sequence[Imagined]) -> Figure:
    """Of each commitment what would be attained more under each."""
    shares = [name for name in found.counted if found.base.tally(name).unit != HOURS]
    rows = [_perfect_row(name, imagined) for name in shares]
    figure = new_figure(HEAD_IN + len(rows) * (0.25 + 0.13 * len(imagined)))
    text = _("percentage points more attained, {n} sample years; bars: 95% interval").format(n=f"{found.base.n:,}")
    draw_gaps(figure.add_subplot(), rows, 100, text)
    names = [perfect_word(one.perfect.name) for one in imagined]
    keys = plan_keys(names, _("interval leaves 0 out"), _("may be luck"))
    figure.legend(handles=keys, loc="outside lower left", ncols=4)
    return figure


def _perfect_row(name: str, imagined: Sequence[Imagined]) -> GapRow:
    moved = [next(each for each in one.moved if each.id == name).attained.estimate for one in imagined]
    return GapRow(name, tuple(moved), tuple(one.leaves_zero_out for one in moved))


def _reading(found: Advice) -> str:
    boxes = found.bottlenecks
    if boxes.narrowest is None:
        return _("None of these alone would close anything.")
    first = perfect_word(boxes.narrowest.perfect.name)
    if boxes.next_narrowest is None:
        return _("The bottleneck is: {first}. Thought experiments, no plans.").format(first=first)
    second = perfect_word(boxes.next_narrowest.perfect.name)
    text = _("The bottleneck is: {first}; behind it: {second}. Thought experiments, no plans.")
    return text.format(first=first, second=second)
