"""Who is on duty: shifts, the on-call rota, absence, rest, and where every free engineer stands."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Iterator, Sequence
from functools import partial
from heapq import heappop, heappush
from typing import Any

from sim.clock import NEVER
from sim.model.deployment import Deployment
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Recorder, row
from sim.model.hours import Hours
from sim.model.rota import LocalDays
from sim.model.teams import Pool, TeamOnDuty, Worker

HOMEWARD = int(Event.HOMEWARD)
Away = dict[int, frozenset[int]]


class Roster:
    """Brings engineers on and off duty and tells the dispatcher who became free.

    `away`: dates by engineer; `turns`: when roads become quicker or slower.
    """

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        deployment: Deployment,
        days: LocalDays,
        begin: int,
        away: Away,
        turns: Sequence[int],
    ) -> None:
        self.env, self._note, self.deployment, self.days = env, record.note, deployment, days
        self.hours = Hours(days)
        self._freed: list[Worker] = []
        self._reserves = bool(deployment.plan.dispatch.reserve)  # then whoever is free may free another
        self._duty_began = False
        self._lingering: list[Worker] = []
        pools: dict[Any, Pool] = {}
        self.teams = [TeamOnDuty(index, deployment, pools) for index in range(len(deployment.teams))]
        self._on_call = [team for team in self.teams if team.spec.on_call]
        for index, engineer in enumerate(deployment.engineers):
            team = self.teams[engineer.team]
            team.workers.append(Worker(index, engineer.number, team, away.get(index, frozenset())))
        for team in self.teams:
            self._start(team, begin)
        if turns:  # when roads get quicker, whoever was too far away may be near enough
            env.live(self._again_at(turns, self._look_again))

    def _start(self, team: TeamOnDuty, begin: int) -> None:
        self.env.live(self._shifts(team, begin))
        if team.spec.on_call:
            self.env.live(self._again_at(self.days.mondays_at_eight, partial(self._place_free, team)))
        if any(worker.away for worker in team.workers) and (team.spec.on_call or team.ends[:1] == [NEVER]):
            self.env.live(self._again_at(self.days.midnights, partial(self._place_all, team)))
        if team.spec.at_most is not None:
            self.env.live(self._again_at(self.days.months, partial(self._new_month, team)))

    def _again_at(self, instants: Iterable[int], act: Any) -> Generator[Wait, Any, None]:
        for instant in instants:
            if instant > self.env.now:
                yield instant - self.env.now
                act()

    def _look_again(self) -> None:
        self._freed += [worker for team in self.teams for worker in team.workers if worker.pool]
        self.env.unsettled = True

    def today(self) -> int:
        """Number of the local date, for ties."""
        return self.days.number(self.env.now)

    def _shifts(self, team: TeamOnDuty, begin: int) -> Generator[Wait, Any, None]:
        if team.duty(begin) is None:
            for worker in team.workers:
                self._place(worker)
        for start, end in zip(team.starts, team.ends, strict=True):
            if end > begin:
                if start > self.env.now:
                    yield start - self.env.now
                self._come_on(team)
                if end < NEVER:
                    yield end - self.env.now
                    self._go_off(team)

    def _come_on(self, team: TeamOnDuty) -> None:
        self._place_free(team)
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

    def _place_free(self, team: TeamOnDuty) -> None:
        """Whoever stands nowhere, or at home on call, and could now be on duty."""
        if team.unlimited:
            if not any(_idle_of(team)):
                self._place(self._spare(team))
            return
        for worker in team.workers:
            if not worker.at_work and worker.pool is not team.pool:
                self._place(worker)

    def _place_all(self, team: TeamOnDuty) -> None:
        for worker in team.workers:
            if not worker.at_work:
                self._place(worker)

    def _new_month(self, team: TeamOnDuty) -> None:
        team.visits_left = team.spec.at_most or 0
        if team.duty(self.env.now) is not None or not team.unlimited:
            self._place_free(team)

    def _go_off(self, team: TeamOnDuty) -> None:
        for worker in list(_idle_of(team)):
            team.pool.remove(worker)
            self.go_home(worker)
            if team.unlimited:
                heappush(team.spares, (worker.index, worker))
        if team.spec.on_call:  # also who rested, or was away, for the duty that is over
            for worker in team.workers:
                if not worker.at_work and worker.pool is None:
                    self._place(worker)

    def _place(self, worker: Worker) -> None:
        """Put a free engineer where he belongs at this instant: on duty, on call at home, or nowhere."""
        if worker.pool is not None:
            worker.pool.remove(worker)
        now, team = self.env.now, worker.team
        duty = team.duty(now)
        if duty is not None:
            if not (worker.away or worker.rests_until > now) or self._comes(worker, duty[0]):
                self._offer(worker, team.pool, duty[1])
            else:
                self.go_home(worker)
        elif self.hours.is_on_call(worker, now):
            pool = team.called if worker.location == team.home else team.awake
            self._offer(worker, pool, team.next_end(now))
            if pool is team.awake and worker.pool is pool:
                self._lingering.append(worker)
                self.env.unsettled = True
        else:
            self.go_home(worker)

    def _comes(self, worker: Worker, begun: int) -> bool:
        """Whether he does the duty that has begun: not on days off, not before he has rested."""
        now = self.env.now
        if worker.rests_until > now:
            self.env.after(worker.rests_until - now, partial(self._end_rest, worker))
            return False
        return not worker.away or self.days.ordinal(max(begun, now) if begun == -NEVER else begun) not in worker.away

    def _end_rest(self, worker: Worker) -> None:
        if not worker.at_work and worker.pool is None:
            self._place(worker)

    def _offer(self, worker: Worker, pool: Pool, end: int) -> None:
        if worker.team.visits_left <= 0:
            self.go_home(worker)
            return
        pool.latest = end + worker.team.overtime if end < NEVER else NEVER
        pool.add(worker)
        if self._reserves or any(need.waiting for need in pool.needs):
            self._freed.append(worker)
            self.env.unsettled = True

    def go_home(self, worker: Worker) -> None:
        """The drive home is his own time."""
        team = worker.team
        if worker.location != team.home:
            metres = self.deployment.roads.to(team.home)[1][worker.location]
            self._note(row(self.env.now, -1, HOMEWARD, 0, worker.index, metres))
            worker.location = team.home

    def take(self, worker: Worker) -> None:
        """The dispatcher sends him; a team that never runs out has the next one ready."""
        assert worker.pool is not None
        team = worker.team
        pool = worker.pool
        worker.was_called, worker.delay = pool.on_call, pool.delay
        pool.remove(worker)
        worker.at_work, worker.since = True, self.env.now
        if team.visits_left < NEVER:
            self._use_up(team)
        if team.unlimited and team.visits_left > 0:
            self._place(self._spare(team))

    def _use_up(self, team: TeamOnDuty) -> None:
        """One of the month's visits; after the last nobody of the team is sent."""
        team.visits_left -= 1
        if team.visits_left <= 0:
            for worker in [worker for worker in team.workers if worker.pool]:
                worker.pool.remove(worker)  # type: ignore[union-attr]  # chosen for having one
                self.go_home(worker)

    def release(self, worker: Worker, location: int) -> None:
        """His visit is over and he stands at `location`."""
        day = self.days.number(self.env.now)
        since = max(worker.since, self.days.midnights[day - 1])
        worker.busy_s = (worker.busy_s if worker.busy_day == day else 0) + self.env.now - since
        worker.busy_day, worker.at_work, worker.location = day, False, location
        if worker.team.unlimited:
            self.go_home(worker)
            heappush(worker.team.spares, (worker.index, worker))
            return
        if worker.team.rest and self._was_on_call(worker):
            worker.rests_until = self.env.now + worker.team.rest
        self._place(worker)

    def _was_on_call(self, worker: Worker) -> bool:
        """Whether any of his work was outside the shift on call: he was called, or went on after his duty."""
        now, team = self.env.now, worker.team
        duty = team.duty(now)
        if worker.was_called or (duty is not None and worker.since >= duty[0]):
            return worker.was_called
        begun = max(worker.since, team.last_end(now))
        return self.hours.is_on_call(worker, begun) or self.hours.is_on_call(worker, now)

    def send_lingering_home(self) -> None:
        """Engineers on call who found nothing to go straight on to go home."""
        for worker in self._lingering:
            if worker.pool is worker.team.awake:
                worker.pool.remove(worker)
                self.go_home(worker)
                worker.team.called.add(worker)
                worker.team.called.latest = worker.team.awake.latest
        self._lingering.clear()

    def offer_spares(self, team: TeamOnDuty, count: int) -> None:
        """A team that never runs out has a whole crew ready, if it is on duty."""
        for _missing in range(sum(1 for _worker in _idle_of(team)), count):
            if team.duty(self.env.now) is None or team.visits_left <= 0:
                return
            self._place(self._spare(team))

    def _spare(self, team: TeamOnDuty) -> Worker:
        if team.spares:
            return heappop(team.spares)[1]
        number = len(team.workers) + 1
        worker = Worker(self.deployment.unlimited_engineer(team.index, number), number, team)
        team.workers.append(worker)
        return worker


def _idle_of(team: TeamOnDuty) -> Iterator[Worker]:
    return (worker for worker in team.workers if worker.pool is team.pool)
