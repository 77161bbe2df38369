"""What the words of a trace draw on: one replication, its names, and small answers about it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.model.events import Event, Leaving
from sim.report.trace.history import Row
from sim.report.trace.life import Stretch
from sim.report.trace.names import Names
from sim.report.trace.year import SampleYear
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario.channels import Channel


class Teller:
    """Tells of a ticket of one replication."""

    def __init__(self, year: SampleYear, ticket: int) -> None:
        self.year, self.history, self.names, self.ticket = year, year.history, Names(year), ticket
        self.place, self.scenario = year.place, year.scenario

    def could_be_advised(self, ticket: int) -> bool:
        """Whether advice by phone ever helps with this fault."""
        return self.scenario.faults[int(self.year.world.tickets.fault[ticket])].fault.experts > 0

    def writes(self, ticket: int) -> bool:
        """Whether a ticket comes by a channel that is answered later."""
        answers = {one.answer for one in self.scenario.channels.values()}
        return "deferred" in answers and self._channel(ticket).answer == "deferred"

    def _channel(self, ticket: int) -> Channel:
        return self.scenario.channels[self.names.channel(ticket)]

    def is_open(self, row: Row) -> bool:
        """Whether the desk and the channel of a call take calls at its instant."""
        calendar = self._channel(row.ticket).calendar
        hours = self.scenario.calendar(calendar) if calendar else None
        is_open = hours is None or hours.elapsed(row.at, row.at + 1) > 0
        return is_open and self.year.desks.seats_at(row.actor, row.at) > 0

    def queued_as(self, row: Row) -> Row | None:
        """The row with which the task of a row joined its queue."""
        return self._before(row, Event.QUEUED)

    def was_held(self, row: Row) -> bool:
        """Whether a caller left his number before a seat took his call."""
        held, called = self._before(row, Event.HELD), self._before(row, Event.QUEUED)
        return held is not None and called is not None and held.position > called.position

    def _before(self, row: Row, event: Event) -> Row | None:
        """The last row of a kind before a row, of the same task."""
        rows = (one for one in self.history.of_ticket(row.ticket) if one.position < row.position)
        return next((one for one in reversed(list(rows)) if (one.event, one.value) == (event, row.value)), None)

    def asked_supplier(self, row: Row) -> bool:
        """Whether the ticket's supplier was written to before a row."""
        rows = self.history.of_ticket(row.ticket)
        return any(one.event == Event.SUPPLIER_CONTACTED and one.position < row.position for one in rows)

    def asked_parts(self, row: Row) -> bool:
        """Whether the ticket asked a store for parts before a row, rather than a supplier."""
        rows = self.history.of_ticket(row.ticket)
        return any(one.event == Event.PARTS_ASKED and one.position < row.position for one in rows)

    def why_now(self, row: Row) -> str:
        """What ended the wait for an engineer (row DISPATCHED), said behind his name; empty if he was free before."""
        engineers = self.year.engineers
        finished = self.history.finished_at(row.actor, row.at)
        team = self.place.team_of(row.actor)
        if finished is not None:
            return _("just free from {ticket}").format(ticket=self.names.ticket(finished.ticket))
        if engineers.begins(team, row.at):
            return _("whose duty begins now")
        if engineers.rested(row.actor, row.at) == row.at:
            return _("who has rested")
        if engineers.duty(team, row.at) is None:
            on_call = self.place.team(team).on_call
            wakes_if_due = on_call is None or on_call.wake == "if_due"
            return _("who is on call: it cannot wait for the next duty") if wakes_if_due else _("who is on call")
        return ""

    def relieved_by(self, row: Row) -> int | None:
        """The engineer whom a visit (row READY) relieves: who is still on site when it can go."""
        rows = [one for one in self.history.of_ticket(row.ticket) if one.n == row.n - 1]
        left = any(one.event == Event.LEFT and one.position < row.position for one in rows)
        there = [one for one in rows if one.event == Event.ARRIVED and one.position < row.position]
        return there[0].actor if there and not left else None

    def relief_is_there(self, row: Row) -> bool:
        """Whether the next crew is on site when this one leaves (row LEFT)."""
        rows = (one for one in self.history.of_ticket(row.ticket) if one.event == Event.ARRIVED)
        return any(one.n == row.n + 1 and one.value == 0 and one.at <= row.at for one in rows)

    def who_works(self, row: Row) -> str:
        """The engineer of a row on site, or the crew."""
        several = self.year.engineers.crew(row.ticket) > 1
        return _("the crew") if several else self.names.engineer(row.actor)

    def diagnosed(self, row: Row) -> bool:
        """Whether the fault is known before a row: found since the last repair that did not hold."""
        before = [one for one in self.history.of_ticket(row.ticket) if one.position < row.position]
        telling = [one for one in before if one.event == Event.DIAGNOSED or _did_not_hold(one)]
        return bool(telling) and telling[-1].event == Event.DIAGNOSED

    def appointment(self, stretch: Stretch) -> int | None:
        """The instant before which the customer wants nobody, where that is what a stretch waits for."""
        if stretch.since.event not in (Event.APPOINTED, Event.PARTS_READY) or stretch.cause != "customer":
            return None
        rows = self.history.of_ticket(stretch.since.ticket)
        wanted = [row.value for row in rows if row.event == Event.APPOINTED and row.at <= stretch.start]
        return wanted[-1] if wanted and stretch.end <= wanted[-1] else None

    def unit(self, ticket: int) -> str | None:
        """The whole unit that the plan exchanges first for a ticket's product; None where it does not."""
        if self.history.rounds.has(ticket):
            return None
        rule = self.place.plan.swap
        swap = self.scenario.products[self.scenario.faults[int(self.year.world.tickets.fault[ticket])].product].swap
        return swap.unit if swap is not None and rule is not None and rule.first else None

    def prepared(self, ticket: int) -> int:
        """The visit before which parts are asked for: the first, or the one after the quote that followed it."""
        rows = self.history.of_ticket(ticket)
        quoted = any(row.event == Event.LEFT and row.value == Leaving.TO_BE_QUOTED for row in rows)
        return 2 if quoted else 1

    def ends_in_exchange(self, stretch: Stretch) -> bool:
        """Whether the whole unit is exchanged at the end of a stretch."""
        rows = self.history.of_ticket(stretch.since.ticket)
        return any(one.event == Event.SWAPPED and one.at == stretch.end for one in rows)

    def restored(self, row: Row) -> bool:
        """Whether the unit works again before a row, so that only the signature is left."""
        rows = self.history.of_ticket(row.ticket)
        return any(one.event == Event.RESTORED and one.position < row.position for one in rows)


def _did_not_hold(row: Row) -> bool:
    return row.event == Event.LEFT and row.value == Leaving.SECOND_TRY
