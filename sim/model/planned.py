"""Planned visits: which sites a plan visits of itself, and when; by ids and rounds, so that no visit moves another."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.model.rota import LocalDays
from sim.scenario import Plan, Planned, Scenario
from sim.scenario.horizon import step_later
from sim.world import World, key_of, seconds
from sim.world.uniforms import Keys, fold_each

Integers = NDArray[np.int64]

INSPECTION = "inspection"


@dataclass(frozen=True, eq=False)
class PlannedVisits:
    """Columns by visit, in order of (opens, measure, site id). In the log visit j is number of tickets + number of
    customers + j.

    `measure`: position in `plan.planned`; `site`: position; from `opens` on it may be made, from `last_day` on it ranks
    like a ticket, by `ends` it should be done; `work`: seconds on site of somebody who is neither slow nor quick;
    `key`: 64-bit identity.
    """

    measure: Integers
    site: Integers
    opens: Integers
    last_day: Integers
    ends: Integers
    work: Integers
    key: Keys

    def __len__(self) -> int:
        return len(self.site)


def first_case(world: World) -> int:
    """What the first planned visit is called in the log."""
    return len(world.tickets) + len(world.scenario.customers)


def planned_visits(world: World, plan: Plan) -> PlannedVisits:
    """Every visit whose window opens while the world is simulated and its site is in service."""
    rows = [
        row for number, name in enumerate(plan.planned) for row in _of_measure(world, plan.planned[name], name, number)
    ]
    none = np.zeros(0, np.int64)
    columns: list[Any] = [none] * 6 + [none.astype(np.uint64)]
    if rows:
        columns = [np.concatenate(pieces) for pieces in zip(*rows, strict=True)]
    measure, site, opens, *_others = columns
    ids = np.argsort(np.argsort(np.array([place.id for place in world.scenario.sites], dtype=object)))
    names = np.argsort(np.argsort(np.array(list(plan.planned), dtype=object)))
    order = np.lexsort((ids[site], names[measure], opens)) if len(site) else np.zeros(0, np.int64)
    return PlannedVisits(*(column[order] for column in columns))


def _of_measure(world: World, entry: Planned, name: str, number: int) -> Iterator[tuple[Integers | Keys, ...]]:
    """The visits of each round: `every` cuts time from the start of judged time on, both ways."""
    scenario = world.scenario
    horizon, days = scenario.horizon, LocalDays(scenario.timezone, scenario.horizon.begin, scenario.horizon.stop)
    midnights = np.array(days.midnights, np.int64)
    sites = np.array(
        [i for i, site in enumerate(scenario.sites) if not entry.products or site.product in entry.products]
    )
    if not len(sites):
        return
    keys = np.array([key_of(scenario.sites[index].id) for index in sites], np.uint64)
    service = np.array(scenario.service_of_site, np.int64).reshape(-1, 2)[sites]
    for round_, start, end in _rounds(scenario, entry):
        window = min(window_of(entry, end - start), end - start)
        phase = round_ if entry.kind == INSPECTION else 0  # an inspection comes as a surprise
        spread = world.luck.each("planned", keys, key_of(name), phase) * (end - window - start)
        opens = np.maximum(start, midnights[np.searchsorted(midnights, start + spread, side="right") - 1])
        due = (opens >= horizon.begin) & (opens < horizon.stop) & (opens >= service[:, 0]) & (opens < service[:, 1])
        due &= world.luck.each("planned-share", keys, key_of(name), round_) < entry.share_of_sites
        ends = opens + window
        last_day = np.maximum(opens, midnights[np.searchsorted(midnights, ends - 1, side="right") - 1])
        work = seconds(entry.work, world.luck.each("planned-work", keys, key_of(name), round_))
        key = fold_each(fold_each(keys, key_of(name)), round_)
        columns = (np.full(len(sites), number), sites, opens, last_day, ends, work, key)
        yield tuple(column[due] for column in columns)


def window_of(entry: Planned, round_s: int) -> int:
    """Seconds in which a visit is to be made: as written, else a quarter of the round."""
    return round_s // 4 if entry.window is None else entry.window


def _rounds(scenario: Scenario, entry: Planned) -> Iterator[tuple[int, int, int]]:
    """(number, start, end) of every round that reaches into the simulated time."""
    horizon = scenario.horizon

    def start_of(number: int) -> int:
        return step_later(horizon.start, entry.every, scenario.timezone, number)

    number = 0
    while start_of(number) > horizon.begin:
        number -= 1
    while start_of(number) < min(horizon.stop, NEVER):
        yield number, start_of(number), start_of(number + 1)
        number += 1
