"""Which planned visits there are: by the rounds of the plan, and by the luck of every site."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

import numpy as np

from sim.audit.hours import instant
from sim.scenario import Plan, Planned, Step
from sim.world import World, key_of, seconds

Span = tuple[int, int]


class DueVisit(NamedTuple):
    """A planned visit. `measure` and `site` by position; it may be made from `opens` on, ranks like a ticket from
    `last_day` on, and should be done by `ends`; `work`: seconds on site of somebody neither slow nor quick.
    """

    measure: int
    site: int
    opens: int
    last_day: int
    ends: int
    work: int


def due_visits(world: World, plan: Plan, service: list[Span]) -> list[DueVisit]:
    """All visits whose windows open in simulated time and while their sites are in `service`, as the log counts them:
    by opening, then by the ids of measure and site.
    """
    found = [
        visit
        for measure, (name, entry) in enumerate(plan.planned.items())
        for start, end, number in _rounds(world, entry)
        for visit in _of_round(world, name, entry, measure, (start, end, number), service)
    ]
    names, sites = list(plan.planned), world.scenario.sites
    return sorted(found, key=lambda visit: (visit.opens, names[visit.measure], sites[visit.site].id))


def _rounds(world: World, entry: Planned) -> Iterator[tuple[int, int, int]]:
    """(start, end, number) of the rounds that reach into simulated time; round 0 begins with judged time."""
    horizon = world.scenario.horizon
    number = 0
    while _step(world, entry.every, number) > horizon.begin:
        number -= 1
    while (start := _step(world, entry.every, number)) < horizon.stop:
        yield start, _step(world, entry.every, number + 1), number
        number += 1


def _step(world: World, every: Step, number: int) -> int:
    start = world.scenario.horizon.start
    if every.seconds is not None:
        return start + number * every.seconds
    return months_on(datetime.fromtimestamp(start, zone_of(world)), number * (every.months or 0))


def _of_round(
    world: World, name: str, entry: Planned, measure: int, round_: tuple[int, int, int], service: list[Span]
) -> Iterator[DueVisit]:
    """One visit to each site chosen by its luck, at its place in the round; an inspection moves from round to round."""
    start, end, number = round_
    scenario = world.scenario
    chosen = [
        index for index, site in enumerate(scenario.sites) if not entry.products or site.product in entry.products
    ]
    if not chosen:
        return
    keys = np.array([key_of(scenario.sites[index].id) for index in chosen], np.uint64)
    window = min((end - start) // 4 if entry.window is None else entry.window, end - start)
    moves_by = number if entry.kind == "inspection" else 0
    places = world.luck.each("planned", keys, key_of(name), moves_by).tolist()
    shares = world.luck.each("planned-share", keys, key_of(name), number).tolist()
    works = seconds(entry.work, world.luck.each("planned-work", keys, key_of(name), number)).tolist()
    for site, place, share, work in zip(chosen, places, shares, works, strict=True):
        opens = max(start, _midnight(world, int(start + place * (end - window - start))))
        begins, leaves = service[site]
        in_time = max(scenario.horizon.begin, begins) <= opens < min(scenario.horizon.stop, leaves)
        if in_time and share < entry.share_of_sites:
            ends = opens + window
            yield DueVisit(measure, site, opens, max(opens, _midnight(world, ends - 1)), ends, int(work))


def _midnight(world: World, at: int) -> int:
    """The last local midnight by an instant."""
    zone = zone_of(world)
    return instant(datetime.fromtimestamp(at, zone).date(), 0, zone)


def zone_of(world: World) -> ZoneInfo:
    """The time zone of the scenario."""
    return ZoneInfo(world.scenario.timezone)


def months_on(wall: datetime, months: int) -> int:
    """The same local day and time so many months on, or the last day of that month, in Unix seconds."""
    assert isinstance(wall.tzinfo, ZoneInfo)
    index = wall.year * 12 + wall.month - 1 + months
    day, second = wall.day, wall.hour * 3600 + wall.minute * 60 + wall.second
    while True:
        try:
            return instant(date(index // 12, index % 12 + 1, day), second, wall.tzinfo)
        except ValueError:
            day -= 1
