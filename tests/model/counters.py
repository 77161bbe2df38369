"""The auditor at the desks: seats, patience, who is first, how long it takes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sim.clock import NEVER
from sim.model import Event, Purpose
from sim.scenario import Plan, Scenario
from sim.world import World
from tests.model.audit import Row

E, P = Event, Purpose


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
