"""One commitment over replications, worked out by hand."""

import math

import pytest

from sim.study.tally import Tally
from tests.rooms.study.standin import commitment, count

YEAR = 365 / 364


def test_a_commitment_by_hand() -> None:
    """Two replications of two periods: 9 of 10 and 8 of 10; 10 of 10 and no case."""
    first = count([9, 8], [10, 10], cents=[1000, 2000], late_s=7200)
    second = count([10, 0], [10, 0], cents=[0, 0], late_s=0)
    found = Tally(commitment(), [first, second], YEAR).result(several_looks=False)
    assert found.attained.mean == 27 / 30
    assert found.covered_per_period.mean == 7.5
    assert found.kept_probability.mean == 0.75
    assert (found.kept_probability.n, found.verdict) == (2, "unproven")
    assert found.penalty.mean == pytest.approx(15 * YEAR)
    assert found.penalty_p95.mean == pytest.approx(30 * YEAR)
    assert (found.penalty_p95.high, bool(found.penalty_p95.reason)) == (None, True)
    assert found.late_h.mean == pytest.approx(1 * YEAR)
    assert sum(e.mean or 0 for e in found.late_by_cause_h.values()) == pytest.approx(found.late_h.mean)
    assert [(p.met.mean, p.met.n) for p in found.periods] == [(1.0, 2), (0.0, 1)]
    assert found.periods[0].met.low == pytest.approx(0.025**0.5)  # two of two
    engineers, travel = (found.late_share[cause].mean for cause in ("engineer", "travel"))
    assert (engineers, travel) == (pytest.approx(2 / 3), pytest.approx(1 / 3))
    assert [p.attained.n for p in found.periods] == [2, 1]
    assert (found.target, found.direction, found.unit) == (0.9, "at_least", "ticket")


def test_months_of_one_replication_are_one_observation() -> None:
    """29 replications of 12 months, all met but one month: x = 28 + 11/12 of n = 29, not 347 of 348."""
    months = [count([10] * 12, [10] * 12)] * 28 + [count([10] * 11 + [8], [10] * 12)]
    stand = Tally(commitment(), months, 1.0).standing(several_looks=False)
    assert stand.n == 29
    assert stand.share == pytest.approx((28 + 11 / 12) / 29)
    assert stand.verdict == "unproven"
    assert Tally(commitment(), months[:1] * 29, 1.0).standing(several_looks=False).verdict == "keep"


def test_twelfths_add_up_exactly() -> None:
    """Thirds of 30 replications are 20 exactly, without what floats leave over."""
    counts = [count([9, 9, 0], [9, 9, 9])] * 30
    assert Tally(commitment(), counts, 1.0).standing(several_looks=False).share == 20 / 30


def test_periods_that_are_not_judged_decide_nothing() -> None:
    counts = [count([10, 0], [10, 10], judged=[True, False])] * 29
    tally = Tally(commitment(), counts, 1.0)
    assert tally.standing(several_looks=False).verdict == "keep"
    assert tally.attained().mean == 0.5
    assert tally.result(several_looks=False).covered_per_period.mean == 10


def test_looks_ask_for_more() -> None:
    counts = [count([10], [10])] * 29
    assert Tally(commitment(), counts, 1.0).standing(several_looks=False).verdict == "keep"
    looked = Tally(commitment(), counts, 1.0).standing(several_looks=True)
    assert (looked.verdict, looked.needed) == ("unproven", 42)


def test_own_confidence_and_assurance() -> None:
    counts = [count([10], [10])] * 10
    assert Tally(commitment(assurance=0.7), counts, 1.0).standing(several_looks=False).verdict == "keep"
    assert Tally(commitment(confidence=0.6), counts, 1.0).standing(several_looks=False).verdict == "keep"


def test_no_case_at_all() -> None:
    found = Tally(commitment(), [count([0], [0])] * 50, 1.0).result(several_looks=True)
    assert found.verdict == "no-evidence"
    assert (found.kept_probability.mean, found.attained.mean) == (None, None)
    assert found.kept_probability.reason
    assert found.attained.reason


def test_rare_cases_need_more_replications_in_all() -> None:
    """One replication in four has a case: 29 with a case are 116 in all."""
    counts = ([count([1], [1])] + [count([0], [0])] * 3) * 5
    stand = Tally(commitment(), counts, 1.0).standing(several_looks=False)
    assert (stand.n, stand.needed) == (5, 116)


def test_a_fine_without_a_target() -> None:
    counts = [count([8], [10], target=None, cents=[200_00])] * 50
    found = Tally(commitment(target=None), counts, 1.0).result(several_looks=True)
    assert found.verdict == "no-target"
    assert found.penalty.mean == 200
    assert found.kept_probability.reason
    assert (found.target, found.replications_needed) == (None, None)
    empty = Tally(commitment(target=None), [count([0], [0], target=None)] * 50, 1.0)
    assert empty.standing(several_looks=True).verdict == "no-evidence"


def test_a_share_has_no_late_time() -> None:
    from types import SimpleNamespace

    share = commitment(measure=SimpleNamespace(share_of="satisfied", availability=None, is_open_alone=False))
    found = Tally(share, [count([9], [10])] * 3, 1.0).result(several_looks=False)
    assert found.late_h.mean is None
    assert found.late_h.reason
    assert not any(math.isnan(e.mean or 0.0) for e in found.late_by_cause_h.values())
