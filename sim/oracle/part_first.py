"""Formulas for tickets that wait for their part and then for an engineer, first come first served by when it came.

Rates are per unit of time and waits in the same unit; repairs and orders are exponential.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sim.oracle.markov import done_within, stationary

State = tuple[int, int]
"""Parts on order, tickets that have their part and wait for an engineer or are repaired."""

Place = tuple[int | None, int, int]
"""How many are ahead of a followed ticket for a part, parts on order, and tickets with a part; once it has its part:
None, and how many are ahead of it for an engineer."""


@dataclass(frozen=True)
class PartFirst:
    """Long-run figures; waits are means over all tickets."""

    mean_wait_part: float
    mean_wait_engineer: float
    part_fill_rate: float
    utilisation: float
    p_no_wait: float


@dataclass(frozen=True)
class Line:
    """Poisson tickets that each order a part when they come, a shelf of so many and so many engineers.

    A Markov chain in the parts on order and the tickets at the engineers, cut where either no longer matters.
    """

    rate: float
    repair_rate: float
    engineers: int
    level: int
    order_rate: float

    def figures(self) -> PartFirst:
        """Solved numerically."""
        shares = stationary((0, 0), self._moves)

        def mean(figure: Callable[[State], float]) -> float:
            return sum(share * figure(state) for state, share in shares.items())

        return PartFirst(
            mean_wait_part=mean(lambda state: max(0, state[0] - self.level)) / self.rate,
            mean_wait_engineer=mean(lambda state: max(0, state[1] - self.engineers)) / self.rate,
            part_fill_rate=mean(lambda state: state[0] < self.level),
            utilisation=mean(lambda state: min(state[1], self.engineers)) / self.engineers,
            p_no_wait=mean(lambda state: state[0] < self.level and state[1] < self.engineers),
        )

    def within(self, times: Sequence[float]) -> list[float]:
        """Chance that a ticket waits no longer than each of these times for both together; it is followed."""
        starts: dict[Place, float] = {}
        for (ordered, ready), share in stationary((0, 0), self._moves).items():
            place = self._asks(ready) if ordered < self.level else (ordered - self.level, ordered + 1, ready)
            if place is not None:
                starts[place] = starts.get(place, 0.0) + share
        return done_within(starts, self._followed, times)

    @property
    def _most_ordered(self) -> int:
        mean = self.rate / self.order_rate
        return math.ceil(mean + 10 * math.sqrt(mean)) + 6

    @property
    def _most_ready(self) -> int:
        return self.engineers + math.ceil(30 / math.log(self.engineers * self.repair_rate / self.rate))

    def _repairs(self, ready: int) -> float:
        return min(ready, self.engineers) * self.repair_rate

    def _moves(self, state: State) -> Iterator[tuple[State, float]]:
        ordered, ready = state
        if ordered < self._most_ordered and ready < self._most_ready:
            yield (ordered + 1, ready + (ordered < self.level)), self.rate
        if ordered and ready < self._most_ready:
            yield (ordered - 1, ready + (ordered > self.level)), ordered * self.order_rate
        if ready:
            yield (ordered, ready - 1), self._repairs(ready)

    def _asks(self, ready: int) -> Place | None:
        """Its part is there, and so many others are at the engineers."""
        return None if ready < self.engineers else (None, ready - self.engineers, 0)

    def _followed(self, place: Place) -> Iterator[tuple[Place | None, float]]:
        ahead, ordered, ready = place
        if ahead is None:
            yield ((None, ordered - 1, 0) if ordered else None), self.engineers * self.repair_rate
            return
        if ordered < self._most_ordered:
            yield (ahead, ordered + 1, ready), self.rate
        yield ((ahead - 1, ordered - 1, ready + 1) if ahead else self._asks(ready)), ordered * self.order_rate
        if ready:
            yield (ahead, ordered, ready - 1), self._repairs(ready)
