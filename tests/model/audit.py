"""An auditor: reads a log and the inputs again and says what cannot be. Tickets here; desks in `counters`, engineers in
`diary` and `field`, work on site in `site_work`, parts in `storeroom` and `needs`.

It decides nothing as the model does; what it needs to know of hours and roads it works out by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sim.clock import NEVER
from sim.model import Event, EventLog, Purpose
from sim.scenario import Scenario
from sim.world import World

E, P = Event, Purpose


class Row(NamedTuple):
    at: int
    ticket: int
    event: Event
    n: int
    actor: int
    value: int


def rows_of(log: EventLog) -> list[Row]:
    """The rows of a log, as it stands."""
    columns = (log.at, log.ticket, log.event, log.n, log.actor, log.value)
    rows = zip(*(column.tolist() for column in columns), strict=True)
    return [Row(at, ticket, Event(event), n, actor, value) for at, ticket, event, n, actor, value in rows]


def by_ticket(rows: list[Row]) -> dict[int, list[Row]]:
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.ticket].append(row)
    found.pop(-1, None)
    return found


WORKS_ON = {E.DIAGNOSED, E.PARTS_ASKED, E.SWAPPED, E.RESTORED, E.LEFT, E.PAUSED}
NEXT = {
    E.QUEUED: {E.STARTED, E.GAVE_UP},
    E.STARTED: {E.ENDED},
    E.GAVE_UP: {E.ABANDONED, E.QUEUED},
    E.ENDED: {E.REMOTE_FIXED, E.QUEUED, E.SUPPLIER_CONTACTED, E.REPLIED, E.READY, E.PARTS_ASKED},
    E.REMOTE_FIXED: {E.REPLIED},
    E.SUPPLIER_CONTACTED: {E.REPLIED},
    E.REPLIED: {E.READY, E.RESTORED, E.HANDED_ON, E.PARTS_READY, E.PARTS_ASKED},
    E.READY: {E.DISPATCHED},
    E.DISPATCHED: {E.DEPARTED, E.COLLECTED},
    E.DEPARTED: {E.ARRIVED, E.COLLECTED},
    E.COLLECTED: {E.DEPARTED},
    E.ARRIVED: WORKS_ON | {E.BARRED, E.ADMITTED},
    E.BARRED: {E.ADMITTED, E.PAUSED, E.DEPARTED, E.LEFT},
    E.ADMITTED: WORKS_ON,
    E.DIAGNOSED: WORKS_ON - {E.DIAGNOSED},
    E.PARTS_ASKED: {E.PARTS_READY, E.PARTS_ASKED, E.LEFT},
    E.PARTS_READY: WORKS_ON - {E.DIAGNOSED} | {E.QUEUED, E.READY, E.DEPARTED},
    E.PAUSED: {E.DEPARTED, E.BARRED},
    E.SWAPPED: {E.RESTORED},
    E.RESTORED: {E.LEFT, E.CLOSED, E.PAUSED},
    E.LEFT: {E.CLOSED, E.READY, E.PARTS_READY},
    E.CLOSED: {E.SATISFIED, E.COMPLAINED},
    E.SATISFIED: {E.COMPLAINED},
}
AT_ONCE = {
    (E.GAVE_UP, E.ABANDONED), (E.ENDED, E.REMOTE_FIXED), (E.ENDED, E.SUPPLIER_CONTACTED), (E.ENDED, E.REPLIED),
    (E.ENDED, E.QUEUED), (E.ENDED, E.READY), (E.ENDED, E.PARTS_ASKED), (E.REMOTE_FIXED, E.REPLIED),
    (E.REPLIED, E.READY), (E.REPLIED, E.RESTORED), (E.REPLIED, E.HANDED_ON), (E.REPLIED, E.PARTS_ASKED),
    (E.PARTS_READY, E.QUEUED), (E.PARTS_READY, E.READY), (E.COLLECTED, E.DEPARTED), (E.SWAPPED, E.RESTORED),
    (E.PAUSED, E.BARRED), (E.LEFT, E.CLOSED), (E.LEFT, E.READY), (E.CLOSED, E.SATISFIED), (E.CLOSED, E.COMPLAINED),
}  # fmt: skip
OPEN_END = {
    E.QUEUED, E.STARTED, E.GAVE_UP, E.SUPPLIER_CONTACTED, E.REPLIED, E.READY, E.DISPATCHED, E.DEPARTED, E.ARRIVED,
    E.BARRED, E.ADMITTED, E.DIAGNOSED, E.PARTS_ASKED, E.PARTS_READY, E.PAUSED, E.RESTORED,
}  # fmt: skip
LAST = {E.ABANDONED, E.HANDED_ON, E.CLOSED, E.SATISFIED, E.COMPLAINED}
IN_VISIT = {*range(E.DISPATCHED, E.LEFT + 1), *range(E.COLLECTED, E.ADMITTED + 1), E.SWAPPED}
FIXED, PART_MISSING, HANDED_OVER = 1, 2, 3


def audit_order(scenario: Scenario, rows: list[Row]) -> Iterator[str]:
    """By instant, then ticket, inside the simulated time."""
    for one, other in pairwise(rows):
        if (one.at, one.ticket) > (other.at, other.ticket):
            yield f"out of order: {one} before {other}"
    horizon = scenario.horizon
    yield from (f"outside the simulation: {row}" for row in rows if not horizon.begin <= row.at < horizon.stop)


def audit_tickets(world: World, rows: list[Row]) -> Iterator[str]:
    """Every ticket once, from its report, along a way that exists, to an end or to the end of the run-out."""
    told = by_ticket(rows)
    if set(told) != set(range(len(world.tickets))):
        yield f"tickets lost or made: {set(told) ^ set(range(len(world.tickets)))}"
    for ticket, own in told.items():
        first, way = own[0], way_of(own)
        if first.event != E.QUEUED or first.n != 1 or first.at != world.tickets.reported[ticket]:
            yield f"does not begin with its report: {first}"
        is_open = way[-1].event in OPEN_END or (
            way[-1].event == E.LEFT and way[-1].value in (PART_MISSING, HANDED_OVER)
        )
        if not is_open and way[-1].event not in LAST:
            yield f"stops half-way: {way[-1]}"
        for one, other in pairwise(way):
            yield from _step(one, other)
        yield from _supplier(world, ticket, way)


def way_of(own: list[Row]) -> list[Row]:
    """A ticket's way as its customer sees it: without stores, and of a crew the lead alone."""
    leads: dict[int, int] = {}
    way = []
    for row in own:
        if row.event == E.DISPATCHED and row.value == 0:
            leads[row.n] = row.actor
        if row.event < E.ASKED and (row.event not in IN_VISIT or not row.n or row.actor == leads.get(row.n)):
            way.append(row)
    return way


def _step(one: Row, other: Row) -> Iterator[str]:
    if other.event not in NEXT.get(one.event, set()):
        yield f"no way from {one} to {other}"
    is_return = one.event == E.LEFT and one.value == PART_MISSING
    waits_outside = one.event == E.LEFT and one.value == HANDED_OVER  # until the site opens
    if (one.event, other.event) in AT_ONCE and one.at != other.at and not is_return and not waits_outside:
        yield f"not at the same instant: {one}, {other}"
    if one.event in (E.QUEUED, E.STARTED) and (one.n, one.actor, one.value) != (other.n, other.actor, other.value):
        yield f"another's turn: {one}, {other}"
    on_visit = one.event in IN_VISIT and one.n and one.event != E.LEFT and other.event != E.CLOSED
    if on_visit and (one.n != other.n or other.actor not in (one.actor, -1)):
        yield f"another's visit: {one}, {other}"
    if one.event == E.LEFT and (other.event == E.CLOSED) != (one.value == FIXED):
        yield f"fixed or not: {one}, {other}"
    if one.event == E.LEFT and (other.event == E.PARTS_READY) != is_return:
        yield f"with or without a part: {one}, {other}"
    again = one.event == E.GAVE_UP and other.event == E.QUEUED
    if again and (other.n != one.n + 1 or other.value not in (P.CALL, P.MESSAGE)):
        yield f"attempts miscounted: {one}, {other}"
    if other.event == E.READY and other.n != (one.n + 1 if one.event in (E.LEFT, E.PARTS_READY) else 1):
        yield f"visits miscounted: {one}, {other}"


def _supplier(world: World, ticket: int, way: list[Row]) -> Iterator[str]:
    share = world.scenario.faults[world.tickets.fault[ticket]].fault.supplier
    owned = share is not None and world.tickets.u_supplier[ticket] < share.chance
    happened: dict[Event, int] = {}
    for row in way:
        happened.setdefault(row.event, row.at)
    if E.SUPPLIER_CONTACTED in happened and not owned:
        yield f"ticket {ticket} is not the supplier's"
    if E.READY in happened and E.REPLIED not in happened:
        yield f"ticket {ticket}: nobody told the customer"
    if E.READY in happened and owned and happened[E.READY] < happened.get(E.PARTS_READY, NEVER):
        yield f"ticket {ticket} is visited without its part"
    waits = ((E.SUPPLIER_CONTACTED, E.REPLIED, world.tickets.reply), (E.REPLIED, E.PARTS_READY, world.tickets.supply))
    for begin, end, drawn in waits if owned and E.REMOTE_FIXED not in happened else ():
        if begin in happened and end in happened and happened[end] - happened[begin] != drawn[ticket]:
            yield f"ticket {ticket}: {end.name} after {happened[end] - happened[begin]} s, not {drawn[ticket]}"
