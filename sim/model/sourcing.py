"""Sourcing: along which stores a part is looked for, by the plan's list, and how it comes where none has it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sim.model.deployment import Deployment
from sim.model.shelves import Shelves
from sim.model.stock import CENTRAL, Stock
from sim.scenario import Distribution, SparePart
from sim.world import World

Seconds = Callable[[int], int]
"""How long it takes, by ticket."""


@dataclass(frozen=True, eq=False)
class Path:
    """Where a part is looked for on behalf of an outlet.

    `stores`: in order, each with the time on the way to the outlet; `own`: the outlet's, if it is asked and names the
    part; `waits_at`: the first that names it; `courier`, `bought`: how long it takes, if there is one; `substitute`:
    where the part is looked for that does as well.
    """

    part: int
    own: Stock | None
    stores: tuple[tuple[Stock, Seconds], ...]
    waits_at: Stock | None
    courier: Seconds | None
    bought: Seconds
    substitute: Path | None


class Sourcing:
    """The paths of a plan, by outlet and part, made when they are first asked for."""

    def __init__(self, world: World, place: Deployment, shelves: Shelves) -> None:
        self.world, self.deployment, self.shelves = world, place, shelves
        self._parts: tuple[SparePart, ...] = tuple(world.scenario.parts.values())
        ids = [part.id for part in self._parts]
        self.substitutes = [ids.index(part.substitute) if part.substitute else None for part in self._parts]
        self._paths: dict[tuple[int, int], Path] = {}

    def path(self, outlet: int, part: int) -> Path:
        """Where a part is looked for on behalf of an outlet, both by position."""
        path = self._paths.get((outlet, part))
        if path is None:
            path = self._paths[outlet, part] = self._new_path(self.deployment.outlets[outlet], part)
        return path

    def _new_path(self, outlet: str, part: int, is_instead: bool = False) -> Path:
        """`is_instead`: it is the substitute of another, and nothing does in its place."""
        spare, other = self._parts[part], self.substitutes[part]
        stores: dict[Stock, Seconds] = {}
        for stock, seconds in self._stores_for(outlet, spare):
            stores.setdefault(stock, seconds)  # two outlets may be in several pools
        named = [stock for stock in stores if stock.item.named]
        return Path(
            part,
            next((stock for stock in named if stock.item.store == outlet), None),
            tuple(stores.items()),
            named[0] if named else None,
            self._courier(spare),
            self._time("bought", spare.lead, spare),
            None if other is None or is_instead else self._new_path(outlet, other, is_instead=True),
        )

    def _stores_for(self, outlet: str, spare: SparePart) -> Iterator[tuple[Stock, Seconds]]:
        plan = self.deployment.plan
        for word in plan.supply.sourcing:
            if word == "outlet":
                yield from self._at(outlet, spare, None)
            if word == "lateral":
                for pool in plan.supply.lateral:
                    for other in pool.between if outlet in pool.between else ():
                        yield from self._at(other, spare, pool.lead) if other != outlet else ()
            if word == "central":
                yield from self._at(CENTRAL, spare, plan.outlets[outlet].from_central or plan.supply.central_to_outlet)

    def _at(self, store: str, spare: SparePart, transit: Distribution | None) -> Iterator[tuple[Stock, Seconds]]:
        stock = self.shelves.of(store, spare.id)
        if stock is not None:
            yield stock, self._time(f"from-{store}", transit, spare)

    def _courier(self, spare: SparePart) -> Seconds | None:
        supply = self.deployment.plan.supply
        lead = spare.courier_lead or (supply.courier.lead if supply.courier else None)
        return self._time("courier", lead, spare) if lead is not None and "courier" in supply.sourcing else None

    def _time(self, stream: str, dist: Distribution | None, spare: SparePart) -> Seconds:
        if dist is None or dist.kind == "constant":
            seconds = round(dist.average) if dist else 0
            return lambda ticket: seconds
        return lambda ticket: self.world.supply_time(stream, dist, ticket, spare.id)
