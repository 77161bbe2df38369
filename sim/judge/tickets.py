"""What the log says of each ticket: its milestones and who dealt with it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.model import Deployment
from sim.model.events import COLUMNS, Event, EventLog, Purpose
from sim.model.promises import Facts, facts_of
from sim.world import World

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

MILESTONES = (
    "reported",
    "answered",
    "responded",
    "supplier_contacted",
    "replied",
    "remote_fixed",
    "dispatched",
    "parts_ready",
    "departed",
    "arrived",
    "diagnosed",
    "restored",
    "closed",
    "complained",
    "handed_on",
    "abandoned",
)
_FIRST_ROW = {
    "supplier_contacted": Event.SUPPLIER_CONTACTED,
    "replied": Event.REPLIED,
    "remote_fixed": Event.REMOTE_FIXED,
    "dispatched": Event.DISPATCHED,
    "parts_ready": Event.PARTS_READY,
    "departed": Event.DEPARTED,
    "arrived": Event.ARRIVED,
    "diagnosed": Event.DIAGNOSED,
    "restored": Event.RESTORED,
    "closed": Event.CLOSED,
    "complained": Event.COMPLAINED,
    "handed_on": Event.HANDED_ON,
    "abandoned": Event.ABANDONED,
}


@dataclass(frozen=True, eq=False)
class TicketTable:
    """One row per ticket of the world, in its order.

    `milestones`: Unix seconds by name, NEVER where it did not happen before the end of the run-out. `desk`, `engineer`:
    positions in the deployment, -1 for none (the desk that answered, else the one that was called; the engineer last
    sent). `visits`: trips begun. `returns`: visits that left the fault unrepaired. `satisfied`: 1, 0, or -1 not closed.
    """

    facts: Facts
    milestones: dict[str, Integers]
    dispatched_last: Integers
    judged: Flags
    desk: Integers
    engineer: Integers
    attempts: Integers
    visits: Integers
    returns: Integers
    distance_m: Integers
    satisfied: Integers
    stop: int

    def __len__(self) -> int:
        return len(self.judged)

    def has(self, milestone: str) -> Flags:
        """Which tickets reached this milestone."""
        return self.milestones[milestone] < NEVER


def seen(log: EventLog, stop: int) -> EventLog:
    """The rows before `stop`: judging looks no further. The log is in order of time."""
    upto = int(np.searchsorted(log.at, stop))
    return log if upto == len(log) else EventLog(*(getattr(log, name)[:upto] for name in COLUMNS))


def ticket_table(world: World, deployment: Deployment, log: EventLog) -> TicketTable:
    """Milestones and persons of every ticket of the world, from the rows of the log."""
    horizon, size = world.scenario.horizon, len(world.tickets)
    log = seen(log, horizon.stop)
    rows = _rows_by_event(log)
    milestones = _milestones(world, rows, size)
    facts = facts_of(world, deployment)
    spared = (milestones["remote_fixed"] < NEVER) | (milestones["abandoned"] < NEVER)
    facts["needs_visit"] = ~spared & ~np.asarray(facts["supplier_visits"], np.bool_)
    calls = _asked(rows[Event.QUEUED])
    left, departed = rows[Event.LEFT], rows[Event.DEPARTED]
    reported = milestones["reported"]
    return TicketTable(
        facts=facts,
        milestones=milestones,
        dispatched_last=_last(rows[Event.DISPATCHED], "at", size, NEVER),
        judged=(reported >= horizon.start) & (reported < horizon.end),
        desk=_desk(rows, size),
        engineer=_last(rows[Event.DISPATCHED], "actor", size, -1),
        attempts=_last(calls, "n", size, 0),
        visits=_last(departed, "n", size, 0),
        returns=np.bincount(left.ticket[left.value == 0], minlength=size),
        distance_m=np.bincount(departed.ticket, weights=departed.value, minlength=size).astype(np.int64),
        satisfied=_last(rows[Event.SATISFIED], "value", size, -1),
        stop=horizon.stop,
    )


def _rows_by_event(log: EventLog) -> dict[Event, EventLog]:
    """The log cut by kind of row, each part still in order of time."""
    order = np.argsort(log.event.astype(np.uint8), kind="stable")
    ends = np.cumsum(np.bincount(log.event, minlength=len(Event)))
    cut = [np.split(getattr(log, name)[order], ends[:-1]) for name in COLUMNS]
    return {event: EventLog(*(column[event] for column in cut)) for event in Event}


def _milestones(world: World, rows: dict[Event, EventLog], size: int) -> dict[str, Integers]:
    taken, done = rows[Event.STARTED], rows[Event.ENDED]
    live = _first(_where(taken, taken.value == Purpose.CALL), size)
    message_answered = _first(_where(done, done.value == Purpose.MESSAGE), size)
    dated = {name: _first(rows[event], size) for name, event in _FIRST_ROW.items()}
    dated["reported"] = world.tickets.reported
    dated["answered"] = _first(_asked(taken), size)
    dated["responded"] = np.minimum(live, message_answered)
    return {name: dated[name] for name in MILESTONES}


def _asked(rows: EventLog) -> EventLog:
    """The customer's own attempts: calls and messages."""
    return _where(rows, rows.value <= Purpose.MESSAGE)


def _where(rows: EventLog, chosen: Flags) -> EventLog:
    return EventLog(*(getattr(rows, name)[chosen] for name in COLUMNS))


def _first(rows: EventLog, size: int) -> Integers:
    """Instant of each ticket's first row; NEVER without one."""
    at = np.full(size, NEVER, dtype=np.int64)
    at[rows.ticket[::-1]] = rows.at[::-1]
    return at


def _last(rows: EventLog, column: str, size: int, blank: int) -> Integers:
    """A column of each ticket's last row."""
    values = np.full(size, blank, dtype=np.int64)
    values[rows.ticket] = getattr(rows, column)
    return values


def _desk(rows: dict[Event, EventLog], size: int) -> Integers:
    called, taken = _asked(rows[Event.QUEUED]), _asked(rows[Event.STARTED])
    desk = np.full(size, -1, dtype=np.int64)
    desk[called.ticket[::-1]] = called.actor[::-1]
    desk[taken.ticket[::-1]] = taken.actor[::-1]
    return desk
