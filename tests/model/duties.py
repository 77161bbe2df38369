"""What the auditor knows of hours, roads and who may be sent, worked out from the files and from nothing else."""

from __future__ import annotations

import math
from bisect import bisect_right
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np

from sim.clock import NEVER
from sim.model import Deployment, deployment
from sim.scenario import Plan, Team
from sim.scenario.geography import EARTH_RADIUS_M
from sim.world import World

Place = int | str
"""A site by position, or an outlet by name."""
DAY_S = 86_400


class Company:
    """Who works when and how far it is, worked out from the files."""

    def __init__(self, world: World, plan: Plan, reported: dict[int, int] | None = None) -> None:
        """`reported`: when each ticket was, where the log alone tells."""
        self.world, self.plan, self.scenario = world, plan, world.scenario
        self.reported = reported or {}
        self.place: Deployment = deployment(world.scenario, plan)  # for the names behind the numbers only
        self.outlets = list(plan.outlets)
        self.teams = list(plan.teams.values())
        self.is_territorial = plan.dispatch.assign == "territory"
        self.returns = plan.dispatch.after_job == "return"
        self.stop = world.scenario.horizon.stop
        self._team: dict[int, Team] = {}
        self._away: dict[int, frozenset[int]] = {}
        self._duties: dict[str, list[tuple[int, int]]] = {}
        self._drives: dict[tuple[Place, Place], tuple[float, int]] = {}
        self._served: dict[int, list[str]] = {}
        self._tiers: dict[tuple[int, int, int], int | None] = {}
        self._severities = [world.scenario.severities.index(kind.fault.severity) for kind in world.scenario.faults]

    def team_of(self, engineer: int) -> Team:
        if engineer not in self._team:
            self._team[engineer] = self.teams[self.place.team_of(engineer)]
        return self._team[engineer]

    def name(self, engineer: int) -> tuple[str, int]:
        """Team and number, by which engineers are in order."""
        team, number = self.place.engineer_id(engineer).rsplit("-", 1)
        return team, int(number)

    # -- roads --------------------------------------------------------------------------------------------------------

    def road_m(self, start: Place, end: Place) -> float:
        return self._drive(start, end)[0]

    def drive_s(self, start: Place, end: Place) -> int:
        """Expected, before the factor of the hour."""
        return self._drive(start, end)[1]

    def _drive(self, start: Place, end: Place) -> tuple[float, int]:
        if (start, end) not in self._drives:
            given = self._given.get((self._id(start), self._id(end)))
            metres = self._by_formula_m(start, end)
            self._drives[start, end] = given or (metres, self._by_formula_s(metres))
        return self._drives[start, end]

    @cached_property
    def _given(self) -> dict[tuple[str, str], tuple[float, int]]:
        table = self.scenario.travel_matrix
        return {(drive.start, drive.end): (float(drive.metres), drive.seconds) for drive in table}

    def _id(self, place: Place) -> str:
        return place if isinstance(place, str) else self.scenario.sites[place].id

    def _by_formula_m(self, start: Place, end: Place) -> float:
        """Pythagoras on a plane, else the law of haversines; with the detour."""
        a, b = (self.plan.outlets[p] if isinstance(p, str) else self.scenario.sites[p] for p in (start, end))
        detour = self.scenario.travel.detour
        if self.scenario.travel.distance == "plane":
            return 1000 * math.sqrt((a.x_km - b.x_km) ** 2 + (a.y_km - b.y_km) ** 2) * detour
        lat1, lon1, lat2, lon2 = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
        half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half)) * detour

    def _by_formula_s(self, metres: float) -> int:
        left, seconds = float(math.floor(metres + 0.5)), 0.0
        for stretch, kmh in self.scenario.travel.speeds:
            driven = left if stretch is None else min(left, stretch)
            seconds, left = seconds + driven / (kmh / 3.6), left - driven
        return math.floor(seconds + 0.5)

    def factor(self, at: int) -> float:
        """How much longer drives take that begin at this local time."""
        wall = self.local(at)
        second = wall.hour * 3600 + wall.minute * 60 + wall.second
        return next((f for start, end, f in self.scenario.travel.hour_factors if start <= second < end), 1.0)

    def way_s(self, start: Place, ticket: int, fetch: bool, departs: int) -> int:
        """Expected seconds to a ticket's site, by way of its outlet if something lies there."""
        site = self.site(ticket)
        outlet = self.served_by(site)[0]
        drive = self.drive_s(start, outlet) + self.drive_s(outlet, site) if fetch else self.drive_s(start, site)
        return math.floor(drive * self.factor(departs) + 0.5) if self.scenario.travel.hour_factors else drive

    def site(self, ticket: int) -> int:
        return int(self.world.tickets.site[ticket])

    # -- dates --------------------------------------------------------------------------------------------------------

    @cached_property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.scenario.timezone)

    def local(self, at: int) -> datetime:
        return datetime.fromtimestamp(at, self.zone)

    @cached_property
    def midnights(self) -> list[int]:
        """From before the simulation until after it."""
        day = self.local(self.scenario.horizon.begin).date() - timedelta(days=14)
        found: list[int] = []
        while not found or found[-1] < self.stop + DAY_S:
            found.append(int(datetime(day.year, day.month, day.day, tzinfo=self.zone).timestamp()))
            day += timedelta(days=1)
        return found

    @cached_property
    def mondays(self) -> list[int]:
        """Mondays at 08:00 by the wall clock."""
        days = [self.local(at).date() for at in self.midnights]
        mondays = [day for day in days if day.weekday() == 0]
        return [int(datetime(day.year, day.month, day.day, 8, tzinfo=self.zone).timestamp()) for day in mondays]

    def month(self, at: int) -> tuple[int, int]:
        wall = self.local(at)
        return wall.year, wall.month

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
            self._duties[team.shift] = list(self.scenario.calendar(team.shift).duties)
        return self._duties[team.shift]

    def duty(self, team: Team, at: int) -> tuple[int, int] | None:
        """The duty that runs at this instant; one that ends now is over."""
        duties = self.duties(team)
        index = bisect_right(duties, (at, NEVER + 1)) - 1
        return duties[index] if index >= 0 and at < duties[index][1] else None

    def last_end(self, team: Team, at: int) -> int:
        return max((end for _start, end in self.duties(team) if end <= at), default=-NEVER)

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
        return None if self.local(begun).toordinal() in self.away(engineer) else duty

    def comes_again(self, engineer: int, at: int) -> int:
        """When his next duty begins on which he is not away."""
        start = self.next_duty(self.team_of(engineer), at)[0]
        while start < NEVER and self.local(start).toordinal() in self.away(engineer):
            start = self.next_duty(self.team_of(engineer), start)[0]
        return start

    def is_on_call(self, engineer: int, at: int) -> bool:
        """Week by week through the team, as many as the rota has; weeks are numbered from the year 1."""
        team = self.team_of(engineer)
        if team.on_call is None or team.engineers is None or self.local(at).toordinal() in self.away(engineer):
            return False
        monday = self.mondays[bisect_right(self.mondays, at) - 1]
        first = self.local(monday).toordinal() // 7 * team.on_call.engineers
        return (self.name(engineer)[1] - 1 - first) % team.engineers < team.on_call.engineers

    def overtime(self, team: Team) -> int:
        return team.overtime_cap if self.plan.dispatch.end_of_shift == "finish" else 0

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
        for opens, closes in self.scenario.calendar(team.shift).spans if team.shift != "always" else [(at, NEVER)]:
            opens = max(opens, at)
            if opens >= min(closes, end):
                continue
            if seconds <= closes - opens:
                return opens + seconds, 0
            seconds -= closes - opens
        return end, seconds

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
        key = id(team), int(self.world.tickets.fault[ticket]), self.site(ticket)
        if key not in self._tiers:
            self._tiers[key] = self._tier(team, ticket)
        return self._tiers[key]

    def _tier(self, team: Team, ticket: int) -> int | None:
        kind = self.scenario.faults[self.world.tickets.fault[ticket]].fault
        if kind.skill and team.skills is not None and kind.skill not in team.skills:
            return None
        if not self.is_territorial:
            return 0
        served = self.served_by(self.site(ticket))
        return served.index(team.outlet) if team.outlet in served else None

    def severity(self, ticket: int) -> int:
        return self._severities[self.world.tickets.fault[ticket]]

    def kept_from(self, ticket: int) -> int:
        """Engineers of every outlet who are kept in reserve for what is more severe."""
        reserve = self.plan.dispatch.reserve.items()
        return sum(n for name, n in reserve if self.scenario.severities.index(name) < self.severity(ticket))

    def served_by(self, site: int) -> list[str]:
        """Outlets of the territory, by site before region; else its own outlet, else the nearest."""
        if site not in self._served:
            self._served[site] = self._territory(site)
        return self._served[site]

    def _territory(self, site: int) -> list[str]:
        place = self.scenario.sites[site]
        for key, name in (("sites", place.id), ("regions", place.region)):
            for territory in self.plan.territories.values():
                if name in (getattr(territory, key) or ()):
                    return list(territory.outlets)
        if place.outlet in self.plan.outlets:
            return [place.outlet]
        detour = self.scenario.travel.detour
        return [min(self.outlets, key=lambda name: (round(self._by_formula_m(site, name) / detour), name))]

    def next_duty_of_anyone(self, ticket: int, at: int) -> int:
        able = [team for team in self.teams if team.engineers != 0 and self.tier(team, ticket) is not None]
        return min((self.next_duty(team, at)[0] for team in able), default=NEVER)

    def wakes(self, team: Team, ticket: int, latest: int, at: int) -> bool:
        """Whether who is on call in this team is called for this visit."""
        assert team.on_call is not None
        rule = team.on_call.wake
        if rule == "always":
            return True
        if rule == "if_due":
            return latest < self.next_duty_of_anyone(ticket, at)
        return self.scenario.severities[self.severity(ticket)] in rule
