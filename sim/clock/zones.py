"""Local wall time to Unix seconds and back, for whole arrays, by a table of the zone's offset changes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.wording import _

DAY = 86_400
EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
FIRST_YEAR, LAST_YEAR = 2, 9998

Ints = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class ZoneTable:
    """Offsets of a zone over some years: `offsets[k]` seconds east of UTC hold from `since[k]` to `since[k + 1]`."""

    since: Ints
    offsets: Ints

    def index(self, instants: Ints) -> NDArray[np.intp]:
        """Which row of the table holds at each instant."""
        return np.maximum(np.searchsorted(self.since, instants, side="right") - 1, 0)

    def wall(self, instants: Ints) -> Ints:
        """What the wall clock shows, as seconds since 1970-01-01 00:00 local."""
        return instants + self.offsets[self.index(instants)]

    def instants(self, wall: Ints) -> Ints:
        """Earliest instant at which the wall clock shows `wall` or later.

        A time the clock skips is the instant of the skip; a time it shows twice is the first of the two. The
        rule is monotone, so windows that meet on the wall also meet in UTC.
        """
        row = np.searchsorted(self.since[1:] + self.offsets[:-1], wall, side="right")
        earliest: Ints = np.maximum(wall - self.offsets[row], self.since[row])
        return earliest


@lru_cache(maxsize=64)
def zone_info(zone: str) -> ZoneInfo:
    """The zone of that IANA name; ValueError if there is none."""
    try:
        return ZoneInfo(zone)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(_("unknown time zone '{zone}'").format(zone=zone)) from error


def table_for(zone: str, seconds: Ints) -> ZoneTable:
    """The zone's table over the years of these instants or wall times (seconds), a year to spare at both ends."""
    if not seconds.size:
        return _table(zone, 1970, 1970)
    years = np.array([seconds.min(), seconds.max()], "datetime64[s]").astype("datetime64[Y]").astype(np.int64) + 1970
    return _table(zone, max(int(years[0]) - 1, FIRST_YEAR), min(int(years[1]) + 1, LAST_YEAR))


@lru_cache(maxsize=256)
def _table(zone: str, first: int, last: int) -> ZoneTable:
    rows = [row for year in range(first, last + 1) for row in _changes(zone, year)]
    start = _year_start(first)
    since = [start, *(instant for instant, _offset in rows)]
    offsets = [_offset_at(zone_info(zone), start), *(offset for _instant, offset in rows)]
    return ZoneTable(np.array(since, np.int64), np.array(offsets, np.int64))


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[tuple[int, int], ...]:
    """Instants of one UTC year at which the offset changes, each with the offset it changes to."""
    return tuple(_scan(zone_info(zone), _year_start(year), _year_start(year + 1)))


def _scan(zone: ZoneInfo, start: int, end: int) -> Iterator[tuple[int, int]]:
    before = _offset_at(zone, start)
    for day in range(start, end, DAY):
        after = _offset_at(zone, day + DAY)
        if after != before:
            yield _first_instant(zone, day, before), after
        before = after


def _first_instant(zone: ZoneInfo, day: int, before: int) -> int:
    same, changed = day, day + DAY
    while changed - same > 1:
        middle = (same + changed) // 2
        same, changed = (middle, changed) if _offset_at(zone, middle) == before else (same, middle)
    return changed


def _offset_at(zone: ZoneInfo, instant: int) -> int:
    offset = datetime.fromtimestamp(instant, zone).utcoffset()
    return int(offset.total_seconds()) if offset is not None else 0


def _year_start(year: int) -> int:
    return (date(year, 1, 1).toordinal() - EPOCH_ORDINAL) * DAY


def wall_of_date(ordinals: Ints, second: int | Ints = 0) -> Ints:
    """Wall seconds of a second after midnight of dates given as `date.toordinal()`."""
    return (ordinals - EPOCH_ORDINAL) * DAY + second


def instants_of(zone: str, wall: Ints) -> Ints:
    """Unix seconds of wall times in a zone: see `ZoneTable.instants`."""
    return table_for(zone, wall).instants(wall)


def ordinals_of(zone: str, instants: Ints) -> Ints:
    """Local dates of instants, as `date.toordinal()`."""
    return table_for(zone, instants).wall(instants) // DAY + EPOCH_ORDINAL
