"""Intake: tickets come, by the calendar, by running time, again, or open at the start."""

from __future__ import annotations

from collections.abc import Iterator

from sim.model.draws import Draws
from sim.model.environment import Arrival, Environment, Steps
from sim.model.events import Recorder
from sim.model.fleet import Fleet
from sim.model.journey import Journey
from sim.model.outcomes import Outcomes
from sim.model.ticket import Ticket
from sim.model.upkeep import Upkeep
from sim.scenario import Fault, Scenario, Supplier
from sim.world import World


class Intake:
    """Makes the tickets of a world as the model knows them, each when it is reported."""

    def __init__(
        self,
        env: Environment,
        record: Recorder,
        world: World,
        journey: Journey,
        outcomes: Outcomes,
        upkeep: Upkeep | None,
        draws: Draws,
    ) -> None:
        self.env, self.world, self.draws = env, world, draws
        self._journey, self._outcomes, self._upkeep = journey, outcomes, upkeep
        self._kinds = _kinds_of(world.scenario)
        ages = world.scenario.failures == "operating"
        self.fleet = Fleet(env, record, world, self._is_prevented, self.report) if ages else None

    def begin(self) -> None:
        """From now on they come."""
        if self.fleet is None:
            self.env.live_each(self._arrivals())
        if self._upkeep is not None:
            self.env.live_each(self._upkeep.arrivals())

    def _arrivals(self) -> Iterator[Arrival]:
        reported, start = self.draws.reported, self.world.scenario.start
        of = self._journey.of if self._upkeep is None else self._unless_prevented
        opened = len(start.tickets) if start is not None else 0
        for index in range(opened):
            yield self.env.now, self._journey.resume(self._ticket(index, reported[index]))
        for index in range(opened, self.world.originals):
            yield reported[index], of(self._ticket(index, reported[index]))

    def _unless_prevented(self, ticket: Ticket) -> Steps:
        if not self._is_prevented(ticket.index):
            yield from self._journey.of(ticket)

    def _is_prevented(self, index: int) -> bool:
        """Whether planned work has spared the site this fault."""
        return self._upkeep is not None and self._upkeep.prevents(index, self.draws.site[index])

    def report(self, index: int) -> Ticket:
        """A ticket of which only now is known when it is reported: now."""
        now = self.env.now
        self._outcomes.admit(index, now)
        ticket = self._ticket(index, now)
        self.env.live(self._journey.of(ticket))
        return ticket

    def _ticket(self, index: int, reported: int) -> Ticket:
        draws, kind = self.draws, self.draws.fault[index]
        fault, severity, chance, supplier = self._kinds[kind]
        supplier = supplier if draws.u_supplier[index] < chance else None
        return Ticket(index, draws.site[index], kind, reported, (fault, severity), supplier, draws.crew[index])


def _kinds_of(scenario: Scenario) -> list[tuple[Fault, int, float, Supplier | None]]:
    """By fault: the rank of its severity, how often its supplier is needed, and who that is."""
    kinds = []
    for kind in scenario.faults:
        share = kind.fault.supplier
        rank = scenario.severities.index(kind.fault.severity)
        supplier = scenario.suppliers[share.id] if share else None
        kinds.append((kind.fault, rank, share.chance if share else 0.0, supplier))
    return kinds
