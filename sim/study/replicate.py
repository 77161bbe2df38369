"""Replications of one plan in as many worlds: here or in worker processes, with the same digest either way."""

from __future__ import annotations

import hashlib
import math
import time
import warnings
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.study.estimate import order_statistic

if TYPE_CHECKING:
    from sim.judge import Judgement, Settling
    from sim.scenario import Plan, Scenario

Rows = Mapping[str, NDArray[Any]]
Progress = Callable[[int, int, float], None]

WORTH_WORKERS_S = 4.0  # starting worker processes takes 1 to 2 s: below this, work is done here
CHUNK_S = 3.0
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


Arriving = Generator[tuple[int, Replication], None, None]
One = Callable[["Scenario", "Plan", int, int, bool], Replication]


@dataclass
class Replications:
    """The replications of a plan so far, in order; `extend` goes on where the last call stopped.

    `jobs`: processes to use at most. `sample_rows`: ticket rows are kept from the first replications up to this many
    (None: from all). `progress(done, planned, seconds_left)` is called after every replication. `each_s`: what one is
    known to take beforehand.
    """

    scenario: Scenario
    plan: Plan
    seed: int = 1
    jobs: int = 1
    sample_rows: int | None = 200_000
    progress: Progress | None = None
    one: One = field(default_factory=lambda: replicate_one)
    done: list[Replication] = field(default_factory=list)
    each_s: float = 0.0
    _spent_s: float = 0.0

    def extend(self, planned: int) -> None:
        """Replicate until there are `planned` of them. If interrupted, no worker process is left behind."""
        while len(self.done) < planned and not self._worth_workers(planned):
            self._watched(self._here(), planned)
        if len(self.done) < planned:
            self._watched(self._in_workers(planned), planned)

    def digest(self) -> str:
        """SHA-256 over the digests of the replications in order, in hexadecimal."""
        return hashlib.sha256(b"".join(bytes.fromhex(each.judgement.digest) for each in self.done)).hexdigest()

    def _watched(self, arriving: Arriving, planned: int) -> None:
        """Take replications as they come, in any order, and put them in order; every one is reported as progress."""
        began, before, found = time.perf_counter(), self._spent_s, dict[int, Replication]()
        with closing(arriving):
            for number, replication in arriving:
                found[number] = replication
                self._spent_s = before + time.perf_counter() - began
                self._report(len(self.done) + len(found), planned)
        self.done += [found[number] for number in sorted(found)]

    def _report(self, done: int, planned: int) -> None:
        if self.progress:
            self.progress(done, planned, (planned - done) * self._spent_s / done)

    def _here(self) -> Arriving:
        number = len(self.done)
        yield number, self.one(self.scenario, self.plan, self.seed, number, self._wants_rows(number))

    def _worth_workers(self, planned: int) -> bool:
        missing = planned - len(self.done)
        return self.jobs > 1 and missing > 1 and self._each_s() * missing > WORTH_WORKERS_S

    def _each_s(self) -> float:
        return self._spent_s / len(self.done) if self.done else self.each_s

    def _wants_rows(self, number: int) -> bool:
        """Decided from the size of the first replication alone, so that any number of jobs keeps the same rows."""
        if self.sample_rows is None:
            return True
        if not self.done:
            return self.sample_rows > 0
        size = row_count(self.done[0].rows)
        return size > 0 and number < 1 + ROW_MARGIN * self.sample_rows / size

    def _in_workers(self, planned: int) -> Arriving:
        from joblib import Parallel, delayed

        pool = Parallel(n_jobs=self.jobs, return_as="generator_unordered", batch_size=1, max_nbytes=None)
        arriving = pool(
            delayed(_chunk)(self.one, self.scenario, self.plan, self.seed, [(n, self._wants_rows(n)) for n in chunk])
            for chunk in chunked(range(len(self.done), planned), self.jobs, self._each_s())
        )
        try:
            for chunk_done in arriving:
                yield from chunk_done
        except BaseException:
            stop_workers(arriving)
            raise


def _chunk(
    one: One, scenario: Scenario, plan: Plan, seed: int, replications: Sequence[tuple[int, bool]]
) -> list[tuple[int, Replication]]:
    return [(number, one(scenario, plan, seed, number, with_rows)) for number, with_rows in replications]


def stop_workers(arriving: Generator[Any, None, None]) -> None:
    """End the worker processes at once; what they were doing is lost."""
    from joblib.externals.loky import get_reusable_executor

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # joblib regrets the tasks that were not finished
        arriving.close()
    get_reusable_executor().shutdown(wait=True, kill_workers=True)


def chunked(numbers: range, jobs: int, each_s: float) -> list[range]:
    """Pieces of a few seconds, so that handing over a scenario does not weigh, yet enough of them for all jobs."""
    long_enough = math.ceil(CHUNK_S / each_s) if each_s > 0 else len(numbers)
    size = max(1, min(long_enough, math.ceil(len(numbers) / (4 * jobs))))
    return [numbers[start : start + size] for start in range(0, len(numbers), size)]


def row_count(rows: Rows | None) -> int:
    """Rows of a table of columns; 0 if there is none."""
    return 0 if not rows else len(next(iter(rows.values())))
