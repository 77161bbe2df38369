"""How much of the rostered time was taken, over judged time and by local hour of the week."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.clock import Calendar, table_for
from sim.judge.tickets import Integers
from sim.scenario import Scenario

HOURS = 168
QUARTER = 900  # every zone in use is a whole number of quarter hours from UTC
MONDAY_OFFSET = 3 * 86_400  # 1970-01-01 was a Thursday


@dataclass(frozen=True, eq=False)
class HourGrid:
    """The judged time [begin, end) cut where a local hour starts; `hour_of_week` of each cut, Monday 00 first."""

    begin: int
    end: int
    starts: Integers
    hour_of_week: Integers


@lru_cache(maxsize=8)
def hour_grid(zone: str, begin: int, end: int) -> HourGrid:
    """The local hours of a stretch of time; days of 23 and 25 hours included."""
    quarters = np.append(begin, np.arange(begin - begin % QUARTER + QUARTER, end, QUARTER))
    hour = (table_for(zone, quarters).wall(quarters) + MONDAY_OFFSET) // 3600
    first = np.flatnonzero(np.diff(hour, prepend=hour[0] - 1))
    return HourGrid(begin, end, quarters[first], hour[first] % HOURS)


def grid_of(scenario: Scenario) -> HourGrid:
    """The judged time of a scenario in local hours."""
    return hour_grid(scenario.timezone, scenario.horizon.start, scenario.horizon.end)


@dataclass(frozen=True, eq=False)
class Pieces:
    """Intervals cut at the local hours: `of` the position of the interval, [start, end), the hour of the week."""

    of: Integers
    start: Integers
    end: Integers
    hour: Integers


def cut(starts: Integers, ends: Integers, grid: HourGrid) -> Pieces:
    """The parts of intervals that lie inside the grid's time, hour by hour."""
    start, end = np.clip(starts, grid.begin, grid.end), np.clip(ends, grid.begin, grid.end)
    first = np.searchsorted(grid.starts, start, side="right") - 1
    count = np.where(end > start, np.searchsorted(grid.starts, end, side="left") - first, 0)
    of = np.repeat(np.arange(len(start)), count)
    cell = np.arange(len(of)) - np.repeat(np.cumsum(count) - count - first, count)
    next_hour = np.append(grid.starts[1:], grid.end)
    return Pieces(
        of, np.maximum(start[of], grid.starts[cell]), np.minimum(end[of], next_hour[cell]), grid.hour_of_week[cell]
    )


def by_hour(hour: Integers, seconds: Integers) -> Integers:
    """Seconds added up by hour of the week."""
    return np.bincount(hour, weights=seconds, minlength=HOURS).astype(np.int64)


def open_by_hour(calendar: Calendar, grid: HourGrid) -> Integers:
    """Open seconds of a calendar inside the grid's time, by hour of the week."""
    return by_hour(grid.hour_of_week, calendar.elapsed_each(grid.starts, np.append(grid.starts[1:], grid.end)))


@dataclass(frozen=True, eq=False)
class Roster:
    """Number on duty from each instant on (none before the first), ascending."""

    instants: Integers
    numbers: Integers


@dataclass(frozen=True, eq=False)
class Load:
    """Seconds taken and rostered per local hour of the week, and seconds taken beyond the roster."""

    seized_by_hour: Integers
    rostered_by_hour: Integers
    beyond_s: int


def load(starts: Integers, ends: Integers, roster: Roster, grid: HourGrid) -> Load:
    """Add up intervals of work [start, end) inside the grid's time; at no instant count more than are on duty."""
    cuts = np.concatenate((grid.starts, roster.instants, starts, ends))
    cuts = np.sort(cuts[(cuts >= grid.begin) & (cuts < grid.end)])
    length = np.diff(cuts, append=grid.end)
    hour = grid.hour_of_week[np.searchsorted(grid.starts, cuts, side="right") - 1]
    on_duty = np.append(0, roster.numbers)[np.searchsorted(roster.instants, cuts, side="right")]
    at_work = _begun(starts, cuts) - _begun(ends, cuts)
    inside = np.minimum(at_work, on_duty)
    return Load(
        by_hour(hour, inside * length), by_hour(hour, on_duty * length), int(((at_work - inside) * length).sum())
    )


def _begun(instants: Integers, cuts: Integers) -> Integers:
    return np.searchsorted(np.sort(instants), cuts, side="right")


def overlap(starts: Integers, ends: Integers, grid: HourGrid) -> int:
    """Seconds of intervals inside the grid's time."""
    return int(np.maximum(np.minimum(ends, grid.end) - np.maximum(starts, grid.begin), 0).sum())
