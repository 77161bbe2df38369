"""Who is on duty: shifts, the on-call rota, overtime, and where every free engineer stands."""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Generator, Iterator
from heapq import heappop, heappush
from typing import Any
from zoneinfo import ZoneInfo

import simpy

from sim.clock import NEVER
from sim.model.deployment import Deployment
from sim.model.environment import Environment
from sim.model.events import Event, Recorder, row
from sim.model.teams import Pool, TeamOnDuty, Worker

HOMEWARD = int(Event.HOMEWARD)


class Roster:
    """Brings engineers on and off duty and tells the dispatcher who became free."""

    def __init__(self, env: Environment, record: Recorder, deployment: Deployment, begin: int, stop: int) -> None:
        self.env, self._note, self.deployment = env, record.note, deployment
        self._rota_weeks = _mondays_at_eight(deployment.scenario.timezone, begin, stop)
        self._midnights = _midnights(deployment.scenario.timezone, begin, stop)
        self._freed: list[Worker] = []
        self._duty_began = False
        self._date = self._tomorrow = 0
        self._lingering: list[Worker] = []
        pools: dict[Any, Pool] = {}
        self.teams = [TeamOnDuty(index, deployment, pools) for index in range(len(deployment.teams))]
        self._on_call = [team for team in self.teams if team.spec.on_call]
        for index, engineer in enumerate(deployment.engineers):
            team = self.teams[engineer.team]
            team.workers.append(Worker(index, engineer.number, team))
        for team in self.teams:
            env.live(self._shifts(team, begin))
            if team.spec.on_call:
                env.live(self._rota(team))

    def today(self) -> int:
        """Number of the local date, for ties."""
        if self.env.now >= self._tomorrow:
            self._date = bisect_right(self._midnights, self.env.now)
            self._tomorrow = self._midnights[self._date]
        return self._date

    def is_on_call(self, worker: Worker, now: int) -> bool:
        """The weekly rota goes through the team by number and changes on Monday at 08:00 local time."""
        rule = worker.team.spec.on_call
        if rule is None:
            return False  # without a last number no rota goes round
        week = self._rota_weeks[0][bisect_right(self._rota_weeks[1], now) - 1]
        size = len(worker.team.workers)
        return (worker.number - 1 - week * rule.engineers) % size < rule.engineers

    def _shifts(self, team: TeamOnDuty, begin: int) -> Generator[simpy.Event, Any, None]:
        if team.duty_end(begin) is None:
            for worker in team.workers:
                self._place(worker)
        for start, end in zip(team.starts, team.ends, strict=True):
            if end > begin:
                if start > self.env.now:
                    yield self.env.wait(start - self.env.now)
                self._come_on(team)
                if end < NEVER:
                    yield self.env.wait(end - self.env.now)
                    self._go_off(team)

    def _come_on(self, team: TeamOnDuty) -> None:
        self._place_free(team, [self._spare(team)] if team.unlimited else team.workers)
        self._duty_began = self.env.unsettled = True

    def newly_free(self) -> list[Worker]:
        """Who became free since the last settlement.

        Whoever is on call counts again with every duty that begins: the next one then lies later, and a visit that
        could wait for this one may wait no longer.
        """
        freed, self._freed = self._freed, []
        if self._duty_began:
            self._duty_began = False
            freed += [
                worker for team in self._on_call for worker in team.workers if worker.pool and worker.pool.on_call
            ]
        return freed

    def _place_free(self, team: TeamOnDuty, workers: list[Worker]) -> None:
        for worker in workers:
            if not worker.at_work and worker.pool is not team.pool:
                self._place(worker)

    def _go_off(self, team: TeamOnDuty) -> None:
        for worker in list(_idle_of(team)):
            team.pool.remove(worker)
            self._go_home(worker)
            if team.unlimited:
                heappush(team.spares, (worker.index, worker))
            elif team.spec.on_call:
                self._place(worker)

    def _rota(self, team: TeamOnDuty) -> Generator[simpy.Event, Any, None]:
        for instant in self._rota_weeks[1]:
            if instant > self.env.now:
                yield self.env.wait(instant - self.env.now)
                self._place_free(team, team.workers)

    def _place(self, worker: Worker) -> None:
        """Put a free engineer where he belongs at this instant: on duty, on call at home, or nowhere."""
        if worker.pool is not None:
            worker.pool.remove(worker)
        now, team = self.env.now, worker.team
        end = team.duty_end(now)
        if end is not None:
            self._offer(worker, team.pool, end)
        elif self.is_on_call(worker, now):
            pool = team.called if worker.location == team.home else team.awake
            self._offer(worker, pool, team.next_end(now))
            if pool is team.awake:
                self._lingering.append(worker)
                self.env.unsettled = True
        else:
            self._go_home(worker)

    def _offer(self, worker: Worker, pool: Pool, end: int) -> None:
        pool.latest = end + worker.team.overtime if end < NEVER else NEVER
        pool.add(worker)
        for need in pool.needs:
            if need.waiting:
                self._freed.append(worker)
                self.env.unsettled = True
                return

    def _go_home(self, worker: Worker) -> None:
        team = worker.team
        if worker.location != team.home:
            metres = self.deployment.home_m(worker.location, team.outlet)
            self._note(row(self.env.now, -1, HOMEWARD, 0, worker.index, metres))
            worker.location = team.home

    def take(self, worker: Worker) -> None:
        """The dispatcher sends him; a team that never runs out has the next one ready."""
        assert worker.pool is not None
        worker.pool.remove(worker)
        worker.at_work, worker.since = True, self.env.now
        if worker.team.unlimited:
            self._place(self._spare(worker.team))

    def release(self, worker: Worker, location: int) -> None:
        """His visit is over and he stands at `location`."""
        day = self.today()
        since = max(worker.since, self._midnights[day - 1])
        worker.busy_s = (worker.busy_s if worker.busy_day == day else 0) + self.env.now - since
        worker.busy_day, worker.at_work, worker.location = day, False, location
        if worker.team.unlimited:
            self._go_home(worker)
            heappush(worker.team.spares, (worker.index, worker))
        else:
            self._place(worker)

    def rest_at_home(self, worker: Worker) -> None:
        """His work is not finished, but his duty is: he keeps the ticket and drives home."""
        self._go_home(worker)

    def send_lingering_home(self) -> None:
        """Engineers on call who found nothing to go straight on to go home."""
        for worker in self._lingering:
            if worker.pool is worker.team.awake:
                worker.pool.remove(worker)
                self._go_home(worker)
                worker.team.called.add(worker)
                worker.team.called.latest = worker.team.awake.latest
        self._lingering.clear()

    def _spare(self, team: TeamOnDuty) -> Worker:
        if team.spares:
            return heappop(team.spares)[1]
        number = len(team.workers) + 1
        worker = Worker(self.deployment.unlimited_engineer(team.index, number), number, team)
        team.workers.append(worker)
        return worker

    def stretch(self, worker: Worker, now: int, seconds: int) -> tuple[int, int]:
        """When he stops if he starts this work now, and the seconds that are then left for his next duty.

        Breaks fall in work on duty, never in on-call or overtime; overtime is used up to the cap of the team.
        """
        team = worker.team
        end = team.duty_end(now)
        if end is None:
            return self._stretch_off_shift(worker, now, seconds)
        done = team.calendar.add(now, seconds)
        if done <= end:
            return done, 0
        left = seconds - team.calendar.elapsed(now, end)
        return self._stretch_off_shift(worker, end, left)

    def _stretch_off_shift(self, worker: Worker, now: int, seconds: int) -> tuple[int, int]:
        team = worker.team
        begun = max(worker.since, team.last_end(now))  # whoever was called finishes, also when his week ends meanwhile
        if self.is_on_call(worker, begun) or self.is_on_call(worker, now):
            start = team.next_start(now)
            if now + seconds <= start:
                return now + seconds, 0
            return self.stretch(worker, start, seconds - (start - now))
        allowed = max(0, min(seconds, team.last_end(now) + team.overtime - now))
        return now + allowed, seconds - allowed


def _idle_of(team: TeamOnDuty) -> Iterator[Worker]:
    return (worker for worker in team.workers if worker.pool is team.pool)


def _local_days(zone: str, begin: int, stop: int) -> Iterator[dt.date]:
    first = dt.datetime.fromtimestamp(begin, ZoneInfo(zone)).date() - dt.timedelta(days=8)
    return (first + dt.timedelta(days=day) for day in range((stop - begin) // 86400 + 18))


def _midnights(zone: str, begin: int, stop: int) -> list[int]:
    return [_instant(day, 0, zone) for day in _local_days(zone, begin, stop)]


def _mondays_at_eight(zone: str, begin: int, stop: int) -> tuple[list[int], list[int]]:
    """Week numbers counted from a fixed Monday, and the instants at which they begin."""
    mondays = [day for day in _local_days(zone, begin, stop) if day.weekday() == 0]
    return [day.toordinal() // 7 for day in mondays], [_instant(day, 8, zone) for day in mondays]


def _instant(day: dt.date, hour: int, zone: str) -> int:
    return int(dt.datetime(day.year, day.month, day.day, hour, tzinfo=ZoneInfo(zone)).timestamp())
