"""Where the time went: every second between two milestones has one cause, and so has every second of lateness."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from sim.clock import Always, Calendar, intersection
from sim.judge.duty import Duties, DutyGroup
from sim.judge.pauses import Held
from sim.judge.presence import Presence
from sim.judge.spans import CAUSES, OFF_SHIFT, Spans
from sim.judge.tickets import Integers
from sim.model.coverage import Facts, bench_outlets

ALWAYS = Always()


class Causes:
    """The spans of a replication, ready to be summed by ticket and cause on any clock."""

    def __init__(self, spans: Spans, duties: Duties, facts: Facts, presence: Presence) -> None:
        self._spans, self._groups = spans, duties.groups(presence)
        self._group = duties.groups_of(facts)
        self._benches = _Benches(duties, facts)

    def seconds(
        self,
        tickets: Integers,
        start: Integers,
        end: Integers,
        clock: Calendar = ALWAYS,
        pauses: Held | None = None,
    ) -> Integers:
        """Clocked seconds in [start, end) of each of the tickets, one column per cause.

        Time inside `pauses` does not count. Time before a ticket's first row and after its last has no cause.
        """
        row, part, a, b = self._clipped(tickets, start, end)
        cause = self._spans.cause[part]
        length = clock.elapsed_each(a, b)
        ticket = self._spans.ticket[part]
        for pause, resume in pauses.layers if pauses else ():
            length -= clock.elapsed_each(np.maximum(a, pause[ticket]), np.minimum(b, resume[ticket]))
        off = self._off_duty(clock, part, a, b)
        cell = np.concatenate((row * len(CAUSES) + cause, row * len(CAUSES) + OFF_SHIFT))
        weight = np.concatenate((length - off, off))
        summed = np.bincount(cell, weights=weight, minlength=len(tickets) * len(CAUSES))
        return summed.astype(np.int64).reshape(len(tickets), len(CAUSES))

    def _clipped(self, tickets: Integers, start: Integers, end: Integers) -> tuple[Integers, ...]:
        """Per overlap of a span with its ticket's stretch: row of the ticket, position of the span, from, to."""
        spans = self._spans
        row_of = np.full(len(self._group), -1, dtype=np.int64)
        row_of[tickets] = np.arange(len(tickets))
        part = np.flatnonzero(row_of[spans.ticket] >= 0)
        row = row_of[spans.ticket[part]]
        a, b = np.maximum(spans.start[part], start[row]), np.minimum(spans.end[part], end[row])
        some = b > a
        return row[some], part[some], a[some], b[some]

    def _off_duty(self, clock: Calendar, part: Integers, a: Integers, b: Integers) -> Integers:
        off = np.zeros(len(part), dtype=np.int64)
        for group, here in self._waits(part):
            latest = self._spans.latest[part[here]]
            off[here] = group.off_duty(clock, a[here], b[here], latest)
        here = np.flatnonzero(self._spans.at_bench[part])
        if len(here):
            off[here] = self._benches.closed(clock, self._spans.ticket[part[here]], a[here], b[here])
        return off

    def _waits(self, part: Integers) -> Iterator[tuple[DutyGroup, Integers]]:
        waits = np.flatnonzero(self._spans.waits[part])
        groups = self._group[self._spans.ticket[part[waits]]]
        for number in np.unique(groups):
            yield self._groups[number], waits[groups == number]


class _Benches:
    """The hours of the repair points."""

    def __init__(self, duties: Duties, facts: Facts) -> None:
        self._duties, self._facts = duties, facts

    def closed(self, clock: Calendar, tickets: Integers, start: Integers, end: Integers) -> Integers:
        """Seconds of the clock in [start, end) at which the repair point of each ticket is closed."""
        place, off = self._duties.deployment, np.zeros(len(tickets), dtype=np.int64)
        outlets = bench_outlets(place)[np.asarray(self._facts["site"])[tickets]]
        for outlet in np.unique(outlets).tolist():
            here = np.flatnonzero(outlets == outlet)
            hours = place.scenario.calendar(place.plan.outlets[place.outlets[outlet]].bench_calendar)
            both = intersection([clock, hours], "bench")
            off[here] = clock.elapsed_each(start[here], end[here]) - both.elapsed_each(start[here], end[here])
        return off


def split(amount: Integers, shares: Integers) -> Integers:
    """Split each amount in proportion to its row of shares, in integers that add up to it (largest remainder).

    Of equal remainders the first cause takes the odd second. A row of zeros must have the amount 0.
    """
    total = np.maximum(shares.sum(axis=1), 1)[:, None]
    product = amount[:, None] * shares
    parts: Integers = product // total
    rest = product % total
    left = amount - parts.sum(axis=1)
    rank: Integers = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1, kind="stable")
    whole: Integers = parts + (rank < left[:, None])
    return whole


def late_by_cause(
    causes: Causes,
    tickets: Integers,
    clock: Calendar,
    pauses: Held | None,
    start: Integers,
    due: Integers,
    end: Integers,
) -> Integers:
    """Seconds of the clock in [due, end) of each ticket, split by the causes of all its clocked time since `start`."""
    late = causes.seconds(tickets, np.minimum(due, end), end, clock, pauses).sum(axis=1)
    return split(late, causes.seconds(tickets, start, end, clock, pauses))
