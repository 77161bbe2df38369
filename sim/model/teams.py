"""Teams and visits while the model runs: hours, engineers, where those who are free stand, and what waits for them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from typing import Any

import simpy

from sim.clock import NEVER
from sim.model.deployment import Deployment
from sim.model.ticket import Ticket

Rank = tuple[int, int, int, int, int]


class Worker:
    """An engineer while the model runs. `pool` is where he stands free, None while he is off or at work."""

    __slots__ = ("at_work", "busy_day", "busy_s", "id", "index", "location", "number", "pool", "since", "team")

    def __init__(self, index: int, number: int, team: TeamOnDuty) -> None:
        self.index, self.number, self.team = index, number, team
        self.id = (team.name, number)
        self.location = team.home
        self.pool: Pool | None = None
        self.at_work = False
        self.since = self.busy_s = 0
        self.busy_day = -1

    def busy_today(self, day: int) -> tuple[int, tuple[str, int]]:
        """Rank among engineers who would arrive together: least busy today, then id."""
        return (self.busy_s if self.busy_day == day else 0, self.id)


class Pool:
    """Free engineers who are alike to the dispatcher, by location."""

    __slots__ = ("delay", "idle", "latest", "needs", "on_call")

    def __init__(self, on_call: bool, delay: int) -> None:
        self.on_call, self.delay = on_call, delay
        self.idle: dict[int, list[Worker]] = {}
        self.latest = NEVER
        self.needs: list[Need] = []

    def add(self, worker: Worker) -> None:
        worker.pool = self
        self.idle.setdefault(worker.location, []).append(worker)

    def remove(self, worker: Worker) -> None:
        worker.pool = None
        here = self.idle[worker.location]
        here.remove(worker)
        if not here:
            del self.idle[worker.location]


class TeamOnDuty:
    """A team's hours and the pools its free engineers stand in."""

    def __init__(self, index: int, deployment: Deployment, pools: dict[Any, Pool]) -> None:
        spec = deployment.team(index)
        self.index, self.name, self.spec = index, deployment.teams[index], spec
        self.outlet = deployment.outlet_of_team[index]
        self.home = len(deployment.scenario.sites) + self.outlet
        self.calendar = deployment.scenario.calendar(spec.shift)
        self.starts = [start for start, _ in self.calendar.duties]
        self.ends = [end for _, end in self.calendar.duties]
        self.overtime = spec.overtime_cap if deployment.plan.dispatch.end_of_shift == "finish" else 0
        self._duty = (0, 0)  # the last one found
        self.unlimited = spec.engineers is None
        self.mobilise = spec.on_call.mobilise if spec.on_call else 0
        area = self.outlet if deployment.plan.dispatch.assign == "territory" else None
        alike = (area, spec.shift, spec.skills, self.overtime)
        self.pool = pools.setdefault(alike, Pool(False, 0))
        self.called = pools.setdefault((*alike, "called", self.mobilise), Pool(True, self.mobilise))
        self.awake = pools.setdefault((*alike, "awake"), Pool(True, 0))
        self.workers: list[Worker] = []
        self.spares: list[tuple[int, Worker]] = []

    def duty_end(self, now: int) -> int | None:
        """End of the duty that runs now; a duty that ends now is over."""
        if self._duty[0] <= now < self._duty[1]:
            return self._duty[1]
        position = bisect_right(self.starts, now) - 1
        if position < 0 or now >= self.ends[position]:
            return None
        self._duty = self.starts[position], self.ends[position]
        return self._duty[1]

    def last_end(self, now: int) -> int:
        """End of the last duty that is over."""
        position = bisect_right(self.ends, now) - 1
        return self.ends[position] if position >= 0 else -NEVER

    def next_start(self, now: int) -> int:
        """Start of the first duty after now."""
        position = bisect_right(self.starts, now)
        return self.starts[position] if position < len(self.starts) else NEVER

    def next_end(self, now: int) -> int:
        """End of the first duty that starts after now."""
        position = bisect_right(self.starts, now)
        return self.ends[position] if position < len(self.ends) else NEVER


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
    """One trip to a ticket's site. `granted` fires with the engineer who goes and the seconds until he can leave."""

    __slots__ = (
        "granted",
        "is_late",
        "latest_departure",
        "metres_from",
        "need",
        "number",
        "rank",
        "ready",
        "seconds_from",
        "ticket",
    )

    def __init__(self, ticket: Ticket, number: int, ready: int, need: Need) -> None:
        self.ticket, self.number, self.ready, self.need = ticket, number, ready, need
        self.granted: simpy.Event | None = None
        self.latest_departure = NEVER
        self.is_late = False
        self.seconds_from: Sequence[int] = ()
        self.metres_from: Sequence[int] = ()
        self.rank: Rank = (0, 0, 0, 0, 0)
