"""The tickets that came latest after a deadline, over all time commitments and some replications."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from sim.judge import CAUSES
from sim.report.trace.year import SampleYear


@dataclass(frozen=True, eq=False)
class Late:
    """A judged ticket and the commitment it broke worst: how late, and mainly why."""

    year: SampleYear
    ticket: int
    commitment: str
    late_s: int
    cause: str

    @property
    def rank(self) -> tuple[int, int, int]:
        """Latest first; of equals the first replication, then the first ticket."""
        return -self.late_s, self.year.replication, self.ticket


def worst_of(years: Iterable[SampleYear], count: int) -> list[Late]:
    """The `count` latest tickets, the latest first, each with the commitment it broke worst.

    Years are taken one by one, and only those that hold one of the latest so far are kept.
    """
    latest: list[Late] = []
    for year in years:
        latest = sorted([*latest, *_latest(year)], key=lambda late: late.rank)[:count]
    return latest


def _latest(year: SampleYear) -> list[Late]:
    """Every late judged ticket of a replication once."""
    worst: dict[int, Late] = {}
    for promise, outcome in year.outcomes:
        tickets = np.flatnonzero(outcome.missed & year.table.judged)
        seconds = year.late(promise, outcome, tickets)
        for ticket, by_cause in zip(tickets.tolist(), seconds, strict=True):
            late = Late(year, ticket, promise.commitment.id, int(by_cause.sum()), CAUSES[int(by_cause.argmax())])
            if late.late_s > 0 and (ticket not in worst or late.late_s > worst[ticket].late_s):
                worst[ticket] = late
    return list(worst.values())
