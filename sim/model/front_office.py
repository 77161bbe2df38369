"""The front office as a plan has it: its desks, who takes which channel, and what each of them can fix."""

from __future__ import annotations

from sim.model.calling import KEYS
from sim.model.deployment import Deployment
from sim.model.desk_terms import terms_of
from sim.model.desks import Desk, OpenLine, seat_steps
from sim.model.draws import Draws
from sim.model.environment import Environment
from sim.model.events import Recorder
from sim.model.hotline import Advice, Hotline, Way
from sim.scenario import Fault, Plan, Scenario
from sim.world import World


class FrontOffice:
    """The desks of a plan, and what settles at them."""

    def __init__(self, env: Environment, record: Recorder, world: World, place: Deployment) -> None:
        self.env, self._record, self.world, self._plan = env, record, world, place.plan
        scenario = world.scenario
        severity = _severities(world) if any(desk.order == "severity" for desk in place.plan.desks.values()) else None
        self.desks: dict[str, Desk] = {}
        for index, (name, entry) in enumerate(place.plan.desks.items()):
            steps, terms = seat_steps(place.seats[index]), terms_of(world, name, entry)
            ranks = severity if entry.order == "severity" else None
            self.desks[name] = Desk(env, record, index, steps, scenario.horizon.begin, terms, ranks)
        for name, entry in place.plan.desks.items():
            if entry.overflow is not None:
                self.desks[name].overflow_to(self.desks[entry.overflow.to])
        self._in_turn = [self.desks[name] for name in sorted(self.desks)]
        self._lines = [desk.lines for desk in self._in_turn if desk.lines is not None]
        self._treatments = [desk.treatment for desk in self._in_turn if desk.treatment is not None]

    @property
    def dispatch(self) -> Desk | None:
        """The desk that turns tickets into visits."""
        return next((self.desks[name] for name, desk in self._plan.desks.items() if desk.role == "dispatch"), None)

    @property
    def first_desk(self) -> Desk | OpenLine:
        """Who does what no desk is named for; in a plan without desks it takes nobody's time."""
        name = self._plan.first_desk
        return self.desks[name] if name is not None else OpenLine(self.env, self._record)

    def hotline(self, draws: Draws) -> Hotline:
        """Who answers on which channel; without answering desks everybody is answered at once."""
        scenario, answering = self.world.scenario, self._plan.answering
        nobody = OpenLine(self.env, self._record)
        ways = []
        for name, channel in scenario.channels.items():
            taking = [desk for desk in answering if name in self._plan.desks[desk].takes] or list(answering)
            desk = self.desks[taking[0]] if taking else nobody
            hours = scenario.calendar(channel.calendar) if channel.calendar else None
            ways.append(Way(desk, channel.answer == "live", hours, channel.closed))
        advice = {-1: Advice([kind.fault.front for kind in scenario.faults])}
        advice |= {self.desks[name].index: self._advice(name) for name in answering}
        return Hotline(self.env, self._record, self.world, ways, self.desks, advice, draws)

    def callers(self) -> dict[int, Desk]:
        """Who makes the calls of the plan, by purpose; none where it makes none."""
        calls, usual = self._plan.calls, self._plan.first_desk
        made = {purpose: getattr(calls, key) for purpose, key in KEYS.items()}
        named = {purpose: call.desk or usual for purpose, call in made.items() if call is not None}
        return {purpose: self.desks[name] for purpose, name in named.items() if name is not None}

    def _advice(self, name: str) -> Advice:
        """What this desk fixes; it passes on to its own experts, else to those of the desk that overflows to it."""
        entries, faults = self._plan.desks, [kind.fault for kind in self.world.scenario.faults]
        taught = self.desks[name].terms.remote_fix
        first = [min(1.0, taught * _fixed_by(fault, entries[name].level)) for fault in faults]
        above = entries[name].escalate_to or _experts_behind(self._plan, name)
        if above is None:
            return Advice(first)
        factor, level = taught * self.desks[above].terms.remote_fix, entries[above].level
        return Advice(first, self.desks[above], [min(1.0, factor * _fixed_by(fault, level)) for fault in faults])

    def settle(self) -> bool:
        """Free lines to callers, then free seats to whoever waits; True if any was given."""
        granted = False
        for lines in self._lines:
            granted = lines.settle() or granted
        if granted:
            return True
        for desk in self._in_turn:
            granted = desk.settle() or granted
        return granted

    def treat(self) -> bool:
        """What is offered to those who waited long, once no seat could take them; True if anything was."""
        treated = False
        for treatment in self._treatments:
            treated = treatment.settle() or treated
        return treated

    def let_go(self) -> bool:
        """Callers hang up, and then, if nobody did, those who found no line are refused; True if there was any."""
        gone = False
        for desk in self._in_turn:
            gone = desk.let_go() or gone
        if not gone:
            for lines in self._lines:
                gone = lines.refuse() or gone
        return gone


def _experts_behind(plan: Plan, name: str) -> str | None:
    behind = [desk.escalate_to for desk in plan.desks.values() if desk.overflow and desk.overflow.to == name]
    return next((above for above in behind if above is not None and above != name), None)


def _severities(world: World) -> list[int]:
    scenario: Scenario = world.scenario
    ranks = [scenario.severities.index(kind.fault.severity) for kind in scenario.faults]
    return [ranks[fault] for fault in world.tickets.fault.tolist()]


def _fixed_by(fault: Fault, level: str | None) -> float:
    """Experts are whoever the plan calls so, also where they take the calls themselves."""
    return fault.experts if level == "experts" else fault.front
