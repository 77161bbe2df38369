"""What the customer makes of it, and when a visit must leave to keep what was promised to him."""

from __future__ import annotations

import numpy as np

from sim.clock import NEVER
from sim.model.coverage import Integers, facts_of
from sim.model.deployment import Deployment
from sim.model.draws import Draws
from sim.model.events import Event, Recorder, row
from sim.model.limits import Limits
from sim.model.ticket import Ticket
from sim.model.traffic import Traffic
from sim.scenario import Fault
from sim.scenario import Outcomes as Table
from sim.world import World

WITHOUT_PROMISE_S = 30 * 86400
"""A visit that no commitment limits counts as due thirty days after the report."""

AFTER_WORK = ("restored", "closed")

SATISFIED = int(Event.SATISFIED)


class Outcomes:
    """Knows the deadlines of every ticket; they are the judge's own."""

    def __init__(self, record: Recorder, world: World, deployment: Deployment, draws: Draws, traffic: Traffic) -> None:
        scenario = world.scenario
        self._note, self._deployment = record.note, deployment
        self._satisfaction, self._complaints = scenario.satisfaction, scenario.complaints
        facts, inner = facts_of(world, deployment), deployment.plan.dispatch.due
        self._limits = Limits(scenario, facts)
        self._due = Limits(scenario, facts, inner) if inner else self._limits
        self._known = world.originals if scenario.failures == "calendar" else 0
        self._draws, self._traffic = draws, traffic
        self._work_s = [_expected_work(kind.fault) for kind in scenario.faults]
        self._first_latest: memoryview | None = None

    def prepare_latest_departures(self, world: World) -> None:
        """Look all tickets' latest departures up at once, where nothing on the way to the visit can move them."""
        known = self._due.due_before_visits()
        if known is None:
            return
        tickets, sites = world.tickets, range(len(world.scenario.sites))
        travel = np.array([self._deployment.expected_s(site) for site in sites], dtype=np.int64)[tickets.site]
        work = np.array(self._work_s, dtype=np.int64)[tickets.fault]
        latest = np.full(len(tickets), NEVER, dtype=np.int64)
        for due, end in known:
            drive = self._drives(travel, due, tickets.site)
            latest = np.minimum(latest, due - drive - (work if end in AFTER_WORK else 0))
        without = latest >= NEVER // 2
        self._first_latest = np.where(without, tickets.reported + WITHOUT_PROMISE_S, latest).data

    def _drives(self, travel: Integers, due: Integers, sites: Integers) -> Integers:
        """The drives that arrive by these limits: as slow as the roads are on the day of the limit."""
        if not self._traffic.is_slowed:
            return travel
        return np.floor(travel * self._traffic.slower_each(due, sites) + 0.5).astype(np.int64)

    def admit(self, repeat: int, reported: int) -> None:
        """A repeat is reported: what was promised to its customer counts from now on."""
        for limits in dict.fromkeys((self._limits, self._due)):
            limits.admit(repeat, reported)

    def record(self, ticket: Ticket, closed: int) -> bool:
        """Satisfied or not, from one latent uniform and the promises broken by then; True if the customer complains."""
        if self._satisfaction is None and self._complaints is None:
            return False
        i = ticket.index
        missed = self._limits.missed(i, ticket.happened, closed, ticket.pauses)
        if self._satisfaction is not None:
            satisfied = self._draws.u_satisfied[i] < share_at(self._satisfaction, missed)
            self._note(row(closed, i, SATISFIED, 0, -1, satisfied))
        return self._complaints is not None and self._draws.u_complained[i] < share_at(self._complaints, missed)

    def latest_departure(self, ticket: Ticket, now: int) -> int:
        """The earliest open deadline a visit leaving now can still keep, less expected travel (and work).

        Travel is expected from the first outlet of the site's territory, on the roads of the day of the deadline; work
        is taken off where the promise is the repair. When nothing can be kept any more, the earliest counts.
        """
        known = self._first_latest is not None and ticket.index < self._known
        if known and self._first_latest is not None and not ticket.pauses and "dispatched" not in ticket.happened:
            latest: int = self._first_latest[ticket.index]
            if latest >= now:
                return latest
        travel, work = self._deployment.expected_s(ticket.site), self._work_s[ticket.kind]
        due = self._due.next_due(ticket.index, ticket.happened, ticket.pauses)
        arrive_by = [(at, at - (work if end in AFTER_WORK else 0)) for at, end in due]
        leave_by = [by - int(travel * self._traffic.slower(at, ticket.site) + 0.5) for at, by in arrive_by]
        reachable = [at for at in leave_by if at >= now]
        return min(reachable or leave_by, default=ticket.reported + WITHOUT_PROMISE_S)


def _expected_work(fault: Fault) -> int:
    return int(fault.diagnose.average + fault.repair.average + 0.5)


def share_at(table: Table, missed: int) -> float:
    """The table's share for this number of broken promises."""
    return (table.all_kept, table.one_missed, table.more_missed)[min(missed, 2)]
