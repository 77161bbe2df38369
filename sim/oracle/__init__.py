"""Closed forms that the simulator is tested against."""

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
from sim.oracle.queues import LimitedLines, limited_lines, mean_wait_of_one, mean_waits_by_rank
from sim.oracle.stock import ShelfFigures, UpToFigures, base_stock, emergency, lots, up_to, wait_within

__all__ = [
    "Abandonment",
    "LimitedLines",
    "ShelfFigures",
    "UpToFigures",
    "base_stock",
    "emergency",
    "erlang_a",
    "erlang_a_service_level",
    "erlang_b",
    "erlang_c",
    "limited_lines",
    "lots",
    "mean_wait",
    "mean_wait_of_one",
    "mean_waits_by_rank",
    "occupancy",
    "offered_load",
    "seats_needed",
    "seats_on_roster",
    "service_level",
    "up_to",
    "wait_within",
]
