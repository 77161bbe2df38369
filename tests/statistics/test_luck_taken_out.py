"""Estimates from which luck is taken out: they stay where they are, and their standard errors are right."""

import numpy as np
import pytest

from sim.selftest.measure import Metric, measured
from sim.selftest.trials import trials


@pytest.mark.parametrize("known", [0, 6])
def test_standard_errors_are_right(known: int) -> None:
    """Ratios of sums whose true value is 2, some of whose spread comes from what is known to be luck."""
    rng = np.random.default_rng(1)
    z = []
    for _ in range(1000):
        luck = rng.normal(size=(100, known))
        cases = rng.poisson(400, size=100).astype(float)
        sums = 2 * cases + 20 * luck.sum(axis=1) + rng.normal(scale=60, size=100)
        z.append(measured(Metric(2.0), list(zip(sums, cases, strict=True)), luck.tolist()).z)
    assert abs(np.mean(z)) < 0.15
    assert 0.92 < np.std(z) < 1.1  # with t of 93 degrees of freedom 1.011, and 0.022 of chance


def test_skew_luck_moves_nothing() -> None:
    """Luck and figure are skew together, as those of short queues are; a plain regression would lie 3 % low here."""
    rng = np.random.default_rng(2)
    found = []
    for _ in range(600):
        work = rng.exponential(size=(100, 3))
        luck = work**2 - 2.0
        sums = 10 + (work**3).sum(axis=1)
        parts = [(total, 1.0) for total in sums]
        found.append(measured(Metric(28.0), parts, luck.tolist()).mean)
    error = np.std(found) / np.sqrt(len(found))
    assert abs(np.mean(found) - 28.0) < 4 * error


@pytest.mark.parametrize("name", ["Q01-5-seats", "Q07-two-phases", "P07", "G02", "Q12"])
def test_what_counts_as_luck_has_mean_zero(name: str) -> None:
    """Else taking it out of the figures would move them."""
    trial = trials()[name].sized(True)
    rows = np.array([one.luck for one in trial.counted(1, range(trial.replications))])
    rows = rows[:, np.ptp(rows, axis=0) > 0]
    z = rows.mean(axis=0) / (rows.std(axis=0, ddof=1) / np.sqrt(len(rows)))
    assert np.abs(z).max() < 4.5
