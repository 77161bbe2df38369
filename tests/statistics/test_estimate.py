"""Estimates: exact small cases, what is unknown, and coverage by simulation."""

import math

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.study.estimate import Estimate, at_the_edge, mean_of, order_statistic, quantile_of, ratio_of, unknown


def test_mean_by_hand() -> None:
    """1, 2, 3: mean 2, standard error 1/sqrt(3), t(2, 0.975) = 4.302652730."""
    half = 4.302652730 / math.sqrt(3)
    estimate = mean_of([1, 2, 3])
    assert (estimate.mean, estimate.n, estimate.reason) == (2.0, 3, None)
    assert (estimate.low, estimate.high) == pytest.approx((2 - half, 2 + half))
    assert estimate.half_width == pytest.approx(half)


def test_ratio_by_hand() -> None:
    """(3 of 4), (5 of 6): 8 of 10; residuals -0.2 and 0.2; error sqrt(0.08 x 2) / 10; t(1, 0.975) = 12.70620474."""
    half = 12.70620474 * math.sqrt(0.08 * 2) / 10
    estimate = ratio_of([3, 5], [4, 6])
    assert (estimate.mean, estimate.n) == (0.8, 2)
    assert (estimate.low, estimate.high) == pytest.approx((0.8 - half, 0.8 + half))


def test_ratio_with_equal_bottoms_is_the_mean() -> None:
    tops = [7, 9, 8, 10, 6]
    by_ratio, by_mean = ratio_of(tops, [10] * 5), mean_of([top / 10 for top in tops])
    assert (by_ratio.mean, by_ratio.low, by_ratio.high) == pytest.approx((by_mean.mean, by_mean.low, by_mean.high))


def test_replications_without_a_case_do_not_count() -> None:
    assert ratio_of([3, 0, 5], [4, 0, 6]) == ratio_of([3, 5], [4, 6])
    assert mean_of([1, None, 2, 3]) == mean_of([1, 2, 3])


def test_intervals_end_where_the_truth_must() -> None:
    assert ratio_of([3, 5], [4, 6], most=1.0).high == 1.0
    assert mean_of([0, 0, 9], least=0.0).low == 0.0
    assert ratio_of([4, 6], [4, 6], most=1.0) == Estimate(1.0, 1.0, 1.0, 2)


def test_what_is_not_known_says_why() -> None:
    for estimate in (mean_of([]), mean_of([None]), ratio_of([], []), ratio_of([0.0], [0.0]), unknown("no price")):
        assert (estimate.mean, estimate.low, estimate.high, estimate.n) == (None, None, None, 0)
        assert estimate.reason
        assert estimate.half_width is None
    for estimate in (mean_of([5]), ratio_of([3], [4])):
        assert estimate.mean is not None
        assert (estimate.low, estimate.high, estimate.n) == (None, None, 1)
        assert estimate.reason


def test_json_object() -> None:
    assert list(mean_of([1, 2]).as_json()) == ["mean", "low", "high", "n"]
    assert unknown("no price").as_json() == {"mean": None, "low": None, "high": None, "n": 0, "reason": "no price"}


def test_order_statistic() -> None:
    assert order_statistic(list(range(1, 11)), 0.9) == 9
    assert order_statistic(list(range(1, 12)), 0.9) == 10
    assert order_statistic([7], 0.9) == 7
    assert order_statistic([], 0.9) is None


def test_a_share_at_the_edge_keeps_an_interval() -> None:
    """All of 50 cases kept: the next may be missed with up to 1 - 0.025^(1/50), were they independent."""
    found = at_the_edge(ratio_of([20, 30], [20, 30], most=1.0), 50)
    assert (found.mean, found.high, found.n) == (1.0, 1.0, 2)
    assert found.low == pytest.approx(0.025 ** (1 / 50))
    none = at_the_edge(ratio_of([0, 0], [20, 30], most=1.0), 50)
    assert (none.low, none.high) == (0.0, pytest.approx(1 - 0.025 ** (1 / 50)))
    for other in (ratio_of([9, 8], [10, 10], most=1.0), ratio_of([9], [9], most=1.0), unknown("none")):
        assert at_the_edge(other, 20) is other


def test_a_quantile_lies_between_two_of_the_values() -> None:
    """Ranks 184 and 197 of 200 (T04); the 95 % quantile itself is the 190th."""
    found = quantile_of([float(value) for value in range(200, 0, -1)], 0.95)
    assert found == Estimate(190.0, 184.0, 197.0, 200)


def test_few_values_say_so() -> None:
    few = quantile_of([float(value) for value in range(1, 51)], 0.95)
    assert (few.mean, few.low, few.high, few.n) == (48.0, 44.0, None, 50)
    assert few.reason == "50 replications are too few for an upper bound: it takes 72"
    assert quantile_of([float(value) for value in range(72)], 0.95).high == 71.0
    assert quantile_of([5.0], 0.95).reason and quantile_of([], 0.95).mean is None


def test_another_unit() -> None:
    assert Estimate(4.0, 2.0, None, 9, "why").times(0.5) == Estimate(2.0, 1.0, None, 9, "why")
    assert unknown("why").times(3).mean is None


RUNS = 4000


def covered_share(hits: int) -> float:
    return hits / RUNS


def wide_draws(generator: np.random.Generator, shape: tuple[int, int]) -> NDArray[np.int64]:
    """Cases per replication, with more variation between replications than Poisson (as bad weeks make it)."""
    return generator.poisson(200 * generator.gamma(16.0, 1 / 16.0, shape))


def test_coverage_of_the_mean_interval() -> None:
    """Skewed data, 30 replications: the share of intervals that hold the truth stays within 92 to 97.5 %."""
    draws = np.random.default_rng(4).gamma(8.0, 1.0, (RUNS, 30))
    hits = sum(e.low <= 8.0 <= e.high for e in map(mean_of, draws))  # type: ignore[operator]
    assert 0.92 <= covered_share(hits) <= 0.975


def test_coverage_of_the_ratio_interval() -> None:
    """Cases vary and the share kept falls as they rise; the true ratio is that of the expectations."""
    generator = np.random.default_rng(5)
    cases = wide_draws(generator, (RUNS, 40))
    chance = np.clip(0.97 - 0.0004 * cases, 0.0, 1.0)
    kept = generator.binomial(cases, chance)
    many = wide_draws(generator, (1000, 2000))
    truth = float((many * np.clip(0.97 - 0.0004 * many, 0.0, 1.0)).sum() / many.sum())
    estimates = [ratio_of(k, c, most=1.0) for k, c in zip(kept, cases, strict=True)]
    hits = sum(e.low <= truth <= e.high for e in estimates)  # type: ignore[operator]
    assert 0.92 <= covered_share(hits) <= 0.975
