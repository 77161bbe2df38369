"""What the auditor knows of desks and channels, worked out from the files and from nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from sim.audit.company import Company
from sim.audit.hours import NEVER, daily, hours_of
from sim.audit.rows import Row
from sim.audit.said import Said, When, say
from sim.model import Event, Purpose
from sim.scenario import Channel
from sim.wording import _

E, P = Event, Purpose
LIVE = {P.CALL, P.ESCALATION}
EVERYBODY = 1 << 30


@dataclass(eq=False)
class Stay:
    """One stay at a desk: `desk` was called, `other` is waited for too, `by` took it. NEVER: did not happen.

    `gone`: hung up; `held`: left the line and kept the place; `wrapped`: the work after the call is done.
    """

    ticket: int
    n: int
    purpose: int
    desk: int
    queued: int
    other: int = -2
    overflowed: int = NEVER
    held: int = NEVER
    by: int = -2
    started: int = NEVER
    ended: int = NEVER
    wrapped: int = NEVER
    gone: int = NEVER

    def said(self) -> Said:
        """The stay in words."""
        return say(
            _("ticket {ticket}, {purpose} {n} at desk {desk} from {queued}, taken by {by} at {started}, until {ended}"),
            ticket=self.ticket,
            purpose=Purpose(self.purpose).name,
            n=self.n,
            desk=self.desk,
            queued=When(self.queued),
            by=self.by,
            started=When(self.started),
            ended=When(min(self.ended, self.gone)),
        )

    @property
    def until(self) -> int:
        """When the waiting was over."""
        return min(self.started, self.gone)

    @property
    def line_free(self) -> int:
        """When the telephone line was free again."""
        return min(self.ended, self.gone, self.held)

    def joined(self, desk: int) -> int:
        """Since when it stands in the queue of this desk."""
        return self.queued if desk == self.desk else self.overflowed if desk == self.other else NEVER


class Visitors:
    """Every stay at a desk, and what does not fit into any."""

    def __init__(self, rows: list[Row]) -> None:
        self.stays: dict[tuple[int, int, int], Stay] = {}
        self.odd: list[Said] = []
        self.refused = [row for row in rows if row.event == E.REFUSED]
        for row in rows:
            if row.event in ENTERED:
                self._enter(row)

    def _enter(self, row: Row) -> None:
        key = row.ticket, row.value, row.n
        stay = self.stays.get(key)
        if row.event == E.QUEUED:
            if stay is not None:
                self.odd.append(say(_("queued twice: {row}"), row=row))
            self.stays[key] = Stay(row.ticket, row.n, row.value, row.actor, row.at)
        elif stay is None:
            self.odd.append(say(_("never queued: {row}"), row=row))
        else:
            self.odd += ENTERED[row.event](stay, row) or []

    def of(self, ticket: int, purpose: int) -> list[Stay]:
        """The stays of a ticket for one purpose, in order."""
        return self._by_case.get((ticket, purpose), [])

    @cached_property
    def _by_case(self) -> dict[tuple[int, int], list[Stay]]:
        found: dict[tuple[int, int], list[Stay]] = {}
        for stay in self.stays.values():
            found.setdefault((stay.ticket, stay.purpose), []).append(stay)
        return found


def _queued(stay: Stay, row: Row) -> list[Said]:
    raise AssertionError(stay, row)


def _started(stay: Stay, row: Row) -> list[Said]:
    wrong = stay.until < NEVER or row.actor not in (stay.desk, stay.other)
    stay.started, stay.by = row.at, row.actor
    return [say(_("out of turn: {row}, {stay}"), row=row, stay=stay)] if wrong else []


def _ended(stay: Stay, row: Row) -> list[Said]:
    wrong = stay.started >= NEVER or row.actor != stay.by or stay.ended < NEVER
    stay.ended = row.at
    return [say(_("ends what it did not begin: {row}, {stay}"), row=row, stay=stay)] if wrong else []


def _gone(stay: Stay, row: Row) -> list[Said]:
    wrong = stay.until < NEVER or row.actor != stay.desk or stay.held < NEVER
    stay.gone = row.at
    return [say(_("cannot hang up: {row}, {stay}"), row=row, stay=stay)] if wrong else []


def _held(stay: Stay, row: Row) -> list[Said]:
    wrong = stay.until < NEVER or row.actor != stay.desk or stay.held < NEVER
    stay.held = row.at
    return [say(_("cannot be held: {row}, {stay}"), row=row, stay=stay)] if wrong else []


def _overflowed(stay: Stay, row: Row) -> list[Said]:
    wrong = stay.until < NEVER or row.actor == stay.desk or stay.other >= 0
    stay.overflowed, stay.other = row.at, row.actor
    return [say(_("cannot overflow: {row}, {stay}"), row=row, stay=stay)] if wrong else []


def _wrapped(stay: Stay, row: Row) -> list[Said]:
    wrong = stay.ended >= NEVER or row.actor != stay.by or stay.wrapped < NEVER
    stay.wrapped = row.at
    return [say(_("nothing to wrap up: {row}, {stay}"), row=row, stay=stay)] if wrong else []


ENTERED: dict[Event, Callable[[Stay, Row], list[Said]]] = {
    E.QUEUED: _queued,
    E.STARTED: _started,
    E.ENDED: _ended,
    E.GAVE_UP: _gone,
    E.HELD: _held,
    E.OVERFLOWED: _overflowed,
    E.WRAPPED: _wrapped,
}


class Offices:
    """Seats, channels and terms of the desks. A desk is its position in the plan, -1 where nobody's seat is taken."""

    def __init__(self, company: Company) -> None:
        self.company, self.world, self.plan, self.scenario = company, company.world, company.plan, company.scenario
        self.names, self.specs = list(self.plan.desks), list(self.plan.desks.values())
        self.channels = list(self.scenario.channels.values())
        self._channel: list[int] = self.world.tickets.channel.tolist()
        self.called = [self._taker(name) for name in self.scenario.channels]
        self._seats: dict[tuple[int, int], int] = {}
        self._changing: dict[int, list[int]] = {}

    def _taker(self, channel: str) -> int:
        answering = [index for index, spec in enumerate(self.specs) if spec.role == "answer"]
        taking = [index for index in answering if channel in self.specs[index].takes]
        return next(iter(taking or answering), -1)

    def index(self, name: str | None) -> int | None:
        return None if name is None else self.names.index(name)

    def name(self, desk: int) -> str:
        """What a desk is called; its number where nobody's seat is taken."""
        return self.names[desk] if desk >= 0 else str(desk)

    def first_desk(self) -> int:
        """The first that takes a channel."""
        answering = [index for index, spec in enumerate(self.specs) if spec.role == "answer"]
        return next((index for index in answering if self.specs[index].takes), next(iter(answering), -1))

    # -- hours --------------------------------------------------------------------------------------------------------

    def seats(self, desk: int, at: int) -> int:
        """Seats on duty by the wall clock and the desk's calendar."""
        if desk < 0:
            return EVERYBODY
        if (desk, at) not in self._seats:
            self._seats[desk, at] = self._seats_at(desk, at)
        return self._seats[desk, at]

    def _seats_at(self, desk: int, at: int) -> int:
        spec = self.specs[desk]
        if spec.calendar is not None and not hours_of(self.scenario, spec.calendar).is_open(at):
            return 0
        return sum(count for start, end, count in spec.seats if daily(self.scenario, start, end).is_open(at))

    def changes(self, desk: int) -> list[int]:
        """Instants of the simulation at which the number of seats may change."""
        if desk < 0:
            return []
        spec, company = self.specs[desk], self.company
        hours = [daily(self.scenario, start, end) for start, end, _count in spec.seats]
        if spec.calendar is not None:
            hours.append(hours_of(self.scenario, spec.calendar))
        found = {at for one in hours for span in one.spans for at in span}
        return sorted(at for at in found if self.scenario.horizon.begin <= at < company.stop)

    def _changes(self, desk: int) -> list[int]:
        if desk not in self._changing:
            self._changing[desk] = self.changes(desk)
        return self._changing[desk]

    def opens_next_day(self, desk: int, at: int) -> int:
        """When a seat is first on duty on a later day."""
        midnight = self.company.midnights[bisect_right(self.company.midnights, at)]
        if self.seats(desk, midnight):
            return midnight
        changes = self._changes(desk)
        later = changes[bisect_right(changes, midnight) :]
        return next((one for one in later if self.seats(desk, one)), NEVER)

    # -- channels -----------------------------------------------------------------------------------------------------

    def channel(self, ticket: int) -> Channel:
        """How the ticket is reported."""
        return self.channels[self._channel[ticket]]

    def desk_of(self, ticket: int) -> int:
        """The desk that is called."""
        return self.called[self._channel[ticket]]

    def opens(self, ticket: int, at: int) -> int:
        """When the calendar of the ticket's channel is open, from this instant on."""
        name = self.channel(ticket).calendar
        return at if name is None else hours_of(self.scenario, name).next_open(at)

    def is_open(self, ticket: int, at: int) -> bool:
        """Whether somebody takes the channel: its hours, and seats on duty."""
        return self.opens(ticket, at) == at and self.seats(self.desk_of(ticket), at) > 0

    # -- what desks know ----------------------------------------------------------------------------------------------

    def share(self, ticket: int, level: str | None) -> float:
        fault = self.scenario.faults[self.world.tickets.fault[ticket]].fault
        return float(fault.experts if level == "experts" else fault.front)

    def factor(self, desk: int) -> float:
        training = self.specs[desk].training if desk >= 0 else None
        return 1.0 if training is None else training.remote_fix

    def talk_factor(self, desk: int) -> float:
        training = self.specs[desk].training if desk >= 0 else None
        return 1.0 if training is None else training.talk

    def experts(self, desk: int) -> int | None:
        """Who is asked next: the desk's own experts, else those of the desk that overflows to it."""
        if desk < 0:
            return None
        behind = [spec.escalate_to for spec in self.specs if spec.overflow and spec.overflow.to == self.names[desk]]
        above = [self.specs[desk].escalate_to, *behind]
        return self.index(next((name for name in above if name is not None and name != self.names[desk]), None))

    def drawn_after_call(self, stay: Stay) -> int | None:
        """Seconds of work after it; None where they are drawn."""
        spec = self.specs[stay.by] if stay.by >= 0 else None
        if spec is None or stay.purpose not in LIVE or not spec.after_call.average:
            return 0
        return round(spec.after_call.average) if spec.after_call.kind == "constant" else None

    def seat_free(self, stay: Stay) -> int:
        """When the seat that took it is free again."""
        return stay.ended if self.drawn_after_call(stay) == 0 else stay.wrapped

    def rank(self, desk: int, stay: Stay) -> tuple[int, ...]:
        """Live before deferred, by severity if the desk says so (a customer is last), by waiting since, by ticket."""
        severity = 0
        if self.specs[desk].order == "severity":
            of_ticket = stay.ticket < len(self.world.tickets)
            severity = self.company.severity(stay.ticket) if of_ticket else NEVER
        return stay.purpose not in LIVE, severity, stay.queued, stay.ticket, stay.purpose
