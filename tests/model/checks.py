"""All the auditor looks at, in one list of what is wrong."""

from __future__ import annotations

from sim.model import EventLog
from sim.scenario import Plan
from sim.world import World
from tests.model.advice import audit_advice
from tests.model.agreed import audit_agreements
from tests.model.audit import audit_order, audit_tickets, by_ticket, reports, rows_of
from tests.model.benches import Benches, audit_repeats
from tests.model.calls_made import audit_calls
from tests.model.counters import audit_desks, audit_littles_law
from tests.model.duties import Company
from tests.model.field import Field
from tests.model.handed import audit_needs
from tests.model.loop import Loop
from tests.model.needs import Needs
from tests.model.offices import Offices, Visitors
from tests.model.rounds import audit_rounds
from tests.model.site_work import SiteWork
from tests.model.storeroom import Storeroom, audit_stores
from tests.model.units import audit_units


def faults_in(world: World, plan: Plan, log: EventLog) -> list[str]:
    """Empty for a log in which all that happened could happen."""
    rows, scenario = rows_of(log), world.scenario
    company, told = Company(world, plan, reports(world, rows)), by_ticket(rows)
    field, room = Field(company, rows), Storeroom(company, rows)
    loop, needs = Loop(room, rows), Needs(company, room)
    offices, book = Offices(company), Visitors(rows)
    return [
        *audit_order(scenario, rows),
        *audit_tickets(world, rows),
        *audit_desks(offices, book),
        *audit_littles_law(scenario, rows, book),
        *audit_advice(offices, book, told),
        *audit_agreements(offices, book, told, needs.repair_point),
        *audit_calls(offices, book, rows),
        *field.audit(),
        *audit_rounds(company, field.visits, rows),
        *loop.audit(),
        *audit_stores(room),
        *audit_needs(company, room, told),
        *Benches(needs, told).audit(),
        *audit_repeats(company, rows),
        *audit_units(company, rows),
        *SiteWork(company, room, field.books).audit(field.visits, told),
    ]
