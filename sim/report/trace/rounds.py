"""The planned visits of one replication: which round of the plan each of them belongs to, and where it goes."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sim.model.planned import PlannedVisits, first_case, planned_visits

if TYPE_CHECKING:
    from sim.model import Deployment
    from sim.scenario import Planned
    from sim.world import World


class Rounds:
    """In the log a planned visit is a case of its own, behind tickets and customers."""

    def __init__(self, world: World, place: Deployment) -> None:
        self._world, self._plan = world, place.plan
        self._first = first_case(world)

    @cached_property
    def _visits(self) -> PlannedVisits:
        return planned_visits(self._world, self._plan)

    def has(self, case: int) -> bool:
        """Whether a case of the log is a planned visit."""
        return case >= self._first

    def site(self, case: int) -> int:
        """The position of its site."""
        return int(self._visits.site[case - self._first])

    def name(self, case: int) -> str:
        """The id of the round it belongs to."""
        return list(self._plan.planned)[int(self._visits.measure[case - self._first])]

    def entry(self, case: int) -> Planned:
        """What the plan says of that round."""
        return self._plan.planned[self.name(case)]

    def last_day(self, case: int) -> int:
        """From when on it ranks like a ticket."""
        return int(self._visits.last_day[case - self._first])

    def ends(self, case: int) -> int:
        """By when it should be done."""
        return int(self._visits.ends[case - self._first])
