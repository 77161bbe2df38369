"""What the teams did in judged time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.clock import Calendar, intersection
from sim.judge.busy import HOURS, by_hour, cut, grid_of, open_by_hour
from sim.judge.day_kinds import days_off
from sim.judge.duty import duties_in
from sim.judge.presence import Presence
from sim.judge.tickets import Flags, Integers
from sim.judge.trips import FieldWork, Stretches, first_legs
from sim.model import Deployment
from sim.model.events import EventLog


@dataclass(frozen=True, eq=False)
class TeamUse:
    """A team in judged time, seconds and metres.

    `seized_s`: travel, ways back to the outlet between jobs, work and waiting on site, inside the shift less its
    breaks; `working_s`: the part in which the work on site goes on. `overtime_s`: after the end of the duty in which
    the trip began; `on_call_s`: on trips begun outside any duty; both together by kind of day in `outside_by_day_s`
    (workday, day of rest, public holiday). `visits`: trips begun, one for each engineer; `nights` near a site.
    `rostered_s`: less absences; 0 for a team that never runs out.
    """

    id: str
    rostered_s: int
    seized_s: int
    working_s: int
    overtime_s: int
    on_call_s: int
    travel_m: int
    visits: int
    seized_by_hour: Integers
    rostered_by_hour: Integers
    nights: int = 0
    outside_by_day_s: tuple[int, ...] = (0, 0, 0)


def team_uses(deployment: Deployment, field: FieldWork, presence: Presence) -> tuple[TeamUse, ...]:
    """One entry per team of the plan, in its order: what it did on tickets and on planned visits."""
    days = _Days(deployment)
    seized, working = days.in_shift(field.trips), days.in_shift(field.work)
    overtime, on_call, by_day = days.outside_duty(field.trips)
    metres = days.metres(field.departed) + days.metres(field.homeward)
    visits, nights = days.visits(field.departed, field.mixed), days.nights(field.paused)
    rostered = _rostered(deployment) - _away(deployment, presence)
    return tuple(
        TeamUse(
            id=name,
            rostered_s=int(rostered[team].sum()),
            seized_s=int(seized[team].sum()),
            working_s=int(working[team].sum()),
            overtime_s=int(overtime[team]),
            on_call_s=int(on_call[team]),
            travel_m=int(metres[team]),
            visits=int(visits[team]),
            seized_by_hour=seized[team],
            rostered_by_hour=rostered[team],
            nights=int(nights[team]),
            outside_by_day_s=tuple(by_day[:, team].tolist()),
        )
        for team, name in enumerate(deployment.teams)
    )


# -- by team ------------------------------------------------------------------------------------------------------


class _Hours:
    """The shifts and duties of all teams and the kinds of days: the same in every replication."""

    def __init__(self, deployment: Deployment) -> None:
        calendar = deployment.scenario.calendar
        shifts = [deployment.team(team).shift for team in range(len(deployment.teams))]
        names = sorted(set(shifts))
        self.grid = grid_of(deployment.scenario)
        self.shift_of = np.array([names.index(shift) for shift in shifts])
        self.shifts = [calendar(name) for name in names]
        self.duties = [duties_in(shift) for shift in self.shifts]
        self.days_off = days_off(deployment.scenario)
        self.duties_off = [[intersection([days, duty], "off") for duty in self.duties] for days in self.days_off]


@lru_cache(maxsize=8)
def _hours(deployment: Deployment) -> _Hours:
    return _Hours(deployment)


class _Days:
    """Adds up what engineers did over judged time. Results are per team, in seconds, metres or numbers."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment, self.hours = deployment, _hours(deployment)
        self.grid, self.size = self.hours.grid, len(deployment.teams)

    def in_shift(self, stretches: Stretches) -> Integers:
        """By hour of the week."""
        pieces = cut(stretches.start, stretches.end, self.grid)
        team = self._teams_of(stretches.actor)[pieces.of]
        seconds = self._each(self.hours.shifts, team, pieces.start, pieces.end)
        cells = np.bincount(team * HOURS + pieces.hour, weights=seconds, minlength=self.size * HOURS)
        return cells.astype(np.int64).reshape(self.size, HOURS)

    def outside_duty(self, trips: Stretches) -> tuple[Integers, Integers, Integers]:
        """On trips that began on duty, on trips that did not, and both by kind of day."""
        team = self._teams_of(trips.actor)
        start, end = (np.clip(instants, self.grid.begin, self.grid.end) for instants in (trips.start, trips.end))
        outside = end - start - self._each(self.hours.duties, team, start, end)
        on_duty = self._each(self.hours.duties, team, trips.start, trips.start + 1) == 1
        overtime, on_call = self._sum(team, outside * on_duty), self._sum(team, outside * ~on_duty)
        some = np.flatnonzero(outside)
        rest, holidays = self._outside_on_days_off(team[some], start[some], end[some])
        return overtime, on_call, np.array([overtime + on_call - rest - holidays, rest, holidays])

    def _outside_on_days_off(self, team: Integers, start: Integers, end: Integers) -> Iterator[Integers]:
        for days, duties in zip(self.hours.days_off, self.hours.duties_off, strict=True):
            yield self._sum(team, days.elapsed_each(start, end) - self._each(duties, team, start, end))

    def metres(self, rows: EventLog) -> Integers:
        """Of legs begun in judged time."""
        return self._sum(self._teams_of(rows.actor), rows.value * self._judged(rows))

    def nights(self, paused: EventLog) -> Integers:
        """Nights away from home, by the evenings in judged time."""
        return self._sum(self._teams_of(paused.actor), paused.value * self._judged(paused))

    def visits(self, departed: EventLog, mixed: bool) -> Integers:
        """Visits begun in judged time, one for every engineer who is sent."""
        team, first = self._teams_of(departed.actor), first_legs(departed, mixed)
        return self._sum(team[first], self._judged(departed)[first].astype(np.int64))

    def _teams_of(self, actor: Integers) -> Integers:
        return _team_table(self.deployment, int(actor.max(initial=-1)) + 1)[actor]

    def _judged(self, rows: EventLog) -> Flags:
        return (rows.at >= self.grid.begin) & (rows.at < self.grid.end)

    def _each(self, calendars: list[Calendar], team: Integers, start: Integers, end: Integers) -> Integers:
        """Open seconds of each team's own calendar."""
        seconds = np.zeros(len(team), dtype=np.int64)
        for number, calendar in enumerate(calendars):
            here = np.flatnonzero(self.hours.shift_of[team] == number)
            seconds[here] = calendar.elapsed_each(start[here], end[here])
        return seconds

    def _sum(self, team: Integers, amount: Integers) -> Integers:
        return np.bincount(team, weights=amount, minlength=self.size).astype(np.int64)


@lru_cache(maxsize=8)
def _team_table(deployment: Deployment, engineers: int) -> Integers:
    return np.array([deployment.team_of(engineer) for engineer in range(engineers)], np.int64)


@lru_cache(maxsize=8)
def _rostered(deployment: Deployment) -> Integers:
    """Seconds by team and hour of the week; none for teams that never run out."""
    grid, calendar = grid_of(deployment.scenario), deployment.scenario.calendar
    teams = [deployment.team(team) for team in range(len(deployment.teams))]
    hours = {shift: open_by_hour(calendar(shift), grid) for shift in {team.shift for team in teams}}
    return np.array([hours[team.shift] * (team.engineers or 0) for team in teams])


def _away(deployment: Deployment, presence: Presence) -> Integers:
    """Seconds of the shifts of those who are away, by team and hour of the week."""
    away = np.zeros((len(deployment.teams), HOURS), dtype=np.int64)
    for team in presence.teams:
        shift, number = presence.by_date(team, deployment.scenario.calendar(deployment.team(team).shift))
        number = number[np.searchsorted(shift.day_dates, shift.dates)]
        pieces = cut(shift.starts, shift.ends * (number > 0), grid_of(deployment.scenario))
        away[team] = by_hour(pieces.hour, (pieces.end - pieces.start) * number[pieces.of])
    return away
