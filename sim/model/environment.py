"""SimPy's environment in whole seconds, which settles each instant before time moves on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial
from heapq import heappop, heappush
from typing import Any

import simpy

from sim.clock import NEVER

Wait = simpy.Event | int
"""What a process waits for: an event, or so many seconds."""
Steps = Generator[Wait, Any, Any]
Arrival = tuple[int, Steps]
"""An instant, and the process that begins then."""


class Life:
    """A process whose end is no event: nobody waits for it."""

    __slots__ = ("_env", "_send")

    def __init__(self, env: Environment, steps: Steps) -> None:
        self._env, self._send = env, steps.send

    def go_on(self, event: simpy.Event | None = None) -> None:
        """On to the next wait; for events that cannot fail and still lie ahead."""
        try:
            wanted = self._send(None if event is None else event._value)
        except StopIteration:
            return
        if isinstance(wanted, int):
            env = self._env
            heappush(env.ahead, (env.now + wanted, next(env.numbers), self.go_on))
        else:
            wanted.callbacks.append(self.go_on)


class Environment(simpy.Environment):
    """Events at one instant only change state and make requests; what they ask for is granted when it settles.

    Whoever leaves something to settle sets `unsettled`. On the time line (`ahead`) stand calls, each with its instant
    and a number; their order inside an instant has no meaning.
    """

    now: int = 0  # a plain attribute: the model reads it at every step

    def __init__(self, begin: int) -> None:
        super().__init__(begin)
        self.now = begin
        self.unsettled = False
        self.numbers = self._eid
        self.ahead: list[tuple[int, int, Callable[[], None]]] = []
        self._next_arrival = NEVER

    def at_rest(self) -> bool:
        """Whether a request made now would be the only thing to settle: it may then be granted on the spot."""
        now = self.now
        return not self.unsettled and self.ahead[0][0] > now and self._next_arrival > now

    def schedule(self, event: simpy.Event, priority: Any = None, delay: Any = 0) -> None:
        """Put an event on the time line, where SimPy's own events come when they are triggered."""
        self.after(delay, partial(_happen, event))

    def after(self, seconds: int, act: Callable[[], None]) -> None:
        """Call `act` when these seconds have passed."""
        heappush(self.ahead, (self.now + seconds, next(self.numbers), act))

    def live(self, steps: Steps) -> None:
        """Start a process now."""
        self.after(0, Life(self, steps).go_on)

    def run_settled(self, stop: int, settle: Callable[[], None], arrivals: Iterator[Arrival]) -> None:
        """Step until `stop`. When nothing more lies at an instant, `settle` it, again while that makes something new.

        `arrivals` in order of time; each begins a process.
        """
        ahead = self.ahead
        self.after(stop - self.now, _end)  # so that something lies ahead of the last instant too
        self._next_arrival, steps = next(arrivals, (NEVER, None))
        while True:
            at = min(ahead[0][0], self._next_arrival)
            if at > self.now:
                if self.unsettled:
                    self.unsettled = False
                    settle()
                    continue
                if at >= stop:
                    return
                self.now = at
            if at == self._next_arrival and steps is not None:
                began = Life(self, steps)
                self._next_arrival, steps = next(arrivals, (NEVER, None))
                began.go_on()
            else:
                heappop(ahead)[2]()


def _happen(event: simpy.Event) -> None:
    for callback in event.callbacks:
        callback(event)


def _end() -> None:
    """The end of the simulated time: nothing happens."""
