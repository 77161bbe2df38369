"""The auditor in the field: who was sent, who could have been, and whose turn it was."""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator
from typing import NamedTuple

from sim.audit.company import Company
from sim.audit.diary import Diary, diaries
from sim.audit.hours import NEVER
from sim.audit.roads import Place
from sim.audit.rows import RELIEVED, Row
from sim.audit.said import Said, When, Who, say
from sim.audit.visits import Visit, visits_of
from sim.model import Event
from sim.scenario import Team
from sim.wording import _

E = Event


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
        self._points: dict[frozenset[str], list[int]] = {}
        self.lasting = self._unlimited()
        self._free: dict[tuple[int, int], list[Diary]] = {}
        self._by_team: dict[int, list[Diary]] = defaultdict(list)
        for book in self.fixed:
            self._by_team[company.place.team_of(book.engineer)].append(book)
        self._able: dict[tuple[int, int], list[int]] = {}

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
        instants, first = self.sent[team], self.company.first_of_month(at)
        return most - (bisect_right(instants, at) - bisect_left(instants, first))

    def points(self, ticket: int) -> list[int]:
        """Instants at which anybody may become able to go there: duties, rotas, dates, months, hours of traffic, rests;
        of all teams at the outlets of those who can do it, since they share a reserve.
        """
        company = self.company
        outlets = frozenset(company.teams[team].outlet for team in self.able_teams(ticket))
        if outlets not in self._points:
            found = {*company.mondays, *company.midnights, *self._hours_of_traffic()}
            for team in company.teams:
                found.update(at for duty in company.duties(team) for at in duty if team.outlet in outlets)
            for book in self.fixed:
                found.update(book.turns if book.team.outlet in outlets else ())
            self._points[outlets] = sorted(found)
        return self._points[outlets]

    def _hours_of_traffic(self) -> Iterator[int]:
        for start, end, _factor in self.company.scenario.travel.hour_factors:
            yield from (at + second for at in self.company.midnights for second in (start, end))

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
        for book in [book for team in self.able_teams(visit.ticket) for book in self.free(team, at)]:
            if not starts or (book.engineer not in starts and book.was_free(at)):
                found.append(self.candidate(book, visit, at, book.where(at)))
        for book in self.lasting:
            one = self.candidate(book, visit, at, book.team.outlet)
            found += [one._replace(engineer=-1)] * self.size(visit) if one else []
        able = sorted((one for one in found if one is not None), key=lambda one: (one.arrival, one.engineer))
        return list(self._within_limits(visit, at, able, starts)) if able else []

    def free(self, team: int, at: int) -> list[Diary]:
        """Everybody of a fixed team who is free after this instant, and on duty or on call."""
        if (team, at) not in self._free:
            spec, books = self.company.teams[team], self._by_team[team]
            duty = self.company.duty(spec, at)
            is_staffed = duty is not None or spec.on_call is not None
            there = [book for book in books if book.is_free(at) and book.is_there(duty, at)] if is_staffed else []
            self._free[team, at] = there
        return self._free[team, at]

    def able_teams(self, ticket: int) -> list[int]:
        """Teams that may be sent there for what is to be done."""
        key = self.company.kind(ticket)
        if key not in self._able:
            teams = enumerate(self.company.teams)
            self._able[key] = [index for index, team in teams if self.company.tier(team, ticket) is not None]
        return self._able[key]

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
