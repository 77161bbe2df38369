"""The engine: SimPy moves time, and each instant is settled in one total order before time moves on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property

from sim.model.absence import absent_days
from sim.model.aftercare import Aftercare
from sim.model.calling import Calling
from sim.model.customers import Customers
from sim.model.deployment import Deployment, deployment
from sim.model.dispatch import Dispatcher
from sim.model.draws import Draws
from sim.model.driving import Driving, HourFactors
from sim.model.environment import Arrival, Environment, Steps
from sim.model.events import EventLog, Recorder
from sim.model.fleet import Fleet
from sim.model.front_office import FrontOffice
from sim.model.journey import Journey
from sim.model.on_site import OnSite
from sim.model.outcomes import Outcomes
from sim.model.planned import planned_visits
from sim.model.provision import Provision
from sim.model.quotes import Quotes
from sim.model.relief import Relief
from sim.model.repair_points import RepairPoints
from sim.model.roster import Roster
from sim.model.rota import LocalDays
from sim.model.stores import Stores
from sim.model.ticket import Ticket
from sim.model.trips import Trips
from sim.model.upkeep import Upkeep
from sim.scenario import Fault, Plan, Supplier
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
        self.office = FrontOffice(env, recorder, world, place)
        self.roster = Roster(env, recorder, place, days, begin, absent_days(world, place))
        self.dispatcher = Dispatcher(env, place, self.roster, hours)
        planned = planned_visits(world, place.plan)
        self.draws = draws = Draws.of(world, place, planned)
        driving = Driving(env, recorder, world, place, draws, hours)
        self.stores = Stores(env, recorder, world, place, days) if world.scenario.parts else None
        provision = Provision(env, recorder, world, place, self.stores, driving) if self.stores else None
        self.repair_points = RepairPoints(env, recorder, place, draws, provision)
        self.hotline = self.office.hotline(draws)
        on_site = OnSite(env, recorder, world, place, draws, self.roster, driving, provision)
        trips = Trips(env, recorder, self.dispatcher, self.roster, driving, provision)
        if place.plan.dispatch.end_of_shift == "relief":
            on_site.relief = Relief(env, self.dispatcher, trips)
        self.outcomes = Outcomes(recorder, world, place, draws)
        self.journey = Journey(
            env,
            recorder,
            world,
            self.hotline,
            self.office.dispatch,
            self.dispatcher,
            trips,
            on_site,
            provision,
            self.repair_points,
            Quotes(env, recorder, world.scenario, draws, self.office.first_desk),
            self.outcomes,
            draws,
        )
        self.upkeep = None
        if place.plan.planned:
            self.upkeep = Upkeep(env, recorder, world, place, planned, self.dispatcher, trips, on_site)
        self.calling = self._calling(days, driving)
        by_running_time = world.scenario.failures == "operating"
        self.fleet = Fleet(env, recorder, world, self._fail) if by_running_time else None
        more = world.originals < len(world.tickets) or world.tickets.complain_after.any()
        if self.calling or self.fleet or more:
            aftercare = Aftercare(env, recorder, world, self.calling, self.fleet, self._again)
            for told in (self.journey, self.hotline, on_site, self.repair_points):
                told.aftercare = aftercare

    def _calling(self, days: LocalDays, driving: Driving) -> Calling | None:
        """The calls the plan makes, by whom; who waits for contact is watched."""
        plan = self.deployment.plan
        desks = self.office.callers()
        if not desks:
            return None
        customers = Customers(self.world.scenario)
        if plan.calls.contact is not None:
            driving.customers = customers
            sites, env = self.draws.site, self.env
            self.hotline.tell(lambda ticket: customers.met(sites[ticket], env.now))
        return Calling(self.env, self.recorder, self.world, plan.calls, desks, days, customers)

    def run(self) -> EventLog:
        """Let the tickets come, each when it is reported, and settle every instant."""
        if self.fleet is None:
            self.env.live_each(self._arrivals())
        if self.upkeep is not None:
            self.env.live_each(self.upkeep.arrivals())
        self.env.run_settled(self.stop, self._settle)
        return self.recorder.log()

    def _settle(self) -> None:
        """Failures, benches, parts, seats, engineers. What is granted makes new events now; when none are left, calls
        fall due, then long waits are noticed, and last of all do callers hang up.
        """
        self.env.unsettled = self._grant() or self._fall_due()

    def _grant(self) -> bool:
        if self.fleet is not None and self.fleet.settle():
            return True
        if self.repair_points.settle() or (self.stores is not None and self.stores.settle()):
            return True
        seats = self.office.settle()
        return self.dispatcher.settle() or seats

    def _fall_due(self) -> bool:
        if self.calling is not None and self.calling.settle():
            return True
        self.roster.send_lingering_home()
        return self.office.treat() or self.office.let_go()

    def _arrivals(self) -> Iterator[Arrival]:
        """Tickets as the model knows them, made when they are reported."""
        reported, of = self.draws.reported, self.journey.of
        if self.upkeep is not None:
            of = self._unless_prevented
        opened = 0
        if self.world.scenario.start is not None:
            opened = len(self.world.scenario.start.tickets)
            for index in range(opened):
                yield self.env.now, self.journey.resume(self._ticket(index, reported[index]))
        for index in range(opened, self.world.originals):
            yield reported[index], of(self._ticket(index, reported[index]))

    def _unless_prevented(self, ticket: Ticket) -> Steps:
        """Planned work may have spared the site this fault."""
        if self.upkeep is None or not self.upkeep.prevents(ticket.index, ticket.site):
            yield from self.journey.of(ticket)

    def _ticket(self, index: int, reported: int) -> Ticket:
        draws, kind = self.draws, self.draws.fault[index]
        fault, severity, chance, supplier = self._kinds[kind]
        supplier = supplier if draws.u_supplier[index] < chance else None
        return Ticket(index, draws.site[index], kind, reported, (fault, severity), supplier, draws.crew[index])

    @cached_property
    def _kinds(self) -> list[tuple[Fault, int, float, Supplier | None]]:
        """By fault: the rank of its severity, its supplier and how often he is needed."""
        scenario, kinds = self.world.scenario, []
        for kind in scenario.faults:
            share = kind.fault.supplier
            rank = scenario.severities.index(kind.fault.severity)
            supplier = scenario.suppliers[share.id] if share else None
            kinds.append((kind.fault, rank, share.chance if share else 0.0, supplier))
        return kinds

    def _fail(self, index: int) -> bool:
        """A unit has run long enough and fails now."""
        assert self.fleet is not None
        if self.upkeep is not None and self.upkeep.prevents(index, self.draws.site[index]):
            return False
        self.fleet.note(index)
        self._again(index)
        return True

    def _again(self, repeat: int) -> Ticket:
        """The same fault is reported again now."""
        now = self.env.now
        self.outcomes.admit(repeat, now)
        ticket = self._ticket(repeat, now)
        self.env.live(self.journey.of(ticket))
        return ticket
