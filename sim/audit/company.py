"""What the auditor knows of hours, roads and who may be sent, worked out from the files and from nothing else."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property

import numpy as np

from sim.audit.hours import NEVER, Hours, hours_of, instant
from sim.audit.roads import Roads
from sim.model import Deployment, deployment
from sim.scenario import Plan, Team
from sim.world import World

DAY_S, HOUR_S = 86_400, 3600


class Company(Roads):
    """Who works when and how far it is, worked out from the files."""

    def __init__(self, world: World, plan: Plan, reported: dict[int, int] | None = None) -> None:
        """`reported`: when each ticket was, where the log alone tells."""
        super().__init__(world, plan)
        self.reported = reported or {}
        self.place: Deployment = deployment(world.scenario, plan)  # for the names behind the numbers only
        self.teams = list(plan.teams.values())
        self.is_territorial = plan.dispatch.assign == "territory"
        self.returns = plan.dispatch.after_job == "return"
        self.stop = world.scenario.horizon.stop
        self._team: dict[int, Team] = {}
        self._names: dict[int, tuple[str, int]] = {}
        self._away: dict[int, frozenset[int]] = {}
        self._duties: dict[str, list[tuple[int, int]]] = {}
        self._tiers: dict[tuple[int, int, int], int | None] = {}

    def team_of(self, engineer: int) -> Team:
        if engineer not in self._team:
            self._team[engineer] = self.teams[self.place.team_of(engineer)]
        return self._team[engineer]

    def name(self, engineer: int) -> tuple[str, int]:
        """Team and number, by which engineers are in order."""
        if engineer not in self._names:
            team, number = self.place.engineer_id(engineer).rsplit("-", 1)
            self._names[engineer] = team, int(number)
        return self._names[engineer]

    # -- dates --------------------------------------------------------------------------------------------------------

    @cached_property
    def midnights(self) -> list[int]:
        """From before the simulation until after it."""
        day = self.local(self.scenario.horizon.begin).date() - timedelta(days=40)
        found: list[int] = []
        while not found or found[-1] < self.stop + DAY_S:
            found.append(instant(day, 0, self.zone))
            day += timedelta(days=1)
        return found

    def ordinal(self, at: int) -> int:
        """The local date, as `date.toordinal()`."""
        return self._first_date + bisect_right(self.midnights, at)

    @cached_property
    def _first_date(self) -> int:
        return self.local(self.midnights[0]).toordinal() - 1

    @cached_property
    def mondays(self) -> list[int]:
        """Mondays at 08:00 by the wall clock."""
        days = [self.local(at).date() for at in self.midnights]
        mondays = [day for day in days if day.weekday() == 0]
        return [instant(day, 8 * HOUR_S, self.zone) for day in mondays]

    @cached_property
    def _weeks(self) -> list[int]:
        """By Monday, the number of its week from the year 1 on."""
        return [self.ordinal(monday) // 7 for monday in self.mondays]

    def month(self, at: int) -> tuple[int, int]:
        wall = self.local(at)
        return wall.year, wall.month

    def first_of_month(self, at: int) -> int:
        """When the month of an instant begins."""
        return self._firsts[bisect_right(self._firsts, at) - 1]

    @cached_property
    def _firsts(self) -> list[int]:
        return [at for at in self.midnights if self.local(at).day == 1]

    def away(self, engineer: int) -> frozenset[int]:
        """The dates on which he does not come: by the luck of his team, number and date, and by leave."""
        if engineer not in self._away:
            team, (name, number) = self.team_of(engineer), self.name(engineer)
            days = np.array([self.local(at).toordinal() for at in self.midnights], dtype=np.int64)
            found = set(days[self.world.is_absent(name, number, days, team.shrinkage)].tolist())
            for leave in team.leave:
                if team.engineers is not None and number > team.engineers - leave.engineers:
                    found |= set(range(leave.from_.toordinal(), leave.to.toordinal() + 1))
            self._away[engineer] = frozenset(found)
        return self._away[engineer]

    # -- duties and rota ----------------------------------------------------------------------------------------------

    def duties(self, team: Team) -> list[tuple[int, int]]:
        """All duties of its shift."""
        if team.shift not in self._duties:
            self._duties[team.shift] = hours_of(self.scenario, team.shift).duties
        return self._duties[team.shift]

    def duty(self, team: Team, at: int) -> tuple[int, int] | None:
        """The duty that runs at this instant; one that ends now is over."""
        duties = self.duties(team)
        index = bisect_right(duties, (at, NEVER + 1)) - 1
        return duties[index] if index >= 0 and at < duties[index][1] else None

    def last_end(self, team: Team, at: int) -> int:
        duties = self.duties(team)
        index = bisect_right(duties, at, key=_end) - 1
        return duties[index][1] if index >= 0 else -NEVER

    def next_duty(self, team: Team, at: int) -> tuple[int, int]:
        duties = self.duties(team)
        index = bisect_right(duties, (at, NEVER + 1))
        return duties[index] if index < len(duties) else (NEVER, NEVER)

    def does_duty(self, engineer: int, at: int) -> tuple[int, int] | None:
        """The duty he does now, unless he is away on the date on which it began; an endless one counts by dates."""
        duty = self.duty(self.team_of(engineer), at)
        if duty is None:
            return None
        begun = at if duty[0] == -NEVER else duty[0]
        return None if self.ordinal(begun) in self.away(engineer) else duty

    def comes_again(self, engineer: int, at: int) -> int:
        """When his next duty begins on which he is not away."""
        start = self.next_duty(self.team_of(engineer), at)[0]
        while start < NEVER and self.ordinal(start) in self.away(engineer):
            start = self.next_duty(self.team_of(engineer), start)[0]
        return start

    def next_together(self, crew: Sequence[int], at: int) -> int:
        """When all of a crew are next on duty; NEVER if their shifts do not meet."""
        at = min(self.comes_again(engineer, at) for engineer in crew)
        while at < NEVER:
            late = max(at if self.does_duty(engineer, at) else self.comes_again(engineer, at) for engineer in crew)
            if late == at:
                break
            at = late
        return at

    def comes_back(self, crew: Sequence[int], at: int) -> bool:
        """Nobody of a crew is away on the next duty of his team, and they are ever on duty together."""
        starts = {engineer: self.next_duty(self.team_of(engineer), at)[0] for engineer in crew}
        nobody_away = all(self.comes_again(engineer, at) == start for engineer, start in starts.items())
        return nobody_away and (len(crew) == 1 or self.next_together(crew, at) < NEVER)

    def comes_in(self, crew: Sequence[int], at: int, access: Hours) -> bool:
        """It comes back, and the site opens before anybody has to stop then."""
        if not self.comes_back(crew, at):
            return False
        start = self.next_together(crew, at)
        opens = access.next_open(start) if start < NEVER else NEVER
        if opens >= NEVER:
            return start >= NEVER
        return opens <= start or all(self.must_stop(one, start, start, opens) >= opens for one in crew)

    def is_on_call(self, engineer: int, at: int) -> bool:
        """Week by week through the team, as many as the rota has; weeks are numbered from the year 1."""
        team = self.team_of(engineer)
        if team.on_call is None or team.engineers is None or self.ordinal(at) in self.away(engineer):
            return False
        week = bisect_right(self.mondays, at) - 1
        first = self._weeks[week] * team.on_call.engineers
        return (self.name(engineer)[1] - 1 - first) % team.engineers < team.on_call.engineers

    def overtime(self, team: Team) -> int:
        return team.overtime_cap if self.plan.dispatch.end_of_shift in ("finish", "relief") else 0

    def ends_by(self, engineer: int, at: int) -> int:
        """The end of his duty, or of the last one, and of its overtime."""
        team = self.team_of(engineer)
        duty = self.duty(team, at)
        end = duty[1] if duty else self.last_end(team, at)
        return end + self.overtime(team) if end < NEVER else NEVER

    # -- work ---------------------------------------------------------------------------------------------------------

    def stop_of(self, engineer: int, taken: int, at: int, seconds: int) -> tuple[int, int]:
        """When this much work stops if it begins at `at`, and how much is then left for the next duty."""
        team = self.team_of(engineer)
        while seconds:
            duty = self.duty(team, at)
            if duty:
                at, seconds = self._work_in_duty(team, at, duty[1], seconds)
                continue
            since = max(taken, self.last_end(team, at))
            if self.is_on_call(engineer, at) or self.is_on_call(engineer, since):
                done = min(seconds, self.next_duty(team, at)[0] - at)
                at, seconds = at + done, seconds - done
                continue
            done = max(0, min(seconds, self.last_end(team, at) + self.overtime(team) - at))
            return at + done, seconds - done
        return at, 0

    def _work_in_duty(self, team: Team, at: int, end: int, seconds: int) -> tuple[int, int]:
        """Work through the open hours of the shift; breaks are waited for."""
        hours = hours_of(self.scenario, team.shift)
        there = hours.open_seconds(at, end)
        return (hours.add(at, seconds), 0) if seconds <= there else (end, seconds - there)

    def must_stop(self, engineer: int, taken: int, at: int, limit: int) -> int:
        """When his duty, overtime or time on call is over, or the limit if that comes first; breaks do not matter."""
        team = self.team_of(engineer)
        while at < limit:
            duty = self.duty(team, at)
            since = max(taken, self.last_end(team, at))
            if duty:
                at = duty[1]
            elif self.is_on_call(engineer, at) or self.is_on_call(engineer, since):
                at = self.next_duty(team, at)[0]
            else:
                return min(limit, self.last_end(team, at) + self.overtime(team))
        return limit

    # -- who is asked -------------------------------------------------------------------------------------------------

    def tier(self, team: Team, ticket: int) -> int | None:
        """0 for the first outlet (or where all are alike), 1… along the territory, None for who may not go."""
        key = id(team), *self.kind(ticket)
        if key not in self._tiers:
            self._tiers[key] = self._tier(team, ticket)
        return self._tiers[key]

    def kind(self, ticket: int) -> tuple[int, int]:
        """What decides who may be sent: the fault, or (below 0) the round of planned visits; and the site."""
        if ticket >= self.first:
            visit = self.planned[ticket - self.first]
            return -1 - visit.measure, visit.site
        return self.faults[ticket], self._sites[ticket]

    def _tier(self, team: Team, ticket: int) -> int | None:
        skill, entry = self.skill(ticket), self.entry(ticket)
        if skill and team.skills is not None and skill not in team.skills:
            return None
        if entry is not None and entry.teams and all(team is not self.plan.teams[name] for name in entry.teams):
            return None
        if not self.is_territorial:
            return 0
        served = self.served_by(self.site(ticket))
        return served.index(team.outlet) if team.outlet in served else None

    def kept_from(self, ticket: int) -> int:
        """Engineers of every outlet who are kept in reserve for what is more severe."""
        reserve = self.plan.dispatch.reserve.items()
        return sum(n for name, n in reserve if self.scenario.severities.index(name) < self.severity(ticket))

    def next_duty_of_anyone(self, ticket: int, at: int) -> int:
        able = [team for team in self.teams if team.engineers != 0 and self.tier(team, ticket) is not None]
        return min((self.next_duty(team, at)[0] for team in able), default=NEVER)

    def wakes(self, team: Team, ticket: int, latest: int, at: int) -> bool:
        """Whether who is on call in this team is called for this visit."""
        assert team.on_call is not None
        rule = team.on_call.wake
        if ticket >= self.first:
            return False
        if rule == "always":
            return True
        if rule == "if_due":
            return latest < self.next_duty_of_anyone(ticket, at)
        return self.scenario.severities[self.severity(ticket)] in rule


def _end(duty: tuple[int, int]) -> int:
    return duty[1]
