"""The auditor's second half: engineers, their duties, roads and visits."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
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
        return next(((start, end) for start, end in self._duties(team) if start <= at < end), None)

    def last_end(self, team: Team, at: int) -> int:
        return max((end for _start, end in self._duties(team) if end <= at), default=-NEVER)

    def next_duty(self, team: Team, at: int) -> tuple[int, int]:
        return next((duty for duty in self._duties(team) if duty[0] > at), (NEVER, NEVER))

    def _duties(self, team: Team) -> list[tuple[int, int]]:
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
        able = [team for team in self.plan.teams.values() if self.tier(team, ticket) is not None]
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


class Diary:
    """An engineer's visits one after the other, and where he stands in between."""

    def __init__(self, company: Company, engineer: int, visits: list[Visit], homeward: list[Row]) -> None:
        self.company, self.engineer = company, engineer
        self.team = company.team_of(engineer)
        self.visits = sorted(visits, key=lambda visit: (visit.dispatched, visit.left))
        self.homeward = homeward

    def is_free(self, at: int) -> bool:
        """After the settlement of this instant."""
        return not any(visit.dispatched <= at < visit.left for visit in self.visits)

    def where(self, at: int) -> int | str:
        """Site or outlet where he stands free after this instant."""
        done = [visit for visit in self.visits if visit.left <= at]
        if not done or any(done[-1].left <= row.at <= at for row in self.homeward):
            return self.team.outlet
        return self.company.site(done[-1].ticket)

    def audit(self) -> Iterator[str]:
        for one, other in zip(self.visits, self.visits[1:], strict=False):
            if other.dispatched < one.left:
                yield f"{self.engineer} is in two places: {one}, {other}"
        for index, visit in enumerate(self.visits):
            before = self.visits[index - 1] if index else None
            yield from self._audit_sending(visit, before)
            yield from self._audit_legs(visit, before)
            yield from self._audit_work(visit)
        yield from self._audit_evenings()

    def _stood(self, visit: Visit, before: Visit | None) -> int | str:
        """Where he set out. A drive home at that very instant may have come before or, after no time, behind it."""
        home = self.team.outlet
        if before is None or any(before.left <= row.at < visit.dispatched for row in self.homeward):
            return home
        there, site = self.company.site(before.ticket), self.company.site(visit.ticket)
        if not any(row.at == visit.dispatched for row in self.homeward):
            return there
        metres = next((row.value for row in visit.rows if row.event == E.DEPARTED), NEVER)
        is_straight = visit.departed == visit.dispatched and abs(self.company.road_m(there, site) - metres) <= 1
        return there if is_straight else home

    def _audit_sending(self, visit: Visit, before: Visit | None) -> Iterator[str]:
        company, at = self.company, visit.dispatched
        start = self._stood(visit, before)
        if not company.eligible(self.engineer, start, visit, at):
            yield f"{self.engineer} may not be sent from {start}: {visit}"
        wait = 0 if company.duty(self.team, at) or start != self.team.outlet or not self.team.on_call else None
        expected = self.team.on_call.mobilise if wait is None and self.team.on_call else 0
        if visit.departed < NEVER and visit.departed - at != expected:
            yield f"{self.engineer} sets out after {visit.departed - at} s, not {expected}: {visit}"

    def _audit_legs(self, visit: Visit, before: Visit | None) -> Iterator[str]:
        company, start = self.company, self._stood(visit, before)
        site = company.site(visit.ticket)
        for row, then in zip(visit.rows, [*visit.rows[1:], None], strict=True):
            if row.event == E.DEPARTED:
                if abs(row.value - company.road_m(start, site)) > 1:
                    yield f"{self.engineer} drives {row.value} m from {start}: {visit}"
                seconds = then.at - row.at if then else 0
                exact = company.scenario.travel.noise_cv == 0 and then is not None
                if exact and abs(seconds - company.drive_s(start, site)) > 1:
                    yield f"{self.engineer} drives {seconds} s from {start}: {visit}"
            if row.event == E.PAUSED:
                start = self.team.outlet
                if not any(home.at == row.at for home in self.homeward):
                    yield f"{self.engineer} does not go home: {visit}"
                if then and then.at != company.next_duty(self.team, row.at)[0]:
                    yield f"{self.engineer} does not go on with his next duty: {visit}"

    def _audit_work(self, visit: Visit) -> Iterator[str]:
        """He stops when the hours, or the work, are over, and has then done all of it; nothing is counted twice."""
        company, tickets = self.company, self.company.world.tickets
        diagnose, repair = company.world.work(visit.ticket, visit.n)
        left = diagnose + repair
        if any(row.event == E.RESTORED for row in visit.rows):
            left += int(tickets.sign_off[visit.ticket])
        arrived, taken = None, visit.dispatched
        for row in visit.rows:
            if row.event == E.ARRIVED:
                arrived = row.at
            elif row.event in (E.PAUSED, E.LEFT) and arrived is not None:
                stop, left = company.stop_of(self.engineer, taken, arrived, left)
                if stop != row.at or bool(left) != (row.event == E.PAUSED):
                    yield f"{self.engineer} stops at {row.at}, not {stop}, with {left} s to do: {visit}"
            elif row.event == E.DEPARTED:
                taken = row.at if arrived is not None else taken

    def _audit_evenings(self) -> Iterator[str]:
        """Off duty and free he is at home, and the way there is as long as it is."""
        for index, visit in enumerate(self.visits):
            end = self._evening(visit)
            later = self.visits[index + 1].dispatched if index + 1 < len(self.visits) else NEVER
            ways = [row.value for row in self.homeward if visit.left <= row.at == end]
            if later > end and end < self.company.scenario.horizon.stop and not ways:
                yield f"{self.engineer} stays out after {visit}"
            metres = self.company.road_m(self.company.site(visit.ticket), self.team.outlet)
            if ways and later > end and abs(ways[0] - metres) > 1:
                yield f"{self.engineer} drives home {ways[0]} m after {visit}"

    def _evening(self, visit: Visit) -> int:
        """When he goes home unless something else comes: at the end of his duty, at once if it is over."""
        duty = (
            self.company.duty(self.team, visit.left) if visit.left < NEVER and self.team.engineers is not None else None
        )
        return duty[1] if duty else visit.left


def diaries(company: Company, rows: list[Row], visits: list[Visit]) -> dict[int, Diary]:
    """One for everybody in a team of fixed size, and for all others who were ever sent."""
    own: dict[int, list[Visit]] = {index: [] for index in range(len(company.place.engineers))}
    home: dict[int, list[Row]] = defaultdict(list)
    for visit in visits:
        if visit.engineer >= 0:
            own.setdefault(visit.engineer, []).append(visit)
    for row in rows:
        if row.event == E.HOMEWARD:
            home[row.actor].append(row)
    return {engineer: Diary(company, engineer, sent, home[engineer]) for engineer, sent in own.items()}


def audit_engineers(company: Company, rows: list[Row]) -> Iterator[str]:
    """Each in one place, inside his hours, on roads as long as they are, at work as long as it takes."""
    for diary in diaries(company, rows, visits_of(rows)).values():
        yield from diary.audit()


def audit_dispatch(company: Company, rows: list[Row]) -> Iterator[str]:
    """Nobody eligible stands free while a visit waits; nobody nearer is left; nobody goes before his turn."""
    visits = visits_of(rows)
    books = diaries(company, rows, visits)
    stop = company.scenario.horizon.stop
    for visit in visits:
        waited = range(visit.ready, min(visit.dispatched, stop))
        for engineer, book in books.items():
            if company.team_of(engineer).engineers is None:
                continue
            yield from _idle_beside(company, visit, waited, engineer, book)
            yield from _nearer_left(company, visit, engineer, book)
        if visit.engineer >= 0:
            yield from _passed_over(company, visit, visits, books[visit.engineer])


def _idle_beside(company: Company, visit: Visit, waited: range, engineer: int, book: Diary) -> Iterator[str]:
    for at in _turning_points(company, visit, book):
        if at in waited and book.is_free(at) and company.eligible(engineer, book.where(at), visit, at):
            yield f"{engineer} stands free at {at} while it waits: {visit}"


def _turning_points(company: Company, visit: Visit, book: Diary) -> set[int]:
    """Instants at which he may become eligible: it gets ready or late, he gets free, a duty or a rota begins."""
    points = {visit.ready, visit.latest, *(other.left for other in book.visits), *company.mondays}
    for team in company.plan.teams.values():
        points.update(at for duty in company._duties(team) for at in duty)
    return points


def _nearer_left(company: Company, visit: Visit, engineer: int, book: Diary) -> Iterator[str]:
    """Somebody of the same tier who would be there earlier and is still free afterwards."""
    at = visit.dispatched
    if visit.engineer < 0 or engineer == visit.engineer or visit.departed >= NEVER or not book.is_free(at):
        return
    one, other = company.team_of(visit.engineer), company.team_of(engineer)
    tiers = company.tier(one, visit.ticket), company.tier(other, visit.ticket)
    where, site = book.where(at), company.site(visit.ticket)
    if tiers[0] is None or tiers[1] is None or not company.eligible(engineer, where, visit, at):
        return
    metres = next(row.value for row in visit.rows if row.event == E.DEPARTED)
    mobilise = other.on_call.mobilise if other.on_call and not company.duty(other, at) and where == other.outlet else 0
    start = min((one.outlet, *range(len(company.scenario.sites))), key=lambda p: abs(company.road_m(p, site) - metres))
    arrival = visit.departed - at + company.drive_s(start, site)
    if tiers[1] < tiers[0] or (tiers[0] == tiers[1] and mobilise + company.drive_s(where, site) < arrival):
        yield f"{engineer} at {where} would be there before {visit.engineer}: {visit}"


def rank(company: Company, visit: Visit) -> tuple[int, ...]:
    """The order of the rule; ties by severity, ready, ticket."""
    tickets, scenario = company.world.tickets, company.scenario
    severity = scenario.severities.index(scenario.faults[tickets.fault[visit.ticket]].fault.severity)
    first = {
        "order_of_arrival": int(tickets.reported[visit.ticket]),
        "ready": visit.ready,
        "severity": severity,
        "due_date": visit.latest,
    }[company.plan.dispatch.rule]
    return first, severity, visit.ready, visit.ticket, visit.n


def _passed_over(company: Company, visit: Visit, visits: list[Visit], book: Diary) -> Iterator[str]:
    """Another visit that waited already, comes first and could have had him."""
    at = visit.dispatched
    index = book.visits.index(visit)
    where = book._stood(visit, book.visits[index - 1] if index else None)
    for other in visits:
        waits = other.ready < at < other.dispatched
        if waits and rank(company, other) < rank(company, visit) and company.eligible(book.engineer, where, other, at):
            yield f"{book.engineer} could have gone to {other} before {visit}"
