"""The charts of a comparison."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from sim.report import figures
from sim.report.charts.album import Chart, finished, new_figure
from sim.report.charts.cost_stack import CostStack, draw_cost_stacks
from sim.report.charts.gaps import GapRow, draw_gaps, plan_keys
from sim.report.charts.style import chart_style
from sim.report.compare_headline import headline
from sim.report.compare_tables import is_of_plan, kinds_of_cost, occurs
from sim.report.differences import difference_text, measure_label
from sim.report.words import cost_word
from sim.study.comparing import Comparison, Gap
from sim.study.measured import ATTAINED, COST, KEPT, MONEY, SHARE, TOTAL
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

ROW_IN = 0.3  # inches of a row, and of each plan in it
PLAN_IN = 0.12


def compare_charts(found: Comparison) -> Iterator[Chart]:
    """Differences in what is kept, differences in money, and what makes up the cost of each plan."""
    with chart_style():
        kept = _kept_rows(found, ATTAINED)
        if kept:
            title = _("What is kept more or less than under {first}").format(first=found.reference.variant.name)
            yield finished("differences", title, _kept_reading(found), _kept_figure(found, kept))
        money = _money_rows(found)
        if money:
            title = _("What a year costs more or less than under {first}").format(first=found.reference.variant.name)
            yield finished("money", title, headline(found) + ".", _money_figure(found, money))
        if figures.known(found.reference.costs.total) and kinds_of_cost(found):
            yield finished("cost-stack", _("What a year costs"), _stack_reading(found), _stack_figure(found))


def _row(found: Comparison, label: str, name: str, commitment: str = "") -> GapRow:
    gaps = [one.gap(name, commitment) for one in found.others]
    estimates = tuple(None if gap is None else gap.difference.estimate for gap in gaps)
    return GapRow(label, estimates, tuple(gap is not None and gap.real for gap in gaps))


def _kept_rows(found: Comparison, name: str) -> list[GapRow]:
    """Commitments that are a share of cases or of time."""
    shares = [one.measure for one in found.figures if one.measure.name == name and one.measure.unit == SHARE]
    less = {one.id for one in found.reference.results if one.direction != "at_least"}
    labels = {name: _("{id}\n(less is better)").format(id=name) for name in less}
    return [_row(found, labels.get(one.commitment, one.commitment), name, one.commitment) for one in shares]


def _kept_figure(found: Comparison, attained: Sequence[GapRow]) -> Figure:
    shown = {row.label for row in attained}
    kept = [row for row in _kept_rows(found, KEPT) if row.label in shown]
    figure = new_figure(1.45 + _height(found, len(attained)))
    left, right = figure.subplots(1, 2)
    draw_gaps(left, attained, 100, _("percentage points, {n} sample years").format(n=f"{found.n:,}"))
    draw_gaps(right, kept, 100, _("percentage points; bars: 95% interval"), with_labels=False)
    left.set_title(_("attained"))
    right.set_title(_("chance to keep a period"))
    _add_key(found, figure)
    return figure


def _height(found: Comparison, rows: int) -> float:
    return rows * (ROW_IN + PLAN_IN * len(found.others))


def _add_key(found: Comparison, figure: Figure) -> None:
    names = [one.outcome.variant.name for one in found.others]
    keys = plan_keys(names, _("real"), _("none, or may be luck"))
    figure.legend(handles=keys, loc="outside lower left", ncols=1 if max(map(len, names)) > 40 else 3)


def _money_rows(found: Comparison) -> list[GapRow]:
    """The total first, then everything in money that occurs."""
    measures = [
        one.measure
        for one in found.figures
        if one.measure.unit == MONEY and is_of_plan(one.measure.name) and occurs(found, one.measure.key)
    ]
    measures.sort(key=lambda measure: (measure.name != TOTAL, bool(measure.commitment)))
    return [_row(found, measure_label(one.name, one.commitment), one.name, one.commitment) for one in measures]


def _money_figure(found: Comparison, rows: Sequence[GapRow]) -> Figure:
    largest = max((abs(one.mean or 0.0) for row in rows for one in row.estimates if one is not None), default=0.0)
    scale, letter = figures.money_scale(largest)
    unit = {
        "M": _("million {currency} a year, {n} sample years; bars: 95% interval"),
        "k": _("thousand {currency} a year, {n} sample years; bars: 95% interval"),
    }.get(letter, _("{currency} a year, {n} sample years; bars: 95% interval"))
    figure = new_figure(1.35 + _height(found, len(rows)))
    text = unit.format(currency=found.reference.variant.scenario.currency, n=f"{found.n:,}")
    draw_gaps(figure.add_subplot(), rows, 1 / scale, text)
    _add_key(found, figure)
    return figure


def _stack_figure(found: Comparison) -> Figure:
    kinds = kinds_of_cost(found)
    stacks = [
        CostStack(
            one.variant.name,
            tuple(getattr(one.costs, kind).mean or 0.0 for kind in kinds),
            one.costs.total,
        )
        for one in found.outcomes
    ]
    figure = new_figure(1.75 + sum(0.28 + 0.15 * (1 + one.label.count("+")) for one in stacks))
    words = [cost_word(kind) for kind in kinds]
    draw_cost_stacks(figure.add_subplot(), stacks, words, found.reference.variant.scenario.currency)
    figure.legend(loc="outside lower left", ncols=5, handlelength=1.0)
    return figure


def _kept_reading(found: Comparison) -> str:
    """The largest real difference in what is attained."""
    real = [(one, gap) for one in found.others for gap in one.gaps if gap.measure.name == ATTAINED and gap.real]
    real = [(one, gap) for one, gap in real if gap.measure.unit == SHARE]
    if not real:
        return _("No difference in what is attained is more than luck so far.")
    one, gap = max(real, key=lambda pair: abs(pair[1].mean))
    text = _("Right of the line is more than under {first}. The largest real difference: {id} under {plan}, {points}.")
    points = difference_text(gap.difference.estimate, SHARE)
    names = {"first": found.reference.variant.name, "plan": one.outcome.variant.name}
    return text.format(**names, id=gap.measure.commitment, points=points)


def _stack_reading(found: Comparison) -> str:
    """The kind of cost that makes the largest real difference."""
    kinds = [COST + kind for kind in kinds_of_cost(found)]
    real = [(one, gap) for one in found.others for gap in one.gaps if gap.measure.name in kinds and gap.real]
    if not real:
        return _("No kind of cost really differs.")
    one, gap = max(real, key=lambda pair: abs(pair[1].mean))
    return _("The largest real difference lies in '{kind}': {amount} {currency} under {plan}.").format(
        kind=measure_label(gap.measure.name, ""), amount=_money(gap), plan=one.outcome.variant.name,
        currency=found.reference.variant.scenario.currency,
    )  # fmt: skip


def _money(gap: Gap) -> str:
    return difference_text(gap.difference.estimate, MONEY)
