"""At which points a study looks: a full grid over several paths, or a Latin hypercube."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import product

from sim.scenario.durations import SECONDS
from sim.scenario.varied import Amount, Varied

COARSE, FINENESS = 50, 1000  # of a range without a step: how many values a hypercube may take in it

Values = tuple[Amount, ...]


def changes(varied: Sequence[Varied], values: Values) -> tuple[str, ...]:
    """`path=value` for each path."""
    return tuple(f"{one.path}={value.text}" for one, value in zip(varied, values, strict=True))


def grid_size(varied: Sequence[Varied]) -> int:
    """How many points a full grid has."""
    return math.prod(len(one.values) for one in varied)


def grid(varied: Sequence[Varied]) -> list[Values]:
    """Every value with every other, the last path moving fastest."""
    return list(product(*(one.values for one in varied)))


def hypercube(varied: Sequence[Varied], points: int, seed: int) -> list[Values]:
    """So many points of a Latin hypercube, rounded to the values each path may take; points that coincide count once.

    (McKay, Beckman and Conover, Technometrics 21, 1979: every path meets each of `points` equal parts of its range.)
    """
    import numpy as np
    from scipy.stats import qmc

    cube = qmc.LatinHypercube(len(varied), rng=np.random.default_rng(seed)).random(points)
    found = [tuple(_value(one, share) for one, share in zip(varied, row, strict=True)) for row in cube.tolist()]
    return list(dict.fromkeys(found))


def _value(varied: Varied, share: float) -> Amount:
    """The value that stands so far along a path: its values share it out evenly; a range without a step is fine."""
    if varied.ends is None:
        return varied.values[min(int(share * len(varied.values)), len(varied.values) - 1)]
    low, high = varied.ends
    grain = _grain(low, high)
    steps = math.floor(share * ((high.size - low.size) // grain.size + 1))
    number = (low.size + steps * grain.size) * grain.number / grain.size
    return replace(grain, number=number)


def _grain(low: Amount, high: Amount) -> Amount:
    """The step in which values of a range without one are taken: in durations a whole unit, else a power of ten."""
    span = high.size - low.size
    if low.family == "duration":
        unit = next((unit for unit in ("d", "h", "min") if span >= COARSE * SECONDS[unit]), "s")
        return Amount("", Fraction(1), unit)
    power = math.floor(math.log10(span)) + 1
    return replace(low, number=Fraction(10) ** (power - round(math.log10(FINENESS))))
