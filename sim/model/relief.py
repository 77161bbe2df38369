"""Relief: work that goes on around the clock, because the next crew comes before the first has to stop."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from sim.clock import NEVER
from sim.model.dispatch import Dispatcher
from sim.model.driving import Crew
from sim.model.environment import Environment, Wait
from sim.model.teams import Worker
from sim.model.trips import Trips
from sim.model.visit import Visit

Steps = Generator[Wait, Any, None]


class NextCrew:
    """The visit that relieves another: its crew once it is on site."""

    def __init__(self, env: Environment, visit: Visit) -> None:
        self.visit = visit
        self.crew: Crew = ()
        self.there = env.event()
        self.first_goes: simpy.Event | None = None  # fires when the relief comes, or the first has to stop


class Relief:
    """Calls the next crew to a site."""

    def __init__(self, env: Environment, dispatcher: Dispatcher, trips: Trips) -> None:
        self.env, self._dispatcher, self._trips = env, dispatcher, trips
        self._place = dispatcher.deployment

    def asked_at(self, crew: Crew, site: int) -> int:
        """When it is asked for: so early that, by expectation, it is there at the end of the duty."""
        now = self.env.now
        duties = [duty[1] for worker in crew if (duty := worker.team.duty(now)) is not None]
        return max(now, min(duties, default=now) - self._place.expected_s(site))

    def ask(self, crew: Crew, visit: Visit) -> None:
        """The next visit of the ticket is ready, for crews whose duty lasts longer. It does not wait for a duty."""
        ticket, now = visit.ticket, self.env.now
        following = Visit(ticket, visit.number + 1, now, visit.need)
        following.latest_departure = now
        following.beyond = max(_latest(worker, now) for worker in crew)
        ticket.relief = NextCrew(self.env, following)
        self.env.live(self._come(ticket.relief))

    def _come(self, relief: NextCrew) -> Steps:
        relief.crew = yield from self._trips.go(relief.visit, relief.visit.latest_departure)
        relief.there.succeed()
        if relief.first_goes is not None and not relief.first_goes.triggered:
            relief.first_goes.succeed()

    def wait(self, relief: NextCrew, stop: int) -> Steps:
        """Until it is there, or the first crew has to stop."""
        if relief.crew or stop <= self.env.now:
            return
        relief.first_goes = goes = self.env.event()

        def has_to_stop() -> None:
            if not goes.triggered:
                goes.succeed()

        if stop < NEVER:
            self.env.after(stop - self.env.now, has_to_stop)
        yield goes


def _latest(worker: Worker, now: int) -> int:
    """The end of his duty and its overtime, or of the one that is over."""
    duty = worker.team.duty(now)
    end = duty[1] if duty is not None else worker.team.last_end(now)
    return end + worker.team.overtime if end < NEVER else NEVER
