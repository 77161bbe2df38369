"""What luck brought to the shelves: how much would be on order if each demand were ordered by itself.

Worked out from the demand and the lead times of a world alone, whatever the plan makes of them; the true mean is known
from a formula (see `luck`).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.oracle import lots
from sim.scenario import Distribution
from sim.selftest.luck import arrival_rate
from sim.selftest.small import UNIT_S
from sim.world import World

Floats = NDArray[np.float64]


def on_order(world: World, part: str) -> list[float]:
    """Units on order: their mean, variance and third central moment over judged time, beyond the true ones.

    The number is compound Poisson whatever the law of the lead time, so these are the demand in a mean lead time times
    the mean size of a demand, the mean of its square and of its cube.
    """
    sizes = world.scenario.faults[0].fault.parts[part].quantity
    demand = arrival_rate(world.scenario) * _lead(world, part).average / UNIT_S
    mean, *moments = (demand * sum(share * units**power for units, share in sizes) for power in (1, 2, 3))
    number, _came, lasts = _through_time(world, part)
    beyond = [number - mean, *((number - mean) ** power - moment for power, moment in enumerate(moments, 2))]
    return [float((figure * lasts).sum()) for figure in beyond]


def other_lots(world: World, part: str, order_at: Sequence[int], lot: int) -> list[float]:
    """Backorders of the same demand at stores that order their lots a little sooner or later, beyond the formula.

    Single units and a constant lead time: what was ordered a lead time ago is there, so the net stock is the position
    of then less the demand since.
    """
    number, came, lasts = _through_time(world, part)
    rate, lead = arrival_rate(world.scenario), _lead(world, part).average / UNIT_S
    beyond = []
    for level in order_at:
        short = np.maximum(number - (level + lot - came % lot), 0)
        beyond.append(float(((short - _backorders(rate, lead, level, lot)) * lasts).sum()))
    return beyond


@lru_cache
def _backorders(rate: float, lead: float, order_at: int, lot: int) -> float:
    return lots(rate, lead, order_at, lot).backorders


def _lead(world: World, part: str) -> Distribution:
    lead = world.scenario.parts[part].lead
    assert lead is not None
    return lead


def _through_time(world: World, part: str) -> tuple[Floats, Floats, Floats]:
    """Units on order, units that have come, and for how many time units of judged time that lasts."""
    needs, horizon = world.needs, world.scenario.horizon
    mine = needs.part == list(world.scenario.parts).index(part)
    asked = world.tickets.reported[np.repeat(np.arange(len(world.tickets)), np.diff(needs.first))[mine]]
    there = asked + np.array(world.order_times(_lead(world, part), "depot", part, 1, len(asked)), dtype=np.int64)
    at = np.clip(np.concatenate([asked, there]), horizon.start, horizon.end)
    order = np.argsort(at, kind="stable")
    units, none = needs.quantity[mine].astype(np.float64), np.zeros(len(asked))
    number = np.cumsum(np.concatenate([units, -units])[order])[:-1]
    came = np.cumsum(np.concatenate([none, units])[order])[:-1]
    return number, came, np.diff(at[order]) / UNIT_S
