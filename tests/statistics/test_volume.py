"""Small volumes: how many misses break a period, and what it takes to keep it; all sums by hand."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from sim.study.estimate import Estimate, unknown
from sim.study.volume import Promise, least_cases, volume

NINETY = Promise(Fraction(9, 10), "at_least")
RARE = Promise(Fraction(3, 100), "below")


def kept(p: float, cases: int, misses: int) -> float:
    """The chance of at most so many misses: the binomial sum written out."""
    return sum(math.comb(cases, i) * (1 - p) ** i * p ** (cases - i) for i in range(misses + 1))


def test_five_cases_a_month_against_90_per_cent() -> None:
    """80 % or 100 %: one miss breaks the month; kept with 90 % chance at p^5 = 0.9, so p = 0.97915."""
    found = volume(5.2, NINETY, 0.9, Estimate(0.95, 0.94, 0.96, 50))
    assert (found.cases, found.misses, found.matters) == (5, 0, True)
    assert (found.below, found.above) == (pytest.approx(0.8), 1.0)
    assert found.needed == pytest.approx(0.9**0.2)
    chance = found.chance
    assert (chance.low, chance.mean, chance.high) == pytest.approx((0.94**5, 0.95**5, 0.96**5))
    assert chance.n == 50


def test_twenty_cases_allow_two_misses() -> None:
    found = volume(20, NINETY, 0.9, Estimate(0.95, 0.94, 0.96, 50))
    assert (found.misses, found.below, found.above) == (2, pytest.approx(0.85), pytest.approx(0.9))
    assert kept(found.needed, 20, 2) == pytest.approx(0.9)
    assert found.chance.mean == pytest.approx(kept(0.95, 20, 2))


def test_what_is_to_stay_below_a_share() -> None:
    """Below 3 % of 20 cases is none; of 34 it is one, 2.9 %; at most 3 % of 100 is three, below 3 % two."""
    found = volume(20, RARE, 0.9, Estimate(0.02, 0.01, 0.03, 50))
    assert (found.misses, found.below, found.above) == (0, 0.0, pytest.approx(0.05))
    assert found.needed == pytest.approx(1 - 0.9**0.05)
    assert found.chance.mean == pytest.approx(0.98**20)
    assert (found.chance.low, found.chance.high) == pytest.approx((0.97**20, 0.99**20))
    assert [RARE.allowed(cases) for cases in (33, 34, 100)] == [0, 1, 2]
    assert Promise(Fraction(3, 100), "at_most").allowed(100) == 3


@pytest.mark.parametrize(
    ("promise", "share"), [(NINETY, 0.95), (NINETY, 0.93), (RARE, 0.01), (Promise(Fraction(1, 2), "at_most"), 0.4)]
)
def test_cases_that_would_do_by_trying_every_number(promise: Promise, share: float) -> None:
    """From there on every number does, and the one before does not."""
    found = least_cases(promise, share, 0.9)
    assert found is not None

    def does(cases: int) -> bool:
        allowed = promise.allowed(cases)
        return allowed >= 0 and kept(promise.good(share), cases, allowed) >= 0.9

    assert not does(found - 1) and all(does(cases) for cases in range(found, found + 300))


def test_a_share_on_the_wrong_side_is_never_enough() -> None:
    assert least_cases(NINETY, 0.9, 0.9) is None and least_cases(NINETY, 0.85, 0.9) is None
    found = volume(5, NINETY, 0.9, Estimate(0.91, 0.89, 0.93, 50))
    assert found.cases_needed.mean == least_cases(NINETY, 0.91, 0.9)
    assert (found.cases_needed.low, found.cases_needed.high) == (least_cases(NINETY, 0.93, 0.9), None)
    assert found.cases_needed.reason
    assert volume(5, NINETY, 0.9, Estimate(0.8, 0.7, 0.9, 50)).cases_needed.mean is None


def test_a_hundred_cases_even_out() -> None:
    assert not volume(100, NINETY, 0.9, Estimate(0.95, 0.94, 0.96, 50)).matters
    assert volume(0.3, NINETY, 0.9, Estimate(0.95, 0.94, 0.96, 50)).cases == 1


def test_without_an_interval_nothing_is_reckoned_on_it() -> None:
    found = volume(5, NINETY, 0.9, unknown("no case"))
    assert (found.chance.mean, found.cases_needed.mean, found.chance.reason) == (None, None, "no case")
    assert found.needed == pytest.approx(0.9**0.2)


def test_a_share_of_nothing_cannot_be_missed() -> None:
    """Everything is promised: no miss is allowed, whatever the number; below 0 % nothing would do."""
    everything = volume(3, Promise(Fraction(1), "at_least"), 0.9, Estimate(1.0, 0.99, 1.0, 50))
    assert (everything.misses, everything.above) == (0, 1.0)
    nothing = volume(3, Promise(Fraction(0), "below"), 0.9, Estimate(0.1, 0.0, 0.2, 50))
    assert (nothing.needed, nothing.chance.mean) == (0.0, 0.0)
