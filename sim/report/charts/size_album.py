"""The charts of a sizing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.report.charts.album import Chart, finished, new_figure
from sim.report.charts.cost_stack import CostStack, draw_cost_stacks
from sim.report.charts.style import chart_style
from sim.report.charts.tried import Dot, draw_tried
from sim.report.size_tables import KINDS
from sim.report.size_words import cost_of, headline
from sim.report.words import cost_word
from sim.wording import _

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from sim.study.outcome import Outcome
    from sim.study.sizing import Sizing
    from sim.study.sizing.scout import Look

HEIGHT = 4.2


def size_charts(found: Sizing) -> Iterator[Chart]:
    """What was tried, and what makes up the cost of the plan found and of the plan as it stands."""
    with chart_style():
        if found.tried:
            yield finished("tried", _("What plans cost, and what they keep"), _tried_reading(found), _tried(found))
        if found.chosen is not None and found.before is not None and not found.prices.by_posts:
            yield finished("cost-stack", _("What a year costs"), headline(found) + ".", _stack(found))


def _tried(found: Sizing) -> Figure:
    figure = new_figure(HEIGHT)
    chosen = found.look_of(found.chosen.variant) if found.chosen is not None else None
    now = found.look_of(found.found.scout.variants.base)
    unit = (
        _("people") if found.prices.by_posts else _("{currency} a year").format(currency=found.prices.scenario.currency)
    )
    dots = [_dot(look) for look in found.tried]
    marked = [None if look is None else _dot(look) for look in (chosen, now)]
    draw_tried(figure.add_subplot(), dots, marked[0], marked[1], found.bounds.least, unit)
    return figure


def _dot(look: Look) -> Dot:
    return Dot(look.cost, look.margin, look.keeps)


def _tried_reading(found: Sizing) -> str:
    keeping = sum(look.keeps for look in found.tried)
    text = _("{tried} plans were looked at in common sample years; {keeping} of them seem to keep everything.")
    return text.format(tried=f"{len(found.tried):,}", keeping=f"{keeping:,}")


def _stack(found: Sizing) -> Figure:
    assert found.chosen is not None and found.before is not None
    pair = ((_("found"), found.chosen), (_("now"), found.before))
    kinds = [kind for kind in KINDS if any(any(one.cost_each(kind) or ()) for _name, one in pair)]
    figure = new_figure(2.6)
    axes = figure.add_subplot()
    stacks = [CostStack(name, _amounts(one, kinds), cost_of(found, one)) for name, one in pair]
    draw_cost_stacks(axes, stacks, [cost_word(kind) for kind in kinds], found.prices.scenario.currency)
    figure.legend(loc="outside lower left", ncols=5)
    return figure


def _amounts(outcome: Outcome, kinds: list[str]) -> tuple[float, ...]:
    each = [outcome.cost_each(kind) or () for kind in kinds]
    return tuple(sum(one) / len(one) if one else 0.0 for one in each)
