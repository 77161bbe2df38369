"""Small Markov chains, whatever their states are: long-run shares of time, and how soon something has happened."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import numpy as np

if TYPE_CHECKING:
    from scipy.sparse import csc_array

State = TypeVar("State", bound=Hashable)
SMALL = 400
"""States up to which a full matrix is quicker than a sparse one."""


def stationary(start: State, moves: Callable[[State], Iterable[tuple[State, float]]]) -> dict[State, float]:
    """Share of time in each state that can be reached from `start`; `moves`: where to, and at what rate.

    Solves p Q = 0, sum p = 1 (Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section
    1.9), for chains of some ten thousand states in which each can be reached from each.
    """
    chain = _explored([start], moves)
    shares = chain.solved_in_full() if len(chain.states) <= SMALL else chain.solved_sparsely()
    return dict(zip(chain.states, shares, strict=True))


def done_within(
    starts: Mapping[State, float],
    moves: Callable[[State], Iterable[tuple[State | None, float]]],
    times: Sequence[float],
) -> list[float]:
    """Chance that a chain has come to its end by each of these times; `moves` to None are the end.

    `starts`: chance of each first state; where they add up to less than 1, the rest is at its end from the beginning.
    The chance of not being there is p exp(Q t) summed over the states left (Gross et al., section 2.10).
    """
    from scipy.sparse.linalg import expm_multiply

    chain = _explored(list(starts), moves)
    begin = np.zeros(len(chain.states))
    begin[: len(starts)] = list(starts.values())
    flow, now, left = chain.flow(), 0.0, dict[float, float]()
    for time in sorted(times):
        begin, now = expm_multiply(flow * (time - now), begin), time
        left[time] = float(begin.sum())
    return [1.0 - left[time] for time in times]


@dataclass
class _Chain(Generic[State]):
    """States in the order in which they were found, and the rates (from, to, rate) between them; to -1: the end."""

    states: list[State]
    rates: list[tuple[int, int, float]]

    def solved_in_full(self) -> list[float]:
        balance = np.zeros((len(self.states), len(self.states)))
        for here, there, rate in self.rates:
            balance[there, here] += rate
            balance[here, here] -= rate
        balance[-1] = 1.0  # one balance follows from the others: the shares add up to 1 instead
        shares: list[float] = np.linalg.solve(balance, np.eye(len(self.states))[-1]).tolist()
        return shares

    def solved_sparsely(self) -> list[float]:
        """Relative to the first state, so that the matrix stays sparse."""
        from scipy.sparse.linalg import spsolve

        flow = self.flow()
        others = spsolve(flow[1:, 1:], -flow[1:, [0]].toarray()[:, 0])
        shares = np.concatenate([[1.0], others])
        relative: list[float] = (shares / shares.sum()).tolist()
        return relative

    def flow(self) -> csc_array:
        """The transposed generator: columns are the states left, rows those entered."""
        from scipy.sparse import csc_array

        here, there, rate = (np.array(column) for column in zip(*self.rates, strict=True))
        stays = there >= 0
        rows, columns = np.concatenate([there[stays], here]), np.concatenate([here[stays], here])
        values = np.concatenate([rate[stays], -rate])
        return csc_array((values, (rows, columns)), shape=(len(self.states), len(self.states)))


def _explored(starts: list[State], moves: Callable[[State], Iterable[tuple[State | None, float]]]) -> _Chain[State]:
    position = {state: number for number, state in enumerate(starts)}
    chain = _Chain(list(starts), [])
    for here, state in enumerate(chain.states):
        for to, rate in moves(state):
            if to is not None and to not in position:
                position[to] = len(chain.states)
                chain.states.append(to)
            chain.rates.append((here, -1 if to is None else position[to], rate))
    return chain
