"""Constants and budgets of ranking and selection: how many replications it takes to pick the best of k."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

NODES = 400  # of the Gauss-Legendre rule in each direction
MOST_H = 100.0


def rinott_h(k: int, n0: int, p: float) -> float:
    """Rinott's constant h for picking the best of `k` with chance `p` or more, after n0 replications of each.

    Solves E[ E[ Phi(h / sqrt((n0 - 1) (1/X + 1/Y))) | Y ]^(k-1) ] = p for independent chi-squares X, Y with n0 - 1
    degrees of freedom (Rinott, Comm. Statist. A7, 1978), by quadrature over the uniforms behind X and Y. Raises
    ValueError where k < 2, n0 < 2 or p is not between 1 / k and 1.
    """
    from scipy.optimize import brentq

    if k < 2 or n0 < 2 or not 1 / k < p < 1:
        raise ValueError("k and n0 must be at least 2 and p between 1 / k and 1")
    scale, weights = _chi_square_grid(n0)
    return float(brentq(lambda h: _chance_of_best(h, k, scale, weights) - p, 0.0, MOST_H, xtol=1e-10))


def _chi_square_grid(n0: int) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """sqrt((n0 - 1) (1/x + 1/y)) on the grid of both chi-squares, and the weights of one direction."""
    from scipy.special import chdtri, roots_legendre

    nodes, weights = roots_legendre(NODES)
    inverse = 1.0 / chdtri(n0 - 1, (1.0 - nodes) / 2)
    return np.sqrt((n0 - 1) * (inverse[:, None] + inverse[None, :])), weights / 2


def _chance_of_best(h: float, k: int, scale: NDArray[np.float64], weights: NDArray[np.float64]) -> float:
    from scipy.special import ndtr

    return float(weights @ (ndtr(h / scale) @ weights) ** (k - 1))


def kim_nelson(k: int, n0: int, alpha: float) -> tuple[float, float]:
    """(eta, h^2) of the fully sequential procedure with c = 1 for the best of `k` with chance 1 - alpha or more.

    eta = ((2 alpha / (k - 1))^(-2 / (n0 - 1)) - 1) / 2, h^2 = 2 eta (n0 - 1) (Kim and Nelson, ACM TOMACS 11, 2001).
    """
    if k < 2 or n0 < 2 or not 0 < alpha < 1:
        raise ValueError("k and n0 must be at least 2 and alpha between 0 and 1")
    eta = 0.5 * ((2 * alpha / (k - 1)) ** (-2 / (n0 - 1)) - 1)
    return eta, 2 * eta * (n0 - 1)


def ocba(means: Sequence[float], sds: Sequence[float], total: float) -> NDArray[np.float64]:
    """Shares of `total` replications that make picking the smallest mean safest, in the order of `means`.

    N_i ~ (sd_i / (mean_i - mean_b))^2 for all but the best b, N_b = sd_b sqrt(sum (N_i / sd_i)^2) (Chen, Lin, Yucesan
    and Chick, Discrete Event Dynamic Systems 10, 2000). Not rounded. Raises ValueError where two share the smallest
    mean or a standard deviation is not above 0.
    """
    mean, sd = np.asarray(means, dtype=np.float64), np.asarray(sds, dtype=np.float64)
    best = int(mean.argmin())
    rest = np.arange(mean.size) != best
    if (mean[rest] == mean[best]).any() or (sd <= 0).any():
        raise ValueError("the best must be one alone and every standard deviation above 0")
    ratio = np.zeros_like(mean)
    ratio[rest] = (sd[rest] / (mean[rest] - mean[best])) ** 2
    ratio[best] = sd[best] * np.sqrt(((ratio[rest] / sd[rest]) ** 2).sum())
    shares: NDArray[np.float64] = total * ratio / ratio.sum()
    return shares
