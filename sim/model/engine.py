"""The engine: SimPy moves time, and each instant is settled in one total order before time moves on."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from sim.model.company import Company
from sim.model.deployment import deployment
from sim.model.environment import Environment
from sim.model.events import EventLog, Recorder
from sim.scenario import Plan
from sim.world import World


def simulate(world: World, plan: Plan) -> EventLog:
    """What happens to the tickets of this world under this plan, from begin of warm-up to the end of the run-out."""
    env, record = Environment(world.scenario.horizon.begin), Recorder()
    with _without_collector():
        company = Company(env, record, world, deployment(world.scenario, plan))
        company.intake.begin()
        env.run_settled(world.scenario.horizon.stop, _Settlement(company).settle)
        return record.log()


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


class _Settlement:
    """The order in which the requests of one instant are granted."""

    def __init__(self, company: Company) -> None:
        self.env, self.fleet, self.repair_points = company.env, company.intake.fleet, company.repair_points
        self.stores, self.office, self.dispatcher = company.stores, company.office, company.dispatcher
        self.roster, self.calling = company.roster, company.calling

    def settle(self) -> None:
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
