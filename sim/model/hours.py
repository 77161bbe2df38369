"""Who may work when: on call, until the end of a duty and its overtime, again on the next duty."""

from __future__ import annotations

from collections.abc import Sequence

from sim.clock import NEVER
from sim.model.rota import LocalDays
from sim.model.teams import Worker


class Hours:
    """The hours of engineers, from their team, their number and the dates on which they are away."""

    def __init__(self, days: LocalDays) -> None:
        self.days = days

    def is_on_call(self, worker: Worker, now: int) -> bool:
        """The weekly rota goes through the team by number and changes on Monday at 08:00 local time."""
        rule = worker.team.spec.on_call
        if rule is None:
            return False  # without a last number no rota goes round
        if worker.away and self.days.ordinal(now) in worker.away:
            return False
        size = len(worker.team.workers)
        return (worker.number - 1 - self.days.week(now) * rule.engineers) % size < rule.engineers

    def comes_back(self, crew: Sequence[Worker], now: int) -> bool:
        """Whether nobody of a crew is away when his team next comes to work, and all are ever on duty together."""
        nobody_away = all(not one.away or self.next_duty_of(one, now) == one.team.next_start(now) for one in crew)
        return nobody_away and (len(crew) == 1 or self.next_together(crew, now) < NEVER)

    def next_together(self, crew: Sequence[Worker], now: int) -> int:
        """When a crew whose duty is over is next on duty, all of them; NEVER if their shifts do not meet."""
        at = min(self.next_duty_of(worker, now) for worker in crew)
        while at < NEVER:
            late = max(at if self._is_on_duty(worker, at) else self.next_duty_of(worker, at) for worker in crew)
            if late == at:
                break
            at = late
        return at

    def _is_on_duty(self, worker: Worker, at: int) -> bool:
        duty = worker.team.duty(at)
        return duty is not None and self.days.ordinal(max(duty[0], self.days.midnights[0])) not in worker.away

    def next_duty_of(self, worker: Worker, now: int) -> int:
        """When an engineer next comes to work."""
        start = worker.team.next_start(now)
        while start < NEVER and worker.away and self.days.ordinal(start) in worker.away:
            start = worker.team.next_start(start)
        return start

    def stretch(self, crew: Sequence[Worker], now: int, seconds: int) -> tuple[int, int]:
        """When a crew stops if it starts this work now, and the seconds that are then left.

        It is done when the last has done his part, and over as soon as one of them must stop.
        """
        if len(crew) == 1:
            return self._stretch(crew[0], now, seconds)
        each = [self._stretch(worker, now, seconds) for worker in crew]
        stops = [(stop, left) for stop, left in each if left]
        return min(stops) if stops else (max(stop for stop, _left in each), 0)

    def _stretch(self, worker: Worker, now: int, seconds: int) -> tuple[int, int]:
        """Breaks fall in work on duty, never in on-call or overtime; overtime is used up to the cap of the team."""
        team = worker.team
        duty = team.duty(now)
        if duty is None:
            return self._stretch_off_shift(worker, now, seconds)
        end = duty[1]
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
            return self._stretch(worker, start, seconds - (start - now))
        allowed = max(0, min(seconds, team.last_end(now) + team.overtime - now))
        return now + allowed, seconds - allowed
