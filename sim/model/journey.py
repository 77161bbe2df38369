"""The life of a ticket as the customer knows it: call, advice, supplier, dispatch, travel, repair, signature."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

import simpy

from sim.clock import NEVER
from sim.model.desks import Desk, OpenLine
from sim.model.dispatch import Dispatcher
from sim.model.draws import Draws
from sim.model.environment import Environment
from sim.model.events import Event, Purpose, Recorder, row
from sim.model.outcomes import Outcomes
from sim.model.roster import Roster
from sim.model.teams import Visit, Worker
from sim.model.ticket import Ticket
from sim.scenario import Supplier
from sim.world import World

Steps = Generator[simpy.Event, Any, None]
Verdict = Generator[simpy.Event, Any, bool]

(
    ABANDONED,
    REMOTE_FIXED,
    SUPPLIER_CONTACTED,
    REPLIED,
    PARTS_READY,
    HANDED_ON,
    READY,
    DISPATCHED,
    DEPARTED,
    ARRIVED,
    DIAGNOSED,
    PAUSED,
    RESTORED,
    LEFT,
    CLOSED,
) = map(int, list(Event)[Event.ABANDONED : Event.CLOSED + 1])
CALL = int(Purpose.CALL)


class Journey:
    """What a ticket goes through, with the people who serve it."""

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        hotline: Hotline,
        dispatch_desk: Desk | OpenLine | None,
        dispatcher: Dispatcher,
        roster: Roster,
        outcomes: Outcomes,
        draws: Draws,
    ) -> None:
        self.env, self._note, self.world = env, record.note, world
        self.hotline, self.dispatch_desk, self.dispatcher, self.roster = hotline, dispatch_desk, dispatcher, roster
        self.outcomes, self.draws = outcomes, draws
        self._asks_latest_departure = dispatcher.asks_latest_departure
        if self._asks_latest_departure:
            outcomes.prepare_latest_departures(world)
        self._never = env.event()

    def of(self, ticket: Ticket) -> Steps:
        """One ticket from the first call to the signature."""
        if not (yield from self.hotline.reach(ticket)):
            return
        if not (yield from self.hotline.advise(ticket)):
            if ticket.supplier and (yield from self.ask(ticket.supplier, ticket)):
                return
            if self.dispatch_desk is not None:
                yield from self.dispatch_desk.serve(
                    ticket.index, Purpose.DISPATCH, 1, self.draws.dispatch[ticket.index]
                )
            if ticket.supplier is None:
                self._mark(ticket, REPLIED, "replied")
            visit = 1
            while not (yield from self.visit(ticket, visit)):
                visit += 1
        self.close(ticket)

    def ask(self, supplier: Supplier, ticket: Ticket) -> Verdict:
        """The supplier is written to and answers, and sends the part; True if he visits himself."""
        env = self.env
        desk = self.hotline.contact_desk(supplier)
        yield from desk.serve(ticket.index, Purpose.CONTACT, 1, self.draws.contact[ticket.index])
        self._mark(ticket, SUPPLIER_CONTACTED, "supplier_contacted")
        contacted = env.now
        if reply := self.draws.reply[ticket.index]:
            yield env.wait(reply)
        self._mark(ticket, REPLIED, "replied")
        ticket.pauses = ((contacted, env.now),)
        if supplier.visits == "supplier":
            self._mark(ticket, HANDED_ON, "handed_on")
            return True
        if supply := self.draws.supply[ticket.index]:
            yield env.wait(supply)
        self._mark(ticket, PARTS_READY, "parts_ready")
        ticket.pauses = ((contacted, env.now),)
        return False

    def visit(self, ticket: Ticket, number: int) -> Verdict:
        """One trip; True if the unit works again for good."""
        env, note, i = self.env, self._note, ticket.index
        visit = Visit(ticket, number, env.now, self.dispatcher.need_of(ticket.fault.skill, ticket.site))
        if self._asks_latest_departure:
            visit.latest_departure = self.outcomes.latest_departure(ticket, visit.ready)
        note(row(visit.ready, i, READY, number, -1, visit.latest_departure))
        answer = self.dispatcher.request(visit)
        worker, delay = (yield answer) if isinstance(answer, simpy.Event) else answer
        note(row(env.now, i, DISPATCHED, number, worker.index, 0))
        if number == 1:
            ticket.happened["dispatched"] = env.now
        if delay:
            yield env.wait(delay)
        yield from self.drive(worker, visit, 1)
        fixed = yield from self.on_site(worker, visit)
        note(row(env.now, i, LEFT, number, worker.index, fixed))
        self.roster.release(worker, ticket.site)
        return fixed

    def drive(self, worker: Worker, visit: Visit, leg: int) -> Steps:
        """From where the engineer stands to the site."""
        env, note, ticket, number = self.env, self._note, visit.ticket, visit.number
        seconds, metres = visit.seconds_from, visit.metres_from
        start, departed = worker.location, env.now
        note(row(departed, ticket.index, DEPARTED, number, worker.index, metres[start]))
        is_first = number == leg == 1
        if seconds[start]:
            factor = self.draws.noise[ticket.index] if is_first else self.world.travel_factor(ticket.index, number, leg)
            yield env.wait(int(seconds[start] * factor + 0.5))
        worker.location, arrived = ticket.site, env.now
        note(row(arrived, ticket.index, ARRIVED, number, worker.index, 0))
        if is_first:
            ticket.happened["departed"], ticket.happened["arrived"] = departed, arrived

    def on_site(self, worker: Worker, visit: Visit) -> Verdict:
        """Diagnosis, repair and, if it holds, the customer's signature."""
        ticket, number, leg = visit.ticket, visit.number, 1
        i, draws = ticket.index, self.draws
        diagnose, repair, luck = draws.diagnose[i], draws.repair[i], draws.u_first_fix[i]
        if number > 1:
            diagnose, repair = self.world.work(i, number)
            luck = self.world.first_fix(i, number)
        if diagnose:
            leg = yield from self.work(worker, visit, leg, diagnose)
        self._note(row(self.env.now, i, DIAGNOSED, number, worker.index, 0))
        ticket.happened.setdefault("diagnosed", self.env.now)
        if repair:
            leg = yield from self.work(worker, visit, leg, repair)
        if luck >= ticket.fault.first_fix:
            return False
        self._note(row(self.env.now, i, RESTORED, number, worker.index, 0))
        ticket.happened["restored"] = self.env.now
        if sign_off := draws.sign_off[i]:
            yield from self.work(worker, visit, leg, sign_off)
        return True

    def work(self, worker: Worker, visit: Visit, leg: int, seconds: int) -> Generator[simpy.Event, Any, int]:
        """Work through the duty and its overtime; what is left is done on the next duty, after driving out again."""
        env = self.env
        while seconds:
            now = env.now
            stop, seconds = self.roster.stretch(worker, now, seconds)
            if stop > now:
                yield env.wait(stop - now)
            if seconds:
                leg += 1
                yield from self._resume_next_duty(worker, visit, leg)
        return leg

    def _resume_next_duty(self, worker: Worker, visit: Visit, leg: int) -> Steps:
        env = self.env
        self._note(row(env.now, visit.ticket.index, PAUSED, visit.number, worker.index, 0))
        self.roster.rest_at_home(worker)
        start = worker.team.next_start(env.now)
        yield env.wait(start - env.now) if start < NEVER else self._never
        worker.since = env.now
        yield from self.drive(worker, visit, leg)

    def close(self, ticket: Ticket) -> None:
        """Signed; the customer is satisfied or not by what was kept."""
        now = self.env.now
        self._note(row(now, ticket.index, CLOSED, 0, -1, 0))
        self.outcomes.record(ticket, now)

    def _mark(self, ticket: Ticket, event: int, milestone: str) -> None:
        now = self.env.now
        self._note(row(now, ticket.index, event, 0, -1, 0))
        ticket.happened[milestone] = now


class Hotline:
    """The desks that answer: the front, its experts, and who calls again. `levels`: how much each desk knows."""

    levels: Sequence[str | None] = ()

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        front: Desk | OpenLine,
        experts: Desk | OpenLine | None,
        desks: Mapping[str, Desk],
        shares: Sequence[tuple[float, float]],
        draws: Draws,
    ) -> None:
        """`shares`: by fault, what is fixed by whoever takes the call and, in all, by those it is passed on to."""
        self.env, self._note, self.world = env, record.note, world
        self.front, self.experts, self._desks, self._shares, self.draws = front, experts, desks, shares, draws

    def contact_desk(self, supplier: Supplier) -> Desk | OpenLine:
        """Who writes to this supplier: the desk he names, else (or in a plan without desks) who takes the calls."""
        return self._desks[supplier.contact_desk] if supplier.contact_desk and self._desks else self.front

    def reach(self, ticket: Ticket) -> Verdict:
        """Calls until somebody answers; a closed desk finds a message. False: the customer never calls again."""
        env, i, attempt = self.env, ticket.index, 1
        talk, patience = self.draws.talk[i], self.draws.patience[i]
        while self.front.seats_at(env.now):
            started = env.now
            if (yield from self.front.serve(i, CALL, attempt, talk, patience)):
                answered = env.now - talk
                ticket.happened["answered"] = ticket.happened["responded"] = answered
                return True
            after = self.world.redials_after(i, attempt)
            if after is None:
                self._note(row(env.now, i, ABANDONED, attempt, self.front.index, started))
                return False
            attempt += 1
            yield env.wait(after)
            patience = self.world.patience(i, attempt)
        yield from self.front.serve(i, Purpose.MESSAGE, attempt, talk)
        ticket.happened["answered"] = env.now - talk
        ticket.happened["responded"] = env.now
        return True

    def advise(self, ticket: Ticket) -> Verdict:
        """The front desk's advice, then the experts'; True if it works again without a visit."""
        by_front, by_experts = self._shares[ticket.kind]
        luck = self.draws.u_remote[ticket.index]
        if luck < by_front:
            return self._fixed(ticket, self.front)
        if self.experts is not None and by_experts > by_front and self.experts.seats_at(self.env.now):
            yield from self.experts.serve(ticket.index, Purpose.ESCALATION, 1, self.draws.expert_talk[ticket.index])
            if luck < by_experts:
                return self._fixed(ticket, self.experts)
        return False

    def _fixed(self, ticket: Ticket, desk: Desk | OpenLine) -> bool:
        now, i = self.env.now, ticket.index
        self._note(row(now, i, REMOTE_FIXED, 1, desk.index, 0))
        self._note(row(now, i, REPLIED, 0, -1, 0))
        self._note(row(now, i, RESTORED, 0, -1, 0))
        ticket.happened |= {"remote_fixed": now, "replied": now, "restored": now}
        return True
