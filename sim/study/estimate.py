"""Estimates over replications: a mean with its 95 % interval, or the reason why there is none."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.wording import _

CONFIDENCE = 0.95


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure over `n` replications; `mean` or the bounds are None only together with a `reason`."""

    mean: float | None
    low: float | None
    high: float | None
    n: int
    reason: str | None = None

    @property
    def half_width(self) -> float | None:
        """The longer side of the interval (one side may be cut at the edge of what is possible)."""
        if self.mean is None or self.low is None or self.high is None:
            return None
        return max(self.mean - self.low, self.high - self.mean)

    @property
    def leaves_zero_out(self) -> bool:
        """Whether the interval lies on one side of 0."""
        return self.low is not None and self.high is not None and not self.low <= 0 <= self.high

    def times(self, factor: float) -> Estimate:
        """The same figure in another unit; `factor` is above 0."""
        low, high = (None if end is None else end * factor for end in (self.low, self.high))
        return Estimate(None if self.mean is None else self.mean * factor, low, high, self.n, self.reason)

    def as_json(self) -> dict[str, float | int | str | None]:
        """The estimate object of `run --json`: mean, low, high, n and, where something is unknown, the reason."""
        figures: dict[str, float | int | str | None] = {
            "mean": self.mean,
            "low": self.low,
            "high": self.high,
            "n": self.n,
        }
        return figures if self.reason is None else {**figures, "reason": self.reason}


def unknown(reason: str) -> Estimate:
    """An estimate nothing is known about, and why."""
    return Estimate(None, None, None, 0, reason)


def exact(value: float, n: int) -> Estimate:
    """A figure that is the same in all `n` replications, whatever happens in them."""
    return Estimate(value, value, value, n)


def mean_of(values: Sequence[float | None], least: float = -math.inf, most: float = math.inf) -> Estimate:
    """Mean of one value per replication with the t-interval on n - 1 degrees of freedom (Law, 5th ed., eq. 4.12).

    None stands for a replication that has no such value and is left out. The interval is cut to [least, most],
    the values the true mean can take.
    """
    known = np.array([value for value in values if value is not None], dtype=np.float64)
    if known.size == 0:
        return unknown(_("no replication has a case"))
    mean = float(known.mean())
    error = float(known.std(ddof=1)) / math.sqrt(known.size) if known.size > 1 else 0.0
    return _around(mean, error, int(known.size), least, most)


def ratio_of(tops: Sequence[float], bottoms: Sequence[float], least: float = 0.0, most: float = math.inf) -> Estimate:
    """Sum of tops over sum of bottoms, one pair per replication, with its t-interval by linearisation.

    The residuals top - ratio x bottom have mean 0; their standard deviation over the mean bottom is the standard
    error (Cochran, Sampling Techniques, 3rd ed., section 2.11). Replications whose bottom is 0 have no case and do
    not count in n. The interval is cut to [least, most].
    """
    top, bottom = np.asarray(tops, dtype=np.float64), np.asarray(bottoms, dtype=np.float64)
    top, bottom = top[bottom > 0], bottom[bottom > 0]
    if bottom.size == 0:
        return unknown(_("no replication has a case"))
    ratio = float(top.sum() / bottom.sum())
    return _around(ratio, _ratio_error(top, bottom, ratio), int(bottom.size), least, most)


def _ratio_error(top: NDArray[np.float64], bottom: NDArray[np.float64], ratio: float) -> float:
    n = bottom.size
    if n < 2:
        return 0.0
    squares = float(((top - ratio * bottom) ** 2).sum())
    return math.sqrt(squares * n / (n - 1)) / float(bottom.sum())


def half_widths(rows: NDArray[np.float64]) -> NDArray[np.float64]:
    """Half the t-interval of the mean of each column, one row per replication; 0 for a single row, which has none."""
    n = len(rows)
    if n < 2:
        return np.zeros(rows.shape[1])
    half: NDArray[np.float64] = t_quantile(n - 1) * rows.std(axis=0, ddof=1) / math.sqrt(n)
    return half


def t_quantile(freedom: float) -> float:
    """The t-quantile at 97.5 %, half the width of a 95 % interval in standard errors."""
    from scipy.special import stdtrit

    return float(stdtrit(freedom, (1 + CONFIDENCE) / 2))


def _around(mean: float, error: float, n: int, least: float, most: float) -> Estimate:
    if n < 2:
        return Estimate(mean, None, None, n, _("one replication gives no interval"))
    half = t_quantile(n - 1) * error
    return Estimate(mean, min(mean, max(least, mean - half)), max(mean, min(most, mean + half)), n)


def chance_of(times: int, n: int) -> Estimate:
    """The chance of what happened in `times` of `n` replications, with its two-sided 95 % Clopper-Pearson interval."""
    return Estimate(times / n, *clopper_pearson(times, n, CONFIDENCE), n)


def clopper_pearson(k: float, n: int, conf: float) -> tuple[float, float]:
    """Two-sided exact interval of a share of `k` out of `n` (Clopper and Pearson, Biometrika 26, 1934)."""
    from sim.study.verdict import bounds

    return bounds(k, n, (1 + conf) / 2)


def wilson(k: float, n: int, conf: float) -> tuple[float, float]:
    """Two-sided score interval of a share of `k` out of `n` (Wilson, JASA 22, 1927)."""
    from scipy.special import ndtri

    z, share = float(ndtri((1 + conf) / 2)), k / n
    middle, below = (share + z * z / (2 * n)), 1 + z * z / n
    half = z * math.sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, (middle - half) / below), min(1.0, (middle + half) / below)


def quantile_ranks(n: int, p: float, conf: float) -> tuple[int | None, int | None, float]:
    """Ranks (l, u) of `n` ascending values between which the p-quantile lies, and how surely; ranks start at 1.

    Each tail is at most (1 - conf) / 2, by the binomial distribution of the number of values below the quantile (David
    and Nagaraja, Order Statistics, 3rd ed., section 7.1). A rank is None where n is too small for a bound on that side,
    which then is open. The coverage is exact for a continuous distribution and a lower limit for any other.
    """
    from scipy.special import bdtr

    tail = (1 - conf) / 2
    below = bdtr(np.arange(n + 1), n, p)  # below[i]: chance that at most i values lie below the quantile
    low = int(np.searchsorted(below, tail, side="right"))
    high = int(np.searchsorted(below, 1 - tail, side="left")) + 1
    missed = (float(below[low - 1]) if low > 0 else 0.0) + (float(1 - below[high - 1]) if high <= n else 0.0)
    return low or None, high if high <= n else None, 1.0 - missed


def wilks(p: float, conf: float, order: int = 1) -> int:
    """Fewest values whose `order`-th largest lies above the p-quantile with chance `conf` or more.

    (Wilks, Ann. Math. Statist. 12, 1941: at 95 % and 95 % 59 values for the largest, 93 for the second largest.)
    """
    from scipy.special import bdtr

    n = order
    while bdtr(n - order, n, p) < conf:
        n += 1
    return n


def at_the_edge(share: Estimate, cases: float) -> Estimate:
    """A share of `cases` with all or none of them in every replication: no spread, and yet the next one may differ.

    The t-interval would have no width. In its place stands the Clopper-Pearson interval of that many independent cases.
    Any other share is handed back as it is.
    """
    if share.mean not in (0.0, 1.0) or share.n < 2:
        return share
    return Estimate(share.mean, *clopper_pearson(share.mean * cases, int(cases), CONFIDENCE), share.n)


def quantile_of(values: Sequence[float], p: float) -> Estimate:
    """What a share `p` of all replications does not exceed, with its interval by order statistics.

    The bounds are two of the values themselves, so nothing is assumed of their distribution. One replication per value.
    A bound is None, with the reason, where there are too few values for it.
    """
    found = order_statistic(sorted(values), p)
    if found is None:
        return unknown(_("no replication has a case"))
    n, ranked = len(values), sorted(values)
    low, high, _coverage = quantile_ranks(n, p, CONFIDENCE)
    reason = None if low and high else _("{n} replications are too few for both bounds").format(n=n)
    if low and not high:
        text = _("{n} replications are too few for an upper bound: it takes {least}")
        reason = text.format(n=n, least=least_for_upper(p, CONFIDENCE))
    return Estimate(found, ranked[low - 1] if low else None, ranked[high - 1] if high else None, n, reason)


def least_for_upper(p: float, conf: float) -> int:
    """Fewest values whose largest is an upper bound of the p-quantile at two-sided confidence `conf`."""
    return math.ceil(math.log((1 - conf) / 2) / math.log(p))


def order_statistic(values: Sequence[float] | NDArray[np.int64], share: float) -> float | None:
    """The smallest value that at least `share` of the values do not exceed (inverse of the empirical distribution).

    `values` sorted ascending; None without values.
    """
    if len(values) == 0:
        return None
    return float(values[max(0, math.ceil(share * len(values) - 1e-9) - 1)])
