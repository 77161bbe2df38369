"""What was promised for every call by itself: which of a ticket's attempts were answered in time."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.judge.attempts import attempts_of
from sim.judge.kept import judge_promise
from sim.model.promises import Promise, promise_of

if TYPE_CHECKING:
    from sim.judge import TicketTable
    from sim.judge.attempts import Attempts
    from sim.judge.kept import TimedOutcome
    from sim.model import EventLog
    from sim.scenario import Scenario


@dataclass(frozen=True)
class Called:
    """A commitment that counts calls, for one ticket: how many it counts, and how many were missed."""

    promise: Promise
    calls: int
    missed: int

    @property
    def id(self) -> str:
        return self.promise.commitment.id


class CallPromises:
    """The commitments of one replication that count every call by itself."""

    def __init__(self, scenario: Scenario, table: TicketTable, log: EventLog) -> None:
        self._scenario, self._table, self._log = scenario, table, log
        each = (one for one in scenario.commitments if one.of == "call" and one.statistic == "share")
        self.promises = [promise_of(one, scenario) for one in each]

    def of(self, ticket: int) -> list[Called]:
        """What became of a ticket's calls, for every commitment that counts any of them."""
        if not self.promises:
            return []
        mine = self._attempts.ticket == ticket
        found = [
            Called(promise, int((outcome.covered & mine).sum()), int((outcome.missed & mine).sum()))
            for promise, outcome in self._outcomes
        ]
        return [one for one in found if one.calls]

    @cached_property
    def _attempts(self) -> Attempts:
        return attempts_of(self._table, self._log, self._scenario.horizon)

    @cached_property
    def _outcomes(self) -> list[tuple[Promise, TimedOutcome]]:
        return [(promise, judge_promise(promise, self._attempts, {})) for promise in self.promises]
