"""A visit while it waits and while it lasts, and the queue of visits that the same teams may do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import simpy

from sim.clock import NEVER

if TYPE_CHECKING:
    from sim.model.teams import Pool, TeamOnDuty
    from sim.model.ticket import Ticket

Rank = tuple[int, int, int, int, int]


class Need:
    """Visits that the same teams may do: one skill, one list of outlets. They wait in the order of the rule."""

    __slots__ = ("_next_duty", "teams", "tiers", "waiting")

    def __init__(self, tiers: tuple[tuple[Pool, ...], ...], teams: list[TeamOnDuty]) -> None:
        self.tiers, self.teams = tiers, teams
        self.waiting: list[tuple[Rank, Visit]] = []
        self._next_duty = -NEVER

    def next_duty(self, now: int) -> int:
        """When somebody able next comes on duty."""
        if self._next_duty <= now:
            self._next_duty = min((team.next_start(now) for team in self.teams), default=NEVER)
        return self._next_duty


class Visit:
    """One trip to a ticket's site. `granted` fires with the crew that goes, each with the seconds until he can leave.

    `seconds_from`: by location, expected on the way to the site; `collect`: the outlet (a location) where parts lie
    that are fetched on the way; `leg`: drives so far. `stay`: seconds that have to fit into the duty as well; `beyond`:
    the instant beyond which the duty has to last; `rank_from`: of planned work the instant it ranks by, NEVER as long
    as it comes behind everything else; `due`: when that has to leave. `is_let_in`: a crew is on site already.
    """

    __slots__ = (
        "beyond",
        "collect",
        "due",
        "granted",
        "is_late",
        "is_let_in",
        "latest_departure",
        "leg",
        "need",
        "number",
        "rank",
        "rank_from",
        "ready",
        "seconds_from",
        "stay",
        "ticket",
    )

    def __init__(self, ticket: Ticket, number: int, ready: int, need: Need) -> None:
        self.ticket, self.number, self.ready, self.need = ticket, number, ready, need
        self.granted: simpy.Event | None = None
        self.latest_departure = NEVER
        self.is_late = self.is_let_in = False
        self.leg = self.stay = 0
        self.beyond, self.due = -NEVER, NEVER
        self.rank_from: int | None = None
        self.collect: int | None = None
        self.seconds_from: Sequence[int] = ()
        self.rank: Rank = (0, 0, 0, 0, 0)
