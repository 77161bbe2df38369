"""The hypercube of Larson: which of several units answers which call, by a Markov chain solved numerically.

Larson, Computers and Operations Research 1 (1974), 67-95; Larson and Odoni, Urban Operations Research, 1981, 5.4.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sim.oracle.markov import stationary

State = tuple[tuple[bool, ...], int]
"""Which units are busy, and how many calls wait."""


@dataclass(frozen=True)
class Hypercube:
    """Long-run figures. `busy` by unit; `all_busy`: share of the calls that find no unit free; `sent[unit][atom]`:
    share of all calls served that this unit serves there; `helped`: share served by another unit than the first."""

    busy: tuple[float, ...]
    all_busy: float
    sent: tuple[tuple[float, ...], ...]
    helped: float


def hypercube(
    rates: Sequence[float], preferences: Sequence[Sequence[int]], service_rate: float, waits: bool
) -> Hypercube:
    """Each atom's calls go to the first free unit of its `preferences` (from 0); if none is, they wait or are lost.

    Who waits does so first come first served for the first unit that is free. Rates per unit of time.
    """
    units = max(max(order) for order in preferences) + 1
    total = sum(rates)
    longest = math.ceil(40 / math.log(units * service_rate / total)) if waits else 0

    def free_for(atom: int, busy: Sequence[bool]) -> int | None:
        return next((unit for unit in preferences[atom] if not busy[unit]), None)

    def moves(state: State) -> Iterator[tuple[State, float]]:
        busy, queue = state
        if all(busy):
            yield from ([((busy, queue + 1), total)] if queue < longest else [])
        else:
            for atom, rate in enumerate(rates):
                yield (_turned(busy, free_for(atom, busy)), 0), rate
        for unit in range(units):
            if busy[unit]:
                yield ((busy, queue - 1) if queue else (_turned(busy, unit), 0)), service_rate

    shares = stationary(((False,) * units, 0), moves)
    all_busy = sum(share for (busy, _queue), share in shares.items() if all(busy))
    sent = [[0.0] * len(rates) for _unit in range(units)]
    for (busy, _queue), share in shares.items():
        for atom, rate in enumerate(rates):
            unit = free_for(atom, busy)
            for taker in [unit] if unit is not None else range(units) if waits else []:
                sent[taker][atom] += share * rate / (1 if unit is not None else units)
    served = sum(map(sum, sent))
    first = sum(sent[order[0]][atom] for atom, order in enumerate(preferences))
    return Hypercube(
        busy=tuple(sum(share for (busy, _queue), share in shares.items() if busy[unit]) for unit in range(units)),
        all_busy=all_busy,
        sent=tuple(tuple(number / served for number in row) for row in sent),
        helped=1 - first / served,
    )


def _turned(busy: tuple[bool, ...], unit: int | None) -> tuple[bool, ...]:
    return tuple(is_busy != (number == unit) for number, is_busy in enumerate(busy))
