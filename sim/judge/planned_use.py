"""Planned visits in judged time: how many fell due, whether they were made in their window, what they took."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.judge.case_use import CaseUse
from sim.judge.tickets import seen
from sim.model import Deployment
from sim.model.events import Event, EventLog, Leaving
from sim.model.planned import PlannedVisits


@dataclass(frozen=True)
class PlannedUse:
    """A measure of the plan: visits whose window opens in judged time, of these `decided` (made, or the window is over)
    and `in_window`; engineers' time on all its visits in judged time, ways included. `decided_by_month`,
    `kept_by_month`: the same by the calendar steps of a month, counted from the start, in which the window opens.
    """

    id: str
    visits: int
    decided: int
    in_window: int
    seized_s: int
    decided_by_month: tuple[int, ...] = ()
    kept_by_month: tuple[int, ...] = ()


def planned_uses(
    place: Deployment, planned: PlannedVisits, use: CaseUse, log: EventLog, stop: int
) -> tuple[PlannedUse, ...]:
    """One per measure, in the order of the plan."""
    horizon, first = place.scenario.horizon, len(use) - len(planned)
    left = seen(log, stop).of(Event.LEFT)
    made = np.full(len(planned), NEVER)
    own = np.flatnonzero((left.ticket >= first) & (left.value == Leaving.FIXED))
    made[left.ticket[own] - first] = left.at[own]
    judged = (planned.opens >= horizon.start) & (planned.opens < horizon.end)
    decided = judged & ((made < NEVER) | (planned.ends < stop))
    kept = judged & (made <= planned.ends)
    size, seized = len(place.plan.planned), use.seized_s[first:]

    def of_measure(amount: NDArray[Any]) -> list[int]:
        summed = np.bincount(planned.measure, weights=amount, minlength=size)
        return [int(number) for number in summed]

    columns = zip(place.plan.planned, *map(of_measure, (judged, decided, kept, seized)), strict=True)
    months = [_by_month(place, planned, chosen) for chosen in (decided, decided & kept)]
    return tuple(PlannedUse(*row, *by_month) for row, *by_month in zip(columns, *months, strict=True))


def _by_month(place: Deployment, planned: PlannedVisits, chosen: NDArray[np.bool_]) -> list[tuple[int, ...]]:
    """So many visits of each measure by the month in which their windows open."""
    starts = [start for start, _end, _label, _judged in place.scenario.horizon.periods("month")]
    month = np.maximum(np.searchsorted(starts, planned.opens, side="right") - 1, 0)
    rows, size = len(place.plan.planned), len(starts)
    counts = np.bincount(planned.measure * size + month, weights=chosen, minlength=rows * size)
    return [tuple(map(int, row)) for row in counts.reshape(rows, size)]
