"""Formulas for engineers who help each other out across regions, by Markov chains solved numerically.

Rates are per unit of time and waits in the same unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.oracle.markov import done_within, stationary

IDLE, HOME, AWAY = range(3)
State = tuple[int, int, int, int]
"""What each of the two engineers does, then urgent and other tickets that wait."""


@dataclass(frozen=True)
class Backup:
    """Long-run figures of two engineers and two regions. `away`: share of the visits made by the other's engineer."""

    busy: tuple[float, float]
    p_wait: float
    mean_wait_urgent: float
    mean_wait_other: float
    away: float


@dataclass(frozen=True)
class TwoRegions:
    """One engineer a region, slower in the other one; who calls gets his own engineer, else the other, else waits.

    A freed engineer takes the urgent before the others, first come first served, wherever they are: so the region of
    who waits is one of chance. A hypercube of two units (Larson and Odoni, Urban Operations Research, 1981, chapter 5)
    with urgent and other tickets.
    """

    urgent: tuple[float, float]
    other: tuple[float, float]
    at_home: float
    away: float

    def figures(self) -> Backup:
        """As many visits away begin as end."""
        shares = self._shares()
        rates = [sum(self.urgent), sum(self.other)]
        waiting = [sum(share * state[kind] for state, share in shares.items()) for kind in (2, 3)]
        ends_away = sum(share * self.away * state[:2].count(AWAY) for state, share in shares.items())
        return Backup(
            busy=(_busy(shares, 0), _busy(shares, 1)),
            p_wait=sum(share for state, share in shares.items() if IDLE not in state[:2]),
            mean_wait_urgent=waiting[0] / rates[0],
            mean_wait_other=waiting[1] / rates[1],
            away=ends_away / sum(rates),
        )

    def urgent_within(self, times: Sequence[float]) -> list[float]:
        """Chance that an urgent ticket waits no longer than each of these times."""
        return self._within(times, urgent=True)

    def other_within(self, times: Sequence[float]) -> list[float]:
        """Chance that another ticket does; urgent ones that come later go before it."""
        return self._within(times, urgent=False)

    def _within(self, times: Sequence[float], urgent: bool) -> list[float]:
        starts: dict[State, float] = {}
        for (one, two, first, second), share in self._shares().items():
            if IDLE not in (one, two):
                place = (one, two, first, 0 if urgent else second)
                starts[place] = starts.get(place, 0.0) + share

        def followed(state: State) -> Iterator[tuple[State | None, float]]:
            if not urgent and state[2] < self._longest[0]:
                yield (*state[:2], state[2] + 1, state[3]), sum(self.urgent)
            for engineer in (0, 1):
                if state[2] or state[3]:
                    yield from self._next(state, engineer)
                else:
                    yield None, self._pace(state[engineer])

        return done_within(starts, followed, times)

    @property
    def _longest(self) -> tuple[int, int]:
        """Queues beyond these no longer matter; the slowest they are served is with both away."""
        rates, most = (sum(self.urgent), sum(self.urgent) + sum(self.other)), 2 * self.away
        first, both = (math.ceil(30 / math.log(most / rate)) for rate in rates)
        return first, both

    def _shares(self) -> dict[State, float]:
        return stationary((IDLE, IDLE, 0, 0), self._moves)

    def _pace(self, does: int) -> float:
        return self.at_home if does == HOME else self.away

    def _moves(self, state: State) -> Iterator[tuple[State, float]]:
        if IDLE in state[:2]:
            for region in (0, 1):
                engineer = region if state[region] == IDLE else 1 - region
                does = HOME if engineer == region else AWAY
                yield _with(state, engineer, does), self.urgent[region] + self.other[region]
        else:
            yield from self._queued(state)
        for engineer in (0, 1):
            if state[engineer] != IDLE:
                yield from self._next(state, engineer)

    def _queued(self, state: State) -> Iterator[tuple[State, float]]:
        one, two, first, second = state
        if first < self._longest[0]:
            yield (one, two, first + 1, second), sum(self.urgent)
        if second < self._longest[1]:
            yield (one, two, first, second + 1), sum(self.other)

    def _next(self, state: State, engineer: int) -> Iterator[tuple[State, float]]:
        """He is free and takes who is first."""
        pace, (_one, _two, first, second) = self._pace(state[engineer]), state
        if not (first or second):
            yield _with(state, engineer, IDLE), pace
            return
        rates, left = (self.urgent, (first - 1, second)) if first else (self.other, (first, second - 1))
        for region in (0, 1):
            taken = _with(state, engineer, HOME if region == engineer else AWAY)
            yield (*taken[:2], *left), pace * rates[region] / sum(rates)


def _with(state: State, engineer: int, does: int) -> State:
    return (does, *state[1:]) if engineer == 0 else (state[0], does, *state[2:])


def _busy(shares: dict[State, float], engineer: int) -> float:
    return sum(share for state, share in shares.items() if state[engineer] != IDLE)
