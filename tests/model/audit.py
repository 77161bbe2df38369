"""An auditor: reads a log and the inputs again and says what cannot be. Tickets and desks here, engineers in `field`.

It decides nothing as the model does; what it needs to know of hours and roads it works out by itself.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from itertools import pairwise
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sim.clock import NEVER
from sim.model import Event, EventLog, Purpose
from sim.scenario import Plan, Scenario
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


VISIT_NEXT = {
    E.READY: {E.DISPATCHED},
    E.DISPATCHED: {E.DEPARTED},
    E.DEPARTED: {E.ARRIVED},
    E.ARRIVED: {E.DIAGNOSED, E.PAUSED, E.RESTORED, E.LEFT},
    E.DIAGNOSED: {E.RESTORED, E.LEFT, E.PAUSED},
    E.PAUSED: {E.DEPARTED},
    E.LEFT: {E.CLOSED, E.READY},
}
NEXT = {
    **VISIT_NEXT,
    E.QUEUED: {E.STARTED, E.GAVE_UP},
    E.STARTED: {E.ENDED},
    E.GAVE_UP: {E.ABANDONED, E.QUEUED},
    E.ENDED: {E.REMOTE_FIXED, E.QUEUED, E.SUPPLIER_CONTACTED, E.REPLIED, E.READY},
    E.REMOTE_FIXED: {E.REPLIED},
    E.SUPPLIER_CONTACTED: {E.REPLIED},
    E.REPLIED: {E.READY, E.RESTORED, E.HANDED_ON, E.PARTS_READY},
    E.PARTS_READY: {E.QUEUED, E.READY},
    E.RESTORED: {E.LEFT, E.CLOSED, E.PAUSED},
    E.CLOSED: {E.SATISFIED, E.COMPLAINED},
    E.SATISFIED: {E.COMPLAINED},
}
AT_ONCE = {
    (E.GAVE_UP, E.ABANDONED), (E.ENDED, E.REMOTE_FIXED), (E.ENDED, E.SUPPLIER_CONTACTED), (E.ENDED, E.REPLIED),
    (E.ENDED, E.QUEUED), (E.ENDED, E.READY), (E.REMOTE_FIXED, E.REPLIED), (E.REPLIED, E.READY),
    (E.REPLIED, E.RESTORED), (E.REPLIED, E.HANDED_ON), (E.PARTS_READY, E.QUEUED), (E.PARTS_READY, E.READY),
    (E.LEFT, E.CLOSED), (E.LEFT, E.READY), (E.CLOSED, E.SATISFIED), (E.CLOSED, E.COMPLAINED),
}  # fmt: skip
OPEN_END = {
    E.QUEUED, E.STARTED, E.GAVE_UP, E.SUPPLIER_CONTACTED, E.REPLIED, E.READY, E.DISPATCHED, E.DEPARTED, E.ARRIVED,
    E.DIAGNOSED, E.PAUSED, E.RESTORED,
}  # fmt: skip
LAST = {E.ABANDONED, E.HANDED_ON, E.CLOSED, E.SATISFIED, E.COMPLAINED}


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
        first = own[0]
        if first.event != E.QUEUED or first.n != 1 or first.at != world.tickets.reported[ticket]:
            yield f"does not begin with its report: {first}"
        if own[-1].event not in LAST | OPEN_END:
            yield f"stops half-way: {own[-1]}"
        for one, other in pairwise(own):
            yield from _step(one, other)
        yield from _supplier(world, ticket, own)


def _step(one: Row, other: Row) -> Iterator[str]:
    if other.event not in NEXT.get(one.event, set()):
        yield f"no way from {one} to {other}"
    if (one.event, other.event) in AT_ONCE and one.at != other.at:
        yield f"not at the same instant: {one}, {other}"
    if one.event in (E.QUEUED, E.STARTED) and (one.n, one.actor, one.value) != (other.n, other.actor, other.value):
        yield f"another's turn: {one}, {other}"
    on_visit = E.DISPATCHED <= one.event <= E.RESTORED and one.n and other.event != E.CLOSED
    if on_visit and (one.n, one.actor) != (other.n, other.actor):
        yield f"another's visit: {one}, {other}"
    if one.event == E.LEFT and (other.event == E.CLOSED) != (one.value == 1):
        yield f"fixed or not: {one}, {other}"
    if other.event == E.READY and other.n != (one.n + 1 if one.event == E.LEFT else 1):
        yield f"visits miscounted: {one}, {other}"
    again = one.event == E.GAVE_UP and other.event == E.QUEUED
    if again and (other.n != one.n + 1 or other.value not in (P.CALL, P.MESSAGE)):
        yield f"attempts miscounted: {one}, {other}"


def _supplier(world: World, ticket: int, own: list[Row]) -> Iterator[str]:
    share = world.scenario.faults[world.tickets.fault[ticket]].fault.supplier
    owned = share is not None and world.tickets.u_supplier[ticket] < share.chance
    happened = {row.event: row.at for row in own}
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


class Turn(NamedTuple):
    """One stay at a desk; `started`, `ended` NEVER if not, `gone` when the caller hung up or NEVER."""

    queued: int
    started: int
    ended: int
    gone: int
    ticket: int
    n: int
    purpose: int

    @property
    def until(self) -> int:
        """When the waiting was over."""
        return min(self.started, self.gone)

    @property
    def rank(self) -> tuple[bool, int, int]:
        """Live before deferred, by waiting since, by ticket."""
        return self.purpose in (P.MESSAGE, P.CONTACT, P.DISPATCH), self.queued, self.ticket


def turns(rows: list[Row]) -> dict[int, list[Turn]]:
    """What happened at each desk."""
    at: dict[tuple[int, int, int, int], dict[Event, int]] = defaultdict(dict)
    for row in rows:
        if row.event <= E.GAVE_UP:
            at[row.actor, row.ticket, row.n, row.value][row.event] = row.at
    found: dict[int, list[Turn]] = defaultdict(list)
    for (desk, ticket, n, purpose), when in at.items():
        times = (when.get(event, NEVER) for event in (E.QUEUED, E.STARTED, E.ENDED, E.GAVE_UP))
        found[desk].append(Turn(*times, ticket, n, purpose))
    return found


def seats_at(scenario: Scenario, plan: Plan, desk: int, instant: int) -> int:
    """Seats on duty by the wall clock and the desk's calendar."""
    if desk < 0:
        return 1 << 30
    spec = list(plan.desks.values())[desk]
    if spec.calendar is not None:
        spans = scenario.calendar(spec.calendar)
        if not spans.is_open(instant):
            return 0
    wall = datetime.fromtimestamp(instant, ZoneInfo(scenario.timezone))
    second = wall.hour * 3600 + wall.minute * 60 + wall.second
    return next(count for start, end, count in spec.seats if start <= second < end)


def audit_desks(world: World, plan: Plan, rows: list[Row]) -> Iterator[str]:
    """Seats never exceeded by a new call, nobody kept waiting beside a free one, first come first served, patience."""
    scenario = world.scenario
    for desk, stays in turns(rows).items():
        instants = sorted({at for stay in stays for at in (stay.queued, stay.started, stay.ended) if at < NEVER})
        for at in instants:
            busy = sum(stay.started <= at < stay.ended for stay in stays)
            seats = seats_at(scenario, plan, desk, at)
            waiting = [stay for stay in stays if stay.queued <= at < stay.until]
            begun = [stay for stay in stays if stay.started == at]
            if begun and busy > seats and any(stay.ended > at for stay in begun):
                yield f"desk {desk} has {busy} at work on {seats} seats at {at}"
            if waiting and busy < seats:
                yield f"desk {desk} lets {waiting[0]} wait at {at} beside a free seat"
            for stay in begun:
                passed = [other for other in waiting if other.queued < at and other.rank < stay.rank]
                yield from (f"desk {desk} takes {stay} before {other}" for other in passed)
        for stay in stays:
            yield from _patience(world, stay)
            yield from _handled(world, desk, plan, stay)


def _patience(world: World, stay: Turn) -> Iterator[str]:
    if stay.purpose != P.CALL:
        if stay.gone < NEVER:
            yield f"deferred work hangs up: {stay}"
        return
    patience = int(world.tickets.patience[stay.ticket])
    if stay.n > 1:
        patience = world.patience(stay.ticket, stay.n)
    if stay.gone < NEVER and stay.gone - stay.queued != patience:
        yield f"hangs up after {stay.gone - stay.queued} s of {patience}: {stay}"
    if stay.started < NEVER and stay.started - stay.queued > patience:
        yield f"waits longer than {patience}: {stay}"
    if stay.until >= NEVER and stay.queued + patience < world.scenario.horizon.stop:
        yield f"neither answered nor gone: {stay}"


def _handled(world: World, desk: int, plan: Plan, stay: Turn) -> Iterator[str]:
    """A call is one to an open desk; talk, letter and advice take as long as drawn."""
    tickets = world.tickets
    if desk >= 0 and stay.purpose in (P.CALL, P.MESSAGE):
        is_open = seats_at(world.scenario, plan, desk, stay.queued) > 0
        if is_open != (stay.purpose == P.CALL):
            yield f"call or message? {stay}"
    drawn = {
        P.CALL: tickets.talk,
        P.MESSAGE: tickets.talk,
        P.ESCALATION: tickets.expert_talk,
        P.CONTACT: tickets.contact,
    }
    if stay.purpose in drawn:
        seconds = int(drawn[P(stay.purpose)][stay.ticket])
        if stay.ended < NEVER and stay.ended - stay.started != seconds:
            yield f"took {stay.ended - stay.started} s, not {seconds}: {stay}"
        if stay.started < NEVER <= stay.ended and stay.started + seconds < world.scenario.horizon.stop:
            yield f"never ends: {stay}"


def audit_littles_law(scenario: Scenario, rows: list[Row]) -> Iterator[str]:
    """Over the judged time: the integral of the number waiting is the sum of the waits in it, to the second."""
    begin, end = scenario.horizon.start, scenario.horizon.end
    for desk, stays in turns(rows).items():
        waits = sum(max(0, min(stay.until, end) - max(stay.queued, begin)) for stay in stays)
        changes = [(row.at, 1 if row.event == E.QUEUED else -1) for row in rows if _waits(row, desk)]
        area, number, since = 0, 0, begin
        for at, change in sorted(changes):
            at = min(max(at, begin), end)
            area += number * (at - since)
            number, since = number + change, at
            if number < 0 and at > since:
                yield f"desk {desk} has fewer than nobody waiting at {at}"
        area += number * (end - since)
        if area != waits:
            yield f"desk {desk}: {area} s of queue, {waits} s of waiting"


def _waits(row: Row, desk: int) -> bool:
    return row.actor == desk and row.event in (E.QUEUED, E.STARTED, E.GAVE_UP)
