"""What the words of a trace draw on: one replication, its names, and small answers about it."""

from __future__ import annotations

from sim.model.events import Event, Leaving
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
        if self.year.engineers.rested(row.actor, row.at) == row.at:
            return _(", who has rested")
        if self.year.engineers.duty(team, row.at) is None:
            return _(", who is on call: it cannot wait for the next duty")
        return ""

    def diagnosed(self, row: Row) -> bool:
        """Whether the fault is known before a row: found since the last repair that did not hold."""
        before = [one for one in self.history.of_ticket(row.ticket) if one.position < row.position]
        telling = [one for one in before if one.event == Event.DIAGNOSED or _did_not_hold(one)]
        return bool(telling) and telling[-1].event == Event.DIAGNOSED

    def restored(self, row: Row) -> bool:
        """Whether the unit works again before a row, so that only the signature is left."""
        rows = self.history.of_ticket(row.ticket)
        return any(one.event == Event.RESTORED and one.position < row.position for one in rows)


def _did_not_hold(row: Row) -> bool:
    return row.event == Event.LEFT and row.value == Leaving.SECOND_TRY
