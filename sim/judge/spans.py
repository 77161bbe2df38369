"""What each ticket was waiting for or getting, from one row of the log to its next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock import NEVER
from sim.judge.tickets import Flags, Integers, TicketTable, seen
from sim.model.events import Event, EventLog, Purpose

CAUSES = ("desk", "dispatch", "off_shift", "engineer", "part", "travel", "repair", "supplier", "customer")
DESK, DISPATCH, OFF_SHIFT, ENGINEER, PART, TRAVEL, REPAIR, SUPPLIER, CUSTOMER = range(len(CAUSES))
OVER, AS_BEFORE, BY_PURPOSE = -1, -2, -3

_AFTER = {
    Event.QUEUED: BY_PURPOSE,
    Event.STARTED: BY_PURPOSE,
    Event.ENDED: SUPPLIER,  # after the dispatch desk a part may still be under way; after any other task time stands
    Event.GAVE_UP: DESK,  # until the customer calls again
    Event.ABANDONED: OVER,
    Event.SUPPLIER_CONTACTED: SUPPLIER,
    Event.HANDED_ON: OVER,
    Event.READY: ENGINEER,  # or off_shift: `causes` parts the two
    Event.DISPATCHED: ENGINEER,  # called from home, getting ready
    Event.DEPARTED: TRAVEL,
    Event.ARRIVED: REPAIR,
    Event.DIAGNOSED: REPAIR,
    Event.PAUSED: OFF_SHIFT,
    Event.RESTORED: REPAIR,  # the signature
    Event.CLOSED: OVER,
}
_CAUSE_AFTER = np.array([_AFTER.get(event, AS_BEFORE) for event in Event])
_CAUSE_OF_TASK = np.array([DISPATCH if purpose == Purpose.DISPATCH else DESK for purpose in Purpose])


@dataclass(frozen=True, eq=False)
class Spans:
    """Stretches [start, end) of tickets with one cause each, by ticket and then in order of time, none empty.

    They follow on one another without a gap. `waits`: an engineer is waited for, and nobody is assigned yet;
    `latest`: the latest departure then known (NEVER if none).
    """

    ticket: Integers
    start: Integers
    end: Integers
    cause: Integers
    waits: Flags
    latest: Integers


def spans_of(table: TicketTable, log: EventLog) -> Spans:
    """The spans of all tickets, up to their end or the end of the run-out."""
    log = seen(log, table.stop)
    cause = _CAUSE_AFTER[log.event]
    telling = np.flatnonzero((log.ticket >= 0) & (cause != AS_BEFORE))
    telling = telling[np.argsort(log.ticket[telling].astype(np.int32), kind="stable")]
    ticket, at, event, value = log.ticket[telling], log.at[telling], log.event[telling], log.value[telling]
    cause = cause[telling]
    tasks = cause == BY_PURPOSE
    cause[tasks] = _CAUSE_OF_TASK[value[tasks]]
    end = np.append(at[1:], table.stop)
    end[ticket != np.append(ticket[1:], -1)] = table.stop
    some = (end > at) & (cause != OVER)
    chosen = (column[some] for column in (ticket, at, end, cause, event == Event.READY, value))
    return Spans(*chosen)


@dataclass(frozen=True, eq=False)
class SupplierWaits:
    """Per ticket the stretch in which the supplier's answer or part is waited for; end NEVER: not over.

    A ticket that never asked its supplier has the empty stretch (NEVER, NEVER).
    """

    start: Integers
    end: Integers

    def as_pauses(self) -> dict[int, list[tuple[int, int]]]:
        """By position of the ticket, only those that asked."""
        here = np.flatnonzero(self.start < NEVER).tolist()
        stretches = zip(self.start[here].tolist(), self.end[here].tolist(), strict=True)
        return {ticket: [stretch] for ticket, stretch in zip(here, stretches, strict=True)}


def supplier_waits(table: TicketTable) -> SupplierWaits:
    """From the letter to the supplier until his part is in hand, or his answer where he visits himself."""
    over = np.where(table.facts["supplier_visits"], table.milestones["replied"], table.milestones["parts_ready"])
    return SupplierWaits(table.milestones["supplier_contacted"], over)
