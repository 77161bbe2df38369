"""Where the promises lose: the missed tickets of a few sample years of the plan as it stands, by place and cause."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from sim.judge import CAUSES

if TYPE_CHECKING:
    from sim.judge import Missed
    from sim.scenario import Commitment
    from sim.study.outcome import Outcome

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

BY_PROMISES_KEPT = ("times_kept", "satisfied", "complained")
"""Shares that go up and down with the time promises a ticket kept."""
LOOKED_AT = 2  # sample years
SETTLED = 0.1  # weight of a commitment that holds already, beside one that does not
HOUR_S, DAY_H = 3600, 24


@dataclass(frozen=True, eq=False)
class Losses:
    """Missed tickets, one row each.

    `weight`: what each takes off what is attained, 1 is a whole commitment that does not hold; `share`: of its late
    time by cause, in the order of `CAUSES`; `outlet`: the first of its territory, by position; `site`, `desk` by
    position (desk -1: none); `hour`: of the local day, when it was reported. `asked`: weight of commitments that are no
    matter of time, by what they measure.
    """

    weight: Floats
    share: Floats
    outlet: Integers
    site: Integers
    desk: Integers
    hour: Integers
    asked: dict[str, float]

    def by(self, cause: str, outlet: int | None = None) -> float:
        """Weight lost to a cause, at one outlet or in all."""
        lost = self.weight * self.share[:, CAUSES.index(cause)]
        return float(lost.sum() if outlet is None else lost[self.outlet == outlet].sum())

    def by_site(self, causes: Sequence[str], sites: int) -> Floats:
        """Weight lost to these causes at each site."""
        columns = [CAUSES.index(cause) for cause in causes]
        lost = self.weight * self.share[:, columns].sum(axis=1)
        summed: Floats = np.bincount(self.site, weights=lost, minlength=sites).astype(np.float64)
        return summed

    def in_hours(self, cause: str, hours: Collection[int], desks: Collection[int] | None = None) -> float:
        """Weight lost to a cause by tickets reported in these hours of the day, of desks if given."""
        here = np.isin(self.hour, list(hours))
        if desks is not None:
            here &= np.isin(self.desk, list(desks))
        return float((self.weight * self.share[:, CAUSES.index(cause)])[here].sum())


def losses_of(base: Outcome, seed: int, weights: dict[str, float]) -> Losses:
    """The first sample years once more, ticket by ticket. `weights`: of each commitment that counts."""
    from sim.judge import missed_tickets
    from sim.study.again import again

    variant = base.variant
    found = []
    for replication in base.replications[:LOOKED_AT]:
        once = again(variant.scenario, variant.plan, seed, replication.judgement.replication)
        found += list(_rows(base, missed_tickets(once.world, once.plan, once.log), weights))
    weight, share, outlet, site, desk, hour = _stacked(found)
    return Losses(weight, share, outlet, site, desk, hour, _asked(base, weights))


Row = tuple[Floats, Floats, Integers, Integers, Integers, Integers]


def _stacked(rows: Sequence[Row]) -> Row:
    none = np.zeros(0, np.int64)
    nothing = (np.zeros(0), np.zeros((0, len(CAUSES))), none, none, none, none)
    weight, share, outlet, site, desk, hour = (np.concatenate(column) for column in zip(nothing, *rows, strict=True))
    return weight, share, outlet, site, desk, hour


def _rows(base: Outcome, missed: Missed, weights: dict[str, float]) -> Iterator[Row]:
    """Of each commitment about tickets; a share of tickets that kept their times counts them again."""
    commitments = (base.variant.judged or base.variant.scenario).commitments
    years = min(LOOKED_AT, base.n)
    for one in commitments:
        weight = weights.get(one.id, 0.0)
        if one.id in missed.late:
            late = missed.late[one.id]
            yield _row(base, missed, late.cases, late.by_cause, weight / _cases(base, one) / years)
        elif one.measure.share_of in BY_PROMISES_KEPT and weight:
            cases, by_cause = _any_missed(missed)
            yield _row(base, missed, cases, by_cause, weight / _cases(base, one) / years)
        elif one.measure.availability is not None and weight:
            judged = np.flatnonzero(missed.table.judged)
            taken = missed.taken[judged]
            total = max(int(taken.sum()), 1)
            yield _row(base, missed, judged, taken, weight * taken.sum(axis=1) / total / years)


def _cases(base: Outcome, commitment: Commitment) -> float:
    """Covered cases of a sample year, one at least."""
    counts = base.tally(commitment.id).counts
    return max(sum(int(count.covered.sum()) for count in counts) / len(counts), 1.0)


def _any_missed(missed: Missed) -> tuple[Integers, Integers]:
    """Tickets that missed any promise, once each, with the late time of all."""
    summed = np.zeros((len(missed.table), len(CAUSES)), np.int64)
    for late in missed.late.values():
        np.add.at(summed, late.cases, late.by_cause)
    cases = np.flatnonzero(summed.any(axis=1))
    return cases, summed[cases]


def _row(base: Outcome, missed: Missed, cases: Integers, by_cause: Integers, weight: float | Floats) -> Row:
    from sim.model import deployment

    table, place = missed.table, deployment(base.variant.scenario, base.variant.plan)
    site = np.asarray(table.facts["site"], np.int64)[cases]
    total = np.maximum(by_cause.sum(axis=1), 1)[:, None]
    outlet = np.array([outlets[0] for outlets in place.territory], np.int64)[site]
    hour = _hours_of_day(table.milestones["reported"][cases], base.variant.scenario.timezone)
    return np.broadcast_to(weight, len(cases)).astype(float), by_cause / total, outlet, site, table.desk[cases], hour


def _hours_of_day(at: Integers, zone: str) -> Integers:
    """Local hour of the day of each instant."""
    from sim.clock import table_for

    return np.asarray(table_for(zone, at).wall(at) // HOUR_S % DAY_H, np.int64)


def _asked(base: Outcome, weights: dict[str, float]) -> dict[str, float]:
    """By measure, of what is no matter of single tickets' times."""
    asked: dict[str, float] = {}
    for one in (base.variant.judged or base.variant.scenario).commitments:
        measure = "answered" if one.of == "call" or one.measure.open else one.measure.share_of
        if measure is not None and measure not in BY_PROMISES_KEPT:
            asked[measure] = asked.get(measure, 0.0) + weights.get(one.id, 0.0)
    return asked
