"""What a desk looked like when somebody joined its queue."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.model.desks import seat_steps
from sim.model.events import DEFERRED, Event, Purpose
from sim.report.trace.history import History, Row

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Queue:
    """A desk as somebody joins its queue: seats on duty and busy, who goes first; `opens`: when seats come on duty."""

    seats: int
    busy: int
    ahead: int
    opens: int


class Desks:
    """The queues of all desks of one replication."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._steps = [seat_steps(windows) for windows in history.place.seats]

    def joined(self, row: Row) -> Queue:
        """The desk at the instant at which a row QUEUED joins it, once everybody who could be served is."""
        desk, at = row.actor, row.at
        tasks = self._tasks
        mine = (tasks.desk == desk) & (tasks.queued <= at)
        busy = mine & (tasks.started <= at) & (tasks.over > at)
        ahead = mine & (tasks.started > at) & (tasks.position < row.position)
        if row.value not in DEFERRED:
            ahead &= ~tasks.deferred
        return Queue(self.seats_at(desk, at), int(busy.sum()), int(ahead.sum()), self.opens(desk, at))

    def seats_at(self, desk: int, at: int) -> int:
        """Seats on duty; a shift that starts at this instant counts."""
        instants, seats = self._steps[desk]
        number = bisect_right(instants, at)
        return seats[number - 1] if number else 0

    def opens(self, desk: int, at: int) -> int:
        """When the next seat comes on duty after this instant; NEVER if none does."""
        instants, seats = self._steps[desk]
        number = bisect_right(instants, at)
        before = seats[number - 1] if number else 0
        for instant, count in zip(instants[number:], seats[number:], strict=True):
            if count > before:
                return instant
            before = count
        return NEVER

    def closes(self, desk: int, at: int) -> int:
        """When no seat is left on duty after this instant; NEVER if that does not happen."""
        instants, seats = self._steps[desk]
        number = bisect_right(instants, at)
        return next((instants[i] for i in range(number, len(instants)) if seats[i] == 0), NEVER)

    @cached_property
    def _tasks(self) -> _Tasks:
        return _Tasks(self._history)


class _Tasks:
    """Everything that lay in a queue, as columns: when it joined, when a seat took it or it left, when it was over."""

    def __init__(self, history: History) -> None:
        log = history.log
        rows = np.flatnonzero((log.event <= Event.GAVE_UP) & (log.at < history.stop))
        rows = rows[np.argsort(log.ticket[rows], kind="stable")]
        ticket, at, event = log.ticket[rows], log.at[rows], log.event[rows]
        joined = np.flatnonzero(event == Event.QUEUED)
        self.position, self.desk, self.queued = rows[joined], log.actor[rows[joined]], at[joined]
        self.started = _next(at, ticket, joined, 1)
        ends_there = _next(event, ticket, joined, 1) == Event.GAVE_UP
        self.over = np.where(ends_there, self.started, _next(at, ticket, joined, 2))
        self.deferred = np.isin(log.value[rows[joined]], [int(Purpose(purpose)) for purpose in DEFERRED])


def _next(column: Integers, ticket: Integers, joined: Integers, steps: int) -> Integers:
    """The column `steps` rows further on, NEVER where that is no longer the same ticket."""
    last = len(column) - 1
    there = np.minimum(joined + steps, max(last, 0))
    same = (joined + steps <= last) & (ticket[there] == ticket[joined])
    return np.where(same, column[there], NEVER)
