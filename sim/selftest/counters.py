"""What luck brought, told by simpler queues with a known answer that the same tickets stand in.

The waits there hang on the same rushes and the same long repairs as those of the case, and their true mean is known
from a formula: all beyond it is luck (see `luck`).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from heapq import heappop, heappush, heapreplace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.oracle import erlang_b, erlang_c, mean_wait_of_one, mean_waits_by_rank
from sim.selftest.luck import arrival_rate, judged_length, judged_tickets
from sim.selftest.small import UNIT_S
from sim.world import World

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
SELDOM = 0.5
"""Expected times a replication: what happens more seldom may not be seen at all, and tells nothing."""

Work = NDArray[Any]
"""Seconds, whole or not."""


def counter(
    world: World,
    servers: int,
    work: Work,
    mean: float,
    chosen: Flags | None = None,
    share: float = 1.0,
    times: Sequence[float] = (0.5, 1.0, 4.0),
) -> list[float]:
    """Waits at a counter of so many servers, the most severe first; exponential `work` of so many time units' `mean`.

    Erlang C says how many wait, Cobham how long on average; the most severe, once they wait, do so exponentially: how
    many longer than `times`. `chosen`: the tickets that come, an independent `share` of all.
    """
    faults = [kind.fault for kind in world.scenario.faults]
    ranks = np.array([world.scenario.severities.index(fault.severity) for fault in faults])
    rates = np.bincount(ranks, [fault.rate_per_second * UNIT_S * share for fault in faults])
    rank, judged, came = ranks[world.tickets.fault], judged_tickets(world), world.tickets.reported
    if chosen is not None:
        rank, judged, came, work = rank[chosen], judged[chosen], came[chosen], work[chosen]
    waits, beyond = _waits(came, work, rank, servers), []
    waiting = erlang_c(servers, float(rates.sum()) * mean)
    for severity, expected in enumerate(mean_waits_by_rank(servers, rates.tolist(), mean)):
        mine = waits[judged & (rank == severity)]
        beyond += [(mine - expected).sum(), ((mine > 0) - waiting).sum()]
    for within in times:
        longer, expected = (
            waits[judged & (rank == 0)] > within,
            waiting * math.exp((rates[0] - servers / mean) * within),
        )
        seldom = expected * rates[0] * judged_length(world) < SELDOM
        beyond.append(0.0 if seldom else (longer - expected).sum())
    return [float(figure) for figure in beyond]


def work_of_all_tries(world: World) -> Floats:
    """Seconds of repair of each ticket until it holds: again exponential, as the number of tries is geometric."""
    work = world.tickets.repair.astype(np.float64)
    first_fix = world.scenario.faults[0].fault.first_fix
    for ticket in np.flatnonzero(world.tickets.u_first_fix >= first_fix).tolist():
        visit, holds = 1, False
        while not holds:
            visit += 1
            work[ticket] += world.work(ticket, visit)[1]
            holds = world.first_fix(ticket, visit) < first_fix
    return work


def lone_server(world: World, work: Work, mean: float, second: float) -> list[float]:
    """Waits for a single server: Pollaczek and Khinchine. `mean`, `second`: of the work and its square, in time units.

    One who is as fast as several servers together has much the same queue as they have.
    """
    rate, tickets = arrival_rate(world.scenario), world.tickets
    waits = _waits(tickets.reported, work, np.zeros(len(tickets), np.int64), 1)[judged_tickets(world)]
    expected = mean_wait_of_one(rate, mean, second)
    return [float((waits - expected).sum()), float(((waits > 0) - rate * mean).sum())]


def busy_signals(world: World, lines: int, work: Work, mean: float) -> list[float]:
    """How many find no line free where nobody waits for a server: Erlang B, whatever the law of the work."""
    came, seconds, judged = world.tickets.reported.tolist(), work.tolist(), judged_tickets(world)
    until: list[float] = []
    lost = np.zeros(len(came), dtype=np.bool_)
    for ticket, at in enumerate(came):
        while until and until[0] <= at:
            heappop(until)
        if len(until) < lines:
            heappush(until, at + seconds[ticket])
        else:
            lost[ticket] = True
    return [float((lost[judged] - erlang_b(lines, arrival_rate(world.scenario) * mean)).sum())]


def _waits(instants: Integers, work: Work, rank: Integers, servers: int) -> Floats:
    """In time units. Of those who wait for a free server the lowest rank goes first, then who came first."""
    came, seconds = instants.tolist(), work.tolist()
    free, waits = [0.0] * servers, [0.0] * len(came)
    queue: list[tuple[int, int]] = []

    def serve(until: float) -> None:
        while queue and free[0] <= until:
            _rank, ticket = heappop(queue)
            waits[ticket] = free[0] - came[ticket]
            heapreplace(free, free[0] + seconds[ticket])

    for ticket, (at, its_rank) in enumerate(zip(came, rank.tolist(), strict=True)):
        serve(at)
        if free[0] <= at:
            heapreplace(free, at + seconds[ticket])
        else:
            heappush(queue, (its_rank, ticket))
    serve(NEVER)
    return np.array(waits) / UNIT_S
