"""All the auditor looks at, in one list of what is wrong."""

from __future__ import annotations

from sim.model import EventLog
from sim.scenario import Plan
from sim.world import World
from tests.model.audit import audit_desks, audit_littles_law, audit_order, audit_tickets, rows_of
from tests.model.duties import Company
from tests.model.field import audit_dispatch, audit_engineers


def faults_in(world: World, plan: Plan, log: EventLog) -> list[str]:
    """Empty for a log in which all that happened could happen."""
    rows, scenario = rows_of(log), world.scenario
    company = Company(world, plan)
    return [
        *audit_order(scenario, rows),
        *audit_tickets(world, rows),
        *audit_desks(world, plan, rows),
        *audit_littles_law(scenario, rows),
        *audit_engineers(company, rows),
        *audit_dispatch(company, rows),
    ]
