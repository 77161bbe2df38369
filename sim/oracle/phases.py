"""Formulas for desks whose work is neither exponential nor alone at one server: M/PH/c and M/D/c, by Markov chains.

Rates are per unit of time and waits are in the same unit.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from sim.oracle.erlang import mean_wait, offered_load
from sim.oracle.markov import stationary
from sim.oracle.stock import poisson

State = tuple[int, ...]
"""Servers by the phase their work is in, then how many wait."""

QUEUE = -1
"""Where these stand in a state."""


@dataclass(frozen=True)
class Waiting:
    """Long-run figures: share of the arrivals that waits, and the mean wait of all."""

    p_wait: float
    mean_wait: float


@dataclass(frozen=True)
class Phases:
    """Work as a walk through exponential phases. `first`: chances to begin in each; `after`: chances to go on to each.

    What is missing in a row of `after` to 1 is the chance that the work is done.
    """

    first: tuple[float, ...]
    rates: tuple[float, ...]
    after: tuple[tuple[float, ...], ...]

    @classmethod
    def in_series(cls, number: int, rate: float) -> Phases:
        """Erlang: one phase after the other."""
        steps = range(number)
        return cls(
            first=tuple(float(step == 0) for step in steps),
            rates=(rate,) * number,
            after=tuple(tuple(float(to == step + 1) for to in steps) for step in steps),
        )

    @classmethod
    def of_kinds(cls, shares: Sequence[float], rates: Sequence[float]) -> Phases:
        """Hyperexponential: work of several kinds, each exponential."""
        return cls(tuple(shares), tuple(rates), ((0.0,) * len(rates),) * len(rates))

    def moments(self) -> tuple[float, float]:
        """Mean of the work and of its square: a (-T)^-1 1 and 2 a (-T)^-2 1 (Neuts, 1981, section 2.2)."""
        rates = np.array(self.rates)
        passing = np.linalg.inv(np.diag(rates) - rates[:, None] * np.array(self.after))
        first, ones = np.array(self.first), np.ones(len(rates))
        return float(first @ passing @ ones), float(2 * first @ passing @ passing @ ones)


def phase_type(arrival_rate: float, work: Phases, servers: int) -> Waiting:
    """M/PH/c, first come first served: the chain in the phases of the work under way and the number that waits.

    Neuts, Matrix-Geometric Solutions in Stochastic Models, 1981; the queue is cut where it no longer matters.
    """
    mean, second = work.moments()
    load = offered_load(arrival_rate, mean) / servers
    longest = math.ceil(40 * max(1.0, second / mean**2 / 2) / (1 - load))
    chain = _Desk(arrival_rate, work, servers, longest)
    shares = stationary((0,) * (len(work.rates) + 1), chain.moves)
    return Waiting(
        p_wait=sum(share for state, share in shares.items() if sum(state[:-1]) == servers),
        mean_wait=sum(share * state[-1] for state, share in shares.items()) / arrival_rate,
    )


@dataclass(frozen=True)
class _Desk:
    arrival_rate: float
    work: Phases
    servers: int
    longest: int

    def moves(self, state: State) -> Iterator[tuple[State, float]]:
        if sum(state[:-1]) < self.servers:
            yield from self._begun(state, self.arrival_rate)
        elif state[-1] < self.longest:
            yield _stepped(state, (QUEUE, 1)), self.arrival_rate
        for phase, rate in enumerate(self.work.rates):
            if state[phase]:
                yield from self._left(state, phase, state[phase] * rate)

    def _left(self, state: State, phase: int, rate: float) -> Iterator[tuple[State, float]]:
        """A phase is over: another one begins, or the work is done and the next is taken."""
        for to, chance in enumerate(self.work.after[phase]):
            if chance:
                yield _stepped(state, (phase, -1), (to, 1)), rate * chance
        done = rate * (1 - sum(self.work.after[phase]))
        if done and state[QUEUE]:
            yield from self._begun(_stepped(state, (phase, -1), (QUEUE, -1)), done)
        elif done:
            yield _stepped(state, (phase, -1)), done

    def _begun(self, state: State, rate: float) -> Iterator[tuple[State, float]]:
        for phase, chance in enumerate(self.work.first):
            if chance:
                yield _stepped(state, (phase, 1)), rate * chance


def _stepped(state: State, *steps: tuple[int, int]) -> State:
    changed = list(state)
    for place, by in steps:
        changed[place] += by
    return tuple(changed)


def constant_work(arrival_rate: float, work: float, servers: int) -> Waiting:
    """M/D/c: within one constant service all who are served now leave, so N(t + D) = max(N(t) - c, 0) + Poisson.

    Crommelin, Post Office Electrical Engineers' Journal 25 (1932). Arrivals see the long-run shares of N.
    """
    load = offered_load(arrival_rate, work)
    longest = servers + math.ceil(40 / (1 - load / servers))
    chances = poisson(load, longest)
    step = np.zeros((longest, longest))
    for number in range(longest):
        left = max(number - servers, 0)
        step[left:, number] = chances[: longest - left]
    balance = step - np.eye(longest)
    balance[-1] = 1.0
    shares = np.linalg.solve(balance, np.eye(longest)[-1])
    waiting = np.maximum(np.arange(longest) - servers, 0)
    return Waiting(p_wait=float(shares[servers:].sum()), mean_wait=float(shares @ waiting) / arrival_rate)


def allen_cunneen(arrival_rate: float, mean: float, second: float, servers: int) -> float:
    """Mean wait in M/G/c as if the law of the work mattered as it does at one server: an approximation.

    No target for a simulation. Allen, Probability, Statistics and Queueing Theory, 2nd ed., section 5.3.4.
    """
    return mean_wait(servers, arrival_rate, mean) * second / mean**2 / 2
