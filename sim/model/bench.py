"""Benches: where units and parts are repaired one after the other, in opening hours."""

from __future__ import annotations

from collections.abc import Generator
from heapq import heappop, heappush
from typing import Any

import simpy

from sim.clock import NEVER, Calendar
from sim.model.environment import Environment, Wait

Steps = Generator[Wait, Any, None]


class Bench:
    """The benches of an outlet or of the workshop: first come, first served, ties by ticket; work in `hours` only."""

    def __init__(self, env: Environment, count: int, hours: Calendar) -> None:
        self.env, self.hours = env, hours
        self._free = count
        self._queue: list[tuple[int, tuple[int, ...], simpy.Event]] = []

    def take(self, *rank: int) -> simpy.Event | None:
        """The event that fires when a bench is free; None if one is at once. `rank`: the ticket first, for ties."""
        if self._free and not self._queue and self.env.at_rest():
            self._free -= 1
            return None
        granted = self.env.event()
        heappush(self._queue, (self.env.now, rank, granted))
        self.env.unsettled = True
        return granted

    def release(self) -> None:
        """Free again."""
        self._free += 1
        if self._queue:
            self.env.unsettled = True

    def work(self, seconds: int) -> Steps:
        """So many seconds of open time."""
        if seconds:
            done = self.hours.add(self.env.now, seconds)
            yield done - self.env.now if done < NEVER else self.env.event()

    def settle(self) -> bool:
        """Free benches to the units that wait; True if any was given."""
        granted = False
        while self._queue and self._free:
            heappop(self._queue)[2].succeed()
            self._free -= 1
            granted = True
        return granted
