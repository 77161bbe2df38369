"""Desks: seats that come and go with the hours, and one queue each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Generator, Sequence
from functools import partial
from heapq import heappop, heappush
from itertools import accumulate
from typing import Any

import simpy

from sim.clock import NEVER, Calendar
from sim.model.desk_terms import LIVE, PLAIN, Terms
from sim.model.environment import Environment, Wait
from sim.model.events import DEFERRED, Event, Purpose, Recorder, row
from sim.model.lines import Lines

Steps = Generator[Wait, Any, "Desk | OpenLine | None"]
Rank = tuple[bool, int, int, int, int]
"""Deferred, waiting since, ticket, purpose, attempt."""

# Plain integers: looking a member up in an enumeration costs as much as the row it names.
QUEUED, STARTED, ENDED, GAVE_UP = map(int, (Event.QUEUED, Event.STARTED, Event.ENDED, Event.GAVE_UP))
HELD, OVERFLOWED, WRAPPED = map(int, (Event.HELD, Event.OVERFLOWED, Event.WRAPPED))
CALL = int(Purpose.CALL)
ASKED = frozenset(map(int, (Purpose.CALL, Purpose.MESSAGE)))
TICKET, PURPOSE, ATTEMPT = 2, 3, 4  # in a Rank


def seat_steps(windows: list[tuple[Calendar, int]]) -> tuple[list[int], list[int]]:
    """Instants at which the number of seats on duty changes, and the number from then on."""
    changes: dict[int, int] = {}
    for calendar, seats in windows:
        for opens, closes in zip(calendar.opens.tolist(), calendar.closes.tolist(), strict=True):
            changes[opens] = changes.get(opens, 0) + seats
            changes[closes] = changes.get(closes, 0) - seats
    instants = sorted(instant for instant, change in changes.items() if change)
    return instants, list(accumulate(changes[instant] for instant in instants))


class Turn(simpy.Event):
    """A place in a desk's queue; fires with the desk whose seat takes it, or None when the caller hangs up."""

    def __init__(self, env: Environment, rank: Rank, patience: int) -> None:
        super().__init__(env)
        self.rank, self.patience = rank, patience


class Desk:
    """A pool of seats. Live work before deferred, then by severity if the plan says so, then by waiting since.

    `terms`: what else the plan says about it; `severity`: of tickets by position (0 the most severe), where it counts.
    """

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        index: int,
        steps: tuple[list[int], list[int]],
        begin: int,
        terms: Terms = PLAIN,
        severity: Sequence[int] | None = None,
    ) -> None:
        self.env, self.index, self.terms = env, index, terms
        self.is_plain = terms == PLAIN
        self.on_answer: Callable[[int], None] | None = None
        self._note, self._severity = record.note, severity
        self._instants, self._seats = steps
        self.seats = self.seats_at(begin)
        self.busy = 0
        self._queue: list[tuple[bool, int, int, int, int, int, Turn]] = []
        self._new: list[Turn] = []
        self._impatient: list[Turn] = []
        self.lines = Lines(env, terms.trunks) if terms.trunks else None
        self.treatment = Treatment(env, record, self) if terms.treats else None
        env.live(self._staff(begin))

    def seats_at(self, instant: int) -> int:
        """Seats on duty; a shift that starts at this instant counts, one that ends does not."""
        position = bisect_right(self._instants, instant)
        return self._seats[position - 1] if position else 0

    def next_seats(self, instant: int) -> int:
        """The first instant from this one on at which a seat is on duty; NEVER if none comes."""
        if self.seats_at(instant):
            return instant
        later = bisect_right(self._instants, instant)
        pairs = zip(self._instants[later:], self._seats[later:], strict=True)
        return next((at for at, seats in pairs if seats), NEVER)

    def _staff(self, begin: int) -> Generator[Wait, Any, None]:
        for instant, seats in zip(self._instants, self._seats, strict=True):
            if instant > begin:
                yield instant - self.env.now
                self.seats = seats
                self.env.unsettled = True

    def serve(self, ticket: int, purpose: int, attempt: int, seconds: int, patience: int = NEVER) -> Steps:
        """Wait for a seat and occupy it; the desk whose seat it was, None if the caller hung up before."""
        env, note, by = self.env, self._note, self
        note(row(env.now, ticket, QUEUED, attempt, self.index, purpose))
        if self.busy < self.seats and not self._queue and env.at_rest():
            self.busy += 1
        else:
            by = yield self._join(ticket, purpose, attempt, patience)
            if by is None:
                note(row(env.now, ticket, GAVE_UP, attempt, self.index, purpose))
                return None
        note(row(env.now, ticket, STARTED, attempt, by.index, purpose))
        if self.on_answer is not None and purpose in ASKED:
            self.on_answer(ticket)
        if not by.is_plain:
            seconds = by.terms.talk_s(seconds, purpose)
        if seconds:
            yield seconds
        note(row(env.now, ticket, ENDED, attempt, by.index, purpose))
        if not by.is_plain and purpose in LIVE and (after := by.terms.after_call(ticket)):
            env.after(after, partial(by._wrap, ticket, attempt, purpose))
        else:
            by._free_seat()
        return by

    def _wrap(self, ticket: int, attempt: int, purpose: int) -> None:
        self._note(row(self.env.now, ticket, WRAPPED, attempt, self.index, purpose))
        self._free_seat()

    def _free_seat(self) -> None:
        self.busy -= 1
        if self._queue:
            self.env.unsettled = True

    def _join(self, ticket: int, purpose: int, attempt: int, patience: int) -> Turn:
        turn = Turn(self.env, (purpose in DEFERRED, self.env.now, ticket, purpose, attempt), patience)
        self.admit(turn)
        self._new.append(turn)
        return turn

    def admit(self, turn: Turn) -> None:
        """A place in this queue, by this desk's own order; perhaps beside one in another."""
        is_deferred, since, ticket, purpose, attempt = turn.rank
        severity = 0
        if self._severity is not None:  # a call to a customer, about no ticket, comes behind all tickets
            severity = self._severity[ticket] if ticket < len(self._severity) else len(self._severity)
        heappush(self._queue, (is_deferred, severity, since, ticket, purpose, attempt, turn))
        self.env.unsettled = True

    def settle(self) -> bool:
        """Give free seats to the queue; True if any was given."""
        queue, granted = self._queue, False
        while queue and self.busy < self.seats:
            turn = heappop(queue)[-1]
            if not turn.triggered:
                turn.succeed(self)
                self.busy += 1
                granted = True
        if self._new:
            self._start_patience()
        return granted

    def _start_patience(self) -> None:
        for turn in self._new:
            if turn.triggered:
                continue
            if turn.patience < NEVER:
                self.env.after(turn.patience, partial(self._lose_patience, turn))
            if self.treatment is not None and turn.rank[PURPOSE] == CALL:
                self.treatment.watch(turn)
        self._new.clear()

    def _lose_patience(self, turn: Turn) -> None:
        if not turn.triggered and turn.patience < NEVER:
            self._impatient.append(turn)
            self.env.unsettled = True

    def overflow_to(self, partner: Desk) -> None:
        """The desk that long waiters wait for too."""
        if self.treatment is not None:
            self.treatment.partner = partner

    def let_go(self) -> bool:
        """Callers whose patience ended at this instant and whom no seat took hang up; True if there was any."""
        gone = False
        for turn in self._impatient:
            if not turn.triggered and turn.patience < NEVER:
                turn.succeed(None)
                gone = True
        self._impatient.clear()
        return gone


class Treatment:
    """Queue treatment of callers who wait long: a call back in their turn, another desk to wait for as well."""

    def __init__(self, env: Environment, record: Recorder, desk: Desk) -> None:
        self.env, self._note, self._desk, self._terms = env, record.note, desk, desk.terms
        self.partner: Desk | None = None
        self._due: list[tuple[Turn, bool]] = []

    def watch(self, turn: Turn) -> None:
        """Look again when he has waited long enough for either."""
        ticket, attempt = turn.rank[TICKET], turn.rank[ATTEMPT]
        if self._terms.overflow_after is not None:
            self.env.after(self._terms.overflow_after, partial(self._fall_due, turn, False))
        if self._terms.hold_after is not None and self._terms.accepts_hold(ticket, attempt):
            self.env.after(self._terms.hold_after, partial(self._fall_due, turn, True))

    def _fall_due(self, turn: Turn, is_hold: bool) -> None:
        if not turn.triggered:
            self._due.append((turn, is_hold))
            self.env.unsettled = True

    def settle(self) -> bool:
        """Those whom no seat took at this instant; True if there was any."""
        due = [(turn, is_hold) for turn, is_hold in self._due if not turn.triggered]
        self._due.clear()
        for turn, is_hold in sorted(due, key=lambda each: (each[0].rank, each[1])):
            *_rest, ticket, purpose, attempt = turn.rank
            if is_hold:
                self._note(row(self.env.now, ticket, HELD, attempt, self._desk.index, purpose))
                turn.patience = NEVER
                if self._desk.lines is not None:
                    self._desk.lines.free(ticket)
            elif self.partner is not None:
                self._note(row(self.env.now, ticket, OVERFLOWED, attempt, self.partner.index, purpose))
                self.partner.admit(turn)
        return bool(due)


class OpenLine:
    """No desks: everything is answered at once and takes nobody's time but its own."""

    index = -1
    is_plain = True
    on_answer: Callable[[int], None] | None = None
    lines = None
    terms = PLAIN

    def __init__(self, env: Environment, record: Recorder) -> None:
        self.env, self._note = env, record.note

    def seats_at(self, instant: int) -> int:
        """There is always somebody."""
        return 1

    def serve(self, ticket: int, purpose: int, attempt: int, seconds: int, patience: int = NEVER) -> Steps:
        """No waiting."""
        note, now = self._note, self.env.now
        note(row(now, ticket, QUEUED, attempt, -1, purpose))
        note(row(now, ticket, STARTED, attempt, -1, purpose))
        if self.on_answer is not None and purpose in ASKED:
            self.on_answer(ticket)
        if seconds:
            yield seconds
        note(row(now + seconds, ticket, ENDED, attempt, -1, purpose))
        return self
