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
    and `in_window`; engineers' time on all its visits in judged time, ways included.
    """

    id: str
    visits: int
    decided: int
    in_window: int
    seized_s: int


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
    return tuple(PlannedUse(*row) for row in columns)
