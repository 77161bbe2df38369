"""What luck brought to machines that fail as they run, told by the same machines at a little faster repairs.

How long each machine runs and each repair takes is read off the world; what comes of it at that pace is worked out
here, one event after the other, and the true mean is known from a formula (see `luck`).
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from heapq import heappop, heappush

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.scenario import Horizon
from sim.selftest.small import UNIT_S
from sim.selftest.stays import inside, length_of, none_inside
from sim.world import World

Integers = NDArray[np.int64]
FAILS, COMES, MENDED = range(3)


@dataclass
class Failures:
    """When each failure came, was taken by a repairer, had its part and was mended, and its machine ran again."""

    came: list[int] = field(default_factory=list)
    taken: list[int] = field(default_factory=list)
    supplied: list[int] = field(default_factory=list)
    mended: list[int] = field(default_factory=list)
    up: list[int] = field(default_factory=list)

    def add(self, now: int) -> int:
        """A failure now; its number."""
        self.came.append(now)
        for column in (self.taken, self.supplied, self.mended, self.up):
            column.append(NEVER)
        return len(self.came) - 1


class Hall:
    """Machines, repairers who stay with each failure until it is mended, and either cold spares or a shelf of parts.

    `work`: seconds by ticket. Without spares a machine that is mended runs again; with them the one that has been down
    longest is exchanged.
    """

    def __init__(self, world: World, repairers: int, work: Integers) -> None:
        self.failures, self._free, self._work = Failures(), repairers, work.tolist()
        self._begin, self._stop = world.scenario.horizon.begin, world.scenario.horizon.stop
        self._events: list[tuple[int, int, int, int]] = []
        self._tickets = _by_machine(world)
        self._runs, self._ran = world.tickets.runs.tolist(), [0] * len(self._tickets)
        self._of: list[tuple[int, int]] = []  # machine and ticket of each failure
        self._queue: deque[int] = deque()
        self._down: deque[int] = deque()
        self._unsupplied: deque[int] = deque()
        self._spares: int | None = None
        self._shelf: float = math.inf
        self._leads: list[int] = []

    def with_spares(self, spares: int) -> Hall:
        """Machines are exchanged for so many spare ones."""
        self._spares = spares
        return self

    def with_parts(self, level: int, leads: Sequence[int]) -> Hall:
        """Every repair needs one of so many parts, and then orders one; `leads`: seconds of each order."""
        self._shelf, self._leads = level, list(reversed(leads))
        return self

    def run(self) -> Failures:
        """From the start of the warm-up to the end of the run-out."""
        for machine in range(len(self._tickets)):
            self._start(machine, self._begin)
        steps = {FAILS: self._fail, COMES: self._part_comes, MENDED: self._mend}
        while self._events:
            now, kind, _order, what = heappop(self._events)
            if now >= self._stop:
                break
            steps[kind](what, now)
        return self.failures

    def _at(self, when: int, kind: int, what: int) -> None:
        heappush(self._events, (when, kind, len(self.failures.came), what))

    def _start(self, machine: int, now: int) -> None:
        if tickets := self._tickets[machine]:
            self._at(now + self._runs[tickets[-1]] - self._ran[machine], FAILS, machine)

    def _fail(self, machine: int, now: int) -> None:
        ticket = self._tickets[machine].pop()
        self._ran[machine] = self._runs[ticket]
        failure = self.failures.add(now)
        self._of.append((machine, ticket))
        self._queue.append(failure)
        self._down.append(failure)
        self._exchange(now)
        self._take(now)

    def _exchange(self, now: int) -> None:
        while self._spares and self._down:
            self._spares -= 1
            self._restore(self._down.popleft(), now)

    def _restore(self, failure: int, now: int) -> None:
        self.failures.up[failure] = now
        self._start(self._of[failure][0], now)

    def _take(self, now: int) -> None:
        while self._free and self._queue:
            self._free -= 1
            failure = self._queue.popleft()
            self.failures.taken[failure] = now
            self._unsupplied.append(failure)
            if self._leads:
                self._at(now + self._leads.pop(), COMES, 0)
            self._supply(now)

    def _part_comes(self, _part: int, now: int) -> None:
        self._shelf += 1
        self._supply(now)

    def _supply(self, now: int) -> None:
        while self._unsupplied and self._shelf:
            self._shelf -= 1
            failure = self._unsupplied.popleft()
            self.failures.supplied[failure] = now
            self._at(now + self._work[self._of[failure][1]], MENDED, failure)

    def _mend(self, failure: int, now: int) -> None:
        self.failures.mended[failure] = now
        self._free += 1
        if self._spares is None:
            self._restore(failure, now)
        else:
            self._spares += 1
            self._exchange(now)
        self._take(now)


def _by_machine(world: World) -> list[list[int]]:
    """The failures of each machine, last first."""
    machine, runs = -world.tickets.week, world.tickets.runs
    order = np.lexsort((-runs, machine))
    return [group.tolist() for group in np.split(order, np.flatnonzero(np.diff(machine[order])) + 1)]


@dataclass(frozen=True)
class Seen:
    """Failures as columns, and what of them falls into judged time, in time units."""

    came: Integers
    taken: Integers
    supplied: Integers
    mended: Integers
    up: Integers
    horizon: Horizon

    @classmethod
    def of(cls, failures: Failures, horizon: Horizon) -> Seen:
        """From the lists."""
        each = (failures.came, failures.taken, failures.supplied, failures.mended, failures.up)
        came, taken, supplied, mended, up = (np.array(column, dtype=np.int64) for column in each)
        return cls(came, taken, supplied, mended, up, horizon)

    def number(self, begin: Integers, end: Integers, mean: float) -> float:
        """How many of these go on, added up over judged time, beyond the true mean."""
        return (inside(begin, end, self.horizon) - mean * length_of(self.horizon)) / UNIT_S

    def all_up(self, mean: float) -> float:
        """Judged time in which every machine runs, beyond the true share."""
        return (none_inside(self.came, self.up, self.horizon) - mean * length_of(self.horizon)) / UNIT_S

    def count(self, chosen: NDArray[np.bool_] | bool, rate: float) -> float:
        """Failures of judged time, those chosen, beyond the true rate."""
        return float((self._judged & chosen).sum()) - rate * length_of(self.horizon) / UNIT_S

    def waits(self, begin: Integers, end: Integers, rate: float) -> float:
        """What the failures of judged time wait between these, beyond the true sum per time unit."""
        return (float((end - begin)[self._judged].sum()) - rate * length_of(self.horizon)) / UNIT_S

    @property
    def _judged(self) -> NDArray[np.bool_]:
        return (self.came >= self.horizon.start) & (self.came < self.horizon.end)
