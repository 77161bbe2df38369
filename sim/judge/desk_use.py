"""How customers fare at the desks in judged time, and how busy seats and benches are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.judge.busy import HourGrid, Load, Roster, grid_of, load, overlap
from sim.judge.spans import REPAIR, Spans
from sim.judge.tickets import Flags, Integers, TicketTable, seen
from sim.model import Deployment
from sim.model.coverage import bench_outlets
from sim.model.desks import seat_steps
from sim.model.events import CALLS_OUT, COLUMNS, Event, EventLog, Purpose

NOBODY = -1  # the actor of a call that who is on call takes


@dataclass(frozen=True, eq=False)
class DeskFlow:
    """One channel at the desk that takes it, seconds; at a desk that takes none, the tasks given to it.

    Attempts are the calls and messages begun in judged time; their waits are followed to the end of the run-out, and
    refused ones have none.
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


@dataclass(frozen=True, eq=False)
class DeskUse:
    """The seats of a desk, or the benches of an outlet or the workshop, in judged time, seconds.

    `seized_s` is inside rostered time, work after a call included; `overtime_s` what seats finish after it. `calls`:
    taken from customers.
    """

    id: str
    seat_seconds: int
    seized_s: int
    working_s: int
    overtime_s: int
    seized_by_hour: Integers
    rostered_by_hour: Integers
    calls: int = 0


@dataclass(frozen=True, eq=False)
class Tasks:
    """Rows of the log, each with the next row of the same task among those chosen."""

    rows: EventLog
    until: Integers
    next_event: Integers
    next_actor: Integers

    def where(self, chosen: Flags) -> Tasks:
        """Those of which this is so."""
        rows = EventLog(*(getattr(self.rows, name)[chosen] for name in COLUMNS))
        return Tasks(rows, self.until[chosen], self.next_event[chosen], self.next_actor[chosen])


def tasks_of(log: EventLog, stop: int, *events: Event) -> Tasks:
    """What happened to each task of a desk: a ticket may have several purposes at a time."""
    wanted = np.zeros(len(Event), dtype=np.bool_)
    wanted[list(events)] = True
    chosen = np.flatnonzero(wanted[log.event])
    task = log.ticket[chosen] * len(Purpose) + log.value[chosen]
    order = np.argsort(task.astype(np.int32), kind="stable")
    task, chosen = task[order], chosen[order]
    if Event.WRAPPED in events:
        kept = ~_before_wrapping(task, log.event[chosen])
        task, chosen = task[kept], chosen[kept]
    rows = EventLog(*(getattr(log, name)[chosen] for name in COLUMNS))
    last = task != np.append(task[1:], -1)
    return Tasks(
        rows,
        np.where(last, stop, np.append(rows.at[1:], stop)),
        np.where(last, -1, np.append(rows.event[1:], -1)),
        np.where(last, NOBODY, np.append(rows.actor[1:], NOBODY)),
    )


def _before_wrapping(task: Integers, event: Integers) -> Flags:
    """The ends of calls that leave work: the seat is free when that is done."""
    found: Flags = np.append((event[1:] == Event.WRAPPED) & (task[1:] == task[:-1]), False)[: len(task)]
    return found


class Desks:
    """The desks of one replication."""

    def __init__(self, deployment: Deployment, table: TicketTable, log: EventLog) -> None:
        self.deployment, self.grid = deployment, grid_of(deployment.scenario)
        log = seen(log, table.stop)
        self._tasks = tasks_of(log, table.stop, Event.QUEUED, Event.STARTED, Event.ENDED, Event.GAVE_UP, Event.WRAPPED)
        self._queued = self._tasks.where(self._tasks.rows.event == Event.QUEUED)
        self._overflowed = self._overflows(log, table)
        self._refused = log.of(Event.REFUSED)
        self._channel = np.append(np.asarray(table.facts["channel"]), -1)  # -1: of customers

    @staticmethod
    def _overflows(log: EventLog, table: TicketTable) -> Tasks | None:
        if not table.rows[Event.OVERFLOWED]:
            return None
        waiting = tasks_of(log, table.stop, Event.OVERFLOWED, Event.STARTED, Event.GAVE_UP)
        return waiting.where(waiting.rows.event == Event.OVERFLOWED)

    def flows(self) -> Iterator[DeskFlow]:
        """One per desk and channel it takes, in the order of the plan; one for a desk that takes none."""
        channels = list(self.deployment.scenario.channels)
        for desk, name in enumerate(self.deployment.desks):
            takes = self.deployment.plan.desks[name].takes
            for channel in takes:
                yield self._flow(desk, name, channel, channels.index(channel))
            if not takes:
                yield self._given(desk, name)

    def _flow(self, desk: int, name: str, channel: str, number: int) -> DeskFlow:
        """Calls that find nobody on duty and reach who is on call were calls to this desk too."""
        rows = self._queued.rows
        here = self._of_channel(rows, number) & ((rows.actor == desk) | (rows.actor == NOBODY))
        queued, refused = self._queued.where(here & ~np.isin(rows.value, CALLS_OUT)), self._refused
        turned_away = self._of_channel(refused, number) & (refused.actor == desk) & _judged(refused.at, self.grid)
        attempts = queued.where(_judged(queued.rows.at, self.grid) & (queued.rows.value <= Purpose.MESSAGE))
        answered = int((attempts.next_event == Event.STARTED).sum())
        return self._counted(name, channel, attempts, queued, answered, int(turned_away.sum()))

    def _given(self, desk: int, name: str) -> DeskFlow:
        """Tasks that waited for this desk, alone or beside another."""
        queued = self._queued.where(self._queued.rows.actor == desk)
        if self._overflowed is not None:
            queued = _both(queued, self._overflowed.where(self._overflowed.rows.actor == desk))
        attempts = queued.where(_judged(queued.rows.at, self.grid))
        answered = int(((attempts.next_event == Event.STARTED) & (attempts.next_actor == desk)).sum())
        return self._counted(name, None, attempts, queued, answered, 0)

    def _counted(
        self, name: str, channel: str | None, attempts: Tasks, queued: Tasks, answered: int, refused: int
    ) -> DeskFlow:
        waits = np.sort(attempts.until - attempts.rows.at)
        return DeskFlow(
            id=name,
            channel=channel,
            attempts=len(waits) + refused,
            answered=answered,
            abandoned=int((attempts.next_event == Event.GAVE_UP).sum()),
            refused=refused,
            wait_s=int(waits.sum()),
            waits=waits.astype(np.int32),
            waiting_mean=overlap(queued.rows.at, queued.until, self.grid) / (self.grid.end - self.grid.begin),
        )

    def _of_channel(self, rows: EventLog, number: int) -> Flags:
        is_so: Flags = self._channel[np.minimum(rows.ticket, len(self._channel) - 1)] == number
        return is_so

    def seats(self) -> Iterator[DeskUse]:
        """One per desk, in the order of the plan."""
        at_work = self._tasks.where(self._tasks.rows.event == Event.STARTED)
        for desk, name in enumerate(self.deployment.desks):
            mine = at_work.where(at_work.rows.actor == desk)
            use = load(mine.rows.at, mine.until, _seats(self.deployment, desk), self.grid)
            taken = (mine.rows.value <= Purpose.ESCALATION) & (mine.rows.value != Purpose.CONTACT)
            calls = int((taken & _judged(mine.rows.at, self.grid)).sum())
            yield use_of(name, use, int(use.seized_by_hour.sum()), use.beyond_s, calls)


def use_of(name: str, use: Load, working_s: int, overtime_s: int, calls: int = 0) -> DeskUse:
    return DeskUse(
        id=name,
        seat_seconds=int(use.rostered_by_hour.sum()),
        seized_s=int(use.seized_by_hour.sum()),
        working_s=working_s,
        overtime_s=overtime_s,
        seized_by_hour=use.seized_by_hour,
        rostered_by_hour=use.rostered_by_hour,
        calls=calls,
    )


def _both(one: Tasks, other: Tasks) -> Tasks:
    rows = EventLog(*(np.concatenate((getattr(one.rows, name), getattr(other.rows, name))) for name in COLUMNS))
    pairs = ((getattr(one, name), getattr(other, name)) for name in ("until", "next_event", "next_actor"))
    return Tasks(rows, *(np.concatenate(pair) for pair in pairs))


def _judged(at: Integers, grid: HourGrid) -> Flags:
    return (at >= grid.begin) & (at < grid.end)


@lru_cache(maxsize=64)
def _seats(deployment: Deployment, desk: int) -> Roster:
    instants, numbers = seat_steps(deployment.seats[desk])
    return Roster(np.array(instants, np.int64), np.array(numbers, np.int64))


def bench_uses(deployment: Deployment, table: TicketTable, log: EventLog, spans: Spans) -> Iterator[DeskUse]:
    """One per outlet with benches: taken while a unit lies on one, at work while nothing is missing."""
    grid = grid_of(deployment.scenario)
    stays = _stays(seen(log, table.stop), table.stop)
    repair = np.flatnonzero(spans.at_bench & (spans.cause == REPAIR))
    outlet = bench_outlets(deployment)[np.asarray(table.facts["site"])[spans.ticket[repair]]]
    for number, name in enumerate(deployment.outlets):
        if not deployment.plan.outlets[name].benches:
            continue
        roster, mine, work = _benches(deployment, number), stays.where(stays.rows.actor == number), outlet == number
        use = load(mine.rows.at, mine.until, roster, grid)
        done = load(spans.start[repair[work]], spans.end[repair[work]], roster, grid)
        yield use_of(name, use, int(done.seized_by_hour.sum()), 0)


def _stays(log: EventLog, stop: int) -> Tasks:
    stays = tasks_of(log, stop, Event.BENCHED, Event.UNBENCHED)
    return stays.where(stays.rows.event == Event.BENCHED)


@lru_cache(maxsize=64)
def _benches(deployment: Deployment, outlet: int) -> Roster:
    entry = deployment.plan.outlets[deployment.outlets[outlet]]
    instants, numbers = seat_steps([(deployment.scenario.calendar(entry.bench_calendar), entry.benches)])
    return Roster(np.array(instants, np.int64), np.array(numbers, np.int64))
