"""What luck brought in a replication, as numbers whose true mean is 0.

A world with more calls or longer repairs than usual has longer queues; taking that out of an estimate (control
variates: Lavenberg and Welch, Management Science 27, 1981) proves as much with a fraction of the replications.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Distribution, Scenario
from sim.selftest.small import UNIT_S
from sim.world import World

Floats = NDArray[np.float64]

WINDOWS = (5, 20, 60)
"""Time units in which rushes come and go, from short ones to those that build long queues."""


def luck(world: World) -> list[float]:
    """Calls, work, patience and fixes of judged time beyond what was to be expected, and how unevenly work came."""
    tickets, scenario = world.tickets, world.scenario
    judged, start = judged_tickets(world), scenario.horizon.start
    length = judged_length(world)
    fault = scenario.faults[0].fault
    rate = arrival_rate(scenario)
    patience = scenario.channels["phone"].patience
    beyond = [judged.sum() - rate * length]
    if patience:
        beyond.append(_excess(tickets.patience[judged], patience.average))
    if fault.first_fix < 1:
        beyond.append((tickets.u_first_fix[judged] < fault.first_fix).sum() - fault.first_fix * judged.sum())
    for work, dist, needed, share in (
        (tickets.talk, fault.talk, judged, 1.0),
        (tickets.repair, fault.repair, judged & (tickets.u_remote >= fault.front), 1 - fault.front),
    ):
        if dist.average and share:
            beyond += [needed.sum() - share * judged.sum()] if share < 1 else []
            beyond += [_excess(work[needed], dist.average)] if dist.kind != "constant" else []
            at = (tickets.reported[needed] - start) / UNIT_S
            if not scenario.profile.values:
                beyond += _unevenness(at, work[needed] / UNIT_S, share * rate, dist, length)
    return [float(figure) for figure in beyond]


def arrival_rate(scenario: Scenario) -> float:
    """Arrivals per time unit; every site has a product of its own with one kind of fault.

    With a profile that of a whole round of it: judged time is so many rounds.
    """
    values = scenario.profile.values or (1.0,)
    return sum(kind.fault.rate_per_second for kind in scenario.faults) * UNIT_S * sum(values) / len(values)


def mean_square(dist: Distribution) -> float:
    """Mean of the square of a duration, in square time units."""
    if dist.kind == "mixture":
        return sum(share * mean_square(part) for share, part in dist.of)
    cv = {"constant": 0.0, "exponential": 1.0}.get(dist.kind, dist.cv)
    assert cv is not None
    return (dist.average / UNIT_S) ** 2 * (1 + cv**2)


def judged_length(world: World) -> float:
    """Time units judged."""
    return (world.scenario.horizon.end - world.scenario.horizon.start) / UNIT_S


def judged_tickets(world: World) -> NDArray[np.bool_]:
    """Which tickets are reported in judged time."""
    reported, horizon = world.tickets.reported, world.scenario.horizon
    return (reported >= horizon.start) & (reported < horizon.end)


def _excess(seconds: NDArray[np.int64], mean: float) -> float:
    return float((seconds - mean).sum()) / UNIT_S


def _unevenness(at: Floats, work: Floats, rate: float, dist: Distribution, length: float) -> Iterator[float]:
    """Squared deviation of the work that arrives in a window, less its variance: that of a compound Poisson sum."""
    for window in WINDOWS:
        windows = int(length // window)
        came = np.bincount((at // window).astype(int), weights=work, minlength=windows)[:windows]
        expected = rate * window * dist.average / UNIT_S
        yield float(((came - expected) ** 2).sum() - windows * rate * window * mean_square(dist))
