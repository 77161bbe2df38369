"""From replications to a verdict: within four standard errors, and these small enough to mean something."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.selftest.stays import Part
from sim.selftest.value import SIMULATION, Value

MAX_Z = 4.0
LIMITS = {"share": 0.003, "mean": 0.01}

ONE_ALONE = 0.6
"""Of the squares of a figure of luck: where one replication has more, the others cannot tell what it is worth."""


@dataclass(frozen=True)
class Counted:
    """One replication: its part of every figure, and what luck brought, as numbers whose true mean is 0."""

    parts: dict[str, Part]
    luck: list[float]


@dataclass(frozen=True)
class Metric:
    """An expected value. `kind`: a share may have a standard error of 0.3 percentage points, a mean of 1 %.

    `slack`: so many times as much, where less would cost too much time.
    """

    expected: float
    kind: str = "mean"
    slack: int = 1

    @property
    def largest_error(self) -> float:
        """The largest standard error that still proves something."""
        limit = self.slack * LIMITS[self.kind]
        return limit if self.kind == "share" else limit * abs(self.expected)

    def by_chance(self, cases: float) -> float:
        """The standard error of a share of independent cases: for what is so rare that no replication saw it."""
        return math.sqrt(self.expected * (1 - self.expected) / cases) if self.kind == "share" else 0.0


@dataclass(frozen=True)
class Measured:
    """A ratio of sums over independent replications with its standard error."""

    metric: Metric
    mean: float
    error: float

    @property
    def is_certain(self) -> bool:
        """Whether luck has no part in it: it was the same in every replication."""
        return self.error == 0

    @property
    def z(self) -> float:
        """Distance from the expected value in standard errors."""
        if self.is_certain:
            return 0.0 if math.isclose(self.mean, self.metric.expected) else math.inf
        return (self.mean - self.metric.expected) / self.error

    @property
    def passes(self) -> bool:
        """Near enough, and precise enough to say so."""
        return abs(self.z) <= MAX_Z and self.error <= self.metric.largest_error

    def value(self, name: str) -> Value:
        """The same under its name."""
        allowed = f"{MAX_Z:g} se, se <= {self.metric.largest_error:.2g}"
        return Value(name, self.metric.expected, self.mean, self.error, SIMULATION, self.passes, allowed)


def measured(metric: Metric, parts: Sequence[Part], luck: Sequence[Sequence[float]]) -> Measured:
    """Ratio of sums with what is due to luck taken out, and its standard error.

    Linearised (Cochran, Sampling Techniques, 3rd ed., section 6.3), then less what the luck of each replication is
    worth by the regression over all the others: so the mean stays where it is (Avramidis and Wilson, Operations
    Research 41, 1993, 567-577), however skew the luck of a short replication may be.
    """
    upper, lower = np.array(parts, dtype=np.float64).T
    ratio = upper.sum() / lower.sum()
    cleared = _cleared((upper - ratio * lower) / lower.mean(), np.array(luck, dtype=np.float64))
    error = math.sqrt(float(cleared.var(ddof=1)) / len(parts))
    return Measured(metric, float(ratio + cleared.mean()), error or metric.by_chance(lower.sum()))


def _cleared(figures: NDArray[np.float64], luck: NDArray[np.float64]) -> NDArray[np.float64]:
    """Each figure less its luck times the coefficients that the other rows give.

    Leaving out a row changes the coefficients b by (X'X)^-1 x e / (1 - h), with e its residual and h its leverage, and
    its residual to e / (1 - h) (Cook and Weisberg, Residuals and Influence in Regression, 1982, section 2.2).
    """
    design = _design(luck.reshape(len(figures), -1))
    inverse = np.linalg.pinv(design.T @ design)
    coefficients = inverse @ design.T @ figures
    influence = design @ inverse
    leverage = (influence * design).sum(axis=1)
    alone = (figures - design @ coefficients) / np.maximum(1 - leverage, 1e-9)
    cleared: NDArray[np.float64] = alone + coefficients[0] - influence[:, 0] * alone
    return cleared


def _design(luck: NDArray[np.float64]) -> NDArray[np.float64]:
    """A column of ones, then the figures on a common scale.

    Left out is what a single replication has decided, and what lies so far from its true mean 0 that the rare
    replications which outweigh the others are missing: beside the ones it would be another constant.
    """
    squares, sums = luck**2, luck.sum(axis=0)
    total = squares.sum(axis=0)
    told = (np.ptp(luck, axis=0) > 0) & (squares.max(axis=0, initial=0.0) <= ONE_ALONE * total)
    told &= sums**2 <= MAX_Z**2 * total
    return np.column_stack([np.ones(len(luck)), luck[:, told] / np.sqrt(total[told] / len(luck))])
