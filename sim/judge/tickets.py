"""What the log says of each ticket: its milestones and who dealt with it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.model import Deployment
from sim.model.coverage import Facts, decided, facts_of
from sim.model.events import COLUMNS, Event, EventLog, Leaving, Purpose
from sim.scenario import Horizon
from sim.scenario.measure import MILESTONES as PROMISED
from sim.world import World

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

LEAD = 0  # in the value of DISPATCHED
MANY = 1 << 20  # more than the visits of any ticket

DECLINED = "declined"
MILESTONES = (*PROMISED, "abandoned", DECLINED)
_FIRST_ROW = {
    "supplier_contacted": Event.SUPPLIER_CONTACTED,
    "replied": Event.REPLIED,
    "remote_fixed": Event.REMOTE_FIXED,
    "quoted": Event.QUOTED,
    "confirmed": Event.CONFIRMED,
    "dispatched": Event.DISPATCHED,
    "departed": Event.DEPARTED,
    "arrived": Event.ARRIVED,
    "received": Event.HANDED_IN,
    "diagnosed": Event.DIAGNOSED,
    "restored": Event.RESTORED,
    "closed": Event.CLOSED,
    "progress_reported": Event.PROGRESS_REPORTED,
    "called_back": Event.CALLED_BACK,
    "followed_up_1": Event.FOLLOWED_UP_1,
    "followed_up_2": Event.FOLLOWED_UP_2,
    "complained": Event.COMPLAINED,
    "complaint_decided": Event.COMPLAINT_DECIDED,
    "complaint_answered": Event.COMPLAINT_ANSWERED,
    "escalated": Event.ESCALATED,
    "handed_on": Event.HANDED_ON,
    "abandoned": Event.ABANDONED,
    DECLINED: Event.DECLINED,
}
_REPORTS = (Event.REPEATED, Event.FAILED)
"""What a plan decides when it is reported: the same fault again, and a unit that stops after it has run."""


@dataclass(frozen=True, eq=False)
class TicketTable:
    """One row per ticket of the world, in its order; one that never came about, or was prevented, has no `reported`.

    `milestones`: Unix seconds by name, NEVER where it did not happen before the end of the run-out. `judged`: reported
    in judged time, and not open before; `prevented`: it would have been. `desk`, `engineer`: positions in the
    deployment, -1 for none (the desk that answered, else the one that was called; the lead of the crew last sent).
    `supplied`: when the supplier's part came. `visits`: trips begun, a crew's as one; `second_tries`, `return_visits`,
    `handed_over`, `relieved`, `to_be_quoted`: how many of them ended so. `distance_m`: of all who drove. `satisfied`:
    1, 0, or -1 not closed. `refused`: attempts that found no line free or the channel closed; `parent`: the ticket it
    repeats, -1 none; `passed_on`: the first talk was not the last; `restored_by`: the visit that did it, 0 advice or a
    bench, -1 none. `rows`: of the log by kind; `has_crews`: somebody went in company; `has_desks`: the plan's desks
    answer.
    """

    facts: Facts
    milestones: dict[str, Integers]
    dispatched_last: Integers
    supplied: Integers
    judged: Flags
    prevented: Flags
    desk: Integers
    engineer: Integers
    attempts: Integers
    visits: Integers
    second_tries: Integers
    return_visits: Integers
    handed_over: Integers
    relieved: Integers
    to_be_quoted: Integers
    swapped: Flags
    distance_m: Integers
    satisfied: Integers
    refused: Integers
    parent: Integers
    passed_on: Flags
    restored_by: Integers
    stop: int
    rows: dict[Event, int]
    has_crews: bool
    has_desks: bool

    def __len__(self) -> int:
        return len(self.judged)

    def has(self, milestone: str) -> Flags:
        """Which tickets reached this milestone."""
        return self.milestones[milestone] < NEVER


def seen(log: EventLog, stop: int) -> EventLog:
    """The rows before `stop`: judging looks no further. The log is in order of time."""
    upto = int(np.searchsorted(log.at, stop))
    return log if upto == len(log) else EventLog(*(getattr(log, name)[:upto] for name in COLUMNS))


def of_tickets(log: EventLog, size: int) -> EventLog:
    """Without the rows of customers and planned visits, which stand behind the tickets."""
    if log.ticket.max(initial=-1) < size:
        return log
    here = np.flatnonzero(log.ticket < size)
    return EventLog(*(getattr(log, name)[here] for name in COLUMNS))


@dataclass(frozen=True, eq=False)
class Rows:
    """Rows of a log by position; columns are only cut out where they are looked at."""

    log: EventLog
    positions: Integers

    def __len__(self) -> int:
        return len(self.positions)

    def __getitem__(self, column: str) -> Integers:
        values: Integers = getattr(self.log, column)[self.positions]
        return values

    @cached_property
    def ticket(self) -> Integers:
        """The ticket of each row."""
        return self["ticket"]

    def where(self, column: str, is_so: Callable[[Integers], Flags]) -> Rows:
        """Those rows whose column is so."""
        return Rows(self.log, self.positions[is_so(self[column])])


def ticket_table(world: World, deployment: Deployment, log: EventLog) -> TicketTable:
    """Milestones and persons of every ticket of the world, from the rows of the log."""
    horizon, size = world.scenario.horizon, len(world.tickets)
    log = of_tickets(seen(log, horizon.stop), size)
    rows = _rows_by_event(log)
    milestones = _milestones(world, log, rows, size)
    reported = milestones["reported"]
    spared = (milestones["remote_fixed"] < NEVER) | (milestones["abandoned"] < NEVER)
    facts = decided(facts_of(world, deployment, reported), spared)
    sent = rows[Event.DISPATCHED]
    lead = sent.where("value", lambda member: member == LEAD)
    return TicketTable(
        facts=facts,
        milestones=milestones,
        dispatched_last=_last(sent, "at", size, NEVER),
        supplied=np.where(facts["needs_supplier"], _first(rows[Event.PARTS_READY], size), NEVER),
        judged=_inside(reported, horizon) & (_first(rows[Event.OPENED], size) == NEVER),
        prevented=_inside(_first(rows[Event.PREVENTED], size), horizon),
        engineer=_last(lead, "actor", size, -1),
        stop=horizon.stop,
        rows={event: len(cut) for event, cut in rows.items()},
        has_crews=len(lead) < len(sent),
        has_desks=bool(deployment.plan.answering),
        **_calls(rows, size),
        **_visits(rows, size),
    )


def _inside(at: Integers, horizon: Horizon) -> Flags:
    """In judged time."""
    judged: Flags = (at >= horizon.start) & (at < horizon.end)
    return judged


def _calls(rows: dict[Event, Rows], size: int) -> dict[str, Any]:
    """What the customer's own attempts came to, and whether he had called before for the same fault."""
    tried = np.maximum(
        _last(_asked(rows[Event.QUEUED]), "n", size, 0), _last(_asked(rows[Event.REFUSED]), "n", size, 0)
    )
    return {
        "desk": _desk(rows, size),
        "attempts": tried,
        "refused": np.bincount(_asked(rows[Event.REFUSED]).ticket, minlength=size),
        "parent": _last(rows[Event.REPEATED], "value", size, -1),
        "passed_on": _first(rows[Event.STARTED].where("value", lambda why: why == Purpose.ESCALATION), size) < NEVER,
        "satisfied": _last(rows[Event.SATISFIED], "value", size, -1),
    }


def _visits(rows: dict[Event, Rows], size: int) -> dict[str, Any]:
    """How many trips there were, how they ended, and which did it."""
    departed, left = rows[Event.DEPARTED], rows[Event.LEFT]
    return {
        "visits": _last(departed, "n", size, 0),
        "second_tries": _ended(left, Leaving.SECOND_TRY, size),
        "return_visits": _ended(left, Leaving.PART_MISSING, size),
        "handed_over": _ended(left, Leaving.HANDED_OVER, size),
        "relieved": _ended(left, Leaving.RELIEVED, size),
        "to_be_quoted": _ended(left, Leaving.TO_BE_QUOTED, size),
        "restored_by": _last(rows[Event.RESTORED], "n", size, -1),
        "swapped": np.bincount(rows[Event.SWAPPED].ticket, minlength=size) > 0,
        "distance_m": np.bincount(departed.ticket, weights=departed["value"], minlength=size).astype(np.int64),
    }


def _rows_by_event(log: EventLog) -> dict[Event, Rows]:
    """The log cut by kind of row, each part still in order of time."""
    order = np.argsort(log.event.astype(np.uint8), kind="stable")
    ends = np.cumsum(np.bincount(log.event, minlength=len(Event)))
    return {event: Rows(log, cut) for event, cut in zip(Event, np.split(order, ends[:-1]), strict=True)}


def _milestones(world: World, log: EventLog, rows: dict[Event, Rows], size: int) -> dict[str, Integers]:
    taken, done = rows[Event.STARTED], rows[Event.ENDED]
    live = _first(taken.where("value", lambda purpose: purpose == Purpose.CALL), size)
    message_answered = _first(done.where("value", lambda purpose: purpose == Purpose.MESSAGE), size)
    dated = {name: _first(rows[event], size) for name, event in _FIRST_ROW.items()}
    dated["reported"] = _reported(world, rows, size)
    dated["answered"] = _first(_asked(taken), size)
    dated["responded"] = np.minimum(live, message_answered)
    dated["parts_ready"] = _all_in_hand(log, rows, size)
    return {name: dated[name] for name in MILESTONES}


def _reported(world: World, rows: dict[Event, Rows], size: int) -> Integers:
    """As the world has it, or when the model says so; what planned work prevented never is."""
    reported: Integers = np.minimum.reduce([world.tickets.reported, *(_first(rows[event], size) for event in _REPORTS)])
    reported[rows[Event.PREVENTED].ticket] = NEVER
    return reported


def _all_in_hand(log: EventLog, rows: dict[Event, Rows], size: int) -> Integers:
    """When the last part came; NEVER while one that was asked for is still to come."""
    asked, ready = rows[Event.PARTS_ASKED], rows[Event.PARTS_READY]
    if not len(asked):
        return _first(ready, size)
    both = Rows(log, np.sort(np.concatenate((asked.positions, ready.positions))))
    is_ready = _last(both, "event", size, Event.PARTS_ASKED) == Event.PARTS_READY
    return np.where(is_ready, _last(both, "at", size, NEVER), NEVER)


def _ended(left: Rows, how: Leaving, size: int) -> Integers:
    """Visits that ended so; a crew leaves in as many rows as it has members."""
    rows = left.where("value", lambda leaving: leaving == how)
    visits = np.unique(rows.ticket * MANY + rows["n"])
    return np.bincount(visits // MANY, minlength=size)


def _asked(rows: Rows) -> Rows:
    """The customer's own attempts: calls and messages."""
    return rows.where("value", lambda purpose: purpose <= Purpose.MESSAGE)


def _first(rows: Rows, size: int) -> Integers:
    """Instant of each ticket's first row; NEVER without one."""
    at = np.full(size, NEVER, dtype=np.int64)
    at[rows.ticket[::-1]] = rows["at"][::-1]
    return at


def _last(rows: Rows, column: str, size: int, blank: int) -> Integers:
    """A column of each ticket's last row."""
    values = np.full(size, blank, dtype=np.int64)
    values[rows.ticket] = rows[column]
    return values


def _desk(rows: dict[Event, Rows], size: int) -> Integers:
    desk = np.full(size, -1, dtype=np.int64)
    for asked in map(_asked, (rows[Event.REFUSED], rows[Event.QUEUED], rows[Event.STARTED])):
        desk[asked.ticket[::-1]] = asked["actor"][::-1]
    return desk
