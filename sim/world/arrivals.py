"""When and where faults come: by the calendar, by the running time of the units, from a table, open at the start."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.scenario import OpenTicket, Scenario
from sim.scenario.start import VISIT
from sim.world.quantiles import poisson_counts
from sim.world.rates import lucky_weights, site_factors, weeks_of
from sim.world.uniforms import Keys, Luck, fold_each, key_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

AT_START = 1
"""In place of the week, for what is open at the start."""


class Arrivals(NamedTuple):
    site: Integers
    fault: Integers
    week: Integers
    number: Integers
    reported: Integers
    stage: Integers


def arrivals_of(scenario: Scenario, luck: Luck) -> Arrivals:
    """Recorded or drawn, by the calendar or by the running time of each unit, and what is open at the start."""
    if scenario.replay is not None:
        arrivals = _recorded(scenario)
    elif scenario.failures == "operating":
        arrivals = _by_running_time(scenario, luck)
    else:
        arrivals = _drawn(scenario, luck)
    if scenario.start is None or not scenario.start.tickets:
        return arrivals
    pairs = zip(_open_at_start(scenario, scenario.start.tickets), arrivals, strict=True)
    return Arrivals(*(np.concatenate(pair) for pair in pairs))


def _drawn(scenario: Scenario, luck: Luck) -> Arrivals:
    """Counts per block (site, fault, ISO week) by inverse Poisson, then each draw's instant inside its block."""
    weeks = weeks_of(scenario)
    weight = lucky_weights(weeks, luck, scenario.dispersion.region_day_cv)
    total = weight.sum(axis=2)
    site, fault, rate = _blocks(scenario, luck)
    region = np.array([weeks.regions.index(place.region) for place in scenario.sites], dtype=np.int64)[site]
    mean = rate[:, None] * total[region]
    block_key = fold_each(block_keys(scenario, site, fault)[:, None], weeks.numbers[None, :])
    counts = poisson_counts(mean.ravel(), luck.each("count", block_key.ravel()))
    block = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(block)) - np.repeat(np.cumsum(counts) - counts, counts)
    row, week = block // len(weeks.starts), block % len(weeks.starts)
    u = luck.each("instant", fold_each(block_key.ravel()[block], number))
    reported = weeks.starts[week] + _inside_week(weight, total, weeks.cell_s, region[row], week, u)
    begin, end = _in_service(scenario)
    kept = (reported >= begin[site[row]]) & (reported < end[site[row]])
    columns = site[row], fault[row], weeks.numbers[week], number, reported, np.full(len(row), -1)
    return Arrivals(*(column[kept] for column in columns))


def _blocks(scenario: Scenario, luck: Luck) -> tuple[Integers, Integers, Floats]:
    """Every (site, fault) that can happen, with its rate per second before the shape of the year."""
    factors = site_factors(scenario, luck)
    pairs = [
        (index, number, kind.fault.rate_per_second * site.units * factors[index])
        for index, site in enumerate(scenario.sites)
        for number, kind in enumerate(scenario.faults)
        if kind.product == site.product and kind.fault.rate_per_second > 0
    ]
    site, fault, rate = zip(*pairs, strict=True) if pairs else ((), (), ())
    return np.array(site, np.int64), np.array(fault, np.int64), np.array(rate, np.float64)


def block_keys(scenario: Scenario, site: Integers, fault: Integers) -> Keys:
    sites = np.array([key_of(site.id) for site in scenario.sites], dtype=np.uint64)
    faults = np.array([key_of(fault.key) for fault in scenario.faults], dtype=np.uint64)
    return fold_each(sites[site], faults[fault])


def _inside_week(weight: Floats, total: Floats, cell_s: int, region: Integers, week: Integers, u: Floats) -> Integers:
    """Seconds after Monday 00:00 at which the block's cumulative rate reaches the share u.

    One search over all blocks finds the cell to within rounding; what is rounded depends on the block's position, so
    the cell is put right with shares of the block alone: other weeks and regions must not move a ticket.
    """
    upto = np.cumsum(weight, axis=2)
    share = upto / np.where(total > 0, upto[:, :, -1], 1.0)[:, :, None]
    regions, weeks, cells = share.shape
    block = region * weeks + week
    rising = (share + np.arange(regions * weeks, dtype=np.float64).reshape(regions, weeks, 1)).ravel()
    first, last = block * cells, block * cells + cells - 1
    found = np.clip(np.searchsorted(rising, block + u, side="left"), first, last)
    share = share.ravel()
    while (late := (found < last) & (share[found] < u)).any():
        found += late
    while (early := (found > first) & (share[found - 1] >= u)).any():
        found -= early
    before = np.where(found > first, share[found - 1], 0.0)
    part = np.clip((u - before) / np.maximum(share[found] - before, 1e-15), 0.0, 1.0 - 1e-9)
    return np.asarray((found - first + part) * cell_s, dtype=np.int64)


def _recorded(scenario: Scenario) -> Arrivals:
    """Recorded tickets in place of rates; the row of the file is the number."""
    assert scenario.replay is not None
    rows = scenario.replay
    sites = {site.id: index for index, site in enumerate(scenario.sites)}
    faults = {kind.key: index for index, kind in enumerate(scenario.faults)}
    return Arrivals(
        np.array([sites[row.site] for row in rows], np.int64),
        np.array([faults[row.fault] for row in rows], np.int64),
        np.zeros(len(rows), np.int64),
        np.arange(len(rows)),
        np.array([row.reported for row in rows], np.int64),
        np.full(len(rows), -1),
    )


def _open_at_start(scenario: Scenario, rows: Sequence[OpenTicket]) -> Arrivals:
    """Tickets reported before the simulated time begins; the row of the file is the number."""
    sites = {site.id: index for index, site in enumerate(scenario.sites)}
    faults = {kind.key: index for index, kind in enumerate(scenario.faults)}
    return Arrivals(
        np.array([sites[row.site] for row in rows], np.int64),
        np.array([faults[row.fault] for row in rows], np.int64),
        np.full(len(rows), AT_START),
        np.arange(len(rows)),
        np.array([row.reported for row in rows], np.int64),
        np.array([row.stage == VISIT for row in rows], np.int64),
    )


def _by_running_time(scenario: Scenario, luck: Luck) -> Arrivals:
    """The k-th failure of a unit by a fault comes when it has run for k exponential intervals.

    Reported here: if it never stood still.
    """
    site, fault, rate = _blocks(scenario, luck)
    units = np.array([scenario.sites[index].units for index in site], np.int64)
    row = np.repeat(np.arange(len(site)), units)
    unit = np.arange(len(row)) - np.repeat(np.cumsum(units) - units, units) + 1
    key = fold_each(block_keys(scenario, site, fault)[row], unit)
    mean, (start, end) = (units / rate)[row], _in_service(scenario)
    runs, number, found = np.zeros(len(row)), 0, []
    while len(row):
        runs = runs - mean * np.log1p(-luck.each("runs", key, number))
        reported = start[site[row]] + np.floor(runs + 0.5).astype(np.int64)
        kept = reported < end[site[row]]
        row, unit, key, mean, runs = row[kept], unit[kept], key[kept], mean[kept], runs[kept]
        found.append((site[row], fault[row], -unit, np.full(len(row), number), reported[kept], np.full(len(row), -1)))
        number += 1
    columns = zip(*found, strict=True) if found else [(np.zeros(0, np.int64),)] * 6
    return Arrivals(*(np.concatenate(column) for column in columns))


def running_time(scenario: Scenario, site: Integers, reported: Integers) -> tuple[Integers, Integers]:
    """Seconds each unit runs until it fails, and what is then known of when it is reported: nothing."""
    if scenario.failures != "operating":
        return np.zeros(len(site), np.int64), reported
    return reported - _in_service(scenario)[0][site], np.full(len(site), NEVER)


def _in_service(scenario: Scenario) -> tuple[Integers, Integers]:
    """First and last simulated instant of each site's service."""
    begin, end = np.array(scenario.service_of_site, np.int64).reshape(-1, 2).T
    return np.maximum(begin, scenario.horizon.begin), np.minimum(end, scenario.horizon.stop)
