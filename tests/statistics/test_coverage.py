"""How often an interval that says 95 % holds the truth: 400 runs of every kind of interval, on data that are skewed."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest
from numpy.typing import NDArray

from sim.study.estimate import Estimate, at_the_edge, chance_of, mean_of, quantile_of, ratio_of
from sim.study.paired import paired, welch
from sim.study.verdict import LOOKS, bounds, decide, look_confidence

RUNS, REPLICATIONS = 400, 30
LOW, HIGH = 0.92, 0.975  # within three standard errors of 95 % below; an exact bound may hold more often

Floats = NDArray[np.float64]


def covered(estimates: Iterable[Estimate], truth: float) -> float:
    """Share of the intervals that hold the truth; a side without a bound is open."""
    found = list(estimates)
    assert len(found) == RUNS
    holds = [
        (one.low is None or one.low <= truth) and (one.high is None or truth <= one.high)
        for one in found
        if one.low is not None or one.high is not None
    ]
    assert len(holds) == RUNS
    return sum(holds) / RUNS


def cases_of(generator: np.random.Generator, shape: tuple[int, int], mean: float = 60) -> NDArray[np.int64]:
    """Tickets of a replication: Poisson around a level that bad sites raise, coefficient of variation 10 %."""
    return generator.poisson(mean * generator.gamma(100.0, 1 / 100.0, shape))


def late_of(generator: np.random.Generator, cases: NDArray[np.int64]) -> NDArray[np.int64]:
    """Late tickets: about 8 %, more where more come, in some replications twice as many as in others; skewed."""
    share = 0.08 * (cases / 60) ** 2 * generator.gamma(16.0, 1 / 16.0, cases.shape)
    return generator.binomial(cases, np.minimum(share, 1.0))


def test_mean_of_penalties() -> None:
    """A fine for every late ticket."""
    generator = np.random.default_rng(101)
    fines = 100.0 * late_of(generator, cases_of(generator, (RUNS, REPLICATIONS)))
    truth = 100.0 * late_of(generator, cases_of(generator, (1000, 2000))).mean()
    assert LOW <= covered(map(mean_of, fines), float(truth)) <= HIGH


def test_share_of_late_tickets() -> None:
    generator = np.random.default_rng(102)
    cases = cases_of(generator, (RUNS, REPLICATIONS))
    late = late_of(generator, cases)
    many = cases_of(generator, (1000, 2000))
    truth = float(late_of(generator, many).sum() / many.sum())
    estimates = [ratio_of(top, bottom, most=1.0) for top, bottom in zip(late, cases, strict=True)]
    assert LOW <= covered(estimates, truth) <= HIGH


def test_share_of_late_time_by_cause() -> None:
    """Lognormal late hours, of which one cause takes two thirds on average; a replication's total is the bottom."""
    generator = np.random.default_rng(103)
    total = generator.lognormal(4.0, 0.4, (RUNS, REPLICATIONS))
    cause = total * generator.beta(6.0, 3.0, total.shape)
    assert LOW <= covered(map(ratio_of, cause, total), 6 / 9) <= HIGH


def test_mean_of_a_percentile() -> None:
    """The 90 % quantile of 200 waits in each replication; its expectation from 40,000 replications."""
    generator = np.random.default_rng(104)

    def percentiles(replications: int) -> Floats:
        waits = np.sort(generator.exponential(10.0, (replications, 200)), axis=1)
        found: Floats = waits[:, 179]
        return found

    truth = float(percentiles(40_000).mean())
    assert LOW <= covered(map(mean_of, percentiles(RUNS * REPLICATIONS).reshape(RUNS, -1)), truth) <= HIGH


def test_mean_wait_of_calls() -> None:
    """M/M/1 at 42 %, 500 calls a replication by Lindley's recursion after 100 that do not count: 5/7 of a talk."""
    generator = np.random.default_rng(118)
    wait, total = np.zeros((RUNS, REPLICATIONS)), np.zeros((RUNS, REPLICATIONS))
    for call in range(600):
        total += wait if call >= 100 else 0.0
        gap = generator.exponential(12 / 5, wait.shape)
        wait = np.maximum(wait + generator.exponential(1.0, wait.shape) - gap, 0.0)
    calls = np.full(REPLICATIONS, 500)
    assert LOW <= covered((ratio_of(row, calls) for row in total), 5 / 7) <= HIGH


def test_difference_of_two_plans_under_the_same_luck() -> None:
    generator = np.random.default_rng(105)
    luck = generator.gamma(4.0, 10.0, (RUNS, REPLICATIONS))
    first, second = luck + generator.gamma(2.0, 2.0, luck.shape), 0.9 * luck + generator.gamma(2.0, 3.0, luck.shape)
    found = [paired(a, b) for a, b in zip(first, second, strict=True)]
    assert LOW <= covered((one.estimate for one in found), 0.9 * 40 + 6 - 40 - 4) <= HIGH
    # variances 400 + 8 and 324 + 18, covariance 360: of 750 there stay 30
    saved = np.array([one.variance_reduction for one in found])
    assert saved.mean() == pytest.approx(1 - 30 / 750, abs=4 * saved.std() / RUNS**0.5 + 0.002)


def test_difference_of_two_independent_samples() -> None:
    """Ten values with four times the spread against forty."""
    generator = np.random.default_rng(106)
    few, many = generator.normal(5.0, 8.0, (RUNS, 10)), generator.gamma(9.0, 1.0, (RUNS, 40))
    assert LOW <= covered(map(welch, few, many), 4.0) <= HIGH


@pytest.mark.parametrize("replications", [72, 200])
def test_quantile_of_penalties(replications: int) -> None:
    """By order statistics: exact, so only too few would be wrong."""
    generator = np.random.default_rng(107 + replications)
    fines = generator.lognormal(8.0, 1.0, (RUNS, replications))
    truth = float(np.exp(8.0 + 1.6448536269514722))
    assert covered((quantile_of(row.tolist(), 0.95) for row in fines), truth) >= LOW


def test_lower_bound_of_a_quantile_with_few_replications() -> None:
    fines = np.random.default_rng(108).lognormal(8.0, 1.0, (RUNS, 50))
    assert covered((quantile_of(row.tolist(), 0.95) for row in fines), float(np.exp(8.0 + 1.6448536269514722))) >= LOW


@pytest.mark.parametrize("chance", [0.03, 0.5, 0.9, 0.99])
def test_chance_of_an_event(chance: float) -> None:
    times = np.random.default_rng(109).binomial(50, chance, RUNS)
    assert covered((chance_of(int(k), 50) for k in times), chance) >= LOW


@pytest.mark.parametrize("chance", [0.95, 0.995, 1.0])
def test_a_share_at_the_edge(chance: float) -> None:
    """Independent cases, of which none may be missed in thirty replications of ten."""
    generator = np.random.default_rng(110)
    kept = generator.binomial(10, chance, (RUNS, REPLICATIONS))
    tens = np.full(REPLICATIONS, 10)
    all_kept = [row for row in kept if row.sum() == 300]
    edge = [at_the_edge(ratio_of(row, tens, most=1.0), 300) for row in all_kept]
    assert all(one.low is not None and one.low < 0.99 and one.high == 1.0 for one in edge)
    assert all((one.low or 0.0) <= chance for one in edge if chance >= 0.025 ** (1 / 300))


def one_sided(kept: Iterable[float], truth: float, confidence: float = 0.95) -> tuple[float, float]:
    """Shares of the lower and of the upper bounds that are right."""
    found = [bounds(x, REPLICATIONS, confidence) for x in kept]
    return sum(low <= truth for low, _high in found) / RUNS, sum(truth <= high for _low, high in found) / RUNS


@pytest.mark.parametrize("chance", [0.5, 0.85, 0.9, 0.97])
def test_bounds_of_the_kept_probability(chance: float) -> None:
    times = np.random.default_rng(111).binomial(REPLICATIONS, chance, RUNS)
    low, high = one_sided(map(float, times), chance)
    assert low >= LOW and high >= LOW


def test_bounds_with_months_that_hang_together() -> None:
    """Twelve months of a replication share its luck, so x is a sum of twelfths; half of all luck is of the year."""
    generator = np.random.default_rng(112)
    chance = generator.beta(9.0, 1.0, (RUNS, REPLICATIONS))
    kept = generator.binomial(12, chance).sum(axis=1) / 12
    low, high = one_sided(kept, 0.9)
    assert low >= LOW and high >= LOW


@pytest.mark.parametrize("replications", [29, 50, 100])
def test_one_look_errs_no_more_than_it_says(replications: int) -> None:
    """At a chance of exactly the assurance, which is to be called neither; exact sums stand in test_verdict."""
    times = np.random.default_rng(113).binomial(replications, 0.9, RUNS)
    found = [decide(float(k), replications, 0.95, 0.90) for k in times]
    assert found.count("keep") / RUNS <= 1 - LOW
    below = np.random.default_rng(114).binomial(replications, 0.8999, RUNS)
    assert [decide(float(k), replications, 0.95, 0.90) for k in below].count("keep") / RUNS <= 1 - LOW


def verdict_at(path: NDArray[np.int64], confidence: float) -> str:
    """What a run with automatic length says of periods kept one after another."""
    for look in LOOKS:
        found = decide(float(path[:look].sum()), look, confidence, 0.90)
        if found != "unproven":
            return found
    return "unproven"


def test_four_looks_together_err_no_more_than_one() -> None:
    path = np.random.default_rng(115).binomial(1, 0.9, (RUNS, LOOKS[-1]))
    found = [verdict_at(row, look_confidence(0.95)) for row in path]
    assert found.count("keep") / RUNS <= 1 - LOW and found.count("break") / RUNS <= 1 - LOW


def test_four_looks_exactly() -> None:
    """The chance of a wrong keep, and of a wrong break, summed over all ways there: at most 5 % each."""
    from scipy.stats import binom

    alive, wrong = np.array([1.0]), {"keep": 0.0, "break": 0.0, "unproven": 0.0}
    for before, look in zip((0, *LOOKS), LOOKS, strict=False):
        alive = np.convolve(alive, binom.pmf(np.arange(look - before + 1), look - before, 0.90))
        found = [decide(float(k), look, look_confidence(0.95), 0.90) for k in range(look + 1)]
        for verdict in ("keep", "break"):
            wrong[verdict] += float(alive[[one == verdict for one in found]].sum())
        alive = np.where([one == "unproven" for one in found], alive, 0.0)
    assert 0 < wrong["keep"] <= 0.05 and 0 < wrong["break"] <= 0.05


def test_t08_time_average_of_a_queue() -> None:
    """Customers in M/M/1 at 80 % over 10,000 services: asymptotic variance 2 rho (1 + rho) / (1 - rho)^4 = 1800.

    400 runs of ten replications each; the standard error of a single one is predicted as sqrt(1800 / 10000) = 0.424
    (Whitt, Management Science 35, 1989), and the mean number is 4.
    """
    averages = queue_averages(np.random.default_rng(116), chains=RUNS * 10, length=10_000.0)
    error = averages.reshape(RUNS, 10).std(axis=1, ddof=1).mean() / 0.9727  # c4 of ten: the mean sd of a normal sample
    assert error == pytest.approx((1800 / 1e4) ** 0.5, rel=0.10)
    assert LOW <= covered(map(mean_of, averages.reshape(RUNS, 10)), 4.0) <= HIGH


def queue_averages(generator: np.random.Generator, chains: int, length: float) -> Floats:
    """Time averages of as many stationary queues: jumps of a uniformised chain at rate 1.8, up with 0.8 of it."""
    level = generator.geometric(0.2, chains) - 1
    left, area = np.full(chains, length), np.zeros(chains)
    while (left > 0).any():
        stay = np.minimum(generator.exponential(1 / 1.8, chains), left)
        area += level * stay
        left -= stay
        level = np.maximum(level + np.where(generator.random(chains) < 0.8 / 1.8, 1, -1), 0)
    found: Floats = area / length
    return found


def test_t09_the_same_luck_for_two_rates() -> None:
    """Exponentials of rates 1 and 1.2 read off one uniform: of the variance 61/36 there stays 1/36."""
    uniform = np.random.default_rng(117).random((RUNS, 50))
    slow, fast = -np.log1p(-uniform), -np.log1p(-uniform) / 1.2
    found = [paired(a, b) for a, b in zip(slow, fast, strict=True)]
    left = 1 - np.array([one.variance_reduction for one in found])
    assert left == pytest.approx(np.full(RUNS, (1 - 1 / 1.2) ** 2 / (1 + 1 / 1.44)))
    apart = paired(slow.ravel(), np.roll(fast.ravel(), 1))
    assert apart.variance_reduction == pytest.approx(0.0, abs=4 / (RUNS * 50) ** 0.5)
