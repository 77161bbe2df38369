"""An auditor: reads a log and the inputs again and says what cannot be. Tickets here; desks in `counters` and `advice`,
their calls to customers in `calls_made`, benches and repeats in `benches`, engineers in `diary` and `field`, work on
site in `site_work`, parts in `storeroom` and `needs`.

It decides nothing as the model does; what it needs to know of hours and roads it works out by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from sim.clock import NEVER
from sim.model import Event, EventLog, Purpose
from sim.model.events import CALLS_OUT
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
    E.REPEATED: {E.QUEUED, E.REFUSED},
    E.FAILED: {E.QUEUED, E.REFUSED},
    E.OPENED: {E.QUEUED, E.REFUSED, E.REPLIED, E.READY, E.PARTS_ASKED, E.APPOINTED, E.HANDED_IN},
    E.QUEUED: {E.STARTED, E.GAVE_UP},
    E.STARTED: {E.ENDED},
    E.GAVE_UP: {E.ABANDONED, E.QUEUED, E.REFUSED},
    E.REFUSED: {E.ABANDONED, E.QUEUED, E.REFUSED},
    E.ENDED: {E.REMOTE_FIXED, E.QUEUED, E.SUPPLIER_CONTACTED, E.REPLIED, E.READY, E.PARTS_ASKED, E.QUOTED, E.APPOINTED},
    E.QUOTED: {E.CONFIRMED, E.DECLINED},
    E.CONFIRMED: {E.QUEUED, E.REPLIED, E.READY, E.PARTS_ASKED, E.BENCHED},
    E.DECLINED: {E.REPLIED, E.CLOSED},
    E.APPOINTED: {E.READY, E.PARTS_ASKED},
    E.REMOTE_FIXED: {E.REPLIED},
    E.SUPPLIER_CONTACTED: {E.REPLIED},
    E.REPLIED: {E.READY, E.RESTORED, E.HANDED_ON, E.PARTS_READY, E.PARTS_ASKED, E.HANDED_IN, E.CLOSED, E.APPOINTED},
    E.READY: {E.DISPATCHED},
    E.DISPATCHED: {E.DEPARTED, E.COLLECTED},
    E.DEPARTED: {E.ARRIVED, E.COLLECTED},
    E.COLLECTED: {E.DEPARTED},
    E.ARRIVED: WORKS_ON | {E.BARRED, E.ADMITTED},
    E.BARRED: {E.ADMITTED, E.PAUSED, E.DEPARTED, E.LEFT},
    E.ADMITTED: WORKS_ON,
    E.HANDED_IN: {E.BENCHED},
    E.BENCHED: {E.DIAGNOSED, E.PARTS_READY, E.RESTORED},
    E.UNBENCHED: {E.CLOSED, E.QUEUED},
    E.DIAGNOSED: WORKS_ON - {E.DIAGNOSED} | {E.PARTS_READY, E.UNBENCHED},
    E.PARTS_ASKED: {E.PARTS_READY, E.PARTS_ASKED, E.LEFT, E.HANDED_IN, E.BENCHED},
    E.PARTS_READY: WORKS_ON - {E.DIAGNOSED} | {E.QUEUED, E.READY, E.DEPARTED, E.HANDED_IN, E.APPOINTED},
    E.PAUSED: {E.DEPARTED, E.BARRED},
    E.SWAPPED: {E.RESTORED},
    E.RESTORED: {E.LEFT, E.CLOSED, E.PAUSED, E.UNBENCHED},
    E.LEFT: {E.CLOSED, E.READY, E.PARTS_READY, E.QUEUED},
    E.CLOSED: {E.SATISFIED},
}
AT_ONCE = {
    (E.GAVE_UP, E.ABANDONED), (E.ENDED, E.REMOTE_FIXED), (E.ENDED, E.SUPPLIER_CONTACTED), (E.ENDED, E.REPLIED),
    (E.ENDED, E.QUEUED), (E.ENDED, E.READY), (E.ENDED, E.PARTS_ASKED), (E.REMOTE_FIXED, E.REPLIED),
    (E.REPLIED, E.READY), (E.REPLIED, E.RESTORED), (E.REPLIED, E.HANDED_ON), (E.REPLIED, E.PARTS_ASKED),
    (E.PARTS_READY, E.QUEUED), (E.PARTS_READY, E.READY), (E.COLLECTED, E.DEPARTED), (E.SWAPPED, E.RESTORED),
    (E.PAUSED, E.BARRED), (E.LEFT, E.CLOSED), (E.LEFT, E.READY), (E.CLOSED, E.SATISFIED),
    (E.REFUSED, E.ABANDONED), (E.RESTORED, E.UNBENCHED), (E.ENDED, E.QUOTED), (E.DECLINED, E.REPLIED),
    (E.DECLINED, E.CLOSED), (E.REPLIED, E.CLOSED), (E.CONFIRMED, E.QUEUED), (E.CONFIRMED, E.REPLIED),
    (E.CONFIRMED, E.READY), (E.CONFIRMED, E.PARTS_ASKED), (E.REPLIED, E.APPOINTED), (E.APPOINTED, E.PARTS_ASKED),
    (E.DIAGNOSED, E.UNBENCHED), (E.LEFT, E.QUEUED), (E.FAILED, E.REFUSED), (E.OPENED, E.REPLIED),
}  # fmt: skip
OPEN_END = {
    E.QUEUED, E.STARTED, E.GAVE_UP, E.SUPPLIER_CONTACTED, E.REPLIED, E.READY, E.DISPATCHED, E.DEPARTED, E.ARRIVED,
    E.BARRED, E.ADMITTED, E.DIAGNOSED, E.PARTS_ASKED, E.PARTS_READY, E.PAUSED, E.RESTORED, E.REPEATED, E.REFUSED,
    E.HANDED_IN, E.BENCHED, E.UNBENCHED, E.QUOTED, E.CONFIRMED, E.APPOINTED, E.FAILED, E.OPENED,
}  # fmt: skip
LAST = {E.ABANDONED, E.HANDED_ON, E.CLOSED, E.SATISFIED, E.PREVENTED}
ALONG = {
    *range(E.ASKED), E.REFUSED, E.REPEATED, E.HANDED_IN, E.BENCHED, E.UNBENCHED, *range(E.QUOTED, E.OPENED + 1)
} - {E.COMPLAINED}  # fmt: skip
"""What is told of the way of a ticket; the rest is told of stores, seats and calls beside it."""
IN_VISIT = {*range(E.DISPATCHED, E.LEFT + 1), *range(E.COLLECTED, E.ADMITTED + 1), E.SWAPPED}
FIXED, PART_MISSING, HANDED_OVER, RELIEVED, TO_BE_QUOTED = 1, 2, 3, 4, 5


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
    lost = set(range(world.originals)) - set(told)
    yield from (f"ticket {ticket} lost" for ticket in lost if _begins(world, ticket) < world.scenario.horizon.stop)
    for ticket, own in told.items():
        if ticket >= len(world.tickets):
            continue  # a customer, or a planned visit
        way = way_of(own)
        yield from _beginning(world, own, way)
        is_open = way[-1].event in OPEN_END or (
            way[-1].event == E.LEFT and way[-1].value in (PART_MISSING, HANDED_OVER)
        )
        if not is_open and way[-1].event not in LAST:
            yield f"stops half-way: {way[-1]}"
        for one, other in pairwise(way):
            yield from _step(one, other)
        visits = [row.n for row in own if row.event == E.READY]
        if visits != [*range(1, len(visits) + 1)]:
            yield f"visits miscounted: {visits}"
        yield from _supplier(world, ticket, way)


def _begins(world: World, ticket: int, reported: int | None = None) -> int:
    """When the first row of a ticket is due: a mail waits until its channel opens."""
    channel = list(world.scenario.channels.values())[world.tickets.channel[ticket]]
    at = int(world.tickets.reported[ticket]) if reported is None else reported
    if channel.answer == "live" or channel.calendar is None or at >= NEVER:
        return at
    return world.scenario.calendar(channel.calendar).next_open(at)


def reports(world: World, rows: list[Row]) -> dict[int, int]:
    """When each ticket is reported, also one that comes back, or whose unit has run long enough."""
    found = dict(enumerate(world.tickets.reported.tolist()))
    return found | {row.ticket: row.at for row in rows if row.event in (E.REPEATED, E.FAILED)}


def _opening(world: World, ticket: int) -> Event | None:
    """What is told before the first call."""
    if ticket >= world.originals:
        return E.REPEATED
    if world.tickets.stage[ticket] >= 0:
        return E.OPENED
    return E.FAILED if world.scenario.failures == "operating" else None


def _beginning(world: World, own: list[Row], way: list[Row]) -> Iterator[str]:
    """The report, or that it comes back, or is open from before; then the first attempt. Or it was prevented."""
    ticket, begins = way[0].ticket, own[0]
    opening = _opening(world, ticket)
    if any(row.event == E.PREVENTED for row in own):
        if len(own) > 1 or (opening is None and begins.at != world.tickets.reported[ticket]):
            yield f"prevented, and then: {own}"
        return
    if (opening or begins.event) != begins.event or begins is not way[0]:
        yield f"does not begin with its report: {begins}"
    if opening is None:
        yield from _first_attempt(world, begins, _begins(world, ticket))
        return
    if opening == E.OPENED:
        is_visit = bool(world.tickets.stage[ticket])
        if (begins.at, begins.value) != (world.scenario.horizon.begin, is_visit):
            yield f"goes on from the wrong place: {begins}"
        if is_visit:
            return
    due = _begins(world, ticket, begins.at)
    if way[1:]:
        yield from _first_attempt(world, way[1], due)
    elif due < world.scenario.horizon.stop:
        yield f"comes and says nothing: {begins}"


def _first_attempt(world: World, first: Row, due: int) -> Iterator[str]:
    if first.event not in (E.QUEUED, E.REFUSED) or first.n != 1 or first.at != due:
        yield f"does not begin with its report at {due}: {first}"


def way_of(own: list[Row]) -> list[Row]:
    """A ticket's way as its customer sees it: without stores, and of a crew the lead alone."""
    leads: dict[int, int] = {}
    way = []
    for row in own:
        if row.event == E.DISPATCHED and row.value == 0:
            leads[row.n] = row.actor
        is_beside = row.event <= E.GAVE_UP and row.value in CALLS_OUT
        is_lead = row.event not in IN_VISIT or not row.n or row.actor == leads.get(row.n)
        if row.event in ALONG and is_lead and not is_beside:
            way.append(row)
    return _one_by_one(way)


def _one_by_one(way: list[Row]) -> list[Row]:
    """The next visit behind the one that it relieves, though it has been ready before."""
    for relieved in [row for row in way if row.event == E.LEFT and row.value == RELIEVED]:
        index = way.index(relieved)
        early = [row for row in way[:index] if row.n == relieved.n + 1 and row.event in {E.READY, *IN_VISIT}]
        way = [row for row in way[: index + 1] if row not in early] + early + way[index + 1 :]
    return way


def _step(one: Row, other: Row) -> Iterator[str]:
    if other.event not in NEXT.get(one.event, set()):
        yield f"no way from {one} to {other}"
    is_return = one.event == E.LEFT and one.value == PART_MISSING
    is_free = one.event == E.LEFT and one.value in (HANDED_OVER, RELIEVED)  # waits outside; ready before
    is_put_off = one.event in (E.PARTS_READY, E.APPOINTED)  # until the customer wants it: see `agreed`
    if (one.event, other.event) in AT_ONCE and one.at != other.at and not (is_return or is_free or is_put_off):
        yield f"not at the same instant: {one}, {other}"
    if one.event in (E.QUEUED, E.STARTED) and (one.n, one.value) != (other.n, other.value):
        yield f"another's turn: {one}, {other}"
    on_visit = one.event in IN_VISIT and one.n and one.event != E.LEFT and other.event != E.CLOSED
    if on_visit and (one.n != other.n or other.actor not in (one.actor, -1)):
        yield f"another's visit: {one}, {other}"
    if one.event == E.LEFT and (other.event == E.CLOSED) != (one.value == FIXED):
        yield f"fixed or not: {one}, {other}"
    if one.event == E.LEFT and (other.event == E.PARTS_READY) != is_return:
        yield f"with or without a part: {one}, {other}"
    if one.event == E.LEFT and (other.event == E.QUEUED) != (one.value == TO_BE_QUOTED):
        yield f"quoted or not: {one}, {other}"
    again = one.event in (E.GAVE_UP, E.REFUSED) and other.event in (E.QUEUED, E.REFUSED)
    if again and (other.n != one.n + 1 or other.value not in (P.CALL, P.MESSAGE)):
        yield f"attempts miscounted: {one}, {other}"


def _supplier(world: World, ticket: int, way: list[Row]) -> Iterator[str]:
    share = world.scenario.faults[world.tickets.fault[ticket]].fault.supplier
    owned = share is not None and world.tickets.u_supplier[ticket] < share.chance
    happened: dict[Event, int] = {}
    for row in way:
        happened.setdefault(row.event, row.at)
    if E.SUPPLIER_CONTACTED in happened and not owned:
        yield f"ticket {ticket} is not the supplier's"
    if E.READY in happened and E.REPLIED not in happened and E.OPENED not in happened:
        yield f"ticket {ticket}: nobody told the customer"
    owned = owned and E.OPENED not in happened
    if E.READY in happened and owned and happened[E.READY] < happened.get(E.PARTS_READY, NEVER):
        yield f"ticket {ticket} is visited without its part"
    waits = ((E.SUPPLIER_CONTACTED, E.REPLIED, world.tickets.reply), (E.REPLIED, E.PARTS_READY, world.tickets.supply))
    for begin, end, drawn in waits if owned and E.REMOTE_FIXED not in happened else ():
        if begin in happened and end in happened and happened[end] - happened[begin] != drawn[ticket]:
            yield f"ticket {ticket}: {end.name} after {happened[end] - happened[begin]} s, not {drawn[ticket]}"
