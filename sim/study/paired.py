"""Two samples against each other: pairs under the same luck, or independent ones."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.study.estimate import Estimate, mean_of, t_quantile
from sim.wording import _

Pairs = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Difference:
    """What b has more than a, replication by replication, over `n` pairs.

    variance_reduction: 1 - var(b - a) / (var a + var b), the share of the variance that pairing took away against
    independent luck; below 0 where it added some, None where neither sample varies or there is one pair.
    """

    estimate: Estimate
    variance_reduction: float | None
    n: int


def paired(a: Sequence[float | None], b: Sequence[float | None]) -> Difference:
    """Mean of b - a with its paired t-interval (Law, 5th ed., section 10.2.1), and what pairing was worth.

    One value per replication, in the same order; a pair in which either is None is left out. Raises ValueError where
    the lengths differ.
    """
    pairs = np.array([(x, y) for x, y in zip(a, b, strict=True) if x is not None and y is not None], dtype=np.float64)
    pairs = pairs.reshape(-1, 2)
    return Difference(mean_of((pairs[:, 1] - pairs[:, 0]).tolist()), _variance_reduction(pairs), len(pairs))


def _variance_reduction(pairs: Pairs) -> float | None:
    if len(pairs) < 2:
        return None
    apart = float(pairs.var(axis=0, ddof=1).sum())
    together = float((pairs[:, 1] - pairs[:, 0]).var(ddof=1))
    return 1.0 - together / apart if apart > 0 else None


def welch(a: Sequence[float], b: Sequence[float]) -> Estimate:
    """Mean of b minus mean of a for independent samples, with Welch's t-interval; n counts the values of both.

    Degrees of freedom by Welch (1938) and Satterthwaite (1946).
    """
    if not len(a) or not len(b):
        return Estimate(None, None, None, 0, _("no replication has a case"))
    mean, n = float(np.mean(b) - np.mean(a)), len(a) + len(b)
    if min(len(a), len(b)) < 2:
        return Estimate(mean, None, None, n, _("one replication gives no interval"))
    half = _welch_half(float(np.var(a, ddof=1)) / len(a), float(np.var(b, ddof=1)) / len(b), len(a), len(b))
    return Estimate(mean, mean - half, mean + half, n)


def _welch_half(of_a: float, of_b: float, n_a: int, n_b: int) -> float:
    """Half the interval from the variances of both means."""
    if of_a + of_b == 0:
        return 0.0
    return t_quantile(welch_freedom(of_a, of_b, n_a, n_b)) * math.sqrt(of_a + of_b)


def welch_freedom(of_a: float, of_b: float, n_a: int, n_b: int) -> float:
    """Degrees of freedom of a difference of means with variances `of_a`, `of_b` from samples of n_a and n_b."""
    return (of_a + of_b) ** 2 / (of_a**2 / (n_a - 1) + of_b**2 / (n_b - 1))
