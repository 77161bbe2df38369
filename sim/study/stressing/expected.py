"""What is expected before anything is simulated: where tickets come from, and when; which part they need."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from functools import lru_cache
from zoneinfo import ZoneInfo

from sim.scenario import Plan, Scenario
from sim.scenario.offered_work import tickets_per_second

WEEK = dt.timedelta(days=7)


@lru_cache(maxsize=4)
def tickets_by_site(scenario: Scenario) -> tuple[tuple[float, ...], ...]:
    """Of each fault (row) the tickets of each site, a second or recorded: how they compare is all that matters."""
    if scenario.replay is not None:
        counted = Counter((one.fault, one.site) for one in scenario.replay)
        return tuple(tuple(float(counted[kind.key, site.id]) for site in scenario.sites) for kind in scenario.faults)
    return tuple(tuple(map(float, tickets_per_second(scenario, kind))) for kind in scenario.faults)


def busiest_region(scenario: Scenario) -> str:
    """The region with most tickets; of equals the first by name."""
    found = _tickets_by_region(scenario)
    return min(found, key=lambda region: (-found[region], region))


def _tickets_by_region(scenario: Scenario) -> dict[str, float]:
    found = dict.fromkeys(sorted({site.region for site in scenario.sites}), 0.0)
    for row in tickets_by_site(scenario):
        for site, tickets in zip(scenario.sites, row, strict=True):
            found[site.region] += tickets
    return found


def busiest_outlet(scenario: Scenario, plan: Plan) -> str:
    """The outlet that is first of all for most tickets; of equals the first by name."""
    from sim.model import deployment

    place = deployment(scenario, plan)
    found = dict.fromkeys(place.outlets, 0.0)
    for row in tickets_by_site(scenario):
        for territory, tickets in zip(place.territory, row, strict=True):
            found[place.outlets[territory[0]]] += tickets
    return min(found, key=lambda outlet: (-found[outlet], outlet))


def most_used_part(scenario: Scenario) -> str | None:
    """The part of which repairs take most; None where no fault needs any."""
    used: dict[str, float] = {}
    for kind, row in zip(scenario.faults, tickets_by_site(scenario), strict=True):
        for part, need in kind.fault.parts.items():
            each = need.chance * sum(count * share for count, share in need.quantity)
            used[part] = used.get(part, 0.0) + each * sum(row)
    wanted = {part: units for part, units in used.items() if units > 0}
    return min(wanted, key=lambda part: (-wanted[part], part), default=None)


def judged_dates(scenario: Scenario) -> tuple[dt.date, dt.date]:
    """First and last local date of judged time."""
    zone = ZoneInfo(scenario.timezone)
    instants = scenario.horizon.start, scenario.horizon.end - 1
    first, last = (dt.datetime.fromtimestamp(at, zone).date() for at in instants)
    return first, last


def busiest_monday(scenario: Scenario, weeks: int) -> dt.date:
    """The Monday of the week of judged time with most tickets expected, so early that `weeks` weeks are judged.

    The first of equals; where judged time is too short for that, its first date.
    """
    first, last = judged_dates(scenario)
    monday = first + dt.timedelta(days=-first.weekday() % 7)
    latest = last - weeks * WEEK + dt.timedelta(days=1)
    starts = [monday + number * WEEK for number in range((latest - monday).days // 7 + 1)] if latest >= monday else []
    expected = _tickets_by_week(scenario)
    return min(starts, key=lambda day: (-expected.get(day.isocalendar()[:2], 0.0), day), default=first)


def _tickets_by_week(scenario: Scenario) -> dict[tuple[int, int], float]:
    """By ISO year and week; rounded, so that weeks that are alike are equals."""
    if scenario.replay is not None:
        zone = ZoneInfo(scenario.timezone)
        days = (dt.datetime.fromtimestamp(one.reported, zone) for one in scenario.replay)
        return {week: float(n) for week, n in Counter(day.isocalendar()[:2] for day in days).items()}
    from sim.world.rates import weeks_of

    weeks, tickets = weeks_of(scenario), _tickets_by_region(scenario)
    seconds = weeks.weight.sum(axis=2)
    found: dict[tuple[int, int], float] = {}
    for place, week in enumerate(weeks.numbers.tolist()):
        total = sum(tickets[region] * float(seconds[row, place]) for row, region in enumerate(weeks.regions))
        found[week // 100, week % 100] = float(f"{total:.9g}")
    return found
