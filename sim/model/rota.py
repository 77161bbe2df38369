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
        self._dates, self._zone = days, ZoneInfo(zone)
        self._first = days[0].toordinal()
        self.midnights = self.at_time(0)
        self.months = [at for day, at in zip(days, self.midnights, strict=True) if day.day == 1]
        at_eight = zip(days, self.at_time(8 * 3600), strict=True)
        self.mondays_at_eight = [at for day, at in at_eight if day.weekday() == 0]
        self._weeks = [day.toordinal() // 7 for day in days if day.weekday() == 0]
        self._date = self._tomorrow = 0

    def number(self, now: int) -> int:
        """Of the local date, from 1 on; instants must not go back."""
        if now >= self._tomorrow:
            self._date = bisect_right(self.midnights, now)
            self._tomorrow = self.midnights[self._date]
        return self._date

    def at_time(self, second: int) -> list[int]:
        """The instant of this time of day, in seconds after midnight by the wall clock, on every date."""
        time = dt.timedelta(seconds=second)
        walls = [dt.datetime(day.year, day.month, day.day, tzinfo=self._zone) + time for day in self._dates]
        return [int(wall.timestamp()) for wall in walls]

    def second(self, instant: int) -> int:
        """The time of day at an instant, in seconds after midnight by the wall clock."""
        wall = dt.datetime.fromtimestamp(instant, self._zone)
        return wall.hour * 3600 + wall.minute * 60 + wall.second

    def ordinal(self, instant: int) -> int:
        """The local date of any instant as `date.toordinal()`."""
        return self._first + bisect_right(self.midnights, instant) - 1

    def next_midnight(self, instant: int) -> int:
        """When the next local date begins."""
        return self.midnights[bisect_right(self.midnights, instant)]

    def nights(self, start: int, end: int) -> int:
        """Nights from one instant to another: midnights between them, and one at least."""
        return max(1, bisect_right(self.midnights, end) - bisect_right(self.midnights, start))

    def is_round(self, first: int, months: int) -> bool:
        """Whether so many months, counted from January, are over at this first of a month."""
        return (dt.date.fromordinal(self.ordinal(first)).month - 1) % months == 0

    def week(self, instant: int) -> int:
        """Number of the week of on-call duty, which changes on Monday at 08:00."""
        return self._weeks[bisect_right(self.mondays_at_eight, instant) - 1]


def _local_days(zone: str, begin: int, stop: int) -> Iterator[dt.date]:
    first = dt.datetime.fromtimestamp(begin, ZoneInfo(zone)).date() - dt.timedelta(days=8)
    return (first + dt.timedelta(days=day) for day in range((stop - begin) // 86400 + 18))
