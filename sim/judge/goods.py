"""What parts cost: used up, kept in stock, sent by courier; in cents."""

from __future__ import annotations

from collections.abc import Sequence

from sim.judge.part_use import PartUse
from sim.judge.priced import CANNOT_OCCUR, Priced, summed
from sim.judge.stock import StockUse
from sim.model import Deployment

YEAR_S = 365 * 86_400
CONSUMABLE = "consumable"


def parts(deployment: Deployment, used: PartUse) -> Priced:
    """Consumables used x unit cost, wherever they came from; units and repairable parts are exchanged, not used up."""
    known = deployment.scenario.parts
    consumed = [part for part in _needed(deployment) if known[part].kind == CONSUMABLE]
    if not consumed:
        return CANNOT_OCCUR
    return summed("parts", _worth(deployment, {part: used.units[part] for part in consumed}))


def exchanged(deployment: Deployment) -> bool:
    """Whether units or repairable parts may be exchanged, whose repair has a cost of its own."""
    known = deployment.scenario.parts
    swaps = deployment.plan.swap is not None and any(one.swap for one in deployment.scenario.products.values())
    return swaps or any(known[part].kind != CONSUMABLE for part in _needed(deployment))


def holding(deployment: Deployment, stocks: Sequence[StockUse]) -> Priced:
    """Mean stock x unit cost x holding cost a year, over judged time."""
    share = deployment.scenario.prices.holding_per_year
    if not stocks:
        return CANNOT_OCCUR
    if share is None:
        return Priced(None, ("holding",))
    held: dict[str, float] = {}
    for use in stocks:
        held[use.part] = held.get(use.part, 0.0) + use.on_hand_unit_s / YEAR_S * share
    return summed("holding", _worth(deployment, held))


def freight(deployment: Deployment, used: PartUse) -> Priced:
    """Shipments by courier x price."""
    plan, known = deployment.plan, deployment.scenario.parts
    sent = plan.supply.courier is not None or any(known[part].courier_lead for part in _needed(deployment))
    if not sent or "courier" not in plan.supply.sourcing or not _needed(deployment):
        return CANNOT_OCCUR
    price = deployment.scenario.prices.courier
    return Priced(None, ("freight",)) if price is None else Priced(used.couriered * price)


def _needed(deployment: Deployment) -> list[str]:
    """The parts that any fault needs."""
    return list(dict.fromkeys(part for kind in deployment.scenario.faults for part in kind.fault.parts))


def _worth(deployment: Deployment, units: dict[str, int] | dict[str, float]) -> dict[str, float | None]:
    """Units x unit cost by the path of the price."""
    known = deployment.scenario.parts
    costs = ((part, known[part].unit_cost, number) for part, number in units.items())
    return {f"parts.{part}.unit_cost": None if cost is None else cost * number for part, cost, number in costs}
