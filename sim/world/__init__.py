"""The luck of one replication: keyed uniforms, inverse CDFs, the tickets. It depends on no plan."""

from sim.world.quantiles import quantile, seconds
from sim.world.tickets import Tickets
from sim.world.uniforms import key_of
from sim.world.world import World, sample_world

__all__ = ["Tickets", "World", "key_of", "quantile", "sample_world", "seconds"]
