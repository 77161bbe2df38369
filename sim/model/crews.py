"""Crews: several engineers for one visit, chosen in one go or not at all, and engineers kept in reserve."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from sim.clock import NEVER
from sim.model.deployment import Deployment
from sim.model.environment import Environment
from sim.model.roster import Roster
from sim.model.teams import Pool, Worker
from sim.model.traffic import Traffic
from sim.model.visit import Visit

Candidate = tuple[int, tuple[int, tuple[str, int]], Worker]
"""Expected arrival, rank among those who would arrive together, engineer."""


class Crews:
    """Finds a crew: first all from one outlet, else along the territory; the lead has the lowest id."""

    def __init__(self, env: Environment, deployment: Deployment, roster: Roster, traffic: Traffic) -> None:
        self.env, self.roster = env, roster
        self._traffic = None if traffic.is_flat else traffic
        self._by_territory = deployment.plan.dispatch.assign == "territory"
        ranks = {name: rank for rank, name in enumerate(deployment.scenario.severities)}
        self._reserve = [(ranks[name], count) for name, count in deployment.plan.dispatch.reserve.items()]
        self._at_outlet = [
            [team for team in roster.teams if team.outlet == outlet] for outlet in range(len(deployment.outlets))
        ]

    def best(self, visit: Visit, tiers: Sequence[Iterable[Pool]]) -> list[Worker]:
        """The crew that would be complete on site first, as the plan assigns; empty if there is none."""
        size = visit.ticket.crew
        self._enough_spares(visit, size)
        groups = [self._free(visit, pools) for pools in tiers]
        if not self._by_territory:
            groups = sorted(_by_outlet(groups[0]), key=lambda group: _last_arrival(group, size))
        crew = next((group[:size] for group in groups if len(group) >= size), None) or self._mixed(groups, size)
        return sorted((worker for *_rank, worker in crew), key=lambda worker: worker.id)

    def _mixed(self, groups: list[list[Candidate]], size: int) -> list[Candidate]:
        """From several outlets: in the order of the territory, else whoever arrives first."""
        everybody = [one for group in groups for one in group]
        if not self._by_territory:
            everybody.sort(key=_rank)
        return everybody[:size] if len(everybody) >= size else []

    def _free(self, visit: Visit, pools: Iterable[Pool]) -> list[Candidate]:
        """Everybody of these pools who may go, by arrival."""
        found = sorted((one for pool in pools for one in self._candidates(visit, pool)), key=_rank)
        kept = sum(count for rank, count in self._reserve if visit.ticket.severity > rank)
        return list(self._beyond_reserve(found, kept))

    def _candidates(self, visit: Visit, pool: Pool) -> Iterator[Candidate]:
        now, day = self.env.now, self.roster.today()
        if not pool.idle or (pool.wakes is not None and not pool.wakes(visit, visit.need.next_duty(now))):
            return
        factor = 1.0 if self._traffic is None else self._traffic.at(now + pool.delay, visit.ticket.site)
        for place, workers in pool.idle.items():
            arrival = now + pool.delay + int(visit.seconds_from[place] * factor + 0.5)
            if arrival + visit.stay <= pool.latest and visit.beyond < pool.latest:
                for worker in workers:
                    yield arrival, worker.busy_today(day), worker

    def _beyond_reserve(self, found: list[Candidate], kept: int) -> Iterator[Candidate]:
        """Leaves out those kept in reserve at their outlet, and those beyond what a contracted team may still do."""
        of_outlet: Counter[int] = Counter()
        of_team: Counter[int] = Counter()
        for one in found:
            worker, team = one[2], one[2].team
            on_duty = worker.pool is team.pool
            spared = kept and on_duty and of_outlet[team.outlet] >= self._on_duty(team.outlet) - kept
            if not spared and of_team[team.index] < team.visits_left:
                of_outlet[team.outlet] += on_duty
                of_team[team.index] += 1
                yield one

    def _on_duty(self, outlet: int) -> int:
        """Engineers of an outlet who are on duty and free."""
        teams = self._at_outlet[outlet]
        if any(team.unlimited for team in teams):
            return NEVER
        return sum(worker.pool is team.pool for team in teams for worker in team.workers)

    def _enough_spares(self, visit: Visit, size: int) -> None:
        for team in visit.need.teams:
            if team.unlimited:
                self.roster.offer_spares(team, size)


def _rank(one: Candidate) -> tuple[int, tuple[int, tuple[str, int]]]:
    return one[:2]


def _by_outlet(found: list[Candidate]) -> list[list[Candidate]]:
    groups: dict[int, list[Candidate]] = {}
    for one in found:
        groups.setdefault(one[2].team.outlet, []).append(one)
    return list(groups.values())


def _last_arrival(group: list[Candidate], size: int) -> tuple[int, tuple[int, tuple[str, int]]]:
    return _rank(group[size - 1]) if len(group) >= size else (NEVER, (0, ("", 0)))
