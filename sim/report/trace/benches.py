"""The repair points to which customers bring their units: when they are open, who is on a bench, who waits for one."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from sim.clock import NEVER
from sim.model.events import Event
from sim.report.trace.history import History, Row

if TYPE_CHECKING:
    from sim.clock import Calendar

Stay = tuple[int, int, int, int]
"""Ticket, and when its unit was handed in, taken on a bench, and off it again (NEVER: not any more)."""


class Benches:
    """The benches of all outlets of one replication."""

    def __init__(self, history: History) -> None:
        self._history = history

    def outlet(self, ticket: int) -> int:
        """The outlet a ticket's unit is brought to; -1 if it has not been."""
        return next((row.actor for row in self._history.of_ticket(ticket) if row.event == Event.HANDED_IN), -1)

    def count(self, outlet: int) -> int:
        """How many benches an outlet has."""
        return self._history.place.plan.outlets[self._history.place.outlets[outlet]].benches

    def hours(self, outlet: int) -> Calendar:
        """When an outlet's benches are worked at."""
        place = self._history.place
        return place.scenario.calendar(place.plan.outlets[place.outlets[outlet]].bench_calendar)

    def hours_of(self, ticket: int) -> Calendar | None:
        """The hours of the repair point a ticket's unit is at; None if it is at none."""
        outlet = self.outlet(ticket)
        return self.hours(outlet) if outlet >= 0 else None

    def busy(self, outlet: int, at: int) -> list[int]:
        """The tickets whose units are on the benches of an outlet once an instant has come to rest."""
        return [ticket for ticket, _in, on, off in self._stays.get(outlet, ()) if on <= at < off]

    def before(self, row: Row) -> int:
        """How many units wait at a repair point that were handed in before one (row HANDED_IN)."""
        stays = self._stays.get(row.actor, ())
        waiting = [(came, ticket) for ticket, came, on, _off in stays if came <= row.at < on]
        return sum(one < (row.at, row.ticket) for one in waiting)

    @cached_property
    def _stays(self) -> dict[int, list[Stay]]:
        """Every stay by outlet, in the order in which the units were handed in."""
        times: dict[tuple[int, int], dict[int, int]] = {}
        for event in (Event.HANDED_IN, Event.BENCHED, Event.UNBENCHED):
            log = self._history.log.of(event)
            for at, ticket, outlet in zip(log.at.tolist(), log.ticket.tolist(), log.actor.tolist(), strict=True):
                if at < self._history.stop:
                    times.setdefault((outlet, ticket), {})[event] = at
        stays: dict[int, list[Stay]] = {}
        for (outlet, ticket), seen in times.items():
            on, off = seen.get(Event.BENCHED, NEVER), seen.get(Event.UNBENCHED, NEVER)
            stays.setdefault(outlet, []).append((ticket, seen.get(Event.HANDED_IN, on), on, off))
        return stays
