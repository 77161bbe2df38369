"""Formulas for calls and seats that come and go over the day.

Rates are per unit of time and times in the same unit.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Rate = Callable[[float], float]


@dataclass(frozen=True)
class Instant:
    """Just before an instant: how many wait and how many are served on average, and the chance that anybody waits."""

    waiting: float
    served: float
    p_queue: float


@dataclass(frozen=True)
class Day:
    """A day that begins empty. `p_delay`: share of the arrivals that waits; `mean_wait`: waiting time spent within the
    day over the arrivals expected."""

    at: tuple[Instant, ...]
    arrivals: float
    p_delay: float
    mean_wait: float


@dataclass(frozen=True)
class Sine:
    """A rate `mean` + `swing` sin(2 pi t / `period` + `phase`)."""

    mean: float
    swing: float
    period: float
    phase: float = 0.0

    def __call__(self, time: float) -> float:
        """The rate at a time."""
        return self.mean + self.swing * math.sin(self.turn * time + self.phase)

    @property
    def turn(self) -> float:
        """Radians per unit of time."""
        return 2 * math.pi / self.period

    def until(self, time: float) -> float:
        """Arrivals expected from 0 on."""
        swung = math.cos(self.phase) - math.cos(self.turn * time + self.phase)
        return self.mean * time + self.swing / self.turn * swung


def under_way_exponential(rate: Sine, service: float, time: float) -> float:
    """Mean number in M(t)/M/inf, the day gone on for ever: Eick, Massey, Whitt, Management Science 39 (1993), 241-252.

    mean s + swing s (sin x - w s cos x) / (1 + (w s)^2), with s the mean service, w radians per unit of time and x the
    angle at that time. The number is Poisson, so this is its variance too.
    """
    angle, lag = rate.turn * time + rate.phase, rate.turn * service
    swung = (math.sin(angle) - lag * math.cos(angle)) / (1 + lag**2)
    return service * (rate.mean + rate.swing * swung)


def under_way_constant(rate: Sine, service: float, time: float) -> float:
    """Mean number in M(t)/D/inf: who came within the last service time (Eick, Massey, Whitt, as above)."""
    return rate.until(time) - rate.until(time - service)


def through_the_day(
    rate: Rate, service_rate: float, seats: Sequence[tuple[float, int]], at: Sequence[float], longest: int = 400
) -> Day:
    """M(t)/M/c(t) from empty, by Kolmogorov's forward equations.

    `seats`: from when on how many; `at`: times, ascending, the last of which ends the day. Who is served when seats are
    taken away is served to the end. The rate may jump where the seats change; the queue is cut at `longest`.
    """
    flow = _Flow(service_rate, max(number for _from, number in seats), longest)
    y, now, instants = flow.empty(), 0.0, dict[float, Instant]()
    changes = [start for start, _number in seats]
    for until in sorted({*at, *changes} - {0.0}):
        on_duty = [number for start, number in seats if start <= now][-1]
        flow.seat(y, on_duty)
        y = flow.moved(y, rate, on_duty, now, until)
        instants[until], now = flow.seen(y), until
    arrivals, delayed, waited = (float(figure) for figure in y[-3:])
    return Day(tuple(instants[time] for time in at), arrivals, delayed / arrivals, waited / arrivals)


@dataclass
class _Flow:
    """Chances by (seats busy, number waiting), then arrivals, arrivals that wait and waiting time so far."""

    service_rate: float
    most: int
    longest: int

    def empty(self) -> Floats:
        y = np.zeros((self.most + 1) * (self.longest + 1) + 3)
        y[0] = 1.0
        return y

    def _chances(self, y: Floats) -> Floats:
        chances: Floats = y[:-3].reshape(self.most + 1, self.longest + 1)
        return chances

    def seat(self, y: Floats, on_duty: int) -> None:
        """New seats take who waits, at once; the chances are moved in place."""
        chances = self._chances(y)
        for busy in range(on_duty):
            for waiting in range(1, self.longest + 1):
                taken = min(waiting, on_duty - busy)
                chances[busy + taken, waiting - taken] += chances[busy, waiting]
                chances[busy, waiting] = 0.0

    def moved(self, y: Floats, rate: Rate, on_duty: int, begin: float, end: float) -> Floats:
        """The chances at `end`."""
        from scipy.integrate import solve_ivp

        inside = (begin + end) / 2  # a rate that jumps at an end is the one of this stretch
        clamp = 1e-9 * (end - begin)

        def change(time: float, now: Floats) -> Floats:
            return self._change(now, rate(min(max(time, begin + clamp), end - clamp)), on_duty)

        assert rate(inside) >= 0
        solved = solve_ivp(change, (begin, end), y, method="DOP853", rtol=1e-9, atol=1e-12)
        moved: Floats = solved.y[:, -1]
        return moved

    def _change(self, y: Floats, rate: float, on_duty: int) -> Floats:
        chances, change = self._chances(y), np.zeros_like(y)
        into = self._chances(change)
        self._arrivals(chances, into, rate, on_duty)
        self._departures(chances, into, on_duty)
        change[-3] = rate
        change[-2] = rate * chances[on_duty:].sum()
        change[-1] = float(chances.sum(axis=0) @ np.arange(self.longest + 1))
        return change

    def _arrivals(self, chances: Floats, into: Floats, rate: float, on_duty: int) -> None:
        free = rate * chances[:on_duty, 0]
        into[:on_duty, 0] -= free
        into[1 : on_duty + 1, 0] += free
        full = rate * chances[on_duty:, :-1]
        into[on_duty:, :-1] -= full
        into[on_duty:, 1:] += full

    def _departures(self, chances: Floats, into: Floats, on_duty: int) -> None:
        leaves = self.service_rate * np.arange(self.most + 1)[:, None] * chances
        into -= leaves
        into[:on_duty, 0] += leaves[1 : on_duty + 1, 0]
        into[on_duty, :-1] += leaves[on_duty, 1:]  # the seat takes the next
        into[on_duty:-1, :] += leaves[on_duty + 1 :, :]  # seats beyond those on duty take nobody

    def seen(self, y: Floats) -> Instant:
        chances = self._chances(y)
        by_queue, by_busy = chances.sum(axis=0), chances.sum(axis=1)
        return Instant(
            waiting=float(by_queue @ np.arange(self.longest + 1)),
            served=float(by_busy @ np.arange(self.most + 1)),
            p_queue=float(by_queue[1:].sum()),
        )
