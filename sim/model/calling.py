"""Calls of the desks to the customers: what is reported, asked after and answered without being asked.

Each is a deferred task of a desk, tried until it reaches the customer; it takes its place in the queue once the instant
at which it falls due has come to rest, so that a repair at that very instant counts.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from typing import Any

import numpy as np
import simpy

from sim.clock import NEVER
from sim.model.customers import Customers
from sim.model.desks import Desk
from sim.model.environment import Environment, Wait
from sim.model.events import CALLS_OUT, Event, Recorder, row
from sim.model.rota import LocalDays
from sim.model.ticket import Ticket
from sim.scenario.calls import Call, Calls, DeskCall, Strikes
from sim.scenario.horizon import step_later
from sim.world import World, key_of, seconds

Steps = Generator[Wait, Any, None]

PROGRESS, CALL_BACK, FOLLOW_UP_1, FOLLOW_UP_2, COMPLAINT, KEEP_IN_TOUCH, STRIKES = map(int, CALLS_OUT)
UNREACHED = int(Event.UNREACHED)
OVER = ("restored", "handed_on", "abandoned", "declined")
KEYS = {
    PROGRESS: "progress",
    CALL_BACK: "call_back",
    FOLLOW_UP_1: "follow_up_1",
    FOLLOW_UP_2: "follow_up_2",
    COMPLAINT: "complaint",
    KEEP_IN_TOUCH: "contact",
    STRIKES: "three_strikes",
}


class Calling:
    """The calls of a plan. `desks`: who makes them, by purpose."""

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        calls: Calls,
        desks: Mapping[int, Desk],
        days: LocalDays,
        customers: Customers,
    ) -> None:
        self.env, self._note, self.world, self.calls = env, record.note, world, calls
        self._desks, self._days, self.customers = desks, days, customers
        self._due: list[simpy.Event] = []
        self._repeats: list[Ticket] = []
        self._strikes: dict[int, list[int]] = {}
        self._tickets = len(world.tickets)
        self._zone = world.scenario.timezone
        self._first_tries = self._draw_first_tries()
        if calls.contact is not None:
            for customer in range(len(world.scenario.customers)):
                env.live(self._keep_in_touch(customer))

    # -- when ---------------------------------------------------------------------------------------------------------

    def talked(self, ticket: Ticket) -> None:
        """The first talk is over and did not help: from now on the customer hears how it stands."""
        if self.calls.progress is not None:
            self.env.live(self._progress(ticket, self.calls.progress.every))

    def closed(self, ticket: Ticket) -> None:
        """The customer has signed: he is called back and followed up."""
        calls, now = self.calls, self.env.now
        if calls.call_back is not None:
            self.env.live(self._ask(ticket, CALL_BACK, calls.call_back, now, Event.CALLED_BACK))
        if calls.follow_up_1 is not None:
            self.env.live(self._follow_up(ticket, calls.follow_up_1, now))

    def repeated(self, ticket: Ticket) -> None:
        """The same fault again: counted once all that come back at this instant have."""
        if self.calls.three_strikes is not None:
            self._repeats.append(ticket)
            self.env.unsettled = True

    def _strike(self, ticket: Ticket, strikes: Strikes) -> None:
        """Who has had so many repeats in so short a time is talked to."""
        customer, now = self.customers.of_site(ticket.site), self.env.now
        recent = [at for at in self._strikes.get(customer, ()) if at > now - strikes.within] + [now]
        is_out = len(recent) >= strikes.repeats
        self._strikes[customer] = [] if is_out else recent
        if is_out:
            self.env.live(self._ask(ticket, STRIKES, strikes, now, Event.ESCALATED))

    def _progress(self, ticket: Ticket, every: int) -> Steps:
        number, tries = 0, 0
        while True:
            due = ticket.reported + number * every
            yield from self._wait_until(due)
            if _is_over(ticket):
                return
            tries = yield from self._reach(ticket.index, PROGRESS, ticket.site, tries, ticket)
            if not tries:
                return
            self._mark(ticket, PROGRESS, Event.PROGRESS_REPORTED, "progress_reported")
            number = max(number + 1, -(-(self.env.now - ticket.reported) // every))

    def _follow_up(self, ticket: Ticket, first: Call, closed: int) -> Steps:
        yield from self._ask(ticket, FOLLOW_UP_1, first, closed, Event.FOLLOWED_UP_1)
        if self.calls.follow_up_2 is not None:
            yield from self._ask(ticket, FOLLOW_UP_2, self.calls.follow_up_2, self.env.now, Event.FOLLOWED_UP_2)

    def _ask(self, ticket: Ticket, purpose: int, call: DeskCall, since: int, milestone: Event) -> Steps:
        """One call from the beginning of its window on."""
        window = call.window if isinstance(call, Call) else None
        yield from self._wait_until(since + (window[0] if window else 0))
        yield from self._reach(ticket.index, purpose, ticket.site, 0)
        self._mark(ticket, purpose, milestone, milestone.name.lower())

    def complaint(self, ticket: Ticket) -> Steps:
        """It is looked into; a share is answered at once, the rest escalated, decided and told."""
        entry, world = self.calls.complaint, self.world
        if entry is None:
            return
        tries = yield from self._reach(ticket.index, COMPLAINT, ticket.site, 0)
        if world.luck.one("complaint-answered", int(world.tickets.key[ticket.index])) >= entry.answered:
            self._mark(ticket, COMPLAINT, Event.ESCALATED, "escalated")
            if decision := int(world.tickets.decision[ticket.index]):
                yield decision
            self._mark(ticket, COMPLAINT, Event.COMPLAINT_DECIDED, "complaint_decided")
            yield from self._reach(ticket.index, COMPLAINT, ticket.site, tries)
        self._mark(ticket, COMPLAINT, Event.COMPLAINT_ANSWERED, "complaint_answered")

    def _keep_in_touch(self, customer: int) -> Steps:
        """Called before the time since his last contact is up; the first calls of a new plan spread over one round."""
        env, case, tries = self.env, self._tickets + customer, 0
        begin, left = self.customers.last[customer], self.customers.left[customer]
        name = key_of(self.world.scenario.customers[customer])
        first = begin + int((self._ready(begin) - begin) * self.world.luck.one("keep-in-touch", name))
        while True:
            last = self.customers.last[customer]
            ready = first if last == begin else self._ready(last)
            if ready >= min(NEVER, left):
                return
            yield from self._wait_until(ready)
            if self.customers.last[customer] == last:
                tries = yield from self._reach(case, KEEP_IN_TOUCH, None, tries)
                self.customers.last[customer] = env.now
                self._note(row(env.now, case, int(Event.CONTACTED), 0, -1, KEEP_IN_TOUCH))

    def _ready(self, last: int) -> int:
        """When the next call takes its place in the queue: a window, or a quarter of the time, before that is up."""
        entry = self.calls.contact
        assert entry is not None
        due = step_later(last, entry.every, self._zone)
        window = entry.window if entry.window is not None else (due - last) // 4
        return max(due - window, last + 1)

    # -- how ----------------------------------------------------------------------------------------------------------

    def _reach(
        self, case: int, purpose: int, site: int | None, tries: int, unless_over: Ticket | None = None
    ) -> Generator[Wait, Any, int]:
        """Call until somebody answers, on the desk's next day if nobody did: the tries so far; 0 if it was dropped."""
        env, desk = self.env, self._desks[purpose]
        while True:
            tries += 1
            handle, is_reached = self._luck_of(case, purpose, tries)
            yield from desk.serve(case, purpose, tries, handle)
            if is_reached:
                if site is not None:
                    self.customers.met(site, env.now)
                return tries
            self._note(row(env.now, case, UNREACHED, tries, desk.index, purpose))
            opens = desk.next_seats(self._days.next_midnight(env.now))
            if opens >= NEVER:
                yield env.event()
            yield from self._wait_until(opens)
            if unless_over is not None and _is_over(unless_over):
                return 0

    def _luck_of(self, case: int, purpose: int, tries: int) -> tuple[int, bool]:
        """Seconds of this try, and whether it reaches the customer."""
        call: DeskCall = getattr(self.calls, KEYS[purpose])
        if tries == 1 and case < self._tickets:
            handle, luck = self._first_tries[purpose]
            return int(handle[case]), luck[case] < call.reached
        world, is_ticket = self.world, case < self._tickets
        key = int(world.tickets.key[case]) if is_ticket else key_of(world.scenario.customers[case - self._tickets])
        u = np.array([world.luck.one("call-handle", key, purpose, tries)])
        return int(seconds(call.handle, u)[0]), world.luck.one("call-reached", key, purpose, tries) < call.reached

    def _draw_first_tries(self) -> dict[int, tuple[memoryview, memoryview]]:
        """Handle times and latent uniforms of the first try, by purpose and then by ticket."""
        keys, luck, drawn = self.world.tickets.key, self.world.luck, {}
        for purpose, name in KEYS.items():
            call = getattr(self.calls, name)
            if call is not None and purpose != KEEP_IN_TOUCH:
                handle = seconds(call.handle, luck.each("call-handle", keys, purpose, 1))
                drawn[purpose] = handle.data, luck.each("call-reached", keys, purpose, 1).data
        return drawn

    def _wait_until(self, instant: int) -> Steps:
        """Until everything else at that instant has happened."""
        env = self.env
        if instant > env.now:
            yield instant - env.now
        if env.at_rest():
            return
        due = env.event()
        self._due.append(due)
        env.unsettled = True
        yield due

    def settle(self) -> bool:
        """Repeats by ticket, then calls that fall due at this instant; True if there was any."""
        due, self._due = self._due, []
        repeats, self._repeats = self._repeats, []
        for ticket in sorted(repeats, key=lambda repeat: repeat.index):
            if self.calls.three_strikes is not None:
                self._strike(ticket, self.calls.three_strikes)
        for event in due:
            event.succeed()
        return bool(due or repeats)

    def _mark(self, ticket: Ticket, purpose: int, event: Event, milestone: str) -> None:
        self._note(row(self.env.now, ticket.index, int(event), 0, -1, purpose))
        ticket.happened.setdefault(milestone, self.env.now)


def _is_over(ticket: Ticket) -> bool:
    return any(milestone in ticket.happened for milestone in OVER)
