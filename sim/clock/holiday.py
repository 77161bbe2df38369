"""Public holidays and make-up workdays, from the package `holidays`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from sim.clock.zones import Ints
from sim.wording import _

if TYPE_CHECKING:
    from holidays import HolidayBase

SATURDAY = 5
NEW_YEAR = "Chinese New Year"
IN_EXCHANGE = ("substitut", "observed")  # in the English names of days off that stand in for another
HABIT = 3  # make-up days in so many years: the country swaps days as a rule, a year without any is not yet announced


def holidays_and_makeup_days(country: str, years: Iterable[int]) -> tuple[Ints, Ints]:
    """Dates (as `date.toordinal()`) that are public holidays, and weekend dates worked in exchange for a day off.

    `country` is an ISO code, with a subdivision after a hyphen if wanted ('CN', 'DE-BY'). ValueError if unknown.
    """
    known = _load(country, tuple(years))
    return _ordinals(known), _ordinals(known.weekend_workdays)


def rest_days_and_holidays(country: str | None, first: date, last: date) -> tuple[Ints, Ints]:
    """Dates from `first` to `last` (as `date.toordinal()`) that are days of rest, and those that are public holidays.

    A day off in exchange for a holiday or for a make-up workday is a day of rest, as is every weekend that is not
    worked in exchange. Without a country there are weekends and no holidays.
    """
    dates = np.arange(first.toordinal(), last.toordinal() + 1, dtype=np.int64)
    weekday = (dates - 1) % 7
    if country is None:
        return dates[weekday >= SATURDAY], dates[:0]
    known = _load(country, tuple(range(first.year, last.year + 1)))
    holidays = np.isin(dates, _ordinals(day for day, name in known.items() if not _is_in_exchange(name)))
    rest = np.isin(weekday, list(known.weekend)) | np.isin(dates, _ordinals(known))
    return dates[rest & ~holidays & ~np.isin(dates, _ordinals(known.weekend_workdays))], dates[holidays]


def _is_in_exchange(names: str) -> bool:
    """Whether a day is only off in place of another; of several names one holiday proper is enough."""
    return all(any(word in name.lower() for word in IN_EXCHANGE) for name in names.split(";"))


def new_year_days_off(country: str | None, first: date, last: date) -> list[tuple[date, date]]:
    """Days off around each Chinese New Year that begins between two dates: its first day, and the last in a row.

    Weekends inside the row count, make-up workdays end it. Empty where the country does not keep it.
    """
    if country is None:
        return []
    known = _load(country, tuple(range(first.year, last.year + 2)))
    eves = [day for day in sorted(known) if NEW_YEAR in known[day]]
    begins = [day for day in eves if first <= day <= last and day - timedelta(days=1) not in eves]
    return [(day, _last_in_a_row(known, day)) for day in begins]


def _last_in_a_row(known: HolidayBase, day: date) -> date:
    """The last day off with none at work before it."""
    following = day + timedelta(days=1)
    while following in known or (following.weekday() >= SATURDAY and following not in known.weekend_workdays):
        day, following = following, following + timedelta(days=1)
    return day


def estimated_years(country: str | None, years: Iterable[int]) -> tuple[int, ...]:
    """Those of the years whose make-up workdays the country has not announced to the package yet."""
    asked = sorted(set(years))
    if country is None or not asked:
        return ()
    announced = {day.year for day in _load(country, tuple(range(2000, asked[-1] + 1))).weekend_workdays}
    return tuple(year for year in asked if len(announced) >= HABIT and year > max(announced))


@lru_cache(maxsize=32)
def _load(country: str, years: tuple[int, ...]) -> HolidayBase:
    import holidays

    code, _hyphen, part = country.partition("-")
    try:
        return holidays.country_holidays(code, subdiv=part or None, years=years, language="en_US")
    except NotImplementedError as error:
        raise ValueError(_("no public holidays known for '{country}'").format(country=country)) from error


def _ordinals(days: Iterable[object]) -> Ints:
    return np.array(sorted(day.toordinal() for day in days), np.int64)  # type: ignore[attr-defined]
