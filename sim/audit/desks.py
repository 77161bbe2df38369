"""The auditor at the desks: seats, lines, patience, who is first, who is refused, how long it takes."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator

from sim.audit.hours import NEVER
from sim.audit.offices import Offices, Stay, Visitors
from sim.audit.rows import Row
from sim.audit.said import Said, When, say
from sim.model import Event, Purpose
from sim.scenario import Scenario
from sim.wording import _

E, P = Event, Purpose


def audit_desks(offices: Offices, book: Visitors) -> Iterator[Said]:
    """Seats never exceeded by a new call, nobody kept waiting beside a free one, whose turn it is, patience, lines."""
    yield from book.odd
    for desk in range(len(offices.specs)):
        yield from _seats(offices, desk, [stay for stay in book.stays.values() if _concerns(desk, stay)])
    for stay in book.stays.values():
        yield from _terms(offices, stay)
        if stay.purpose in (P.CALL, P.MESSAGE):
            yield from _way_in(offices, stay)
            yield from _patience(offices, stay)
        elif stay.gone < NEVER or stay.held < NEVER or stay.other >= 0:
            yield say(_("not somebody on the line: {stay}"), stay=stay)
        yield from _handled(offices, stay)
    yield from _lines(offices, book)
    yield from _tries(offices, book)


def _concerns(desk: int, stay: Stay) -> bool:
    return desk in (stay.desk, stay.other, stay.by)


def _seats(offices: Offices, desk: int, stays: list[Stay]) -> Iterator[Said]:
    """At every instant at which anything changes at the desk, after it has come to rest."""
    changes: dict[int, list[Stay]] = {at: [] for at in offices.changes(desk)}
    for stay in stays:
        free = offices.seat_free(stay) if stay.by == desk else NEVER
        for at in {stay.joined(desk), stay.started, stay.gone, free} - {NEVER}:
            changes.setdefault(at, []).append(stay)
    waiting: dict[Stay, None] = {}
    at_work: dict[Stay, None] = {}
    for at in sorted(changes):
        for stay in changes[at]:
            _enter(waiting, stay, stay.joined(desk) <= at < stay.until)
            _enter(at_work, stay, stay.by == desk and stay.started <= at < offices.seat_free(stay))
        seats, begun = offices.seats(desk, at), [one for one in changes[at] if one.by == desk and one.started == at]
        if len(at_work) > seats and any(stay in at_work for stay in begun):
            yield say(
                _("desk {desk} has {at_work} at work on {seats} seats at {at}"),
                desk=offices.name(desk),
                at_work=len(at_work),
                seats=seats,
                at=When(at),
            )
        if begun and not seats:
            yield say(_("desk {desk} takes {begun} with nobody on duty"), desk=offices.name(desk), begun=begun[0])
        if waiting and len(at_work) < seats:
            yield say(
                _("desk {desk} lets {waiting} wait at {at} beside a free seat"),
                desk=offices.name(desk),
                waiting=next(iter(waiting)),
                at=When(at),
            )
        for stay in begun:
            passed = [
                other
                for other in waiting
                if other.joined(desk) < at and offices.rank(desk, other) < offices.rank(desk, stay)
            ]
            yield from (
                say(_("desk {desk} takes {stay} before {other}"), desk=offices.name(desk), stay=stay, other=other)
                for other in passed
            )


def _enter(group: dict[Stay, None], stay: Stay, is_in: bool) -> None:
    if is_in:
        group[stay] = None
    else:
        group.pop(stay, None)


def _terms(offices: Offices, stay: Stay) -> Iterator[Said]:
    """Overflow and hold at their times and at no others; the work after a call where the desk has any."""
    spec = offices.specs[stay.desk] if stay.desk >= 0 else None
    overflow, hold = (spec.overflow, spec.virtual_hold) if spec is not None else (None, None)
    stop = offices.company.stop
    if stay.overflowed < NEVER and (
        overflow is None or (stay.overflowed - stay.queued, offices.names[stay.other]) != (overflow.after, overflow.to)
    ):
        yield say(_("overflows to the wrong desk or at the wrong time: {stay}"), stay=stay)
    is_left = overflow is not None and stay.purpose == P.CALL and stay.overflowed >= NEVER
    if overflow is not None and is_left and min(stay.until, stay.held, stop) > stay.queued + overflow.after:
        yield say(_("does not overflow: {stay}"), stay=stay)
    if stay.held < NEVER and (hold is None or stay.held - stay.queued != hold.after):
        yield say(_("is held at the wrong time: {stay}"), stay=stay)
    if hold is not None and stay.purpose == P.CALL:
        accepts = offices.world.accepts_hold(stay.ticket, stay.n) < hold.accepted
        if stay.held < NEVER and not accepts:
            yield say(_("did not want to be held: {stay}"), stay=stay)
        if stay.held >= NEVER and accepts and min(stay.until, stop) > stay.queued + hold.after:
            yield say(_("is not held: {stay}"), stay=stay)
    yield from _after_call(offices, stay, stop)


def _after_call(offices: Offices, stay: Stay, stop: int) -> Iterator[Said]:
    drawn = offices.drawn_after_call(stay)
    if stay.ended >= NEVER:
        return
    if drawn is None:
        if stay.wrapped < NEVER and stay.wrapped <= stay.ended:
            yield say(_("no work after it: {stay}"), stay=stay)
    elif stay.wrapped < NEVER:
        if not drawn or stay.wrapped - stay.ended != drawn:
            yield say(
                _("{seconds} s after it, not {drawn}: {stay}"),
                seconds=stay.wrapped - stay.ended,
                drawn=drawn,
                stay=stay,
            )
    elif drawn and stay.ended + drawn < stop:
        yield say(_("never wrapped up: {stay}"), stay=stay)


def _way_in(offices: Offices, stay: Stay) -> Iterator[Said]:
    """A call to an open desk; else a message, or whoever is on call; a mail not before its channel opens."""
    channel, desk = offices.channel(stay.ticket), offices.desk_of(stay.ticket)
    if channel.answer == "deferred":
        if (stay.purpose, stay.n, stay.desk) != (P.MESSAGE, 1, desk):
            yield say(_("no message to {desk}: {stay}"), desk=offices.name(desk), stay=stay)
        return
    if offices.is_open(stay.ticket, stay.queued):
        right = (int(P.CALL), desk)
    else:
        right = {"message": (int(P.MESSAGE), desk), "on_call": (int(P.CALL), -1)}.get(channel.closed, (-1, -1))
    if (stay.purpose, stay.desk) != right:
        yield say(_("the channel wants (purpose, desk) {right}: {stay}"), right=right, stay=stay)


def _patience(offices: Offices, stay: Stay) -> Iterator[Said]:
    world = offices.world
    if stay.purpose != P.CALL:
        if stay.gone < NEVER:
            yield say(_("deferred work hangs up: {stay}"), stay=stay)
        return
    patience = world.patience(stay.ticket, stay.n) if stay.n > 1 else int(world.tickets.patience[stay.ticket])
    if stay.gone < NEVER and stay.gone - stay.queued != patience:
        yield say(
            _("hangs up after {seconds} s of {patience}: {stay}"),
            seconds=stay.gone - stay.queued,
            patience=patience,
            stay=stay,
        )
    if stay.held >= NEVER:
        if stay.started < NEVER and stay.started - stay.queued > patience:
            yield say(_("waits longer than {patience}: {stay}"), patience=patience, stay=stay)
        if stay.until >= NEVER and stay.queued + patience < world.scenario.horizon.stop:
            yield say(_("neither answered nor gone: {stay}"), stay=stay)
    elif stay.held - stay.queued > patience:
        yield say(_("held after {patience}: {stay}"), patience=patience, stay=stay)


def _handled(offices: Offices, stay: Stay) -> Iterator[Said]:
    """Talk, letter and advice take as long as drawn, a talk by the training of who took it."""
    tickets = offices.world.tickets
    drawn = {P.CALL: "talk", P.MESSAGE: "talk", P.ESCALATION: "expert_talk", P.CONTACT: "contact", P.QUOTE: "quote"}
    if stay.started >= NEVER or stay.purpose not in drawn:
        return
    seconds = int(getattr(tickets, drawn[P(stay.purpose)])[stay.ticket])
    if stay.purpose not in (P.CONTACT, P.QUOTE):
        seconds = math.floor(seconds * offices.talk_factor(stay.by) + 0.5)
    yield from took(offices, stay, seconds)


def took(offices: Offices, stay: Stay, seconds: int) -> Iterator[Said]:
    """A stay that began lasts so long."""
    if stay.ended < NEVER and stay.ended - stay.started != seconds:
        yield say(_("took {told} s, not {seconds}: {stay}"), told=stay.ended - stay.started, seconds=seconds, stay=stay)
    if stay.started < NEVER <= stay.ended and stay.started + seconds < offices.company.stop:
        yield say(_("never ends: {stay}"), stay=stay)


def _lines(offices: Offices, book: Visitors) -> Iterator[Said]:
    """Nobody beyond the lines of a desk, and nobody refused while one is free, or at an open channel without reason."""
    calls: dict[int, list[Stay]] = defaultdict(list)
    for stay in book.stays.values():
        if stay.purpose == P.CALL and stay.desk >= 0:
            calls[stay.desk].append(stay)
    lines = {desk: Lines(stays) for desk, stays in calls.items()}
    for desk, stays in calls.items():
        trunks = offices.specs[desk].trunks
        for at in {stay.queued for stay in stays} if trunks is not None else ():
            if (callers := lines[desk].taken(at)) > (trunks or 0):
                yield say(
                    _("desk {desk} has {callers} on {trunks} lines at {at}"),
                    desk=offices.name(desk),
                    callers=callers,
                    trunks=trunks,
                    at=When(at),
                )
    for row in book.refused:
        desk = offices.desk_of(row.ticket)
        yield from _refused(offices, book, row, lines[desk].taken(row.at) if desk in lines else 0)


class Lines:
    """The telephone lines of a desk: who takes one, and who gives it back, in order of time."""

    def __init__(self, stays: list[Stay]) -> None:
        lasting = [stay for stay in stays if stay.line_free > stay.queued]
        self.taken_at = sorted(stay.queued for stay in lasting)
        self.free_at = sorted(stay.line_free for stay in lasting)

    def taken(self, at: int) -> int:
        """Lines in use just after this instant."""
        return bisect_right(self.taken_at, at) - bisect_right(self.free_at, at)


def _refused(offices: Offices, book: Visitors, row: Row, on_line: int) -> Iterator[Said]:
    """With every line taken, or at a channel that is closed and takes no messages."""
    desk, channel = offices.desk_of(row.ticket), offices.channel(row.ticket)
    trunks = offices.specs[desk].trunks if desk >= 0 else None
    is_open = offices.is_open(row.ticket, row.at)
    is_full = trunks is not None and on_line >= trunks
    has_reason = is_full if is_open else channel.closed == "reject"
    if channel.answer != "live" or (row.actor, row.value) != (desk, P.CALL) or not has_reason:
        yield say(_("refused without a reason: {row}"), row=row)
    if (row.ticket, P.CALL, row.n) in book.stays:
        yield say(_("refused and queued: {row}"), row=row)


def _tries(offices: Offices, book: Visitors) -> Iterator[Said]:
    """Who failed calls again after the time drawn, or never."""
    failed = [(stay.ticket, stay.n, stay.gone) for stay in book.stays.values() if stay.gone < NEVER]
    failed += [(row.ticket, row.n, row.at) for row in book.refused]
    again = {(row.ticket, row.n): row.at for row in book.refused}
    again |= {(s.ticket, s.n): s.queued for s in book.stays.values() if s.purpose in (P.CALL, P.MESSAGE)}
    for ticket, n, at in failed:
        after = offices.world.redials_after(ticket, n)
        due = NEVER if after is None or at + after >= offices.company.stop else at + after
        if again.get((ticket, n + 1), NEVER) != due:
            yield say(
                _("ticket {ticket} calls again at {told} after try {n}, not at {due}"),
                ticket=ticket,
                told=When(again.get((ticket, n + 1))),
                n=n,
                due=When(due),
            )


def audit_littles_law(scenario: Scenario, rows: list[Row], book: Visitors) -> Iterator[Said]:
    """Over the judged time: the integral of the number waiting is the sum of the waits in it, to the second."""
    begin, end = scenario.horizon.start, scenario.horizon.end
    desks = {desk for stay in book.stays.values() for desk in (stay.desk, stay.other)}
    changes = _queue_changes(rows)
    for desk in desks:
        waits = sum(
            max(0, min(stay.until, end) - max(stay.joined(desk), begin))
            for stay in book.stays.values()
            if desk in (stay.desk, stay.other)
        )
        area, number, since = 0, 0, begin
        for at, change in sorted((at, change) for at, where, change in changes if where == desk):
            at = min(max(at, begin), end)
            area += number * (at - since)
            number, since = number + change, at
            if number < 0 and at > since:
                yield say(_("desk {desk} has fewer than nobody waiting at {at}"), desk=desk, at=When(at))
        area += number * (end - since)
        if area != waits:
            yield say(_("desk {desk}: {area} s of queue, {waits} s of waiting"), desk=desk, area=area, waits=waits)


def _queue_changes(rows: list[Row]) -> list[tuple[int, int, int]]:
    """(instant, desk, +1 or -1): who joins a queue stands in it until he is taken, by whomever, or goes."""
    standing: dict[tuple[int, int, int], Counter[int]] = {}
    found = []
    for row in rows:
        key = row.ticket, row.value, row.n
        if row.event in (E.QUEUED, E.OVERFLOWED):
            standing.setdefault(key, Counter())[row.actor] += 1
            found.append((row.at, row.actor, 1))
        elif row.event in (E.STARTED, E.GAVE_UP):
            found += [(row.at, desk, -number) for desk, number in standing.pop(key, Counter()).items()]
    return found
