"""Stays at a station: who stood in which queue, from when to when."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.model import Event, EventLog
from sim.scenario import Horizon

Integers = NDArray[np.int64]
Part = tuple[float, float]
"""Numerator and denominator: one replication's part of a figure that is a ratio of sums."""


@dataclass(frozen=True)
class Stays:
    """Stays at one station by (ticket, n). Instants, NEVER where it did not happen; `actor` took it, -1 nobody."""

    ticket: Integers
    joined: Integers
    taken: Integers
    left: Integers
    gave_up: Integers
    actor: Integers
    horizon: Horizon

    @classmethod
    def of(cls, log: EventLog, horizon: Horizon, joined: Event, taken: Event, left: Event) -> Stays:
        """Pairs the rows of each (ticket, n)."""
        start, grant = log.of(joined), log.of(taken)
        keys = _key(start)
        order = np.argsort(keys)
        keys = keys[order]

        def put(rows: EventLog, values: Integers, blank: int) -> Integers:
            column = np.full(len(keys), blank, dtype=np.int64)
            column[np.searchsorted(keys, _key(rows))] = values
            return column

        end, quit_ = log.of(left), log.of(Event.GAVE_UP)
        quit_ = quit_ if joined == Event.QUEUED else EventLog(*(np.zeros(0, np.int64) for _ in range(6)))
        return cls(
            start.ticket[order],
            start.at[order],
            put(grant, grant.at, NEVER),
            put(end, end.at, NEVER),
            put(quit_, quit_.at, NEVER),
            put(grant, grant.actor, -1),
            horizon,
        )

    @property
    def until(self) -> Integers:
        """End of the wait."""
        return np.minimum(self.taken, self.gave_up)

    @property
    def judged(self) -> NDArray[np.bool_]:
        """Stays that began in judged time; the run-out must have seen all of them end."""
        judged = (self.joined >= self.horizon.start) & (self.joined < self.horizon.end)
        seen_to_the_end((np.minimum(self.left, self.gave_up)[judged] < NEVER).all())
        return judged

    def mean_wait(self, who: NDArray[np.bool_] | bool = True) -> Part:
        """Mean wait in seconds of the judged stays (of those chosen)."""
        chosen = self.judged & who
        return float((self.until - self.joined)[chosen].sum()), float(chosen.sum())

    def mean_time(self) -> Part:
        """Mean time in seconds for which the judged stays take somebody."""
        return float((self.left - self.taken)[self.judged].sum()), float(self.judged.sum())

    def share(self, hit: NDArray[np.bool_]) -> Part:
        """Share of the judged stays."""
        return float((hit & self.judged).sum()), float(self.judged.sum())

    @property
    def waits(self) -> NDArray[np.bool_]:
        """Whether it was not taken on the spot."""
        return self.until > self.joined

    def served_within(self, seconds: float) -> NDArray[np.bool_]:
        """Whether it was taken after a wait of at most this."""
        return self.taken - self.joined <= seconds

    def waiting(self) -> Part:
        """Number that wait, averaged over judged time."""
        return inside(self.joined, self.until, self.horizon), length_of(self.horizon)

    def busy(self, servers: int, actor: int | None = None) -> Part:
        """Share of judged time that these servers are taken; of one server if named."""
        mine = self.taken < NEVER if actor is None else self.actor == actor
        return inside(self.taken[mine], self.left[mine], self.horizon), servers * length_of(self.horizon)

    def under_way(self) -> Part:
        """Number that have joined and not left, averaged over judged time."""
        return inside(self.joined, self.left, self.horizon), length_of(self.horizon)

    def per_second(self) -> Part:
        """Stays that begin per second of judged time."""
        return float(self.judged.sum()), length_of(self.horizon)


def seen_to_the_end(is_seen: bool | np.bool_) -> None:
    """Raises ValueError where something judged was still going on when the simulation ended."""
    if not is_seen:
        raise ValueError("the run-out is too short")


def _key(rows: EventLog) -> Integers:
    return rows.ticket * 1000 + rows.n


def length_of(horizon: Horizon) -> float:
    return float(horizon.end - horizon.start)


def none_inside(begin: Integers, end: Integers, horizon: Horizon) -> float:
    """Seconds of judged time in which none of these goes on."""
    order = np.argsort(begin)
    begin, end = np.clip(begin[order], horizon.start, horizon.end), np.clip(end[order], horizon.start, horizon.end)
    begin, over = np.append(begin, horizon.end), np.maximum.accumulate(np.append(horizon.start, end))
    return float(np.maximum(begin - over, 0).sum())


def inside(begin: Integers, end: Integers, horizon: Horizon) -> float:
    overlap = np.minimum(end, horizon.end) - np.maximum(begin, horizon.start)
    return float(np.maximum(overlap, 0).sum())
