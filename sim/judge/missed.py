"""Single tickets that missed a time promise, and what each of them was waiting for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.judge.causes import Causes
from sim.judge.duty import duties_of
from sim.judge.judging import Judging
from sim.judge.lateness import Late
from sim.judge.presence import Presence
from sim.judge.spans import spans_of
from sim.judge.tickets import Integers, TicketTable, ticket_table
from sim.model import EventLog, deployment
from sim.model.absence import absent_days
from sim.model.planned import planned_visits
from sim.scenario import Plan
from sim.world import World


@dataclass(frozen=True, eq=False)
class Missed:
    """One replication looked at closely.

    `late`: of each commitment about single tickets with a limit, the judged tickets that missed it; their seconds by
    cause are those after the deadline. `taken`: of every ticket of the table the seconds from its report until it
    works again (or the end), one column per cause.
    """

    table: TicketTable
    late: dict[str, Late]
    taken: Integers


def missed_tickets(world: World, plan: Plan, log: EventLog) -> Missed:
    """Which judged tickets missed which promise, and why."""
    place = deployment(world.scenario, plan)
    table = ticket_table(world, place, log)
    presence = Presence(place, absent_days(world, place))
    causes = Causes(spans_of(table, log), duties_of(place), table.facts, presence)
    judging = Judging(place, table, log, causes, planned_visits(world, plan).site)
    return Missed(table, judging.late_tickets(), _taken(causes, table))


def _taken(causes: Causes, table: TicketTable) -> Integers:
    start = np.minimum(table.milestones["reported"], table.stop)
    end = np.maximum(np.minimum(table.milestones["restored"], table.stop), start)
    return causes.seconds(np.arange(len(table)), start, end)
