"""Desks: seats that come and go with the hours, and one queue each."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator
from functools import partial
from heapq import heappop, heappush
from itertools import accumulate
from typing import Any

import simpy

from sim.clock import NEVER, Calendar
from sim.model.environment import Environment, Wait
from sim.model.events import DEFERRED, Event, Recorder, row

Steps = Generator[Wait, Any, bool]

# Plain integers: looking a member up in an enumeration costs as much as the row it names.
QUEUED, STARTED, ENDED, GAVE_UP = map(int, (Event.QUEUED, Event.STARTED, Event.ENDED, Event.GAVE_UP))


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
    """A place in a desk's queue; fires True when a seat takes it, False when the caller hangs up."""

    def __init__(self, env: Environment, patience: int) -> None:
        super().__init__(env)
        self.patience = patience


class Desk:
    """A pool of seats. Live work before deferred, then by waiting since; ties by ticket."""

    def __init__(
        self, env: Environment, record: Recorder, index: int, steps: tuple[list[int], list[int]], begin: int
    ) -> None:
        self.env, self.index = env, index
        self._note = record.note
        self._instants, self._seats = steps
        self.seats = self.seats_at(begin)
        self.busy = 0
        self._queue: list[tuple[bool, int, int, int, Turn]] = []
        self._new: list[Turn] = []
        self._impatient: list[Turn] = []
        env.live(self._staff(begin))

    def seats_at(self, instant: int) -> int:
        """Seats on duty; a shift that starts at this instant counts, one that ends does not."""
        position = bisect_right(self._instants, instant)
        return self._seats[position - 1] if position else 0

    def _staff(self, begin: int) -> Generator[Wait, Any, None]:
        for instant, seats in zip(self._instants, self._seats, strict=True):
            if instant > begin:
                yield instant - self.env.now
                self.seats = seats
                self.env.unsettled = True

    def serve(self, ticket: int, purpose: int, attempt: int, seconds: int, patience: int = NEVER) -> Steps:
        """Wait for a seat and occupy it; False if the caller hung up before."""
        env, note, me = self.env, self._note, self.index
        now = env.now
        note(row(now, ticket, QUEUED, attempt, me, purpose))
        if self.busy < self.seats and not self._queue and env.at_rest():
            self.busy += 1
        else:
            answered = yield self._join(ticket, purpose, patience)
            now = env.now
            if not answered:
                note(row(now, ticket, GAVE_UP, attempt, me, purpose))
                return False
        note(row(now, ticket, STARTED, attempt, me, purpose))
        if seconds:
            yield seconds
        self.busy -= 1
        if self._queue:
            env.unsettled = True
        note(row(now + seconds, ticket, ENDED, attempt, me, purpose))
        return True

    def _join(self, ticket: int, purpose: int, patience: int) -> Turn:
        turn = Turn(self.env, patience)
        heappush(self._queue, (purpose in DEFERRED, self.env.now, ticket, purpose, turn))
        self._new.append(turn)
        self.env.unsettled = True
        return turn

    def settle(self) -> bool:
        """Give free seats to the queue; True if any was given."""
        queue, granted = self._queue, False
        while queue and self.busy < self.seats:
            turn = heappop(queue)[-1]
            if not turn.triggered:
                turn.succeed(True)
                self.busy += 1
                granted = True
        if self._new:
            self._start_patience()
        return granted

    def _start_patience(self) -> None:
        for turn in self._new:
            if not turn.triggered and turn.patience < NEVER:
                self.env.after(turn.patience, partial(self._lose_patience, turn))
        self._new.clear()

    def _lose_patience(self, turn: Turn) -> None:
        if not turn.triggered:
            self._impatient.append(turn)
            self.env.unsettled = True

    def let_go(self) -> None:
        """Callers whose patience ended at this instant and whom no seat took hang up."""
        for turn in self._impatient:
            if not turn.triggered:
                turn.succeed(False)
        self._impatient.clear()


class OpenLine:
    """No desks: everything is answered at once and takes nobody's time but its own."""

    index = -1

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
        if seconds:
            yield seconds
        note(row(now + seconds, ticket, ENDED, attempt, -1, purpose))
        return True
