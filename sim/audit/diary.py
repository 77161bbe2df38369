"""An engineer's diary as the log tells it: where he was, when he was free, and whether he was where he should be."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import pairwise

from sim.audit.company import Company
from sim.audit.hours import NEVER
from sim.audit.roads import Place
from sim.audit.rows import Row
from sim.audit.said import Said, When, say
from sim.audit.visits import Visit
from sim.model import Event
from sim.wording import _

E = Event


class Diary:
    """An engineer's visits one after the other, and where he stands in between."""

    def __init__(self, company: Company, engineer: int, visits: list[Visit], ways: list[Row]) -> None:
        self.company, self.engineer = company, engineer
        self.team = company.team_of(engineer)
        self.visits = sorted(visits, key=lambda visit: (visit.dispatched, visit.left))
        self.homeward = [row for row in ways if row.event == E.HOMEWARD and row.n == 0]
        self.backward = [row for row in ways if row.event == E.HOMEWARD and row.n == 1]
        self.back = [row.at for row in ways if row.event == E.BACK]
        self._own = {id(visit): visit.of(engineer) for visit in self.visits}
        self._lefts = sorted(visit.left for visit in self.visits)
        self._begins = [visit.dispatched for visit in self.visits]
        self._ends = [self.end(visit) for visit in self.visits]
        self._homeward_at = [row.at for row in self.homeward]
        self._home_at = set(self._homeward_at)
        self.used_up: Callable[[int], int] = never  # when the last visit of the month is given to his team
        self._comes: dict[int, bool] = {}  # by the start of a duty
        self._hours: dict[int, tuple[bool, int] | None] = {}

    def own(self, visit: Visit) -> list[Row]:
        return self._own[id(visit)]

    def end(self, visit: Visit) -> int:
        """When he is free again: at once, or when he is back at his outlet."""
        if not self.company.returns or visit.left >= NEVER:
            return visit.left
        number = bisect_left(self._lefts, visit.left)
        return self.back[number] if number < len(self.back) else NEVER

    def is_free(self, at: int) -> bool:
        """After the settlement of this instant."""
        index = bisect_right(self._begins, at) - 1
        return index < 0 or self._ends[index] <= at

    def was_free(self, at: int) -> bool:
        """All through the settlement of this instant: no visit of no time in it, nor one ended by what it granted.

        Who goes home at this instant is left out: where he stood when others were chosen is not told.
        """
        index = bisect_right(self._begins, at) - 1
        if at in self._home_at:
            return False
        if index < 0 or self._ends[index] < at:
            return True
        granted = any(row.at == at and row.event == E.PARTS_READY for row in self.visits[index].rows)
        return self._ends[index] == at > self._begins[index] and not granted

    def where(self, at: int) -> Place:
        """Site or outlet where he stands free after this instant."""
        index = bisect_right(self._begins, at) - 1
        home = self.company.returns or index < 0 or self._went_home(self.visits[index].left, at + 1)
        return self.team.outlet if home else self.company.site(self.visits[index].ticket)

    def _went_home(self, since: int, before: int) -> bool:
        index = bisect_left(self._homeward_at, since)
        return index < len(self._homeward_at) and self._homeward_at[index] < before

    # -- hours --------------------------------------------------------------------------------------------------------

    @cached_property
    def _rests(self) -> list[tuple[int, int]]:
        """After each visit that took him out of his shift on call: from when until when he begins no duty."""
        rest = self.team.on_call.rest if self.team.on_call else 0
        ended = [(visit, end) for visit, end in zip(self.visits, self._ends, strict=True) if end < NEVER]
        return sorted((end, end + rest) for visit, end in ended if rest and self._was_on_call(visit, end))

    def _is_resting(self, at: int) -> bool:
        index = bisect_right(self._rests, (at, NEVER)) - 1
        return index >= 0 and at < self._rests[index][1]

    def _was_on_call(self, visit: Visit, end: int) -> bool:
        company, team = self.company, self.team
        if company.duty(team, visit.dispatched) is None:
            return True
        since, duty = self.taken(visit, end), company.duty(team, end)
        if duty is not None and since >= duty[0]:
            return False
        begun = max(since, company.last_end(team, end))
        return company.is_on_call(self.engineer, begun) or company.is_on_call(self.engineer, end)

    def taken(self, visit: Visit, at: int) -> int:
        """Since when he has been at it without going off duty."""
        resumed, paused = visit.dispatched, False
        for row in self.own(visit):
            if row.at <= at and row.event == E.DEPARTED and paused:
                resumed = row.at
            paused = row.event == E.PAUSED
        return resumed

    def hours(self, at: int) -> tuple[bool, int] | None:
        """Whether he is on duty (else on call), and by when he must have arrived; None: neither."""
        if at not in self._hours:
            self._hours[at] = self._hours_at(at)
        return self._hours[at]

    def is_there(self, duty: tuple[int, int] | None, at: int) -> bool:
        """Whether he is on duty in this duty of his team, which runs at this instant; without one, on call."""
        if duty is None:
            return self.hours(at) is not None
        if duty[0] == -NEVER:
            return self.company.does_duty(self.engineer, at) is not None and not self._is_resting(at)
        if duty[0] not in self._comes:
            self._comes[duty[0]] = self.company.does_duty(self.engineer, at) is not None
        return self._comes[duty[0]] and not self._is_resting(at)

    def _hours_at(self, at: int) -> tuple[bool, int] | None:
        company, team = self.company, self.team
        if company.duty(team, at) is not None:
            duty = company.does_duty(self.engineer, at)
            if duty is None or self._is_resting(at):
                return None
            return True, duty[1] + company.overtime(team) if duty[1] < NEVER else NEVER
        if not company.is_on_call(self.engineer, at):
            return None
        return False, company.next_duty(team, at)[1] + company.overtime(team)

    @cached_property
    def turns(self) -> list[int]:
        """Instants at which he may become able to go."""
        return sorted({*self._ends, *(end for _begin, end in self._rests)})

    # -- what he did --------------------------------------------------------------------------------------------------

    def audit(self) -> Iterator[Said]:
        who = self.company.place.engineer_id(self.engineer)
        for (one, end), (other, _end) in pairwise(zip(self.visits, self._ends, strict=True)):
            if other.dispatched < end:
                yield say(_("{who} is in two places: {one}, {other}"), who=who, one=one, other=other)
        for index, visit in enumerate(self.visits):
            yield from (
                say(_("{who} {fault}: {visit}"), who=who, fault=fault, visit=visit)
                for fault in self._legs(visit, self.stood(index))
            )
        yield from (say(_("{who} {fault}"), who=who, fault=fault) for fault in self._ways_home())
        yield from (say(_("{who} {fault}"), who=who, fault=fault) for fault in self._ways_back())

    def stood(self, index: int) -> Place:
        """Where he set out. A drive home at that very instant may have come before or, after no time, behind it."""
        visit, home = self.visits[index], self.team.outlet
        if not index or self.company.returns:
            return home
        before = self.visits[index - 1]
        if self._went_home(before.left, visit.dispatched):
            return home
        there = self.company.site(before.ticket)
        if visit.dispatched not in self._home_at:
            return there
        first = next((row for row in self.own(visit) if row.event in (E.DEPARTED, E.COLLECTED)), None)
        if first is None or first.at > visit.dispatched or first.event == E.COLLECTED:
            return home
        return there if abs(self.company.road_m(there, self._target(visit, first, there)) - first.value) <= 1 else home

    def _target(self, visit: Visit, leg: Row, start: Place) -> Place:
        """Where a leg leads: to the outlet if he collects something at its end, else to the site.

        Where the simulation ends before, its length says.
        """
        site = self.company.site(visit.ticket)
        outlet, rows = self.company.served_by(site)[0], self.own(visit)
        after = rows[next(index for index, row in enumerate(rows) if row is leg) + 1 :]
        if after:
            return outlet if after[0].event == E.COLLECTED else site
        ends: tuple[Place, Place] = site, outlet
        return min(ends, key=lambda end: abs(self.company.road_m(start, end) - leg.value))

    def _legs(self, visit: Visit, start: Place) -> Iterator[Said]:
        """Legs as long as they are; after a pause out again, when all of the crew are on duty."""
        company, rows = self.company, self.own(visit)
        for row, then in zip(rows, [*rows[1:], None], strict=True):
            if row.event == E.DEPARTED:
                end = self._target(visit, row, start)
                yield from self._leg(start, end, row, then)
                start = end
            elif row.event == E.COLLECTED:
                if start != company.served_by(company.site(visit.ticket))[0]:
                    yield say(_("collects in another outlet than the first, at {start}"), start=company.place_id(start))
                if then and then.at != row.at:
                    yield say(_("stays in the outlet for {seconds} s"), seconds=then.at - row.at)
            elif row.event == E.PAUSED:
                start = start if row.value else self.team.outlet
                yield from self._pause(visit, row, then)

    def _leg(self, start: Place, end: Place, row: Row, then: Row | None) -> Iterator[Said]:
        company = self.company
        if abs(row.value - company.road_m(start, end)) > 1:
            yield say(
                _("drives {metres} m from {start} to {end} at {at}"),
                metres=row.value,
                start=company.place_id(start),
                end=company.place_id(end),
                at=When(row.at),
            )
        if then and then.event not in (E.ARRIVED, E.COLLECTED):
            yield say(_("departs and then {then}"), then=then)
        expected = company.drive_s(start, end) * company.factor(row.at, company.site(row.ticket))
        if company.scenario.travel.noise_cv == 0 and then and abs(then.at - row.at - expected) > 1:
            yield say(
                _("drives {seconds} s from {start} to {end} at {at}, not {expected}"),
                seconds=then.at - row.at,
                start=company.place_id(start),
                end=company.place_id(end),
                at=When(row.at),
                expected=expected,
            )

    def _pause(self, visit: Visit, row: Row, then: Row | None) -> Iterator[Said]:
        company = self.company
        again = company.next_together(visit.crew, row.at)
        if (then.at if then else NEVER) != again and not (then is None and again >= company.stop):
            yield say(_("does not go on when all are on duty again, at {again}"), again=When(again))
        passed = bisect_right(company.midnights, again) - bisect_right(company.midnights, row.at)
        nights = max(1, passed) if company.plan.dispatch.overnight and again < NEVER else 0
        if row.value != nights and again < company.stop:
            yield say(_("stays {told} nights, not {nights}"), told=row.value, nights=nights)
        if (row.at in self._home_at) != (row.value == 0):
            yield say(_("stays and goes home") if row.value else _("neither stays nor goes home"))

    # -- the way home -------------------------------------------------------------------------------------------------

    def _ways_home(self) -> Iterator[Said]:
        """Off duty and free he is at home, and the way there is as long as it is; he goes at no other time."""
        explained = {row.at for visit in self.visits for row in self.own(visit) if row.event == E.PAUSED}
        for index, (visit, end) in enumerate(zip(self.visits, self._ends, strict=True)):
            if end >= NEVER or self.company.returns:
                continue
            evening = self.evening(end)
            later = self.visits[index + 1].dispatched if index + 1 < len(self.visits) else NEVER
            explained.add(evening)
            ways = self._goes_home(evening) if evening >= visit.left else []
            if later > evening and evening < self.company.stop and not ways:
                yield say(_("stays out at {evening} after {visit}"), evening=When(evening), visit=visit)
            metres = self.company.road_m(self.company.site(visit.ticket), self.team.outlet)
            if ways and later > evening and min(abs(row.value - metres) for row in ways) > 1:
                yield say(_("drives home {metres} m after {visit}"), metres=ways[0].value, visit=visit)
        yield from (say(_("goes home for nothing: {row}"), row=row) for row in self.homeward if row.at not in explained)

    def _goes_home(self, at: int) -> list[Row]:
        first, last = (side(self._homeward_at, at) for side in (bisect_left, bisect_right))
        return self.homeward[first:last]

    def evening(self, end: int) -> int:
        """When he goes home unless something else comes: at the end of his duty, at once if it is over."""
        hours = self.hours(end)
        if self.team.engineers is None or hours is None or not hours[0]:
            return end
        duty = self.company.duty(self.team, end)
        assert duty is not None
        nights = self.company.midnights if duty[0] == -NEVER else []
        nights_off = [at for at in nights if at > end and self.company.does_duty(self.engineer, at) is None]
        return min(duty[1], self.used_up(end), *nights_off[:1])

    def _ways_back(self) -> Iterator[Said]:
        if not self.company.returns:
            return
        lefts = sorted(visit.left for visit in self.visits if visit.left < NEVER)
        if [row.at for row in self.backward] != lefts:
            yield say(_("does not drive back after each job"))
        sites = [self.company.site(visit.ticket) for visit in self.visits if visit.left < NEVER]
        for site, row, back in zip(sites, self.backward, [*self.back, *[NEVER] * len(sites)], strict=False):
            expected = self.company.drive_s(site, self.team.outlet) * self.company.factor(row.at, site)
            if abs(row.value - self.company.road_m(site, self.team.outlet)) > 1:
                yield say(_("drives back {metres} m at {at}"), metres=row.value, at=When(row.at))
            told = min(back, self.company.stop)
            if self.company.scenario.travel.noise_cv == 0 and abs(told - min(row.at + expected, self.company.stop)) > 1:
                yield say(_("is back after {seconds} s, not {expected}"), seconds=back - row.at, expected=expected)


def never(at: int) -> int:
    """No number of visits is ever used up."""
    return NEVER


def diaries(company: Company, rows: list[Row], visits: list[Visit]) -> dict[int, Diary]:
    """One for everybody in a team of fixed size, and for all others who were ever sent."""
    own: dict[int, list[Visit]] = {index: [] for index in range(len(company.place.engineers))}
    ways: dict[int, list[Row]] = defaultdict(list)
    for visit in visits:
        for engineer in visit.crew:
            own.setdefault(engineer, []).append(visit)
    for row in rows:
        if row.event in (E.HOMEWARD, E.BACK):
            ways[row.actor].append(row)
    return {engineer: Diary(company, engineer, sent, ways[engineer]) for engineer, sent in own.items()}
