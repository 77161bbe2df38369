"""The life of a ticket as the customer knows it: call, advice, supplier, dispatch, parts, visits, signature."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from sim.model.aftercare import Aftercare
from sim.model.coverage import bench_outlets
from sim.model.desks import Desk
from sim.model.dispatch import Dispatcher
from sim.model.draws import Draws
from sim.model.driving import Driving
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Leaving, Purpose, Recorder, row
from sim.model.hotline import Hotline
from sim.model.on_site import OnSite
from sim.model.outcomes import Outcomes
from sim.model.provision import Provision
from sim.model.repair_points import RepairPoints
from sim.model.roster import Roster
from sim.model.teams import Worker
from sim.model.ticket import Ticket
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
    READY,
    DISPATCHED,
) = map(int, list(Event)[Event.SUPPLIER_CONTACTED : Event.DISPATCHED + 1])
LEFT, CLOSED, COMPLAINED = int(Event.LEFT), int(Event.CLOSED), int(Event.COMPLAINED)
FIXED, PART_MISSING = int(Leaving.FIXED), int(Leaving.PART_MISSING)


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
        roster: Roster,
        driving: Driving,
        on_site: OnSite,
        provision: Provision | None,
        repair_points: RepairPoints,
        outcomes: Outcomes,
        draws: Draws,
    ) -> None:
        self.env, self._note = env, record.note
        self.hotline, self.dispatch_desk, self.dispatcher, self.roster = hotline, dispatch_desk, dispatcher, roster
        self.driving, self.on_site, self.provision = driving, on_site, provision
        self.repair_points, self.outcomes, self.draws = repair_points, outcomes, draws
        self.aftercare: Aftercare | None = None
        self._bring_to = bench_outlets(dispatcher.deployment).tolist()
        self._returns = dispatcher.deployment.plan.dispatch.after_job == "return"
        self._asks_latest_departure = dispatcher.asks_latest_departure
        if self._asks_latest_departure:
            outcomes.prepare_latest_departures(world)

    def of(self, ticket: Ticket) -> Steps:
        """One ticket from the first call to the signature."""
        by = yield from self.hotline.reach(ticket)
        if by is None:
            return
        if not (yield from self.hotline.advise(ticket, by)):
            if self.aftercare is not None:
                self.aftercare.not_fixed_yet(ticket)
            if ticket.supplier and (yield from self.ask(ticket.supplier, ticket)):
                return
            if (outlet := self._repair_point(ticket)) is None:
                yield from self._visits(ticket)
            else:
                yield from self._bring(ticket, outlet)
        self.close(ticket)

    def _visits(self, ticket: Ticket) -> Steps:
        """Dispatched, provided with parts, and visited until the customer signs."""
        if self.dispatch_desk is not None and not ticket.is_forwarded:
            handle = self.draws.dispatch[ticket.index]
            yield from self.dispatch_desk.serve(ticket.index, Purpose.DISPATCH, 1, handle)
        if ticket.supplier is None:
            self._mark(ticket, REPLIED, "replied")
        if self.provision is not None and self.provision.concerns(ticket):
            yield from self.provision.before(ticket)
        number = 1
        while not (yield from self.visit(ticket, number)):
            number += 1
            if ticket.opens > self.env.now:
                yield ticket.opens - self.env.now  # nobody is sent to a closed door again

    def _repair_point(self, ticket: Ticket) -> int | None:
        """The outlet to which the customer brings his unit; None if somebody has to come."""
        if self.draws.u_carry_in[ticket.index] >= ticket.fault.carry_in:
            return None
        outlet = self._bring_to[ticket.site]
        return outlet if outlet >= 0 else None

    def _bring(self, ticket: Ticket, outlet: int) -> Steps:
        """Brought to a bench, repaired there and taken back."""
        if ticket.supplier is None:
            self._mark(ticket, REPLIED, "replied")
        yield from self.repair_points.repair(ticket, outlet)
        if take_back := self.draws.take_back[ticket.index]:
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

    def visit(self, ticket: Ticket, number: int) -> Verdict:
        """One trip; True if the unit works again for good and the customer has signed."""
        env, note, i = self.env, self._note, ticket.index
        visit = Visit(ticket, number, env.now, self.dispatcher.need_of(ticket.fault.skill, ticket.site))
        if self._asks_latest_departure:
            visit.latest_departure = self.outcomes.latest_departure(ticket, visit.ready)
        if ticket.reserved is not None and self.provision is not None:
            visit.collect = self.provision.collect_at(ticket)
        note(row(visit.ready, i, READY, number, -1, visit.latest_departure))
        answer = self.dispatcher.request(visit)
        crew = (yield answer) if isinstance(answer, simpy.Event) else answer
        for place, worker in enumerate(crew):
            note(row(env.now, i, DISPATCHED, number, worker.index, place))
        if number == 1:
            ticket.happened["dispatched"] = env.now
        if ticket.reserved is not None and self.provision is not None:
            self.provision.hand_over(crew[0], visit)
        if len(crew) > 1 or crew[0].delay or visit.collect is not None:
            yield from self.driving.gather(crew, visit)
        else:
            if seconds := self.driving.set_out(crew[0], visit, ticket.site):
                yield seconds
            self.driving.arrive(crew[0], visit)
        leaving = yield from self.on_site.visit(crew, visit)
        for worker in crew:
            note(row(env.now, i, LEFT, number, worker.index, leaving))
            self._free(worker, visit)
        if leaving == PART_MISSING and self.provision is not None:
            yield from self.provision.come(ticket, number)
        return bool(leaving == FIXED)

    def _free(self, worker: Worker, visit: Visit) -> None:
        """Where he stands, or once he is back at his outlet."""
        if self._returns:
            self.env.live(self._return(worker, visit))
        else:
            self.roster.release(worker, visit.ticket.site)

    def _return(self, worker: Worker, visit: Visit) -> Steps:
        yield from self.driving.back(worker, visit)
        self.roster.release(worker, worker.team.home)

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
