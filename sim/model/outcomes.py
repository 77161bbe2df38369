"""What the customer makes of it, and when a visit must leave to keep what was promised to him."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.deployment import Deployment
from sim.model.events import Event, Recorder
from sim.model.promises import Limits, facts_of
from sim.scenario import Outcomes as Table
from sim.world import World

if TYPE_CHECKING:
    from sim.model.journey import Ticket

WITHOUT_PROMISE_S = 30 * 86400
"""A visit that no commitment limits counts as due thirty days after the report."""

SATISFIED, COMPLAINED = int(Event.SATISFIED), int(Event.COMPLAINED)


class Outcomes:
    """Knows the deadlines of every ticket; they are the judge's own."""

    def __init__(self, record: Recorder, world: World, deployment: Deployment) -> None:
        scenario = world.scenario
        self._record, self._deployment = record.row, deployment
        self._satisfaction, self._complaints = scenario.satisfaction, scenario.complaints
        self._limits = Limits(scenario, facts_of(world, deployment))
        self._u_satisfied, self._u_complained = world.tickets.u_satisfied, world.tickets.u_complained
        kinds = [kind.fault for kind in scenario.faults]
        self._work_s = {id(fault): int(fault.diagnose.average + fault.repair.average + 0.5) for fault in kinds}

    def record(self, ticket: Ticket, closed: int) -> None:
        """Satisfied and complained, from one latent uniform each and the promises broken by then."""
        if self._satisfaction is None and self._complaints is None:
            return
        i = ticket.index
        missed = self._limits.missed(i, ticket.happened, closed, ticket.pauses)
        if self._satisfaction is not None:
            satisfied = bool(self._u_satisfied[i] < share_at(self._satisfaction, missed))
            self._record(closed, i, SATISFIED, 0, -1, satisfied)
        if self._complaints is not None and self._u_complained[i] < share_at(self._complaints, missed):
            self._record(closed, i, COMPLAINED, 0, -1, 0)

    def latest_departure(self, ticket: Ticket, now: int) -> int:
        """The earliest open deadline a visit leaving now can still keep, less expected travel (and work).

        Travel is expected from the first outlet of the site's territory; work is taken off where the promise is the
        repair. When nothing can be kept any more, the earliest counts.
        """
        first = len(self._deployment.scenario.sites) + self._deployment.territory[ticket.site][0]
        travel = self._deployment.legs_to(ticket.site)[0][first]
        work = self._work_s[id(ticket.fault)]
        due = self._limits.next_due(ticket.index, ticket.happened, ticket.pauses)
        latest = [at - travel - (work if end in ("restored", "closed") else 0) for at, end in due]
        reachable = [at for at in latest if at >= now]
        return min(reachable or latest, default=ticket.reported + WITHOUT_PROMISE_S)


def share_at(table: Table, missed: int) -> float:
    """The table's share for this number of broken promises."""
    return (table.all_kept, table.one_missed, table.more_missed)[min(missed, 2)]
