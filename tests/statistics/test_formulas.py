"""Formulas of the statistics room against published or hand-worked figures (T01-T07, T10, T53, T55)."""

import math

import numpy as np
import pytest

from sim.study.estimate import clopper_pearson, quantile_ranks, wilks, wilson
from sim.study.paired import Difference, paired, welch, welch_freedom
from sim.study.ranking import kim_nelson, ocba, rinott_h
from sim.study.verdict import bounds
from sim.study.warm_up import mser5, welch_average

SERIES_A = [12.1, 11.4, 13.0, 12.7, 11.9, 12.5, 12.2, 11.8]
SERIES_B = [11.6, 11.1, 12.2, 12.4, 11.5, 11.7, 11.9, 11.2]


def lehmer(count: int, state: int = 12345) -> list[float]:
    """Uniforms of the multiplicative generator 48271 mod 2^31 - 1."""
    found = []
    for _each in range(count):
        state = 48271 * state % (2**31 - 1)
        found.append(state / (2**31 - 1))
    return found


def test_t01_mser_5() -> None:
    series = [10 + 15 * math.exp(-i / 20) + 4 * (u - 0.5) for i, u in enumerate(lehmer(400))]
    found = mser5(series)
    assert (found.d_batches, found.d_obs) == (16, 80)
    assert found.mser == pytest.approx(0.003135480342, rel=1e-8)
    assert found.truncated_mean == pytest.approx(10.07617115, rel=1e-8)


def test_mser_of_a_constant_cuts_nothing() -> None:
    """All values are 0: of equal ones the smallest cut is taken. A remainder below five is left out."""
    found = mser5([7.0] * 23)
    assert (found.d_obs, found.mser, found.truncated_mean) == (0, 0.0, 7.0)


def test_mser_by_hand() -> None:
    """Batch means 10, 0, 1, 0: MSER(0) = 68.75 / 16, MSER(1) = (2/3) / 9, MSER(2) = 0.5 / 4."""
    found = mser5([value for mean in (10, 0, 1, 0) for value in [mean] * 5])
    assert (found.d_batches, found.d_obs) == (1, 5)
    assert found.mser == pytest.approx(2 / 27)
    assert found.truncated_mean == pytest.approx(1 / 3)
    with pytest.raises(ValueError):
        mser5([1.0] * 9)


def test_t02_welch_average() -> None:
    found = welch_average([9, 7, 5, 4, 6, 5, 4, 5, 6, 5, 4, 5], 3)
    assert found == pytest.approx([9, 7, 31 / 5, 40 / 7, 36 / 7, 5, 5, 5, 34 / 7])
    for wrong in (0, 4):
        with pytest.raises(ValueError):
            welch_average([1] * 12, wrong)


@pytest.mark.parametrize(
    ("k", "n", "by_wilson", "by_clopper_pearson"),
    [
        (8, 10, (0.4901624715, 0.9433178485), (0.4439045377, 0.9747892737)),
        (0, 20, (0.0, 0.1611251581), (0.0, 0.168433471)),
        (950, 1000, (0.9346861798, 0.9618697376), (0.9346095121, 0.9626646024)),
    ],
)
def test_t03_shares(k: int, n: int, by_wilson: tuple[float, float], by_clopper_pearson: tuple[float, float]) -> None:
    assert wilson(k, n, 0.95) == pytest.approx(by_wilson, abs=1e-8)
    assert clopper_pearson(k, n, 0.95) == pytest.approx(by_clopper_pearson, abs=1e-8)
    assert clopper_pearson(k, n, 0.95) == bounds(k, n, 0.975)


def test_t04_t53_ranks_of_a_quantile() -> None:
    low, high, coverage = quantile_ranks(200, 0.95, 0.95)
    assert (low, high, coverage) == (184, 197, pytest.approx(0.9671521639, abs=1e-9))
    low, high, coverage = quantile_ranks(1000, 0.9, 0.99)
    assert (low, high, coverage) == (875, 925, pytest.approx(0.9917080967, abs=1e-9))


def test_ranks_of_a_median_by_hand() -> None:
    """Six values, a fair coin: the median lies outside all six with 2 / 64; of five with 2 / 32, too often."""
    assert quantile_ranks(6, 0.5, 0.95) == (1, 6, pytest.approx(1 - 2 / 64))
    assert quantile_ranks(5, 0.5, 0.95) == (None, None, 1.0)


def test_few_values_bound_no_high_quantile() -> None:
    """X(n) is an upper bound of the 95 % quantile once 0.95^n is at most 2.5 %: 72 values."""
    assert quantile_ranks(71, 0.95, 0.95)[1] is None
    assert quantile_ranks(72, 0.95, 0.95)[1] == 72
    low, high, coverage = quantile_ranks(50, 0.95, 0.95)
    assert (low, high) == (44, None)
    assert coverage == pytest.approx(1 - sum(math.comb(50, i) * 0.95**i * 0.05 ** (50 - i) for i in range(44)))


def test_t04_wilks() -> None:
    assert (wilks(0.95, 0.95), wilks(0.95, 0.95, order=2)) == (59, 93)
    assert 1 - 0.95**59 >= 0.95 > 1 - 0.95**58


@pytest.mark.parametrize(
    ("k", "n0", "p", "h"), [(2, 20, 0.90, 1.895746412), (2, 20, 0.95, 2.452471875), (10, 20, 0.95, 3.875269666)]
)
def test_t05_rinott(k: int, n0: int, p: float, h: float) -> None:
    assert rinott_h(k, n0, p) == pytest.approx(h, abs=1e-3)


def test_rinott_with_many_replications_tends_to_the_normal_case() -> None:
    """With variances as good as known, h / sqrt 2 is the normal quantile for two systems."""
    assert rinott_h(2, 100_000, 0.95) == pytest.approx(math.sqrt(2) * 1.6448536, abs=2e-4)


def test_t06_t55_kim_nelson() -> None:
    assert kim_nelson(10, 10, 0.05) == pytest.approx((0.8590834299, 15.46350174), rel=1e-8)
    assert kim_nelson(6, 20, 0.10) == pytest.approx((0.2016517039, 7.662764748), rel=1e-8)


def test_t07_ocba() -> None:
    found = ocba([1, 2, 3, 4, 5], [10] * 5, 1000)
    assert found == pytest.approx([421.8229882, 406.1340961, 101.533524, 45.12601068, 25.38338101], abs=1e-6)
    with pytest.raises(ValueError):
        ocba([1, 1, 2], [1, 1, 1], 100)


def test_t10_paired_and_welch_on_the_same_data() -> None:
    """A has 0.5 more than B, give or take 0.18 in pairs and 0.52 without."""
    together, apart = paired(SERIES_B, SERIES_A), welch(SERIES_B, SERIES_A)
    assert (together.n, together.estimate.n, apart.n) == (8, 8, 16)
    assert together.estimate.mean == pytest.approx(0.5)
    assert together.estimate.half_width == pytest.approx(0.1787487918, abs=1e-8)
    assert apart.mean == pytest.approx(0.5)
    assert apart.half_width == pytest.approx(0.5230886185, abs=1e-8)
    of_a, of_b = (float(np.var(one, ddof=1)) / 8 for one in (SERIES_A, SERIES_B))
    assert welch_freedom(of_a, of_b, 8, 8) == pytest.approx(13.75834522, abs=1e-8)


def test_what_pairing_was_worth_by_hand() -> None:
    """a = 1, 2, 3 and b = 2, 4, 6: variances 1 and 4, of the difference 1: four fifths taken away."""
    assert paired([1, 2, 3], [2, 4, 6]).variance_reduction == pytest.approx(0.8)
    assert paired([1, 2, 3], [6, 4, 2]).variance_reduction == pytest.approx(-0.8)
    assert paired([1, 1], [1, 1]) == Difference(paired([1, 1], [1, 1]).estimate, None, 2)


def test_pairs_with_a_gap_are_left_out() -> None:
    assert paired([1, None, 3, 4], [2, 9, None, 6]) == paired([1, 4], [2, 6])
    nothing = paired([None], [1.0])
    assert (nothing.n, nothing.estimate.mean, nothing.variance_reduction) == (0, None, None)
    alone = paired([1.0], [3.0])
    assert (alone.estimate.mean, alone.estimate.low, alone.variance_reduction) == (2.0, None, None)
    with pytest.raises(ValueError):
        paired([1.0], [1.0, 2.0])


def test_welch_without_enough_values() -> None:
    assert (welch([], [1.0]).mean, bool(welch([], [1.0]).reason)) == (None, True)
    assert (welch([1.0], [3.0, 5.0]).mean, welch([1.0], [3.0, 5.0]).low) == (3.0, None)
    assert (welch([1.0, 1.0], [2.0, 2.0]).low, welch([1.0, 1.0], [2.0, 2.0]).high) == (1.0, 1.0)
