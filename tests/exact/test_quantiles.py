"""Inverse distribution functions against scipy, their means and spreads, and the odd corners."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from sim.scenario import Distribution
from sim.world.quantiles import mean_one_gamma, mean_one_lognormal, poisson_counts, quantile, seconds

H = 3600.0
GRID = np.concatenate([[2.0**-53, 1e-9, 1e-4], np.linspace(0.001, 0.999, 999), [1 - 1e-4, 1 - 1e-9, 1 - 2.0**-53]])
FINE = (np.arange(400_000) + 0.5) / 400_000


def dist(**keys: Any) -> Distribution:
    return Distribution.model_validate(keys)


def sigma(cv: float) -> float:
    return float(np.sqrt(np.log1p(cv * cv)))


KNOWN = [
    (dist(dist="exponential", mean="2h"), stats.expon(scale=2 * H)),
    (dist(dist="lognormal", mean="2h", cv=0.8), stats.lognorm(sigma(0.8), scale=2 * H / np.sqrt(1.64))),
    (dist(mean="2h"), stats.lognorm(sigma(0.8), scale=2 * H / np.sqrt(1.64))),
    (dist(dist="gamma", mean="2h", cv=0.5), stats.gamma(4, scale=H / 2)),
    (dist(dist="gamma", mean="2h", cv=2), stats.gamma(0.25, scale=8 * H)),
    (dist(dist="weibull", mean="2h", cv=1), stats.expon(scale=2 * H)),
    (dist(dist="triangular", low="1h", mode="2h", high="5h"), stats.triang(0.25, loc=H, scale=4 * H)),
    (dist(dist="triangular", low="1h", mode="1h", high="5h"), stats.triang(0, loc=H, scale=4 * H)),
    (dist(dist="triangular", low="1h", mode="5h", high="5h"), stats.triang(1, loc=H, scale=4 * H)),
    (dist(dist="uniform", low="1h", high="3h"), stats.uniform(loc=H, scale=2 * H)),
]


@pytest.mark.parametrize(("ours", "theirs"), KNOWN, ids=lambda one: one.kind if isinstance(one, Distribution) else "")
def test_the_same_as_scipy(ours: Distribution, theirs: Any) -> None:
    values = quantile(ours, GRID)
    assert np.allclose(values, theirs.ppf(GRID), rtol=1e-7, atol=1e-6)
    assert np.all(np.diff(values) >= 0)
    assert ours.average == pytest.approx(theirs.mean())


@pytest.mark.parametrize("kind", ["lognormal", "gamma", "weibull"])
@pytest.mark.parametrize("cv", [0.05, 0.3, 1.0, 1.5])
def test_mean_and_spread_are_as_written(kind: str, cv: float) -> None:
    values = quantile(dist(dist=kind, mean="2h", cv=cv), FINE)
    assert values.mean() == pytest.approx(2 * H, rel=1e-3)
    assert values.std() / values.mean() == pytest.approx(cv, rel=0.02)
    assert np.all(np.diff(values) >= 0)


@pytest.mark.parametrize("cv", [0.01, 0.1, 3.0, 50.0])
def test_weibull_has_the_asked_cv_over_its_whole_range(cv: float) -> None:
    from math import lgamma

    from sim.world.quantiles import _weibull_shape

    k = _weibull_shape(cv)
    assert np.expm1(lgamma(1 + 2 / k) - 2 * lgamma(1 + 1 / k)) == pytest.approx(cv * cv, rel=1e-6)


def test_constant_takes_no_luck() -> None:
    assert set(quantile(dist(dist="constant", mean="90s"), GRID).tolist()) == {90.0}
    assert set(quantile(dist(mean="2h", cv=0), GRID).round(6).tolist()) == {2 * H}


def test_whole_seconds_are_rounded_half_up() -> None:
    uniform = dist(dist="uniform", low="0s", high="2s")
    assert seconds(uniform, np.array([0.2, 0.25, 0.74, 0.75, 0.99])).tolist() == [0, 1, 1, 2, 2]


def test_recorded_values_come_in_their_shares() -> None:
    shares = ["20%", "0%", "30%", "50%"]
    values = quantile(dist(dist="empirical", values=["1h", "9h", "2h", "4h"], shares=shares), FINE)
    assert np.all(np.diff(values) >= 0)
    counted = {value: float(np.mean(values == value * H)) for value in (1, 2, 4, 9)}
    assert counted == pytest.approx({1: 0.2, 2: 0.3, 4: 0.5, 9: 0.0}, abs=1e-5)


THREE = [
    {"share": "30%", "dist": "exponential", "mean": "1h"},
    {"share": "50%", "dist": "gamma", "mean": "3h", "cv": 0.5},
    {"share": "20%", "dist": "constant", "mean": "10h"},
]


@pytest.mark.parametrize("hours", [0.5, 1.0, 3.0, 9.9, 10.0, 12.0])
def test_a_mixture_is_the_sum_of_its_parts(hours: float) -> None:
    values = quantile(dist(dist="mixture", of=THREE), FINE)
    t = hours * H
    parts = stats.expon(scale=H).cdf(t), stats.gamma(4, scale=0.75 * H).cdf(t), float(hours >= 10)
    assert np.mean(values <= t) == pytest.approx(np.dot([0.3, 0.5, 0.2], parts), abs=1e-5)


def test_shares_that_add_up_to_not_quite_one_lose_nothing() -> None:
    almost = [{"share": 0.9999995, "dist": "exponential", "mean": "1h"}, {"share": 0, "dist": "constant", "mean": "9h"}]
    with np.errstate(all="raise"):
        values = quantile(dist(dist="mixture", of=almost), GRID[:-1])
    assert np.allclose(values, stats.expon(scale=H).ppf(GRID[:-1]), rtol=1e-5)
    edge = quantile(dist(dist="empirical", values=["1h", "2h"], shares=[0.9999995, 0]), np.array([1 - 2.0**-53]))
    assert edge.tolist() == [H]


@given(st.floats(0.01, 50), st.floats(2.0**-53, 1 - 2.0**-53))
def test_every_luck_gives_a_finite_duration(cv: float, u: float) -> None:
    for kind in ("lognormal", "gamma", "weibull"):
        value = quantile(dist(dist=kind, mean="1h", cv=cv), np.array([u]))[0]
        assert np.isfinite(value)
        assert value >= 0


@pytest.mark.parametrize("cv", [0.2, 0.8, 1.5])
def test_factors_have_mean_one(cv: float) -> None:
    for factors in (mean_one_gamma(cv, FINE), mean_one_lognormal(cv, FINE)):
        assert factors.mean() == pytest.approx(1, rel=2e-3)
        assert factors.std() == pytest.approx(cv, rel=0.02)
    assert set(mean_one_gamma(0, FINE[:5]).tolist()) == set(mean_one_lognormal(0, FINE[:5]).tolist()) == {1.0}


@pytest.mark.parametrize("mean", [0.0, 1e-9, 0.01, 0.5, 3.0, 29.9, 30.0, 30.1, 100.0, 1e4, 1e6])
def test_poisson_counts_are_the_inverse(mean: float) -> None:
    u = np.concatenate([FINE[::400], [1e-12, 1e-6, 1 - 1e-6, 1 - 1e-10]])
    counts = poisson_counts(np.full(len(u), mean), u)
    assert counts.tolist() == stats.poisson(mean).ppf(u).tolist()


def test_poisson_counts_of_mixed_means_and_extreme_luck() -> None:
    means = np.array([0.0, 1e-9, 1.0, 30.0, 31.0, 500.0])
    assert poisson_counts(means, np.full(6, 2.0**-53)).tolist()[:3] == [0, 0, 0]
    most = poisson_counts(means, np.full(6, 1 - 2.0**-53))
    assert np.all(most <= means + 10 * np.sqrt(means) + 20)
    assert most[0] == 0
