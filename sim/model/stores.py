"""Sourcing: where a ticket's parts come from, and when all of them are in hand."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import simpy

from sim.model.deployment import Deployment
from sim.model.environment import Environment
from sim.model.events import Event, Recorder, row
from sim.model.shelves import Shelves
from sim.model.stock import CENTRAL, Stock
from sim.scenario import Distribution, SparePart
from sim.world import World

ASKED, COURIERED, BOUGHT, SHIPPED = (int(kind) for kind in (Event.ASKED, Event.COURIERED, Event.BOUGHT, Event.SHIPPED))

Need = tuple[int, int]
"""Position of a part, and units of it."""
Seconds = Callable[[int], int]
"""How long it takes, by ticket."""
Answer = Generator[simpy.Event, Any, "Reservation | None"]


class Reservation(simpy.Event):
    """What a ticket asks for; fires when all is in hand. See whether it `is_over` before waiting for it.

    `fetch`: something lies in the outlet. `answered`: fires when it is known whether all is at hand, where only that
    was asked; `is_refused`: something is not, and nothing was taken.
    """

    def __init__(self, env: Environment, ticket: int, outlet: int, needs: Sequence[Need]) -> None:
        super().__init__(env)
        self.ticket, self.outlet, self.needs = ticket, outlet, needs
        self.under_way = 1  # pieces that are not there yet; at first the asking itself
        self.answered: simpy.Event | None = None
        self.is_refused = self.fetch = False
        self.shelf: list[tuple[Stock, int]] = []  # what comes from the outlet's own shelf

    @property
    def is_over(self) -> bool:
        """Whether there is nothing to wait for."""
        return not self.under_way


@dataclass(frozen=True, eq=False)
class Path:
    """Where a part is looked for on behalf of an outlet.

    `stores`: in order, each with the time on the way to the outlet; `own`: the outlet's, if it is asked and names the
    part; `waits_at`: the first that names it; `courier`, `bought`: how long it takes, if there is one.
    """

    part: int
    own: Stock | None
    stores: tuple[tuple[Stock, Seconds], ...]
    waits_at: Stock | None
    courier: Seconds | None
    bought: Seconds


class Stores:
    """Takes requests for parts and settles them by ticket, once what came in at this instant is handed out."""

    def __init__(self, env: Environment, record: Recorder, world: World, place: Deployment) -> None:
        self.env, self._note, self.world, self.deployment = env, record.note, world, place
        self.shelves = Shelves(env, record, world, place)
        self._parts: tuple[SparePart, ...] = tuple(world.scenario.parts.values())
        self._new: list[Reservation] = []
        self._paths: dict[tuple[int, int], Path] = {}

    def reserve(self, ticket: int, outlet: int, needs: Sequence[Need]) -> Reservation:
        """Ask for parts for a ticket of this outlet."""
        asked = Reservation(self.env, ticket, outlet, needs)
        self._take_up(asked)
        return asked

    def reserve_at_hand(self, ticket: int, outlet: int, needs: Sequence[Need]) -> Answer:
        """All from the shelf of this outlet at once, or None."""
        asked = Reservation(self.env, ticket, outlet, needs)
        asked.answered = self.env.event()
        if not self._take_up(asked):
            yield asked.answered
        return None if asked.is_refused else asked

    def _take_up(self, asked: Reservation) -> bool:
        """True if it was settled on the spot."""
        if self.env.at_rest():
            self._source(asked)
            return True
        self._new.append(asked)
        self.env.unsettled = True
        return False

    def from_van(self, engineer: int, ticket: int, needs: Sequence[Need]) -> list[Need]:
        """The engineer takes what his van holds; what is still missing."""
        missing = []
        for part, units in needs:
            stock = self.shelves.of_van(engineer, self._parts[part].id)
            taken = min(units, stock.on_hand) if stock is not None else 0
            if stock is not None and taken:
                self.shelves.take(stock, ticket, taken)
                self.shelves.refill_in_turn(stock)
            if stock is not None and units > taken:
                self.shelves.note(ASKED, ticket, 1, stock, units - taken)
            missing += [(part, units - taken)] if units > taken else []
        return missing

    def van_holds(self, engineer: int, needs: Sequence[Need]) -> bool:
        """Whether all of this lies in the engineer's van."""
        of_van, parts = self.shelves.of_van, self._parts
        return all((stock := of_van(engineer, parts[p].id)) and stock.on_hand >= units for p, units in needs)

    def is_kept(self, outlet: int, part: int) -> bool:
        """Whether any store that would be asked names the part."""
        return self._path(outlet, part).waits_at is not None

    def give_back(self, reservation: Reservation) -> None:
        """What was taken from the outlet's shelf goes back there."""
        for stock, units in reservation.shelf:
            self.shelves.give_back(stock, reservation.ticket, units)

    def settle(self) -> bool:
        """True if somebody can go on."""
        if not (self._new or self.shelves.is_unsettled):
            return False
        self.shelves.settle()
        new, self._new = self._new, []
        for asked in sorted(new, key=_by_ticket):
            self._source(asked)
            if asked.answered is not None:
                asked.answered.succeed()
            elif asked.is_over:
                asked.succeed()
        self.shelves.refill_vans()
        return True

    def _source(self, asked: Reservation) -> None:
        paths = [(self._path(asked.outlet, part), units) for part, units in asked.needs]
        if asked.answered is not None:
            self._from_shelf(asked, paths)
        else:
            for path, units in paths:
                self._along(asked, path, units)
        asked.under_way -= 1

    def _from_shelf(self, asked: Reservation, paths: list[tuple[Path, int]]) -> None:
        asked.is_refused = any(path.own is None or path.own.on_hand < units for path, units in paths)
        for path, units in paths:
            if path.own is not None and not asked.is_refused:
                self._ask(asked, path, path.own, _at_once, units)
                self.shelves.review(path.own)

    def _along(self, asked: Reservation, path: Path, units: int) -> None:
        """Each store gives what it has; the rest comes by courier, waits at the first that stocks it, or is bought.

        Every store is asked once for all it gives in the end; none orders before all were asked.
        """
        there = sum(stock.on_hand for stock, _seconds in path.stores)
        rest = units - there if units > there and path.courier is None else 0
        left = units
        for stock, seconds in path.stores:
            given = min(left, stock.on_hand)
            if rest and stock is path.waits_at:
                given += rest
            if given:
                self._ask(asked, path, stock, seconds, given)
            left -= given
            if left and stock is path.own:
                self.shelves.note(ASKED, asked.ticket, 1, stock, left)
        if left and path.courier is not None:
            self._supply(asked, COURIERED, path.part, left, path.courier)
        elif left:
            asked.fetch = True
            self._supply(asked, BOUGHT, path.part, left, path.bought)
        for stock, _seconds in path.stores:
            self.shelves.review(stock)

    def _ask(self, asked: Reservation, path: Path, stock: Stock, seconds: Seconds, units: int) -> None:
        """Units that a store hands over now, or as they come."""
        if units <= stock.on_hand:
            self.shelves.take(stock, asked.ticket, units)
            self._handed(asked, path, stock, seconds, units)
            return
        asked.under_way += 1
        left = units

        def handed(units: int) -> None:
            nonlocal left
            left -= units
            self._handed(asked, path, stock, seconds, units)
            if not left:
                self._arrived(asked)

        self.shelves.ask(stock, asked.ticket, units, handed)

    def _handed(self, asked: Reservation, path: Path, stock: Stock, seconds: Seconds, units: int) -> None:
        """Units leave a shelf for this ticket: they are in hand once they are issued and lie in its outlet."""
        delay = self.shelves.issued(stock.item.store, self.env.now) - self.env.now
        asked.fetch = True
        if stock is path.own:
            asked.shelf.append((stock, units))
        else:
            self.shelves.note(SHIPPED, asked.ticket, 0, stock, units)
        self._arrive(asked, delay + seconds(asked.ticket))

    def _supply(self, asked: Reservation, event: int, part: int, units: int, seconds: Seconds) -> None:
        self._note(row(self.env.now, asked.ticket, event, 0, part, units))
        self._arrive(asked, seconds(asked.ticket))

    def _arrive(self, asked: Reservation, seconds: int) -> None:
        if seconds:
            asked.under_way += 1
            self.env.after(seconds, partial(self._arrived, asked))

    @staticmethod
    def _arrived(asked: Reservation) -> None:
        asked.under_way -= 1
        if not asked.under_way:
            asked.succeed()

    # -- paths --------------------------------------------------------------------------------------------------------

    def _path(self, outlet: int, part: int) -> Path:
        path = self._paths.get((outlet, part))
        if path is None:
            path = self._paths[outlet, part] = self._new_path(self.deployment.outlets[outlet], part)
        return path

    def _new_path(self, outlet: str, part: int) -> Path:
        spare = self._parts[part]
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


def _at_once(_ticket: int) -> int:
    return 0


def _by_ticket(asked: Reservation) -> int:
    return asked.ticket
