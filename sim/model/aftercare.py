"""After the repair, and while it lasts: complaints, the same fault again, and the calls that the plan makes."""

from __future__ import annotations

from collections.abc import Callable, Generator
from functools import partial
from typing import Any

from sim.model.calling import Calling
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Recorder, row
from sim.model.fleet import Fleet
from sim.model.ticket import Ticket
from sim.world import World

Steps = Generator[Wait, Any, None]

COMPLAINED, REPEATED = int(Event.COMPLAINED), int(Event.REPEATED)


class Aftercare:
    """What follows from a ticket.

    `again(repeat)` lets a repeat begin; `calling` is None where the plan makes no calls, `fleet` where units fail
    whether they run or not.
    """

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        calling: Calling | None,
        fleet: Fleet | None,
        again: Callable[[int], Ticket],
    ) -> None:
        self.env, self._note, self.calling, self.fleet, self._again = env, record.note, calling, fleet, again
        self._complain_after = world.tickets.complain_after
        self._delay = world.tickets.repeat_after
        self._site, self._service = world.tickets.site, world.scenario.service_of_site
        parents = world.tickets.parent[world.originals :].tolist()
        self._repeat_of = {parent: world.originals + place for place, parent in enumerate(parents)}

    def not_fixed_yet(self, ticket: Ticket) -> None:
        """The first talk is over and did not help."""
        if self.calling is not None:
            self.calling.talked(ticket)

    def closed(self, ticket: Ticket, complains: bool) -> None:
        """The customer has signed; he may complain, and the fault may come back, counted from the restoration."""
        if complains:
            self.env.live(self._complain(ticket))
        if self.calling is not None:
            self.calling.closed(ticket)

    def restored(self, ticket: Ticket) -> None:
        """It works again; the same fault may come back after a while."""
        self.gone(ticket)
        repeat = self._repeat_of.get(ticket.index)
        if repeat is not None:
            self.env.after(int(self._delay[repeat]), partial(self._come_back, ticket.index, repeat))

    def gone(self, ticket: Ticket) -> None:
        """Out of sight: for all that is known it runs again."""
        if self.fleet is not None:
            self.fleet.up(ticket.index)

    def _come_back(self, parent: int, repeat: int) -> None:
        if self.env.now >= self._service[self._site[parent]][1]:
            return  # what left service comes back no more
        if self.fleet is None:
            self._report_again(parent, repeat)
        else:
            self.fleet.repeat(repeat, partial(self._report_again, parent, repeat))

    def _report_again(self, parent: int, repeat: int) -> None:
        self._note(row(self.env.now, repeat, REPEATED, 0, -1, parent))
        ticket = self._again(repeat)
        if self.calling is not None:
            self.calling.repeated(ticket)

    def _complain(self, ticket: Ticket) -> Steps:
        if after := int(self._complain_after[ticket.index]):
            yield after
        self._note(row(self.env.now, ticket.index, COMPLAINED, 0, -1, 0))
        ticket.happened["complained"] = self.env.now
        if self.calling is not None:
            yield from self.calling.complaint(ticket)
