"""Who could go to a ticket, where each of them was at an instant, and which visits went first."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.clock import NEVER
from sim.model.deployment import Deployment
from sim.model.dispatch import RULES
from sim.model.events import Event
from sim.report.trace.history import History, Job, Row

Duty = tuple[int, int]


@dataclass(frozen=True)
class Whereabouts:
    """An engineer at an instant: his job and what he is about in it, or none and where he stands.

    `duty`: the one that runs, if one does; `next_duty`: when the next one begins. For somebody free on duty `arrival`
    is when he would be expected on site, and `latest` the last instant at which he may arrive.
    """

    engineer: int
    job: Job | None
    doing: Row | None
    duty: Duty | None
    next_duty: int
    arrival: int = NEVER
    latest: int = NEVER

    @property
    def could_not_arrive(self) -> bool:
        """Free and on duty, but the drive would end after the last instant allowed."""
        return self.job is None and self.duty is not None and self.arrival > self.latest


class Engineers:
    """The engineers of one replication."""

    def __init__(self, history: History) -> None:
        self._history, self._place = history, history.place
        self._duties = [_duties(self._place, team) for team in range(len(self._place.teams))]
        plan = self._place.plan
        self._overtime = plan.dispatch.end_of_shift == "finish"

    def able(self, ticket: int) -> list[int]:
        """Positions of the teams that may be sent to a ticket and have somebody to send."""
        fault = self._place.scenario.faults[int(self._history.world.tickets.fault[ticket])].fault
        teams = self._place.able_teams(fault.skill, self._history.site(ticket))
        return [team for team in teams if self._place.team(team).engineers != 0]

    def around(self, ticket: int, at: int) -> list[Whereabouts]:
        """Where everybody was who could have gone to a ticket, first those who are free soonest."""
        teams = set(self.able(ticket))
        found = [self.look(number, ticket, at) for number, one in enumerate(self._place.engineers) if one.team in teams]
        return sorted(found, key=lambda one: (one.job is None, one.job.until if one.job else 0, one.engineer))

    def look(self, engineer: int, ticket: int, at: int) -> Whereabouts:
        """Where one engineer was, and how soon he could have been at a ticket."""
        team = self._place.team_of(engineer)
        duty, next_duty = self.duty(team, at), self.next_duty(team, at)
        job = self._history.job_at(engineer, at)
        if job is not None:
            return Whereabouts(engineer, job, self._history.doing(job, at), duty, next_duty)
        if duty is None:
            return Whereabouts(engineer, None, None, duty, next_duty)
        seconds = self._place.legs_to(self._history.site(ticket))[0][self._history.location(engineer, at)]
        latest = duty[1] + self.overtime_cap(team) if duty[1] < NEVER else NEVER
        return Whereabouts(engineer, None, None, duty, next_duty, at + int(seconds), latest)

    def overtime_cap(self, team: int) -> int:
        """How long work may run over the end of a duty."""
        return self._place.team(team).overtime_cap if self._overtime else 0

    def duty(self, team: int, at: int) -> Duty | None:
        """The duty of a team that runs at this instant; one that ends now is over."""
        duties = self._duties[team]
        number = bisect_right(duties, at, key=lambda duty: duty[0]) - 1
        return duties[number] if number >= 0 and at < duties[number][1] else None

    def next_duty(self, team: int, at: int) -> int:
        """When the first duty of a team after this instant begins; NEVER if there is none."""
        duties = self._duties[team]
        number = bisect_right(duties, at, key=lambda duty: duty[0])
        return duties[number][0] if number < len(duties) else NEVER

    def begins(self, team: int, at: int) -> bool:
        """Whether a duty of a team begins at this instant."""
        duty = self.duty(team, at)
        return duty is not None and duty[0] == at

    def before(self, row: Row, at: int) -> int:
        """How many visits that some of the same teams may do wait at this instant and go before that of a row READY."""
        teams, mine = set(self.able(row.ticket)), self._rank(row)
        waiting = [one for one in self._waiting(at) if one.position != row.position and self._rank(one) < mine]
        return sum(not teams.isdisjoint(self.able(one.ticket)) for one in waiting)

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

    def _rank(self, row: Row) -> tuple[int, ...]:
        """The dispatcher's order: by the rule, of equals by severity, then ready, then ticket."""
        tickets, scenario = self._history.world.tickets, self._place.scenario
        severity = scenario.severities.index(scenario.faults[int(tickets.fault[row.ticket])].fault.severity)
        ticket = SimpleNamespace(reported=int(tickets.reported[row.ticket]), severity=severity)
        visit: Any = SimpleNamespace(ticket=ticket, ready=row.at, latest_departure=row.value)
        return RULES[self._place.plan.dispatch.rule](visit), severity, row.at, row.ticket, row.n


def _duties(place: Deployment, team: int) -> list[Duty]:
    return [(int(start), int(end)) for start, end in place.scenario.calendar(place.team(team).shift).duties]
