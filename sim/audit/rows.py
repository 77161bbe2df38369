"""The rows of a log, one by one, as the auditor reads them."""

from __future__ import annotations

from collections import defaultdict
from typing import NamedTuple

from sim.audit.said import Said, When, Who, say
from sim.model import Event, EventLog, Purpose
from sim.model.events import Leaving
from sim.wording import _

SECOND_TRY, FIXED, PART_MISSING, HANDED_OVER, RELIEVED, TO_BE_QUOTED = Leaving

CALLS_OUT = frozenset(range(Purpose.PROGRESS, Purpose.STRIKES + 1))
"""Calls of a desk to the customer, which run beside the ticket's own way."""


OF_ENGINEERS = {*range(Event.DISPATCHED, Event.LEFT + 1), Event.HOMEWARD, Event.BACK} | {
    *range(Event.COLLECTED, Event.SWAPPED + 1)
}


class Row(NamedTuple):
    """One row of the log; see `Event` for what `n`, `actor` and `value` are."""

    at: int
    ticket: int
    event: Event
    n: int
    actor: int
    value: int

    def said(self) -> Said:
        """All of it, in words."""
        return say(
            _("[{at} ticket {ticket} {event}, n {n}, actor {actor}, value {value}]"),
            at=When(self.at),
            ticket=self.ticket,
            event=self.event.name,
            n=self.n,
            actor=Who(self.actor) if self.event in OF_ENGINEERS and self.actor >= 0 else self.actor,
            value=When(self.value) if self.event in (Event.READY, Event.APPOINTED) else self.value,
        )


def rows_of(log: EventLog) -> list[Row]:
    """The rows of a log, as it stands."""
    kinds = {int(event): event for event in Event}
    events = [kinds[event] for event in log.event.tolist()]
    at, ticket, n, actor, value = (column.tolist() for column in (log.at, log.ticket, log.n, log.actor, log.value))
    return list(map(Row, at, ticket, events, n, actor, value))


def by_ticket(rows: list[Row]) -> dict[int, list[Row]]:
    """The rows of each ticket, customer or planned visit, in order."""
    found: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        found[row.ticket].append(row)
    found.pop(-1, None)
    return found
