"""On site: access, diagnosis, parts, repair or exchange, signature; and what the end of a duty does to them."""

from __future__ import annotations

from collections.abc import Generator
from typing import Any

import simpy

from sim.clock import NEVER, Calendar
from sim.model.deployment import Deployment
from sim.model.draws import Draws
from sim.model.driving import Driving
from sim.model.environment import Environment
from sim.model.events import Event, Leaving, Recorder, row
from sim.model.provision import Provision
from sim.model.roster import Roster
from sim.model.teams import Worker
from sim.model.ticket import Ticket, Work
from sim.model.visit import Visit
from sim.world import World

Steps = Generator[simpy.Event, Any, None]
Left = Generator[simpy.Event, Any, int]
Workers = tuple[Worker, ...]

DIAGNOSED, PAUSED, RESTORED, BARRED, ADMITTED, SWAPPED = (
    int(kind) for kind in (Event.DIAGNOSED, Event.PAUSED, Event.RESTORED, Event.BARRED, Event.ADMITTED, Event.SWAPPED)
)
SECOND_TRY, FIXED, PART_MISSING, HANDED_OVER = map(int, Leaving)


class OnSite:
    """The work of a crew at a site. Each step says how the visit ends there, or FIXED to go on."""

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        place: Deployment,
        draws: Draws,
        roster: Roster,
        driving: Driving,
        provision: Provision | None,
    ) -> None:
        self.env, self._note, self.world, self.draws = env, record.note, world, draws
        self.roster, self.driving, self.provision = roster, driving, provision
        dispatch = place.plan.dispatch
        self._hands_over, self._overnight = dispatch.end_of_shift == "handover", dispatch.overnight
        self._access = [_access(world, site.access) for site in world.scenario.sites]
        self._slow = any(team.slowness for team in place.plan.teams.values())
        self._never = env.event()

    def visit(self, crew: Workers, visit: Visit) -> Left:
        """What a crew does from its arrival until it leaves: a Leaving."""
        ticket = visit.ticket
        work = ticket.work or self._new_work(ticket, visit.number)
        ticket.work = None
        if (access := self._access[ticket.site]) is not None:
            yield from self._admission(crew, visit, access)
        if work.diagnose:
            work.diagnose = yield from self._labour(crew, visit, work.diagnose)
        if work.diagnose:
            return self._leave_rest(ticket, work)
        if not work.is_diagnosed:
            work.is_diagnosed = True
            self._note(row(self.env.now, ticket.index, DIAGNOSED, visit.number, crew[0].index, 0))
            ticket.happened.setdefault("diagnosed", self.env.now)
        if not work.is_restored:
            leaving = yield from self._restore(crew, visit, work)
            if leaving != FIXED:
                return leaving
        if work.sign_off:
            work.sign_off = yield from self._labour(crew, visit, work.sign_off)
        return self._leave_rest(ticket, work) if work.sign_off else FIXED

    def _new_work(self, ticket: Ticket, number: int) -> Work:
        i, draws = ticket.index, self.draws
        if number == 1:
            work = Work(draws.diagnose[i], draws.repair[i], draws.sign_off[i], draws.u_first_fix[i], ticket.missing)
        else:
            work = Work(*self.world.work(i, number), draws.sign_off[i], self.world.first_fix(i, number), ticket.missing)
        ticket.missing = []
        work.by_unit, ticket.unit_reserved = ticket.unit_reserved, False
        return work

    @staticmethod
    def _leave_rest(ticket: Ticket, work: Work) -> int:
        """The duty is over: the rest is for somebody else."""
        ticket.work = work
        return HANDED_OVER

    def _restore(self, crew: Workers, visit: Visit, work: Work) -> Left:
        """Repair, or exchange of the unit, until it works again."""
        ticket = visit.ticket
        if self.provision is not None:
            leaving = yield from self._provide(self.provision, crew, visit, work)
            if leaving != FIXED:
                return leaving
        if work.by_unit:
            return (yield from self._exchange(crew, visit, work))
        if work.repair:
            work.repair = yield from self._labour(crew, visit, work.repair)
        if work.repair:
            return self._leave_rest(ticket, work)
        if work.luck >= ticket.fault.first_fix:
            return SECOND_TRY
        self._restored(crew, visit, work)
        return FIXED

    def _provide(self, provision: Provision, crew: Workers, visit: Visit, work: Work) -> Left:
        """Parts, a unit in their place, and the time after which a unit is exchanged."""
        ticket = visit.ticket
        if not work.by_unit and provision.swaps_first(ticket):
            work.by_unit = provision.unit_in_van(crew, visit)
        if work.by_unit:
            return FIXED
        if work.missing and not (yield from provision.find(crew, visit, work)):
            ticket.work = work
            return PART_MISSING
        until = provision.swap_by(ticket)
        if work.by_unit or until == NEVER or self.env.now + work.repair <= until:
            return FIXED
        return (yield from self._repair_until(until, provision, crew, visit, work))

    def _repair_until(self, until: int, provision: Provision, crew: Workers, visit: Visit, work: Work) -> Left:
        """What cannot be repaired by then is exchanged if a unit is at hand."""
        first = max(0, until - self.env.now)
        if first:
            left = yield from self._labour(crew, visit, first)
            work.repair -= first - left
            if left:
                return self._leave_rest(visit.ticket, work)
        work.by_unit = yield from provision.exchange(crew, visit)
        return FIXED

    def _exchange(self, crew: Workers, visit: Visit, work: Work) -> Left:
        assert self.provision is not None
        i = visit.ticket.index
        work.repair = self.draws.swap[i] if not work.is_exchanging else work.repair
        work.is_exchanging = True
        if work.repair:
            work.repair = yield from self._labour(crew, visit, work.repair)
        if work.repair:
            return self._leave_rest(visit.ticket, work)
        self._note(row(self.env.now, i, SWAPPED, visit.number, crew[0].index, self.provision.unit(visit.ticket)))
        self._restored(crew, visit, work)
        return FIXED

    def _restored(self, crew: Workers, visit: Visit, work: Work) -> None:
        work.is_restored = True
        self._note(row(self.env.now, visit.ticket.index, RESTORED, visit.number, crew[0].index, 0))
        visit.ticket.happened["restored"] = self.env.now

    # -- hours --------------------------------------------------------------------------------------------------------

    def _labour(self, crew: Workers, visit: Visit, seconds: int) -> Left:
        """Work through the duty and its overtime; the seconds left are done on the next duty, or handed over."""
        if not self._slow:
            return (yield from self._hours(crew, visit, seconds))
        factor = max(worker.team.spec.slowness.get(visit.ticket.fault.skill or "", 1.0) for worker in crew)
        left = yield from self._hours(crew, visit, int(seconds * factor + 0.5))
        return int(left / factor + 0.5)

    def _hours(self, crew: Workers, visit: Visit, seconds: int) -> Left:
        env, roster = self.env, self.roster
        while seconds:
            now = env.now
            if len(crew) == 1:
                stop, seconds = roster.stretch(crew[0], now, seconds)
            else:
                stop, seconds = roster.crew_stretch(crew, now, seconds)
            if stop > now:
                yield env.wait(stop - now)
            if seconds and self._hands_over:
                return seconds
            if seconds:
                yield from self._until_next_duty(crew, visit)
        return 0

    def _until_next_duty(self, crew: Workers, visit: Visit, is_barred: bool = False) -> Steps:
        """The crew stays overnight or drives home, and comes back when all are on duty again."""
        env, roster, i = self.env, self.roster, visit.ticket.index
        start = max(roster.next_duty_of(worker, env.now) for worker in crew)
        nights = roster.days.nights(env.now, start) if self._overnight and start < NEVER else 0
        for worker in crew:
            self._note(row(env.now, i, PAUSED, visit.number, worker.index, nights))
            if not nights:
                roster.go_home(worker)
        if is_barred:
            self._note(row(env.now, i, BARRED, visit.number, crew[0].index, 0))
        yield env.wait(start - env.now) if start < NEVER else self._never
        for worker in crew:
            worker.since = env.now
        visit.collect = None
        yield from self.driving.gather(tuple((worker, 0) for worker in crew), visit)

    def _admission(self, crew: Workers, visit: Visit, access: Calendar) -> Steps:
        """No work before the site opens; a crew whose duty is over by then comes again."""
        env, i = self.env, visit.ticket.index
        while not access.is_open(env.now):
            barred, opens = env.now, access.next_open(env.now)
            self._note(row(barred, i, BARRED, visit.number, crew[0].index, 0))
            _stop, left = self.roster.crew_stretch(crew, barred, opens - barred)
            if left and opens < NEVER:
                yield from self._until_next_duty(crew, visit, is_barred=True)
            else:
                yield env.wait(opens - barred) if opens < NEVER else self._never
            visit.ticket.pause("access", barred, env.now)
            if access.is_open(env.now):
                self._note(row(env.now, i, ADMITTED, visit.number, crew[0].index, 0))


def _access(world: World, name: str | None) -> Calendar | None:
    """The hours in which a site lets people in; None if it always does."""
    if name is None or name == "always":
        return None
    return world.scenario.calendar(name)
