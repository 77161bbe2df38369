"""Commitments about time itself: that a channel is taken at every instant, that units work."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from sim.clock import Calendar, intersection, union
from sim.judge.cells import Cells, cells_of
from sim.judge.tickets import Flags, Integers, TicketTable
from sim.model.coverage import covers, may_cover
from sim.model.deployment import Deployment
from sim.scenario import Commitment

Counts = tuple[Integers, Integers]  # covered and kept seconds, by cell


@lru_cache(maxsize=64)
def open_time(place: Deployment, number: int, cells: Cells) -> Counts:
    """Clocked seconds of each period, and those in which a seat on duty takes the channel.

    In a plan without answering desks everybody is answered at once, which is no evidence of an open channel.
    """
    commitment = place.scenario.judged[number]
    clock, starts, ends = place.scenario.calendar(commitment.clock), cells.starts, cells.ends
    channel = str(commitment.measure.open)
    none = np.zeros(len(starts), np.int64)
    if not place.plan.answering:
        return none, none
    taken = _taken(place, channel)
    if taken is None:
        return clock.elapsed_each(starts, ends), none
    hours = place.scenario.channels[channel].calendar
    limits = [clock, taken, *([place.scenario.calendar(hours)] if hours else [])]
    return clock.elapsed_each(starts, ends), intersection(limits, "open").elapsed_each(starts, ends)


def shut_cells(place: Deployment, number: int) -> Flags:
    """In which cells of the commitment at this position its channel is not taken at every instant."""
    cells = cells_of(place.scenario, number)
    clocked, taken = open_time(place, number, cells)
    return np.repeat(taken < clocked, cells.groups)


def _taken(place: Deployment, channel: str) -> Calendar | None:
    """When a seat of the desk that takes the channel is on duty."""
    desks = [index for index, name in enumerate(place.desks) if channel in place.plan.desks[name].takes]
    hours = [calendar for desk in desks for calendar, seats in place.seats[desk] if seats]
    return union(hours, "seats") if hours else None


def availability(commitment: Commitment, place: Deployment, table: TicketTable, cells: Cells) -> Counts:
    """Clocked seconds of all units in service, and those in which they work, by cell.

    A unit is down from the report until it works again, or nobody of ours has to do with it any more. Of a site never
    more units are down at once than it has.
    """
    scenario = place.scenario
    clock = scenario.calendar(commitment.clock)
    units = np.array([site.units for site in scenario.sites], np.int64)
    first, last = np.array(scenario.service_of_site, np.int64).reshape(-1, 2).T
    here = may_cover(commitment.covers, scenario, place.radius_m) & (cells.group_of_site >= 0)
    group = np.where(here, cells.group_of_site, 0)
    down, sites = _down(commitment, table, place), np.asarray(table.facts["site"], np.int64)
    site = sites[down[0]]
    since, until = np.maximum(down[1], first[site]), np.minimum(down[2], last[site])

    def by_group(seconds: Integers) -> Integers:
        return np.bincount(group, weights=seconds * here, minlength=cells.groups).astype(np.int64)

    covered, kept = [], []
    for start, end in zip(cells.starts.tolist(), cells.ends.tolist(), strict=True):
        lost = _lost(site, since, until, units, clock, start, end)
        begins, ends = np.clip(first, start, end), np.clip(last, start, end)
        total = units * clock.elapsed_each(begins, np.maximum(begins, ends))
        covered.append(by_group(total))
        kept.append(by_group(total - lost))
    return np.concatenate(covered), np.concatenate(kept)


def _down(commitment: Commitment, table: TicketTable, place: Deployment) -> tuple[Integers, Integers, Integers]:
    """Tickets that hold a unit up, from when to when."""
    at = table.milestones
    over = np.minimum.reduce([at["restored"], at["closed"], at["abandoned"], at["handed_on"], at["declined"]])
    over = np.minimum(over, table.stop)
    concerned: Flags = covers(commitment.covers, table.facts, place.scenario) & (at["reported"] < over)
    tickets = np.flatnonzero(concerned)
    return tickets, at["reported"][tickets], over[tickets]


def _lost(
    site: Integers, start: Integers, end: Integers, units: Integers, clock: Calendar, begin: int, stop: int
) -> Integers:
    """Clocked unit-seconds in [begin, stop) in which units of each site were down."""
    inside = (end > begin) & (start < stop)
    site, start, end = site[inside], np.maximum(start[inside], begin), np.minimum(end[inside], stop)
    where, at = np.concatenate((site, site)), np.concatenate((start, end))
    change = np.repeat(np.array([1, -1]), len(site))
    order = np.lexsort((at, where))
    where, at, number = where[order], at[order], np.cumsum(change[order])
    until = np.where(np.append(where[1:], -1) == where, np.append(at[1:], stop), at)
    seconds = clock.elapsed_each(at, until) * np.minimum(number, units[where])
    return np.bincount(where, weights=seconds, minlength=len(units)).astype(np.int64)
