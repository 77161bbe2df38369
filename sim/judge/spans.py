"""What each ticket was waiting for or getting, from one row of the log to its next."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.judge.relief import OF_VISITS, after_who_is_relieved
from sim.judge.tickets import Flags, Integers, TicketTable, seen
from sim.model.events import CALLS_OUT, Event, EventLog, Purpose

CAUSES = ("desk", "dispatch", "off_shift", "engineer", "part", "travel", "repair", "supplier", "customer")
DESK, DISPATCH, OFF_SHIFT, ENGINEER, PART, TRAVEL, REPAIR, SUPPLIER, CUSTOMER = range(len(CAUSES))
OVER, AS_BEFORE, BY_PURPOSE = -1, -2, -3
WAITS_FOR_A_VISIT = 1  # in the value of OPENED

_AFTER = {
    Event.QUEUED: BY_PURPOSE,
    Event.STARTED: BY_PURPOSE,
    Event.ENDED: SUPPLIER,  # after the dispatch desk a part may still be under way; after any other task time stands
    Event.GAVE_UP: DESK,  # until the customer calls again
    Event.REFUSED: DESK,
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
    Event.HANDED_IN: ENGINEER,  # until a bench is free
    Event.BENCHED: REPAIR,
    Event.UNBENCHED: CUSTOMER,  # he takes his unit back
    Event.CLOSED: OVER,
    Event.QUOTED: CUSTOMER,
    Event.CONFIRMED: DISPATCH,  # what is to be done next begins in the same second, unless a unit is brought
    Event.DECLINED: CUSTOMER,  # over in the same second, unless he has to take his unit back
    Event.APPOINTED: CUSTOMER,
    Event.OPENED: DESK,  # or dispatch, by its value
}
_CAUSE_AFTER = np.array([_AFTER.get(event, AS_BEFORE) for event in Event])
_CAUSE_OF_TASK = np.array([DISPATCH if purpose == Purpose.DISPATCH else DESK for purpose in Purpose])
_TASKS = np.isin(np.arange(len(Event)), (Event.QUEUED, Event.STARTED, Event.ENDED))
_OF_PARTS = (Event.PARTS_ASKED, Event.PARTS_READY)
_BEFORE_BENCH_WORK = (Event.DIAGNOSED, Event.CONFIRMED, Event.BENCHED)
_OF_ONE_MEMBER = (Event.DEPARTED, Event.COLLECTED, Event.BARRED, Event.ADMITTED)


@dataclass(frozen=True, eq=False)
class Spans:
    """Stretches [start, end) of tickets with one cause each, by ticket and then in order of time, none empty.

    They follow on one another without a gap. `waits`: an engineer is waited for, and nobody is assigned yet;
    `latest`: the latest departure then known (NEVER if none). `at_bench`: in a repair point, which keeps hours.
    """

    ticket: Integers
    start: Integers
    end: Integers
    cause: Integers
    waits: Flags
    latest: Integers
    at_bench: Flags


def spans_of(table: TicketTable, log: EventLog) -> Spans:
    """The spans of all tickets, up to their end or the end of the run-out."""
    carried = np.asarray(table.facts["carried_in"], np.bool_)
    brought = bool(carried.any())
    telling = _telling(table, seen(log, table.stop), brought)
    ticket, at, event, _n, value = after_who_is_relieved(telling, log, table.stop)
    cause = _causes_after(event, value)
    cause[event == Event.REPLIED] = CUSTOMER
    if table.has_crews:
        _wait_for_the_crew(cause, ticket, event, value)
    if table.rows[Event.QUOTED]:
        _ask_the_price(cause, ticket, event)
    if brought:
        _queue_again(cause, ticket, event, carried)
    if table.rows[Event.PARTS_ASKED] or brought:
        _wait_for_parts(cause, ticket, event, carried if brought else None)
    if brought:
        _bring(cause, ticket, event, carried)
    start, end = at.copy(), _until_next_row(ticket, at, table.stop)
    first = np.flatnonzero(np.diff(ticket, prepend=-1))
    start[first] = np.minimum(at[first], table.milestones["reported"][ticket[first]])
    some = (end > start) & (cause != OVER)
    waits = (event == Event.READY) & (cause == ENGINEER)
    at_bench = _at_bench(cause, ticket, event) if brought else np.zeros(len(ticket), np.bool_)
    chosen = (column[some] for column in (ticket, start, end, cause, waits, value, at_bench))
    return Spans(*chosen)


def spans_of_planned(log: EventLog, first_case: int, stop: int) -> Spans:
    """The spans of planned visits, which stand behind tickets and customers; nobody reports or signs them."""
    chosen = np.flatnonzero((log.ticket >= first_case) & (OF_VISITS[log.event]))
    chosen = chosen[np.argsort(log.ticket[chosen], kind="stable")]
    columns = [getattr(log, name)[chosen] for name in ("ticket", "at", "event", "n", "value")]
    ticket, at, event, _n, value = after_who_is_relieved(columns, log, stop)
    cause = np.where(event == Event.LEFT, OVER, _CAUSE_AFTER[event])
    _wait_for_the_crew(cause, ticket, event, value)
    end = _until_next_row(ticket, at, stop)
    some = (end > at) & (cause != OVER)
    waits, nowhere = (event == Event.READY) & some, np.zeros(len(ticket), np.bool_)
    return Spans(*(column[some] for column in (ticket, at, end, cause, waits, value, nowhere)))


def _until_next_row(ticket: Integers, at: Integers, stop: int) -> Integers:
    """The instant of the next row of the same ticket; of the last one `stop`."""
    end = np.append(at[1:], stop)[: len(at)]
    end[ticket != np.append(ticket[1:], -1)[: len(at)]] = stop
    return end


def _causes_after(event: Integers, value: Integers) -> Integers:
    """What a ticket waits for or gets from each of its rows on, by the row alone."""
    cause = _CAUSE_AFTER[event]
    tasks = cause == BY_PURPOSE
    cause[tasks] = _CAUSE_OF_TASK[value[tasks]]
    cause[(event == Event.OPENED) & (value == WAITS_FOR_A_VISIT)] = DISPATCH
    return cause


def _telling(table: TicketTable, log: EventLog, brought: bool) -> tuple[Integers, ...]:
    """Ticket, instant, event, n and value of the rows that tell what a ticket waits for, by ticket.

    What a desk does of its own accord is not among them; that the customer is told, only where he then brings his unit.
    """
    tells = _CAUSE_AFTER != AS_BEFORE
    tells[list(_OF_PARTS)] = table.rows[Event.PARTS_ASKED] > 0 or brought
    own = (log.ticket >= 0) & (log.ticket < len(table)) & tells[log.event]
    telling = np.flatnonzero(own & ~(_TASKS[log.event] & np.isin(log.value, CALLS_OUT)))
    if brought:
        told = np.flatnonzero(log.event == Event.REPLIED)
        ours = np.asarray(table.facts["carried_in"], np.bool_) & ~np.asarray(table.facts["needs_supplier"], np.bool_)
        telling = np.sort(np.concatenate((telling, told[ours[log.ticket[told]]])))
    columns = [getattr(log, name)[telling] for name in ("ticket", "at", "event", "n", "value")]
    silent = _silent(table, columns[0])
    if len(silent):
        queued, message = silent * 0 + Event.QUEUED, silent * 0 + Purpose.MESSAGE
        sent = (silent, table.milestones["reported"][silent], queued, silent * 0, message)
        columns = [np.concatenate(pair) for pair in zip(columns, sent, strict=True)]
    order = np.argsort(columns[0].astype(np.int32), kind="stable")
    return tuple(column[order] for column in columns)


def _silent(table: TicketTable, told: Integers) -> Integers:
    """Tickets that nothing is told of: sent while their channel is closed, and not read before the end."""
    known = np.bincount(told, minlength=len(table)) > 0
    return np.flatnonzero(~known & (table.milestones["reported"] < table.stop))


def _ask_the_price(cause: Integers, ticket: Integers, event: Integers) -> None:
    """Until the customer knows the price the desk works on it, also in a plan without desks."""
    quoted = np.flatnonzero(event[1:] == Event.QUOTED)
    quoted = quoted[(ticket[quoted] == ticket[quoted + 1]) & ~np.isin(event[quoted], _OF_PARTS)]
    cause[quoted] = DESK


def _queue_again(cause: Integers, ticket: Integers, event: Integers, carried: Flags) -> None:
    """Whose price is asked for after the diagnosis waits for a bench again; before it he brings his unit."""
    confirmed = np.flatnonzero((event == Event.CONFIRMED) & carried[ticket])
    received = _last_of(ticket, event == Event.HANDED_IN)[confirmed] >= 0
    cause[confirmed] = np.where(received, ENGINEER, CUSTOMER)


def _bring(cause: Integers, ticket: Integers, event: Integers, carried: Flags) -> None:
    """A unit is on its way to the bench once the supplier's part is there, also while parts of ours are asked for."""
    of_parts = np.isin(event, _OF_PARTS)
    last, supplied = _last_of(ticket, ~of_parts), _last_of(ticket, event == Event.PARTS_READY)
    under_way = of_parts & (supplied > last) & (event[last] == Event.SUPPLIER_CONTACTED)
    cause[under_way & carried[ticket]] = CUSTOMER


def _at_bench(cause: Integers, ticket: Integers, event: Integers) -> Flags:
    """From handing the unit in (or confirming the price) until its bench is free again, unless a part is missing."""
    received = _last_of(ticket, event == Event.HANDED_IN) >= 0
    waits = (event == Event.HANDED_IN) | ((event == Event.CONFIRMED) & received)
    last = _last_of(ticket, waits | (event == Event.UNBENCHED))
    inside: Flags = (last >= 0) & waits[last] & np.isin(cause, (ENGINEER, REPAIR))
    return inside


def _wait_for_the_crew(cause: Integers, ticket: Integers, event: Integers, value: Integers) -> None:
    """From the first on site to the last, whatever the others do on their way."""
    last = _last_of(ticket, ~np.isin(event, _OF_ONE_MEMBER + _OF_PARTS))
    cause[(last >= 0) & (event[last] == Event.ARRIVED) & (value[last] > 0)] = ENGINEER


def _wait_for_parts(cause: Integers, ticket: Integers, event: Integers, carried: Flags | None) -> None:
    """A part that is missing comes before everything else; when it is there, what was before goes on."""
    of_parts = np.isin(event, _OF_PARTS)
    asked, before = _last_of(ticket, of_parts), _last_of(ticket, ~of_parts)
    cause[of_parts] = np.where(before >= 0, cause[before], REPAIR)[of_parts]
    missing = (asked >= 0) & (event[asked] == Event.PARTS_ASKED) & (cause != OVER)
    if carried is not None:  # on its way to the bench, and until it is looked into, it waits for something else
        diagnosed = _last_of(ticket, event == Event.DIAGNOSED) >= 0
        missing &= ~carried[ticket] | (diagnosed & np.isin(event[before], _BEFORE_BENCH_WORK))
    cause[missing] = PART


def _last_of(ticket: Integers, marked: Flags) -> Integers:
    """For each row the position of the last marked row of its ticket up to it; -1 if there is none."""
    last = np.maximum.accumulate(np.where(marked, np.arange(len(ticket)), -1))
    return np.where((last >= 0) & (ticket[last] == ticket), last, -1)
