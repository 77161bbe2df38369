"""The log as a whole, and the way of every ticket: from its report, step by step, to an end."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from sim.audit.hours import NEVER, hours_of
from sim.audit.rows import FIXED, HANDED_OVER, PART_MISSING, RELIEVED, TO_BE_QUOTED, Row, by_ticket
from sim.audit.said import Said, When, say
from sim.audit.ways import AT_ONCE, IN_VISIT, LAST, NEXT, OPEN_END, way_of
from sim.model import Event, Purpose
from sim.scenario import Scenario
from sim.wording import _
from sim.world import World

E, P = Event, Purpose


def audit_order(scenario: Scenario, rows: list[Row]) -> Iterator[Said]:
    """By instant, then ticket, inside the simulated time."""
    for one, other in pairwise(rows):
        if (one.at, one.ticket) > (other.at, other.ticket):
            yield say(_("out of order: {one} before {other}"), one=one, other=other)
    horizon = scenario.horizon
    yield from (
        say(_("outside the simulation: {row}"), row=row) for row in rows if not horizon.begin <= row.at < horizon.stop
    )


def audit_tickets(world: World, rows: list[Row]) -> Iterator[Said]:
    """Every ticket once, from its report, along a way that exists, to an end or to the end of the run-out."""
    told = by_ticket(rows)
    lost = set(range(world.originals)) - set(told)
    yield from (
        say(_("ticket {ticket} lost"), ticket=ticket)
        for ticket in lost
        if _begins(world, ticket) < world.scenario.horizon.stop
    )
    for ticket, own in told.items():
        if ticket >= len(world.tickets):
            continue  # a customer, or a planned visit
        way = way_of(own)
        yield from _beginning(world, own, way)
        is_open = way[-1].event in OPEN_END or (
            way[-1].event == E.LEFT and way[-1].value in (PART_MISSING, HANDED_OVER)
        )
        if not is_open and way[-1].event not in LAST:
            yield say(_("stops half-way: {row}"), row=way[-1])
        for one, other in pairwise(way):
            yield from _step(one, other)
        visits = [row.n for row in own if row.event == E.READY]
        if visits != [*range(1, len(visits) + 1)]:
            yield say(_("visits miscounted: {visits}"), visits=visits)
        yield from _supplier(world, ticket, way)


def _begins(world: World, ticket: int, reported: int | None = None) -> int:
    """When the first row of a ticket is due: a mail waits until its channel opens."""
    channel = list(world.scenario.channels.values())[world.tickets.channel[ticket]]
    at = int(world.tickets.reported[ticket]) if reported is None else reported
    if channel.answer == "live" or channel.calendar is None or at >= NEVER:
        return at
    return hours_of(world.scenario, channel.calendar).next_open(at)


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


def _beginning(world: World, own: list[Row], way: list[Row]) -> Iterator[Said]:
    """The report, or that it comes back, or is open from before; then the first attempt. Or it was prevented."""
    ticket, begins = way[0].ticket, own[0]
    opening = _opening(world, ticket)
    if any(row.event == E.PREVENTED for row in own):
        if len(own) > 1 or (opening is None and begins.at != world.tickets.reported[ticket]):
            yield say(_("prevented, and then: {own}"), own=own)
        return
    if (opening or begins.event) != begins.event or begins is not way[0]:
        yield say(_("does not begin with its report: {begins}"), begins=begins)
    if opening is None:
        yield from _first_attempt(world, begins, _begins(world, ticket))
        return
    if opening == E.OPENED:
        is_visit = bool(world.tickets.stage[ticket])
        if (begins.at, begins.value) != (world.scenario.horizon.begin, is_visit):
            yield say(_("goes on from the wrong place: {begins}"), begins=begins)
        if is_visit:
            return
    due = _begins(world, ticket, begins.at)
    if way[1:]:
        yield from _first_attempt(world, way[1], due)
    elif due < world.scenario.horizon.stop:
        yield say(_("comes and says nothing: {begins}"), begins=begins)


def _first_attempt(world: World, first: Row, due: int) -> Iterator[Said]:
    if first.event not in (E.QUEUED, E.REFUSED) or first.n != 1 or first.at != due:
        yield say(_("does not begin with its report at {due}: {first}"), due=When(due), first=first)


def _step(one: Row, other: Row) -> Iterator[Said]:
    if other.event not in NEXT.get(one.event, set()):
        yield say(_("no way from {one} to {other}"), one=one, other=other)
    is_return = one.event == E.LEFT and one.value == PART_MISSING
    is_free = one.event == E.LEFT and one.value in (HANDED_OVER, RELIEVED)  # waits outside; ready before
    is_put_off = one.event in (E.PARTS_READY, E.APPOINTED)  # until the customer wants it: see `agreed`
    if (one.event, other.event) in AT_ONCE and one.at != other.at and not (is_return or is_free or is_put_off):
        yield say(_("not at the same instant: {one}, {other}"), one=one, other=other)
    if one.event in (E.QUEUED, E.STARTED) and (one.n, one.value) != (other.n, other.value):
        yield say(_("out of turn: {one}, {other}"), one=one, other=other)
    on_visit = one.event in IN_VISIT and one.n and one.event != E.LEFT and other.event != E.CLOSED
    if on_visit and (one.n != other.n or other.actor not in (one.actor, -1)):
        yield say(_("of two different visits: {one}, {other}"), one=one, other=other)
    if one.event == E.LEFT and (other.event == E.CLOSED) != (one.value == FIXED):
        yield say(_("fixed or not: {one}, {other}"), one=one, other=other)
    if one.event == E.LEFT and (other.event == E.PARTS_READY) != is_return:
        yield say(_("with or without a part: {one}, {other}"), one=one, other=other)
    if one.event == E.LEFT and (other.event == E.QUEUED) != (one.value == TO_BE_QUOTED):
        yield say(_("quoted or not: {one}, {other}"), one=one, other=other)
    again = one.event in (E.GAVE_UP, E.REFUSED) and other.event in (E.QUEUED, E.REFUSED)
    if again and (other.n != one.n + 1 or other.value not in (P.CALL, P.MESSAGE)):
        yield say(_("attempts miscounted: {one}, {other}"), one=one, other=other)


def _supplier(world: World, ticket: int, way: list[Row]) -> Iterator[Said]:
    share = world.scenario.faults[world.tickets.fault[ticket]].fault.supplier
    owned = share is not None and world.tickets.u_supplier[ticket] < share.chance
    happened: dict[Event, int] = {}
    for row in way:
        happened.setdefault(row.event, row.at)
    if E.SUPPLIER_CONTACTED in happened and not owned:
        yield say(_("ticket {ticket} has no supplier"), ticket=ticket)
    if E.READY in happened and E.REPLIED not in happened and E.OPENED not in happened:
        yield say(_("ticket {ticket}: nobody told the customer"), ticket=ticket)
    owned = owned and E.OPENED not in happened
    if E.READY in happened and owned and happened[E.READY] < happened.get(E.PARTS_READY, NEVER):
        yield say(_("ticket {ticket} is visited without its part"), ticket=ticket)
    waits = ((E.SUPPLIER_CONTACTED, E.REPLIED, world.tickets.reply), (E.REPLIED, E.PARTS_READY, world.tickets.supply))
    for begin, end, drawn in waits if owned and E.REMOTE_FIXED not in happened else ():
        if begin in happened and end in happened and happened[end] - happened[begin] != drawn[ticket]:
            yield say(
                _("ticket {ticket}: {event} after {seconds} s, not {drawn}"),
                ticket=ticket,
                event=end.name,
                seconds=happened[end] - happened[begin],
                drawn=int(drawn[ticket]),
            )
