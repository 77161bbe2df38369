"""Half-open intervals [start, end) as two arrays of instants."""

from __future__ import annotations

import numpy as np

from sim.clock.zones import Ints

Spans = tuple[tuple[int, int], ...]


def merge(starts: Ints, ends: Ints) -> tuple[Ints, Ints]:
    """Union of half-open intervals: disjoint, not touching, ascending."""
    some = starts < ends
    starts, ends = starts[some], ends[some]
    if not len(starts):
        return starts, ends
    order = np.argsort(starts, kind="stable")
    starts, reach = starts[order], np.maximum.accumulate(ends[order])
    gap = starts[1:] > reach[:-1]
    return starts[np.append(True, gap)], reach[np.append(gap, True)]


def pairs(starts: Ints, ends: Ints) -> Spans:
    """The intervals as a tuple of (start, end)."""
    return tuple(zip(as_list(starts), as_list(ends), strict=True))


def as_list(values: Ints) -> list[int]:
    """Python integers of an array: bisect is much quicker on them."""
    return [*map(int, values)]
