"""Charged work: the desk quotes, the customer thinks it over and confirms or declines."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

from sim.model.desks import Desk, OpenLine
from sim.model.draws import Draws
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Purpose, Recorder, row
from sim.model.ticket import Ticket
from sim.scenario import Scenario

Verdict = Generator[Wait, Any, bool]

QUOTED, CONFIRMED, DECLINED = (int(kind) for kind in (Event.QUOTED, Event.CONFIRMED, Event.DECLINED))


class Quotes:
    """Who pays, and whether he agrees. `desk`: who puts the quotes together."""

    def __init__(
        self, env: Environment, record: Recorder, scenario: Scenario, draws: Draws, desk: Desk | OpenLine
    ) -> None:
        self.env, self._note, self.draws, self._desk = env, record.note, draws, desk
        self._charged = scenario.charged
        self._warranty = scenario.warranty_of_site
        self.after_diagnosis = self._charged is not None and self._charged.quoted_after == "diagnosis"

    def is_charged(self, ticket: Ticket) -> bool:
        """Whether the customer pays for this repair: out of warranty, or his own damage."""
        charged = self._charged
        if charged is None:
            return False
        in_warranty = ticket.reported < self._warranty[ticket.site]
        return self.draws.u_charged[ticket.index] < (charged.in_warranty if in_warranty else charged.out_of_warranty)

    def agree(self, ticket: Ticket) -> Verdict:
        """From the end of the talk, or the diagnosis, to the customer's word; his time to think is a pause."""
        env, i, charged = self.env, ticket.index, self._charged
        assert charged is not None
        yield from self._desk.serve(i, int(Purpose.QUOTE), 1, self.draws.quote[i])
        quoted = env.now
        self._mark(ticket, QUOTED, "quoted")
        if confirm := self.draws.confirm[i]:
            yield confirm
        ticket.pause("confirmation", quoted, env.now)
        agrees = self.draws.u_refused[i] >= charged.refused
        self._mark(ticket, CONFIRMED if agrees else DECLINED, "confirmed" if agrees else "declined")
        return agrees

    def _mark(self, ticket: Ticket, event: int, milestone: str) -> None:
        self._note(row(self.env.now, ticket.index, event, 0, -1, 0))
        ticket.happened[milestone] = self.env.now
