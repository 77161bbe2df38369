"""The event log as a book to look things up in: a ticket's rows, an engineer's jobs, who was where at an instant."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.model.events import Event, EventLog
from sim.report.trace.rounds import Rounds

if TYPE_CHECKING:
    from sim.model import Deployment
    from sim.world import World

OF_ENGINEERS = frozenset(
    {*range(Event.DISPATCHED, Event.LEFT + 1), Event.COLLECTED, Event.BARRED, Event.ADMITTED, Event.SWAPPED}
)
OF_STOCK = frozenset(range(Event.ASKED, Event.GIVEN_BACK + 1)) | {Event.SHIPPED}


class Row(NamedTuple):
    """One row of the log; `position` is its place in it."""

    position: int
    at: int
    ticket: int
    event: Event
    n: int
    actor: int
    value: int


@dataclass(frozen=True)
class Job:
    """An engineer's work for one visit of a ticket: from the assignment until he is free (NEVER: not any more)."""

    engineer: int
    ticket: int
    visit: int
    since: int
    left: int
    until: int


class Index:
    """Positions of some rows of the log, grouped by a key and in order within it."""

    def __init__(self, keys: NDArray[np.int64], positions: NDArray[np.int64]) -> None:
        order = np.argsort(keys, kind="stable")
        self._keys, self._positions = keys[order], positions[order]

    def of(self, key: int) -> NDArray[np.int64]:
        """The positions with this key."""
        start, end = np.searchsorted(self._keys, [key, key + 1])
        return self._positions[start:end]


class History:
    """Everything that happened in one replication up to the end of the run-out, ready for questions."""

    def __init__(self, world: World, place: Deployment, log: EventLog) -> None:
        self.world, self.place, self.log = world, place, log
        self.stop: int = world.scenario.horizon.stop
        self._seen = int(np.searchsorted(log.at, self.stop))
        self._jobs: dict[int, list[Job]] = {}
        self.rounds = Rounds(world, place)

    def row(self, position: int) -> Row:
        """The row at a place in the log."""
        log, i = self.log, position
        cells = (int(column[i]) for column in (log.at, log.ticket, log.event, log.n, log.actor, log.value))
        at, ticket, event, n, actor, value = cells
        return Row(i, at, ticket, Event(event), n, actor, value)

    def of_ticket(self, ticket: int) -> list[Row]:
        """A ticket's rows in the order in which they happened."""
        return [self.row(position) for position in self._by_ticket.of(ticket).tolist()]

    def rows(self, *events: int) -> list[Row]:
        """All rows of these kinds, in order of time."""
        return [self.row(i) for i in np.flatnonzero(np.isin(self.log.event[: self._seen], events)).tolist()]

    def index(self, *events: int) -> Index:
        """The rows of these kinds by actor."""
        chosen = np.flatnonzero(np.isin(self.log.event[: self._seen], list(events)))
        return Index(self.log.actor[chosen], chosen)

    @cached_property
    def _by_ticket(self) -> Index:
        return Index(self.log.ticket[: self._seen], np.arange(self._seen))

    @cached_property
    def _sent(self) -> Index:
        return self.index(Event.DISPATCHED)

    @cached_property
    def _released(self) -> Index:
        return self.index(Event.LEFT)

    @cached_property
    def _homeward(self) -> Index:
        return self.index(Event.HOMEWARD, Event.BACK)

    # -- engineers ------------------------------------------------------------------------------------------------

    def jobs(self, engineer: int) -> list[Job]:
        """An engineer's jobs in order; they do not overlap."""
        if engineer not in self._jobs:
            self._jobs[engineer] = sorted(self._jobs_of(engineer), key=lambda job: (job.since, job.until))
        return self._jobs[engineer]

    def _jobs_of(self, engineer: int) -> list[Job]:
        left = {(row.ticket, row.n): row.at for row in map(self.row, self._released.of(engineer).tolist())}
        way_back = self._ways_back(engineer)
        jobs = []
        for row in map(self.row, self._sent.of(engineer).tolist()):
            gone = left.get((row.ticket, row.n), NEVER)
            jobs.append(Job(engineer, row.ticket, row.n, row.at, gone, way_back.get(gone, gone)))
        return jobs

    def _ways_back(self, engineer: int) -> dict[int, int]:
        """Departure and arrival of drives back to the outlet that are work."""
        rows = [self.row(position) for position in self._homeward.of(engineer).tolist()]
        starts = [row.at for row in rows if row.event == Event.HOMEWARD and row.n == 1]
        ends = [row.at for row in rows if row.event == Event.BACK]
        return dict(zip(starts, [*ends, NEVER], strict=False))

    def job_at(self, engineer: int, at: int) -> Job | None:
        """The job an engineer has once this instant has come to rest; None if he is free or off duty."""
        jobs = self.jobs(engineer)
        number = bisect_right(jobs, at, key=lambda job: job.since) - 1
        return jobs[number] if number >= 0 and at < jobs[number].until else None

    def finished_at(self, engineer: int, at: int) -> Job | None:
        """The job that ended for an engineer at this instant."""
        return next((job for job in reversed(self.jobs(engineer)) if job.until == at), None)

    def doing(self, job: Job, at: int) -> Row:
        """The last row of a job at an instant: what the engineer is about."""
        rows = self._rows_of_job(job)
        return rows[max(0, bisect_right(rows, at, key=lambda row: row.at) - 1)]

    def _rows_of_job(self, job: Job) -> list[Row]:
        mine = (row for row in self.of_ticket(job.ticket) if row.event in OF_ENGINEERS and row.actor == job.engineer)
        return [row for row in mine if row.n == job.visit]

    def location(self, engineer: int, at: int) -> int:
        """Where an engineer without a job stands: a site, or (number of sites + position) an outlet."""
        jobs = self.jobs(engineer)
        number = bisect_right(jobs, at, key=lambda job: job.until) - 1
        return self._after(jobs[number], at) if number >= 0 else self._home(engineer)

    def start_of_leg(self, row: Row) -> int:
        """Where a drive (row DEPARTED) begins."""
        before = [one for one in self._rows_of_row(row) if one.position < row.position]
        for one in reversed(before):
            if one.event == Event.PAUSED and one.value == 0:
                return self._home(row.actor)
            if one.event == Event.COLLECTED:
                return self.first_outlet(row.ticket)
            if one.event in (Event.ARRIVED, Event.PAUSED):
                return self.site(row.ticket)
        jobs = self.jobs(row.actor)
        number = next(i for i, job in enumerate(jobs) if (job.ticket, job.visit) == (row.ticket, row.n))
        return self._after(jobs[number - 1], row.at) if number else self._home(row.actor)

    def end_of_leg(self, row: Row) -> Row | None:
        """The row that ends a drive: ARRIVED, or COLLECTED at the outlet."""
        ends = (Event.ARRIVED, Event.COLLECTED)
        after = (one for one in self._rows_of_row(row) if one.position > row.position and one.event in ends)
        return next(after, None)

    def _rows_of_row(self, row: Row) -> list[Row]:
        return self._rows_of_job(Job(row.actor, row.ticket, row.n, 0, 0, 0))

    def _after(self, job: Job, at: int) -> int:
        """Where he is some time after a job, before the next one."""
        went = self.log.at[self._homeward.of(job.engineer)]
        first = bisect_left(went, job.left)
        return self._home(job.engineer) if first < len(went) and went[first] <= at else self.site(job.ticket)

    def _home(self, engineer: int) -> int:
        place = self.place
        return place.roads.sites + place.outlet_of_team[place.team_of(engineer)]

    # -- places ---------------------------------------------------------------------------------------------------

    def site(self, ticket: int) -> int:
        """The position of the site of a ticket or of a planned visit."""
        return self.rounds.site(ticket) if self.rounds.has(ticket) else int(self.world.tickets.site[ticket])

    def first_outlet(self, ticket: int) -> int:
        """The location of the first outlet that serves a ticket's site."""
        return self.place.first_outlet(self.site(ticket))

    def last_on_site(self, row: Row) -> Row:
        """The last row of an engineer of this ticket up to a row: some rows name nobody."""
        rows = (one for one in self.of_ticket(row.ticket) if one.position <= row.position)
        return [one for one in rows if one.event in OF_ENGINEERS and one.actor >= 0][-1]

    # -- what the world and the plan say --------------------------------------------------------------------------

    def reported(self, ticket: int) -> int:
        """When a ticket was reported, also where that hangs on what came before; NEVER if it did not come about."""
        at = int(self.world.tickets.reported[ticket])
        return at if at < NEVER else self._came_about.get(ticket, NEVER)

    @cached_property
    def _came_about(self) -> dict[int, int]:
        """Repeats, failures of units that have run for so long, and what was prevented."""
        return {row.ticket: row.at for row in self.rows(Event.REPEATED, Event.FAILED, Event.PREVENTED)}

    def repeats_of(self, ticket: int) -> list[Row]:
        """The rows in which the same fault is reported again."""
        return [row for row in self.rows(Event.REPEATED) if row.value == ticket]

    def severity(self, fault: int) -> int:
        """Rank of a fault's severity, the gravest 0."""
        scenario = self.place.scenario
        return scenario.severities.index(scenario.faults[fault].fault.severity)

    def desk_of(self, ticket: int) -> int:
        """The position of the desk that takes a ticket's channel."""
        channel = list(self.place.scenario.channels)[int(self.world.tickets.channel[ticket])]
        takes = (number for number, name in enumerate(self.place.desks) if channel in self.place.plan.desks[name].takes)
        return next(takes, 0)

    def by_severity(self, desk: int) -> bool:
        """Whether a desk serves graver tickets first."""
        return self.place.plan.desks[self.place.desks[desk]].order == "severity"

    def parts_lie_in_outlet(self, ticket: int, at: int) -> bool:
        """Whether whoever goes to a ticket now has to fetch parts on the way."""
        rows = [row for row in self.of_ticket(ticket) if row.at <= at]
        telling = [row for row in rows if row.event in (Event.PARTS_READY, Event.COLLECTED)]
        return bool(telling) and telling[-1].event == Event.PARTS_READY and telling[-1].value == 1
