"""What the desks and teams did in judged time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.clock import Calendar
from sim.judge.busy import HourGrid, Roster, hour_grid, load, overlap
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
    rows = log.of(*events)
    order = np.argsort(rows.ticket.astype(np.int32), kind="stable")
    rows = EventLog(*(getattr(rows, name)[order] for name in COLUMNS))
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
        seat_seconds=use.rostered_s,
        seized_s=use.seized_s,
        working_s=use.seized_s,
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
    homeward = _Stretches(*_rows_alone(log.of(Event.HOMEWARD)))
    teams = [_teams_of(deployment, stretches.rows.actor) for stretches in (trips, work, homeward)]
    return tuple(
        _team_use(index, deployment, *(part.where(of == index) for part, of in zip(
            (trips, work, homeward), teams, strict=True)))
        for index in range(len(deployment.teams))
    )  # fmt: skip


def _only(event: Event, stretches: _Stretches) -> _Stretches:
    return stretches.where(stretches.rows.event == event)


def _rows_alone(rows: EventLog) -> tuple[EventLog, Integers, Integers]:
    return rows, rows.at, rows.event


def _teams_of(deployment: Deployment, actors: Integers) -> Integers:
    engineers, position = np.unique(actors, return_inverse=True)
    return np.array([deployment.team_of(int(engineer)) for engineer in engineers], np.int64)[position]


def _team_use(index: int, deployment: Deployment, trips: _Stretches, work: _Stretches, homeward: _Stretches) -> TeamUse:
    grid, team = grid_of(deployment.scenario), deployment.team(index)
    shift = deployment.scenario.calendar(team.shift)
    roster = _on_shift(shift, team.engineers)
    use = load(trips.rows.at, trips.until, roster, grid)
    overtime_s, on_call_s = _outside_duty(trips, duties_in(shift), grid)
    return TeamUse(
        id=deployment.teams[index],
        rostered_s=use.rostered_s,
        seized_s=use.seized_s,
        working_s=load(work.rows.at, work.until, roster, grid).seized_s,
        overtime_s=overtime_s,
        on_call_s=on_call_s,
        travel_m=_metres(trips.rows, grid) + _metres(homeward.rows, grid),
        visits=int(((trips.rows.at >= grid.begin) & (trips.rows.at < grid.end)).sum()),
        seized_by_hour=use.seized_by_hour,
        rostered_by_hour=use.rostered_by_hour,
    )


def _on_shift(shift: Calendar, engineers: int | None) -> Roster:
    instants, numbers = seat_steps([(shift, 1 if engineers is None else engineers)])
    return Roster(np.array(instants, np.int64), np.array(numbers, np.int64), engineers is None)


def _outside_duty(trips: _Stretches, duty: Calendar, grid: HourGrid) -> tuple[int, int]:
    """Seconds outside any duty: on trips that began on duty, and on trips that did not."""
    began = trips.rows.at
    start, end = np.clip(began, grid.begin, grid.end), np.clip(trips.until, grid.begin, grid.end)
    outside = end - start - duty.elapsed_each(start, end)
    on_duty = duty.elapsed_each(began, began + 1) == 1
    return int(outside[on_duty].sum()), int(outside[~on_duty].sum())


def _metres(rows: EventLog, grid: HourGrid) -> int:
    return int(rows.value[(rows.at >= grid.begin) & (rows.at < grid.end)].sum())
