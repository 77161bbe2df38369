"""From replications to a verdict: within four standard errors, and these small enough to mean something."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.selftest.observed import Part

MAX_Z = 4.0
LIMITS = {"share": 0.003, "mean": 0.01}


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
class Estimate:
    """A ratio of sums over independent replications with its standard error."""

    metric: Metric
    value: float
    error: float

    @property
    def is_certain(self) -> bool:
        """Whether luck has no part in it: it was the same in every replication."""
        return self.error == 0

    @property
    def z(self) -> float:
        """Distance from the expected value in standard errors."""
        if self.is_certain:
            return 0.0 if math.isclose(self.value, self.metric.expected) else math.inf
        return (self.value - self.metric.expected) / self.error

    @property
    def passes(self) -> bool:
        """Near enough, and precise enough to say so."""
        return abs(self.z) <= MAX_Z and self.error <= self.metric.largest_error

    def __str__(self) -> str:
        text = f"{self.value:.6g} expected {self.metric.expected:.6g}, z {self.z:+.2f}"
        text += f", standard error {self.error:.2g} of at most {self.metric.largest_error:.2g}"
        return text if self.passes else text + "  FAILS"


def estimate(metric: Metric, parts: Sequence[Part], luck: Sequence[Sequence[float]]) -> Estimate:
    """Ratio of sums with what is due to luck taken out, and its standard error.

    Linearised (Cochran, Sampling Techniques, 3rd ed., section 6.3), then regressed on figures of true mean 0: what is
    left where they are 0 is the constant of the regression, and its standard error that of least squares.
    """
    upper, lower = np.array(parts, dtype=np.float64).T
    ratio = upper.sum() / lower.sum()
    design = _design(np.array(luck, dtype=np.float64).reshape(len(parts), -1))
    residual = (upper - ratio * lower) / lower.mean()
    inverse = np.linalg.pinv(design.T @ design)
    weights = inverse @ design.T @ residual
    left = residual - design @ weights
    variance = float(left @ left) / (len(parts) - design.shape[1]) * inverse[0, 0]
    return Estimate(metric, float(ratio + weights[0]), math.sqrt(variance) or metric.by_chance(lower.sum()))


def _design(luck: NDArray[np.float64]) -> NDArray[np.float64]:
    """A column of ones, then the figures on a common scale, but for those too rare to have been seen."""
    luck = luck[:, np.ptp(luck, axis=0) > 0]
    return np.column_stack([np.ones(len(luck)), luck / np.sqrt((luck**2).mean(axis=0))])


def estimates(
    metrics: Mapping[str, Metric], runs: Sequence[Mapping[str, Part]], luck: Sequence[Sequence[float]]
) -> dict[str, Estimate]:
    """Every metric over the replications."""
    return {name: estimate(metric, [run[name] for run in runs], luck) for name, metric in metrics.items()}
