"""The hotline: customers who call or write, hang up and call again; the front desk's advice, then the experts'."""

from __future__ import annotations

from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sim.clock import NEVER, Calendar
from sim.model.aftercare import Aftercare
from sim.model.desks import Desk, OpenLine
from sim.model.draws import Draws
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Purpose, Recorder, row
from sim.model.ticket import Ticket
from sim.scenario import Supplier
from sim.world import World

Answer = Generator[Wait, Any, "Desk | OpenLine | None"]
Verdict = Generator[Wait, Any, bool]

ABANDONED, REMOTE_FIXED, REPLIED, RESTORED, REFUSED = (
    int(kind) for kind in (Event.ABANDONED, Event.REMOTE_FIXED, Event.REPLIED, Event.RESTORED, Event.REFUSED)
)
CALL, MESSAGE = int(Purpose.CALL), int(Purpose.MESSAGE)


@dataclass(frozen=True, eq=False)
class Way:
    """A channel and the desk that takes it: `hours` None is always; `closed`: what a caller finds when it is not."""

    desk: Desk | OpenLine
    is_live: bool = True
    hours: Calendar | None = None
    closed: str = "message"

    def is_open(self, now: int) -> bool:
        """Whether somebody is there for the channel; seats on duty, not the last call of a closed desk."""
        return bool(self.desk.seats_at(now)) and (self.hours is None or self.hours.is_open(now))


@dataclass(frozen=True, eq=False)
class Advice:
    """What a desk fixes by itself, and in all with the desk it passes on to; shares by fault."""

    first: Sequence[float]
    experts: Desk | OpenLine | None = None
    in_all: Sequence[float] = ()


class Hotline:
    """Everybody who answers, by channel."""

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        ways: Sequence[Way],
        desks: Mapping[str, Desk],
        advice: Mapping[int, Advice],
        draws: Draws,
    ) -> None:
        """`advice`: by desk, -1 where nobody's seat is taken."""
        self.env, self._note, self.world, self.draws = env, record.note, world, draws
        self._ways, self._desks, self._advice = ways, desks, advice
        self._open_line = OpenLine(env, record)
        self.aftercare: Aftercare | None = None

    def tell(self, on_answer: Callable[[int], None]) -> None:
        """Call this with the ticket whenever its customer is answered."""
        for desk in (self._open_line, *(way.desk for way in self._ways)):
            desk.on_answer = on_answer

    def contact_desk(self, supplier: Supplier) -> Desk | OpenLine:
        """Who writes to this supplier: the desk he names, else (or in a plan without desks) who takes the calls."""
        return self._desks[supplier.contact_desk] if supplier.contact_desk and self._desks else self._ways[0].desk

    def reach(self, ticket: Ticket) -> Answer:
        """Who answers: a caller tries until somebody does; None if he never calls again."""
        way = self._ways[self.draws.channel[ticket.index]]
        if not way.is_live:
            return (yield from self._write(ticket, way))
        env, i, attempt, desk = self.env, ticket.index, 1, way.desk
        talk, patience = self.draws.talk[i], self.draws.patience[i]
        while (is_open := way.is_open(env.now)) or way.closed == "reject":
            started = env.now
            if (yield from self._line(ticket, way, attempt, is_open)):
                by = yield from desk.serve(i, CALL, attempt, talk, patience)
                if desk.lines is not None:
                    desk.lines.free(i)
                if by is not None:
                    self._answered(ticket, env.now - (talk if by.is_plain else by.terms.talk_s(talk, CALL)))
                    return by
            after = self.world.redials_after(i, attempt)
            if after is None:
                self._note(row(env.now, i, ABANDONED, attempt, desk.index, started))
                return None
            attempt += 1
            yield after
            patience = self.world.patience(i, attempt)
        return (yield from self._closed(ticket, way, attempt))

    def _line(self, ticket: Ticket, way: Way, attempt: int, is_open: bool) -> Verdict:
        """Whether the call comes through: somebody is there, and a line is free."""
        lines = way.desk.lines
        if is_open and lines is None:
            return True
        if is_open and lines is not None:
            line = lines.take(ticket.index)
            if line if isinstance(line, bool) else (yield line):
                return True
        self._note(row(self.env.now, ticket.index, REFUSED, attempt, way.desk.index, CALL))
        return False

    def _answered(self, ticket: Ticket, at: int) -> None:
        ticket.happened["answered"] = ticket.happened["responded"] = at

    def _closed(self, ticket: Ticket, way: Way, attempt: int) -> Answer:
        """Nobody is there: a message, or who is on call answers at once."""
        if way.closed == "message":
            return (yield from self._message(ticket, way.desk, attempt))
        ticket.is_forwarded = True
        self._answered(ticket, self.env.now)
        return (yield from self._open_line.serve(ticket.index, CALL, attempt, self.draws.talk[ticket.index]))

    def _write(self, ticket: Ticket, way: Way) -> Answer:
        """A message; sent while the channel is closed, it is there when it opens."""
        now = self.env.now
        if way.hours is not None and not way.hours.is_open(now):
            opens = way.hours.next_open(now)
            yield opens - now if opens < NEVER else self.env.event()
        return (yield from self._message(ticket, way.desk, 1))

    def _message(self, ticket: Ticket, desk: Desk | OpenLine, attempt: int) -> Answer:
        talk = self.draws.talk[ticket.index]
        by = yield from desk.serve(ticket.index, MESSAGE, attempt, talk)
        assert by is not None
        self._answered(ticket, self.env.now - by.terms.talk_s(talk, MESSAGE))
        ticket.happened["responded"] = self.env.now
        return by

    def advise(self, ticket: Ticket, by: Desk | OpenLine) -> Verdict:
        """The advice of who answered, then the experts'; True if it works again without a visit."""
        advice = self._advice[by.index]
        luck = self.draws.u_remote[ticket.index]
        if luck < advice.first[ticket.kind]:
            return self._fixed(ticket, by)
        experts = advice.experts
        if experts is None or advice.in_all[ticket.kind] <= advice.first[ticket.kind]:
            return False
        if not experts.seats_at(self.env.now):
            return False
        yield from experts.serve(ticket.index, Purpose.ESCALATION, 1, self.draws.expert_talk[ticket.index])
        return luck < advice.in_all[ticket.kind] and self._fixed(ticket, experts)

    def _fixed(self, ticket: Ticket, desk: Desk | OpenLine) -> bool:
        now, i = self.env.now, ticket.index
        self._note(row(now, i, REMOTE_FIXED, 1, desk.index, 0))
        self._note(row(now, i, REPLIED, 0, -1, 0))
        self._note(row(now, i, RESTORED, 0, -1, 0))
        ticket.happened |= {"remote_fixed": now, "replied": now, "restored": now}
        if self.aftercare is not None:
            self.aftercare.restored(ticket)
        return True
