"""Inverse distribution functions: one uniform in, one duration out, so that the same luck gives the same order.

Rejection samplers would use an unknown number of uniforms and break common random numbers.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.scenario.distribution import Distribution

Floats = NDArray[np.float64]

_NOTHING = 1e-18
"""A chance that, added to almost 1, changes nothing any more."""


def quantile(dist: Distribution, u: Floats) -> Floats:
    """The value below which a share `u` of the distribution lies; seconds for durations."""
    return _INVERSES[dist.kind](dist, np.asarray(u, dtype=np.float64))


def seconds(dist: Distribution, u: Floats) -> NDArray[np.int64]:
    """Quantiles as whole seconds, half up."""
    return np.floor(quantile(dist, u) + 0.5).astype(np.int64)


def mean_one_gamma(cv: float, u: Floats) -> Floats:
    """Gamma factors with mean 1 and coefficient of variation `cv` (0: all 1)."""
    from scipy.special import gammaincinv

    if not cv:
        return np.ones_like(u)
    shape = cv**-2
    return np.asarray(gammaincinv(shape, u) / shape)


def mean_one_lognormal(cv: float, u: Floats) -> Floats:
    """Lognormal factors with mean 1 and coefficient of variation `cv` (0: all 1)."""
    return _lognormal_of(1.0, cv, u) if cv else np.ones_like(u)


def poisson_counts(mean: Floats, u: Floats) -> NDArray[np.int64]:
    """Inverse Poisson: the smallest n with P(N <= n) >= u."""
    counts = np.zeros(len(mean), dtype=np.int64)
    small = mean <= 30.0
    counts[small] = _poisson_by_sum(mean[small], u[small])
    if not small.all():
        counts[~small] = _poisson_by_inverse(mean[~small], u[~small])
    return counts


def _poisson_by_sum(mean: Floats, u: Floats) -> NDArray[np.int64]:
    counts = np.zeros(len(mean), dtype=np.int64)
    term = np.exp(-mean)
    below = term.copy()
    left = np.flatnonzero(u > below)
    n = 0
    while len(left):
        n += 1
        term[left] *= mean[left] / n
        below[left] += term[left]
        counts[left] = n
        left = left[(u[left] > below[left]) & (term[left] > _NOTHING)]
    return counts


def _poisson_by_inverse(mean: Floats, u: Floats) -> NDArray[np.int64]:
    from scipy.special import pdtr, pdtrik

    above = np.ceil(pdtrik(u, mean))
    below = np.maximum(above - 1, 0)
    return np.asarray(np.where(pdtr(below, mean) >= u, below, above), dtype=np.int64)


def _of(parameter: float | None) -> float:
    """A parameter of the kind at hand; the loader has seen to it that it is there."""
    assert parameter is not None
    return parameter


def _constant(dist: Distribution, u: Floats) -> Floats:
    return np.full_like(u, _of(dist.mean))


def _exponential(dist: Distribution, u: Floats) -> Floats:
    return -_of(dist.mean) * np.log1p(-u)


def _lognormal(dist: Distribution, u: Floats) -> Floats:
    return _lognormal_of(_of(dist.mean), _of(dist.cv), u)


def _lognormal_of(mean: float, cv: float, u: Floats) -> Floats:
    from scipy.special import ndtri

    variance = math.log1p(cv * cv)
    return np.asarray(mean * np.exp(math.sqrt(variance) * ndtri(u) - variance / 2))


def _gamma(dist: Distribution, u: Floats) -> Floats:
    return _of(dist.mean) * mean_one_gamma(_of(dist.cv), u)


def _weibull(dist: Distribution, u: Floats) -> Floats:
    shape = _weibull_shape(_of(dist.cv))
    return _of(dist.mean) / math.gamma(1 + 1 / shape) * (-np.log1p(-u)) ** (1 / shape)


@lru_cache(maxsize=256)
def _weibull_shape(cv: float) -> float:
    """The shape whose coefficient of variation is `cv`: cv² + 1 = Γ(1 + 2/k) / Γ(1 + 1/k)²."""
    from scipy.optimize import brentq

    def excess(log_shape: float) -> float:
        k = math.exp(log_shape)
        return math.lgamma(1 + 2 / k) - 2 * math.lgamma(1 + 1 / k) - math.log1p(cv * cv)

    return math.exp(float(brentq(excess, math.log(0.05), math.log(500.0), xtol=1e-13)))


def _triangular(dist: Distribution, u: Floats) -> Floats:
    low, mode, high = _of(dist.low), _of(dist.mode), _of(dist.high)
    if high == low:
        return np.full_like(u, low)
    rising = low + np.sqrt(u * (high - low) * (mode - low))
    falling = high - np.sqrt((1 - u) * (high - low) * (high - mode))
    return np.where(u < (mode - low) / (high - low), rising, falling)


def _uniform(dist: Distribution, u: Floats) -> Floats:
    low, high = _of(dist.low), _of(dist.high)
    return low + u * (high - low)


def _empirical(dist: Distribution, u: Floats) -> Floats:
    return np.asarray(dist.values, dtype=np.float64)[np.searchsorted(_edges(dist.shares or ()), u, side="left")]


def _mixture(dist: Distribution, u: Floats) -> Floats:
    """The uniform picks the part, what is left of it the value inside the part."""
    edges = _edges([share for share, _ in dist.of])
    part = np.searchsorted(edges, u, side="left")
    start, end = np.concatenate([[0.0], edges[:-1]])[part], edges[part]
    inner = np.clip((u - start) / (end - start), 2.0**-54, 1 - 2.0**-53)
    values = np.zeros_like(u)
    for index, (_, piece) in enumerate(dist.of):
        here = part == index
        values[here] = quantile(piece, inner[here])
    return values


def _edges(shares: Sequence[float]) -> Floats:
    """Upper ends of the shares on the way from 0 to 1; written shares may add up to not quite 1."""
    ends = np.cumsum(np.asarray(shares, dtype=np.float64))
    return np.asarray(ends / ends[-1])


_INVERSES: dict[str, Callable[[Distribution, Floats], Floats]] = {
    "constant": _constant,
    "exponential": _exponential,
    "lognormal": _lognormal,
    "gamma": _gamma,
    "weibull": _weibull,
    "triangular": _triangular,
    "uniform": _uniform,
    "empirical": _empirical,
    "mixture": _mixture,
}
