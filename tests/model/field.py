"""The auditor's second half: engineers, the places where they are, and the visits they are sent to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from sim.clock import NEVER
from sim.model import Event
from tests.model.audit import Row
from tests.model.duties import Company, Visit, visits_of

E = Event


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
        points.update(at for duty in company.duties(team) for at in duty)
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
