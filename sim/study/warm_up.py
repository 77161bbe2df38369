"""How long a simulation takes to forget its start: MSER-5 and Welch's moving average."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

BATCH = 5
Series = Sequence[float] | NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class MserResult:
    """Where MSER-5 cuts a series: the first `d_batches` batches of five (`d_obs` observations) are left out.

    mser: the smallest value of the statistic; truncated_mean: of the batches that stay.
    """

    d_batches: int
    d_obs: int
    mser: float
    truncated_mean: float


def mser5(series: Series) -> MserResult:
    """The cut that makes the mean of the rest most certain: the smallest d that minimises MSER over the first half.

    MSER(d) = sum of squared deviations of batch means d+1..n from their mean / (n - d)^2, batches of five, d up to n/2
    (White, Simulation 69, 1997; Franklin and White, WSC 2008). A remainder of less than five is left out. Raises
    ValueError for less than two batches.
    """
    count = len(series) // BATCH
    if count < 2:
        raise ValueError("MSER-5 needs at least two batches of five observations")
    means = np.asarray(series[: count * BATCH], dtype=np.float64).reshape(count, BATCH).mean(axis=1)
    values = [_mser(means[cut:]) for cut in range(count // 2 + 1)]
    cut = int(np.argmin(values))  # the first of equal ones
    return MserResult(cut, cut * BATCH, values[cut], float(means[cut:].mean()))


def _mser(rest: NDArray[np.float64]) -> float:
    return float(((rest - rest.mean()) ** 2).sum()) / rest.size**2


def welch_average(series: Series, w: int) -> NDArray[np.float64]:
    """Welch's moving average with window w: of 2w + 1 observations, of 2i - 1 at the i-th of the first w.

    n - w values (Welch 1983; Law, 5th ed., section 9.5.1). Raises ValueError unless 1 <= w <= n / 4, the longest window
    Law allows.
    """
    values = np.asarray(series, dtype=np.float64)
    if not 1 <= w <= values.size / 4:
        raise ValueError("the window must be between 1 and a quarter of the series")
    reach = [min(i, w) for i in range(values.size - w)]
    return np.array([values[i - r : i + r + 1].mean() for i, r in enumerate(reach)])
