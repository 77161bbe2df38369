"""Relief: work that goes on around the clock, because the next crew comes before the first has to stop."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from sim.clock import NEVER
from sim.model.deployment import Deployment
from sim.model.driving import Crew
from sim.model.environment import Environment, Wait
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

    def __init__(self, env: Environment, place: Deployment, trips: Trips) -> None:
        self.env, self._place, self._trips = env, place, trips

    def asked_at(self, crew: Crew, site: int, stop: int) -> int:
        """When it is asked for: so early that, by expectation, it is there when the duty ends that stops the crew."""
        teams = [worker.team for worker in crew]
        ends = [end for team in teams if (end := team.last_end(stop)) + team.overtime == stop]
        return max(self.env.now, min(ends, default=stop) - self._place.expected_s(site))

    def ask(self, visit: Visit, stop: int) -> None:
        """The next visit of the ticket is ready, for crews whose duty lasts longer. It does not wait for a duty."""
        ticket, now = visit.ticket, self.env.now
        following = Visit(ticket, visit.number + 1, now, visit.need)
        following.latest_departure = now
        following.beyond = stop
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
