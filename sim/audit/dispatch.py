"""The auditor of the dispatcher: nobody stands free beside a visit that waits, and whom the rule says is sent."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator
from itertools import takewhile
from typing import TypeVar

from sim.audit.field import Candidate, Field
from sim.audit.hours import NEVER
from sim.audit.roads import Place
from sim.audit.said import Said, When, Who, say
from sim.audit.visits import Visit
from sim.model import Event
from sim.wording import _

E = Event
K = TypeVar("K", int, str)


class Dispatch:
    """Goes through every visit, and every engineer's diary."""

    def __init__(self, field: Field) -> None:
        self.field, self.company = field, field.company

    def audit(self) -> Iterator[Said]:
        """Everybody in one place; nobody free beside a visit that waits; nobody nearer left; nobody out of turn."""
        for book in self.field.books.values():
            yield from book.audit()
        for team, spec in enumerate(self.company.teams):
            months = Counter(self.company.month(at) for at in self.field.sent[team]) if spec.at_most else Counter()
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
        for visit in self.field.visits:
            yield from self._idle_beside(visit)
            if visit.crew:
                yield from self._crew(visit)
                yield from self._collected(visit)
                yield from self._chosen(visit)
        for visit, waiting in self._beside_others():
            yield from self._passed_over(visit, waiting)

    def _beside_others(self) -> Iterator[tuple[Visit, list[Visit]]]:
        """Every visit for which somebody was sent, with all that had been waiting and went on to."""
        coming = sorted(self.field.waited, key=lambda visit: visit.ready)
        waiting: list[Visit] = []
        index, now = 0, -NEVER
        for visit in sorted((one for one in self.field.visits if one.crew), key=lambda one: one.dispatched):
            at = visit.dispatched
            if at > now:
                until = bisect_left(coming, at, key=lambda one: one.ready)
                waiting = [one for one in [*waiting, *coming[index:until]] if one.dispatched > at]
                index, now = until, at
            yield visit, waiting

    def _idle_beside(self, visit: Visit) -> Iterator[Said]:
        end = min(visit.dispatched, self.company.stop)
        points: Iterable[int] = ()
        if end > visit.ready:
            every = self.field.points(visit.ticket)
            points = every[bisect_left(every, visit.ready) : bisect_left(every, end)]
        for at in {visit.ready, self.field.late_from(visit), *points} if end > visit.ready else ():
            if visit.ready <= at < end and len(found := self.field.available(visit, at, {})) >= self.field.size(visit):
                yield say(
                    _("{found} stand free at {at} while it waits: {visit}"), found=found, at=When(at), visit=visit
                )

    def _crew(self, visit: Visit) -> Iterator[Said]:
        """Complete, of the right size, led by the first by name, able to come, and setting out when they can."""
        company, at = self.company, visit.dispatched
        if len(visit.crew) != self.field.size(visit) or len(set(visit.crew)) != len(visit.crew):
            yield say(
                _("{went} go in place of {size}: {visit}"),
                went=len(visit.crew),
                size=self.field.size(visit),
                visit=visit,
            )
        if visit.crew != sorted(visit.crew, key=company.name):
            yield say(_("led by the wrong one: {visit}"), visit=visit)
        for engineer, start in self.field.starts(visit).items():
            book = self.field.books[engineer]
            one = self.field.candidate(book, visit, at, start)
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
        at, size, starts = visit.dispatched, self.field.size(visit), self.field.starts(visit)
        is_limited = self.company.kept_from(visit.ticket) or any(team.at_most for team in self.company.teams)
        if is_limited and self.field.dispatches[at] > 1:
            return  # how many others were free a moment before is not told
        found = self.field.available(visit, at, starts)
        crew = [
            self.field.candidate(self.field.books[engineer], visit, at, start) for engineer, start in starts.items()
        ]
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

    def _passed_over(self, visit: Visit, waiting: list[Visit]) -> Iterator[Said]:
        """Another visit that waited already, comes first and could have had them."""
        at, mine = visit.dispatched, self.rank(visit, visit.dispatched)
        if not waiting or at == self.field.late_from(visit):
            return
        starts: dict[int, Place] | None = None
        for other in waiting:
            if self.rank(other, at) >= mine or at == self.field.late_from(other):
                continue
            starts = starts or self.field.starts(visit)
            if self._serves(starts, other, at) and len(self.field.available(other, at, starts)) >= self.field.size(
                other
            ):
                yield say(
                    _("{crew} could have gone to {other} before {visit}"),
                    crew=[Who(one) for one in visit.crew],
                    other=other,
                    visit=visit,
                )

    def _serves(self, starts: dict[int, Place], other: Visit, at: int) -> bool:
        """Whether any of a crew may be sent to another visit; if not, who may stands free beside it: see above."""
        return any(self.field.candidate(self.field.books[one], other, at, start) for one, start in starts.items())

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
        since = self.field.late_from(visit)
        if at < since:
            return NEVER
        if rule == "due_date":
            site = self.company.site(visit.ticket)
            return visit.latest - self.company.drive_s(self.company.served_by(site)[0], site)
        return severity if rule == "severity" else since


def _grouped(found: list[Candidate], key: Callable[[Candidate], K], size: int) -> dict[K, list[Candidate]]:
    """The groups that are large enough."""
    groups: dict[K, list[Candidate]] = defaultdict(list)
    for one in found:
        groups[key(one)].append(one)
    return {name: group for name, group in groups.items() if len(group) >= size}
