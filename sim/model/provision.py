"""What a ticket does about parts: known before the visit or found missing on site, and whole units in exchange."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

from sim.clock import NEVER
from sim.model.deployment import Deployment
from sim.model.driving import Crew, Driving
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Recorder, row
from sim.model.reservation import Need, Reservation
from sim.model.stores import Stores
from sim.model.teams import Worker
from sim.model.ticket import Ticket
from sim.model.visit import Visit
from sim.world import World

Steps = Generator[Wait, Any, None]
Verdict = Generator[Wait, Any, bool]

PARTS_ASKED, PARTS_READY = int(Event.PARTS_ASKED), int(Event.PARTS_READY)
FOUND, IN_EXCHANGE, MISSING = range(3)


class Provision:
    """Parts for tickets, along the plan's way of sourcing."""

    def __init__(
        self, env: Environment, record: Recorder, world: World, place: Deployment, stores: Stores, driving: Driving
    ) -> None:
        self.env, self._note, self.world, self.deployment = env, record.note, world, place
        self.stores, self.driving = stores, driving
        plan, self._parts = place.plan, tuple(world.scenario.parts)
        sourcing = plan.supply.sourcing
        self._vans = "van" in sourcing
        self._van_first = self._vans and ("outlet" not in sourcing or sourcing.index("van") < sourcing.index("outlet"))
        self._needs = world.needs.by_ticket()
        self._waits = plan.dispatch.missing_part == "wait"
        self._swap_first = plan.swap is not None and plan.swap.first
        self.swap_within = plan.swap.within if plan.swap is not None else None
        self._unit = [self._unit_of(kind.product) if plan.swap else None for kind in world.scenario.faults]
        self._carried = {part for team in plan.teams.values() for part in team.van} if self._vans else set()

    def _unit_of(self, product: str) -> int | None:
        swap = self.world.scenario.products[product].swap
        return None if swap is None else self._parts.index(swap.unit)

    # -- before the visit ---------------------------------------------------------------------------------------------

    def concerns(self, ticket: Ticket) -> bool:
        """Whether there is anything to do before the visit."""
        return self._swap_first or ticket.index in self._needs

    def before(self, ticket: Ticket, visit: int = 0) -> Steps:
        """A whole unit if the plan begins with that and one is there, else the parts that are known.

        `visit`: the one that is over; 0 before the first.
        """
        if self._swap_first and (yield from self._reserve_unit(ticket, visit)):
            return
        if self.ask_known(ticket, visit):
            yield from self.ready(ticket, visit)

    def ask_known(self, ticket: Ticket, visit: int = 0, goes_on: bool = False) -> bool:
        """Reserve what phone or diagnosis told; the rest is missing until then. True if anything was asked for.

        `goes_on`: the ticket does not wait at this instant, but goes on to something else.
        """
        needs, told = self._needs.get(ticket.index, []), "diagnosed" in ticket.happened
        known = [need[:2] for need in needs if (told or need[2]) and not self._left_to_vans(ticket, need[0])]
        ticket.missing = [need[:2] for need in needs if need[:2] not in known]
        if known:
            self._asked(ticket, visit, len(known))
            ticket.reserved = self.stores.reserve(ticket.index, self._outlet(ticket), known, goes_on)
        return bool(known)

    def is_needed(self, ticket: Ticket) -> bool:
        """Whether the repair takes any part."""
        return ticket.index in self._needs

    def at_bench(self, ticket: Ticket) -> Steps:
        """After the diagnosis on a bench: wait for what was asked for, then for what was found missing."""
        if ticket.reserved is not None:
            yield from self.ready(ticket, 0)
            ticket.reserved = None
        if ticket.missing:
            self._asked(ticket, 0, len(ticket.missing))
            yield from self.come(ticket, 0)
            ticket.reserved = None

    def _left_to_vans(self, ticket: Ticket, part: int) -> bool:
        """No store keeps it but vans do: nobody knows whose van will come."""
        if ticket.repair_point is not None:
            return False
        return self._parts[part] in self._carried and not self.stores.is_kept(self._outlet(ticket), part)

    def ready(self, ticket: Ticket, visit: int) -> Steps:
        """Wait until everything reserved is in hand."""
        reserved = ticket.reserved
        assert reserved is not None
        if not reserved.is_over:
            yield reserved
        self._in_hand(ticket, visit, reserved.fetch)

    def _in_hand(self, ticket: Ticket, visit: int, fetch: bool) -> None:
        self._note(row(self.env.now, ticket.index, PARTS_READY, visit, -1, fetch))
        ticket.happened["parts_ready"] = self.env.now

    def _reserve_unit(self, ticket: Ticket, visit: int) -> Verdict:
        """A unit from the shelf of the outlet, if one is there now."""
        unit = self._unit[ticket.kind]
        if unit is None:
            return False
        asked = yield from self.stores.reserve_at_hand(ticket.index, self._outlet(ticket), [(unit, 1)])
        if asked is None:
            return False
        self._asked(ticket, visit, 1)
        ticket.reserved, ticket.unit_reserved = asked, True
        yield from self.ready(ticket, visit)
        return True

    def collect_at(self, ticket: Ticket) -> int | None:
        """The location where the engineer fetches what is reserved, if it has to be fetched."""
        reserved = ticket.reserved
        return self.deployment.first_outlet(ticket.site) if reserved is not None and reserved.fetch else None

    def hand_over(self, lead: Worker, visit: Visit) -> None:
        """The lead takes what is reserved. If his van holds what lies in the outlet, he saves the way there."""
        ticket, reserved = visit.ticket, visit.ticket.reserved
        ticket.reserved = None
        if not self._van_first or reserved is None or not _all_on_shelf(reserved):
            return
        if self.stores.may_give_back(reserved) and self.stores.van_holds(lead.index, reserved.needs):
            self.stores.from_van(lead.index, ticket.index, reserved.needs)
            self.stores.give_back(reserved)
            visit.collect = None

    # -- on site ------------------------------------------------------------------------------------------------------

    def find(self, crew: Crew, visit: Visit, wanted: Sequence[Need]) -> Generator[Wait, Any, int]:
        """Parts found missing after the diagnosis: FOUND, a unit IN_EXCHANGE, or still MISSING when the visit ends."""
        ticket, missing = visit.ticket, list(wanted)
        self._asked(ticket, visit.number, len(missing))
        if self._vans:
            yield from self.stores.look()
        for worker in crew if self._vans else ():
            missing = self.stores.from_van(worker.index, ticket.index, missing) if missing else []
        if not missing:
            self._in_hand(ticket, visit.number, False)
            return FOUND
        at_hand = None
        if self._unit[ticket.kind] is not None:
            at_hand = yield from self.stores.reserve_at_hand(ticket.index, self._outlet(ticket), missing)
            if at_hand is None and (yield from self.exchange(crew, visit)):
                return IN_EXCHANGE
        ticket.reserved, ticket.missing = at_hand, missing
        if not self._waits:
            return MISSING
        yield from self.come(ticket, visit.number)
        yield from self._fetch(crew[0], visit)
        return FOUND

    def come(self, ticket: Ticket, visit: int) -> Steps:
        """Ask for what was found missing, unless it was taken already, and wait until all is in hand."""
        if ticket.reserved is None:
            ticket.reserved = self.stores.reserve(ticket.index, self._outlet(ticket), ticket.missing)
        ticket.missing = ()
        yield from self.ready(ticket, visit)

    def exchange(self, crew: Crew, visit: Visit) -> Verdict:
        """A whole unit from a van or fetched from the outlet; False if none is at hand."""
        ticket, unit = visit.ticket, self._unit[visit.ticket.kind]
        if unit is None:
            return False
        if (yield from self.unit_in_van(crew, visit)):
            return True
        if not (yield from self._reserve_unit(ticket, visit.number)):
            return False
        ticket.unit_reserved = False  # it is put in at once
        yield from self._fetch(crew[0], visit)
        return True

    def unit_in_van(self, crew: Crew, visit: Visit) -> Verdict:
        """Whether somebody brought a whole unit along; it is then taken."""
        ticket, unit = visit.ticket, self._unit[visit.ticket.kind]
        if unit is None or not self._vans:
            return False
        yield from self.stores.look()
        for worker in crew:
            if self.stores.van_holds(worker.index, [(unit, 1)]):
                self._asked(ticket, visit.number, 1)
                self.stores.from_van(worker.index, ticket.index, [(unit, 1)])
                self._in_hand(ticket, visit.number, False)
                return True
        return False

    def return_unused(self, ticket: Ticket) -> None:
        """A whole unit makes the parts unnecessary that are in hand."""
        self.stores.return_unused(ticket.index, self.unit(ticket))

    def swaps_first(self, ticket: Ticket) -> bool:
        """Whether the plan exchanges this product's unit before it is repaired."""
        return self._swap_first and self._unit[ticket.kind] is not None

    def swap_by(self, ticket: Ticket) -> int:
        """When a unit that does not work by then is exchanged; NEVER if it is not."""
        if self.swap_within is None or self._unit[ticket.kind] is None:
            return NEVER
        return ticket.happened["arrived"] + self.swap_within

    def unit(self, ticket: Ticket) -> int:
        """The position of the part that is this product's whole unit."""
        unit = self._unit[ticket.kind]
        return -1 if unit is None else unit

    def _fetch(self, worker: Worker, visit: Visit) -> Steps:
        """From the site to the outlet and back, if something lies there."""
        end = self.collect_at(visit.ticket)
        visit.ticket.reserved = None
        if end is not None:
            yield from self.driving.fetch(worker, visit, end)

    def _asked(self, ticket: Ticket, visit: int, count: int) -> None:
        self._note(row(self.env.now, ticket.index, PARTS_ASKED, visit, -1, count))

    def _outlet(self, ticket: Ticket) -> int:
        """Where its parts are wanted: at the repair point, else at the first outlet of the site's territory."""
        return self.deployment.territory[ticket.site][0] if ticket.repair_point is None else ticket.repair_point


def _all_on_shelf(reserved: Reservation) -> bool:
    """Whether all of it was taken from the outlet's own shelf."""
    wanted: list[Need] = list(reserved.needs)
    return sum(units for _stock, units in reserved.shelf) == sum(units for _part, units in wanted)
