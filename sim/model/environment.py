"""SimPy's environment in whole seconds, which settles each instant before time moves on."""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from types import MethodType
from typing import Any

import simpy
from simpy.events import NORMAL


class Environment(simpy.Environment):
    """Events at one instant only change state and make requests; what they ask for is granted when it settles.

    Whoever leaves something to settle sets `unsettled`.
    """

    now: int = 0  # a plain attribute: the model reads it at every step

    def __init__(self, begin: int) -> None:
        super().__init__(begin)
        self.now = begin
        self.unsettled = False
        self._start_delay = 0
        for name, event in (("timeout", simpy.Timeout), ("process", simpy.Process), ("event", simpy.Event)):
            setattr(self, name, MethodType(event, self))  # SimPy binds them early for its own class only

    def at_rest(self) -> bool:
        """Whether a request made now would be the only thing to settle: it may then be granted on the spot."""
        queue = self._queue
        return not self.unsettled and (not queue or queue[0][0] > self.now)

    def start_at(self, instant: int, steps: Generator[simpy.Event, Any, Any]) -> simpy.Process:
        """A process whose first step comes at `instant`, by a single event."""
        self._start_delay = instant - self.now
        process = self.process(steps)
        self._start_delay = 0
        return process

    def schedule(self, event: simpy.Event, priority: Any = NORMAL, delay: float = 0) -> None:
        """As in SimPy, but a process that ends and that nobody waits for makes no event of it."""
        if delay or event.callbacks or not isinstance(event, simpy.Process):
            heappush(self._queue, (self._now + delay + self._start_delay, priority, next(self._eid), event))

    def after(self, seconds: int, act: Callable[[], None]) -> None:
        """Call `act` when these seconds have passed."""
        self.timeout(seconds).callbacks.append(lambda _: act())

    def run_settled(self, stop: int, settle: Callable[[], None]) -> None:
        """Step until `stop`. When no further event lies at an instant, `settle` it, again while that makes new ones."""
        queue: Any = self._queue
        while queue:
            at = queue[0][0]
            if self.unsettled and at > self.now:
                self.unsettled = False
                settle()
            elif at < stop:
                self._now, _, _, event = heappop(queue)
                self.now = at
                callbacks, event.callbacks = event.callbacks, None  # type: ignore[assignment]  # how SimPy marks it as past
                for callback in callbacks:
                    callback(event)
                if not event._ok:
                    raise event._value
            else:
                return
