"""Formulas for waiting lines that are not Erlang's: any law of service, a limit on lines, urgent calls first.

Rates are per unit of time and waits are in the same unit; any unit will do, as long as it is one.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from sim.oracle.erlang import erlang_c, offered_load
from sim.oracle.markov import done_within


def mean_wait_of_one(arrival_rate: float, mean: float, second: float) -> float:
    """Mean wait in M/G/1 by the mean service and the mean of its square: Pollaczek and Khinchine.

    Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed., section 5.1. Raises ValueError at a
    load of 1 or more: the queue then grows without end.
    """
    load = offered_load(arrival_rate, mean)
    if load >= 1:
        raise ValueError(f"a load of {load:g} erlangs needs more than one seat")
    return arrival_rate * second / 2 / (1 - load)


@dataclass(frozen=True)
class LimitedLines:
    """Long-run figures of M/M/c/K: share of callers without a line, and of those with one who waits and how long."""

    p_block: float
    p_wait: float
    mean_wait: float
    utilisation: float


def limited_lines(servers: int, lines: int, arrival_rate: float, mean_handle: float) -> LimitedLines:
    """M/M/c/K: at most `lines` callers at a time, talking or waiting; who finds none free is lost.

    The shares of time with n callers are a^n / n! up to c, then fall or rise by a / c each: Gross et al., section 2.5.
    Raises ValueError for fewer lines than servers.
    """
    if not 1 <= servers <= lines:
        raise ValueError("there must be a seat, and a line for every seat")
    load = offered_load(arrival_rate, mean_handle)
    weights = [1.0]
    for callers in range(1, lines + 1):
        weights.append(weights[-1] * load / min(callers, servers))
    shares = [weight / sum(weights) for weight in weights]
    accepted = 1 - shares[lines]
    queue = sum((callers - servers) * shares[callers] for callers in range(servers, lines + 1))
    return LimitedLines(
        p_block=shares[lines],
        p_wait=sum(shares[servers:lines]) / accepted,
        mean_wait=queue / (arrival_rate * accepted),
        utilisation=load * accepted / servers,
    )


def mean_waits_by_rank(servers: int, arrival_rates: Sequence[float], mean_handle: float) -> list[float]:
    """Mean waits in M/M/c by rank, the first rank served first, nobody interrupted.

    Cobham, Operations Research 2 (1954), 70-76. Raises ValueError at a load of `servers` or more.
    """
    loads = [offered_load(rate, mean_handle) / servers for rate in arrival_rates]
    left = [1 - load for load in accumulate(loads, initial=0.0)]  # of the servers by those who go first
    for_a_seat = erlang_c(servers, servers * sum(loads)) * mean_handle / servers
    return [for_a_seat / (before * after) for before, after in pairwise(left)]


def within_by_rank(
    servers: int, arrival_rates: Sequence[float], mean_handle: float, within: Sequence[float]
) -> list[list[float]]:
    """Shares in M/M/c, by rank, that wait no longer than each of these times; the first rank goes first.

    Who waits finds a geometric number that go before it: of its own rank and those before it. Each leaves at the rate
    of all servers, and those of earlier ranks that come later go before it too: it is followed until it is served.
    """
    service, waiting = servers / mean_handle, erlang_c(servers, sum(arrival_rates) * mean_handle)
    shares = []
    for rank in range(len(arrival_rates)):
        later, ahead = sum(arrival_rates[:rank]), sum(arrival_rates[: rank + 1])
        longest = math.ceil(40 / math.log(service / ahead))

        def moves(number: int, later: float = later, longest: int = longest) -> Iterator[tuple[int | None, float]]:
            yield (number - 1 if number else None), service
            if later and number < longest:
                yield number + 1, later

        load = ahead / service
        starts = {number: waiting * (1 - load) * load**number for number in range(longest)}
        shares.append(done_within(starts, moves, within))
    return shares
