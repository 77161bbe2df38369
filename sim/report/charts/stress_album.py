"""The charts of `pledge stress`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.report import figures
from sim.report.charts.album import Chart, finished, new_figure
from sim.report.charts.break_evens import Mark, Row, draw_break_evens, name_keys
from sim.report.charts.style import chart_style
from sim.report.charts.survival import Cell, draw_survival, fate_keys
from sim.report.stress import headline
from sim.report.stress_words import fate_word, number_text
from sim.study.stressing import BreakEven, Stress
from sim.study.tally import HOURS
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.study.result import CommitmentResult
    from sim.study.stressing.survival import Fate

FATES: tuple[Fate, ...] = ("survives", "falls", "open", "down", "gone", "nothing")


def stress_charts(found: Stress) -> Iterator[Chart]:
    """The matrix of survival, and the break-evens where any were searched."""
    with chart_style():
        if found.struck:
            title = _("What survives which shock")
            yield finished("survival", title, headline(found) + ".", _survival(found))
        searched = [one for one in found.break_evens if one.reason is None]
        if searched:
            title = _("At which values of assumed inputs commitments flip")
            yield finished("break-evens", title, _reading(searched), _break_evens(searched))


def _survival(found: Stress) -> Figure:
    names = [one.id for one in found.base.results]
    cells = [Cell(0, row, _attained(one), "") for row, one in enumerate(found.base.results)]
    cells += [
        Cell(column, names.index(one.result.id), _attained(one.result), one.fate)
        for column, trial in enumerate(found.struck, start=1)
        for one in trial.struck
    ]
    figure = new_figure(1.7 + 0.42 * len(names))
    columns = [_("without"), *(trial.shock.name for trial in found.struck)]
    draw_survival(figure.add_subplot(), cells, columns, names)
    shown = {one.fate for trial in found.struck for one in trial.struck}
    keys = fate_keys([(fate, fate_word(fate)) for fate in FATES if fate in shown])
    text = _("share attained on average, n {n}").format(n=f"{found.base.n:,}")
    figure.legend(handles=keys, loc="outside lower left", ncols=len(keys), title=text, alignment="left",
                  title_fontsize=8)  # fmt: skip
    return figure


def _attained(result: CommitmentResult) -> str:
    if not figures.known(result.attained) or result.attained.mean is None:
        return "-"
    return figures.hours(result.attained.mean) if result.unit == HOURS else figures.percent(result.attained.mean)


def _break_evens(searched: Sequence[BreakEven]) -> Figure:
    names = list(dict.fromkeys(flip.id for one in searched for flip in one.flips))
    figure = new_figure(1.2 + 0.62 * len(searched))
    draw_break_evens(figure.add_subplot(), [_row(one) for one in searched], names)
    keys = name_keys(names, _("assumed value"))
    figure.legend(handles=keys, loc="outside lower left", ncols=3, title=_bars(searched), alignment="left",
                  title_fontsize=8)  # fmt: skip
    return figure


def _bars(searched: Sequence[BreakEven]) -> str:
    text = _("from the low to the high end, dark where values were tried; bars: 95% interval, n {n}")
    return text.format(n=f"{searched[0].n:,}")


def _row(one: BreakEven) -> Row:
    known = one.assumption
    texts = [text for text in (known.low, known.value, known.high) if text is not None]
    numbers = {text: one.number(text) for text in texts}
    low, high = min(numbers.values()), max(numbers.values())

    def part(number: float) -> float:
        return (number - low) / (high - low)

    marks = tuple(
        Mark(
            flip.id,
            part(flip.estimate.mean or 0.0),
            None if flip.estimate.low is None else part(flip.estimate.low),
            None if flip.estimate.high is None else part(flip.estimate.high),
            number_text(flip.estimate.mean, one.unit),
        )
        for flip in one.flips
    )
    simulated = [part(value.number) for value in one.values]
    tried = min(simulated), max(simulated)
    low_text, value_text, high_text = (number_text(at, one.unit) for at in (low, numbers[known.value], high))
    return Row(_broken(known.path), part(numbers[known.value]), low_text, high_text, value_text, marks, tried)


def _broken(path: str) -> str:
    """A long path over two lines."""
    head, _dot, tail = path.rpartition(".")
    before, _dot, last = head.rpartition(".")
    return f"{before}.\n{last}.{tail}" if len(path) > 34 and before else path


def _reading(searched: Sequence[BreakEven]) -> str:
    flips = [(one, flip) for one in searched for flip in one.flips]
    if not flips:
        return _("No commitment flips between the ends of the inputs that matter most.")
    one, flip = flips[0]
    lost = _("{id} misses its target {side} {path} = {at}.")
    met = _("{id} meets its target {side} {path} = {at}.")
    side = _("above") if flip.side == "high" else _("below")
    at = number_text(flip.estimate.mean, one.unit)
    return (lost if flip.is_lost else met).format(id=flip.id, side=side, path=one.assumption.path, at=at)
