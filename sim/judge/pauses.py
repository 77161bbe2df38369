"""The waits that may stop a clock: for the supplier, for the customer to confirm, to open, or to have time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.clock import NEVER
from sim.clock.intervals import merge
from sim.judge.tickets import Integers, TicketTable, seen
from sim.model.events import Event, EventLog
from sim.model.promises import Pauses


@dataclass(frozen=True, eq=False)
class Stretches:
    """Stretches [start, end) of tickets, by position; end NEVER: not over."""

    ticket: Integers
    start: Integers
    end: Integers


@dataclass(frozen=True, eq=False)
class Held:
    """Time that does not count, in layers: each holds at most one stretch of every ticket, (NEVER, NEVER) for none.

    The stretches of a ticket are disjoint.
    """

    layers: tuple[tuple[Integers, Integers], ...]


@dataclass(frozen=True, eq=False)
class Waits:
    """The waits of a replication by kind."""

    kinds: dict[str, Stretches]
    tickets: int
    stop: int

    def by_ticket(self) -> dict[int, Pauses]:
        """By position, the waits of those tickets that had any."""
        found: dict[int, dict[str, list[tuple[int, int]]]] = {}
        for kind, waits in self.kinds.items():
            for ticket, start, end in zip(waits.ticket.tolist(), waits.start.tolist(), waits.end.tolist(), strict=True):
                found.setdefault(ticket, {}).setdefault(kind, []).append((start, end))
        return {**found}

    def held(self, kinds: Iterable[str]) -> Held:
        """The time of these waits up to the end of the run-out, what overlaps once."""
        ticket, start, end = self._merged([self.kinds[kind] for kind in kinds])
        first = np.flatnonzero(np.diff(ticket, prepend=-1))
        rank = np.arange(len(ticket)) - np.repeat(first, np.diff(first, append=len(ticket)))
        return Held(tuple(self._layer(ticket, start, end, rank == k) for k in range(int(rank.max(initial=-1)) + 1)))

    def _merged(self, waits: list[Stretches]) -> tuple[Integers, Integers, Integers]:
        """With the time of all tickets end to end on one line, a pause of one never touches that of another."""
        length = self.stop + 2
        lines = [w.ticket * length + np.minimum(at, self.stop) for w in waits for at in (w.start, w.end)]
        starts, ends = merge(np.concatenate(lines[::2]), np.concatenate(lines[1::2]))
        return starts // length, starts % length, ends % length

    def _layer(self, ticket: Integers, start: Integers, end: Integers, chosen: Integers) -> tuple[Integers, Integers]:
        starts, ends = np.full(self.tickets, NEVER), np.full(self.tickets, NEVER)
        starts[ticket[chosen]], ends[ticket[chosen]] = start[chosen], end[chosen]
        return starts, ends


def waits_of(table: TicketTable, log: EventLog, kinds: Iterable[str]) -> Waits:
    """The waits of these kinds; none of a kind costs nothing."""
    known = {kind: _KINDS[kind](table, log) for kind in sorted(set(kinds))}
    return Waits(known, len(table), table.stop)


def _supplier(table: TicketTable, log: EventLog) -> Stretches:
    """From the letter to the supplier until his part is in hand, or his answer where he visits himself."""
    over = np.where(table.facts["supplier_visits"], table.milestones["replied"], table.supplied)
    contacted = table.milestones["supplier_contacted"]
    here = np.flatnonzero(contacted < NEVER)
    return Stretches(here, contacted[here], over[here])


def _access(table: TicketTable, log: EventLog) -> Stretches:
    """From coming to a closed site until it opens: for who waited, or for whoever is sent then; and appointments."""
    rows = seen(log, table.stop).of(Event.BARRED, Event.ADMITTED, Event.READY)
    barred = _until_next(rows, len(table), Event.BARRED)
    agreed = seen(log, table.stop).of(Event.APPOINTED)
    return Stretches(
        np.concatenate((barred.ticket, agreed.ticket)),
        np.concatenate((barred.start, agreed.at)),
        np.concatenate((barred.end, agreed.value)),
    )


def _confirmation(table: TicketTable, log: EventLog) -> Stretches:
    """From knowing the price until the customer has confirmed it, or declined."""
    rows = seen(log, table.stop).of(Event.QUOTED, Event.CONFIRMED, Event.DECLINED)
    return _until_next(rows, len(table), Event.QUOTED)


def _until_next(rows: EventLog, tickets: int, begins: Event) -> Stretches:
    """From each row of this kind to the next row of the same ticket."""
    own = np.flatnonzero(rows.ticket < tickets)
    order = own[np.argsort(rows.ticket[own], kind="stable")]
    ticket, at, begun = rows.ticket[order], rows.at[order], rows.event[order] == begins
    until = np.where(np.append(ticket[1:], -1) == ticket, np.append(at[1:], NEVER), NEVER)
    return Stretches(ticket[begun], at[begun], until[begun])


_KINDS = {"supplier": _supplier, "access": _access, "confirmation": _confirmation}
