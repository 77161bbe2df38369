"""What the words of a trace draw on: one replication, its names, and small answers about it."""

from __future__ import annotations

from sim.model.events import Event
from sim.report.trace.history import Row
from sim.report.trace.names import Names
from sim.report.trace.year import SampleYear
from sim.wording import _


class Teller:
    """Tells of the tickets of one replication."""

    def __init__(self, year: SampleYear) -> None:
        self.year, self.history, self.names = year, year.history, Names(year)
        self.place, self.scenario = year.place, year.scenario

    def could_be_advised(self, ticket: int) -> bool:
        """Whether advice by phone ever helps with this fault."""
        return self.scenario.faults[int(self.year.world.tickets.fault[ticket])].fault.experts > 0

    def asked_supplier(self, row: Row) -> bool:
        """Whether the ticket's supplier was written to before a row."""
        rows = self.history.of_ticket(row.ticket)
        return any(one.event == Event.SUPPLIER_CONTACTED and one.position < row.position for one in rows)

    def asked_parts(self, row: Row) -> bool:
        """Whether the ticket asked a store for parts before a row, rather than a supplier."""
        rows = self.history.of_ticket(row.ticket)
        return any(one.event == Event.PARTS_ASKED and one.position < row.position for one in rows)

    def why_now(self, row: Row) -> str:
        """What ended the wait for an engineer (row DISPATCHED of the lead)."""
        finished = self.history.finished_at(row.actor, row.at)
        team = self.place.team_of(row.actor)
        if finished is not None:
            return _(", just free from {ticket}").format(ticket=self.names.ticket(finished.ticket))
        if self.year.engineers.begins(team, row.at):
            return _(", whose duty begins now")
        if self.year.engineers.duty(team, row.at) is None:
            return _(", who is on call: it cannot wait for the next duty")
        return ""

    def is_second_outlet(self, ticket: int, engineer: int) -> bool:
        """Whether an engineer's outlet is asked only when the first one would be late."""
        if self.place.plan.dispatch.backup != "when_late" or self.place.plan.dispatch.assign != "territory":
            return False
        first = self.place.territory[self.history.site(ticket)][0]
        return self.place.outlet_of_team[self.place.team_of(engineer)] != first

    def diagnosed(self, row: Row) -> bool:
        """Whether the fault was found on this visit before a row."""
        rows = self.history.of_ticket(row.ticket)
        return any(one.event == Event.DIAGNOSED and one.n == row.n and one.position < row.position for one in rows)
