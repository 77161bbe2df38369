"""One plan at many points: numbers of its files take one value after the other, in the same sample years."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from itertools import product
from typing import TYPE_CHECKING

from sim.scenario.varied import Amount, Varied
from sim.study.measured import Measured, measured

if TYPE_CHECKING:
    from sim.scenario import Commitment, Problem
    from sim.study.experiment import Experiment
    from sim.study.variants import Variant, Variants

TOGETHER = 8  # points simulated side by side, so that they share a sampled year
FINENESS = 1000  # of a range without a step: values a hypercube may take in it

Values = tuple[Amount, ...]


@dataclass(frozen=True)
class Point:
    """One value for every path. `figures`: what was measured there; without them `reason` says why there are none.

    `beside`: what had to change with it, so that shares make up a whole; `refused`: the scenario cannot have it.
    """

    number: int
    values: Values
    figures: tuple[Measured, ...] = ()
    verdicts: tuple[tuple[str, str], ...] = ()
    reason: str | None = None
    refused: bool = False
    beside: tuple[str, ...] = ()
    digest: str | None = None

    @property
    def is_simulated(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.figures)

    def figure(self, name: str, commitment: str = "") -> Measured | None:
        """One measure."""
        return next((one for one in self.figures if one.measure.key == (commitment, name)), None)

    def verdict(self, commitment: str) -> str:
        """Of a commitment, '' where there is none."""
        return dict(self.verdicts).get(commitment, "")


@dataclass(frozen=True, eq=False)
class Sweep:
    """All points in their order. `asked`: how many a hypercube was to have, None for a grid; `n`: sample years of each.

    `commitments`: as they stand at the first point that was simulated.
    """

    varied: tuple[Varied, ...]
    points: tuple[Point, ...]
    n: int
    commitments: tuple[Commitment, ...]
    asked: int | None = None

    @property
    def simulated(self) -> tuple[Point, ...]:
        """The points there is something to say of."""
        return tuple(point for point in self.points if point.is_simulated)

    def changes(self, point: Point) -> tuple[str, ...]:
        """The `--set` texts that make a point."""
        return changes(self.varied, point.values)


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
    """The value that stands so far along a path: the steps share it out evenly, a range without a step is fine."""
    if varied.ends is None:
        return varied.values[min(int(share * len(varied.values)), len(varied.values) - 1)]
    low, high = varied.ends
    fine = _fine(high.size - low.size)
    return low.of_size(low.size + round(share * float(high.size - low.size) / float(fine)) * fine)


def _fine(span: Fraction) -> Fraction:
    """A power of ten of which a span has about a thousand."""
    return Fraction(10) ** (math.floor(math.log10(span)) + 1 - round(math.log10(FINENESS)))


def sweep(
    variants: Variants,
    experiment: Experiment,
    varied: Sequence[Varied],
    chosen: Sequence[Values],
    n: int,
    asked: int | None = None,
) -> Sweep:
    """Every point after `n` sample years, as far as the budget of the experiment goes.

    A point the scenario refuses keeps the reason. InputErrors with all of them if it refuses every one.
    """
    points, places = _loaded(variants, varied, chosen)
    experiment.foresee(len(places) * n)
    done = {point.number: point for point in _simulated(experiment, points, places, n)}
    found = tuple(done.get(point.number, point) for point in points)
    first = next(iter(places.values())).scenario
    return Sweep(tuple(varied), found, n, first.commitments, asked)


def _loaded(
    variants: Variants, varied: Sequence[Varied], chosen: Sequence[Values]
) -> tuple[list[Point], dict[int, Variant]]:
    """All points, and what is to be simulated of those that the scenario can have."""
    from sim.scenario import InputErrors

    points: list[Point] = []
    places: dict[int, Variant] = {}
    problems: dict[Problem, None] = {}
    for number, values in enumerate(chosen, 1):
        texts = changes(varied, values)
        point = Point(number, values, beside=_beside(variants, texts))
        try:
            places[number] = variants.changed((*texts, *point.beside), ", ".join(texts))
        except InputErrors as error:
            wrong = [one for one in error.problems if one.is_error]
            problems.update(dict.fromkeys(wrong))
            point = replace(point, reason=wrong[0].message, refused=True)
        points.append(point)
    if not places:
        raise InputErrors(list(problems))
    return points, places


def _beside(variants: Variants, texts: Sequence[str]) -> tuple[str, ...]:
    """What shares that make up a whole with a varied one must become."""
    from sim.scenario import companions

    shares = [text for text in texts if "share" in text.partition("=")[0]]
    return tuple(
        more
        for text in shares
        for more in companions(variants.folder, variants.plan, variants.overrides, text)
        if more.partition("=")[0] not in [one.partition("=")[0] for one in texts]
    )


def _simulated(
    experiment: Experiment, points: Sequence[Point], places: dict[int, Variant], n: int
) -> Iterator[Point]:
    """Points with what was measured there, a few side by side, until the budget is spent."""
    waiting = [point for point in points if point.number in places]
    while waiting:
        now = waiting[:TOGETHER]
        while now and not experiment.affords(len(now) * n):
            now = now[:-1]
        if not now:
            return
        outcomes = experiment.outcomes([places[point.number] for point in now], range(n))
        for point, outcome in zip(now, outcomes, strict=True):
            verdicts = tuple((name, outcome.standing(name).verdict) for name in outcome.ids)
            yield replace(point, figures=measured(outcome), verdicts=verdicts, digest=outcome.digest)
        waiting = waiting[len(now) :]
