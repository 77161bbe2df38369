"""What the desks and teams did in judged time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.clock import Calendar
from sim.judge.busy import HOURS, HourGrid, Roster, cut, hour_grid, load, open_by_hour, overlap
from sim.judge.causes import duties_in
from sim.judge.tickets import Flags, Integers, seen
from sim.model import Deployment
from sim.model.desks import seat_steps
from sim.model.events import COLUMNS, Event, EventLog, Purpose
from sim.scenario import Scenario


@dataclass(frozen=True, eq=False)
class DeskUse:
    """A desk in judged time, seconds.

    Attempts (calls and messages; at a desk that takes no channel, the tasks given to it) are those begun in judged
    time; their waits are followed to the end of the run-out. `refused` attempts need a limit on waiting places, which
    is not modelled. `seized_s` is inside rostered seat time, `overtime_s` the calls finished after it.
    """

    id: str
    channel: str | None
    attempts: int
    answered: int
    abandoned: int
    refused: int
    wait_s: int
    waits: Integers
    waiting_mean: float
    seat_seconds: int
    seized_s: int
    working_s: int
    overtime_s: int
    seized_by_hour: Integers
    rostered_by_hour: Integers


@dataclass(frozen=True, eq=False)
class TeamUse:
    """A team in judged time, seconds and metres.

    `seized_s`: travel, work and waiting on site inside the shift less its breaks; `working_s`: the part on site.
    `overtime_s`: after the end of the duty in which the trip began; `on_call_s`: on trips begun outside any duty.
    `rostered_s` is 0 for a team that never runs out.
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


@dataclass(frozen=True, eq=False)
class _Stretches:
    """Rows of the log, each with the next row of the same ticket among those chosen."""

    rows: EventLog
    until: Integers
    next_event: Integers

    def where(self, chosen: Flags) -> _Stretches:
        rows = EventLog(*(getattr(self.rows, name)[chosen] for name in COLUMNS))
        return _Stretches(rows, self.until[chosen], self.next_event[chosen])


def _stretches(log: EventLog, stop: int, *events: Event) -> _Stretches:
    wanted = np.zeros(len(Event), dtype=np.bool_)
    wanted[list(events)] = True
    chosen = np.flatnonzero(wanted[log.event])
    chosen = chosen[np.argsort(log.ticket[chosen].astype(np.int32), kind="stable")]
    rows = EventLog(*(getattr(log, name)[chosen] for name in COLUMNS))
    last = rows.ticket != np.append(rows.ticket[1:], -1)
    return _Stretches(
        rows,
        np.where(last, stop, np.append(rows.at[1:], stop)),
        np.where(last, -1, np.append(rows.event[1:], -1)),
    )


def grid_of(scenario: Scenario) -> HourGrid:
    """The judged time of a scenario in local hours."""
    return hour_grid(scenario.timezone, scenario.horizon.start, scenario.horizon.end)


# -- desks --------------------------------------------------------------------------------------------------------


def desk_uses(deployment: Deployment, log: EventLog) -> tuple[DeskUse, ...]:
    """One entry per desk of the plan, in its order."""
    stop = deployment.scenario.horizon.stop
    tasks = _stretches(seen(log, stop), stop, Event.QUEUED, Event.STARTED, Event.ENDED, Event.GAVE_UP)
    return tuple(
        _desk_use(index, deployment, tasks.where(tasks.rows.actor == index)) for index in range(len(deployment.desks))
    )


def _desk_use(index: int, deployment: Deployment, tasks: _Stretches) -> DeskUse:
    name, grid = deployment.desks[index], grid_of(deployment.scenario)
    takes = deployment.plan.desks[name].takes
    queued = tasks.where(tasks.rows.event == Event.QUEUED)
    at_work = tasks.where(tasks.rows.event == Event.STARTED)
    use = load(at_work.rows.at, at_work.until, _seats(deployment, index), grid)
    seized_s = int(use.seized_by_hour.sum())
    attempts = queued.where(_asked(queued, grid, bool(takes)))
    waits = np.sort(attempts.until - attempts.rows.at)
    return DeskUse(
        id=name,
        channel=takes[0] if takes else None,
        attempts=len(waits),
        answered=int((attempts.next_event == Event.STARTED).sum()),
        abandoned=int((attempts.next_event == Event.GAVE_UP).sum()),
        refused=0,
        wait_s=int(waits.sum()),
        waits=waits.astype(np.int32),
        waiting_mean=overlap(queued.rows.at, queued.until, grid) / (grid.end - grid.begin),
        seat_seconds=int(use.rostered_by_hour.sum()),
        seized_s=seized_s,
        working_s=seized_s,
        overtime_s=use.beyond_s,
        seized_by_hour=use.seized_by_hour,
        rostered_by_hour=use.rostered_by_hour,
    )


def _asked(queued: _Stretches, grid: HourGrid, takes_calls: bool) -> Flags:
    rows = queued.rows
    judged = (rows.at >= grid.begin) & (rows.at < grid.end)
    return judged & (rows.value <= Purpose.MESSAGE) if takes_calls else judged


@lru_cache(maxsize=64)
def _seats(deployment: Deployment, desk: int) -> Roster:
    instants, numbers = seat_steps(deployment.seats[desk])
    return Roster(np.array(instants, np.int64), np.array(numbers, np.int64))


# -- teams --------------------------------------------------------------------------------------------------------


def team_uses(deployment: Deployment, log: EventLog) -> tuple[TeamUse, ...]:
    """One entry per team of the plan, in its order."""
    stop, ends = deployment.scenario.horizon.stop, (Event.PAUSED, Event.LEFT)
    log = seen(log, stop)
    trips = _only(Event.DEPARTED, _stretches(log, stop, Event.DEPARTED, *ends))
    work = _only(Event.ARRIVED, _stretches(log, stop, Event.ARRIVED, *ends))
    days = _Days(deployment)
    seized, working = days.in_shift(trips), days.in_shift(work)
    overtime, on_call = days.outside_duty(trips)
    metres = days.metres(trips.rows) + days.metres(log.of(Event.HOMEWARD))
    visits = days.begun(trips.rows)
    return tuple(
        TeamUse(
            id=name,
            rostered_s=int(days.rostered[team].sum()),
            seized_s=int(seized[team].sum()),
            working_s=int(working[team].sum()),
            overtime_s=int(overtime[team]),
            on_call_s=int(on_call[team]),
            travel_m=int(metres[team]),
            visits=int(visits[team]),
            seized_by_hour=seized[team],
            rostered_by_hour=days.rostered[team],
        )
        for team, name in enumerate(deployment.teams)
    )


def _only(event: Event, stretches: _Stretches) -> _Stretches:
    return stretches.where(stretches.rows.event == event)


class _Days:
    """The shifts and duties of all teams over judged time. Results are per team, in seconds or metres."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment, self.grid = deployment, grid_of(deployment.scenario)
        self.size = len(deployment.teams)
        self.rostered = _rostered(deployment)
        calendar = deployment.scenario.calendar
        shifts = [deployment.team(team).shift for team in range(self.size)]
        self.names = sorted(set(shifts))
        self.shift_of = np.array([self.names.index(shift) for shift in shifts])
        self.shifts = [calendar(name) for name in self.names]

    def in_shift(self, stretches: _Stretches) -> Integers:
        """By hour of the week."""
        pieces = cut(stretches.rows.at, stretches.until, self.grid)
        team = self.teams_of(stretches.rows)[pieces.of]
        seconds = self._each(self.shifts, team, pieces.start, pieces.end)
        cells = np.bincount(team * HOURS + pieces.hour, weights=seconds, minlength=self.size * HOURS)
        return cells.astype(np.int64).reshape(self.size, HOURS)

    def outside_duty(self, trips: _Stretches) -> tuple[Integers, Integers]:
        """On trips that began on duty, and on trips that did not."""
        duties, team, began = [duties_in(shift) for shift in self.shifts], self.teams_of(trips.rows), trips.rows.at
        start, end = (np.clip(instants, self.grid.begin, self.grid.end) for instants in (began, trips.until))
        outside = end - start - self._each(duties, team, start, end)
        on_duty = self._each(duties, team, began, began + 1) == 1
        return self._sum(team, outside * on_duty), self._sum(team, outside * ~on_duty)

    def metres(self, rows: EventLog) -> Integers:
        """Of legs begun in judged time."""
        return self._sum(self.teams_of(rows), rows.value * self._judged(rows))

    def begun(self, rows: EventLog) -> Integers:
        """Trips begun in judged time, the first leg of each visit."""
        first = np.append(True, (np.diff(rows.ticket) != 0) | (np.diff(rows.n) != 0))[: len(rows)]
        return self._sum(self.teams_of(rows), (first & self._judged(rows)).astype(np.int64))

    def teams_of(self, rows: EventLog) -> Integers:
        """The team of each row's engineer."""
        engineers = np.arange(int(rows.actor.max(initial=-1)) + 1)
        return _team_table(self.deployment, len(engineers))[rows.actor]

    def _judged(self, rows: EventLog) -> Flags:
        return (rows.at >= self.grid.begin) & (rows.at < self.grid.end)

    def _each(self, calendars: list[Calendar], team: Integers, start: Integers, end: Integers) -> Integers:
        """Open seconds of each team's own calendar."""
        seconds = np.zeros(len(team), dtype=np.int64)
        for number, calendar in enumerate(calendars):
            here = np.flatnonzero(self.shift_of[team] == number)
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
