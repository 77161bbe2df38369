"""What the auditor knows of hours, roads and who may be sent, worked out from the files and from nothing else."""

from __future__ import annotations

import math
from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from sim.clock import NEVER
from sim.model import Deployment, Event, deployment
from sim.scenario import Plan, Team
from sim.scenario.geography import EARTH_RADIUS_M
from sim.world import World
from tests.model.audit import Row

E = Event
Point = tuple[float, float]


@dataclass
class Visit:
    """One trip as the log tells it. `rows` from DISPATCHED on."""

    ticket: int
    n: int
    ready: int
    latest: int
    engineer: int = -1
    dispatched: int = NEVER
    left: int = NEVER
    fixed: bool = False
    rows: list[Row] = field(default_factory=list)

    @property
    def departed(self) -> int:
        return next((row.at for row in self.rows if row.event == E.DEPARTED), NEVER)


def visits_of(rows: list[Row]) -> list[Visit]:
    found: dict[tuple[int, int], Visit] = {}
    for row in rows:
        if row.event == E.READY:
            found[row.ticket, row.n] = Visit(row.ticket, row.n, row.at, row.value)
        elif E.DISPATCHED <= row.event <= E.LEFT and row.n:
            visit = found.setdefault((row.ticket, row.n), Visit(row.ticket, row.n, NEVER, NEVER))
            visit.rows.append(row)
            if row.event == E.DISPATCHED:
                visit.engineer, visit.dispatched = row.actor, row.at
            elif row.event == E.LEFT:
                visit.left, visit.fixed = row.at, bool(row.value)
    return list(found.values())


class Company:
    """Who works when and how far it is, worked out from the files."""

    def __init__(self, world: World, plan: Plan) -> None:
        self.world, self.plan, self.scenario = world, plan, world.scenario
        self.place: Deployment = deployment(world.scenario, plan)  # for the names behind the numbers only
        self.outlets = list(plan.outlets)
        self.is_territorial = plan.dispatch.assign == "territory"

    def team_of(self, engineer: int) -> Team:
        return list(self.plan.teams.values())[self.place.team_of(engineer)]

    def number(self, engineer: int) -> int:
        return int(self.place.engineer_id(engineer).rsplit("-", 1)[1])

    # -- roads --------------------------------------------------------------------------------------------------

    def point(self, place: int | str) -> Point:
        """Of a site by position, or of an outlet by name."""
        where = self.plan.outlets[place] if isinstance(place, str) else self.scenario.sites[place]
        return where.lat, where.lon

    def road_m(self, start: int | str, end: int | str) -> float:
        """Law of haversines, with the detour."""
        (lat1, lon1), (lat2, lon2) = (tuple(map(math.radians, self.point(place))) for place in (start, end))
        half = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
        return 2 * EARTH_RADIUS_M * math.asin(math.sqrt(half)) * self.scenario.travel.detour

    def drive_s(self, start: int | str, end: int | str) -> int:
        left, seconds = float(math.floor(self.road_m(start, end) + 0.5)), 0.0
        for stretch, kmh in self.scenario.travel.speeds:
            driven = left if stretch is None else min(left, stretch)
            seconds, left = seconds + driven / (kmh / 3.6), left - driven
        return math.floor(seconds + 0.5)

    def site(self, ticket: int) -> int:
        return int(self.world.tickets.site[ticket])

    # -- hours --------------------------------------------------------------------------------------------------

    def duty(self, team: Team, at: int) -> tuple[int, int] | None:
        """The duty that runs at this instant; one that ends now is over."""
        return next(((start, end) for start, end in self.duties(team) if start <= at < end), None)

    def last_end(self, team: Team, at: int) -> int:
        return max((end for _start, end in self.duties(team) if end <= at), default=-NEVER)

    def next_duty(self, team: Team, at: int) -> tuple[int, int]:
        return next((duty for duty in self.duties(team) if duty[0] > at), (NEVER, NEVER))

    def duties(self, team: Team) -> list[tuple[int, int]]:
        """All duties of its shift."""
        if team.shift not in self._duty_table:
            self._duty_table[team.shift] = list(self.scenario.calendar(team.shift).duties)
        return self._duty_table[team.shift]

    @cached_property
    def _duty_table(self) -> dict[str, list[tuple[int, int]]]:
        return {}

    @cached_property
    def mondays(self) -> list[int]:
        """Mondays at 08:00 by the wall clock, around the simulation."""
        zone = ZoneInfo(self.scenario.timezone)
        day = datetime.fromtimestamp(self.scenario.horizon.begin, zone).date() - timedelta(days=14)
        day += timedelta(days=-day.weekday())
        found = []
        while not found or found[-1] < self.scenario.horizon.stop:
            found.append(int(datetime(day.year, day.month, day.day, 8, tzinfo=zone).timestamp()))
            day += timedelta(days=7)
        return found

    def is_on_call(self, engineer: int, at: int) -> bool:
        """Week by week through the team, as many as the rota has; weeks are numbered from the year 1."""
        team = self.team_of(engineer)
        if team.on_call is None or team.engineers is None:
            return False
        monday = self.mondays[bisect_right(self.mondays, at) - 1]
        week = datetime.fromtimestamp(monday, ZoneInfo(self.scenario.timezone)).toordinal() // 7
        first = week * team.on_call.engineers
        return (self.number(engineer) - 1 - first) % team.engineers < team.on_call.engineers

    def overtime(self, team: Team) -> int:
        return team.overtime_cap if self.plan.dispatch.end_of_shift == "finish" else 0

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

    # -- who may go ---------------------------------------------------------------------------------------------

    def tier(self, engineer_team: Team, ticket: int) -> int | None:
        """0 for the first outlet (or where all are alike), 1… along the territory, None for who may not go."""
        kind = self.scenario.faults[self.world.tickets.fault[ticket]].fault
        if kind.skill and engineer_team.skills is not None and kind.skill not in engineer_team.skills:
            return None
        if not self.is_territorial:
            return 0
        served = self.served_by(self.site(ticket))
        return served.index(engineer_team.outlet) if engineer_team.outlet in served else None

    def served_by(self, site: int) -> list[str]:
        """Outlets of the territory, by site before region; else its own outlet, else the nearest."""
        place = self.scenario.sites[site]
        for key, name in (("sites", place.id), ("regions", place.region)):
            for territory in self.plan.territories.values():
                if name in (getattr(territory, key) or ()):
                    return list(territory.outlets)
        if place.outlet in self.plan.outlets:
            return [place.outlet]
        return [min(self.outlets, key=lambda name: (round(self.road_m(site, name)), name))]

    def next_duty_of_anyone(self, ticket: int, at: int) -> int:
        people = [team for team in self.plan.teams.values() if team.engineers != 0]
        able = [team for team in people if self.tier(team, ticket) is not None]
        return min((self.next_duty(team, at)[0] for team in able), default=NEVER)

    def eligible(self, engineer: int, where: int | str, visit: Visit, at: int) -> bool:
        """Whether he, free at this place, may be sent at this instant."""
        team = self.team_of(engineer)
        tier = self.tier(team, visit.ticket)
        late_only = self.is_territorial and self.plan.dispatch.backup == "when_late"
        if tier is None or (tier and late_only and at < visit.latest):
            return False
        leg, cap = self.drive_s(where, self.site(visit.ticket)), self.overtime(team)
        duty = self.duty(team, at)
        if duty:
            return at + leg <= duty[1] + cap
        if not self.is_on_call(engineer, at) or visit.latest >= self.next_duty_of_anyone(visit.ticket, at):
            return False
        delay = team.on_call.mobilise if team.on_call and where == team.outlet else 0
        return at + delay + leg <= self.next_duty(team, at)[1] + cap
