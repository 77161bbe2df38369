"""Two echelons of repairables against independently computed values (relative 1e-6)."""

import math
from collections.abc import Callable, Sequence

import pytest

from sim.oracle import TwoEchelons, base_stock, metric, two_echelons, vari_metric

Case = tuple[tuple[float, ...], tuple[float, ...], float, int, tuple[int, ...]]
Formula = Callable[[Sequence[float], Sequence[float], float, int, Sequence[int]], TwoEchelons]

P03: Case = ((0.1, 0.1), (2, 2), 14, 2, (1, 1))
P04: Case = ((0.5, 0.8, 0.3), (1, 1, 2), 4, 5, (2, 2, 1))
P54: Case = ((0.9, 0.9), (0.5, 0.5), 7, 0, (4, 9))


def near(*values: float) -> object:
    return pytest.approx(values, rel=1e-6)


@pytest.mark.parametrize("formula", [two_echelons, metric, vari_metric])
@pytest.mark.parametrize(
    ("case", "backorders", "wait", "fill"),
    [
        (P03, 1.091888301, 5.459441503, 0.231078238),
        (P04, 1.814270093, 1.133918808, 0.2350700337),
        (P54, 12.6, 7.0, 0.0),
    ],
)
def test_central_store(formula: Formula, case: Case, backorders: float, wait: float, fill: float) -> None:
    """It is the same to all three: a base stock."""
    figures = formula(*case)
    assert (figures.central_backorders, figures.central_wait, figures.central_fill) == near(backorders, wait, fill)


@pytest.mark.parametrize(
    ("figures", "backorders", "fill_rates", "total"),
    [
        (two_echelons(*P03), [0.2647652257] * 2, [0.5188210754] * 2, 0.5295304515),
        (metric(*P03), [0.2202304412] * 2, [0.4742862909] * 2, 0.4404608825),
        (vari_metric(*P03), [0.2596315491] * 2, [0.5136873988] * 2, 0.5192630983),
        (
            two_echelons(*P04),
            [0.1625929313, 0.4654815572, 0.3464184558],
            [0.713190286, 0.524139631, 0.4062428133],
            0.9744929444,
        ),
        (
            metric(*P04),
            [0.1221561564, 0.3795526533, 0.330734873],
            [0.7111436973, 0.491032899, 0.3905592305],
            0.8324436828,
        ),
        (
            vari_metric(*P04),
            [0.1616043358, 0.4605413632, 0.3461532848],
            [0.7144855368, 0.5232089595, 0.4059776423],
            0.9682989837,
        ),
        (two_echelons(*P54), [2.891758762, 0.3071201623], [0.09576514648, 0.7610555851], 3.198878924),
        (metric(*P54), [2.891758762, 0.3071201623], [0.09576514648, 0.7610555851], 3.198878924),
        (vari_metric(*P54), [2.891758762, 0.3071201623], [0.09576514648, 0.7610555851], 3.198878924),
    ],
)
def test_outlets(figures: TwoEchelons, backorders: list[float], fill_rates: list[float], total: float) -> None:
    assert figures.backorders == near(*backorders)
    assert figures.fill_rates == near(*fill_rates)
    assert (figures.total_backorders,) == near(total)


def test_ample_central_stock_leaves_the_way() -> None:
    """Each outlet is then a base stock whose lead time is its way."""
    figures, alone = two_echelons((0.5, 0.8), (1, 2), 4, 60, (1, 2)), (base_stock(0.5, 1), base_stock(1.6, 2))
    assert figures.backorders == near(*(shelf.backorders for shelf in alone))
    assert figures.fill_rates == near(*(shelf.fill_rate for shelf in alone))


def test_a_single_outlet_without_a_way() -> None:
    """What the central store lacks beyond its level the outlet lacks: one base stock of both levels."""
    figures = two_echelons((0.7,), (0,), 3, 2, (1,))
    assert figures.backorders == near(base_stock(2.1, 3).backorders)
    assert figures.fill_rates == near(base_stock(2.1, 3).fill_rate)


def test_one_unit_in_all() -> None:
    """Worked by hand: mean 1 in repair, nothing central, one unit at the outlet: short are 1 - (1 - e^-1) = e^-1."""
    figures = two_echelons((1.0,), (0,), 1, 0, (1,))
    assert figures.backorders == near(math.exp(-1))
    assert figures.fill_rates == near(math.exp(-1))
