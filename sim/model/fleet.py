"""The installed units where failures hang on their running time: a unit that stands still does not age."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import numpy as np

from sim.clock import NEVER
from sim.model.environment import Environment
from sim.model.events import Event, Recorder, row
from sim.world import World

FAILED = int(Event.FAILED)


class Unit:
    """One installed unit. `ahead`: (running time, ticket) of its failures, last first; `ran`: seconds until `since`.

    `is_up`: it runs; `round`: counts how often it was started, so that an older failure date is void; `waiting`:
    repeats that fell due while it stood still.
    """

    __slots__ = ("ahead", "end", "is_up", "ran", "round", "since", "waiting")

    def __init__(self, since: int, end: int, ahead: list[tuple[int, int]]) -> None:
        self.since, self.end, self.ahead = since, end, ahead
        self.ran = self.round = 0
        self.is_up = True
        self.waiting: list[tuple[int, Callable[[], None]]] = []


class Fleet:
    """Lets units fail when they have run long enough, unless that `is_prevented`; `report` begins the ticket."""

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        is_prevented: Callable[[int], bool],
        report: Callable[[int], object],
    ) -> None:
        self.env, self._note, self._is_prevented, self._report = env, record.note, is_prevented, report
        tickets, service = world.tickets, world.scenario.service_of_site
        self._unit_of: dict[int, Unit] = {}
        self._failing: list[tuple[int, Unit, int]] = []
        self._repeating: list[tuple[int, Unit, Callable[[], None]]] = []
        begin, stop = world.scenario.horizon.begin, world.scenario.horizon.stop
        units: dict[tuple[int, int], Unit] = {}
        latest_first = np.lexsort((-np.arange(len(tickets)), -tickets.runs))
        for index in latest_first.tolist():
            place = int(tickets.site[index]), int(tickets.week[index])
            if place not in units:
                first, end = service[place[0]]
                units[place] = Unit(max(first, begin), min(end, stop), [])
            self._unit_of[index] = units[place]
            if tickets.parent[index] < 0:
                units[place].ahead.append((int(tickets.runs[index]), index))
        self._number = [-week for week in tickets.week.tolist()]
        for unit in units.values():
            self._wind(unit)

    def _wind(self, unit: Unit) -> None:
        """Its clock runs: the next failure has a date."""
        unit.is_up = True
        unit.round += 1
        at = unit.since + unit.ahead[-1][0] - unit.ran if unit.ahead else NEVER
        if at < unit.end:
            self.env.after(at - self.env.now, partial(self._fall_due, unit, unit.round))

    def _fall_due(self, unit: Unit, started: int) -> None:
        if unit.round == started:
            self._failing.append((unit.ahead[-1][1], unit, started))
            self.env.unsettled = True

    def _stop(self, unit: Unit) -> None:
        unit.ran += self.env.now - unit.since
        unit.is_up = False
        unit.round += 1

    def up(self, ticket: int) -> None:
        """The ticket's unit runs again; what fell due meanwhile comes now."""
        unit = self._unit_of[ticket]
        if unit.is_up:
            return
        unit.since = self.env.now
        self._wind(unit)
        if unit.waiting:
            self._repeating.append((unit.waiting[0][0], unit, unit.waiting[0][1]))
            del unit.waiting[0]
            self.env.unsettled = True

    def repeat(self, ticket: int, come: Callable[[], None]) -> None:
        """The same fault again, once the unit runs."""
        self._repeating.append((ticket, self._unit_of[ticket], come))
        self.env.unsettled = True

    def settle(self) -> bool:
        """Failures and repeats that fall due at this instant, by ticket; True if there was any."""
        failing, self._failing = sorted(self._failing, key=_by_ticket), []
        repeating, self._repeating = sorted(self._repeating, key=_by_ticket), []
        for ticket, unit, started in failing:
            if unit.round == started:
                self._fail(ticket, unit)
        for ticket, unit, come in repeating:
            if unit.is_up and self.env.now < unit.end:
                self._stop(unit)
                come()
            elif not unit.is_up:
                unit.waiting.append((ticket, come))
                unit.waiting.sort(key=_by_ticket)
        return bool(failing or repeating)

    def _fail(self, ticket: int, unit: Unit) -> None:
        unit.ahead.pop()
        self._stop(unit)
        if self._is_prevented(ticket):
            unit.since = self.env.now
            self._wind(unit)
        else:
            self._note(row(self.env.now, ticket, FAILED, 0, -1, self._number[ticket]))
            self._report(ticket)


def _by_ticket(due: tuple[int, object] | tuple[int, object, object]) -> int:
    return due[0]
