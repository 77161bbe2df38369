"""What a desk looked like when somebody joined its queue."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property

from sim.clock import NEVER
from sim.model.desks import seat_steps
from sim.model.events import DEFERRED
from sim.report.trace.history import History, Row
from sim.report.trace.tasks import Flags, Tasks


@dataclass(frozen=True)
class Queue:
    """A desk as somebody joins its queue: seats on duty and busy, who goes first; `opens`: when seats come on duty."""

    seats: int
    busy: int
    ahead: int
    opens: int


class Desks:
    """The queues of all desks of one replication, with the work of all customers in them."""

    def __init__(self, history: History) -> None:
        self._history = history
        self._steps = [seat_steps(windows) for windows in history.place.seats]

    def joined(self, row: Row) -> Queue:
        """The desk of a row as it joins its queue (QUEUED, OVERFLOWED, HELD), once all who could be served are."""
        desk, at = row.actor, row.at
        tasks = self._tasks
        busy = (tasks.taken_by == desk) & (tasks.started <= at) & (tasks.over > at)
        ahead = tasks.waiting(desk, at) & self._goes_first(row)
        return Queue(self.seats_at(desk, at), int(busy.sum()), int(ahead.sum()), self.opens(desk, at))

    def _goes_first(self, row: Row) -> Flags:
        """What is served before a row's task: live work, then (where the desk looks at it) graver work, then older."""
        tasks, mine = self._tasks, self._tasks.position[self._tasks.of(row)]
        older = tasks.position < mine
        if self._history.by_severity(row.actor):
            graver = tasks.severity < tasks.severity[self._tasks.of(row)]
            same = tasks.severity == tasks.severity[self._tasks.of(row)]
            older = graver | (same & older)
        first: Flags = (~tasks.deferred | older) if row.value in DEFERRED else ~tasks.deferred & older
        return first

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
    def _tasks(self) -> Tasks:
        return Tasks(self._history)
