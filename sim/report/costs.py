"""Costs a year as people read them: what is priced, what is not, and what is spent once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report import columns, figures, words
from sim.wording import _

if TYPE_CHECKING:
    from sim.study import Estimate, Result

SHORT_CELLS, MOST_PRICES = 40, 8  # of prices that are not given: width beside the total; how many are named at all
PRICES = {  # kinds of cost in the order of the table, each with the ends of the paths of its prices
    "pay": ("pay_per_seat_month", "pay_per_engineer_month", "pay_per_visit", "pay_per_call"),
    "overtime": ("prices.overtime", "overtime.workday", "overtime.rest_day", "overtime.holiday"),
    "travel": ("prices.per_km",),
    "nights": ("prices.per_night",),
    "parts": ("unit_cost",),
    "repairs": ("repair_cost",),
    "holding": ("prices.holding_per_year",),
    "freight": ("prices.courier",),
    "upkeep": ("cost_per_month",),
    "penalties": ("penalty", "per_miss"),
}
COSTS = tuple(PRICES)
ONLY_SOME = ("nights", "parts", "repairs", "holding", "freight", "upkeep")


def cost_block(result: Result) -> list[str]:
    """Costs a year; what has no price is named, never shown as zero."""
    cost = result.costs
    rows = [(name, figures.amount_text(e)) for name, e in cost_lines(result) if figures.known(e)]
    without = without_text(cost.without) if cost.without else ""
    short = columns.display_width(without) <= SHORT_CELLS
    total = " ".join(part for part in (_("total"), without if short else _("without {n} prices")) if part)
    head = _("COST A YEAR in {currency} (n {n})").format(currency=result.scenario.currency, n=result.replications)
    rows.append((total.format(n=len(cost.without)), figures.amount_text(cost.total)))
    if figures.known(cost.one_off) and cost.one_off.mean:
        rows.append((_("spent once, not in the total"), figures.amount_text(cost.one_off)))
    rows += income_lines(result)
    return [*columns.table((head, ""), rows, numbers=(1,)), *([] if short else columns.wrap(without + "."))]


def cost_lines(result: Result) -> list[tuple[str, Estimate]]:
    """Kinds of cost with their amounts, without what does not occur here; one whose price is assumed says so."""
    return [(name, amount) for _kind, name, amount in cost_kinds(result)]


def cost_kinds(result: Result) -> list[tuple[str, str, Estimate]]:
    """The same with the key of each kind before its name."""
    lines = [(kind, getattr(result.costs, kind)) for kind in COSTS]
    return [(kind, _cost_name(result, kind), amount) for kind, amount in lines if _occurs(result, kind, amount)]


def income_lines(result: Result) -> list[tuple[str, str]]:
    """What comes in beside the fees, never taken off the costs: only where it does."""
    kinds = (
        (_("paid by customers, not in the total"), result.costs.income_charged),
        (_("claims on suppliers, not in the total"), result.costs.claims),
        (_("earned as bonus, not in the total"), result.costs.bonus),
    )
    return [(name, figures.amount_text(one)) for name, one in kinds if figures.known(one) and (one.mean or one.high)]


def _occurs(result: Result, kind: str, amount: Estimate) -> bool:
    """Whether a kind of cost is worth a line: what only some plans have, such as nights away, is not if it is zero."""
    if not figures.known(amount):
        return kind in result.costs.without
    return kind not in ONLY_SOME or bool(amount.mean or amount.high)


def _cost_name(result: Result, kind: str) -> str:
    name = words.cost_word(kind)
    assumed = words.is_assumed(result.assumptions, *PRICES[kind])
    return _("{cost} (price assumed)").format(cost=name) if assumed else name


def without_text(without: Sequence[str]) -> str:
    """'without parts, travel'; of many prices that are not given the first are named and the rest counted."""
    names = [words.cost_word(name) for name in without[:MOST_PRICES]]
    more = len(without) - len(names)
    names += [_("{n} more").format(n=more)] if more else []
    return _("without {list}").format(list=", ".join(names))
