"""Commitments that count attempts: one case for each call and message."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock import NEVER
from sim.judge.desk_use import tasks_of
from sim.judge.tickets import Flags, Integers, TicketTable, of_tickets, seen
from sim.model.coverage import Facts
from sim.model.events import Event, EventLog, Purpose
from sim.scenario import Horizon


@dataclass(frozen=True, eq=False)
class Attempts:
    """The customers' calls and messages, each with its own start in place of `reported`.

    `ticket`: whose; given up and refused ones are `abandoned`.
    """

    ticket: Integers
    facts: Facts
    milestones: dict[str, Integers]
    judged: Flags
    stop: int

    def __len__(self) -> int:
        return len(self.ticket)


def attempts_of(table: TicketTable, log: EventLog, horizon: Horizon) -> Attempts:
    """Every attempt of the replication. A message left at a closed channel starts when it is left."""
    log = of_tickets(seen(log, table.stop), len(table))
    tasks = tasks_of(log, table.stop, Event.QUEUED, Event.STARTED, Event.ENDED, Event.GAVE_UP)
    asked = tasks.where((tasks.rows.event == Event.QUEUED) & (tasks.rows.value <= Purpose.MESSAGE))
    refused = log.of(Event.REFUSED)
    ticket, at = (np.concatenate((getattr(asked.rows, name), getattr(refused, name))) for name in ("ticket", "at"))
    first = np.concatenate((asked.rows.n, refused.n)) == 1
    start = np.where(first, table.milestones["reported"][ticket], at)
    answered = np.where(asked.next_event == Event.STARTED, asked.until, NEVER)
    lost = np.where(asked.next_event == Event.GAVE_UP, asked.until, NEVER)
    sent = asked.rows.value == Purpose.MESSAGE
    done = np.where(sent, np.where(answered < NEVER, _read(log, len(table))[asked.rows.ticket], NEVER), answered)
    never = np.full(len(refused), NEVER)
    milestones = {
        "reported": start,
        "answered": np.concatenate((answered, never)),
        "responded": np.concatenate((done, never)),
        "abandoned": np.concatenate((lost, refused.at)),
        "remote_fixed": np.full(len(ticket), NEVER),
    }
    facts = {**{name: np.asarray(column)[ticket] for name, column in table.facts.items()}, "reported": start}
    open_before = log.of(Event.OPENED).ticket
    judged = (start >= horizon.start) & (start < horizon.end) & ~np.isin(ticket, open_before)
    return Attempts(ticket, facts, milestones, judged, table.stop)


def _read(log: EventLog, size: int) -> Integers:
    """When each ticket's message was done with."""
    done = log.of(Event.ENDED)
    at = np.full(size, NEVER, dtype=np.int64)
    message = done.value == Purpose.MESSAGE
    at[done.ticket[message]] = done.at[message]
    return at
