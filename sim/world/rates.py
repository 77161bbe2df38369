"""How the rate of faults moves through the weeks: hours, months, growth, surges and days that are all bad together."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from functools import lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Profile, Scenario
from sim.world.quantiles import mean_one_gamma
from sim.world.uniforms import Luck, fold_each, key_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_DAY = 86400
_YEAR = 365 * _DAY
_QUARTER = 900
_LONGEST_WEEK = 169 * 3600  # the week that summer time makes an hour longer


@dataclass(frozen=True, eq=False)
class Weeks:
    """The ISO weeks that cover begin..stop, cut into equal cells.

    `starts`: Unix seconds of local Monday 00:00. `numbers`: year * 100 + week. `weight`: region x week x cell, the
    factor on the written rate times the seconds of the cell. `day`: week x cell, local date as days since 1970.
    """

    starts: Integers
    numbers: Integers
    cell_s: int
    regions: tuple[str, ...]
    weight: Floats
    day: Integers


@lru_cache(maxsize=8)
def weeks_of(scenario: Scenario) -> Weeks:
    """The cells of a scenario with every factor that does not depend on luck."""
    zone = ZoneInfo(scenario.timezone)
    mondays = _mondays(scenario, zone)
    starts = np.array([_midnight(day, zone) for day in mondays], dtype=np.int64)
    cell_s = _cell_seconds(scenario.profile.step, scenario.horizon.start, starts)
    at = starts[:-1, None] + np.arange(0, _LONGEST_WEEK, cell_s, dtype=np.int64)[None, :]
    inside = np.clip(starts[1:, None] - at, 0, cell_s)
    local = at + _offsets(at, zone)
    regions = tuple(sorted({site.region for site in scenario.sites}))
    common = _common_factor(scenario, at, local) * inside
    weight = np.stack([common * _surge_factor(scenario, region, local) for region in regions])
    numbers = np.array([day.isocalendar().year * 100 + day.isocalendar().week for day in mondays[:-1]], dtype=np.int64)
    return Weeks(starts[:-1], numbers, cell_s, regions, weight, local // _DAY)


def lucky_weights(weeks: Weeks, luck: Luck, region_day_cv: float) -> Floats:
    """The weights of one replication: each (region, date) has its own mean-1 gamma factor, shared by all faults."""
    if not region_day_cv:
        return weeks.weight
    first = int(weeks.day.min())
    dates = np.arange(first, int(weeks.day.max()) + 1)
    keys = np.array([key_of(region) for region in weeks.regions], dtype=np.uint64)
    u = luck.each("region-day", np.repeat(keys, len(dates)), np.tile(dates, len(keys)))
    factor = mean_one_gamma(region_day_cv, u).reshape(len(keys), len(dates))
    return weeks.weight * factor[:, weeks.day - first]


def site_factors(scenario: Scenario, luck: Luck) -> Floats:
    """Mean-1 gamma factor of each site, constant over a replication: how good or bad its units are is unknown."""
    keys = np.array([key_of(site.id) for site in scenario.sites], dtype=np.uint64)
    return mean_one_gamma(scenario.dispersion.site_cv, luck.each("site", fold_each(keys, 0)))


def _mondays(scenario: Scenario, zone: ZoneInfo) -> list[dt.date]:
    """Mondays from the week of begin to the one after the week of stop."""
    first = dt.datetime.fromtimestamp(scenario.horizon.begin, zone).date()
    last = dt.datetime.fromtimestamp(scenario.horizon.stop, zone).date()
    monday = first - dt.timedelta(days=first.weekday())
    return [monday + dt.timedelta(days=7 * week) for week in range((last - monday).days // 7 + 2)]


def _midnight(day: dt.date, zone: ZoneInfo) -> int:
    return int(dt.datetime(day.year, day.month, day.day, tzinfo=zone).timestamp())


def _cell_seconds(step: int | None, start: int, mondays: Integers) -> int:
    """An hour, or what divides it so that every week, and every step of a profile, begins with a cell."""
    hour = math.gcd(3600, *np.diff(mondays).tolist())
    return math.gcd(hour, step, start - int(mondays[0])) if step else hour


def _offsets(at: Integers, zone: ZoneInfo) -> Integers:
    """Seconds to add for local time, looked up once a quarter: clocks change at no other times."""
    quarters, inverse = np.unique(at // _QUARTER, return_inverse=True)
    found = [dt.datetime.fromtimestamp(int(quarter) * _QUARTER, zone).utcoffset() for quarter in quarters]
    seconds = np.array([int(offset.total_seconds()) if offset else 0 for offset in found], dtype=np.int64)
    return seconds[inverse].reshape(at.shape)


def _common_factor(scenario: Scenario, at: Integers, local: Integers) -> Floats:
    profile = scenario.profile
    factor = np.ones(at.shape)
    if profile.values and profile.step:
        steps = (at - scenario.horizon.start) // profile.step
        factor *= np.asarray(profile.values, dtype=np.float64)[steps % len(profile.values)]
    if profile.weekday:
        factor *= _hour_factor(profile, local)
    if profile.months:
        months = local.astype("datetime64[s]").astype("datetime64[M]").astype(np.int64) % 12
        factor *= (np.asarray(profile.months) / np.mean(profile.months))[months]
    if profile.growth_per_year:
        factor *= (1 + profile.growth_per_year) ** ((at - scenario.horizon.start) / _YEAR)
    return factor


def _hour_factor(profile: Profile, local: Integers) -> Floats:
    """Weights of the hours of the week, scaled to mean 1 over the week."""
    weekday, weekend = np.asarray(profile.weekday, dtype=np.float64), np.asarray(profile.weekend, dtype=np.float64)
    mean = (5 * weekday.mean() + 2 * weekend.mean()) / 7
    day_of_week = (local // _DAY + 3) % 7  # 1970-01-01 was a Thursday
    hour = local % _DAY // 3600
    return np.asarray(np.where(day_of_week < 5, weekday[hour], weekend[hour]) / mean)


def _surge_factor(scenario: Scenario, region: str, local: Integers) -> Floats:
    """Surges last from the first instant of `from` to the last of `to`, in local dates."""
    factor = np.ones(local.shape)
    dates = local // _DAY
    for surge in scenario.profile.surges:
        if surge.regions is None or region in surge.regions:
            first, last = (day.toordinal() - dt.date(1970, 1, 1).toordinal() for day in (surge.from_, surge.to))
            factor = np.where((dates >= first) & (dates <= last), factor * surge.factor, factor)
    return factor
