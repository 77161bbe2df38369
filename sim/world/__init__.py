"""The luck of one replication: keyed uniforms, inverse CDFs, the tickets. It depends on no plan."""

from sim.world.quantiles import quantile, seconds
from sim.world.tickets import Tickets
from sim.world.world import World, sample_world

__all__ = ["Tickets", "World", "quantile", "sample_world", "seconds"]
