"""Workdays, days of rest and public holidays: what an hour of overtime is paid by."""

from __future__ import annotations

from functools import lru_cache

from sim.clock import Calendar, instants_of, rest_days_and_holidays, wall_of_date
from sim.judge.tickets import Integers
from sim.scenario import Scenario

KINDS = ("workday", "rest_day", "holiday")


@lru_cache(maxsize=8)
def days_off(scenario: Scenario) -> tuple[Calendar, Calendar]:
    """The days of rest and the public holidays of the scenario's country, from midnight to midnight."""
    rest, holidays = rest_days_and_holidays(scenario.country, *scenario.dates())
    return _whole_days("rest_day", scenario.timezone, rest), _whole_days("holiday", scenario.timezone, holidays)


def _whole_days(name: str, zone: str, dates: Integers) -> Calendar:
    starts, ends = (instants_of(zone, wall_of_date(dates + later)) for later in (0, 1))
    return Calendar(name, zone, dates, starts, ends)
