"""The hotline: customers who call, hang up and call again; the front desk's advice, then the experts'."""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from typing import Any

from sim.model.desks import Desk, OpenLine
from sim.model.draws import Draws
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Purpose, Recorder, row
from sim.model.ticket import Ticket
from sim.scenario import Supplier
from sim.world import World

Verdict = Generator[Wait, Any, bool]

ABANDONED, REMOTE_FIXED, REPLIED, RESTORED = (
    int(kind) for kind in (Event.ABANDONED, Event.REMOTE_FIXED, Event.REPLIED, Event.RESTORED)
)
CALL = int(Purpose.CALL)


class Hotline:
    """The desks that answer: the front, its experts, and who calls again. `levels`: how much each desk knows."""

    levels: Sequence[str | None] = ()

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        front: Desk | OpenLine,
        experts: Desk | OpenLine | None,
        desks: Mapping[str, Desk],
        shares: Sequence[tuple[float, float]],
        draws: Draws,
    ) -> None:
        """`shares`: by fault, what is fixed by whoever takes the call and, in all, by those it is passed on to."""
        self.env, self._note, self.world = env, record.note, world
        self.front, self.experts, self._desks, self._shares, self.draws = front, experts, desks, shares, draws

    def contact_desk(self, supplier: Supplier) -> Desk | OpenLine:
        """Who writes to this supplier: the desk he names, else (or in a plan without desks) who takes the calls."""
        return self._desks[supplier.contact_desk] if supplier.contact_desk and self._desks else self.front

    def reach(self, ticket: Ticket) -> Verdict:
        """Calls until somebody answers; a closed desk finds a message. False: the customer never calls again."""
        env, i, attempt = self.env, ticket.index, 1
        talk, patience = self.draws.talk[i], self.draws.patience[i]
        while self.front.seats_at(env.now):
            started = env.now
            if (yield from self.front.serve(i, CALL, attempt, talk, patience)):
                answered = env.now - talk
                ticket.happened["answered"] = ticket.happened["responded"] = answered
                return True
            after = self.world.redials_after(i, attempt)
            if after is None:
                self._note(row(env.now, i, ABANDONED, attempt, self.front.index, started))
                return False
            attempt += 1
            yield after
            patience = self.world.patience(i, attempt)
        yield from self.front.serve(i, Purpose.MESSAGE, attempt, talk)
        ticket.happened["answered"] = env.now - talk
        ticket.happened["responded"] = env.now
        return True

    def advise(self, ticket: Ticket) -> Verdict:
        """The front desk's advice, then the experts'; True if it works again without a visit."""
        by_front, by_experts = self._shares[ticket.kind]
        luck = self.draws.u_remote[ticket.index]
        if luck < by_front:
            return self._fixed(ticket, self.front)
        if self.experts is not None and by_experts > by_front and self.experts.seats_at(self.env.now):
            yield from self.experts.serve(ticket.index, Purpose.ESCALATION, 1, self.draws.expert_talk[ticket.index])
            if luck < by_experts:
                return self._fixed(ticket, self.experts)
        return False

    def _fixed(self, ticket: Ticket, desk: Desk | OpenLine) -> bool:
        now, i = self.env.now, ticket.index
        self._note(row(now, i, REMOTE_FIXED, 1, desk.index, 0))
        self._note(row(now, i, REPLIED, 0, -1, 0))
        self._note(row(now, i, RESTORED, 0, -1, 0))
        ticket.happened |= {"remote_fixed": now, "replied": now, "restored": now}
        return True
