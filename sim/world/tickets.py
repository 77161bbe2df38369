"""The tickets of one replication: when, where and what, and the luck each carries with it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.scenario import Distribution, Scenario
from sim.world.needs import counts
from sim.world.quantiles import mean_one_lognormal, poisson_counts, seconds
from sim.world.rates import lucky_weights, site_factors, weeks_of
from sim.world.repeats import draw_repeats
from sim.world.uniforms import Keys, Luck, fold_each, key_of

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Tickets:
    """Columns of equal length, sorted by (reported, site id, fault, week, number), and behind them what may come back.

    The latter (see `repeats`) have NEVER for `reported`: only the model knows; `parent` is the row of the ticket before
    them, -1 for all others. `key`: 64-bit identity. `site`, `fault`, `channel`: positions in `scenario.sites`,
    `scenario.faults`, `scenario.channels`. `week`: ISO year * 100 + week (0: recorded), `number`: n-th draw of its
    block. `reported` in Unix seconds, durations in seconds (`swap`: the exchange of the unit; `complain_after`: from
    the signature; `repeat_after`: from the restoration of the parent; `appointment`: how much later than offered the
    visit is wanted). `crew`: engineers it takes. Columns named u_… are latent uniforms that the model compares with
    what the plan makes of them. What the scenario does not have is 0.
    """

    key: Keys
    site: Integers
    fault: Integers
    week: Integers
    number: Integers
    reported: Integers
    channel: Integers
    parent: Integers
    patience: Integers
    talk: Integers
    expert_talk: Integers
    contact: Integers
    reply: Integers
    supply: Integers
    diagnose: Integers
    repair: Integers
    sign_off: Integers
    swap: Integers
    bring: Integers
    take_back: Integers
    complain_after: Integers
    decision: Integers
    repeat_after: Integers
    quote: Integers
    confirm: Integers
    appointment: Integers
    crew: Integers
    noise: Floats
    u_remote: Floats
    u_supplier: Floats
    u_first_fix: Floats
    u_satisfied: Floats
    u_complained: Floats
    u_carry_in: Floats
    u_charged: Floats
    u_refused: Floats
    u_appointment: Floats

    def __len__(self) -> int:
        return len(self.key)


@dataclass(frozen=True, eq=False)
class _Arrivals:
    site: Integers
    fault: Integers
    week: Integers
    number: Integers
    reported: Integers


def draw_tickets(scenario: Scenario, luck: Luck) -> Tickets:
    """All tickets from the start of the warm-up to the end of the run-out."""
    arrivals = _recorded(scenario) if scenario.replay is not None else _drawn(scenario, luck)
    sites, faults = _ranks([site.id for site in scenario.sites]), _ranks([kind.key for kind in scenario.faults])
    keys = (arrivals.number, arrivals.week, faults[arrivals.fault], sites[arrivals.site], arrivals.reported)
    order = np.lexsort(keys)
    site, fault, week, number, reported = (
        getattr(arrivals, name)[order] for name in ("site", "fault", "week", "number", "reported")
    )
    key = fold_each(fold_each(_block_keys(scenario, site, fault), week), number)
    back = draw_repeats(scenario, luck, key, fault, reported)
    size, parent = len(key), np.append(np.full(len(key), -1), back.parent)
    rows = np.append(np.arange(size), back.root)
    site, fault, week, number = site[rows], fault[rows], week[rows], number[rows]
    reported, key = np.append(reported, np.full(len(back.root), NEVER)), np.append(key, back.key)
    columns = _luck_of(scenario, luck, key, fault)
    columns["repeat_after"] = np.append(np.zeros(size, np.int64), back.after)
    if scenario.replay is not None:
        _put_recorded(scenario, columns, number[:size])
    return Tickets(key, site, fault, week, number, reported, parent=parent, **columns)


def _ranks(ids: list[str]) -> Integers:
    """Position of each id among all in order, so that ties never hang on the order of a file."""
    return np.argsort(np.argsort(np.array(ids, dtype=object)))


def _block_keys(scenario: Scenario, site: Integers, fault: Integers) -> Keys:
    sites = np.array([key_of(site.id) for site in scenario.sites], dtype=np.uint64)
    faults = np.array([key_of(fault.key) for fault in scenario.faults], dtype=np.uint64)
    return fold_each(sites[site], faults[fault])


def _drawn(scenario: Scenario, luck: Luck) -> _Arrivals:
    """Counts per block (site, fault, ISO week) by inverse Poisson, then each draw's instant inside its block."""
    weeks = weeks_of(scenario)
    weight = lucky_weights(weeks, luck, scenario.dispersion.region_day_cv)
    total = weight.sum(axis=2)
    site, fault, rate = _blocks(scenario, luck)
    region = np.array([weeks.regions.index(place.region) for place in scenario.sites], dtype=np.int64)[site]
    mean = rate[:, None] * total[region]
    block_key = fold_each(_block_keys(scenario, site, fault)[:, None], weeks.numbers[None, :])
    counts = poisson_counts(mean.ravel(), luck.each("count", block_key.ravel()))
    block = np.repeat(np.arange(len(counts)), counts)
    number = np.arange(len(block)) - np.repeat(np.cumsum(counts) - counts, counts)
    row, week = block // len(weeks.starts), block % len(weeks.starts)
    u = luck.each("instant", fold_each(block_key.ravel()[block], number))
    reported = weeks.starts[week] + _inside_week(weight, total, weeks.cell_s, region[row], week, u)
    begin, end = np.array(scenario.service_of_site, np.int64).reshape(-1, 2).T
    kept = reported >= np.maximum(begin, scenario.horizon.begin)[site[row]]
    kept &= reported < np.minimum(end, scenario.horizon.stop)[site[row]]
    return _Arrivals(site[row][kept], fault[row][kept], weeks.numbers[week][kept], number[kept], reported[kept])


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


def _luck_of(scenario: Scenario, luck: Luck, key: Keys, fault: Integers) -> dict[str, NDArray[Any]]:
    """Durations and latent uniforms of every ticket, each from a stream of its own."""
    kinds = [kind.fault for kind in scenario.faults]
    suppliers = [scenario.suppliers[kind.supplier.id] if kind.supplier else None for kind in kinds]
    durations: dict[str, list[Distribution | None]] = {
        "talk": [kind.talk for kind in kinds],
        "expert_talk": [kind.talk for kind in kinds],
        "diagnose": [kind.diagnose for kind in kinds],
        "repair": [kind.repair for kind in kinds],
        "sign_off": [kind.sign_off for kind in kinds],
        "swap": [swap.work if (swap := scenario.products[kind.product].swap) else None for kind in scenario.faults],
        "bring": [kind.bring for kind in kinds],
        "take_back": [kind.take_back for kind in kinds],
        "contact": [supplier.contact_handle if supplier else None for supplier in suppliers],
        "reply": [supplier.reply if supplier else None for supplier in suppliers],
        "supply": [supplier.supply if supplier else None for supplier in suppliers],
    }
    columns: dict[str, NDArray[Any]] = {
        name: _by_fault(dists, luck, name, key, fault) for name, dists in durations.items()
    }
    columns["channel"] = channel = _channels(scenario, luck, key)
    columns["patience"] = _patience(scenario, luck, key, channel)
    complaints, none = scenario.complaints, np.zeros(len(key), np.int64)
    columns["complain_after"] = seconds(complaints.after, luck.each("complain-after", key)) if complaints else none
    columns["decision"] = seconds(complaints.decision, luck.each("decision", key)) if complaints else none
    columns |= _charged(scenario, luck, key)
    columns["crew"] = _crews(scenario, luck, key, fault)
    columns["noise"] = mean_one_lognormal(scenario.travel.noise_cv, luck.each("travel", key, 1, 1))
    columns["u_first_fix"] = luck.each("first-fix", key, 1)
    for name in ("remote", "supplier", "satisfied", "complained", "carry_in"):
        columns[f"u_{name}"] = luck.each(name, key)
    return columns


def _charged(scenario: Scenario, luck: Luck, key: Keys) -> dict[str, NDArray[Any]]:
    """What becomes of a quote, and whether the visit is wanted later."""
    none, never = np.zeros(len(key), np.int64), np.ones(len(key))
    charged, wishes = scenario.charged, scenario.appointments
    drawn: dict[str, NDArray[Any]] = dict.fromkeys(("quote", "confirm", "appointment"), none)
    drawn |= dict.fromkeys(("u_charged", "u_refused", "u_appointment"), never)
    if charged is not None:
        drawn["quote"] = seconds(charged.quote, luck.each("quote", key))
        drawn["confirm"] = seconds(charged.confirm, luck.each("confirm", key))
        drawn |= {f"u_{name}": luck.each(name, key) for name in ("charged", "refused")}
    if wishes is not None:
        drawn["appointment"] = seconds(wishes.after, luck.each("appointment-after", key))
        drawn["u_appointment"] = luck.each("appointment", key)
    return drawn


def _channels(scenario: Scenario, luck: Luck, key: Keys) -> Integers:
    """How each ticket is reported; by the order of ids, so that the order of a file decides nothing."""
    ids = list(scenario.channels)
    if len(ids) == 1:
        return np.zeros(len(key), dtype=np.int64)
    shares = tuple((ids.index(name), scenario.channels[name].share or 0.0) for name in sorted(ids))
    return counts(shares, luck.each("channel", key))


def _patience(scenario: Scenario, luck: Luck, key: Keys, channel: Integers) -> Integers:
    """Seconds the customer waits on his first attempt; NEVER where the channel has no patience."""
    patience = np.full(len(key), NEVER, dtype=np.int64)
    for position, entry in enumerate(scenario.channels.values()):
        here = np.flatnonzero(channel == position)
        if entry.patience is not None:
            patience[here] = seconds(entry.patience, luck.each("patience", key[here], 1))
    return patience


def _crews(scenario: Scenario, luck: Luck, key: Keys, fault: Integers) -> Integers:
    """Engineers each ticket takes."""
    crews = np.ones(len(key), dtype=np.int64)
    for index, kind in enumerate(scenario.faults):
        if kind.fault.crew != ((1, 1.0),):
            here = np.flatnonzero(fault == index)
            crews[here] = counts(kind.fault.crew, luck.each("crew", key[here]))
    return crews


def _by_fault(dists: list[Distribution | None], luck: Luck, stream: str, key: Keys, fault: Integers) -> Integers:
    """Seconds drawn from the distribution of each ticket's fault; visits draw with their number, here the first."""
    values = np.zeros(len(key), dtype=np.int64)
    for index, dist in enumerate(dists):
        here = np.flatnonzero(fault == index)
        if dist is not None and len(here):
            values[here] = seconds(dist, luck.each(stream, key[here], 1))
    return values


def _recorded(scenario: Scenario) -> _Arrivals:
    """Recorded tickets in place of rates; the row of the file is the number."""
    assert scenario.replay is not None
    rows = scenario.replay
    sites = {site.id: index for index, site in enumerate(scenario.sites)}
    faults = {kind.key: index for index, kind in enumerate(scenario.faults)}
    return _Arrivals(
        np.array([sites[row.site] for row in rows], np.int64),
        np.array([faults[row.fault] for row in rows], np.int64),
        np.zeros(len(rows), np.int64),
        np.arange(len(rows)),
        np.array([row.reported for row in rows], np.int64),
    )


def _put_recorded(scenario: Scenario, columns: dict[str, NDArray[Any]], number: Integers) -> None:
    """Given durations replace the drawn ones."""
    assert scenario.replay is not None
    for name in ("talk", "diagnose", "repair", "patience"):
        given = [getattr(scenario.replay[row], name) for row in number]
        here = [index for index, value in enumerate(given) if value is not None]
        columns[name][here] = [given[index] for index in here]
