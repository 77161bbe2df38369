"""Which differences are real: tests of paired differences, and Holm's step-down over many of them at once."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.05
MOST_YEARS = 1_000_000
_SIGNS = {-1.0, 0.0, 1.0}

Floats = NDArray[np.float64]


def p_value(differences: Sequence[float]) -> float | None:
    """Two-sided chance of a mean difference this far from 0 if luck alone makes it; None with fewer than two pairs.

    Paired t-test (Law, 5th ed., section 10.2.1). Where every difference is -1, 0 or 1 (a year in which one plan kept
    the target and the other did not) the exact test of signs (McNemar, Psychometrika 12, 1947). Where all are the same
    and not 0, the test of signs too: so many years in a row on one side.
    """
    values = np.asarray(differences, dtype=np.float64)
    if len(values) < 2:
        return None
    if not values.any():
        return 1.0
    if set(values.tolist()) <= _SIGNS or float(np.ptp(values)) == 0.0:
        return _of_signs(values)
    return _of_t(values)


def _of_t(values: Floats) -> float:
    from scipy.special import stdtr

    error = float(values.std(ddof=1)) / math.sqrt(len(values))
    return 2.0 * float(stdtr(len(values) - 1, -abs(float(values.mean())) / error))


def _of_signs(values: Floats) -> float:
    from scipy.special import bdtr

    above, below = int((values > 0).sum()), int((values < 0).sum())
    return min(1.0, 2.0 * float(bdtr(min(above, below), above + below, 0.5)))


def step_down(values: Sequence[float], level: float = LEVEL) -> tuple[list[bool], list[float]]:
    """Which hypotheses fall at `level` over all of them, and the level each was held against.

    (Holm, Scand. J. Statist. 6, 1979: the smallest p against level / m, the next against level / (m - 1), until one
    stands; whatever the p-values have to do with each other.) What stands is held against the level at which the first
    one stood.
    """
    order = sorted(range(len(values)), key=lambda index: values[index])
    falls, held = [False] * len(values), [level] * len(values)
    stood = None
    for rank, index in enumerate(order):
        held[index] = stood or level / (len(values) - rank)
        falls[index] = stood is None and values[index] <= held[index]
        stood = stood if falls[index] else held[index]
    return falls, held


def years_needed(differences: Sequence[float], level: float) -> int | None:
    """Sample years after which a difference would be told at `level` if its mean and its spread stay as they are.

    None where nothing differs, where there is no spread to go by, or where a million years would not do.
    """
    values = np.asarray(differences, dtype=np.float64)
    if len(values) < 2 or not values.any():
        return None
    if float(np.ptp(values)) == 0.0:
        return max(len(values), math.ceil(1.0 - math.log2(level)))
    steps = float(values.mean()) ** 2 / float(values.var(ddof=1))
    return _first(lambda n: _is_told(steps, n, level), len(values)) if steps > 0 else None


def _is_told(steps: float, n: int, level: float) -> bool:
    """Whether a mean of sqrt(steps) standard deviations is told from 0 by n pairs."""
    from scipy.special import stdtrit

    return math.sqrt(steps * n) >= float(stdtrit(n - 1, 1.0 - level / 2))


def _first(is_enough: Callable[[int], bool], least: int) -> int | None:
    """The smallest number from `least` on that is enough, if all beyond it are too; None above a million."""
    below, above = least - 1, least
    while not is_enough(above):
        if above >= MOST_YEARS:
            return None
        below, above = above, min(2 * above, MOST_YEARS)
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if is_enough(middle) else (middle, above)
    return above
