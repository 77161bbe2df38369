"""Long-run shares of time of a small Markov chain, whatever its states are."""

from collections.abc import Callable, Hashable, Iterable
from typing import TypeVar

import numpy as np

State = TypeVar("State", bound=Hashable)


def stationary(start: State, moves: Callable[[State], Iterable[tuple[State, float]]]) -> dict[State, float]:
    """Share of time in each state that can be reached from `start`; `moves`: where to, and at what rate.

    Solves p Q = 0, sum p = 1 (Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section
    1.9), for chains of a few thousand states in which each can be reached from each.
    """
    position = {start: 0}
    rates: list[tuple[int, int, float]] = []
    for state in (found := [start]):
        for to, rate in moves(state):
            if to not in position:
                position[to] = len(found)
                found.append(to)
            rates.append((position[state], position[to], rate))
    balance = np.zeros((len(found), len(found)))
    for here, there, rate in rates:
        balance[there, here] += rate
        balance[here, here] -= rate
    balance[-1] = 1.0  # one balance follows from the others: the shares add up to 1 instead
    shares = np.linalg.solve(balance, np.eye(len(found))[-1])
    return dict(zip(found, shares.tolist(), strict=True))
