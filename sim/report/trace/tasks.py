"""Everything that lay in the queue of a desk, as columns: calls, messages, letters, dispatching, calls to customers."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.model.events import DEFERRED, Event, Purpose
from sim.report.trace.history import History, Row

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]

STEPS = (Event.QUEUED, Event.STARTED, Event.ENDED, Event.GAVE_UP, Event.WRAPPED)
NO_SEVERITY = 1 << 20  # of a customer who is called without a ticket: last


class Tasks:
    """One entry per row QUEUED, ordered by ticket and purpose, then time.

    `desk`: whose queue it joined, `position` its row; `second`, `second_at`: the desk it went over to, and when;
    `started`: when a seat took it or it left, `taken_by` whose seat (-1: none); `over`: when that seat is free again.
    """

    def __init__(self, history: History) -> None:
        log = history.log
        rows = np.flatnonzero(np.isin(log.event, STEPS) & (log.at < history.stop))
        key = _key(log.ticket[rows], log.value[rows])
        order = np.argsort(key, kind="stable")
        rows, key = rows[order], key[order]
        event = log.event[rows]
        joined = np.flatnonzero(event == Event.QUEUED)
        next_event = _next(event, key, joined, 1, -1)
        self.position, self.desk, self.queued = rows[joined], log.actor[rows[joined]], log.at[rows[joined]]
        self.started = _next(log.at[rows], key, joined, 1, NEVER)
        self.taken_by = np.where(next_event == Event.STARTED, _next(log.actor[rows], key, joined, 1, -1), -1)
        wrapped = _next(event, key, joined, 3, -1) == Event.WRAPPED
        ended, free = (_next(log.at[rows], key, joined, steps, NEVER) for steps in (2, 3))
        self.over = np.where(next_event == Event.GAVE_UP, self.started, np.where(wrapped, free, ended))
        self.deferred = np.isin(log.value[rows[joined]], [int(Purpose(purpose)) for purpose in DEFERRED])
        self.severity = _severities(history, log.ticket[rows[joined]])
        self._place_in_order = key[joined] * len(log) + self.position
        self._size = len(log)
        self.second, self.second_at = self._went_over(history)

    def of(self, row: Row) -> int:
        """The entry of a row of a task: QUEUED, or one that came while it waited."""
        place = int(_key(np.int64(row.ticket), np.int64(row.value))) * self._size + row.position
        return int(np.searchsorted(self._place_in_order, place, side="right")) - 1

    def waiting(self, desk: int, at: int) -> Flags:
        """What waits for a desk once an instant has come to rest."""
        here: Flags = (self.desk == desk) | ((self.second == desk) & (self.second_at <= at))
        return here & (self.queued <= at) & (self.started > at)

    def _went_over(self, history: History) -> tuple[Integers, Integers]:
        desk, at = np.full(len(self.desk), -1), np.full(len(self.desk), NEVER)
        log = history.log
        for position in np.flatnonzero((log.event == Event.OVERFLOWED) & (log.at < history.stop)).tolist():
            row = history.row(position)
            desk[self.of(row)], at[self.of(row)] = row.actor, row.at
        return desk, at


def _key(ticket: Integers | np.int64, purpose: Integers | np.int64) -> Integers:
    """Tasks of one ticket with other purposes may overlap, so each purpose has its own sequence."""
    return np.asarray(ticket * len(Purpose) + purpose, dtype=np.int64)


def _next(column: Integers, key: Integers, joined: Integers, steps: int, none: int) -> Integers:
    """The column `steps` rows further on, `none` where that is no longer the same task."""
    last = len(column) - 1
    there = np.minimum(joined + steps, max(last, 0))
    same = (joined + steps <= last) & (key[there] == key[joined])
    return np.where(same, column[there], none)


def _severities(history: History, tickets: Integers) -> Integers:
    """Rank of each ticket's severity, the gravest 0."""
    of_fault = [history.severity(fault) for fault in range(len(history.world.scenario.faults))]
    size = len(history.world.tickets)
    real = np.minimum(tickets, size - 1)
    found = np.array([*of_fault, 0], dtype=np.int64)[history.world.tickets.fault[real]]
    return np.where(tickets < size, found, NO_SEVERITY)
