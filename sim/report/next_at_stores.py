"""What a plan could change where parts or whole units make a promise break: stock, the workshop, exchanging first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.stocks import in_loop, worst_first
from sim.report.words import WORKSHOP
from sim.study.steps import one_more_unit

if TYPE_CHECKING:
    from sim.study import Result

FULL = 0.8  # busy share from which on a workshop is taken for the bottleneck


def part_change(result: Result) -> str | None:
    """One more bench where the workshop keeps the parts that are missing, else one more of the worst part."""
    return _workshop_change(result) or stock_change(result)


def _workshop_change(result: Result) -> str | None:
    """A bench more if the benches are full and the part that is handed out least often is one that comes back."""
    workshop = result.plan.workshop
    use = next((one for one in result.uses if (one.kind, one.id) == ("bench", WORKSHOP)), None)
    if workshop is None or use is None or (use.seized.mean or 0.0) < FULL:
        return None
    worst = worst_first(result.stocks)[:1]
    repaired = {one.part for one in in_loop(result.stocks)}
    return f"workshop.benches={workshop.benches + 1}" if worst and worst[0].part in repaired else None


def stock_change(result: Result) -> str | None:
    """One more unit of the part that is handed out at once least often, where it lies."""
    for one in worst_first(result.stocks):
        if one.fill_rate.mean is not None and one.fill_rate.mean < 1:
            return one_more_unit(result.plan, one.store, one.part)
    return None


def swap_change(result: Result) -> str | None:
    """Exchange first, where a product has a unit for it and the plan does not yet."""
    units = {product.swap.unit for product in result.scenario.products.values() if product.swap}
    stocked = {one.part for one in result.stocks}
    return "swap=first" if units & stocked and result.plan.swap is None else None
