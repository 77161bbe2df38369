"""Verdicts: exact bounds, first possible keep, looks, replications that would settle."""

import math
from fractions import Fraction

import pytest

from sim.study.verdict import LOOKS, bounds, decide, look_confidence, replications_needed, standing


@pytest.mark.parametrize(
    ("kept", "n", "low", "high"),
    [(8, 10, 0.4439045377, 0.9747892737), (0, 20, 0.0, 0.168433471), (950, 1000, 0.9346095121, 0.9626646024)],
)
def test_clopper_pearson(kept: int, n: int, low: float, high: float) -> None:
    """T03: the two-sided 95 % interval is both one-sided bounds at 97.5 %."""
    assert bounds(kept, n, 0.975) == pytest.approx((low, high), abs=1e-8)


def test_all_kept_and_none_kept_have_closed_forms() -> None:
    assert bounds(40, 40, 0.95) == (pytest.approx(0.05 ** (1 / 40), rel=1e-12), 1.0)
    assert bounds(0, 40, 0.95) == (0.0, pytest.approx(1 - 0.05 ** (1 / 40), rel=1e-12))


def test_bounds_move_with_a_real_valued_count() -> None:
    lows, highs = zip(*(bounds(float(Fraction(k, 12)), 10, 0.95) for k in range(1, 120)), strict=True)
    assert list(lows) == sorted(lows)
    assert list(highs) == sorted(highs)
    assert bounds(8.0, 10, 0.95)[0] < bounds(8.5, 10, 0.95)[0] < bounds(9.0, 10, 0.95)[0]


def test_first_keep_is_29_of_29() -> None:
    assert decide(28, 28, 0.95, 0.90) == "unproven"
    assert decide(29, 29, 0.95, 0.90) == "keep"
    assert all(decide(n - 1, n, 0.95, 0.90) != "keep" for n in range(1, 46))
    assert decide(45, 46, 0.95, 0.90) == "keep"


def test_break_and_no_evidence() -> None:
    assert decide(0, 1, 0.95, 0.90) == "unproven"
    assert decide(0, 2, 0.95, 0.90) == "break"
    assert decide(5, 10, 0.95, 0.90) == "break"
    assert standing(0, 0, 0.95, 0.90).verdict == "no-evidence"
    assert standing(0, 0, 0.95, 0.90).share is None


def test_looks_share_the_risk() -> None:
    assert LOOKS == (50, 100, 200, 400)
    assert look_confidence(0.95) == pytest.approx(0.9875)
    assert decide(50, 50, look_confidence(0.95), 0.90) == "keep"
    assert decide(42, 42, look_confidence(0.95), 0.90) == "keep"
    assert decide(41, 41, look_confidence(0.95), 0.90) == "unproven"


@pytest.mark.parametrize(("kept", "n"), [(10, 10), (1, 1), (19, 20), (37.5, 40), (17, 20), (8, 10), (46, 50)])
def test_replications_needed_is_the_first_that_settles(kept: float, n: int) -> None:
    needed = replications_needed(kept, n, 0.95, 0.90)
    first = next(m for m in range(n, 5000) if decide(kept / n * m, m, 0.95, 0.90) != "unproven")
    assert needed == first


def test_replications_needed_of_a_plan_that_always_keeps() -> None:
    assert standing(10, 10, 0.95, 0.90).needed == 29
    assert standing(29, 29, 0.95, 0.90).needed is None


def test_a_share_on_the_assurance_is_never_settled() -> None:
    assert standing(9, 10, 0.95, 0.90).verdict == "unproven"
    assert standing(9, 10, 0.95, 0.90).needed is None


def test_a_false_keep_is_as_rare_as_confidence_says() -> None:
    """At a true share of exactly the assurance no n may keep with more than 5 % (exact binomial sum)."""
    from scipy.stats import binom

    for n in range(1, 200):
        keeps = sum(binom.pmf(k, n, 0.90) for k in range(n + 1) if decide(k, n, 0.95, 0.90) == "keep")
        assert keeps <= 0.05


@pytest.mark.parametrize(("kept", "n"), [(28 + 11 / 12, 30), (1.5, 4), (49.75, 50)])
def test_a_real_valued_count_by_integrating_the_beta_density(kept: float, n: int) -> None:
    """The lower bound leaves 5 % of Beta(x, n - x + 1) below it, the upper one 5 % of Beta(x + 1, n - x) above."""
    from scipy.integrate import quad

    low, high = bounds(kept, n, 0.95)

    def mass(a: float, b: float, begin: float, end: float) -> float:
        whole = quad(lambda p: p ** (a - 1) * (1 - p) ** (b - 1), 0, 1)[0]
        return float(quad(lambda p: p ** (a - 1) * (1 - p) ** (b - 1), begin, end)[0] / whole)

    assert mass(kept, n - kept + 1, 0, low) == pytest.approx(0.05, abs=1e-6)
    assert mass(kept + 1, n - kept, high, 1) == pytest.approx(0.05, abs=1e-6)


def test_looks_by_hand() -> None:
    """At 98.75 % a side 50 of 50 keep (0.0125^(1/50) = 91.6 %), 49 of 50 do not; 39 of 50 break, 40 do not."""
    confidence = look_confidence(0.95)
    assert bounds(50, 50, confidence)[0] == pytest.approx(0.0125 ** (1 / 50))
    found = [decide(kept, 50, confidence, 0.90) for kept in (50, 49, 40, 39)]
    assert found[:2] == ["keep", "unproven"]

    def at_most(kept: int) -> float:
        """Chance of so few periods kept at exactly the assurance: a break needs it below 1.25 %."""
        return sum(math.comb(50, k) * 0.9**k * 0.1 ** (50 - k) for k in range(kept + 1))

    assert [at_most(kept) < 0.0125 for kept in (40, 39)] == [one == "break" for one in found[2:]] == [False, True]
