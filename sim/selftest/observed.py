"""What is counted in a run: calls, visits, tickets and shelves."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.judge import TicketTable, judge, ticket_table
from sim.model import Deployment, Event, EventLog, deployment
from sim.scenario import Plan
from sim.selftest.shelf import Shelf
from sim.selftest.small import AVAILABILITY
from sim.selftest.stays import Part, Stays, inside, length_of, none_inside, seen_to_the_end
from sim.world import World

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Observed:
    """One replication: calls, visits, and the tickets as the judge sees them."""

    world: World
    place: Deployment
    log: EventLog
    calls: Stays
    visits: Stays
    table: TicketTable

    @classmethod
    def of(cls, world: World, plan: Plan, log: EventLog) -> Observed:
        """Read the log."""
        horizon, place = world.scenario.horizon, deployment(world.scenario, plan)
        return cls(
            world,
            place,
            log,
            Stays.of(log, horizon, Event.QUEUED, Event.STARTED, Event.ENDED),
            Stays.of(log, horizon, Event.READY, Event.DISPATCHED, Event.LEFT),
            ticket_table(world, place, log),
        )

    def stays(self, joined: Event, taken: Event, left: Event) -> Stays:
        """Stays between these rows of a visit."""
        return Stays.of(self.log, self.world.scenario.horizon, joined, taken, left)

    def refused(self) -> Part:
        """Share of the calls of judged time that find no line free."""
        horizon, lost = self.world.scenario.horizon, self.log.of(Event.REFUSED).at
        number = float(((lost >= horizon.start) & (lost < horizon.end)).sum())
        return number, number + float(self.calls.judged.sum())

    def shelf(self, part: str, store: str = "depot") -> Shelf:
        """A part in a store."""
        return Shelf.of(self.log, self.place, store, part, len(self.table))

    def couriered(self, part: str) -> NDArray[np.bool_]:
        """By ticket, whether this part came by courier."""
        rows = self.log.of(Event.COURIERED)
        by_courier = np.zeros(len(self.table), dtype=np.bool_)
        by_courier[rows.ticket[rows.actor == list(self.world.scenario.parts).index(part)]] = True
        return by_courier

    def trips(self) -> Stays:
        """Visits of a lone engineer until he is back at his outlet, in place of until he leaves the site."""
        back = self.log.of(Event.BACK).at
        order = np.argsort(self.visits.taken)
        until = np.full(len(order), NEVER, dtype=np.int64)
        until[order[: len(back)]] = back
        return replace(self.visits, left=until)

    def lasts(self, begin: str, end: str) -> Integers:
        """Seconds between two milestones of the judged tickets; all must have reached both."""
        judged, milestones = self.table.judged, self.table.milestones
        seen_to_the_end(self.table.has(end)[judged].all())
        return (milestones[end] - milestones[begin])[judged]

    def open_tickets(self) -> Part:
        """Tickets reported and not closed, averaged over judged time."""
        horizon, milestones = self.world.scenario.horizon, self.table.milestones
        return inside(milestones["reported"], milestones["closed"], horizon), length_of(horizon)

    def all_up(self) -> Part:
        """Share of judged time in which no ticket is open."""
        horizon, milestones = self.world.scenario.horizon, self.table.milestones
        return none_inside(milestones["reported"], milestones["closed"], horizon), length_of(horizon)

    def availability(self) -> Part:
        """Share of judged time in which units work, as the judge counts it."""
        count = next(one for one in judge(self.world, self.place.plan, self.log).commitments if one.id == AVAILABILITY)
        return float(count.kept.sum()), float(count.covered.sum())

    def closed_per_second(self) -> Part:
        """Tickets closed per second of judged time."""
        horizon, closed = self.world.scenario.horizon, self.table.milestones["closed"]
        return float(((closed >= horizon.start) & (closed < horizon.end)).sum()), length_of(horizon)
