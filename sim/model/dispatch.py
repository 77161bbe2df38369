"""Dispatch: which waiting visit goes first, and whom it gets."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from heapq import merge
from itertools import islice

import simpy

from sim.clock import NEVER
from sim.model.crews import Crews
from sim.model.deployment import Deployment, knows
from sim.model.driving import Crew
from sim.model.environment import Environment
from sim.model.roster import Roster
from sim.model.teams import Pool, TeamOnDuty, Worker, if_due
from sim.model.traffic import Traffic
from sim.model.visit import Need, Rank, Visit

RULES: dict[str, Callable[[Visit], int]] = {
    "order_of_arrival": lambda visit: visit.ticket.reported,
    "ready": lambda visit: visit.ready,
    "severity": lambda visit: visit.ticket.severity,
    "due_date": lambda visit: visit.latest_departure,
}


class Dispatcher:
    """Matches waiting visits with free engineers once an instant has come to rest.

    After each settlement no waiting visit has an eligible free engineer, so only what is new is looked at: new visits
    against free engineers, newly free engineers against waiting visits.
    """

    def __init__(self, env: Environment, deployment: Deployment, roster: Roster, traffic: Traffic) -> None:
        self.env, self.deployment, self.roads, self.roster = env, deployment, deployment.roads, roster
        rules = deployment.plan.dispatch
        self._crews = Crews(env, deployment, roster, traffic)
        self._traffic = None if traffic.is_flat else traffic
        self._one_by_one = not rules.reserve  # who is free may go, and a crew of one needs nobody beside him
        self._order = RULES[rules.rule]
        self._backup_when_late = rules.backup == "when_late"
        self._by_territory = rules.assign == "territory"
        self._needs: dict[tuple[str | None, tuple[int, ...], tuple[str, ...]], Need] = {}
        self._fresh: list[Visit] = []

    @property
    def asks_latest_departure(self) -> bool:
        """Whether anything in the plan depends on when a visit must leave at the latest."""
        on_call = any(team.spec.on_call for team in self.roster.teams)
        return on_call or self._backup_when_late or self.deployment.plan.dispatch.rule == "due_date"

    def request(self, visit: Visit) -> Crew | simpy.Event:
        """Who goes, where that can be said at once, else the event that will tell."""
        site, collect = visit.ticket.site, visit.collect
        visit.seconds_from = (self.roads.to(site) if collect is None else self.roads.via(collect, site))[0]
        at_rest = self.env.at_rest()
        crew = self._best(visit) if at_rest else ()
        if crew:
            return self._send(crew)
        visit.rank, visit.granted = self._rank(visit), self.env.event()
        if at_rest:
            self._queue(visit)
        else:
            self._fresh.append(visit)
            self.env.unsettled = True
        return visit.granted

    def _rank(self, visit: Visit) -> Rank:
        ticket = visit.ticket
        order = self._order(visit) if visit.rank_from is None else self._planned_order(visit)
        return order, ticket.severity, visit.ready, ticket.index, visit.number

    def _planned_order(self, visit: Visit) -> int:
        """Behind all tickets, or from the last day on by that day, where the rule goes by an instant."""
        if visit.rank_from is None or visit.rank_from == NEVER:
            return NEVER
        if self._order is RULES["due_date"]:
            return visit.due
        return visit.ticket.severity if self._order is RULES["severity"] else visit.rank_from

    def promote(self, visit: Visit) -> None:
        """What was planned is no longer behind everything else."""
        granted = visit.granted
        if granted is None or granted.triggered:
            return
        if visit not in self._fresh:
            _drop((visit.rank, visit))
            self._fresh.append(visit)
        visit.rank = self._rank(visit)
        self.env.unsettled = True

    def need_of(self, skill: str | None, site: int, teams: tuple[str, ...] = ()) -> Need:
        """The queue for this skill at this site, for these teams only where any are named."""
        areas = self.deployment.territory[site] if self._by_territory else ()
        need = self._needs.get((skill, areas, teams))
        if need is None:
            need = self._needs[skill, areas, teams] = self._new_need(skill, areas, teams)
        return need

    def _new_need(self, skill: str | None, areas: tuple[int, ...], teams: tuple[str, ...]) -> Need:
        able = [team for team in self.roster.teams if team.spec.engineers != 0 and knows(team.spec, skill)]
        able = [team for team in able if not teams or team.name in teams]
        groups = [[team for team in able if team.outlet == area] for area in areas] if areas else [able]
        tiers = tuple(tuple(dict.fromkeys(_pools_of(group))) for group in groups)
        need = Need(tiers, [team for group in groups for team in group])
        for pool in dict.fromkeys(pool for tier in tiers for pool in tier):
            pool.needs.append(need)
        return need

    def settle(self) -> bool:
        """Assign what can be assigned now; True if anything was."""
        fresh, self._fresh = self._fresh, []
        freed = self.roster.newly_free()
        if freed:
            for visit in fresh:
                self._queue(visit)
            return self._walk(set(fresh), {worker for worker in freed if worker.pool})
        granted = [self._assign_or_queue(visit) for visit in sorted(fresh, key=_by_rank)]
        return True in granted

    def _assign_or_queue(self, visit: Visit) -> bool:
        crew = self._best(visit)
        if not crew or visit.granted is None:
            self._queue(visit)
            return False
        visit.granted.succeed(self._send(crew))
        return True

    def _queue(self, visit: Visit) -> None:
        insort(visit.need.waiting, (visit.rank, visit))
        if self._backup_when_late and len(visit.need.tiers) > 1 and not visit.is_late:
            self.env.after(max(0, visit.latest_departure - self.env.now), partial(self._open_backup, visit))

    def _open_backup(self, visit: Visit) -> None:
        if visit.granted is not None and not visit.granted.triggered:
            visit.is_late = True
            _drop((visit.rank, visit))
            self._fresh.append(visit)
            self.env.unsettled = True

    def _walk(self, fresh: set[Visit], freed: set[Worker]) -> bool:
        """Waiting visits in the order of the rule, until the newly free are taken and the new visits looked at."""
        pools = dict.fromkeys(worker.pool for worker in freed if worker.pool)
        if self._one_by_one:
            needs = dict.fromkeys(need for pool in pools for need in pool.needs)
        else:
            needs = dict.fromkeys(self._needs.values())
        needs.update((visit.need, None) for visit in fresh)
        only_on_call = all(pool.on_call for pool in pools)
        queues = [self._due(need, fresh, pools) if only_on_call else need.waiting for need in needs if need.waiting]
        taken = []
        for entry in queues[0] if len(queues) == 1 else merge(*queues):
            visit = entry[1]
            crew = self._best(visit)
            if crew and visit.granted is not None:
                taken.append(entry)
                freed.difference_update(crew)
                visit.granted.succeed(self._send(crew))
            fresh.discard(visit)
            if not freed and not fresh:
                break
        for entry in taken:
            _drop(entry)
        return bool(taken)

    def _due(self, need: Need, fresh: set[Visit], pools: Iterable[Pool]) -> list[tuple[Rank, Visit]]:
        """The waiting visits that somebody of these on call would be woken for, and the new ones."""
        limit, waiting = need.next_duty(self.env.now), need.waiting
        wakes = {pool.wakes for pool in pools if pool.wakes is not None}
        if wakes == {if_due}:  # the usual rule, asked of every visit that waits at night
            return [entry for entry in waiting if entry[1].latest_departure < limit or entry[1] in fresh]
        return [entry for entry in waiting if entry[1] in fresh or any(wake(entry[1], limit) for wake in wakes)]

    def _send(self, crew: Crew) -> Crew:
        for worker in crew:
            self.roster.take(worker)
        return crew

    def _best(self, visit: Visit) -> Crew:
        """Who would go now, the lead first; along a territory, of the first outlet that can. Empty: nobody can."""
        tiers = self._open_tiers(visit) if self._backup_when_late else visit.need.tiers
        if visit.ticket.crew > 1 or not self._one_by_one:
            return self._crews.best(visit, tiers)
        for pools in tiers:
            found = self._earliest(visit, pools)
            if len(found) > 1:
                day = self.roster.today()
                return (min(found, key=lambda worker: worker.busy_today(day)),)
            if found:
                return (found[0],)
        return ()

    def _open_tiers(self, visit: Visit) -> tuple[tuple[Pool, ...], ...]:
        tiers = visit.need.tiers
        if not visit.is_late:
            visit.is_late = self.env.now >= visit.latest_departure
            return tiers if visit.is_late else tiers[:1]
        return tiers

    def _earliest(self, visit: Visit, pools: tuple[Pool, ...]) -> list[Worker]:
        """All engineers of these pools who share the earliest expected arrival and may take the visit."""
        now = self.env.now
        earliest = NEVER
        found: list[Worker] = []
        for pool in pools:
            idle = pool.idle
            if not idle or (pool.wakes is not None and not pool.wakes(visit, visit.need.next_duty(now))):
                continue
            leg, here = self._nearest(visit, idle, earliest - now - pool.delay)
            if self._traffic is not None:
                leg = int(leg * self._traffic.at(now + pool.delay, visit.ticket.site) + 0.5)
            arrival = now + pool.delay + leg
            fits = arrival + visit.stay <= pool.latest and visit.beyond < pool.latest
            if fits and arrival <= earliest:
                found = here if arrival < earliest else found + here
                earliest = arrival
        return found

    def _nearest(self, visit: Visit, idle: dict[int, list[Worker]], most: int) -> tuple[int, list[Worker]]:
        """The shortest leg to the site and the engineers who have it; a leg longer than `most` will do for none.

        With few free engineers their legs are compared; with many, places are tried from the site outwards.
        """
        seconds = visit.seconds_from
        if len(idle) == 1:
            (place,) = idle
            return seconds[place], idle[place]
        if len(idle) ** 2 > len(seconds):
            end = visit.ticket.site if visit.collect is None else visit.collect
            return _outwards(self.roads.nearest_first(end), seconds, idle, most if self._traffic is None else NEVER)
        legs = list(map(seconds.__getitem__, idle))
        leg = min(legs)
        if legs.count(leg) == 1:
            return leg, idle[next(islice(idle, legs.index(leg), None))]
        return leg, [worker for place, other in zip(idle, legs, strict=True) if other == leg for worker in idle[place]]


def _outwards(
    places: Sequence[int], seconds: Sequence[int], idle: dict[int, list[Worker]], most: int
) -> tuple[int, list[Worker]]:
    """The first of these places, nearest first, with free engineers, and all that are as near."""
    ahead = iter(places)
    for place in ahead:
        if place in idle or seconds[place] > most:
            break
    leg, found = seconds[place], idle.get(place, [])
    for other in ahead:
        if seconds[other] != leg:
            break
        found = found + idle.get(other, [])
    return leg, found


def _by_rank(visit: Visit) -> Rank:
    return visit.rank


def _drop(entry: tuple[Rank, Visit]) -> None:
    waiting = entry[1].need.waiting
    del waiting[bisect_left(waiting, entry)]


def _pools_of(teams: list[TeamOnDuty]) -> Iterator[Pool]:
    for team in teams:
        yield team.pool
        if team.spec.on_call:
            yield team.awake
            yield team.called
