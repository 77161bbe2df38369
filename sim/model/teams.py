"""Teams while the model runs: hours, engineers, and where those who are free stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

from sim.clock import NEVER
from sim.model.deployment import Deployment
from sim.model.visit import Need, Visit

Wakes = Callable[[Visit, int], bool]


class Worker:
    """An engineer while the model runs. `pool` is where he stands free, None while he is off or at work.

    `away`: ordinals of the dates on which he does not come; `rests_until`: after work at night. Of the visit he is sent
    to: `delay`, the seconds until he can leave; `was_called`: it began outside his shift.
    """

    __slots__ = (
        "at_work",
        "away",
        "busy_day",
        "busy_s",
        "delay",
        "id",
        "index",
        "location",
        "number",
        "pool",
        "rests_until",
        "since",
        "team",
        "was_called",
    )

    def __init__(self, index: int, number: int, team: TeamOnDuty, away: frozenset[int] = frozenset()) -> None:
        self.index, self.number, self.team, self.away = index, number, team, away
        self.id = (team.name, number)
        self.location = team.home
        self.pool: Pool | None = None
        self.at_work = self.was_called = False
        self.since = self.busy_s = self.delay = 0
        self.busy_day = -1
        self.rests_until = -NEVER

    def busy_today(self, day: int) -> tuple[int, tuple[str, int]]:
        """Rank among engineers who would arrive together: least busy today, then id."""
        return (self.busy_s if self.busy_day == day else 0, self.id)


class Pool:
    """Free engineers who are alike to the dispatcher, by location. `wakes`: whether they are called for a visit."""

    __slots__ = ("delay", "idle", "latest", "needs", "on_call", "wakes")

    def __init__(self, wakes: Wakes | None, delay: int) -> None:
        self.wakes, self.delay = wakes, delay
        self.on_call = wakes is not None  # off duty: they have to be called
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
    """A team's hours and the pools its free engineers stand in. `visits_left`: until the month is over."""

    def __init__(self, index: int, deployment: Deployment, pools: dict[Any, Pool]) -> None:
        spec = deployment.team(index)
        self.index, self.name, self.spec = index, deployment.teams[index], spec
        self.outlet = deployment.outlet_of_team[index]
        self.home = deployment.roads.sites + self.outlet
        self.calendar = deployment.scenario.calendar(spec.shift)
        self.starts = [start for start, _ in self.calendar.duties]
        self.ends = [end for _, end in self.calendar.duties]
        self.overtime = spec.overtime_cap if deployment.plan.dispatch.end_of_shift in ("finish", "relief") else 0
        self._duty = (0, 0)  # the last one found
        self.unlimited = spec.engineers is None
        self.mobilise, self.rest = (spec.on_call.mobilise, spec.on_call.rest) if spec.on_call else (0, 0)
        self.visits_left = NEVER if spec.at_most is None else spec.at_most
        self.workers: list[Worker] = []
        self.spares: list[tuple[int, Worker]] = []
        self._open_pools(deployment, pools)

    def _open_pools(self, deployment: Deployment, pools: dict[Any, Pool]) -> None:
        spec = self.spec
        area = self.outlet if deployment.plan.dispatch.assign == "territory" else None
        chosen = any(entry.teams for entry in deployment.plan.planned.values())  # then a team may be asked by name
        alike = (area, spec.shift, spec.skills, self.overtime, self.name if chosen else None)
        wake = spec.on_call.wake if spec.on_call else "if_due"
        wakes = wakes_for(wake, deployment.scenario.severities)
        self.pool = pools.setdefault(alike, Pool(None, 0))
        self.called = pools.setdefault((*alike, wake, "called", self.mobilise), Pool(wakes, self.mobilise))
        self.awake = pools.setdefault((*alike, wake, "awake"), Pool(wakes, 0))

    def duty(self, now: int) -> tuple[int, int] | None:
        """The duty that runs now; a duty that ends now is over."""
        if self._duty[0] <= now < self._duty[1]:
            return self._duty
        position = bisect_right(self.starts, now) - 1
        if position < 0 or now >= self.ends[position]:
            return None
        self._duty = self.starts[position], self.ends[position]
        return self._duty

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


def if_due(visit: Visit, next_duty: int) -> bool:
    """Only what cannot wait for the next duty."""
    return visit.latest_departure < next_duty


def wakes_for(wake: str | tuple[str, ...], severities: tuple[str, ...]) -> Wakes:
    """Who is on call is called for what cannot wait for somebody's next duty, for everything, or for the gravest; to
    relieve always, for planned work never.
    """
    if wake == "if_due":
        return if_due
    if wake == "always":
        return lambda visit, next_duty: visit.rank_from is None
    ranks = frozenset(severities.index(name) for name in wake)
    return lambda visit, next_duty: (
        visit.beyond > -NEVER or (visit.ticket.severity in ranks and visit.rank_from is None)
    )
