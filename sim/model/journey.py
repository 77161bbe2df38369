"""The life of a ticket as the customer knows it: call, advice, supplier, dispatch, parts, visits, signature."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sim.model.aftercare import Aftercare
from sim.model.coverage import bench_outlets
from sim.model.desks import Desk
from sim.model.dispatch import Dispatcher
from sim.model.draws import Draws
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Leaving, Purpose, Recorder, row
from sim.model.hotline import Hotline
from sim.model.on_site import OnSite
from sim.model.outcomes import Outcomes
from sim.model.provision import Provision
from sim.model.quotes import Quotes
from sim.model.repair_points import RepairPoints
from sim.model.ticket import Ticket
from sim.model.trips import Trips
from sim.model.visit import Visit
from sim.scenario import Supplier
from sim.world import World

Steps = Generator[Wait, Any, None]
Verdict = Generator[Wait, Any, bool]

(
    SUPPLIER_CONTACTED,
    REPLIED,
    PARTS_READY,
    HANDED_ON,
) = map(int, list(Event)[Event.SUPPLIER_CONTACTED : Event.HANDED_ON + 1])
CLOSED, COMPLAINED, APPOINTED, OPENED = map(int, (Event.CLOSED, Event.COMPLAINED, Event.APPOINTED, Event.OPENED))
FIXED, PART_MISSING, TO_BE_QUOTED = map(int, (Leaving.FIXED, Leaving.PART_MISSING, Leaving.TO_BE_QUOTED))


class Journey:
    """What a ticket goes through, with the people who serve it."""

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        hotline: Hotline,
        dispatch_desk: Desk | None,
        dispatcher: Dispatcher,
        trips: Trips,
        on_site: OnSite,
        provision: Provision | None,
        repair_points: RepairPoints,
        quotes: Quotes,
        outcomes: Outcomes,
        draws: Draws,
    ) -> None:
        self.env, self._note = env, record.note
        self.hotline, self.dispatch_desk, self.dispatcher = hotline, dispatch_desk, dispatcher
        self.trips, self.on_site, self.provision = trips, on_site, provision
        self.repair_points, self.quotes, self.outcomes, self.draws = repair_points, quotes, outcomes, draws
        self._appointments = wishes = world.scenario.appointments
        self._appointment_hours = world.scenario.calendar(wishes.calendar if wishes is not None else "always")
        self.aftercare: Aftercare | None = None
        self._bring_to = bench_outlets(dispatcher.deployment).tolist()
        self._asks_latest_departure = dispatcher.asks_latest_departure
        if self._asks_latest_departure:
            outcomes.prepare_latest_departures(world)

    def of(self, ticket: Ticket) -> Steps:
        """One ticket from the first call to the signature."""
        by = yield from self.hotline.reach(ticket)
        if by is None:
            self._lost(ticket)
            return
        if not (yield from self.hotline.advise(ticket, by)):
            if self.aftercare is not None:
                self.aftercare.not_fixed_yet(ticket)
            if self.quotes.is_charged(ticket) and not (yield from self._quote(ticket)):
                self._lost(ticket)
                self.close(ticket)
                return
            if ticket.supplier and (yield from self.ask(ticket.supplier, ticket)):
                self._lost(ticket)
                return
            if (outlet := self._repair_point(ticket)) is None:
                yield from self._visits(ticket)
            else:
                yield from self._bring(ticket, outlet)
        self.close(ticket)

    def resume(self, ticket: Ticket) -> Steps:
        """A ticket that is open at the start: it waits for a visit, or still for the desk."""
        stage = self.draws.stage[ticket.index]
        self._note(row(self.env.now, ticket.index, OPENED, 0, -1, stage))
        if not stage:
            yield from self.of(ticket)
            return
        if (outlet := self._repair_point(ticket)) is None:
            yield from self._visits(ticket)
        else:
            yield from self._bring(ticket, outlet)
        self.close(ticket)

    def _lost(self, ticket: Ticket) -> None:
        """Nobody knows any more how it stands with the unit."""
        if self.aftercare is not None:
            self.aftercare.gone(ticket)

    def _quote(self, ticket: Ticket) -> Verdict:
        """Quoted now, or marked to be after the diagnosis; False if the customer declines."""
        ticket.to_be_quoted = self.quotes.after_diagnosis
        return ticket.to_be_quoted or (yield from self._agree(ticket))

    def _agree(self, ticket: Ticket) -> Verdict:
        """A customer who declines knows where he stands."""
        agrees = yield from self.quotes.agree(ticket)
        if not agrees and "replied" not in ticket.happened:
            self._mark(ticket, REPLIED, "replied")
        return agrees

    def _visits(self, ticket: Ticket) -> Steps:
        """Dispatched, provided with parts, and visited until the customer signs."""
        if self.dispatch_desk is not None and not ticket.is_forwarded:
            handle = self.draws.dispatch[ticket.index]
            yield from self.dispatch_desk.serve(ticket.index, Purpose.DISPATCH, 1, handle)
        if ticket.supplier is None:
            self._mark(ticket, REPLIED, "replied")
        wanted_from = self._appointment(ticket)
        if self.provision is not None and self.provision.concerns(ticket) and not ticket.to_be_quoted:
            yield from self.provision.before(ticket)
        if wanted_from > self.env.now:
            yield wanted_from - self.env.now
        number = 1
        while not (yield from self.visit(ticket, number)):
            number += 1
            if ticket.opens > self.env.now:
                yield ticket.opens - self.env.now  # nobody is sent to a closed door again

    def _appointment(self, ticket: Ticket) -> int:
        """The instant before which the customer does not want the first visit; now as a rule."""
        now, wishes = self.env.now, self._appointments
        if wishes is None or self.draws.u_appointment[ticket.index] >= wishes.share:
            return now
        wanted = self._appointment_hours.next_open(now + self.draws.appointment[ticket.index])
        if wanted > now:
            self._note(row(now, ticket.index, APPOINTED, 0, -1, wanted))
            ticket.pause("access", now, wanted)
        return wanted

    def _repair_point(self, ticket: Ticket) -> int | None:
        """The outlet to which the customer brings his unit; None if somebody has to come."""
        if self.draws.u_carry_in[ticket.index] >= ticket.fault.carry_in:
            return None
        outlet = self._bring_to[ticket.site]
        return outlet if outlet >= 0 else None

    def _bring(self, ticket: Ticket, outlet: int) -> Steps:
        """Brought to a bench, repaired there and taken back; who declines the quote is done with it at once."""
        if ticket.supplier is None:
            self._mark(ticket, REPLIED, "replied")
        is_repaired = yield from self.repair_points.repair(ticket, outlet, self.quotes)
        if is_repaired and (take_back := self.draws.take_back[ticket.index]):
            yield take_back

    def ask(self, supplier: Supplier, ticket: Ticket) -> Verdict:
        """The supplier is written to and answers, and sends the part; True if he visits himself."""
        env = self.env
        desk = self.hotline.contact_desk(supplier)
        yield from desk.serve(ticket.index, Purpose.CONTACT, 1, self.draws.contact[ticket.index])
        self._mark(ticket, SUPPLIER_CONTACTED, "supplier_contacted")
        contacted = env.now
        if reply := self.draws.reply[ticket.index]:
            yield reply
        self._mark(ticket, REPLIED, "replied")
        if supplier.visits == "supplier":
            self._mark(ticket, HANDED_ON, "handed_on")
            ticket.pause("supplier", contacted, env.now)
            return True
        if supply := self.draws.supply[ticket.index]:
            yield supply
        self._mark(ticket, PARTS_READY, "parts_ready")
        ticket.pause("supplier", contacted, env.now)
        return False

    def _ready(self, ticket: Ticket, number: int) -> Visit:
        visit = Visit(ticket, number, self.env.now, self.dispatcher.need_of(ticket.fault.skill, ticket.site))
        if self._asks_latest_departure:
            visit.latest_departure = self.outcomes.latest_departure(ticket, visit.ready)
        if ticket.reserved is not None and self.provision is not None:
            visit.collect = self.provision.collect_at(ticket)
        return visit

    def visit(self, ticket: Ticket, number: int) -> Verdict:
        """One trip; True if nothing is left to do: it works again and the customer has signed, or he declined."""
        relief, ticket.relief = ticket.relief, None
        if relief is None:
            visit = self._ready(ticket, number)
            crew = yield from self.trips.go(visit, visit.latest_departure)
        else:
            if not relief.crew:
                yield relief.there
            visit, crew = relief.visit, relief.crew
        leaving = yield from self.on_site.visit(crew, visit)
        self.trips.leave(crew, visit, leaving)
        if leaving == PART_MISSING and self.provision is not None:
            yield from self.provision.come(ticket, number)
        if leaving == TO_BE_QUOTED:
            return not (yield from self._agree_on_more(ticket, number))
        return bool(leaving == FIXED)

    def _agree_on_more(self, ticket: Ticket, number: int) -> Verdict:
        """After the diagnosis: the customer agrees, and the parts are asked for; False if he declines."""
        if not (yield from self._agree(ticket)):
            self._lost(ticket)
            return False
        if self.provision is not None and self.provision.concerns(ticket):
            yield from self.provision.before(ticket, number)
        return True

    def close(self, ticket: Ticket) -> None:
        """Signed; the customer is satisfied or not by what was kept."""
        now = self.env.now
        self._note(row(now, ticket.index, CLOSED, 0, -1, 0))
        ticket.happened["closed"] = now
        complains = self.outcomes.record(ticket, now)
        if self.aftercare is not None:
            self.aftercare.closed(ticket, complains)
        elif complains:
            self._note(row(now, ticket.index, COMPLAINED, 0, -1, 0))

    def _mark(self, ticket: Ticket, event: int, milestone: str) -> None:
        now = self.env.now
        self._note(row(now, ticket.index, event, 0, -1, 0))
        ticket.happened[milestone] = now
