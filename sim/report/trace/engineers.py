"""Who could go to a ticket, where each of them was at an instant, and what kept him."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace

from sim.clock import NEVER
from sim.model.absence import absent_days
from sim.model.deployment import Deployment
from sim.model.rota import LocalDays
from sim.model.traffic import Traffic
from sim.report.trace.history import History, Job, Row
from sim.scenario import Fault

Duty = tuple[int, int]

(
    BUSY,
    OFF,
    ABSENT,
    RESTING,
    USED_UP,
    TOO_FAR,
    SECOND_OUTLET,
    RESERVED,
    ALONE,
    FREE,
    NO_LONGER,
    AWAY_ON_CALL,
    ALONE_ON_CALL,
    SECOND_ON_CALL,
    NOT_CALLED,
) = range(15)
"""What keeps an engineer from a visit: a job; no duty; a day off; rest after a night; the visits of the month done; a
drive longer than his day; an outlet that is asked only when it gets late; graver tickets; a crew that is not complete;
nothing that can be seen here; from a relief, a day that is over no later than that of whom he would relieve. Who is on
call: a day off; a crew that is not complete; an outlet that is asked only when it gets late; the plan's rule whom to
wake."""


@dataclass(frozen=True)
class Whereabouts:
    """An engineer at an instant: what keeps him, his job and what he is about in it, and `until` when that lasts."""

    engineer: int
    kept_by: int
    until: int = NEVER
    job: Job | None = None
    doing: Row | None = None


class Engineers:
    """The engineers of one replication."""

    def __init__(self, history: History) -> None:
        self._history, self._place, self._world = history, history.place, history.world
        place, scenario = self._place, self._place.scenario
        self._duties = [_duties(place, team) for team in range(len(place.teams))]
        self.days = LocalDays(scenario.timezone, scenario.horizon.begin, history.stop)
        self.traffic = Traffic(scenario, self.days)
        self._away = absent_days(history.world, place)

    def able(self, ticket: int) -> list[int]:
        """Positions of the teams that may be sent to a ticket and have somebody to send."""
        rounds, site = self._history.rounds, self._history.site(ticket)
        named = rounds.entry(ticket).teams if rounds.has(ticket) else ()
        teams = self._place.able_teams(self._skill(ticket), site)
        return [
            team
            for team in teams
            if self._place.team(team).engineers != 0 and (not named or self._place.teams[team] in named)
        ]

    def _skill(self, ticket: int) -> str | None:
        rounds = self._history.rounds
        return rounds.entry(ticket).skill if rounds.has(ticket) else self._fault(ticket).skill

    def _fault(self, ticket: int) -> Fault:
        return self._place.scenario.faults[int(self._world.tickets.fault[ticket])].fault

    def crew(self, ticket: int) -> int:
        """How many engineers a ticket or a planned visit takes."""
        rounds = self._history.rounds
        return rounds.entry(ticket).crew if rounds.has(ticket) else int(self._world.tickets.crew[ticket])

    def around(self, ticket: int, at: int) -> list[Whereabouts]:
        """Where everybody was who could have gone to a ticket, those busy first and of these who is free soonest."""
        teams = set(self.able(ticket))
        found = [self.look(number, ticket, at) for number, one in enumerate(self._place.engineers) if one.team in teams]
        return sorted(found, key=lambda one: (one.job is None, one.until if one.job else 0, one.engineer))

    def look(self, engineer: int, ticket: int, at: int) -> Whereabouts:
        """Where one engineer was, and what kept him from a ticket."""
        job = self._history.job_at(engineer, at)
        if job is not None:
            return Whereabouts(engineer, BUSY, job.until, job, self._history.doing(job, at))
        team = self._place.team_of(engineer)
        duty = self.duty(team, at)
        if duty is None:
            return self._off_duty(engineer, team, ticket, at)
        if self._is_away(engineer, duty, at):
            return Whereabouts(engineer, ABSENT, duty[1])
        rested = self.rested(engineer, at)
        if rested > at:
            return Whereabouts(engineer, RESTING, rested)
        return self._free(engineer, team, ticket, at, duty)

    def _off_duty(self, engineer: int, team: int, ticket: int, at: int) -> Whereabouts:
        """At home; in his week of the rota he may be called all the same."""
        if not self._has_his_turn(engineer, team, at):
            return Whereabouts(engineer, OFF, self.next_duty(team, at))
        if self.days.ordinal(at) in self._away.get(engineer, ()):
            return Whereabouts(engineer, AWAY_ON_CALL, self.days.next_midnight(at))
        if self._has_done_its_visits(team, at):
            return Whereabouts(engineer, USED_UP, self._next_month(at))
        if self._is_of_second_outlet(team, ticket):
            return Whereabouts(engineer, SECOND_ON_CALL)
        return Whereabouts(engineer, ALONE_ON_CALL if self.crew(ticket) > 1 else NOT_CALLED)

    def _has_his_turn(self, engineer: int, team: int, at: int) -> bool:
        """Whether it is an engineer's week on call: the rota goes through the team by number."""
        entry = self._place.team(team)
        if entry.on_call is None or entry.engineers is None:
            return False
        number, called = self._place.engineers[engineer].number, entry.on_call.engineers
        return (number - 1 - self.days.week(at) * called) % entry.engineers < called

    def _free(self, engineer: int, team: int, ticket: int, at: int, duty: Duty) -> Whereabouts:
        latest = duty[1] + self.overtime_cap(team) if duty[1] < NEVER else NEVER
        if self._has_done_its_visits(team, at):
            return Whereabouts(engineer, USED_UP, self._next_month(at))
        if self.arrival(engineer, ticket, at) > latest:
            return Whereabouts(engineer, TOO_FAR, latest)
        if self._is_of_second_outlet(team, ticket):
            return Whereabouts(engineer, SECOND_OUTLET)
        if self._is_in_reserve(ticket):
            return Whereabouts(engineer, RESERVED)
        return Whereabouts(engineer, ALONE if self.crew(ticket) > 1 else FREE)

    def relieving(self, around: list[Whereabouts], relieved: int, asked: int, at: int) -> list[Whereabouts]:
        """The same people asked to relieve somebody: whoever is free must be able to stay longer than he."""
        beyond = self._latest(relieved, asked)
        too_short = {one.engineer for one in around if self._latest(one.engineer, at) <= beyond}
        free = (ALONE, FREE)
        return [
            replace(one, kept_by=NO_LONGER) if one.kept_by in free and one.engineer in too_short else one
            for one in around
        ]

    def _latest(self, engineer: int, at: int) -> int:
        """The end of an engineer's duty and its overtime; NEVER where there is none."""
        team = self._place.team_of(engineer)
        duty = self.duty(team, at)
        return NEVER if duty is None or duty[1] >= NEVER else duty[1] + self.overtime_cap(team)

    def arrival(self, engineer: int, ticket: int, at: int) -> int:
        """When an engineer who is free would be expected on site, by way of the outlet if parts lie there."""
        site, roads = self._history.site(ticket), self._place.roads
        fetches = self._history.parts_lie_in_outlet(ticket, at)
        legs = roads.via(self._place.first_outlet(site), site) if fetches else roads.to(site)
        return at + int(legs[0][self._history.location(engineer, at)] * self.traffic.at(at, site) + 0.5)

    # -- what keeps somebody ------------------------------------------------------------------------------------------

    def _is_away(self, engineer: int, duty: Duty, at: int) -> bool:
        away = self._away.get(engineer)
        return away is not None and self.days.ordinal(at if duty[0] == -NEVER else duty[0]) in away

    def rested(self, engineer: int, at: int) -> int:
        """Until when he rests after the last job outside his shift that was over by then; -NEVER if he does not."""
        on_call = self._place.team(self._place.team_of(engineer)).on_call
        if on_call is None or not on_call.rest:
            return -NEVER
        jobs = (job for job in reversed(self._history.jobs(engineer)) if job.until <= at)
        return next((job.until + on_call.rest for job in jobs if self._was_called(job)), -NEVER)

    def _was_called(self, job: Job) -> bool:
        team = self._place.team_of(job.engineer)
        return self.duty(team, job.since) is None

    def _has_done_its_visits(self, team: int, at: int) -> bool:
        most = self._place.team(team).at_most
        if most is None:
            return False
        begun = max((month for month in self.days.months if month <= at), default=-NEVER)
        return self._sent_of(team, begun, at) >= most

    def _sent_of(self, team: int, begun: int, at: int) -> int:
        members = [number for number, one in enumerate(self._place.engineers) if one.team == team]
        return sum(begun <= job.since <= at for member in members for job in self._history.jobs(member))

    def _next_month(self, at: int) -> int:
        return min((month for month in self.days.months if month > at), default=NEVER)

    def _is_of_second_outlet(self, team: int, ticket: int) -> bool:
        rules = self._place.plan.dispatch
        if rules.backup != "when_late" or rules.assign != "territory":
            return False
        return self._place.outlet_of_team[team] != self._place.territory[self._history.site(ticket)][0]

    def _is_in_reserve(self, ticket: int) -> bool:
        """Whether the plan keeps engineers free from tickets as mild as this one."""
        ranks = self._place.scenario.severities.index
        mine = ranks(self._fault(ticket).severity)
        return any(mine > ranks(severity) for severity in self._place.plan.dispatch.reserve)

    # -- duties -------------------------------------------------------------------------------------------------------

    def overtime_cap(self, team: int) -> int:
        """How long work may run over the end of a duty."""
        finishes = self._place.plan.dispatch.end_of_shift in ("finish", "relief")
        return self._place.team(team).overtime_cap if finishes else 0

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


def _duties(place: Deployment, team: int) -> list[Duty]:
    return [(int(start), int(end)) for start, end in place.scenario.calendar(place.team(team).shift).duties]
