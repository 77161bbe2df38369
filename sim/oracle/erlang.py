"""Erlang's formulas for a desk: blocked calls, waiting calls, impatient callers.

Rates are per unit of time and waits are in the same unit; any unit will do, as long as it is one.
"""

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray


def offered_load(arrival_rate: float, mean_handle: float) -> float:
    """Offered load in erlangs: the mean number of seats busy if there were no limit (Little's law)."""
    return arrival_rate * mean_handle


def occupancy(servers: int, load: float) -> float:
    """Share of time a seat is busy when no call is lost: load over seats."""
    return load / servers


def erlang_b(servers: int, load: float) -> float:
    """Probability that all `servers` are busy in M/G/c/c (Erlang B).

    Recursion B(n) = a B(n-1) / (n + a B(n-1)), B(0) = 1: Cooper, Introduction to Queueing Theory, 2nd ed., section 3.3.
    """
    blocked = 1.0
    for busy in range(1, servers + 1):
        blocked = load * blocked / (busy + load * blocked)
    return blocked


def erlang_c(servers: int, load: float) -> float:
    """Probability of waiting in M/M/c (Erlang C) from Erlang B: C = B / (1 - (a/c)(1 - B)).

    Cooper, section 3.4. Raises ValueError at a load of `servers` or more: the queue then grows without end.
    """
    if load >= servers:
        raise ValueError(f"a load of {load:g} erlangs needs more than {servers} seats")
    blocked = erlang_b(servers, load)
    return blocked / (1.0 - occupancy(servers, load) * (1.0 - blocked))


def mean_wait(servers: int, arrival_rate: float, mean_handle: float) -> float:
    """Mean wait of all calls in M/M/c: C / (c/h - arrival rate); Cooper, section 3.4."""
    load = offered_load(arrival_rate, mean_handle)
    return erlang_c(servers, load) / (servers / mean_handle - arrival_rate)


def service_level(servers: int, arrival_rate: float, mean_handle: float, within: float) -> float:
    """Share of calls that wait no longer than `within` in M/M/c: 1 - C exp(-(c/h - arrival rate) t); Cooper, 3.4."""
    load = offered_load(arrival_rate, mean_handle)
    drain = servers / mean_handle - arrival_rate
    return 1.0 - erlang_c(servers, load) * math.exp(-drain * within)


def seats_needed(
    arrival_rate: float, mean_handle: float, within: float, target: float, max_occupancy: float = 1.0
) -> int:
    """Fewest seats in M/M/c that answer the share `target` of calls within `within`, busy at most `max_occupancy`."""
    if not (0.0 <= target < 1.0 and 0.0 < max_occupancy <= 1.0):
        raise ValueError("the target must lie in [0, 1) and the occupancy in (0, 1]")
    load = offered_load(arrival_rate, mean_handle)
    seats = max(math.floor(load) + 1, math.ceil(load / max_occupancy))
    while service_level(seats, arrival_rate, mean_handle, within) < target:
        seats += 1
    return seats


def seats_on_roster(seats: int, shrinkage: float) -> int:
    """People to roster so that `seats` are there when the share `shrinkage` is absent."""
    return math.ceil(seats / (1.0 - shrinkage))


@dataclass(frozen=True)
class Abandonment:
    """Long-run figures of M/M/c+M; waits in the unit of the rates."""

    p_wait: float
    p_abandon: float
    mean_wait: float
    mean_wait_served: float
    mean_wait_abandoned: float
    utilisation: float
    queue: float


def erlang_a(arrival_rate: float, service_rate: float, patience_rate: float, servers: int) -> Abandonment:
    """M/M/c+M (Erlang A, Palm 1957): callers give up after an exponential patience of rate `patience_rate` > 0.

    Garnett, Mandelbaum, Reiman, Designing a Call Center with Impatient Customers, MSOM 4 (2002), section 2. The wait
    of a caller who finds k waiting is a sum of exponentials of rates c mu + j theta, j = 0..k, cut by his patience;
    so he is served with chance c mu / (c mu + (k+1) theta), having then waited sum_j 1 / (c mu + (j+1) theta).
    """
    waiting = _found_waiting(arrival_rate, service_rate, patience_rate, servers)
    k = np.arange(waiting.size)
    exits = servers * service_rate + patience_rate * (k + 1)
    served = waiting * (servers * service_rate / exits)
    queue = float(k @ waiting)
    p_abandon = patience_rate * queue / arrival_rate
    wait_of_served = float(served @ np.cumsum(1.0 / exits))
    return Abandonment(
        p_wait=float(waiting.sum()),
        p_abandon=p_abandon,
        mean_wait=queue / arrival_rate,
        mean_wait_served=wait_of_served / (1.0 - p_abandon),
        mean_wait_abandoned=(queue / arrival_rate - wait_of_served) / p_abandon,
        utilisation=arrival_rate * (1.0 - p_abandon) / (servers * service_rate),
        queue=queue,
    )


def erlang_a_service_level(
    arrival_rate: float, service_rate: float, patience_rate: float, servers: int, within: float
) -> float:
    """Share of all callers in M/M/c+M who are served after a wait of at most `within`.

    With V the wait an endless patience would see behind k others, exp(-theta V) is a product of independent
    Beta(c mu / theta + j, 1), j = 0..k, hence Beta(c mu / theta, k + 1): the share is an incomplete beta function.
    """
    from scipy.special import betainc

    waiting = _found_waiting(arrival_rate, service_rate, patience_rate, servers)
    shape = servers * service_rate / patience_rate
    ahead = np.arange(1, waiting.size + 1)
    in_time = 1.0 - betainc(shape + 1.0, ahead, math.exp(-patience_rate * within))
    return float(1.0 - waiting.sum() + waiting @ (shape / (shape + ahead) * in_time))


def _found_waiting(arrival_rate: float, service_rate: float, patience_rate: float, servers: int) -> NDArray[np.float64]:
    """Probability that all are busy and k wait, k = 0, 1, …, cut where it no longer matters to a double."""
    if min(arrival_rate, service_rate, patience_rate) <= 0 or servers < 1:
        raise ValueError("rates must be above 0 and there must be a seat")
    logs = _log_weights(arrival_rate, servers * service_rate, patience_rate)
    top = logs.max()
    weights: NDArray[np.float64] = np.exp(logs - top)
    below = (1.0 / erlang_b(servers, arrival_rate / service_rate) - 1.0) * math.exp(-top)
    shares: NDArray[np.float64] = weights / (below + weights.sum())
    return shares


def _log_weights(arrival_rate: float, service: float, patience_rate: float) -> NDArray[np.float64]:
    """Logarithm of P(all busy, k wait) / P(all busy, none waits); logarithms because overload would overflow."""
    length = 64
    while True:
        steps = np.log(arrival_rate / (service + patience_rate * np.arange(1, length)))
        logs = np.concatenate(([0.0], np.cumsum(steps)))
        if steps[-1] < 0.0 and logs[-1] < logs.max() - 45.0:
            return logs
        length *= 2
