"""Who is relieved goes on until he leaves: till then what his relief does tells nothing of the ticket."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from sim.judge.tickets import MANY, Flags, Integers
from sim.model.events import Event, EventLog

OF_VISITS = np.isin(
    np.arange(len(Event)),
    (*list(Event)[Event.READY : Event.PAUSED + 1], Event.LEFT, Event.COLLECTED, Event.BARRED, Event.ADMITTED),
)
"""Rows that tell where the crew of a visit is."""


def after_who_is_relieved(columns: Sequence[Integers], log: EventLog, stop: int) -> Sequence[Integers]:
    """The same rows (ticket, at, event, n and value, by ticket and time), those of a relief from the leaving of who it
    relieves on.
    """
    ticket, at, event, n, value = columns
    later = np.flatnonzero(OF_VISITS[event] & (n > 1))
    if not len(later):
        return columns
    visits, ends = _ends_of_visits(log)
    free = _end_of(visits, ends, ticket[later] * MANY + n[later] - 1, stop)
    early = free > at[later]
    if not early.any():
        return columns
    at, behind = at.copy(), np.zeros(len(at), np.bool_)
    at[later] = np.maximum(at[later], free)
    relieved = np.isin(ticket[later], ticket[later[early]])
    behind[later] = relieved & (at[later] == free)
    order = np.lexsort((behind, at, ticket))
    return ticket[order], at[order], event[order], n[order], value[order]


def _ends_of_visits(log: EventLog) -> tuple[Integers, Integers]:
    """Ticket and visit in one number, ascending, and when its crew left."""
    left: Flags = log.event == Event.LEFT
    visit, last = np.unique((log.ticket[left] * MANY + log.n[left])[::-1], return_index=True)
    return visit, log.at[left][::-1][last]


def _end_of(visits: Integers, ends: Integers, visit: Integers, stop: int) -> Integers:
    """When these visits were over; `stop` if they were not."""
    if not len(visits):
        return np.full(len(visit), stop)
    found = np.minimum(np.searchsorted(visits, visit), len(visits) - 1)
    return np.where(visits[found] == visit, ends[found], stop)
