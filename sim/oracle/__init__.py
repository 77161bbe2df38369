"""Closed forms that the simulator is tested against."""

from sim.oracle.echelons import TwoEchelons, metric, two_echelons, vari_metric
from sim.oracle.erlang import (
    Abandonment,
    erlang_a,
    erlang_a_service_level,
    erlang_b,
    erlang_c,
    mean_wait,
    occupancy,
    offered_load,
    seats_needed,
    seats_on_roster,
    service_level,
)
from sim.oracle.finite import Repairman, repairman
from sim.oracle.held import HeldForParts, held_for_parts
from sim.oracle.markov import stationary
from sim.oracle.pooling import Pooling, pooling
from sim.oracle.queues import LimitedLines, limited_lines, mean_wait_of_one, mean_waits_by_rank
from sim.oracle.stock import ShelfFigures, UpToFigures, base_stock, emergency, lots, repair_shop, up_to, wait_within

__all__ = [
    "Abandonment",
    "HeldForParts",
    "LimitedLines",
    "Pooling",
    "Repairman",
    "ShelfFigures",
    "TwoEchelons",
    "UpToFigures",
    "base_stock",
    "emergency",
    "erlang_a",
    "erlang_a_service_level",
    "erlang_b",
    "erlang_c",
    "held_for_parts",
    "limited_lines",
    "lots",
    "mean_wait",
    "mean_wait_of_one",
    "mean_waits_by_rank",
    "metric",
    "occupancy",
    "offered_load",
    "pooling",
    "repair_shop",
    "repairman",
    "seats_needed",
    "seats_on_roster",
    "service_level",
    "stationary",
    "two_echelons",
    "up_to",
    "vari_metric",
    "wait_within",
]
