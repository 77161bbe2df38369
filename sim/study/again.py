"""One replication once more: a run keeps no event logs, so what happened is simulated again from the same luck."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.model import Deployment, EventLog
    from sim.scenario import Plan, Scenario
    from sim.world import World


@dataclass(frozen=True, eq=False)
class Again:
    """The luck and the log of one replication, with the plan it happened under."""

    world: World
    plan: Plan
    place: Deployment
    log: EventLog

    @property
    def digest(self) -> str:
        """What a run of this replication alone would have as its digest."""
        return hashlib.sha256(bytes.fromhex(self.log.digest())).hexdigest()


def again(scenario: Scenario, plan: Plan, seed: int, replication: int) -> Again:
    """Simulate one replication of a run, as the run did."""
    from sim.model import deployment, simulate
    from sim.world import sample_world

    world = sample_world(scenario, seed, replication)
    return Again(world, plan, deployment(scenario, plan), simulate(world, plan))
