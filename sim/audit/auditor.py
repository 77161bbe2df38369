"""All the auditor looks at, in one list of what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from zoneinfo import ZoneInfo

from sim.audit.advice import audit_advice
from sim.audit.agreements import audit_agreements
from sim.audit.benches import Benches, audit_repeats
from sim.audit.calls_made import audit_calls
from sim.audit.company import Company
from sim.audit.desks import audit_desks, audit_littles_law
from sim.audit.dispatch import Dispatch
from sim.audit.field import Field
from sim.audit.handed import audit_needs
from sim.audit.loop import Loop
from sim.audit.needs import Needs
from sim.audit.offices import Offices, Visitors
from sim.audit.rounds import audit_rounds
from sim.audit.rows import by_ticket, rows_of
from sim.audit.said import Finding, Said, Teller, say
from sim.audit.site_work import SiteWork
from sim.audit.storeroom import Storeroom, audit_stores
from sim.audit.tickets import audit_order, audit_tickets, reports
from sim.audit.units import audit_units
from sim.model import EventLog
from sim.scenario import Plan
from sim.wording import _
from sim.world import World

CHECKS = (
    "order",  # rows stand in the order of time, inside the simulated time
    "tickets",  # none is lost or told twice; each goes a way that exists
    "desks",  # seats, lines, patience, whose turn it is, how long it takes
    "littles-law",  # the number waiting over time is the sum of the waits
    "advice",  # the phone helps exactly whom it can help
    "agreements",  # quotes, answers, appointments
    "calls",  # what the desks do without being called
    "dispatch",  # who was sent, who could have been, and whose turn it was
    "planned",  # rounds of visits, and the faults they prevent
    "repair-loop",  # defective parts come home, are repaired or scrapped
    "stock",  # units on the shelf, orders, who waits
    "parts",  # what each ticket needs it gets, from where the plan says
    "benches",  # what is brought to a repair point
    "repeats",  # repairs that do not last
    "units",  # failures by running time
    "site-work",  # what a crew does from its arrival to its leaving
)


def audit(world: World, plan: Plan, log: EventLog) -> tuple[Finding, ...]:
    """Everything in the log that cannot have happened; empty for a log in which all that happened could happen."""
    company = Company(world, plan)
    teller = Teller(ZoneInfo(world.scenario.timezone), company.place.engineer_id)
    return tuple(
        Finding(check, teller.tell(said)) for check, find in _checks(company, log).items() for said in _found(find)
    )


def _found(find: Callable[[], Iterator[Said]]) -> Iterator[Said]:
    """What a check finds; that it cannot go on, in a log that contradicts itself, is a finding as well."""
    try:
        yield from find()
    except (LookupError, ValueError, TypeError, AssertionError, ArithmeticError, AttributeError) as error:
        yield say(_("the log cannot be followed any further: {error}"), error=repr(error))


def _checks(company: Company, log: EventLog) -> dict[str, Callable[[], Iterator[Said]]]:
    """By name, what looks through the log."""
    rows, world = rows_of(log), company.world
    told, company.reported = by_ticket(rows), reports(world, rows)
    field, room = Field(company, rows), Storeroom(company, rows)
    loop, needs = Loop(room, rows), Needs(company, room)
    offices, book = Offices(company), Visitors(rows)
    work = SiteWork(company, room, field.books)
    finders: tuple[Callable[[], Iterator[Said]], ...] = (
        partial(audit_order, world.scenario, rows),
        partial(audit_tickets, world, rows),
        partial(audit_desks, offices, book),
        partial(audit_littles_law, world.scenario, rows, book),
        partial(audit_advice, offices, book, told),
        partial(audit_agreements, offices, book, told, needs.repair_point),
        partial(audit_calls, offices, book, rows),
        Dispatch(field).audit,
        partial(audit_rounds, company, field.visits, rows),
        loop.audit,
        partial(audit_stores, room),
        partial(audit_needs, company, room, told),
        Benches(needs, told).audit,
        partial(audit_repeats, company, rows),
        partial(audit_units, company, rows),
        partial(work.audit, field.visits, told),
    )
    return dict(zip(CHECKS, finders, strict=True))
