"""What the desks did in judged time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.judge.busy import HourGrid, Roster, grid_of, load, overlap
from sim.judge.tickets import Flags, Integers, seen
from sim.model import Deployment
from sim.model.desks import seat_steps
from sim.model.events import COLUMNS, Event, EventLog, Purpose


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
