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
from sim.model.environment import Environment
from sim.model.events import DEFERRED, Event, Purpose, Recorder

Steps = Generator[simpy.Event, Any, bool]

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


class Job:
    """One piece of work in a desk's queue; `turn` fires True when a seat takes it, False when the caller hangs up."""

    __slots__ = ("patience", "taken", "turn")

    def __init__(self, turn: simpy.Event, patience: int) -> None:
        self.turn, self.patience, self.taken = turn, patience, False


class Desk:
    """A pool of seats. Live work before deferred, then by waiting since; ties by ticket."""

    def __init__(
        self, env: Environment, record: Recorder, index: int, steps: tuple[list[int], list[int]], begin: int
    ) -> None:
        self.env, self.index = env, index
        self._record = record.row
        self._instants, self._seats = steps
        self.seats = self.seats_at(begin)
        self.busy = 0
        self._queue: list[tuple[bool, int, int, int, Job]] = []
        self._new: list[Job] = []
        self._impatient: list[Job] = []
        env.process(self._staff(begin))

    def seats_at(self, instant: int) -> int:
        """Seats on duty; a shift that starts at this instant counts, one that ends does not."""
        position = bisect_right(self._instants, instant)
        return self._seats[position - 1] if position else 0

    def _staff(self, begin: int) -> Generator[simpy.Event, Any, None]:
        for instant, seats in zip(self._instants, self._seats, strict=True):
            if instant > begin:
                yield self.env.timeout(instant - self.env.now)
                self.seats = seats

    def serve(self, ticket: int, purpose: Purpose, attempt: int, seconds: int, patience: int = NEVER) -> Steps:
        """Wait for a seat and occupy it; False if the caller hung up before."""
        env, record, me = self.env, self._record, self.index
        now = env.now
        record(now, ticket, QUEUED, attempt, me, purpose)
        turn = env.event()
        job = Job(turn, patience)
        heappush(self._queue, (purpose in DEFERRED, now, ticket, purpose, job))
        self._new.append(job)
        if not (yield turn):
            record(env.now, ticket, GAVE_UP, attempt, me, purpose)
            return False
        record(env.now, ticket, STARTED, attempt, me, purpose)
        if seconds:
            yield env.timeout(seconds)
        self.busy -= 1
        record(env.now, ticket, ENDED, attempt, me, purpose)
        return True

    def settle(self) -> bool:
        """Give free seats to the queue; True if any was given."""
        queue, granted = self._queue, False
        while queue and self.busy < self.seats:
            job = heappop(queue)[-1]
            if not job.taken:
                job.taken = granted = True
                self.busy += 1
                job.turn.succeed(True)
        if self._new:
            self._start_patience()
        return granted

    def _start_patience(self) -> None:
        for job in self._new:
            if not job.taken and job.patience < NEVER:
                self.env.after(job.patience, partial(self._lose_patience, job))
        self._new.clear()

    def _lose_patience(self, job: Job) -> None:
        if not job.taken:
            self._impatient.append(job)

    def let_go(self) -> bool:
        """Callers whose patience ended at this instant and whom no seat took hang up."""
        leaving = [job for job in self._impatient if not job.taken]
        self._impatient.clear()
        for job in leaving:
            job.taken = True
            job.turn.succeed(False)
        return bool(leaving)


class OpenLine:
    """No desks: everything is answered at once and takes nobody's time but its own."""

    index = -1

    def __init__(self, env: Environment, record: Recorder) -> None:
        self.env, self._record = env, record.row

    def seats_at(self, instant: int) -> int:
        """There is always somebody."""
        return 1

    def serve(self, ticket: int, purpose: Purpose, attempt: int, seconds: int, patience: int = NEVER) -> Steps:
        """No waiting."""
        record = self._record
        record(self.env.now, ticket, QUEUED, attempt, -1, purpose)
        record(self.env.now, ticket, STARTED, attempt, -1, purpose)
        if seconds:
            yield self.env.timeout(seconds)
        record(self.env.now, ticket, ENDED, attempt, -1, purpose)
        return True
