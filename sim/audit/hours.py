"""Opening hours worked out from the inputs: windows in Unix seconds, and the dates to which they belong.

Weekdays, hours (also past midnight), public holidays with the workdays that make up for them, time zones and calendars
that narrow each other, from 60 days before the simulation to 60 days after it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cached_property, lru_cache
from itertools import groupby
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sim.scenario import Scenario
from sim.scenario.nature import CalendarEntry

NEVER = 1 << 62  # later than any instant: did not happen, no limit
DAY_S = 86_400
MARGIN_DAYS = 60
NIGHT_BEFORE = timedelta(days=2)  # a window of an earlier date, or of another zone, may reach into the first day
ALWAYS, OFFICE = "always", "office"
ALL_WEEK, WORKWEEK = frozenset(range(7)), frozenset(range(5))
NINE_TO_FIVE = (9 * 3600, 17 * 3600)

Span = tuple[int, int]


class Window(NamedTuple):
    """Open from `start` until just before `end`; belongs to the local date on which it opens."""

    date: date
    start: int
    end: int


class Day(NamedTuple):
    """All windows of one date: its midnight, its first opening and its last close."""

    date: date
    midnight: int
    opens: int
    closes: int


@dataclass(frozen=True, eq=False)
class Hours:
    """When something is open. `dated` are its windows by date; `is_endless`: it never closes, and knows no other end.

    Nothing is open outside the table.
    """

    zone: ZoneInfo
    dated: tuple[Window, ...]
    is_endless: bool = False

    @cached_property
    def spans(self) -> list[Span]:
        """Open stretches in order; they neither overlap nor touch."""
        return [(-NEVER, NEVER)] if self.is_endless else joined((one.start, one.end) for one in self.dated)

    @cached_property
    def days(self) -> list[Day]:
        """The dates on which it opens, in order."""
        by_date = groupby(sorted(self.dated, key=lambda one: one.date), key=lambda one: one.date)
        groups = [(day, list(group)) for day, group in by_date]
        return [
            Day(day, instant(day, 0, self.zone), min(one.start for one in group), max(one.end for one in group))
            for day, group in groups
        ]

    @cached_property
    def duties(self) -> list[Span]:
        """From the first opening of a date to its last close: a break ends nothing. Days that touch are one."""
        return [(-NEVER, NEVER)] if self.is_endless else joined((day.opens, day.closes) for day in self.days)

    @cached_property
    def _starts(self) -> list[int]:
        return [start for start, _end in self.spans]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for _start, end in self.spans]

    @cached_property
    def _open_by(self) -> list[int]:
        """Seconds that were open by the end of each stretch."""
        total, found = 0, []
        for start, end in self.spans:
            total += end - start
            found.append(total)
        return found

    def is_open(self, at: int) -> bool:
        """Whether it is open just after this instant: not at the one at which it closes."""
        index = bisect_right(self._starts, at) - 1
        return index >= 0 and at < self._ends[index]

    def next_open(self, at: int) -> int:
        """This instant if it is open, else the next opening; NEVER if there is none."""
        index = bisect_right(self._ends, at)
        return max(at, self._starts[index]) if index < len(self.spans) else NEVER

    def open_seconds(self, since: int, until: int) -> int:
        """Seconds open between two instants; 0 if the second is not the later one."""
        if until <= since:
            return 0
        return until - since if self.is_endless else self._passed(until) - self._passed(since)

    def add(self, at: int, seconds: int) -> int:
        """The first instant by which so many seconds were open; NEVER if they never are, `at` for none."""
        if seconds <= 0:
            return at
        if self.is_endless:
            return min(at + seconds, NEVER)
        wanted = self._passed(at) + seconds
        index = bisect_left(self._open_by, wanted)
        return self._ends[index] - (self._open_by[index] - wanted) if index < len(self.spans) else NEVER

    def _passed(self, at: int) -> int:
        """Seconds open from the start of the table until an instant."""
        index = bisect_left(self._ends, at)
        before = self._open_by[index - 1] if index else 0
        return before + (max(0, at - self._starts[index]) if index < len(self.spans) else 0)


def joined(spans: Iterable[Span]) -> list[Span]:
    """The same time in stretches that neither overlap nor touch, in order."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if start >= end:
            continue
        if found and start <= found[-1][1]:
            found[-1] = found[-1][0], max(found[-1][1], end)
        else:
            found.append((start, end))
    return found


# -- from the inputs --------------------------------------------------------------------------------------------------


@lru_cache(maxsize=256)
def hours_of(scenario: Scenario, name: str) -> Hours:
    """The hours of a calendar of the scenario, or of a built-in one, by name; KeyError for another name."""
    zone, (first, last) = ZoneInfo(scenario.timezone), table_dates(scenario)
    if name == ALWAYS and name not in scenario.calendars:
        return Hours(zone, tuple(_whole_days(zone, first, last)), is_endless=True)
    wide = _of_name(scenario, name, first - NIGHT_BEFORE, last + NIGHT_BEFORE)
    inside = [one for one in wide.dated if first <= one.date <= last]
    return Hours(wide.zone, tuple(inside))


@lru_cache(maxsize=256)
def daily(scenario: Scenario, start: int, end: int) -> Hours:
    """Every day from one second after local midnight to another."""
    zone, (first, last) = ZoneInfo(scenario.timezone), table_dates(scenario)
    return Hours(zone, tuple(_windows(dates(first, last), [(start, end)], zone)))


def table_dates(scenario: Scenario) -> tuple[date, date]:
    """The first and the last local date of which anything is known."""
    zone, margin = ZoneInfo(scenario.timezone), timedelta(days=MARGIN_DAYS)
    begin, stop = (datetime.fromtimestamp(at, zone).date() for at in (scenario.horizon.begin, scenario.horizon.stop))
    return begin - margin, stop + margin


def dates(first: date, last: date) -> Iterator[date]:
    """Every date from the first to the last."""
    while first <= last:
        yield first
        first += timedelta(days=1)


def _of_name(scenario: Scenario, name: str, first: date, last: date) -> Hours:
    """A calendar narrowed by those it names: its windows belong to the dates of the first of these."""
    entry = scenario.calendars.get(name) or _built_in(scenario, name)
    parts = [_of_name(scenario, other, first, last) for other in entry.all_of]
    if not parts or entry.hours or entry.holidays or entry.days != ALL_WEEK:
        zone = ZoneInfo(entry.timezone or scenario.timezone)
        open_dates = list(_open_dates(entry, scenario.country, first, last))
        parts.append(Hours(zone, tuple(_windows(open_dates, entry.hours or [(0, DAY_S)], zone))))
    found = parts[0]
    for other in parts[1:]:
        found = Hours(found.zone, tuple(_within(found.dated, other.spans)))
    return found


def _built_in(scenario: Scenario, name: str) -> CalendarEntry:
    if name == OFFICE:
        holidays = "country" if scenario.country else None
        return CalendarEntry.model_construct(days=WORKWEEK, hours=(NINE_TO_FIVE,), holidays=holidays)
    if name == ALWAYS:
        return CalendarEntry.model_construct(days=ALL_WEEK)
    raise KeyError(name)


def _whole_days(zone: ZoneInfo, first: date, last: date) -> Iterator[Window]:
    return _windows(dates(first, last), [(0, DAY_S)], zone)


def _open_dates(entry: CalendarEntry, country: str | None, first: date, last: date) -> Iterator[date]:
    """Its weekdays, but for public holidays, and any weekend that is worked in exchange if it opens on any workday."""
    closed, worked = frozenset[date](), frozenset[date]()
    if entry.holidays is not None:
        named = country if entry.holidays == "country" else entry.holidays
        closed, worked = public_holidays(named or "", first.year - 1, last.year + 1)
    for day in dates(first, last):
        is_open = day.weekday() in entry.days and day not in closed
        if bool(entry.days & WORKWEEK) if day in worked else is_open:
            yield day


@lru_cache(maxsize=64)
def public_holidays(country: str, first_year: int, last_year: int) -> tuple[frozenset[date], frozenset[date]]:
    """The days off of a country ('CN', 'DE-BY'), and the weekend days worked in exchange."""
    from holidays import country_holidays

    code, _hyphen, part = country.partition("-")
    known = country_holidays(code, subdiv=part or None, years=range(first_year, last_year + 1))
    return frozenset(known), frozenset(known.weekend_workdays)


def _windows(days: Iterable[date], hours: Sequence[Span], zone: ZoneInfo) -> Iterator[Window]:
    """The hours of each date; a close beyond midnight lies on the next date. What a changed clock leaves empty goes."""
    for day in days:
        for opens, closes in hours:
            window = Window(day, instant(day, opens, zone), instant(day, closes, zone))
            if window.start < window.end:
                yield window


def _within(dated: Iterable[Window], spans: Sequence[Span]) -> Iterator[Window]:
    """What of the windows lies in the spans."""
    ends = [end for _start, end in spans]
    for one in dated:
        for start, end in spans[bisect_right(ends, one.start) :]:
            if start >= one.end:
                break
            yield Window(one.date, max(start, one.start), min(end, one.end))


def instant(day: date, second: int, zone: ZoneInfo) -> int:
    """When the wall clock shows a second after the midnight of a date, in Unix seconds.

    A time shown twice is the first of the two; one that the clock skips is the instant of the skip.
    """
    wall = datetime(day.year, day.month, day.day, tzinfo=zone) + timedelta(seconds=second)
    late, early = (int(wall.replace(fold=fold).timestamp()) for fold in (0, 1))
    if late <= early:
        return late
    before = _offset(early, zone)
    while late - early > 1:  # the clock skips between the two: find where
        middle = (late + early) // 2
        early, late = (middle, late) if _offset(middle, zone) == before else (early, middle)
    return late


def _offset(at: int, zone: ZoneInfo) -> timedelta | None:
    return datetime.fromtimestamp(at, UTC).astimezone(zone).utcoffset()
