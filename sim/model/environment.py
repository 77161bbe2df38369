"""SimPy's environment in whole seconds, which settles each instant before time moves on."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterator
from functools import partial
from heapq import heappop, heappush
from typing import Any

import simpy

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
        if wanted.__class__ is int:
            env = self._env
            heappush(env.ahead, (env.now + wanted, next(env.numbers), self.go_on))
        else:
            wanted.callbacks.append(self.go_on)  # type: ignore[union-attr]  # an event, as it is no number


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

    def at_rest(self) -> bool:
        """Whether a request made now would be the only thing to settle: it may then be granted on the spot."""
        return not self.unsettled and self.ahead[0][0] > self.now

    def schedule(self, event: simpy.Event, priority: Any = None, delay: Any = 0) -> None:
        """Put an event on the time line, where SimPy's own events come when they are triggered."""
        self.after(delay, partial(_happen, event))

    def after(self, seconds: int, act: Callable[[], None]) -> None:
        """Call `act` when these seconds have passed."""
        heappush(self.ahead, (self.now + seconds, next(self.numbers), act))

    def live(self, steps: Steps) -> None:
        """Start a process now."""
        self.after(0, Life(self, steps).go_on)

    def live_each(self, arrivals: Iterator[Arrival]) -> None:
        """Start these processes in order of time; the next stands on the time line before one takes its first step."""
        arrival = next(arrivals, None)
        if arrival is not None:
            instant, steps = arrival
            self.after(instant - self.now, partial(self._arrive, Life(self, steps), arrivals))

    def _arrive(self, life: Life, arrivals: Iterator[Arrival]) -> None:
        self.live_each(arrivals)
        life.go_on()

    def run_settled(self, stop: int, settle: Callable[[], None]) -> None:
        """Step until `stop`. When no call lies at an instant any more, `settle` it, again while that makes new ones."""
        ahead, now = self.ahead, self.now
        self.after(stop - self.now, _end)  # so that something lies ahead of the last instant too
        while True:
            entry = heappop(ahead)
            at, _, act = entry
            if at > now:
                if self.unsettled:
                    heappush(ahead, entry)
                    self.unsettled = False
                    settle()
                    continue
                if at >= stop:
                    return
                self.now = now = at
            act()


def _happen(event: simpy.Event) -> None:
    for callback in event.callbacks:
        callback(event)


def _end() -> None:
    """The end of the simulated time: nothing happens."""
