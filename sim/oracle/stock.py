"""Formulas for one part in one store under Poisson demand: base stock, lots, (s, S), repair shop, emergency supply.

Rates are per unit of time and lead times in the same unit. What is short is waited for, first come first served.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.oracle.erlang import erlang_b, erlang_c

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class ShelfFigures:
    """Long-run figures: share of demands met at once, mean units on the shelf, mean units waited for."""

    fill_rate: float
    on_hand: float
    backorders: float


@dataclass(frozen=True)
class UpToFigures:
    """Long-run figures of (s, S). Fill rates by units and by whole demands; `ready_rate`: time with a unit there."""

    on_hand: float
    backorders: float
    ready_rate: float
    fill_rate_units: float
    fill_rate_complete: float
    order_rate: float


def base_stock(pipeline: float, level: int) -> ShelfFigures:
    """(S-1, S): one ordered for each one handed out, `pipeline` = demand rate x mean lead time.

    On order lie Poisson(pipeline) units whatever the law of the lead time: Palm's theorem (Feeney and Sherbrooke,
    Management Science 12, 1966).
    """
    return _with_missing(poisson(pipeline, level), level)


def repair_shop(rate: float, repair_rate: float, benches: int, level: int) -> ShelfFigures:
    """(S-1, S) where what is handed out comes back through a workshop of so many benches, repairs exponential.

    In the workshop is the number in M/M/c (Gross, Shortle, Thompson, Harris, Fundamentals of Queueing Theory, 4th ed.,
    section 2.3). Raises ValueError at a load of `benches` or more.
    """
    load = rate / repair_rate
    waiting = erlang_c(benches, load)
    tail = math.ceil(40 / math.log(benches / load)) + level
    shares = [(1 - waiting) * chance for chance in _below(benches, load)]
    shares += [waiting * (1 - load / benches) * (load / benches) ** queue for queue in range(tail)]
    return _with_missing(np.array(shares), level)


def wait_within(rate: float, lead: float, level: int, within: float) -> float:
    """Share of demands that wait no longer than `within` under (S-1, S) with a constant lead time.

    The unit for a demand is the one ordered S demands earlier: P(W <= t) = P(Poisson(rate (lead - t)) < S); Kruse,
    Operations Research 29 (1981).
    """
    return base_stock(rate * max(0.0, lead - within), level).fill_rate if within < lead else 1.0


def emergency(pipeline: float, level: int) -> ShelfFigures:
    """(S-1, S) where what is short comes from elsewhere and is not ordered: 1 - Erlang B of `level` servers.

    It holds for any law of the lead time (insensitivity of Erlang's loss formula).
    """
    short = erlang_b(level, pipeline)
    return ShelfFigures(fill_rate=1.0 - short, on_hand=level - pipeline * (1.0 - short), backorders=0.0)


def lots(rate: float, lead: float, order_at: int, lot: int) -> ShelfFigures:
    """(r, Q) with a constant lead time: a lot is ordered when the position falls to r.

    The position is uniform on r+1 … r+Q and does not hang on the demand to come (Hadley and Whitin, Analysis of
    Inventory Systems, 1963, section 4-7): the mean of as many base stocks.
    """
    each = [base_stock(rate * lead, level) for level in range(order_at + 1, order_at + lot + 1)]
    return ShelfFigures(
        fill_rate=sum(one.fill_rate for one in each) / lot,
        on_hand=sum(one.on_hand for one in each) / lot,
        backorders=sum(one.backorders for one in each) / lot,
    )


def up_to(rate: float, sizes: Mapping[int, float], lead: float, order_at: int, level: int) -> UpToFigures:
    """(s, S) with a constant lead time and demands of several units (`sizes`: shares by units); what is there is given.

    The position is S less the demand since the last order; how long it stays at each value follows from a renewal
    equation. The net stock a lead time later is the position less a compound Poisson demand (Zheng and Federgruen,
    Operations Research 39, 1991).
    """
    visits = _renewals(sizes, level - order_at)
    demand = _compoundpoisson(rate * lead, sizes, level)
    below = np.convolve(visits / visits.sum(), demand)  # of the net stock under S
    stock = level - np.arange(below.size)
    shelf = np.maximum(stock, 0)
    given = sum((share * np.minimum(shelf, units) for units, share in sizes.items()), np.zeros(shelf.size))
    complete = sum((share * (shelf >= units) for units, share in sizes.items()), np.zeros(shelf.size))
    return UpToFigures(
        on_hand=float(below @ shelf),
        backorders=float(below @ np.maximum(-stock, 0)),
        ready_rate=float(below @ (stock > 0)),
        fill_rate_units=float(below @ given) / sum(units * share for units, share in sizes.items()),
        fill_rate_complete=float(below @ complete),
        order_rate=rate / float(visits.sum()),
    )


def _with_missing(chances: Floats, level: int) -> ShelfFigures:
    """The shelf where 0, 1, … units of its level are missing with these chances."""
    net = level - np.arange(chances.size)
    return ShelfFigures(
        fill_rate=float(chances @ (net > 0)),
        on_hand=float(chances @ np.maximum(net, 0)),
        backorders=float(chances @ np.maximum(-net, 0)),
    )


def _below(servers: int, load: float) -> list[float]:
    """Chances of 0, 1, … taken servers given that one is free: proportional to a^n / n!."""
    weights = [1.0]
    for taken in range(1, servers):
        weights.append(weights[-1] * load / taken)
    return [weight / sum(weights) for weight in weights]


def _renewals(sizes: Mapping[int, float], length: int) -> Floats:
    """How often a position is visited between two orders, by units below S."""
    visits = np.zeros(length)
    visits[0] = 1.0
    for below in range(1, length):
        visits[below] = sum(share * visits[below - units] for units, share in sizes.items() if units <= below)
    return visits


def poisson(mean: float, beyond: int) -> Floats:
    """Poisson chances of 0, 1, … up to where they no longer matter, at least past `beyond`."""
    return _compoundpoisson(mean, {1: 1.0}, beyond)


def _compoundpoisson(mean: float, sizes: Mapping[int, float], beyond: int) -> Floats:
    """Chances of 0, 1, … units in Poisson(mean) demands: Panjer's recursion, ASTIN Bulletin 12 (1981)."""
    second = sum(units * units * share for units, share in sizes.items())
    length = int(mean * max(sizes) + 12 * math.sqrt(mean * second)) + 20 * max(sizes) + beyond
    chances = np.zeros(length)
    chances[0] = math.exp(-mean)
    for total in range(1, length):
        parts = (units * share * chances[total - units] for units, share in sizes.items() if units <= total)
        chances[total] = mean / total * sum(parts)
    return chances
