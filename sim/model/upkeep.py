"""Planned work while the model runs: visits without a fault, and the faults they prevent."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from functools import partial
from typing import Any

import numpy as np

from sim.clock import NEVER
from sim.model.deployment import Deployment
from sim.model.dispatch import Dispatcher
from sim.model.environment import Arrival, Environment, Wait
from sim.model.events import Event, Leaving, Recorder, row
from sim.model.on_site import OnSite
from sim.model.planned import PlannedVisits, first_case, window_of
from sim.model.ticket import Ticket, Work
from sim.model.trips import Trips
from sim.model.visit import Visit
from sim.scenario import Fault, Planned
from sim.scenario.horizon import step_later
from sim.world import World

Steps = Generator[Wait, Any, None]

PREVENTED = int(Event.PREVENTED)
GENERAL = "general"
NO_FAULT = -1


class Upkeep:
    """The planned visits of a plan, and until when each keeps faults away from its site."""

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        place: Deployment,
        planned: PlannedVisits,
        dispatcher: Dispatcher,
        trips: Trips,
        on_site: OnSite,
    ) -> None:
        self.env, self._note, self.world, self.planned = env, record.note, world, planned
        self._dispatcher, self._trips, self._on_site, self._place = dispatcher, trips, on_site, place
        self._measures: tuple[Planned, ...] = tuple(place.plan.planned.values())
        severities = world.scenario.severities
        self._severity = severities.index(GENERAL) if GENERAL in severities else len(severities) - 1
        self._jobs = [Fault(skill=entry.skill, severity=severities[self._severity]) for entry in self._measures]
        self._first = first_case(world)
        lowers = any(entry.lowers_failures for entry in self._measures)
        self._luck = world.luck.each("prevented", world.tickets.key).data if lowers else None
        self._until = [self._at_first(number, entry) for number, entry in enumerate(self._measures)]
        self._before = [list(until) for until in self._until]
        self._since = [[-NEVER] * len(until) for until in self._until]

    # -- visits -------------------------------------------------------------------------------------------------------

    def arrivals(self) -> Iterator[Arrival]:
        """Each visit from the opening of its window on."""
        for number, opens in enumerate(self.planned.opens.tolist()):
            yield opens, self._visits(number)

    def _visits(self, number: int) -> Steps:
        """Until it is done; what a duty leaves of it is a visit of its own."""
        planned, measure = self.planned, int(self.planned.measure[number])
        entry, site, opens = self._measures[measure], int(planned.site[number]), int(planned.opens[number])
        known = self._jobs[measure], self._severity
        job = Ticket(self._first + number, site, NO_FAULT, opens, known, None, entry.crew)
        job.work = Work.planned(int(planned.work[number]))
        leaving, trip = -1, 0
        while leaving != Leaving.FIXED:
            trip += 1
            if job.opens > self.env.now:
                yield job.opens - self.env.now
            visit = self._visit(job, trip, entry, number)
            crew = yield from self._trips.go(visit, int(planned.ends[number]))
            leaving = yield from self._on_site.visit(crew, visit)
            self._trips.leave(crew, visit, leaving)
        self._works_from(measure, site, entry)

    def _visit(self, job: Ticket, trip: int, entry: Planned, number: int) -> Visit:
        """Behind all tickets, and only where it fits into the duty, until its last day."""
        need = self._dispatcher.need_of(entry.skill, job.site, entry.teams)
        visit = Visit(job, trip, self.env.now, need)
        last_day = int(self.planned.last_day[number])
        visit.due = int(self.planned.ends[number]) - self._place.expected_s(job.site)
        if entry.rank == "as_tickets":
            self._rank_as_ticket(visit, visit.ready)
        elif self.env.now >= last_day:
            self._rank_as_ticket(visit, last_day)
        else:
            visit.rank_from, visit.stay = NEVER, int(entry.work.average + 0.5)
            self.env.after(last_day - self.env.now, partial(self._rank_as_ticket, visit, last_day))
        return visit

    def _rank_as_ticket(self, visit: Visit, since: int) -> None:
        visit.rank_from, visit.stay, visit.is_late = since, 0, True
        self._dispatcher.promote(visit)

    # -- faults prevented ---------------------------------------------------------------------------------------------

    def _at_first(self, number: int, entry: Planned) -> list[int]:
        """By site, until when it counts as kept up before its first visit: the plan did not begin yesterday.

        Where only some sites are visited none does.
        """
        scenario = self.world.scenario
        until = [-NEVER] * len(scenario.sites)
        if entry.share_of_sites < 1:
            return until
        for index, site in enumerate(scenario.sites):
            if not entry.products or site.product in entry.products:
                until[index] = self._lasts(entry, max(scenario.horizon.begin, scenario.service_of_site[index][0]))
        mine = np.flatnonzero(self.planned.measure == number)[::-1]
        for place, ends in zip(self.planned.site[mine].tolist(), self.planned.ends[mine].tolist(), strict=True):
            until[place] = ends  # of the first of each site
        return until

    def _works_from(self, measure: int, site: int, entry: Planned) -> None:
        """From the second after this one on: of what happens at one instant none comes first."""
        self._before[measure][site] = self._end_of(measure, site)
        self._since[measure][site] = self.env.now
        self._until[measure][site] = self._lasts(entry, self.env.now)

    def _end_of(self, measure: int, site: int) -> int:
        """Until when the measure is in force at the site, as far as visits before this instant go."""
        is_new = self._since[measure][site] >= self.env.now
        return (self._before if is_new else self._until)[measure][site]

    def _lasts(self, entry: Planned, since: int) -> int:
        """Until one round and its window are over."""
        end = step_later(since, entry.every, self.world.scenario.timezone)
        return end + window_of(entry, end - since)

    def prevents(self, ticket: int, site: int) -> bool:
        """Whether the measures in force at this site spare it this fault; then nothing else is recorded of it."""
        if self._luck is None:
            return False
        now, left, first = self.env.now, 1.0, -1
        for number, entry in enumerate(self._measures):
            if entry.lowers_failures and self._end_of(number, site) > now:
                left *= 1 - entry.lowers_failures
                first = number if first < 0 else first
        if self._luck[ticket] >= 1 - left:
            return False
        self._note(row(now, ticket, PREVENTED, 0, -1, first))
        return True
