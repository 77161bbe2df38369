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
        """Every stay by outlet. A unit that has waited for its customer's word on a quote comes to a bench again."""
        times: dict[int, list[list[int]]] = {}
        outlets: dict[int, int] = {}
        for row in self._history.rows(Event.HANDED_IN, Event.BENCHED, Event.UNBENCHED, Event.CONFIRMED):
            mine = times.setdefault(row.ticket, [])
            if row.event == Event.BENCHED and mine:
                mine[-1][1] = row.at
            elif row.event == Event.UNBENCHED and mine:
                mine[-1][2] = row.at
            elif row.event != Event.CONFIRMED or mine:
                mine.append([row.at, row.at if row.event == Event.BENCHED else NEVER, NEVER])
            if row.event != Event.CONFIRMED:
                outlets[row.ticket] = row.actor
        stays: dict[int, list[Stay]] = {}
        for ticket, outlet in outlets.items():
            stays.setdefault(outlet, []).extend((ticket, came, on, off) for came, on, off in times[ticket])
        return stays
