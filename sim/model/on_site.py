"""On site: access, diagnosis, parts, repair or exchange, signature; and what the end of a duty does to them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Generator
from typing import Any

from sim.clock import NEVER, Calendar
from sim.model.aftercare import Aftercare
from sim.model.deployment import Deployment
from sim.model.draws import Draws
from sim.model.driving import Crew, Driving
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Leaving, Recorder, row
from sim.model.provision import IN_EXCHANGE, MISSING, Provision
from sim.model.relief import Relief
from sim.model.roster import Roster
from sim.model.ticket import Ticket, Work
from sim.model.visit import Visit
from sim.world import World

Steps = Generator[Wait, Any, None]
Verdict = Generator[Wait, Any, bool]
Left = Generator[Wait, Any, int]

DIAGNOSED, PAUSED, RESTORED, BARRED, ADMITTED, SWAPPED = (
    int(kind) for kind in (Event.DIAGNOSED, Event.PAUSED, Event.RESTORED, Event.BARRED, Event.ADMITTED, Event.SWAPPED)
)
SECOND_TRY, FIXED, PART_MISSING, HANDED_OVER, RELIEVED, TO_BE_QUOTED = map(int, Leaving)


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
        self._slow = any(factor != 1 for team in place.plan.teams.values() for factor in team.slowness.values())
        self._swaps = place.plan.swap is not None
        self._never = env.event()
        self.aftercare: Aftercare | None = None
        self.relief: Relief | None = None

    def visit(self, crew: Crew, visit: Visit) -> Left:
        """What a crew does from its arrival until it leaves: a Leaving."""
        ticket = visit.ticket
        work = self._resumed(ticket) if ticket.work else self._new_work(ticket, visit.number)
        access = self._access[ticket.site]
        if access is not None and not visit.is_let_in and not (yield from self._admission(crew, visit, access)):
            return self._leave_rest(ticket, work)
        if work.diagnose and (left := (yield from self._labour(crew, visit, work.diagnose))):
            work.diagnose = left
            return self._leave_rest(ticket, work)
        if not work.is_diagnosed:
            work.is_diagnosed, work.diagnose = True, 0
            self._note(row(self.env.now, ticket.index, DIAGNOSED, visit.number, crew[0].index, 0))
            ticket.happened.setdefault("diagnosed", self.env.now)
        if ticket.to_be_quoted:
            ticket.to_be_quoted, ticket.work = False, work
            return TO_BE_QUOTED
        if self.provision is not None and (work.missing or self._swaps) and not work.is_restored:
            leaving = yield from self._provide(self.provision, crew, visit, work)
            if leaving != FIXED:
                return leaving
        if work.repair and (left := (yield from self._labour(crew, visit, work.repair))):
            work.repair = left
            return self._leave_rest(ticket, work)
        if not work.is_restored and not self._restored(crew, visit, work):
            return SECOND_TRY
        if work.sign_off and (left := (yield from self._labour(crew, visit, work.sign_off))):
            work.sign_off = left
            return self._leave_rest(ticket, work)
        return FIXED

    def _new_work(self, ticket: Ticket, number: int) -> Work:
        i, draws = ticket.index, self.draws
        if number == 1:
            work = Work(draws.diagnose[i], draws.repair[i], draws.sign_off[i], draws.u_first_fix[i], ticket.missing)
        else:
            work = Work(*self.world.work(i, number), draws.sign_off[i], self.world.first_fix(i, number), ticket.missing)
        return self._provided(ticket, work)

    def _resumed(self, ticket: Ticket) -> Work:
        """What an earlier visit left to do, with the parts that were found missing since."""
        work, ticket.work = ticket.work, None
        assert work is not None
        work.missing = ticket.missing or work.missing
        return self._provided(ticket, work)

    def _provided(self, ticket: Ticket, work: Work) -> Work:
        """A whole unit that the crew brings along stands in for the repair."""
        ticket.missing = ()
        if ticket.unit_reserved:
            ticket.unit_reserved = False
            work.exchange(self.draws.swap[ticket.index])
        return work

    @staticmethod
    def _leave_rest(ticket: Ticket, work: Work) -> int:
        """The duty is over: the rest is for somebody else, who may be there already or on the way."""
        ticket.work = work
        return HANDED_OVER if ticket.relief is None else RELIEVED

    def _restored(self, crew: Crew, visit: Visit, work: Work) -> bool:
        """Whether it works again for good: an exchanged unit always does, a repair may not hold."""
        now, ticket, lead = self.env.now, visit.ticket, crew[0].index
        if work.by_unit and self.provision is not None:
            self._note(row(now, ticket.index, SWAPPED, visit.number, lead, self.provision.unit(ticket)))
        elif work.luck >= ticket.fault.first_fix:
            return False
        work.is_restored, work.repair = True, 0
        self._note(row(now, ticket.index, RESTORED, visit.number, lead, 0))
        ticket.happened["restored"] = now
        if self.provision is not None:
            self.provision.stores.exchanged(ticket.index)
        if self.aftercare is not None:
            self.aftercare.restored(ticket)
        return True

    # -- parts --------------------------------------------------------------------------------------------------------

    def _provide(self, provision: Provision, crew: Crew, visit: Visit, work: Work) -> Left:
        """Parts, a unit in their place, and the time after which a unit is exchanged."""
        ticket = visit.ticket
        if not work.by_unit and provision.swaps_first(ticket) and (yield from provision.unit_in_van(crew, visit)):
            provision.return_unused(ticket)
            work.exchange(self.draws.swap[ticket.index])
        if work.missing and not work.by_unit:
            missing, work.missing = work.missing, ()
            found = yield from provision.find(crew, visit, missing)
            if found == IN_EXCHANGE:
                provision.return_unused(ticket)
                work.exchange(self.draws.swap[ticket.index])
            elif found == MISSING:
                ticket.work = work
                return PART_MISSING
        until = NEVER if work.by_unit else provision.swap_by(ticket)
        return FIXED if until == NEVER else (yield from self._repair_until(until, provision, crew, visit, work))

    def _repair_until(self, until: int, provision: Provision, crew: Crew, visit: Visit, work: Work) -> Left:
        """What is not repaired by then is exchanged if a unit is at hand."""
        work.repair = yield from self._labour(crew, visit, work.repair, until)
        if work.repair and self.env.now < until:
            return self._leave_rest(visit.ticket, work)
        if work.repair and (yield from provision.exchange(crew, visit)):
            work.exchange(self.draws.swap[visit.ticket.index])
        return FIXED

    # -- hours --------------------------------------------------------------------------------------------------------

    def _labour(self, crew: Crew, visit: Visit, seconds: int, until: int = NEVER) -> Left:
        """Work through the duty and its overtime. The rest is done on the next duty, or handed over: its seconds.

        It is also handed over if somebody of the crew is away then. The rest is also what cannot be done by `until`.
        """
        env, roster = self.env, self.roster
        factor = 1.0
        if self._slow:
            factor = self._slowness(crew, visit.ticket)
            seconds = int(seconds * factor + 0.5)
        while seconds and env.now < until:
            now = env.now
            stop, left = roster.hours.stretch(crew, now, seconds)
            if left and self.relief is not None and stop < until and visit.ticket.kind >= 0:
                seconds = yield from self._work_until_relieved(self.relief, crew, visit, seconds, stop)
                break
            if stop > until:
                stop, left = until, seconds - self._done_by(until, crew, seconds)
            seconds = left
            if stop > now:
                yield stop - now
            if seconds and (self._hands_over or not roster.hours.comes_back(crew, env.now)):
                break
            if seconds and stop < until:
                yield from self._until_next_duty(crew, visit)
        return max(1, int(seconds / factor + 0.5)) if seconds else 0

    def _work_until_relieved(self, relief: Relief, crew: Crew, visit: Visit, seconds: int, stop: int) -> Left:
        """The next crew is asked for in time; the first works until it comes or has to stop: the seconds left."""
        env, begun = self.env, self.env.now
        asked_at = relief.asked_at(crew, visit.ticket.site, stop)
        if asked_at > begun:
            yield asked_at - begun
        relief.ask(visit, stop)
        if (following := visit.ticket.relief) is not None:
            yield from relief.wait(following, stop)
            following.visit.is_let_in = bool(following.crew)  # by those who are inside
        return seconds - self._done_by(env.now, crew, seconds, begun)

    def _done_by(self, until: int, crew: Crew, seconds: int, begun: int | None = None) -> int:
        """How many of these seconds of work, begun now or then, are done by then, breaks left out."""
        start, stretch = self.env.now if begun is None else begun, self.roster.hours.stretch

        def done(part: int) -> int:
            stop, left = stretch(crew, start, part)
            return NEVER if left else stop

        return bisect_right(range(seconds + 1), until, key=done) - 1

    @staticmethod
    def _slowness(crew: Crew, ticket: Ticket) -> float:
        skill = ticket.fault.skill or ""
        return max(worker.team.spec.slowness.get(skill, 1.0) for worker in crew)

    def _until_next_duty(self, crew: Crew, visit: Visit, is_barred: bool = False) -> Steps:
        """The crew stays overnight or drives home, and comes back when all are on duty again."""
        env, roster, i = self.env, self.roster, visit.ticket.index
        start = roster.hours.next_together(crew, env.now)
        nights = roster.days.nights(env.now, start) if self._overnight and start < NEVER else 0
        for worker in crew:
            self._note(row(env.now, i, PAUSED, visit.number, worker.index, nights))
            if not nights:
                roster.go_home(worker)
        if is_barred:
            self._note(row(env.now, i, BARRED, visit.number, crew[0].index, 0))
        yield start - env.now if start < NEVER else self._never
        for worker in crew:
            worker.since, worker.delay = env.now, 0
        visit.collect = None
        yield from self.driving.gather(crew, visit)

    def _may_enter_later(self, crew: Crew, access: Calendar) -> bool:
        """Whether the crew is complete on its next duty, and that duty meets the hours of the site."""
        now, hours = self.env.now, self.roster.hours
        if not hours.comes_back(crew, now):
            return False
        start = hours.next_together(crew, now)
        opens = access.next_open(start) if start < NEVER else NEVER
        if opens == NEVER:
            return start == NEVER  # nobody's hours help any more
        stop, left = hours.stretch(crew, start, opens - start)
        return not left or stop > opens

    def _may_stay(self, crew: Crew, until: int) -> bool:
        """Whether nobody's duty and overtime are over before then."""
        now = self.env.now
        stop, left = self.roster.hours.stretch(crew, now, until - now)
        return not left or stop > until

    def _admission(self, crew: Crew, visit: Visit, access: Calendar) -> Verdict:
        """No work before the site opens; a crew whose duty is over by then comes again, or (False) somebody else."""
        env, i = self.env, visit.ticket.index
        while not access.is_open(env.now):
            barred, opens = env.now, access.next_open(env.now)
            self._note(row(barred, i, BARRED, visit.number, crew[0].index, 0))
            if opens == NEVER:
                yield self._never
            if self._may_stay(crew, opens):
                yield opens - barred
            elif not self._may_enter_later(crew, access):
                visit.ticket.opens = opens
                visit.ticket.pause("access", barred, opens)
                return False
            else:
                yield from self._until_next_duty(crew, visit, is_barred=True)
            visit.ticket.pause("access", barred, env.now)
            if access.is_open(env.now):
                self._note(row(env.now, i, ADMITTED, visit.number, crew[0].index, 0))
        return True


def _access(world: World, name: str | None) -> Calendar | None:
    """The hours in which a site lets people in; None if it always does."""
    if name is None or name == "always":
        return None
    return world.scenario.calendar(name)
