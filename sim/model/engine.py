"""The engine: SimPy moves time, and each instant is settled in one total order before time moves on."""

from __future__ import annotations

import gc
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from typing import Any

import numpy as np
import simpy
from numpy.typing import NDArray

from sim.model.deployment import Deployment, deployment
from sim.model.desks import Desk, OpenLine, seat_steps
from sim.model.dispatch import Dispatcher
from sim.model.environment import Environment
from sim.model.events import EventLog, Recorder
from sim.model.journey import Hotline, Journey, Ticket
from sim.model.outcomes import Outcomes
from sim.model.roster import Roster
from sim.scenario import Fault, Plan, Scenario, Supplier, SupplierShare
from sim.world import World, seconds

_CHUNK = 4096


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
        self.desks = _desks(env, recorder, place, begin)
        self._all_desks = list(self.desks.values())
        self.roster = Roster(env, recorder, place, begin, self.stop)
        self.dispatcher = Dispatcher(env, place, self.roster)
        self.journey = Journey(
            env,
            recorder,
            world,
            self._hotline(),
            self._dispatch_desk(),
            self.dispatcher,
            self.roster,
            Outcomes(recorder, world, place),
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
        return Hotline(self.env, self.recorder, self.world, front, experts, self.desks)

    def _dispatch_desk(self) -> Desk | None:
        roles = self.deployment.plan.desks
        return next((self.desks[name] for name, desk in roles.items() if desk.role == "dispatch"), None)

    def run(self) -> EventLog:
        """Let all tickets come, and settle every instant."""
        self.env.process(self._arrivals())
        self.env.run_settled(self.stop, self._settle)
        return self.recorder.log()

    def _settle(self) -> None:
        """Seats, then engineers; what is granted makes new events now, and only when none are left do callers hang up."""
        granted = False
        for desk in self._all_desks:
            granted = desk.settle() or granted
        if self.dispatcher.settle() or granted:
            self.env.unsettled = True
            return
        self.roster.send_lingering_home()
        for desk in self._all_desks:
            desk.let_go()

    def _arrivals(self) -> Generator[simpy.Event, Any, None]:
        env, journey = self.env, self.journey
        for ticket in self._tickets():
            wait = ticket.reported - env.now
            if wait:
                yield env.timeout(wait)
            env.process(journey.of(ticket))

    def _tickets(self) -> Iterator[Ticket]:
        """Tickets as the model knows them, made when they are reported."""
        world, scenario = self.world, self.world.scenario
        columns = _columns(world, self.deployment)
        kinds = [kind.fault for kind in scenario.faults]
        severities = [scenario.severities.index(fault.severity) for fault in kinds]
        suppliers = [_supplier(scenario, fault.supplier) for fault in kinds]
        for start in range(0, len(world.tickets), _CHUNK):
            block = (column[start : start + _CHUNK].tolist() for column in columns.values())
            for index, row in enumerate(zip(*block, strict=True), start):
                yield _ticket(index, row, kinds, severities, suppliers)


def _desks(env: Environment, recorder: Recorder, place: Deployment, begin: int) -> dict[str, Desk]:
    steps = [seat_steps(windows) for windows in place.seats]
    return {name: Desk(env, recorder, index, steps[index], begin) for index, name in enumerate(place.desks)}


def _supplier(scenario: Scenario, share: SupplierShare | None) -> tuple[float, Supplier | None]:
    return (share.chance, scenario.suppliers[share.id]) if share else (0.0, None)


def _columns(world: World, place: Deployment) -> dict[str, NDArray[Any]]:
    """What the model takes over from the world, ticket by ticket, and the dispatch desk's handle times."""
    t = world.tickets
    columns: dict[str, NDArray[Any]] = {name: getattr(t, name) for name in _TAKEN}
    duty = next((desk for desk in place.plan.desks.values() if desk.role == "dispatch"), None)
    columns["dispatch"] = seconds(duty.handle, world.luck.each("dispatch", t.key)) if duty else np.zeros_like(t.site)
    return columns


_TAKEN = (
    "site",
    "fault",
    "reported",
    "patience",
    "talk",
    "expert_talk",
    "contact",
    "reply",
    "supply",
    "diagnose",
    "repair",
    "sign_off",
    "noise",
    "u_remote",
    "u_supplier",
    "u_first_fix",
)


def _ticket(
    index: int,
    row: tuple[Any, ...],
    kinds: list[Fault],
    severities: list[int],
    suppliers: list[tuple[float, Supplier | None]],
) -> Ticket:
    ticket = Ticket()
    (
        ticket.site,
        ticket.kind,
        ticket.reported,
        ticket.patience_s,
        ticket.talk_s,
        ticket.expert_talk_s,
        ticket.contact_s,
        ticket.reply_s,
        ticket.supply_s,
        ticket.diagnose_s,
        ticket.repair_s,
        ticket.sign_off_s,
        ticket.travel_factor,
        ticket.u_remote,
        u_supplier,
        ticket.u_first_fix,
        ticket.dispatch_s,
    ) = row
    kind = ticket.kind
    chance, supplier = suppliers[kind]
    ticket.index, ticket.fault, ticket.severity = index, kinds[kind], severities[kind]
    ticket.supplier = supplier if u_supplier < chance else None
    ticket.happened, ticket.pauses = {"reported": ticket.reported}, ()
    return ticket
