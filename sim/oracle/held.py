"""Formulas for engineers who wait beside the machine for a part: an engineer first, then the part.

Rates are per unit of time and waits in the same unit; running times, repairs and orders are exponential.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sim.oracle.markov import done_within, stationary


@dataclass(frozen=True)
class HeldForParts:
    """Long-run figures of machines whose repairers wait beside them for a part. Waits are means over all failures.

    `mean_failed`: tickets open; `availability`: of the machines there are, 1.0 where they are without number.
    """

    throughput: float
    mean_wait_engineer: float
    mean_wait_part: float
    seized: float
    repairing: float
    part_fill_rate: float
    p_no_wait: float
    mean_failed: float
    availability: float


State = tuple[int, int]
"""Machines down, parts on order."""


@dataclass(frozen=True)
class _Base:
    """Machines, engineers who each hold one failure from taking it to its end, and a shelf of one part per repair.

    The part is asked for, and ordered, when an engineer takes the failure; what is on order beyond the level is waited
    for by an engineer.
    """

    machines: int
    fail_rate: float
    repair_rate: float
    engineers: int
    level: int
    order_rate: float

    def fails(self, state: State) -> float:
        return (self.machines - state[0]) * self.fail_rate

    def lies_there(self, state: State) -> bool:
        return state[1] < self.level

    def waits_for_part(self, state: State) -> int:
        return max(0, state[1] - self.level)

    def repairing(self, state: State) -> int:
        return min(state[0], self.engineers) - self.waits_for_part(state)

    def requests(self, state: State) -> float:
        """How often a part is asked for: with a failure if an engineer is free, else with the end of a repair."""
        down = state[0]
        return self.fails(state) if down < self.engineers else (down > self.engineers) * self.mends(state)

    def mends(self, state: State) -> float:
        return self.repairing(state) * self.repair_rate

    def moves(self, state: State) -> Iterator[tuple[State, float]]:
        down, ordered = state
        if down < self.machines:
            yield (down + 1, ordered + (down < self.engineers)), self.fails(state)
        if self.repairing(state):
            yield (down - 1, ordered + (down > self.engineers)), self.mends(state)
        if ordered:
            yield (down, ordered - 1), ordered * self.order_rate


@dataclass(frozen=True)
class _Stream(_Base):
    """Failures at a constant rate, as from machines without number; no more than `machines` are open at a time."""

    def fails(self, state: State) -> float:
        return self.fail_rate * (state[0] < self.machines)


def held_for_parts(
    machines: int, fail_rate: float, repair_rate: float, engineers: int, level: int, order_rate: float
) -> HeldForParts:
    """Every repair needs a part of a base stock whose orders take an exponential time; the engineer waits beside it.

    A Markov chain in the machines down and the parts on order, solved numerically.
    """
    base = _Base(machines, fail_rate, repair_rate, engineers, level, order_rate)
    return _figures(base, stationary((0, 0), base.moves), machines)


def held_in_a_stream(
    rate: float, repair_rate: float, engineers: int, level: int, order_rate: float, longest: int = 60
) -> HeldForParts:
    """The same for Poisson failures, cut where more than `longest` tickets are open."""
    base = _Stream(longest, rate, repair_rate, engineers, level, order_rate)
    return _figures(base, stationary((0, 0), base.moves), math.inf)


def held_in_a_stream_within(
    rate: float,
    repair_rate: float,
    engineers: int,
    level: int,
    order_rate: float,
    times: Sequence[float],
    longest: int = 40,
) -> list[float]:
    """Chance that a ticket waits no longer than each of these times for its engineer and then its part together.

    One ticket is followed through the chain, from the state it finds (Poisson arrivals see time averages) until both
    are there. What comes after it matters too: it orders parts, and orders overtake each other.
    """
    followed = _Followed(_Stream(longest, rate, repair_rate, engineers, level, order_rate))
    found = stationary((0, 0), followed.base.moves)
    starts: dict[Place, float] = {}
    for state, share in found.items():
        place = followed.joins(state)
        if place is not None:
            starts[place] = starts.get(place, 0.0) + share
    return done_within(starts, followed.moves, times)


Place = tuple[bool, int, int, int]
"""Whether a followed ticket has its engineer, how many are ahead of it (for an engineer, then for a part), parts on
order, and tickets that came after it (once it has its engineer: tickets open, itself among them)."""


@dataclass(frozen=True)
class _Followed:
    base: _Stream

    def joins(self, state: State) -> Place | None:
        """Where a ticket stands that finds this state; None if it need not wait."""
        down, ordered = state
        if down >= self.base.engineers:
            return False, down - self.base.engineers, ordered, 0
        return self._asks(ordered, down + 1)

    def _asks(self, ordered: int, down: int) -> Place | None:
        """Its engineer asks for the part."""
        return None if ordered < self.base.level else (True, ordered - self.base.level, ordered + 1, down)

    def moves(self, place: Place) -> Iterator[tuple[Place | None, float]]:
        return self._for_part(*place[1:]) if place[0] else self._for_engineer(*place[1:])

    def _for_engineer(self, ahead: int, ordered: int, behind: int) -> Iterator[tuple[Place | None, float]]:
        base, all_taken = self.base, (self.base.engineers, ordered)
        if behind < base.machines:
            yield (False, ahead, ordered, behind + 1), base.fail_rate
        if ordered:
            yield (False, ahead, ordered - 1, behind), ordered * base.order_rate
        if base.repairing(all_taken):
            mended = (
                self._asks(ordered, base.engineers + behind) if not ahead else (False, ahead - 1, ordered + 1, behind)
            )
            yield mended, base.mends(all_taken)

    def _for_part(self, ahead: int, ordered: int, down: int) -> Iterator[tuple[Place | None, float]]:
        base, state = self.base, (down, ordered)
        if down < base.machines:
            yield (True, ahead, ordered + (down < base.engineers), down + 1), base.fail_rate
        yield ((True, ahead - 1, ordered - 1, down) if ahead else None), ordered * base.order_rate
        if base.repairing(state):
            yield (True, ahead, ordered + (down > base.engineers), down - 1), base.mends(state)


def _figures(base: _Base, shares: dict[State, float], machines: float) -> HeldForParts:
    def mean(figure: Callable[[State], float]) -> float:
        return sum(share * figure(state) for state, share in shares.items())

    throughput, failed = mean(base.fails), mean(lambda state: state[0])
    at_once = mean(lambda state: base.fails(state) * (state[0] < base.engineers and base.lies_there(state)))
    return HeldForParts(
        throughput=throughput,
        mean_wait_engineer=mean(lambda state: max(0, state[0] - base.engineers)) / throughput,
        mean_wait_part=mean(base.waits_for_part) / throughput,
        seized=mean(lambda state: min(state[0], base.engineers)) / base.engineers,
        repairing=mean(base.repairing) / base.engineers,
        part_fill_rate=mean(lambda state: base.requests(state) * base.lies_there(state)) / mean(base.requests),
        p_no_wait=at_once / throughput,
        mean_failed=failed,
        availability=1 - failed / machines,
    )
