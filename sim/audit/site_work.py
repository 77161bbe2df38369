"""The auditor on site: what a crew does from its arrival to its leaving takes as long as it takes, in its hours."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from itertools import takewhile

from sim.audit.agreements import quoted_late
from sim.audit.company import Company
from sim.audit.diary import Diary
from sim.audit.hours import NEVER, hours_of
from sim.audit.needs import Needs
from sim.audit.rows import FIXED, HANDED_OVER, PART_MISSING, RELIEVED, SECOND_TRY, TO_BE_QUOTED, Row
from sim.audit.said import Said, When, say
from sim.audit.storeroom import Storeroom
from sim.audit.visits import Visit
from sim.audit.walk import GOES_ON, Job, OverError, Walk, WrongError
from sim.model import Event
from sim.wording import _

E = Event


class SiteWork:
    """Does all work on site again, by the clock."""

    def __init__(self, company: Company, room: Storeroom, books: dict[int, Diary]) -> None:
        self.company, self.room, self.books = company, room, books
        self.needs = Needs(company, room)
        dispatch = company.plan.dispatch
        self.hands_over, self.waits = dispatch.end_of_shift == "handover", dispatch.missing_part == "wait"
        self.calls_relief = dispatch.end_of_shift == "relief"

    def audit(self, visits: list[Visit], by_ticket: dict[int, list[Row]]) -> Iterator[Said]:
        of_ticket: dict[int, list[Visit]] = {}
        for visit in visits:
            of_ticket.setdefault(visit.ticket, []).append(visit)
        self.there = {(visit.ticket, visit.n): _complete(visit) for visit in visits}
        for ticket, own in of_ticket.items():
            job: Job | None = None
            self.again, was = -NEVER, -1
            self.let_in = set[int]()  # reliefs whose predecessors were still inside
            for visit in sorted(own, key=lambda visit: visit.n):
                if visit.ready < self.again or (visit.ready > self.again > -NEVER):
                    yield say(
                        _("ready at {ready}, not {again}: {visit}"),
                        ready=When(visit.ready),
                        again=When(self.again),
                        visit=visit,
                    )
                self.first_arrival = next((row.at for row in by_ticket[ticket] if row.event == E.ARRIVED), NEVER)
                job = job or self._new_job(visit, by_ticket[ticket])
                if was == TO_BE_QUOTED:
                    self._provided(job, ticket, _before(by_ticket[ticket], visit))
                was = visit.leaving
                walk = Walk(visit, self.company.stop)
                try:
                    self._visit(walk, visit, job)
                except OverError:
                    pass
                except WrongError as fault:
                    yield say(_("expected {fault}: {visit}"), fault=fault.wanted, visit=visit)
                    break
                if walk.peek() is not None:
                    yield say(_("and then {peek}: {visit}"), peek=walk.peek(), visit=visit)
                    break
                job = job if visit.leaving in GOES_ON else None
                if visit.leaving != RELIEVED:
                    is_free = visit.leaving in (PART_MISSING, TO_BE_QUOTED)
                    self.again = -NEVER if is_free else max(visit.left, self.again)

    def _new_job(self, visit: Visit, rows: list[Row]) -> Job:
        world, i = self.company.world, visit.ticket
        number = self.company.visit_of(i)
        if number is not None:
            work = self.company.planned[number].work
            return Job(0, 0, work, True, is_diagnosed=True, is_restored=True)
        fault = self.company.scenario.faults[world.tickets.fault[i]].fault
        luck = float(world.tickets.u_first_fix[i]) if visit.n == 1 else world.first_fix(i, visit.n)
        job = Job(*world.work(i, visit.n), int(world.tickets.sign_off[i]), luck < fault.first_fix)
        if visit.n > 1:
            return job
        job.is_quoted = not quoted_late(self.company, i)
        if job.is_quoted:
            self._provided(job, i, _before(rows, visit))
        return job

    def _provided(self, job: Job, ticket: int, before: Iterable[Row]) -> None:
        """With a unit that was taken before the visit, else some parts are still missing."""
        taken = [row for row in before if row.event == E.TAKEN]
        if any(self.room.ledgers[row.actor].item.part == self.needs.unit(ticket) for row in taken):
            self._exchange(job, ticket)
        else:
            job.missing = len(self.needs.missing(ticket))

    def _exchange(self, job: Job, ticket: int) -> None:
        job.by_unit, job.repair, job.missing = True, int(self.company.world.tickets.swap[ticket]), 0

    # -- step by step -------------------------------------------------------------------------------------------------

    def _visit(self, walk: Walk, visit: Visit, job: Job) -> None:
        at = walk.expect(E.ARRIVED).at
        if visit.n not in self.let_in:
            at = self._admission(walk, visit, at)
        at, job.diagnose = self._labour(walk, visit, at, job.diagnose)
        self._over_if(job.diagnose, walk, at)
        if not job.is_diagnosed:
            walk.expect(E.DIAGNOSED, at)
            job.is_diagnosed = True
        if not job.is_quoted:
            job.is_quoted = True
            walk.expect(E.LEFT, at, TO_BE_QUOTED)
            raise OverError
        if not job.is_restored:
            at = self._provide(walk, visit, job, at)
            at, job.repair = self._labour(walk, visit, at, job.repair)
            self._over_if(job.repair, walk, at)
            self._restored(walk, job, at)
        at, job.sign_off = self._labour(walk, visit, at, job.sign_off)
        self._over_if(job.sign_off, walk, at)
        walk.expect(E.LEFT, at, FIXED)

    @staticmethod
    def _over_if(left: int, walk: Walk, at: int) -> None:
        """What is left at the end of a duty is handed over, or to the relief."""
        if left:
            walk.expect(E.LEFT, at, RELIEVED if walk.is_relieved else HANDED_OVER)
            raise OverError

    def _restored(self, walk: Walk, job: Job, at: int) -> None:
        if job.by_unit:
            walk.expect(E.SWAPPED, at)
        elif not job.holds:
            walk.expect(E.LEFT, at, SECOND_TRY)
            raise OverError
        walk.expect(E.RESTORED, at)
        job.is_restored = True

    def _admission(self, walk: Walk, visit: Visit, at: int) -> int:
        """Nobody works before the site opens; who cannot stay until then comes again."""
        access = self.company.scenario.sites[self.company.site(visit.ticket)].access
        calendar = hours_of(self.company.scenario, access or "always")
        while not calendar.is_open(at):
            walk.expect(E.BARRED, at)
            opens = calendar.next_open(at)
            if all(self._must_stop(visit, engineer, at, opens) >= opens for engineer in visit.crew):
                at = opens
            elif not self.company.comes_in(visit.crew, at, calendar):
                self.again = opens
                walk.expect(E.LEFT, at, HANDED_OVER)
                raise OverError
            else:
                walk.expect(E.PAUSED, at)
                walk.expect(E.BARRED, at)
                at = walk.expect(E.ARRIVED).at
            if calendar.is_open(at):
                walk.expect(E.ADMITTED, at)
        return at

    def _must_stop(self, visit: Visit, engineer: int, at: int, limit: int) -> int:
        return self.company.must_stop(engineer, self.books[engineer].taken(visit, at), at, limit)

    # -- parts and units ----------------------------------------------------------------------------------------------

    def _provide(self, walk: Walk, visit: Visit, job: Job, at: int) -> int:
        swap, unit = self.company.plan.swap, self.needs.unit(visit.ticket)
        if unit and swap is not None and swap.first and not job.by_unit:
            self._unit_of_van(walk, visit, job, at, unit)
        if job.missing and not job.by_unit:
            at = self._look_for_parts(walk, visit, job, at)
        if unit and swap is not None and swap.within is not None and not job.by_unit:
            until = self.first_arrival + swap.within
            at, job.repair = self._labour(walk, visit, at, job.repair, until)
            self._over_if(job.repair if at < until else 0, walk, at)
            at = self._give_up(walk, visit, job, at, unit) if job.repair else at
        return at

    def _unit_of_van(self, walk: Walk, visit: Visit, job: Job, at: int, unit: str) -> None:
        row = walk.peek()
        if row is not None and row.event == E.PARTS_ASKED and (self._took(visit, at, unit) or not job.missing):
            walk.expect(E.PARTS_ASKED, at, 1)
            walk.expect(E.PARTS_READY, at, 0)
            self._exchange(job, visit.ticket)
        elif any(self._van_has(engineer, unit, at) for engineer in visit.crew):
            raise WrongError(say(_("the unit in the van at {at}, not {row}"), at=When(at), row=row))

    def _took(self, visit: Visit, at: int, part: str) -> bool:
        """Whether something was taken from a van of the crew at this instant."""
        vans = [self.room.of_van.get((engineer, part)) for engineer in visit.crew]
        taken = [row for van in vans if van for row in van.rows if row.event == E.TAKEN]
        return any(row.at == at and row.ticket == visit.ticket for row in taken)

    def _van_has(self, engineer: int, part: str, at: int) -> bool:
        van = self.room.of_van.get((engineer, part)) if "van" in self.needs.sourcing else None
        return van is not None and van.surely(at) > 0

    def _look_for_parts(self, walk: Walk, visit: Visit, job: Job, at: int) -> int:
        """In hand at once or after a wait; or a unit in their place; or the visit ends."""
        walk.expect(E.PARTS_ASKED, at, job.missing)
        job.missing = 0
        row = walk.peek()
        if row is not None and row.event == E.PARTS_ASKED and self.needs.unit(visit.ticket):
            return self._unit_comes(walk, visit, job, at)
        if row is not None and row.event == E.LEFT:
            if self.waits:
                raise WrongError(say(_("a wait for the parts, not {row}"), row=row))
            walk.expect(E.LEFT, at, PART_MISSING)
            raise OverError
        ready = walk.expect(E.PARTS_READY)
        if not self.waits and (ready.at, ready.value) != (at, 0):
            raise WrongError(say(_("a return visit, not {ready}"), ready=ready))
        return walk.expect(E.ARRIVED).at if ready.value else ready.at

    def _unit_comes(self, walk: Walk, visit: Visit, job: Job, at: int) -> int:
        walk.expect(E.PARTS_ASKED, at, 1)
        ready = walk.expect(E.PARTS_READY)
        self._exchange(job, visit.ticket)
        return walk.expect(E.ARRIVED).at if ready.value else ready.at

    def _give_up(self, walk: Walk, visit: Visit, job: Job, at: int, unit: str) -> int:
        """The time is over: a unit is exchanged, unless none is at hand."""
        row = walk.peek()
        if row is not None and row.event == E.PARTS_ASKED:
            return self._unit_comes(walk, visit, job, at)
        own = (
            self.room.by_store.get((self.needs.outlet(visit.ticket), unit)) if "outlet" in self.needs.sourcing else None
        )
        is_there = own is not None and own.item.named and own.surely(at)
        if at < walk.stop and (is_there or any(self._van_has(engineer, unit, at) for engineer in visit.crew)):
            raise WrongError(say(_("an exchange at {at}, not {row}"), at=When(at), row=row))
        return at

    # -- hours --------------------------------------------------------------------------------------------------------

    def _labour(self, walk: Walk, visit: Visit, at: int, seconds: int, until: int = NEVER) -> tuple[int, int]:
        """Until when so much work lasts, and what is then left: for a hand-over, or at the instant `until`."""
        slowness = self._slowness(visit)
        left = math.floor(seconds * slowness + 0.5)
        while left and at < until:
            stop, rest = self._stretch(visit, at, left)
            if rest and stop < until and self.calls_relief and visit.ticket < self.company.first:
                at, left = self._relieved(walk, visit, at, left)
                break
            if stop > until:
                done = bisect_right(range(left + 1), until, key=lambda part: self._stretch(visit, at, part)[0]) - 1
                stop, rest = until, left - done
            at, left = stop, rest
            if left and (self.hands_over or not self.company.comes_back(visit.crew, at)):
                break
            if left and stop < until:
                walk.expect(E.PAUSED, at)
                at = walk.expect(E.ARRIVED).at
        return at, max(1, math.floor(left / slowness + 0.5)) if left else 0

    def _relieved(self, walk: Walk, visit: Visit, at: int, seconds: int) -> tuple[int, int]:
        """Until the relief is there, asked for in time for the end of the duty, or until the overtime is over."""
        company, site = self.company, self.company.site(visit.ticket)
        stop, rest = self._stretch(visit, at, seconds)
        teams = [company.team_of(engineer) for engineer in visit.crew]
        ends = [end for team in teams if (end := company.last_end(team, stop)) + company.overtime(team) == stop]
        self.again = min(max(at, min(ends, default=stop) - company.drive_s(company.served_by(site)[0], site)), stop)
        walk.is_relieved = True
        there = self.there.get((visit.ticket, visit.n + 1), NEVER)
        if there >= stop:
            return stop, rest
        self.let_in.add(visit.n + 1)
        done = bisect_right(range(seconds + 1), there, key=lambda part: self._stretch(visit, at, part)[0]) - 1
        return there, seconds - done

    def _slowness(self, visit: Visit) -> float:
        skill = self.company.skill(visit.ticket)
        return max(self.company.team_of(engineer).slowness.get(skill or "", 1.0) for engineer in visit.crew)

    def _stretch(self, visit: Visit, at: int, seconds: int) -> tuple[int, int]:
        """Done when the last has put in his time, over when the first must stop."""
        each = [
            self.company.stop_of(engineer, self.books[engineer].taken(visit, at), at, seconds)
            for engineer in visit.crew
        ]
        over = [(stop, left) for stop, left in each if left]
        return min(over) if over else (max(stop for stop, _left in each), 0)


def _before(rows: list[Row], visit: Visit) -> Iterator[Row]:
    """What is told of a ticket before this visit is ready."""
    return takewhile(lambda row: row.event != E.READY or row.n < visit.n, rows)


def _complete(visit: Visit) -> int:
    """When the last of its crew is on site."""
    return next((row.at for row in visit.rows if row.event == E.ARRIVED and row.value == 0), NEVER)
