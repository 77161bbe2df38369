"""Where the time went: every second between two milestones has one cause, and so has every second of lateness."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np

from sim.clock import NEVER, Always, Calendar, intersection, union
from sim.judge.spans import CAUSES, OFF_SHIFT, Spans, SupplierWaits
from sim.judge.tickets import Integers
from sim.model import Deployment
from sim.model.promises import Facts

ALWAYS = Always()


class DutyGroup:
    """The teams that may do a fault at a site: when one of them is on duty, breaks included, or can be called out."""

    def __init__(self, deployment: Deployment, teams: tuple[int, ...]) -> None:
        members = [member for member in map(deployment.team, teams) if member.engineers != 0]
        shifts = [duties_in(deployment.scenario.calendar(member.shift)) for member in members]
        self.duty = union(shifts, "duty") if shifts else None
        self.on_call = any(member.on_call is not None and member.on_call.engineers > 0 for member in members)
        self._clocked: dict[Calendar, Calendar] = {}

    def off_duty(self, clock: Calendar, start: Integers, end: Integers, latest: Integers) -> Integers:
        """Seconds of the clock in [start, end) at which nobody who could go is on duty.

        Those on call stand in from the first gap between duties that does not end before the latest departure.
        """
        if self.duty is None:
            return clock.elapsed_each(start, end)
        until = np.clip(self._called_out_from(latest), start, end) if self.on_call else end
        return clock.elapsed_each(start, until) - self._on(clock).elapsed_each(start, until)

    def _on(self, clock: Calendar) -> Calendar:
        assert self.duty is not None
        if clock not in self._clocked:
            self._clocked[clock] = intersection([clock, self.duty], "clocked duty")
        return self._clocked[clock]

    def _called_out_from(self, latest: Integers) -> Integers:
        """Start of the first gap whose end, the start of the next duty, lies after the latest departure."""
        assert self.duty is not None
        ends = np.concatenate(([-NEVER], self.duty.closes))
        return ends[np.searchsorted(self.duty.opens, latest, side="right")]


def duties_in(shift: Calendar) -> Calendar:
    """From the first opening of a day to its last close: a break is no gap."""
    if isinstance(shift, Always):
        return shift
    return Calendar(shift.name, shift.zone, shift.day_dates, shift.day_opens, shift.day_closes)


class Duties:
    """Who could do what where, grouped by teams: `group` per (site, fault)."""

    def __init__(self, deployment: Deployment) -> None:
        skills = [kind.fault.skill for kind in deployment.scenario.faults]
        known: dict[tuple[int, ...], int] = {}
        able = lru_cache(maxsize=None)(lambda skill, site: tuple(deployment.able_teams(skill, site)))
        served = _alike(deployment)
        numbers = [[known.setdefault(able(skill, like), len(known)) for skill in skills] for like in served]
        self.group = np.array(numbers, np.int64).reshape(len(served), len(skills))
        self.groups = [DutyGroup(deployment, teams) for teams in known]


def _alike(deployment: Deployment) -> list[int]:
    """For each site the first site that the same outlets serve."""
    first: dict[tuple[int, ...], int] = {}
    return [first.setdefault(outlets, site) for site, outlets in enumerate(deployment.territory)]


@lru_cache(maxsize=8)
def duties_of(deployment: Deployment) -> Duties:
    """The duties of a deployment, kept for the replications to come."""
    return Duties(deployment)


class Causes:
    """The spans of a replication, ready to be summed by ticket and cause on any clock."""

    def __init__(self, spans: Spans, duties: Duties, facts: Facts) -> None:
        self._spans, self._duties = spans, duties
        self._group = duties.group[facts["site"], facts["fault"]]

    def seconds(
        self,
        tickets: Integers,
        start: Integers,
        end: Integers,
        clock: Calendar = ALWAYS,
        pauses: SupplierWaits | None = None,
    ) -> Integers:
        """Clocked seconds in [start, end) of each of the tickets, one column per cause.

        Time inside `pauses` does not count. Time before a ticket's first row and after its last has no cause.
        """
        row, part, a, b = self._clipped(tickets, start, end)
        cause = self._spans.cause[part]
        length = clock.elapsed_each(a, b)
        if pauses is not None:
            ticket = self._spans.ticket[part]
            length -= clock.elapsed_each(np.maximum(a, pauses.start[ticket]), np.minimum(b, pauses.end[ticket]))
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
        return off

    def _waits(self, part: Integers) -> Iterator[tuple[DutyGroup, Integers]]:
        waits = np.flatnonzero(self._spans.waits[part])
        groups = self._group[self._spans.ticket[part[waits]]]
        for number in np.unique(groups):
            yield self._duties.groups[number], waits[groups == number]


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
    pauses: SupplierWaits | None,
    start: Integers,
    due: Integers,
    end: Integers,
) -> Integers:
    """Seconds of the clock in [due, end) of each ticket, split by the causes of all its clocked time since `start`."""
    late = causes.seconds(tickets, np.minimum(due, end), end, clock, pauses).sum(axis=1)
    return split(late, causes.seconds(tickets, start, end, clock, pauses))
