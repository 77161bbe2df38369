"""The local calendar while the model runs: dates, months, and whose week of on-call duty it is."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator
from zoneinfo import ZoneInfo


class LocalDays:
    """Midnights, months and Monday mornings of the simulated time, and a few days around it."""

    def __init__(self, zone: str, begin: int, stop: int) -> None:
        days = list(_local_days(zone, begin, stop))
        self._first = days[0].toordinal()
        self.midnights = [_instant(day, 0, zone) for day in days]
        self.months = [at for day, at in zip(days, self.midnights, strict=True) if day.day == 1]
        mondays = [day for day in days if day.weekday() == 0]
        self.mondays_at_eight = [_instant(day, 8, zone) for day in mondays]
        self._weeks = [day.toordinal() // 7 for day in mondays]
        self._date = self._tomorrow = 0

    def number(self, now: int) -> int:
        """Of the local date, from 1 on; instants must not go back."""
        if now >= self._tomorrow:
            self._date = bisect_right(self.midnights, now)
            self._tomorrow = self.midnights[self._date]
        return self._date

    def ordinal(self, instant: int) -> int:
        """The local date of any instant as `date.toordinal()`."""
        return self._first + bisect_right(self.midnights, instant) - 1

    def nights(self, start: int, end: int) -> int:
        """Nights from one instant to another: midnights between them, and one at least."""
        return max(1, bisect_right(self.midnights, end) - bisect_right(self.midnights, start))

    def week(self, instant: int) -> int:
        """Number of the week of on-call duty, which changes on Monday at 08:00."""
        return self._weeks[bisect_right(self.mondays_at_eight, instant) - 1]


def _local_days(zone: str, begin: int, stop: int) -> Iterator[dt.date]:
    first = dt.datetime.fromtimestamp(begin, ZoneInfo(zone)).date() - dt.timedelta(days=8)
    return (first + dt.timedelta(days=day) for day in range((stop - begin) // 86400 + 18))


def _instant(day: dt.date, hour: int, zone: str) -> int:
    return int(dt.datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)).timestamp())
