"""What each ticket was waiting for or getting, from one row of the log to its next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

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
    Event.COLLECTED: PART,  # the store is closed, or takes its time to issue
    Event.ARRIVED: REPAIR,
    Event.BARRED: CUSTOMER,
    Event.ADMITTED: REPAIR,
    Event.DIAGNOSED: REPAIR,
    Event.PAUSED: OFF_SHIFT,
    Event.RESTORED: REPAIR,  # the signature
    Event.CLOSED: OVER,
}
_CAUSE_AFTER = np.array([_AFTER.get(event, AS_BEFORE) for event in Event])
_CAUSE_OF_TASK = np.array([DISPATCH if purpose == Purpose.DISPATCH else DESK for purpose in Purpose])
_OF_PARTS = (Event.PARTS_ASKED, Event.PARTS_READY)
_OF_ONE_MEMBER = (Event.DEPARTED, Event.COLLECTED, Event.BARRED, Event.ADMITTED)


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
    tells = _CAUSE_AFTER != AS_BEFORE
    tells[list(_OF_PARTS)] = table.rows[Event.PARTS_ASKED] > 0
    telling = np.flatnonzero((log.ticket >= 0) & tells[log.event])
    telling = telling[np.argsort(log.ticket[telling].astype(np.int32), kind="stable")]
    ticket, at, event, value = log.ticket[telling], log.at[telling], log.event[telling], log.value[telling]
    cause = _CAUSE_AFTER[event]
    tasks = cause == BY_PURPOSE
    cause[tasks] = _CAUSE_OF_TASK[value[tasks]]
    if table.has_crews:
        _wait_for_the_crew(cause, ticket, event, value)
    if table.rows[Event.PARTS_ASKED]:
        _wait_for_parts(cause, ticket, event)
    end = np.append(at[1:], table.stop)
    end[ticket != np.append(ticket[1:], -1)] = table.stop
    some = (end > at) & (cause != OVER)
    waits = (event == Event.READY) & (cause == ENGINEER)
    chosen = (column[some] for column in (ticket, at, end, cause, waits, value))
    return Spans(*chosen)


def _wait_for_the_crew(cause: Integers, ticket: Integers, event: Integers, value: Integers) -> None:
    """From the first on site to the last, whatever the others do on their way."""
    last = _last_of(ticket, ~np.isin(event, _OF_ONE_MEMBER + _OF_PARTS))
    cause[(last >= 0) & (event[last] == Event.ARRIVED) & (value[last] > 0)] = ENGINEER


def _wait_for_parts(cause: Integers, ticket: Integers, event: Integers) -> None:
    """A part that is missing comes before everything else; when it is there, what was before goes on."""
    of_parts = np.isin(event, _OF_PARTS)
    asked, before = _last_of(ticket, of_parts), _last_of(ticket, ~of_parts)
    cause[of_parts] = np.where(before >= 0, cause[before], REPAIR)[of_parts]
    cause[(asked >= 0) & (event[asked] == Event.PARTS_ASKED) & (cause != OVER)] = PART


def _last_of(ticket: Integers, marked: Flags) -> Integers:
    """For each row the position of the last marked row of its ticket up to it; -1 if there is none."""
    last = np.maximum.accumulate(np.where(marked, np.arange(len(ticket)), -1))
    return np.where((last >= 0) & (ticket[last] == ticket), last, -1)
