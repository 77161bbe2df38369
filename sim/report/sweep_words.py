"""How points and paths are named in tables and charts of a sweep."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.scenario.overrides import parse_path
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario.varied import Varied
    from sim.study.sweeping import Point, Sweep

MOST_NAMED = 8
MOST_COLUMNS = 2


def short_paths(varied: Sequence[Varied]) -> list[str]:
    """The last key of each path, or as many of its last keys as tell them apart."""
    keys = [parse_path(one.path) for one in varied]
    for length in range(1, max(map(len, keys)) + 1):
        names = [".".join(one[-length:]) for one in keys]
        if len(set(names)) == len(names):
            return names
    return [one.path for one in varied]


def heads(varied: Sequence[Varied]) -> list[str]:
    """The heads of the columns that hold values: one for each path, of many paths a single one for the point."""
    return [name.upper() for name in short_paths(varied)] if len(varied) <= MOST_COLUMNS else [_("POINT")]


def cells(sweep: Sweep, point: Point) -> tuple[str, ...]:
    """What stands in these columns."""
    if len(sweep.varied) <= MOST_COLUMNS:
        return tuple(value.text for value in point.values)
    return (point_text(sweep, point),)


def point_text(sweep: Sweep, point: Point) -> str:
    """'engineers=4, within=6h'."""
    names = short_paths(sweep.varied)
    return ", ".join(f"{name}={value.text}" for name, value in zip(names, point.values, strict=True))


def axis_label(one: Varied) -> str:
    """The path, with the unit its numbers are in."""
    return f"{one.path} ({one.unit})" if one.unit else one.path
