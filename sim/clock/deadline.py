"""When a promise is due: pure functions of the limit, its clock, the start and the pauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from sim.clock.calendar import Calendar
from sim.clock.never import NEVER
from sim.clock.zones import Ints

Pauses = Sequence[tuple[int, int]]


@dataclass(frozen=True)
class Within:
    """So many open seconds of the clock."""

    seconds: int


@dataclass(frozen=True)
class Workdays:
    """The close of the n-th working day of the clock after the day of the start; n is at least 1."""

    days: int


@dataclass(frozen=True)
class EndOfDay:
    """The close of the first day of `calendar` open at or after the start; from `cutoff_s` on, of the next day.

    The cutoff is in seconds after local midnight. A day is all windows that open on its date.
    """

    calendar: Calendar
    cutoff_s: int | None = None


Limit = Within | Workdays | EndOfDay


def deadline(limit: Limit, clock: Calendar, start: int, pauses: Pauses = ()) -> int:
    """Last instant at which the promise is still kept; NEVER if it does not come.

    Open time of the clock inside a pause does not count, overlaps once, and is made up after the unpaused deadline;
    a pause that has not ended is (start, NEVER).
    """
    due = _due(limit, clock, start)
    if not pauses or due >= NEVER:
        return due
    held = _disjoint(pauses)
    if not _open_within(held, clock, start, due):
        return due
    return _reach(clock, start, clock.elapsed(start, due), held)


def deadline_each(limit: Limit, clock: Calendar, starts: ArrayLike) -> Ints:
    """`deadline` without pauses for an array of starts; NEVER for NEVER."""
    begun = np.asarray(starts, np.int64)
    match limit:
        case Within(seconds):
            return clock.add_each(begun, seconds)
        case Workdays(days):
            return clock.end_of_workday_each(begun, days)
        case EndOfDay(calendar, cutoff):
            return calendar.end_of_day_each(begun, cutoff)


def active_elapsed(clock: Calendar, a: int, b: int, pauses: Pauses = ()) -> int:
    """Open, unpaused seconds of the clock in [a, b)."""
    return clock.elapsed(a, b) - _open_within(_disjoint(pauses), clock, a, b)


def _due(limit: Limit, clock: Calendar, start: int) -> int:
    match limit:
        case Within(seconds):
            return clock.add(start, seconds)
        case Workdays(days):
            return clock.end_of_workday(start, days)
        case EndOfDay(calendar, cutoff):
            return calendar.end_of_day(start, cutoff)


def _reach(clock: Calendar, start: int, seconds: int, pauses: Pauses) -> int:
    """Earliest instant by which `seconds` were open and not paused; pauses are disjoint and ascending."""
    for pause, resume in pauses:
        if resume <= start:
            continue
        due = clock.add(start, seconds)
        if due <= pause or resume >= NEVER:
            return due if due <= pause else NEVER
        seconds -= clock.elapsed(start, pause)
        start = max(start, resume)
    return clock.add(start, seconds)


def _open_within(pauses: Pauses, clock: Calendar, a: int, b: int) -> int:
    return sum(clock.elapsed(max(pause, a), min(resume, b)) for pause, resume in pauses)


def _disjoint(pauses: Pauses) -> list[tuple[int, int]]:
    joined: list[tuple[int, int]] = []
    for pause, resume in sorted(pauses):
        if joined and pause <= joined[-1][1]:
            joined[-1] = joined[-1][0], max(joined[-1][1], resume)
        elif pause < resume:
            joined.append((pause, resume))
    return joined
