"""Calendars made of calendars."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from sim.clock.always import Always
from sim.clock.calendar import Calendar
from sim.clock.zones import Ints

Rows = tuple[Ints, Ints, Ints]


def union(calendars: Sequence[Calendar], name: str) -> Calendar:
    """Open where any of the calendars is; zone of the first. Every window keeps its opening date."""
    always = next((calendar for calendar in calendars if isinstance(calendar, Always)), None)
    if always is not None:
        return Always(name, always.zone)
    dates, starts, ends = (np.concatenate(rows) for rows in zip(*map(_rows, calendars), strict=True))
    return Calendar(name, calendars[0].zone, dates, starts, ends)


def intersection(calendars: Sequence[Calendar], name: str) -> Calendar:
    """Open where all of the calendars are. Opening dates and zone are those of the first that is not always open."""
    limited = [calendar for calendar in calendars if not isinstance(calendar, Always)]
    if not limited:
        return Always(name, calendars[0].zone)
    dates, starts, ends = reduce(_cut, limited[1:], _rows(limited[0]))
    return Calendar(name, limited[0].zone, dates, starts, ends)


def _rows(calendar: Calendar) -> Rows:
    return calendar.dates, calendar.starts, calendar.ends


def _cut(rows: Rows, calendar: Calendar) -> Rows:
    """The parts of dated windows that lie in the calendar's open time."""
    dates, starts, ends = rows
    first = np.searchsorted(calendar.closes, starts, side="right")
    count = np.maximum(np.searchsorted(calendar.opens, ends, side="left") - first, 0)
    window = np.repeat(np.arange(len(dates)), count)
    part = np.arange(len(window)) + np.repeat(first - (np.cumsum(count) - count), count)
    return (
        dates[window],
        np.maximum(starts[window], calendar.opens[part]),
        np.minimum(ends[window], calendar.closes[part]),
    )
