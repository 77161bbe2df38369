"""The auditor in the field: who was sent, who could have been, and whose turn it was."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from itertools import takewhile
from typing import NamedTuple, TypeVar

from sim.audit.company import Company
from sim.audit.diary import Diary, Visit, diaries, visits_of
from sim.audit.hours import NEVER
from sim.audit.roads import Place
from sim.audit.rows import RELIEVED, Row
from sim.audit.said import Said, When, Who, say
from sim.model import Event
from sim.scenario import Team
from sim.wording import _

E = Event
K = TypeVar("K", int, str)


class Candidate(NamedTuple):
    """Somebody who may go to a visit. `engineer` -1: one of a team that never runs out."""

    arrival: int
    tier: int
    outlet: str
    engineer: int
    on_duty: bool
    team: int

    def said(self) -> Said:
        """Who, and when he would be there."""
        return say(_("{who} (there at {arrival})"), who=Who(self.engineer), arrival=When(self.arrival))


class Field:
    """All diaries, and the rules by which the dispatcher chooses."""

    def __init__(self, company: Company, rows: list[Row]) -> None:
        self.company = company
        self.visits = visits_of(rows)
        self.books = diaries(company, rows, self.visits)
        self._relief()
        self.fixed = [book for book in self.books.values() if book.team.engineers is not None]
        self.waited = [visit for visit in self.visits if visit.dispatched > visit.ready]
        self.sent: dict[int, list[int]] = defaultdict(list)  # by team, the instants at which somebody was sent
        for visit in self.visits:
            for engineer in visit.crew:
                self.sent[company.place.team_of(engineer)].append(visit.dispatched)
        for instants in self.sent.values():
            instants.sort()
        self.dispatches = Counter(visit.dispatched for visit in self.visits)
        for book in self.books.values():
            if book.team.at_most is not None:
                book.used_up = _last_of_month(self, company.place.team_of(book.engineer), book.team)
        self.points = self._points()
        self.lasting = self._unlimited()
        self._free: dict[int, list[Diary]] = {}

    def _relief(self) -> None:
        """A visit that is ready while another of its ticket goes on is for whose duty lasts longer."""
        going: dict[tuple[int, int], Visit] = {(visit.ticket, visit.n): visit for visit in self.visits}
        for visit in self.visits:
            first = going.get((visit.ticket, visit.n - 1))
            if first is not None and (first.leaving == RELIEVED or first.left > visit.ready):
                ends = [self.company.ends_by(engineer, visit.ready) for engineer in first.crew]
                visit.beyond = min(end for end in ends if end >= visit.ready or end == max(ends))

    def visits_left(self, team: int, at: int) -> int:
        """How many a contracted team may still do this month, after this instant."""
        most = self.company.teams[team].at_most
        if most is None:
            return NEVER
        instants = self.sent[team]
        until = bisect_right(instants, at)
        return most - sum(self.company.month(one) == self.company.month(at) for one in instants[:until])

    def _points(self) -> list[int]:
        """Instants at which anybody may become able to go: duties, rotas, dates, months, hours of traffic, rests."""
        company = self.company
        points = {*company.mondays, *company.midnights}
        for team in company.teams:
            points.update(at for duty in company.duties(team) for at in duty)
        factors = company.scenario.travel.hour_factors
        points.update(at + second for at in company.midnights for span in factors for second in span[:2])
        for book in self.fixed:
            points.update(book.turns)
        return sorted(points)

    # -- who may go ---------------------------------------------------------------------------------------------------

    def candidate(self, book: Diary, visit: Visit, at: int, start: Place) -> Candidate | None:
        """Whether he, free at this place, may be sent at this instant, and when he is expected."""
        company, team = self.company, book.team
        tier = company.tier(team, visit.ticket)
        late_only = company.is_territorial and company.plan.dispatch.backup == "when_late"
        hours = book.hours(at)
        if tier is None or hours is None or (tier and late_only and at < self.late_from(visit)):
            return None
        on_duty, until = hours
        if not on_duty and visit.beyond == -NEVER and not company.wakes(team, visit.ticket, visit.latest, at):
            return None
        delay = team.on_call.mobilise if team.on_call and not on_duty and start == team.outlet else 0
        arrival = at + delay + company.way_s(start, visit.ticket, visit.fetch, at + delay)
        index = company.place.team_of(book.engineer)
        fits = arrival + self.stay(visit, at) <= until and visit.beyond < until
        return Candidate(arrival, tier, team.outlet, book.engineer, on_duty, index) if fits else None

    def late_from(self, visit: Visit) -> int:
        """When it can wait no longer: for planned work the last day of its window."""
        company = self.company
        return visit.latest if visit.ticket < company.first else company.counts_from(visit.ticket, visit.ready)

    def stay(self, visit: Visit, at: int) -> int:
        """Of planned work that can wait, the seconds on site that have to fit into the duty too."""
        entry = self.company.entry(visit.ticket)
        return 0 if entry is None or at >= self.late_from(visit) else math.floor(entry.work.average + 0.5)

    def available(self, visit: Visit, at: int, starts: dict[int, Place]) -> list[Candidate]:
        """Who may go, by arrival: those in `starts`, who are about to, and all who are free after this instant."""
        found = [self.candidate(self.books[engineer], visit, at, start) for engineer, start in starts.items()]
        for book in self.free(at):
            if not starts or (book.engineer not in starts and book.was_free(at)):
                found.append(self.candidate(book, visit, at, book.where(at)))
        for book in self.lasting:
            one = self.candidate(book, visit, at, book.team.outlet)
            found += [one._replace(engineer=-1)] * self.size(visit) if one else []
        able = sorted((one for one in found if one is not None), key=lambda one: (one.arrival, one.engineer))
        return list(self._within_limits(visit, at, able, starts)) if able else []

    def free(self, at: int) -> list[Diary]:
        """Everybody of a fixed team who is free after this instant, and on duty or on call."""
        if at not in self._free:
            self._free[at] = [book for book in self.fixed if book.is_free(at) and book.hours(at) is not None]
        return self._free[at]

    def _unlimited(self) -> list[Diary]:
        """One engineer, as good as any other, of each team that never runs out."""
        company = self.company
        endless = [index for index, team in enumerate(company.teams) if team.engineers is None]
        return [Diary(company, company.place.unlimited_engineer(index, 1), [], []) for index in endless]

    def _within_limits(
        self, visit: Visit, at: int, found: list[Candidate], starts: Collection[int]
    ) -> Iterator[Candidate]:
        """Less the reserve of each outlet, and what is beyond the visits of a month."""
        kept = self.company.kept_from(visit.ticket)
        of_outlet: Counter[str] = Counter()
        of_team: Counter[int] = Counter()
        for one in found:
            spares = self.free_on_duty(one.outlet, at, starts) - kept if kept and one.on_duty else NEVER
            if of_outlet[one.outlet] < spares and of_team[one.team] < self._left(one.team, at, starts):
                of_outlet[one.outlet] += one.on_duty
                of_team[one.team] += 1
                yield one

    def free_on_duty(self, outlet: str, at: int, starts: Collection[int]) -> int:
        """At an outlet, with those who are about to go; without end if one of its teams never runs out."""
        if any(team.outlet == outlet and team.engineers is None for team in self.company.teams):
            return NEVER
        here = [book for book in self.fixed if book.team.outlet == outlet]
        free = [book for book in here if book.engineer in starts or book.is_free(at)]
        on_duty = [book for book in free if (hours := book.hours(at)) is not None and hours[0]]
        return sum(self._left(self.company.place.team_of(book.engineer), at, starts) > 0 for book in on_duty)

    def _left(self, team: int, at: int, starts: Collection[int]) -> int:
        """Visits of the month that were left to a team before those in `starts` were sent."""
        return self.visits_left(team, at) + sum(self.company.place.team_of(engineer) == team for engineer in starts)

    def size(self, visit: Visit) -> int:
        return self.company.crew(visit.ticket)

    def starts(self, visit: Visit) -> dict[int, Place]:
        """Where the crew set out."""
        books = [self.books[engineer] for engineer in visit.crew]
        return {book.engineer: book.stood(book.visits.index(visit)) for book in books}

    # -- faults -------------------------------------------------------------------------------------------------------

    def audit(self) -> Iterator[Said]:
        """Everybody in one place; nobody free beside a visit that waits; nobody nearer left; nobody out of turn."""
        for book in self.books.values():
            yield from book.audit()
        for team, spec in enumerate(self.company.teams):
            months = Counter(self.company.month(at) for at in self.sent[team]) if spec.at_most else Counter()
            yield from (
                say(
                    _("team {team} is sent {n} times in month {month}"),
                    team=self.company.place.teams[team],
                    n=n,
                    month=m,
                )
                for m, n in months.items()
                if n > (spec.at_most or 0)
            )
        for visit in self.visits:
            yield from self._idle_beside(visit)
            if visit.crew:
                yield from self._crew(visit)
                yield from self._collected(visit)
                yield from self._chosen(visit)
                yield from self._passed_over(visit)

    def _idle_beside(self, visit: Visit) -> Iterator[Said]:
        end = min(visit.dispatched, self.company.stop)
        points = self.points[bisect_left(self.points, visit.ready) : bisect_left(self.points, end)]
        for at in {visit.ready, self.late_from(visit), *points} if end > visit.ready else ():
            if visit.ready <= at < end and len(found := self.available(visit, at, {})) >= self.size(visit):
                yield say(
                    _("{found} stand free at {at} while it waits: {visit}"), found=found, at=When(at), visit=visit
                )

    def _crew(self, visit: Visit) -> Iterator[Said]:
        """Complete, of the right size, led by the first by name, able to come, and setting out when they can."""
        company, at = self.company, visit.dispatched
        if len(visit.crew) != self.size(visit) or len(set(visit.crew)) != len(visit.crew):
            yield say(
                _("{went} go in place of {size}: {visit}"),
                went=len(visit.crew),
                size=self.size(visit),
                visit=visit,
            )
        if visit.crew != sorted(visit.crew, key=company.name):
            yield say(_("led by the wrong one: {visit}"), visit=visit)
        for engineer, start in self.starts(visit).items():
            book = self.books[engineer]
            one = self.candidate(book, visit, at, start)
            if one is None:
                yield say(
                    _("{engineer} may not be sent from {start}: {visit}"),
                    engineer=Who(engineer),
                    start=company.place_id(start),
                    visit=visit,
                )
                continue
            called = book.team.on_call is not None and not one.on_duty and start == book.team.outlet
            delay = book.team.on_call.mobilise if called and book.team.on_call else 0
            left = next((row.at for row in book.own(visit) if row.event in (E.COLLECTED, E.DEPARTED)), None)
            if left is not None and left - at != delay:
                yield say(
                    _("{engineer} sets out after {seconds} s, not {delay}: {visit}"),
                    engineer=Who(engineer),
                    seconds=left - at,
                    delay=delay,
                    visit=visit,
                )

    def _collected(self, visit: Visit) -> Iterator[Said]:
        """The lead fetches what lies in the outlet, on his way and from the site, but not what is given back."""
        lies_there = [row for row in visit.rows if row.event == E.PARTS_READY and row.value]
        sent_off = takewhile(lambda row: row.event not in (E.DEPARTED, E.COLLECTED), visit.rows)
        given_back = any(row.event == E.GIVEN_BACK for row in sent_off)
        expected = len(lies_there) + (visit.fetch and not given_back)
        collected = [row.actor for row in visit.rows if row.event == E.COLLECTED]
        if set(collected) - {visit.crew[0]} or (len(collected) != expected and visit.left < NEVER):
            yield say(
                _("{collected} collect, {expected} times were due: {visit}"),
                collected=[Who(one) for one in collected],
                expected=expected,
                visit=visit,
            )

    def _chosen(self, visit: Visit) -> Iterator[Said]:
        """The crew is the one the rule takes from itself and from all who are still free."""
        at, size, starts = visit.dispatched, self.size(visit), self.starts(visit)
        is_limited = self.company.kept_from(visit.ticket) or any(team.at_most for team in self.company.teams)
        if is_limited and self.dispatches[at] > 1:
            return  # how many others were free a moment before is not told
        found = self.available(visit, at, starts)
        crew = [self.candidate(self.books[engineer], visit, at, start) for engineer, start in starts.items()]
        mine = sorted((one.tier, one.arrival) for one in crew if one)
        best = self._best(found, size)
        if len(best) < size or len(mine) < size:
            yield say(_("nobody could be sent, and {mine} go: {visit}"), mine=mine, visit=visit)
        elif mine != sorted((one.tier, one.arrival) for one in best) and not self._is_as_good(crew, best):
            yield say(_("{best} would be there before {crew}: {visit}"), best=best, crew=crew, visit=visit)

    def _best(self, found: list[Candidate], size: int) -> list[Candidate]:
        """First all from one outlet, else along the territory, or whoever is there first."""
        if self.company.is_territorial:
            by_tier = _grouped(found, lambda one: one.tier, size)
            rest = sorted(found, key=lambda one: (one.tier, one.arrival))
            return (by_tier[min(by_tier)] if by_tier else rest)[:size]
        by_outlet = _grouped(found, lambda one: one.outlet, size)
        return min(by_outlet.values(), key=lambda group: group[size - 1].arrival, default=found)[:size]

    def _is_as_good(self, crew: list[Candidate | None], best: list[Candidate]) -> bool:
        """Another outlet whose last would arrive at the same instant does as well."""
        if self.company.is_territorial or len({one.outlet for one in crew if one}) > 1:
            return False
        return max(one.arrival for one in crew if one) == max(one.arrival for one in best)

    def _passed_over(self, visit: Visit) -> Iterator[Said]:
        """Another visit that waited already, comes first and could have had them."""
        at = visit.dispatched
        starts: dict[int, Place] | None = None
        for other in self.waited:
            turning = at in (self.late_from(visit), self.late_from(other))
            if other.ready < at < other.dispatched and not turning and self.rank(other, at) < self.rank(visit, at):
                starts = starts or self.starts(visit)
                if len(self.available(other, at, starts)) >= self.size(other):
                    yield say(
                        _("{crew} could have gone to {other} before {visit}"),
                        crew=[Who(one) for one in visit.crew],
                        other=other,
                        visit=visit,
                    )

    def rank(self, visit: Visit, at: int) -> tuple[int, ...]:
        """The order of the rule; ties by severity, ready, ticket."""
        severity, rule = self.company.severity(visit.ticket), self.company.plan.dispatch.rule
        if visit.ticket >= self.company.first:
            return self._planned_order(visit, at, rule, severity), severity, visit.ready, visit.ticket, visit.n
        first = {
            "order_of_arrival": self.company.reported[visit.ticket],
            "ready": visit.ready,
            "severity": severity,
            "due_date": visit.latest,
        }[rule]
        return first, severity, visit.ready, visit.ticket, visit.n

    def _planned_order(self, visit: Visit, at: int, rule: str, severity: int) -> int:
        """Behind everything until its last day, then by that day, or by the end of its window."""
        since = self.late_from(visit)
        if at < since:
            return NEVER
        if rule == "due_date":
            site = self.company.site(visit.ticket)
            return visit.latest - self.company.drive_s(self.company.served_by(site)[0], site)
        return severity if rule == "severity" else since


def _last_of_month(field: Field, team: int, spec: Team) -> Callable[[int], int]:
    """When, from an instant on, the last visit of the month is given to the team."""

    def used_up(at: int) -> int:
        if field.visits_left(team, at) <= 0:
            return at
        instants = field.sent[team]
        later = (one for one in instants[bisect_right(instants, at) :] if field.visits_left(team, one) <= 0)
        return next(later, NEVER)

    assert spec.at_most is not None
    return used_up


def _grouped(found: list[Candidate], key: Callable[[Candidate], K], size: int) -> dict[K, list[Candidate]]:
    """The groups that are large enough."""
    groups: dict[K, list[Candidate]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return {name: group for name, group in groups.items() if len(group) >= size}
