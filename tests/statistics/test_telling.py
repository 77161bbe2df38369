"""Which differences are real: against other implementations, against worked examples, and against their error rate."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from sim.study.telling import LEVEL, p_value, step_down, years_needed
from sim.study.verdict import LOOKS, decide, look_confidence


@pytest.mark.parametrize("n", [2, 3, 10, 50])
def test_paired_t(n: int) -> None:
    values = np.random.default_rng(n).normal(0.4, 1.0, n)
    assert p_value(values.tolist()) == pytest.approx(stats.ttest_1samp(values, 0.0).pvalue, rel=1e-9)


@pytest.mark.parametrize(("above", "below", "alike"), [(1, 0, 4), (5, 1, 0), (8, 2, 30), (3, 3, 3)])
def test_signs_of_years_kept_or_not(above: int, below: int, alike: int) -> None:
    values = [1.0] * above + [-1.0] * below + [0.0] * alike
    assert p_value(values) == pytest.approx(stats.binomtest(above, above + below, 0.5).pvalue)


def test_nothing_is_told_by_one_year_or_by_no_difference() -> None:
    assert p_value([3.0]) is None
    assert p_value([0.0, 0.0, 0.0]) == 1.0
    assert p_value([0.25] * 6) == pytest.approx(2 / 2**6)


def test_step_down_by_hand() -> None:
    """Four hypotheses at 5 %: 0.005 <= 0.0125, 0.01 <= 0.0167, 0.03 > 0.025 stands, and with it 0.04."""
    falls, held = step_down([0.01, 0.04, 0.03, 0.005], 0.05)
    assert falls == [True, False, False, True]
    assert held == pytest.approx([0.05 / 3, 0.025, 0.025, 0.05 / 4])
    assert step_down([]) == ([], [])


def test_step_down_keeps_its_error_rate() -> None:
    """Forty differences of nothing but luck, moved by common causes: of 500 plans at most 5 % show any real one."""
    generator = np.random.default_rng(7)
    plans, wrong = 500, 0
    for _plan in range(plans):
        common = generator.normal(size=(12, 1))
        values = 0.6 * common + 0.8 * generator.normal(size=(12, 40))
        wrong += any(step_down([p_value(column) or 0.0 for column in values.T.tolist()])[0])
    assert wrong / plans <= LEVEL + 3 * (LEVEL * (1 - LEVEL) / plans) ** 0.5


def test_looking_until_verdicts_are_clear_makes_no_difference_real() -> None:
    """Two plans alike, simulated until both verdicts are clear: the years one kept and the other did not."""
    generator = np.random.default_rng(3)
    pairs, wrong = 300, 0
    for _pair in range(pairs):
        luck = 0.7 * generator.normal(size=(LOOKS[-1], 1)) + 0.7 * generator.normal(size=(LOOKS[-1], 2))
        met = (luck < 1.5).astype(float)
        n = next((look for look in LOOKS if all(_clear(met[:look, plan]) for plan in (0, 1))), LOOKS[-1])
        wrong += (p_value((met[:n, 1] - met[:n, 0]).tolist()) or 0.0) <= LEVEL
    assert wrong / pairs <= LEVEL + 3 * (LEVEL * (1 - LEVEL) / pairs) ** 0.5


def _clear(met: np.ndarray) -> bool:
    return decide(float(met.sum()), len(met), look_confidence(0.95), 0.9) != "unproven"


@pytest.mark.parametrize(("mean", "sd"), [(1.0, 2.0), (0.1, 1.0), (-0.5, 1.0)])
def test_years_needed_are_the_first_that_tell(mean: float, sd: float) -> None:
    """A sample with exactly this mean and spread is told at that number, and not with one year less."""
    raw = np.linspace(-1, 1, 8)
    values = mean + sd * (raw - raw.mean()) / raw.std(ddof=1)
    needed = years_needed(values.tolist(), 0.05)
    assert needed is not None
    for years, is_told in ((needed, True), (needed - 1, False)):
        p = 2 * stats.t.sf(abs(mean) / sd * years**0.5, years - 1)
        assert (p <= 0.05) == is_told


def test_years_that_no_number_gives() -> None:
    assert years_needed([0.0, 0.0], 0.05) is None
    assert years_needed([1.0], 0.05) is None
    assert years_needed([1.0, -1.0 + 1e-9], 0.05) is None  # a million would not do
    assert years_needed([1.0, -1.0], 0.05) is None
    assert years_needed([-1.0] * 3, 0.05) == 6  # 2 / 2 ** 6 = 0.03
