"""How many parts went into repairs in judged time."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.judge.tickets import Integers
from sim.model import Deployment
from sim.model.events import COLUMNS, Event, EventLog


@dataclass(frozen=True)
class PartUse:
    """Units that tickets took, by part, wherever they came from; shipments by courier."""

    units: dict[str, int]
    couriered: int


def part_use(deployment: Deployment, log: EventLog) -> PartUse:
    """A unit counts when it is handed out to a ticket, sent off or bought for it; what is given back does not."""
    names = {part: position for position, part in enumerate(deployment.scenario.parts)}
    if not names:
        return PartUse({}, 0)
    horizon = deployment.scenario.horizon
    first, upto = np.searchsorted(log.at, (horizon.start, horizon.end))
    judged = EventLog(*(getattr(log, name)[first:upto] for name in COLUMNS))
    of_item = np.array([names[item.part] for item in deployment.stock_items], np.int64)
    used = _handed_out(judged, of_item, len(names)) + _sent(judged.of(Event.COURIERED, Event.BOUGHT), len(names))
    return PartUse(dict(zip(names, used.tolist(), strict=True)), len(judged.of(Event.COURIERED)))


def _handed_out(log: EventLog, of_item: Integers, parts: int) -> Integers:
    """Taken from stocks for tickets, less what was given back; orders of other stores are no use."""
    rows = log.of(Event.TAKEN, Event.GIVEN_BACK)
    units = rows.value * (rows.ticket >= 0) * np.where(rows.event == Event.TAKEN, 1, -1)
    return np.bincount(of_item[rows.actor], weights=units, minlength=parts).astype(np.int64)


def _sent(rows: EventLog, parts: int) -> Integers:
    return np.bincount(rows.actor, weights=rows.value, minlength=parts).astype(np.int64)
