"""From opening hours, weekdays and holidays to the table of a calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np

from sim.clock.calendar import Calendar
from sim.clock.combine import intersection
from sim.clock.holiday import holidays_and_makeup_days
from sim.clock.hours import DAILY, MIDNIGHT, WORKWEEK
from sim.clock.zones import Ints, instants_of, wall_of_date

WHOLE_DAY = (0, MIDNIGHT)
MARGIN = timedelta(days=2)  # a part in another zone, or a night before, may reach into the first day


@dataclass(frozen=True)
class CalendarSpec:
    """What a planner says of a calendar.

    `days` are weekdays, Monday 0; `windows` seconds after local midnight, a close beyond 86400 lies on the next day,
    none given is the whole day; `holidays` a country whose public holidays are closed and whose make-up workdays are
    open; `timezone` overrules the scenario's; `all_of` calendars that must be open as well.
    """

    days: frozenset[int] = DAILY
    windows: tuple[tuple[int, int], ...] = ()
    holidays: str | None = None
    timezone: str | None = None
    all_of: tuple[CalendarSpec, ...] = ()
    name: str = ""


def office(country: str | None) -> CalendarSpec:
    """The built-in office hours: Monday to Friday 09:00-17:00, with the holidays of `country`."""
    return CalendarSpec(days=WORKWEEK, windows=((9 * 3600, 17 * 3600),), holidays=country, name="office")


def build_calendar(
    spec: CalendarSpec, zone: str, first: date, last: date, country: str | None = None, name: str = ""
) -> Calendar:
    """The calendar of all windows that open on the dates `first` to `last`.

    `zone` is the IANA zone where the spec names none; `country` serves a spec whose holidays are 'country'. A window
    belongs to its opening date; a wall time the clock skips is the instant of the skip, one it shows twice the first
    of the two. With `all_of`, a window's opening date is that of the first part. ValueError for an unknown zone or
    country.
    """
    wide = _intersect(spec, zone, first - MARGIN, last + MARGIN, country)
    inside = (wide.dates >= first.toordinal()) & (wide.dates <= last.toordinal())
    return Calendar(name or spec.name, wide.zone, wide.dates[inside], wide.starts[inside], wide.ends[inside])


def _intersect(spec: CalendarSpec, zone: str, first: date, last: date, country: str | None) -> Calendar:
    parts = [_intersect(part, zone, first, last, country) for part in spec.all_of]
    if not parts or spec.windows or spec.holidays or spec.days != DAILY:
        parts.append(_own(spec, spec.timezone or zone, first, last, country))
    return parts[0] if len(parts) == 1 else intersection(parts, spec.name)


def _own(spec: CalendarSpec, zone: str, first: date, last: date, country: str | None) -> Calendar:
    dates = _open_dates(spec, first, last, country)
    windows = np.array(spec.windows or (WHOLE_DAY,), np.int64)
    starts = instants_of(zone, wall_of_date(dates[:, None], windows[:, 0])).ravel()
    ends = instants_of(zone, wall_of_date(dates[:, None], windows[:, 1])).ravel()
    some = starts < ends
    return Calendar(spec.name, zone, np.repeat(dates, len(windows))[some], starts[some], ends[some])


def _open_dates(spec: CalendarSpec, first: date, last: date, country: str | None) -> Ints:
    dates = np.arange(first.toordinal(), last.toordinal() + 1, dtype=np.int64)
    is_open = np.isin((dates - 1) % 7, list(spec.days))
    if spec.holidays is None:
        return dates[is_open]
    code = (country or "") if spec.holidays == "country" else spec.holidays
    closed, makeup = holidays_and_makeup_days(code, range(first.year - 1, last.year + 2))
    is_open = np.where(np.isin(dates, makeup), bool(spec.days & WORKWEEK), is_open & ~np.isin(dates, closed))
    return dates[is_open]
