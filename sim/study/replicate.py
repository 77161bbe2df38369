"""Replications of one plan in as many worlds: here or in worker processes, with the same digest either way."""

from __future__ import annotations

import hashlib
import math
import time
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from sim.study.estimate import order_statistic
from sim.study.workers import Arriving, in_workers

if TYPE_CHECKING:
    from sim.judge import Judgement, Settling
    from sim.scenario import Plan, Scenario

Rows = Mapping[str, NDArray[Any]]
Progress = Callable[[int, int, float], None]

WORTH_WORKERS_S = 4.0  # starting worker processes takes 1 to 2 s: below this, work is done here
ROW_MARGIN = 1.1  # later replications may have fewer tickets than the first


@dataclass(frozen=True)
class Audited:
    """What the auditor found in one replication: rows of the log, findings by check, and the first (check, text)."""

    events: int
    found: Mapping[str, int]
    first: tuple[tuple[str, str], ...]


@dataclass(frozen=True, eq=False)
class Replication:
    """What a replication leaves behind.

    judgement: with the waits of single attempts taken out; wait_p90_s: what they came to, per desk of the judgement
    (90 % waited no longer; None without attempts); rows: the ticket table, if asked for; audited: what the auditor
    found, if asked.
    """

    judgement: Judgement
    wait_p90_s: tuple[float | None, ...]
    rows: Rows | None = None
    audited: Audited | None = None


def replicate_one(
    scenario: Scenario, plan: Plan, seed: int, replication: int, with_rows: bool, audit: bool = False
) -> Replication:
    """One replication, from its luck to its judgement; `with_rows`: single tickets and their times are wanted too.

    `audit`: the log goes past the auditor, which works everything out once more from the inputs.
    """
    from sim.judge import judge, ticket_rows
    from sim.model import simulate
    from sim.world import sample_world

    world = sample_world(scenario, seed, replication)
    log = simulate(world, plan)
    judgement = judge(world, plan, log, with_times=with_rows)
    found = condensed(judgement, ticket_rows(world, plan, log) if with_rows else None)
    if not audit:
        return found
    from sim.study.audited import audited, in_short

    return replace(found, audited=in_short(audited(world, plan, log, judgement), len(log)))


def condensed(judgement: Judgement, rows: Rows | None) -> Replication:
    """The judgement made small: thousands of single waits per desk become one figure."""
    p90 = tuple(order_statistic(desk.waits, 0.9) for desk in judgement.desks)
    desks = tuple(replace(desk, waits=np.empty(0, np.int64)) for desk in judgement.desks)
    stocks = tuple(
        replace(
            stock,
            on_hand_by_week=_small(stock.on_hand_by_week),
            in_repair_by_week=_small(stock.in_repair_by_week),
        )
        for stock in judgement.stocks
    )
    settling = _small_settling(judgement.settling)
    return Replication(replace(judgement, desks=desks, stocks=stocks, settling=settling), p90, rows)


def _small_settling(settling: Settling | None) -> Settling | None:
    if settling is None:
        return None
    return replace(
        settling,
        open_s=_small(settling.open_s),
        came=_small(settling.came),
        away_unit_s=_small(settling.away_unit_s),
    )


def _small(seconds: NDArray[np.int64]) -> NDArray[Any]:
    """In half the space wherever the numbers allow it, which is up to some 3,500 units on hand."""
    return seconds.astype(np.int32) if seconds.max(initial=0) <= np.iinfo(np.int32).max else seconds


One = Callable[["Scenario", "Plan", int, int, bool], Replication]


class Kept(Protocol):
    """Where finished replications are taken down as they come; see `sim.study.ledger`."""

    def read(self) -> dict[int, Replication]:
        """Those taken down before."""

    def append(self, number: int, replication: Replication) -> None:
        """One more."""


@dataclass(frozen=True)
class _Numbered:
    """Replication by number; those before `rows_before` with their ticket rows."""

    one: One
    scenario: Scenario
    plan: Plan
    seed: int
    rows_before: float

    def __call__(self, number: int) -> Replication:
        return self.one(self.scenario, self.plan, self.seed, number, number < self.rows_before)


@dataclass
class Replications:
    """The replications of a plan so far, in order; `extend` goes on where the last call stopped.

    `jobs`: processes to use at most. `sample_rows`: ticket rows are kept from the first replications up to this many
    (None: from all). `progress(done, planned, seconds_left)` is called after every replication. `each_s`: what one is
    known to take beforehand. `ledger`: holds what an earlier process has finished already, and takes down what is
    finished here.
    """

    scenario: Scenario
    plan: Plan
    seed: int = 1
    jobs: int = 1
    sample_rows: int | None = 200_000
    progress: Progress | None = None
    one: One = field(default_factory=lambda: replicate_one)
    ledger: Kept | None = None
    done: list[Replication] = field(default_factory=list)
    each_s: float = 0.0
    _ahead: dict[int, Replication] = field(default_factory=dict)
    _made: int = 0
    _spent_s: float = 0.0

    def __post_init__(self) -> None:
        if self.ledger is not None:
            self._ahead = self.ledger.read()

    def extend(self, planned: int) -> None:
        """Replicate until there are `planned` of them. If interrupted, no worker process is left behind."""
        self._put_in_order(planned)
        while len(self.done) < planned and not self._worth_workers(planned):
            self._watched(self._here(), planned)
        if len(self.done) < planned:
            self._watched(in_workers(self._numbered(), self._missing(planned), self.jobs, self._each_s()), planned)

    def digest(self) -> str:
        """SHA-256 over the digests of the replications in order, in hexadecimal."""
        return hashlib.sha256(b"".join(bytes.fromhex(each.judgement.digest) for each in self.done)).hexdigest()

    def _watched(self, arriving: Arriving[int, Replication], planned: int) -> None:
        """Take replications as they come, in any order; every one is taken down, and reported as progress."""
        began, before = time.perf_counter(), self._spent_s
        with closing(arriving):
            for number, replication in arriving:
                self._ahead[number] = replication
                self._made += 1
                self._spent_s = before + time.perf_counter() - began
                if self.ledger is not None:
                    self.ledger.append(number, replication)
                self._report(planned)
        self._put_in_order(planned)

    def _put_in_order(self, planned: int) -> None:
        """Move what follows on those done, but no more than planned: a look sees so many and not one more."""
        while len(self.done) < planned and len(self.done) in self._ahead:
            self.done.append(self._ahead.pop(len(self.done)))

    def _missing(self, planned: int) -> list[int]:
        return [number for number in range(len(self.done), planned) if number not in self._ahead]

    def _report(self, planned: int) -> None:
        if self.progress:
            missing = len(self._missing(planned))
            self.progress(planned - missing, planned, missing * self._each_s())

    def _here(self) -> Arriving[int, Replication]:
        number = len(self.done)
        yield number, self._numbered()(number)

    def _numbered(self) -> _Numbered:
        return _Numbered(self.one, self.scenario, self.plan, self.seed, self._rows_before())

    def _worth_workers(self, planned: int) -> bool:
        missing = len(self._missing(planned))
        return self.jobs > 1 and missing > 1 and self._each_s() * missing > WORTH_WORKERS_S

    def _each_s(self) -> float:
        return self._spent_s / self._made if self._made else self.each_s

    def _rows_before(self) -> float:
        """Decided from the size of the first replication alone, so that any number of jobs keeps the same rows."""
        if self.sample_rows is None:
            return math.inf
        if not self.done:
            return 1.0 if self.sample_rows > 0 else 0.0
        size = row_count(self.done[0].rows)
        return 1 + ROW_MARGIN * self.sample_rows / size if size else 0.0


def row_count(rows: Rows | None) -> int:
    """Rows of a table of columns; 0 if there is none."""
    return 0 if not rows else len(next(iter(rows.values())))
