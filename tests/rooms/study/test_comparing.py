"""Plans against the first one, worked out by hand: what differs, what of it is real, how many more years tell."""

from __future__ import annotations

import pytest

from sim.study.comparing import Against, Gap, compare
from sim.study.measured import ATTAINED, COVERED, KEPT, PENALTY
from tests.rooms.study.by_hand import outcome

YEAR = 365 / 364


def gap(one: Against, name: str, commitment: str = "") -> Gap:
    found = one.gap(name, commitment)
    assert found is not None
    return found


def test_a_difference_by_hand() -> None:
    """90, 92, 94, 96 of 100 against 91, 93, 97, 99: one more, one more, three more, three more."""
    found = compare([outcome("a", {"x": [90, 92, 94, 96]}), outcome("b", {"x": [91, 93, 97, 99]})])
    attained = gap(found.others[0], ATTAINED, "x")
    assert attained.difference.estimate.mean == pytest.approx(0.02)
    half = 3.182446 * (4 / 3) ** 0.5 / 2 / 100  # t at 97.5 % with 3 degrees of freedom, times the standard error
    assert attained.difference.estimate.high == pytest.approx(0.02 + half, abs=1e-7)
    assert attained.difference.estimate.n == 4


def test_a_plan_against_itself_differs_in_nothing() -> None:
    one = outcome("a", {"x": [90, 85, 99], "y": [1, 2, 3]}, cents=[5, 0, 700], km=[10, 12, 9])
    (other,) = compare([one, one]).others
    assert other.same
    assert all(g.difference.estimate.mean == 0 and not g.real and g.more is None for g in other.gaps)
    assert len(other.gaps) > 8


def test_swapping_turns_every_sign() -> None:
    a = outcome("a", {"x": [90, 85, 99, 80]}, cents=[5, 0, 700, 80], km=[10, 12, 9, 7])
    b = outcome("b", {"x": [80, 70, 60, 78]}, cents=[50, 10, 900, 90], km=[11, 18, 9, 9], pay=900)
    there, back = compare([a, b]).others[0], compare([b, a]).others[0]
    for one in there.gaps:
        other = gap(back, one.measure.name, one.measure.commitment)
        assert other.difference.estimate.mean == pytest.approx(-one.mean)
        assert (other.p, other.real, other.more) == (pytest.approx(one.p), one.real, one.more)


def test_what_cannot_vary_is_real_after_one_year() -> None:
    """Pay is known beforehand; of what luck moves, one year tells nothing."""
    a, b = outcome("a", {"x": [95]}, pay=1_000), outcome("b", {"x": [60]}, pay=1_200)
    (other,) = compare([a, b]).others
    pay, attained = gap(other, "cost.pay"), gap(other, ATTAINED, "x")
    assert (pay.real, pay.exact, pay.mean) == (True, True, pytest.approx(200 * YEAR))
    assert (attained.real, attained.p, attained.more) == (False, None, None)


def test_few_years_all_on_one_side_may_be_luck() -> None:
    """Kept in every year against in none: five years in a row have a chance of 1 in 16, eight of 1 in 128."""
    for years, p, real in ((5, 2 / 2**5, False), (8, 2 / 2**8, True)):
        a, b = outcome("a", {"x": [95] * years}), outcome("b", {"x": [60] * years})
        (other,) = compare([a, b]).others
        kept = gap(other, KEPT, "x")
        assert kept.mean == -1
        assert (kept.p, kept.real) == (pytest.approx(p), real)


def test_only_years_that_differ_speak() -> None:
    """Of 20 years three are kept by b alone, one by a alone: the exact test of signs, 2 * (1 + 4) / 16."""
    a = outcome("a", {"x": [95] * 17 + [60] * 3})
    b = outcome("b", {"x": [60] + [95] * 19})
    kept = gap(compare([a, b]).others[0], KEPT, "x")
    assert kept.mean == pytest.approx(2 / 20)
    assert kept.p == pytest.approx(2 * (1 + 4) / 16)


def test_coverage_is_compared_too() -> None:
    a, b = outcome("a", {"x": [90, 90]}, covered=100), outcome("b", {"x": [45, 46]}, covered=50)
    assert gap(compare([a, b]).others[0], COVERED, "x").mean == pytest.approx(-50 * YEAR)


def test_more_commitments_ask_for_more() -> None:
    """The same difference survives alone, and not among many that do not (Holm)."""
    noise = {f"n{k}": ([90, 91, 92, 93, 94, 95], [91, 90, 93, 92, 95, 94]) for k in range(30)}
    x = ([90, 91, 92, 93, 94, 95], [91, 93, 93, 96, 95, 97])  # 1, 2, 1, 3, 1, 2 more: t = 5, p = 0.0041
    alone = compare([outcome("a", {"x": x[0]}), outcome("b", {"x": x[1]})]).others[0]
    a = outcome("a", {"x": x[0], **{name: pair[0] for name, pair in noise.items()}})
    b = outcome("b", {"x": x[1], **{name: pair[1] for name, pair in noise.items()}})
    among = compare([a, b]).others[0]
    assert (gap(alone, ATTAINED, "x").real, gap(among, ATTAINED, "x").real) == (True, False)
    assert gap(alone, ATTAINED, "x").p == gap(among, ATTAINED, "x").p == pytest.approx(0.0041, abs=5e-5)
    assert (gap(among, ATTAINED, "x").more or 0) > 0


def test_a_commitment_that_only_one_plan_has_is_named() -> None:
    a, b = outcome("a", {"x": [90, 91], "y": [5, 5]}), outcome("b", {"x": [90, 92], "z": [5, 5]})
    (other,) = compare([a, b]).others
    assert other.unpaired == ("y", "z")
    assert {one.measure.commitment for one in other.gaps} == {"x", ""}


def test_what_pairing_was_worth() -> None:
    """Years differ by much, plans by little: common luck takes nearly all of the variance away."""
    a = outcome("a", {"x": [50, 70, 90, 60, 80]})
    b = outcome("b", {"x": [51, 72, 91, 62, 81]})
    found = compare([a, b])
    reduction = gap(found.others[0], ATTAINED, "x").difference.variance_reduction
    assert reduction is not None
    assert 0.99 < reduction < 1
    assert found.pairing == pytest.approx(reduction)


def test_penalties_are_a_year() -> None:
    a, b = outcome("a", {"x": [90, 90]}), outcome("b", {"x": [90, 90]}, cents=[1_000, 3_000])
    assert gap(compare([a, b]).others[0], PENALTY, "x").mean == pytest.approx(20 * YEAR)
