"""One replication, judged again, as everything a trace asks about."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.judge import CAUSES, ticket_rows, ticket_table
from sim.judge.causes import Causes, late_by_cause
from sim.judge.duty import duties_of
from sim.judge.kept import TimedOutcome, judge_promise
from sim.judge.lateness import OWED_BY_DESK
from sim.judge.pauses import Held, Waits, waits_of
from sim.judge.presence import Presence
from sim.judge.spans import DESK, spans_of
from sim.model.absence import absent_days
from sim.model.events import Event
from sim.model.promises import NO_PAUSES, Pauses, Promise, promises_of
from sim.report.trace.attempts import CallPromises
from sim.report.trace.benches import Benches
from sim.report.trace.desks import Desks
from sim.report.trace.engineers import Engineers
from sim.report.trace.history import History
from sim.report.trace.line import Line
from sim.report.trace.loop import Loop
from sim.report.trace.stocks import Stocks

if TYPE_CHECKING:
    from sim.clock import Calendar
    from sim.study.again import Again

Integers = NDArray[np.int64]


class SampleYear:
    """A replication with its log, its tickets and the judge's view of them."""

    def __init__(self, again: Again) -> None:
        self.world, self.plan, self.place, self.log = again.world, again.plan, again.place, again.log
        self.scenario = again.world.scenario
        self.zone, self.replication = self.scenario.timezone, again.world.replication
        self.stop: int = self.scenario.horizon.stop
        self.history = History(self.world, self.place, self.log)
        self.table = ticket_table(self.world, self.place, self.log)
        self.promises = promises_of(self.scenario)

    @cached_property
    def desks(self) -> Desks:
        return Desks(self.history)

    @cached_property
    def benches(self) -> Benches:
        return Benches(self.history)

    @cached_property
    def engineers(self) -> Engineers:
        return Engineers(self.history)

    @cached_property
    def line(self) -> Line:
        return Line(self.history, self.engineers)

    @cached_property
    def stocks(self) -> Stocks:
        return Stocks(self.history)

    @cached_property
    def loop(self) -> Loop:
        return Loop(self.history)

    @cached_property
    def rows(self) -> dict[str, NDArray[Any]]:
        """The columns of tickets.csv."""
        return ticket_rows(self.world, self.plan, self.log)

    @cached_property
    def index_of(self) -> dict[str, int]:
        """Position of each ticket by its id, of those prevented too; what did not come about has none."""
        reported = np.flatnonzero(self.table.milestones["reported"] < NEVER).tolist()
        prevented = [row.ticket for row in self.history.rows(Event.PREVENTED)]
        return {self.world.ticket_id(index): index for index in [*reported, *prevented]}

    def maintained(self, site: int, at: int) -> list[tuple[int, int]]:
        """The last planned visit of each round that was done at a site before an instant and lowers failures, and when
        it was.
        """
        rounds, done = self.history.rounds, {}
        for row in self.history.rows(Event.LEFT):
            here = rounds.has(row.ticket) and row.at <= at and rounds.site(row.ticket) == site
            if here and rounds.entry(row.ticket).lowers_failures:
                done[rounds.name(row.ticket)] = row.ticket, row.at
        return list(done.values())

    # -- causes ---------------------------------------------------------------------------------------------------

    @cached_property
    def _causes(self) -> Causes:
        spans = spans_of(self.table, self.log)
        return Causes(spans, duties_of(self.place), self.table.facts, self._presence)

    @cached_property
    def _presence(self) -> Presence:
        return Presence(self.place, absent_days(self.world, self.place))

    def cause(self, ticket: int, start: int, end: int) -> str | None:
        """What most of a stretch of a ticket's time went to; None where none of it has a cause."""
        one, a, b = (np.array([value], dtype=np.int64) for value in (ticket, start, end))
        seconds = self._causes.seconds(one, a, b)[0]
        return CAUSES[int(seconds.argmax())] if seconds.any() else None

    def seconds_by_cause(self, ticket: int) -> dict[str, int]:
        """The cause columns of tickets.csv; nothing where a ticket was prevented."""
        row = self._row_of.get(self.world.ticket_id(ticket))
        return {cause: 0 if row is None else int(self.rows[f"{cause}_s"][row]) for cause in CAUSES}

    @cached_property
    def _row_of(self) -> dict[str, int]:
        """The row of each ticket in tickets.csv."""
        return {name: row for row, name in enumerate(self.rows["ticket"].tolist())}

    def duty_of_able(self, ticket: int) -> Calendar | None:
        """When somebody is on duty who could go to a ticket; None if nobody ever is."""
        duties = duties_of(self.place)
        return duties.groups(self._presence)[int(duties.groups_of(self.table.facts)[ticket])].duty

    # -- promises -------------------------------------------------------------------------------------------------

    @cached_property
    def outcomes(self) -> list[tuple[Promise, TimedOutcome]]:
        """Every time commitment with what came of it for each ticket."""
        return [(promise, judge_promise(promise, self.table, self._pauses)) for promise in self.promises]

    @cached_property
    def _pauses(self) -> dict[int, Pauses]:
        return self._waits.by_ticket()

    def waits(self, ticket: int) -> Pauses:
        """By kind, the stretches in which a ticket waited for what may stop a clock."""
        return self._pauses.get(ticket, NO_PAUSES)

    @cached_property
    def call_promises(self) -> CallPromises:
        """The commitments that count every call by itself."""
        return CallPromises(self.scenario, self.table, self.log)

    @cached_property
    def _waits(self) -> Waits:
        kinds = {kind for promise in self.promises for kind in promise.paused_by}
        return waits_of(self.table, self.log, kinds)

    def _held(self, promise: Promise) -> Held | None:
        return self._waits.held(promise.paused_by) if promise.paused_by else None

    def late(self, promise: Promise, outcome: TimedOutcome, tickets: Integers) -> Integers:
        """Late seconds of these missed tickets on the promise's clock, one column per cause."""
        pauses = self._held(promise)
        late = np.zeros((len(tickets), len(CAUSES)), dtype=np.int64)
        for here, some, clock in _by_clock(promise, outcome, tickets):
            span = outcome.start[some], outcome.due[some], outcome.end[some]
            if is_owed_by_desk(promise):
                late[here, DESK] = clock.elapsed_each(np.minimum(span[1], span[2]), span[2])
            else:
                late[here] = late_by_cause(self._causes, some, clock, pauses, *span)
        return late

    def spent(self, promise: Promise, outcome: TimedOutcome, tickets: Integers) -> Integers:
        """All seconds of the promise's clock from its start to its end, one column per cause."""
        pauses = self._held(promise)
        spent = np.zeros((len(tickets), len(CAUSES)), dtype=np.int64)
        for here, some, clock in _by_clock(promise, outcome, tickets):
            spent[here] = self._causes.seconds(some, outcome.start[some], outcome.end[some], clock, pauses)
        return spent

    def over(self, ticket: int) -> int:
        """When a ticket's causes end: restored, closed unrestored, given up, declined, handed on, or the end of the
        run-out.
        """
        ends = ("restored", "closed", "abandoned", "declined", "handed_on")
        return min(self.stop, *(int(self.table.milestones[end][ticket]) for end in ends))

    def reported(self, ticket: int) -> int:
        return self.history.reported(ticket)

    def happened(self, milestone: str, ticket: int) -> int | None:
        """The instant of a milestone; None if it did not come."""
        at = int(self.table.milestones[milestone][ticket])
        return at if at < NEVER else None


def is_owed_by_desk(promise: Promise) -> bool:
    """Whether a commitment is about calls of the desk only, which are no step of a ticket's journey."""
    return OWED_BY_DESK.issuperset(promise.ends)


def _by_clock(
    promise: Promise, outcome: TimedOutcome, tickets: Integers
) -> Iterator[tuple[Integers, Integers, Calendar]]:
    """The tickets of each case of a promise: their positions among `tickets`, themselves, and the clock."""
    for number, case in enumerate(promise.cases):
        here = np.flatnonzero(outcome.case[tickets] == number)
        yield here, tickets[here], case.clock
