"""Driving: from where an engineer stands to the site, by way of the outlet if parts lie there, and back."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from typing import Any

import simpy

from sim.model.customers import Customers
from sim.model.deployment import Deployment
from sim.model.draws import Draws
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Recorder, row
from sim.model.teams import Worker
from sim.model.traffic import Traffic
from sim.model.visit import Visit
from sim.world import World

Steps = Generator[Wait, Any, None]
Crew = Sequence[Worker]
"""Who goes, the lead first."""

DEPARTED, ARRIVED, COLLECTED, HOMEWARD, BACK = (
    int(kind) for kind in (Event.DEPARTED, Event.ARRIVED, Event.COLLECTED, Event.HOMEWARD, Event.BACK)
)


class Driving:
    """Legs of visits. The true time of a leg = expected x that of the traffic x the luck of (ticket, visit, leg)."""

    def __init__(
        self, env: Environment, record: Recorder, world: World, place: Deployment, draws: Draws, traffic: Traffic
    ) -> None:
        self.env, self._note, self.world, self.roads, self.draws = env, record.note, world, place.roads, draws
        self._traffic = traffic
        self.customers: Customers | None = None

    def gather(self, crew: Crew, visit: Visit) -> Steps:
        """All drive apart, each as soon as he can leave; over when the last is on site."""
        on_the_way, there = [len(crew) - 1], self.env.event()
        for mate in crew[1:]:
            self.env.live(self._come(mate, visit, None, on_the_way, there))
        yield from self._come(crew[0], visit, visit.collect, on_the_way)
        if on_the_way[0] >= 0:
            yield there

    def _come(
        self,
        worker: Worker,
        visit: Visit,
        collect: int | None,
        on_the_way: list[int],
        there: simpy.Event | None = None,
    ) -> Steps:
        """One of the crew; the lead fetches what lies in the outlet `collect`. `on_the_way`: others, without him."""
        if worker.delay:
            yield worker.delay
        if collect is not None:
            yield from self._collect(worker, visit, collect)
        yield from self.leg(worker, visit, visit.ticket.site)
        self.arrive(worker, visit, on_the_way[0])
        on_the_way[0] -= 1
        if there is not None and on_the_way[0] < 0:
            there.succeed()

    def arrive(self, worker: Worker, visit: Visit, missing: int = 0) -> None:
        """On site; so many of the crew are still on the way."""
        self._note(row(self.env.now, visit.ticket.index, ARRIVED, visit.number, worker.index, missing))
        worker.location = visit.ticket.site
        if self.customers is not None:
            self.customers.met(visit.ticket.site, self.env.now)
        if visit.number == 1:
            visit.ticket.happened.setdefault("arrived", self.env.now)

    def _collect(self, worker: Worker, visit: Visit, outlet: int) -> Steps:
        if worker.location != outlet:
            yield from self.leg(worker, visit, outlet)
        self._note(row(self.env.now, visit.ticket.index, COLLECTED, visit.number, worker.index, 0))

    def fetch(self, worker: Worker, visit: Visit, outlet: int) -> Steps:
        """From the site to the outlet and back."""
        yield from self._collect(worker, visit, outlet)
        yield from self.leg(worker, visit, visit.ticket.site)
        self.arrive(worker, visit, 0)

    def leg(self, worker: Worker, visit: Visit, end: int) -> Steps:
        """One drive from where the engineer stands."""
        seconds = self.set_out(worker, visit, end)
        if seconds:
            yield seconds
        worker.location = end

    def set_out(self, worker: Worker, visit: Visit, end: int) -> int:
        """He departs; the seconds it takes him."""
        seconds, metres = self.roads.to(end)
        start, ticket = worker.location, visit.ticket
        visit.leg += 1
        self._note(row(self.env.now, ticket.index, DEPARTED, visit.number, worker.index, metres[start]))
        if visit.number == 1:
            ticket.happened.setdefault("departed", self.env.now)
            if visit.leg == 1 and self._traffic.is_flat:
                return int(seconds[start] * self.draws.noise[ticket.index] + 0.5)
        return self._true(seconds[start], visit)

    def _true(self, expected: int, visit: Visit) -> int:
        """Seconds the leg at hand really takes."""
        if not expected:
            return 0
        ticket, number, leg = visit.ticket.index, visit.number, visit.leg
        is_first = number == leg == 1
        factor = self.draws.noise[ticket] if is_first else self.world.travel_factor(self.draws.key[ticket], number, leg)
        if not self._traffic.is_flat:
            factor *= self._traffic.at(self.env.now, visit.ticket.site)
        return int(expected * factor + 0.5)

    def back(self, worker: Worker, visit: Visit) -> Steps:
        """From the site to his outlet, as seized time."""
        env, home = self.env, worker.team.home
        seconds, metres = self.roads.to(home)
        start = worker.location
        visit.leg += 1
        self._note(row(env.now, -1, HOMEWARD, 1, worker.index, metres[start]))
        if true := self._true(seconds[start], visit):
            yield true
        worker.location = home
        self._note(row(env.now, -1, BACK, 0, worker.index, 0))
