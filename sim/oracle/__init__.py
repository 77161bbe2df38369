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

__all__ = [
    "Abandonment",
    "erlang_a",
    "erlang_a_service_level",
    "erlang_b",
    "erlang_c",
    "mean_wait",
    "occupancy",
    "offered_load",
    "seats_needed",
    "seats_on_roster",
    "service_level",
]
