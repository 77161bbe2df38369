"""Commitments about all cases together: their mean, what nine in ten do not exceed, the longest."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from sim.clock import NEVER, Calendar
from sim.judge.cells import Cells
from sim.judge.kept import Outcome, TimedOutcome
from sim.judge.pauses import Held
from sim.judge.tickets import Flags, Integers
from sim.model.promises import Promise

NINE_TENTHS = 0.9


@dataclass(frozen=True, eq=False)
class Figures:
    """Seconds: of every cell, and over all of them; None without cases."""

    overall: float | None
    cells: tuple[float | None, ...]


def figures_of(
    promise: Promise, outcome: TimedOutcome, judged: Flags, cell: Integers, cells: Cells, held: Held | None
) -> tuple[Outcome, Figures]:
    """Which cases have a time, which of them is within the limit, and what the times come to.

    Who gave up has no time, nor has what became unnecessary. What is still open past its limit has the time so far.
    """
    came = outcome.covered & (outcome.reached < NEVER)
    waits = outcome.missed & (outcome.reached == NEVER) & (outcome.end >= outcome.seen_until)
    here = np.flatnonzero(came | waits)
    seconds = np.zeros(len(came), np.int64)
    seconds[here] = clocked(promise.cases[0].clock, here, outcome.start[here], outcome.end[here], held)
    within = seconds <= (promise.commitment.within or 0)
    timed = (came | waits) & judged
    kind = promise.commitment.statistic
    by_cell = _figures(kind, seconds[timed], cell[timed], len(cells))
    overall = _figures(kind, seconds[timed], cell[timed] * 0, 1)
    found = Outcome((came | waits) & within, (came | waits) & ~within, outcome.undecided)
    return found, Figures(overall[0], tuple(by_cell))


def clocked(clock: Calendar, here: Integers, start: Integers, end: Integers, held: Held | None) -> Integers:
    """Unpaused seconds of the clock in [start, end) of these tickets."""
    seconds = clock.elapsed_each(start, end)
    for pause, resume in held.layers if held else ():
        seconds -= clock.elapsed_each(np.maximum(start, pause[here]), np.minimum(end, resume[here]))
    return seconds


def _figures(kind: str, seconds: Integers, cell: Integers, cells: int) -> list[float | None]:
    number = np.bincount(cell, minlength=cells)
    total = np.bincount(cell, weights=seconds, minlength=cells)
    ordered = seconds[np.lexsort((seconds, cell))]
    first = np.cumsum(number) - number

    def one(index: int) -> float | None:
        count = int(number[index])
        if not count:
            return None
        if kind == "mean":
            return float(total[index]) / count
        rank = count if kind == "max" else math.ceil(NINE_TENTHS * count - 1e-9)
        return float(ordered[first[index] + max(rank, 1) - 1])

    return [one(index) for index in range(cells)]
