"""The engine: SimPy moves time, and each instant is settled in one total order before time moves on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sim.model.absence import absent_days
from sim.model.deployment import Deployment, deployment
from sim.model.desks import Desk, OpenLine, seat_steps
from sim.model.dispatch import Dispatcher
from sim.model.draws import Draws
from sim.model.driving import Driving, HourFactors
from sim.model.environment import Arrival, Environment
from sim.model.events import EventLog, Recorder
from sim.model.hotline import Hotline
from sim.model.journey import Journey
from sim.model.on_site import OnSite
from sim.model.outcomes import Outcomes
from sim.model.provision import Provision
from sim.model.roster import Roster
from sim.model.rota import LocalDays
from sim.model.stores import Stores
from sim.model.ticket import Ticket
from sim.scenario import Fault, Plan
from sim.world import World


def simulate(world: World, plan: Plan) -> EventLog:
    """What happens to the tickets of this world under this plan, from begin of warm-up to the end of the run-out."""
    with _without_collector():
        return _Engine(world, deployment(world.scenario, plan)).run()


@contextmanager
def _without_collector() -> Iterator[None]:
    """Tickets die by reference count; looking for cycles among them would only cost time."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


class _Engine:
    def __init__(self, world: World, place: Deployment) -> None:
        self.world, self.deployment = world, place
        self.stop = world.scenario.horizon.stop
        begin = world.scenario.horizon.begin
        self.env = env = Environment(begin)
        self.recorder = recorder = Recorder()
        days = LocalDays(world.scenario.timezone, begin, self.stop)
        hours = HourFactors(world.scenario.travel, days)
        self.desks = _desks(env, recorder, place, begin)
        self._all_desks = list(self.desks.values())
        self.roster = Roster(env, recorder, place, days, begin, absent_days(world, place))
        self.dispatcher = Dispatcher(env, place, self.roster, hours)
        self.draws = draws = Draws.of(world, place)
        driving = Driving(env, recorder, world, place, draws, hours)
        self.stores = Stores(env, recorder, world, place) if world.scenario.parts else None
        provision = Provision(env, recorder, world, place, self.stores, driving) if self.stores else None
        self.journey = Journey(
            env,
            recorder,
            world,
            self._hotline(),
            self._dispatch_desk(),
            self.dispatcher,
            self.roster,
            driving,
            OnSite(env, recorder, world, place, draws, self.roster, driving, provision),
            provision,
            Outcomes(recorder, world, place, draws),
            draws,
        )

    def _hotline(self) -> Hotline:
        plan, scenario = self.deployment.plan, self.deployment.scenario
        answering = [name for name, desk in plan.desks.items() if desk.role == "answer"]
        channel = next(iter(scenario.channels))
        taking = [name for name in answering if channel in plan.desks[name].takes]
        name = next(iter(taking or answering), None)
        front = self.desks[name] if name else OpenLine(self.env, self.recorder)
        above = plan.desks[name].escalate_to if name else None
        experts = self.desks[above] if above else None
        levels = [plan.desks[desk].level if desk else None for desk in (name, above)]
        shares = [(_fixed_by(kind.fault, levels[0]), _fixed_by(kind.fault, levels[1])) for kind in scenario.faults]
        return Hotline(self.env, self.recorder, self.world, front, experts, self.desks, shares, self.draws)

    def _dispatch_desk(self) -> Desk | None:
        roles = self.deployment.plan.desks
        return next((self.desks[name] for name, desk in roles.items() if desk.role == "dispatch"), None)

    def run(self) -> EventLog:
        """Let the tickets come, each when it is reported, and settle every instant."""
        self.env.live_each(self._arrivals())
        self.env.run_settled(self.stop, self._settle)
        return self.recorder.log()

    def _settle(self) -> None:
        """Parts, seats, engineers. What is granted makes new events now; only when none are left do callers hang up."""
        if self.stores is not None and self.stores.settle():
            self.env.unsettled = True
            return
        granted = False
        for desk in self._all_desks:
            granted = desk.settle() or granted
        if self.dispatcher.settle() or granted:
            self.env.unsettled = True
            return
        self.roster.send_lingering_home()
        for desk in self._all_desks:
            desk.let_go()

    def _arrivals(self) -> Iterator[Arrival]:
        """Tickets as the model knows them, made when they are reported."""
        scenario, draws, journey = self.world.scenario, self.draws, self.journey
        kinds = [kind.fault for kind in scenario.faults]
        known = [(fault, scenario.severities.index(fault.severity)) for fault in kinds]
        shares = [fault.supplier.chance if fault.supplier else 0.0 for fault in kinds]
        suppliers = [scenario.suppliers[fault.supplier.id] if fault.supplier else None for fault in kinds]
        rows = zip(draws.site, draws.fault, draws.reported, draws.u_supplier, draws.crew, strict=True)
        for index, (site, kind, reported, u_supplier, crew) in enumerate(rows):
            supplier = suppliers[kind] if u_supplier < shares[kind] else None
            yield reported, journey.of(Ticket(index, site, kind, reported, known[kind], supplier, crew))


def _fixed_by(fault: Fault, level: str | None) -> float:
    """Experts are whoever the plan calls so, also where they take the calls themselves."""
    return fault.experts if level == "experts" else fault.front


def _desks(env: Environment, recorder: Recorder, place: Deployment, begin: int) -> dict[str, Desk]:
    steps = [seat_steps(windows) for windows in place.seats]
    return {name: Desk(env, recorder, index, steps[index], begin) for index, name in enumerate(place.desks)}
