"""The line of waiting visits: which of them go before a ticket's own."""

from __future__ import annotations

from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.clock import NEVER
from sim.model.dispatch import RULES
from sim.model.events import Event
from sim.report.trace.engineers import Engineers
from sim.report.trace.history import History, Row

AS_TICKETS = "as_tickets"


class Line:
    """The visits of one replication to which nobody is assigned yet."""

    def __init__(self, history: History, engineers: Engineers) -> None:
        self._history, self._place, self._engineers = history, history.place, engineers

    def before(self, row: Row, at: int) -> list[Row]:
        """The visits (rows READY) that some of the same teams may do, wait at this instant and go before that of a row
        READY.
        """
        teams, mine = set(self._engineers.able(row.ticket)), self._rank(row, at)
        waiting = [one for one in self._waiting(at) if one.position != row.position and self._rank(one, at) < mine]
        return [one for one in waiting if not teams.isdisjoint(self._engineers.able(one.ticket))]

    def _waiting(self, at: int) -> list[Row]:
        """The rows READY of the visits to which nobody is assigned once an instant has come to rest."""
        ready, assigned = self._visits
        upto = int(np.searchsorted(self._history.log.at[ready], at, side="right"))
        return [self._history.row(position) for position in ready[:upto][assigned[:upto] > at].tolist()]

    @cached_property
    def _visits(self) -> tuple[Any, Any]:
        """Positions of the rows READY, and the instant at which each of them got somebody."""
        log = self._history.log
        ready = np.flatnonzero((log.event == Event.READY) & (log.at < self._history.stop))
        sent = np.flatnonzero((log.event == Event.DISPATCHED) & (log.value == 0))
        at = dict(zip(zip(log.ticket[sent].tolist(), log.n[sent].tolist(), strict=True), log.at[sent].tolist(),
                      strict=True))  # fmt: skip
        visits = zip(log.ticket[ready].tolist(), log.n[ready].tolist(), strict=True)
        return ready, np.array([at.get(visit, NEVER) for visit in visits], dtype=np.int64)

    def _rank(self, row: Row, at: int) -> tuple[int, ...]:
        """The dispatcher's order: by the rule, of equals by severity, then ready, then ticket.

        Planned visits stand behind all tickets up to their last day.
        """
        if self._history.rounds.has(row.ticket):
            return self._rank_of_planned(row, at)
        severity = self._history.severity(int(self._history.world.tickets.fault[row.ticket]))
        ticket = SimpleNamespace(reported=self._history.reported(row.ticket), severity=severity)
        visit: Any = SimpleNamespace(ticket=ticket, ready=row.at, latest_departure=row.value)
        return 0, *self._of_rule(visit, severity), row.ticket, row.n

    def _of_rule(self, visit: Any, severity: int) -> tuple[int, int, int]:
        return RULES[self._place.plan.dispatch.rule](visit), severity, visit.ready

    def _rank_of_planned(self, row: Row, at: int) -> tuple[int, ...]:
        """From its last day on like a ticket that was reported then, of the severity 'general' or else the mildest."""
        site, as_ticket = self._history.site(row.ticket), self._history.rounds.entry(row.ticket).rank == AS_TICKETS
        since = row.at if as_ticket else self._history.rounds.last_day(row.ticket)
        if at < since:
            return 1, row.at, row.ticket
        severities = self._place.scenario.severities
        severity = severities.index("general") if "general" in severities else len(severities) - 1
        leaves = self._history.rounds.ends(row.ticket) - self._place.expected_s(site)
        visit: Any = SimpleNamespace(
            ticket=SimpleNamespace(reported=since, severity=severity), ready=since, latest_departure=leaves
        )
        order, rank, _since = self._of_rule(visit, severity)
        return 0, order, rank, row.at, row.ticket, row.n
