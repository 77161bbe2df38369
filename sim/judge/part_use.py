"""What parts went into repairs in judged time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.judge.tickets import Integers
from sim.model import Deployment
from sim.model.events import COLUMNS, Event, EventLog


@dataclass(frozen=True, eq=False)
class PartUse:
    """Units that tickets took, wherever they came from; one row for each change, less what was given back.

    `part`, `item`: positions, `item` the stock it came from or -1; `units`: by part; `couriered`: shipments, and in
    `shipped` the ticket of each.
    """

    ticket: Integers
    part: Integers
    item: Integers
    number: Integers
    units: dict[str, int]
    couriered: int
    shipped: Integers


def part_use(deployment: Deployment, log: EventLog) -> PartUse:
    """A unit counts when it is handed out to a ticket, sent off or bought for it; what is given back does not."""
    names = {part: position for position, part in enumerate(deployment.scenario.parts)}
    if not names:
        none = np.zeros(0, np.int64)
        return PartUse(none, none, none, none, {}, 0, none)
    horizon = deployment.scenario.horizon
    first, upto = np.searchsorted(log.at, (horizon.start, horizon.end))
    judged = EventLog(*(getattr(log, name)[first:upto] for name in COLUMNS))
    out, sent = _handed_out(judged), judged.of(Event.COURIERED, Event.BOUGHT)
    of_item = np.array([names[item.part] for item in deployment.stock_items] or [0], np.int64)
    part = np.concatenate((of_item[out.actor], sent.actor))
    number = np.concatenate((out.value * np.where(out.event == Event.TAKEN, 1, -1), sent.value))
    used = np.bincount(part, weights=number, minlength=len(names)).astype(np.int64)
    return PartUse(
        ticket=np.concatenate((out.ticket, sent.ticket)),
        part=part,
        item=np.concatenate((out.actor, np.full(len(sent), -1))),
        number=number,
        units=dict(zip(names, used.tolist(), strict=True)),
        couriered=int((sent.event == Event.COURIERED).sum()),
        shipped=sent.ticket[sent.event == Event.COURIERED],
    )


def _handed_out(log: EventLog) -> EventLog:
    """Taken from stocks for tickets, and given back by them; orders of other stores are no use."""
    rows = log.of(Event.TAKEN, Event.GIVEN_BACK)
    own = np.flatnonzero(rows.ticket >= 0)
    return EventLog(*(getattr(rows, name)[own] for name in COLUMNS))
