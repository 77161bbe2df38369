"""The event log: what happened in one replication, as rows of integers. It records facts and judges nothing."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import IntEnum
from io import BytesIO
from struct import Struct

import numpy as np
from numpy.typing import NDArray

Column = NDArray[np.int64]


class Event(IntEnum):
    """Kinds of rows.

    `actor` is a desk for the first four, from REFUSED to WRAPPED and for UNREACHED, an engineer from DISPATCHED to LEFT
    and from COLLECTED to SWAPPED, the stock of a part in a store from ASKED to SHIPPED (ticket = who asks, -1 another
    store; value = units) and from SENT_BACK to SCRAPPED, an outlet from HANDED_IN to UNBENCHED, else -1. Planned visits
    stand behind tickets and customers: ticket = number of tickets + number of customers + position of the visit.
    """

    QUEUED = 0  # joins a desk's queue: n = attempt, value = Purpose
    STARTED = 1  # a seat takes it: n = attempt, value = Purpose
    ENDED = 2  # the seat is done with it: n = attempt, value = Purpose
    GAVE_UP = 3  # hangs up before an answer: n = attempt, value = Purpose
    ABANDONED = 4  # never calls again: instant of the last attempt's end
    REMOTE_FIXED = 5  # works again by advice alone: n = attempt, actor = the desk that did it
    SUPPLIER_CONTACTED = 6
    REPLIED = 7  # the customer is told what will happen
    PARTS_READY = 8  # the supplier's part is in hand
    HANDED_ON = 9  # the supplier visits: out of our hands
    READY = 10  # a visit may be dispatched: n = visit, value = latest departure (NEVER if nothing needs it)
    DISPATCHED = 11  # n = visit, value = 0 the lead, 1 and on the other members of the crew
    DEPARTED = 12  # n = visit, value = metres of the leg
    ARRIVED = 13  # n = visit, value = members of the crew still on the way
    DIAGNOSED = 14  # n = visit
    PAUSED = 15  # until the next duty: n = visit, value = nights near the site (0: drives home and out again)
    RESTORED = 16  # n = visit (0 = by advice)
    LEFT = 17  # n = visit, value = Leaving
    CLOSED = 18
    SATISFIED = 19  # value = 1 satisfied, 0 not
    COMPLAINED = 20
    HOMEWARD = 21  # ticket = -1: the drive home, value = metres; n = 1 between jobs, as seized time until BACK
    PARTS_ASKED = 22  # n = visit (0 before the first), value = parts asked for; PARTS_READY when the last is in hand
    COLLECTED = 23  # at the outlet, on the way: n = visit
    BARRED = 24  # on site before it opens: n = visit
    ADMITTED = 25  # n = visit
    BACK = 26  # ticket = -1: at his outlet after a job
    SWAPPED = 27  # the unit is exchanged: n = visit, value = position of the part
    ASKED = 28  # units asked for at a store: n = 1 and then served elsewhere
    TAKEN = 29  # units handed out: n = 1 at the instant of the request, 0 to somebody who waited
    ORDERED = 30  # n = k-th order
    RECEIVED = 31  # units put on the shelf
    GIVEN_BACK = 32  # reserved units put back on the shelf
    COURIERED = 33  # actor = position of the part
    BOUGHT = 34  # actor = position of the part
    SHIPPED = 35  # units leave for another store
    REFUSED = 36  # no line is free, or the channel is closed: n = attempt, value = Purpose
    HELD = 37  # leaves the line and keeps his place until he is called: n = attempt, value = Purpose
    OVERFLOWED = 38  # waits for this desk too: n = attempt, value = Purpose
    WRAPPED = 39  # the seat is done with the work after a call: n = attempt, value = Purpose
    REPEATED = 40  # the same fault again, reported now: value = the ticket it repeats
    HANDED_IN = 41  # the customer's unit is at the repair point: actor = outlet
    BENCHED = 42  # a bench takes it: actor = outlet
    UNBENCHED = 43  # the bench is free again: actor = outlet
    PROGRESS_REPORTED = 44  # this and the next seven: value = Purpose
    CALLED_BACK = 45
    FOLLOWED_UP_1 = 46
    FOLLOWED_UP_2 = 47
    COMPLAINT_DECIDED = 48
    COMPLAINT_ANSWERED = 49
    ESCALATED = 50
    CONTACTED = 51  # a customer, not a ticket: ticket = number of tickets + position of the customer
    UNREACHED = 52  # a call of the desk that reached nobody: n = try, value = Purpose; another try follows
    SENT_BACK = (
        53  # a defective unit leaves for repair: actor = stock it comes back to, n = 1 the first unit of the part
    )
    RETURNED = 54  # it is at the workshop
    ON_BENCH = 55  # a bench takes it
    REPAIRED = 56  # RECEIVED follows at the same instant
    SCRAPPED = 57  # not worth repairing
    SUBSTITUTED = 58  # actor = position of the part asked for, n = units, value = position of the part taken instead
    QUOTED = 59  # the customer knows what the repair will cost
    CONFIRMED = 60
    DECLINED = 61  # not at this price: CLOSED follows at the same instant
    APPOINTED = 62  # the customer wants the visit later: value = the instant from which on it may be ready
    FAILED = 63  # a unit stops, reported now: value = number of the unit at its site, from 1
    PREVENTED = 64  # planned work spared this fault: in place of everything else about the ticket
    OPENED = 65  # a ticket of the start state goes on from here: value = 1 waits for a visit, 0 for the desk


class Leaving(IntEnum):
    """How a visit ended."""

    SECOND_TRY = 0  # the repair did not hold
    FIXED = 1
    PART_MISSING = 2  # a return visit follows when the part is there
    HANDED_OVER = 3  # the duty is over; somebody else finishes the work
    RELIEVED = 4  # the relief is there, or the overtime used up: the next visit, ready before, goes on
    TO_BE_QUOTED = 5  # diagnosed; the customer has to confirm the price first


class Purpose(IntEnum):
    """Why something lies in a desk's queue."""

    CALL = 0
    MESSAGE = 1  # a call to a closed desk, left as a message
    ESCALATION = 2
    CONTACT = 3  # the letter to the supplier
    DISPATCH = 4
    PROGRESS = 5  # from here on to STRIKES: calls of the desk to the customer
    CALL_BACK = 6
    FOLLOW_UP_1 = 7
    FOLLOW_UP_2 = 8
    COMPLAINT = 9  # n = 1 the complaint is looked into, 2 the decision is told
    KEEP_IN_TOUCH = 10  # ticket = number of tickets + position of the customer
    STRIKES = 11  # a customer's third repeat is gone through with him; the last of the calls
    QUOTE = 12  # what the repair will cost is put together


CALLS_OUT = tuple(list(Purpose)[Purpose.PROGRESS : Purpose.STRIKES + 1])
"""Calls of the desk to the customer, which run beside the ticket's own journey."""

DEFERRED = frozenset(set(Purpose) - {Purpose.CALL, Purpose.ESCALATION})
"""Work that waits behind everybody on the line."""

_OF_CALLS = (Event.QUEUED, Event.STARTED, Event.ENDED, *list(Event)[Event.PROGRESS_REPORTED : Event.UNREACHED + 1])


COLUMNS = ("at", "ticket", "event", "n", "actor", "value")


row = Struct("=6q").pack
"""One row: row(at, ticket, event, n, actor, value)."""


class Recorder:
    """Takes rows while the model runs, 48 bytes each: `note(row(…))`."""

    def __init__(self) -> None:
        self._cells = BytesIO()
        self.note = self._cells.write

    def log(self) -> EventLog:
        """The rows by instant, then ticket, then as they happened to that ticket: no engine's own order shows."""
        rows = np.frombuffer(self._cells.getbuffer(), dtype=np.int64).reshape(-1, len(COLUMNS))
        order = _canonical_order(rows[:, 0], rows[:, 1], rows[:, 2], rows[:, 4], rows[:, 5])
        return EventLog(*(column[order] for column in rows.T))


def _canonical_order(at: Column, ticket: Column, event: Column, actor: Column, value: Column) -> NDArray[np.intp]:
    """By instant and ticket in one integer: rows come almost in this order, which makes a stable sort cheap."""
    if not len(at):
        return np.zeros(0, dtype=np.intp)
    actors = int(actor.max()) + 1
    who = np.where(ticket >= 0, ticket, actor - actors - np.where(event >= Event.ASKED, actors, 0))
    lowest = who.min()
    key = (at - at[0]) * (who.max() - lowest + 1) + (who - lowest)
    strand = _strands(event, actor, value)
    return np.lexsort((strand, key)) if strand.any() else np.argsort(key, kind="stable")


def _strands(event: Column, actor: Column, value: Column) -> Column:
    """What runs beside a ticket's own journey: each kind of call to the customer, the work after a call, each part that
    is under repair.
    """
    tells = np.zeros(len(Event), dtype=np.bool_)
    tells[list(_OF_CALLS)] = True
    strand = np.where(tells[event] & (value >= CALLS_OUT[0]) & (value <= CALLS_OUT[-1]), value, 0)
    strand[event == Event.WRAPPED] = len(Purpose)
    in_repair = np.flatnonzero((event >= Event.SENT_BACK) & (event <= Event.SCRAPPED))
    strand[in_repair] = len(Purpose) + 1 + actor[in_repair]
    return strand


@dataclass(frozen=True, eq=False)
class EventLog:
    """Columns of equal length, sorted by (at, ticket); rows of one ticket at one instant stand as they happened.

    `at` in Unix seconds. Rows without a ticket (-1) come first at their instant: stocks, then engineers, by actor.
    """

    at: Column
    ticket: Column
    event: Column
    n: Column
    actor: Column
    value: Column

    def __len__(self) -> int:
        return len(self.at)

    def of(self, *events: Event) -> EventLog:
        """The rows of these kinds only, in the same order."""
        chosen = np.isin(self.event, events) if len(events) > 1 else self.event == events[0]
        return EventLog(*(getattr(self, name)[chosen] for name in COLUMNS))

    def digest(self) -> str:
        """SHA-256 over the canonical rows: equal logs, and only they, have equal digests."""
        sha = hashlib.sha256()
        for name in COLUMNS:
            sha.update(np.ascontiguousarray(getattr(self, name), dtype="<i8").tobytes())
        return sha.hexdigest()
