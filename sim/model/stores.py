"""Reservations: what a ticket takes from the stores and other sources, and when all of it is in hand."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from functools import partial
from typing import Any

import simpy

from sim.model.deployment import Deployment
from sim.model.environment import Environment
from sim.model.events import Event, Recorder, row
from sim.model.reservation import Need, Reservation
from sim.model.rota import LocalDays
from sim.model.shelves import Shelves
from sim.model.sourcing import Path, Seconds, Sourcing
from sim.model.stock import Stock
from sim.model.workshop import Workshop
from sim.scenario import SparePart
from sim.world import World

ASKED, COURIERED, BOUGHT, SHIPPED, SUBSTITUTED = (
    int(kind) for kind in (Event.ASKED, Event.COURIERED, Event.BOUGHT, Event.SHIPPED, Event.SUBSTITUTED)
)

Answer = Generator[simpy.Event, Any, "Reservation | None"]


class Stores:
    """Takes requests for parts and settles them by ticket, once what came in at this instant is handed out."""

    def __init__(self, env: Environment, record: Recorder, world: World, place: Deployment, days: LocalDays) -> None:
        self.env, self._note, self.world, self.deployment = env, record.note, world, place
        self.shelves = Shelves(env, record, world, place)
        self.sourcing = Sourcing(world, place, self.shelves)
        self.workshop = Workshop(env, record, world, place, self.shelves, days)
        self._parts: tuple[SparePart, ...] = tuple(world.scenario.parts.values())
        self._new: list[Reservation] = []
        self._looking: list[simpy.Event] = []
        self._swaps = place.plan.swap is not None
        self._taken: dict[int, list[tuple[Stock, int]]] = {}

    def reserve(self, ticket: int, outlet: int, needs: Sequence[Need], goes_on: bool = False) -> Reservation:
        """Ask for parts for a ticket of this outlet; `goes_on`: it does something else at this instant before."""
        asked = Reservation(self.env, ticket, outlet, needs)
        self._take_up(asked, goes_on)
        return asked

    def reserve_at_hand(self, ticket: int, outlet: int, needs: Sequence[Need]) -> Answer:
        """All from the shelf of this outlet at once, or None."""
        asked = Reservation(self.env, ticket, outlet, needs)
        asked.answered = self.env.event()
        if not self._take_up(asked):
            yield asked.answered
        return None if asked.is_refused else asked

    def _take_up(self, asked: Reservation, goes_on: bool = False) -> bool:
        """True if it was settled on the spot."""
        if not goes_on and self.env.at_rest():
            self._source(asked)
            return True
        self._new.append(asked)
        self.env.unsettled = True
        return False

    def look(self) -> Generator[simpy.Event, Any, None]:
        """Before a look into a van: what comes into it at this instant is there."""
        if not self.env.at_rest():
            event = self.env.event()
            self._looking.append(event)
            self.env.unsettled = True
            yield event

    def from_van(self, engineer: int, ticket: int, needs: Sequence[Need]) -> list[Need]:
        """The engineer takes what his van holds, or what does as well; what is still missing."""
        missing = []
        for part, units in needs:
            left = self._take_from_van(engineer, ticket, part, units)
            other = self.sourcing.substitutes[part]
            if left and other is not None and (found := self._in_van(engineer, other)):
                taken = min(left, found)
                self._note(row(self.env.now, ticket, SUBSTITUTED, taken, part, other))
                self._take_from_van(engineer, ticket, other, taken)
                left -= taken
            missing += [(part, left)] if left else []
        return missing

    def _in_van(self, engineer: int, part: int) -> int:
        stock = self.shelves.of_van(engineer, self._parts[part].id)
        return stock.on_hand if stock is not None else 0

    def _take_from_van(self, engineer: int, ticket: int, part: int, units: int) -> int:
        """What is missing then."""
        stock = self.shelves.of_van(engineer, self._parts[part].id)
        if stock is None:
            return units
        taken = min(units, stock.on_hand)
        if taken:
            self.workshop.requested(ticket, stock, taken)
            self.shelves.take(stock, ticket, taken)
            self._keep_track(ticket, stock, taken)
            self.shelves.refill_in_turn(stock)
        if units > taken:
            self.shelves.note(ASKED, ticket, 1, stock, units - taken)
        return units - taken

    def _keep_track(self, ticket: int, stock: Stock, units: int) -> None:
        """What a whole unit may make unnecessary."""
        if self._swaps:
            self._taken.setdefault(ticket, []).append((stock, units))

    def exchanged(self, ticket: int) -> None:
        """The ticket's unit works again: what was taken out of it goes back."""
        self.workshop.exchanged(ticket)

    def van_holds(self, engineer: int, needs: Sequence[Need]) -> bool:
        """Whether all of this lies in the engineer's van."""
        of_van, parts = self.shelves.of_van, self._parts
        return all((stock := of_van(engineer, parts[p].id)) and stock.on_hand >= units for p, units in needs)

    def is_kept(self, outlet: int, part: int) -> bool:
        """Whether any store that would be asked names the part."""
        return self.sourcing.path(outlet, part).waits_at is not None

    def give_back(self, reservation: Reservation) -> None:
        """What was taken from the outlet's shelf goes back there."""
        taken = self._taken.get(reservation.ticket, [])
        for piece in reservation.shelf if taken else ():
            taken.remove(piece)
        self._put_back(reservation.ticket, reservation.shelf)

    def return_unused(self, ticket: int, unit: int) -> None:
        """What the ticket took from stores and vans goes back there, all but the whole unit that it got instead."""
        name = self._parts[unit].id
        taken = [piece for piece in self._taken.pop(ticket, ()) if piece[0].item.part != name]
        self._put_back(ticket, [piece for piece in taken if not self.workshop.has_left(piece[0])])

    def _put_back(self, ticket: int, pieces: Sequence[tuple[Stock, int]]) -> None:
        for stock, units in pieces:
            self.workshop.kept(ticket, stock, units)
            self.shelves.give_back(stock, ticket, units)

    def may_give_back(self, reservation: Reservation) -> bool:
        """Whether nothing has gone home for it yet."""
        return not any(self.workshop.has_left(stock) for stock, _units in reservation.shelf)

    def settle(self) -> bool:
        """True if somebody can go on, or a bench of the workshop was given."""
        if self.workshop.settle():
            return True
        if not (self._new or self._looking or self.shelves.is_unsettled):
            return False
        self.shelves.settle()
        looking, self._looking = self._looking, []
        for event in looking:
            event.succeed()
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
        paths = [(self.sourcing.path(asked.outlet, part), units) for part, units in asked.needs]
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

        Every store is asked once for all it gives in the end; none orders before all were asked. What does as well is
        taken for what none of them has on the shelf.
        """
        there = sum(stock.on_hand for stock, _seconds in path.stores)
        if units > there and path.substitute is not None:
            units -= self._instead(asked, path, path.substitute, units - there)
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

    def _instead(self, asked: Reservation, path: Path, other: Path, units: int) -> int:
        """Units of the substitute that lie on the shelves now, taken in place of so many."""
        taken = min(units, sum(stock.on_hand for stock, _seconds in other.stores))
        if not taken:
            return 0
        self._note(row(self.env.now, asked.ticket, SUBSTITUTED, taken, path.part, other.part))
        if path.own is not None:
            self.shelves.note(ASKED, asked.ticket, 1, path.own, taken)
        left = taken
        for stock, seconds in other.stores:
            given = min(left, stock.on_hand)
            if given:
                self._ask(asked, other, stock, seconds, given)
            left -= given
        for stock, _seconds in other.stores:
            self.shelves.review(stock)
        return taken

    def _ask(self, asked: Reservation, path: Path, stock: Stock, seconds: Seconds, units: int) -> None:
        """Units that a store hands over now, or as they come."""
        self.workshop.requested(asked.ticket, stock, units)
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
        self._keep_track(asked.ticket, stock, units)
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


def _at_once(_ticket: int) -> int:
    return 0


def _by_ticket(asked: Reservation) -> int:
    return asked.ticket
