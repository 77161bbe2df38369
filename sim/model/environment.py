"""SimPy's environment in whole seconds, which settles each instant before time moves on."""

from __future__ import annotations

from collections.abc import Callable, Generator
from heapq import heappop, heappush
from typing import Any

import simpy

Steps = Generator[simpy.Event, Any, Any]


class Delay(simpy.Event):
    """A stretch of time. SimPy asks no more of an event than this, and millions of them are made."""

    __slots__ = ("callbacks",)
    _ok = True
    _value = None


class Life(simpy.Process):
    """A process that takes its first step when `first` comes and whose end is no event: nobody waits for it."""

    def __init__(self, steps: Steps, first: simpy.Event) -> None:
        self._send = steps.send
        first.callbacks.append(self._resume)

    def _resume(self, event: simpy.Event) -> None:
        """As in SimPy, for events that cannot fail and still lie ahead."""
        try:
            self._send(event._value).callbacks.append(self._resume)
        except StopIteration:
            return


class Environment(simpy.Environment):
    """Events at one instant only change state and make requests; what they ask for is granted when it settles.

    Whoever leaves something to settle sets `unsettled`.
    """

    now: int = 0  # a plain attribute: the model reads it at every step

    def __init__(self, begin: int) -> None:
        super().__init__(begin)
        self.now = begin
        self.unsettled = False
        self._ahead: list[tuple[int, int, Any]] = []

    def at_rest(self) -> bool:
        """Whether a request made now would be the only thing to settle: it may then be granted on the spot."""
        return not self.unsettled and self._ahead[0][0] > self.now

    def schedule(self, event: simpy.Event, priority: Any = None, delay: Any = 0) -> None:
        """Put an event on the time line. Its place among others of the same instant has no meaning."""
        heappush(self._ahead, (self.now + delay, next(self._eid), event))

    def wait(self, seconds: int) -> Delay:
        """An event that comes when these seconds have passed."""
        delay = Delay.__new__(Delay)
        delay.callbacks = []
        heappush(self._ahead, (self.now + seconds, next(self._eid), delay))
        return delay

    def after(self, seconds: int, act: Callable[[], None]) -> None:
        """Call `act` when these seconds have passed."""
        self.wait(seconds).callbacks.append(lambda _: act())

    def live(self, steps: Steps, instant: int | None = None, before: Callable[[Any], None] | None = None) -> None:
        """Start a process now or at `instant`, right after calling `before`."""
        first = self.wait(0 if instant is None else instant - self.now)
        if before is not None:
            first.callbacks.append(before)
        Life(steps, first)

    def run_settled(self, stop: int, settle: Callable[[], None]) -> None:
        """Step until `stop`. When no further event lies at an instant, `settle` it, again while that makes new ones."""
        ahead = self._ahead
        self.wait(stop - self.now)  # so that something lies ahead of the last instant too
        while True:
            entry = heappop(ahead)
            at, _, event = entry
            if at > self.now:
                if self.unsettled:
                    heappush(ahead, entry)
                    self.unsettled = False
                    settle()
                    continue
                if at >= stop:
                    return
                self.now = at
            for callback in event.callbacks:
                callback(event)
