"""Running totals over a stretch of time, week by week or day by day."""

from __future__ import annotations

import numpy as np

from sim.judge.tickets import Integers, TicketTable

WEEK_S, DAY_S = 604_800, 86_400


def week_starts(begin: int, end: int) -> Integers:
    """Starts of the weeks of 168 h counted from `begin`; the last one may be cut short by `end`."""
    return np.arange(begin, end, WEEK_S, dtype=np.int64)


def by_week(
    at: Integers, change: Integers, begin: int, end: int, of: Integers | None = None, totals: int = 1
) -> Integers:
    """What each total adds up to in each week of [begin, end), in units times seconds: one row per total.

    `change` of total `of` at the instant `at`, in any order; what changed before `begin` holds from there on.
    """
    return _by_step(WEEK_S, at, change, begin, end, of, totals)


def by_day(at: Integers, change: Integers, begin: int, end: int) -> Integers:
    """What a total adds up to in each stretch of 24 h of [begin, end), in units times seconds."""
    seconds: Integers = _by_step(DAY_S, at, change, begin, end, None, 1)[0]
    return seconds


def _by_step(
    step: int, at: Integers, change: Integers, begin: int, end: int, of: Integers | None, totals: int
) -> Integers:
    starts = np.arange(begin, end, step, dtype=np.int64)
    ends: Integers = np.append(starts[1:], end)
    inside: Integers = np.clip(at, begin, end)
    each: Integers = np.minimum((inside - begin) // step, len(starts) - 1)
    cell = each if of is None else of * len(starts) + each
    whole = _added(cell, change, totals, len(starts))
    before = np.cumsum(whole, axis=1) - whole
    return _added(cell, change * (ends[each] - inside), totals, len(starts)) + before * (ends - starts)


def _added(cell: Integers, amount: Integers, rows: int, columns: int) -> Integers:
    return np.bincount(cell, weights=amount, minlength=rows * columns).astype(np.int64).reshape(rows, columns)


def open_by_week(table: TicketTable, begin: int, end: int) -> Integers:
    """Seconds tickets were open (reported, and neither closed, given up nor handed on) in each week of judged time."""
    seconds: Integers = by_week(*open_changes(table), begin, end)[0]
    return seconds


def open_changes(table: TicketTable) -> tuple[Integers, Integers]:
    """When the number of open tickets changes, and by how many: one more when reported, one less when it is over."""
    at = table.milestones
    over = np.minimum.reduce([at["closed"], at["abandoned"], at["handed_on"], np.full(len(table), table.stop)])
    one = np.ones(len(table), dtype=np.int64)
    return np.concatenate((at["reported"], over)), np.concatenate((one, -one))
