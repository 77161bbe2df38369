"""The account of each store: what it handed out to tickets, what lies in it, what came back defective for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from sim.judge.part_use import PartUse
from sim.judge.stock import StockUse
from sim.judge.tickets import Integers
from sim.model import Deployment
from sim.model.events import Event, EventLog

UNITS = 1 << 20  # more than any ticket takes of a part


@dataclass(frozen=True)
class StoreUse:
    """A store in judged time (the vans of a team are one). `issued`: cents of what tickets took from it; `held`: cents
    times seconds on its shelves; None where a part it keeps has no price. `defective`: units sent back for repair in
    exchange for what it had handed out.
    """

    store: str
    issued: int | None
    held: int | None
    defective: int


def store_uses(
    deployment: Deployment, log: EventLog, stocks: Sequence[StockUse], parts: PartUse
) -> tuple[StoreUse, ...]:
    """One per store that keeps any part, in the order of the stocks."""
    known, items = deployment.scenario.parts, deployment.stock_items
    if not stocks:
        return ()
    prices = {part: spare.unit_cost for part, spare in known.items()}
    cost = np.array([prices[part] or 0 for part in known], np.int64)
    names = list(dict.fromkeys(use.store for use in stocks))
    of_item = np.array([names.index(item.store) if item.store in names else len(names) for item in items])
    taken = np.flatnonzero(parts.item >= 0)
    issued = _summed(of_item[parts.item[taken]], parts.number[taken] * cost[parts.part[taken]], len(names))
    defective = _defective(deployment, log, of_item, len(names))
    return tuple(
        _account(name, [use for use in stocks if use.store == name], prices, int(issued[index]), int(defective[index]))
        for index, name in enumerate(names)
    )


def _account(
    store: str, stocks: Sequence[StockUse], prices: dict[str, int | None], issued: int, defective: int
) -> StoreUse:
    if any(prices[use.part] is None for use in stocks):
        return StoreUse(store, None, None, defective)
    return StoreUse(store, issued, sum(use.on_hand_unit_s * (prices[use.part] or 0) for use in stocks), defective)


def _defective(deployment: Deployment, log: EventLog, of_item: Integers, stores: int) -> Integers:
    """The n-th unit that a ticket sends back is charged to the store that handed out the n-th of the part to it."""
    horizon = deployment.scenario.horizon
    sent = log.of(Event.SENT_BACK)
    if not len(sent):
        return np.zeros(stores, np.int64)
    unit, store = _handed_out(deployment, log, of_item)
    inside = np.flatnonzero((sent.at >= horizon.start) & (sent.at < horizon.end))
    wanted = _unit(sent.ticket[inside], sent.value[inside], sent.n[inside], len(deployment.scenario.parts))
    found = np.minimum(np.searchsorted(unit, wanted), len(unit) - 1)
    return _summed(store[found[unit[found] == wanted]], np.ones(int((unit[found] == wanted).sum()), np.int64), stores)


def _handed_out(deployment: Deployment, log: EventLog, of_item: Integers) -> tuple[Integers, Integers]:
    """Every unit handed out to a ticket, numbered from 1 by ticket and part, and the store it came from."""
    position = {part: index for index, part in enumerate(deployment.scenario.parts)}
    part_of = np.array([position[item.part] for item in deployment.stock_items], np.int64)
    rows = log.of(Event.TAKEN)
    own = np.repeat(np.flatnonzero(rows.ticket >= 0), rows.value[rows.ticket >= 0])
    ticket, part = rows.ticket[own], part_of[rows.actor[own]]
    order = np.lexsort((part, ticket))
    ticket, part, own = ticket[order], part[order], own[order]
    group = np.flatnonzero(np.append(True, (np.diff(ticket) != 0) | (np.diff(part) != 0))[: len(own)])
    number = np.arange(len(own)) - np.repeat(group, np.diff(group, append=len(own))) + 1
    return _unit(ticket, part, number, len(position)), of_item[rows.actor[own]]


def _unit(ticket: Integers, part: Integers, number: Integers, parts: int) -> Integers:
    return (ticket * parts + part) * UNITS + number


def _summed(place: Integers, amount: Integers, size: int) -> Integers:
    return np.bincount(place, weights=amount, minlength=size)[:size].astype(np.int64)
