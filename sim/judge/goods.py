"""What parts cost: used up or scrapped, repaired, kept in stock, sent by courier; in cents."""

from __future__ import annotations

from collections.abc import Sequence

from sim.judge.loop import LoopUse
from sim.judge.part_use import PartUse
from sim.judge.priced import CANNOT_OCCUR, Priced, summed
from sim.judge.stock import StockUse
from sim.model import Deployment

YEAR_S = 365 * 86_400
CONSUMABLE = "consumable"


def parts(deployment: Deployment, used: PartUse, loop: LoopUse) -> Priced:
    """Consumables used, wherever they came from, and units scrapped x unit cost; what else is exchanged comes back."""
    known = deployment.scenario.parts
    gone = {part: used.units[part] for part in needed_parts(deployment) if known[part].kind == CONSUMABLE}
    for position, part in enumerate(known):
        if part in _coming_back(deployment) and known[part].scrap:
            gone[part] = int(loop.scrapped_of[position])
    return summed("parts", _worth(deployment, gone)) if gone else CANNOT_OCCUR


def repairs(deployment: Deployment, loop: LoopUse) -> Priced:
    """Parts and units repaired x the cost of a repair."""
    known = deployment.scenario.parts
    coming = _coming_back(deployment)
    if not coming:
        return CANNOT_OCCUR
    number = dict(zip(known, loop.repaired_of.tolist(), strict=True))
    costs = ((part, known[part].repair_cost) for part in coming)
    amounts = {f"parts.{part}.repair_cost": None if cost is None else cost * number[part] for part, cost in costs}
    return summed("repairs", amounts)


def exchanged(deployment: Deployment) -> bool:
    """Whether units or parts may be exchanged of which nobody said what becomes of the defective ones."""
    return any(not deployment.scenario.parts[part].comes_back for part in _exchanged(deployment))


def put_in_parts(deployment: Deployment) -> list[str]:
    """Everything that a repair may put in: parts that are needed, and whole units."""
    return list(dict.fromkeys([*needed_parts(deployment), *_exchanged(deployment)]))


def _exchanged(deployment: Deployment) -> list[str]:
    """The parts that are taken out for repair, not used up: those needed, and the units that may stand in."""
    known, swaps = deployment.scenario.parts, deployment.plan.swap is not None
    units = [one.swap.unit for one in deployment.scenario.products.values() if swaps and one.swap]
    return list(dict.fromkeys([*units, *(part for part in needed_parts(deployment) if known[part].kind != CONSUMABLE)]))


def _coming_back(deployment: Deployment) -> list[str]:
    return [part for part in _exchanged(deployment) if deployment.scenario.parts[part].comes_back]


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
    sent = plan.supply.courier is not None or any(known[part].courier_lead for part in needed_parts(deployment))
    if not sent or "courier" not in plan.supply.sourcing or not needed_parts(deployment):
        return CANNOT_OCCUR
    price = deployment.scenario.prices.courier
    return Priced(None, ("freight",)) if price is None else Priced(used.couriered * price)


def needed_parts(deployment: Deployment) -> list[str]:
    """The parts that any fault needs, and those that do as well."""
    known = deployment.scenario.parts
    needed = [part for kind in deployment.scenario.faults for part in kind.fault.parts]
    return list(dict.fromkeys([*needed, *(other for part in needed if (other := known[part].substitute))]))


def _worth(deployment: Deployment, units: dict[str, int] | dict[str, float]) -> dict[str, float | None]:
    """Units x unit cost by the path of the price."""
    known = deployment.scenario.parts
    costs = ((part, known[part].unit_cost, number) for part, number in units.items())
    return {f"parts.{part}.unit_cost": None if cost is None else cost * number for part, cost, number in costs}
