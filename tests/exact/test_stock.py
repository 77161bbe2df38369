"""Formulas of stock against published and independently computed values (relative 1e-6)."""

import math

import pytest

from sim.oracle import base_stock, emergency, erlang_b, erlang_c, lots, mean_wait, repair_shop, up_to, wait_within


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    ("pipeline", "level", "fill_rate", "backorders", "on_hand"),
    [  # P01
        (2.8, 4, 0.6919374326, 0.2532794167, 1.453279417),
        (0.5, 1, 0.6065306597, 0.1065306597, 0.6065306597),
        (6, 8, 0.7439797605, 0.3140213892, 2.314021389),
        (12, 12, 0.4615973331, 1.372414986, 1.372414986),
    ],
)
def test_base_stock(pipeline: float, level: int, fill_rate: float, backorders: float, on_hand: float) -> None:
    figures = base_stock(pipeline, level)
    assert figures.fill_rate == near(fill_rate)
    assert figures.backorders == near(backorders)
    assert figures.on_hand == near(on_hand)


def test_nothing_on_the_shelf() -> None:
    figures = base_stock(3.0, 0)
    assert (figures.fill_rate, figures.on_hand) == (0.0, 0.0)
    assert figures.backorders == near(3.0)


@pytest.mark.parametrize(
    ("within", "share"), [(0, 0.6288369352), (2, 0.7806125111), (5, 0.9473469827), (9, 0.9999387567), (10, 1.0)]
)
def test_wait_for_a_part(within: float, share: float) -> None:
    """P02."""
    assert wait_within(0.4, 10, 5, within) == near(share)


def test_mean_wait_for_a_part() -> None:
    """P02: Little's law."""
    assert base_stock(0.4 * 10, 5).backorders / 0.4 == near(1.025760486)


@pytest.mark.parametrize(
    ("rate", "lead", "order_at", "lot", "on_hand", "backorders", "fill_rate", "mean_wait", "order_rate"),
    [
        (20, 0.5, 12, 5, 5.139064701, 0.1390647012, 0.8993560826, 0.006953235058, 4.0),  # P05
        (4.109589041, 14, 60, 25, 15.77794447, 0.3121910438, 0.9213154127, 0.07596648733, 0.1643835616),  # P06
    ],
)
def test_lots(
    rate: float,
    lead: float,
    order_at: int,
    lot: int,
    on_hand: float,
    backorders: float,
    fill_rate: float,
    mean_wait: float,
    order_rate: float,
) -> None:
    figures = lots(rate, lead, order_at, lot)
    assert figures.on_hand == near(on_hand)
    assert figures.backorders == near(backorders)
    assert figures.fill_rate == near(fill_rate)
    assert figures.backorders / rate == near(mean_wait)
    assert rate / lot == near(order_rate)


def test_demands_of_several_units() -> None:
    """P07."""
    figures = up_to(1.5, {1: 0.5, 2: 0.3, 5: 0.2}, 3, order_at=4, level=12)
    assert figures.on_hand == near(2.119945859)
    assert figures.backorders == near(2.633616649)
    assert figures.ready_rate == near(0.4720292725)
    assert figures.fill_rate_units == near(0.3991295677)
    assert figures.fill_rate_complete == near(0.3995036761)
    assert figures.order_rate == near(0.3455673784)


def test_single_units_up_to_a_level_are_lots() -> None:
    figures, same = up_to(20, {1: 1.0}, 0.5, order_at=12, level=17), lots(20, 0.5, 12, 5)
    assert figures.on_hand == near(same.on_hand)
    assert figures.backorders == near(same.backorders)
    assert figures.ready_rate == figures.fill_rate_units == near(same.fill_rate)
    assert figures.order_rate == near(4.0)


def test_emergency_supply() -> None:
    """P08; the totals of P09 and P10, where outlets help each other, are those of one store."""
    figures = emergency(0.8 * 5, 6)
    assert 1 - figures.fill_rate == near(0.1171624714)
    assert figures.on_hand == near(2.468649886)
    assert 6 - figures.on_hand == near(3.531350114)
    assert 1 - emergency(0.8, 3).fill_rate == near(0.03869407497)
    assert 1 - emergency(2.4, 3).fill_rate == near(0.2684063374) == near(erlang_b(3, 2.4))


def test_repair_shop() -> None:
    """P11."""
    figures = repair_shop(2, 0.6, 5, 5)
    assert figures.fill_rate == near(0.67333072)
    assert figures.backorders == near(0.65333856)
    assert figures.backorders / 2 == near(0.32666928)
    assert figures.on_hand == near(1.666666667)


def test_nothing_on_the_shelf_of_a_repair_shop() -> None:
    """Everybody waits for his own unit: for a bench and through the repair."""
    figures = repair_shop(2, 0.6, 5, 0)
    assert (figures.fill_rate, figures.on_hand) == (0.0, 0.0)
    assert figures.backorders / 2 == near(mean_wait(5, 2, 1 / 0.6) + 1 / 0.6)


def test_as_many_units_as_benches() -> None:
    assert repair_shop(2, 0.6, 5, 5).fill_rate == near(1 - erlang_c(5, 2 / 0.6))


def test_ample_benches_are_a_base_stock() -> None:
    figures, same = repair_shop(2, 0.5, 90, 6), base_stock(4, 6)
    assert figures.fill_rate == near(same.fill_rate)
    assert figures.backorders == near(same.backorders)


def test_one_of_a_kind() -> None:
    """Worked by hand: a single unit, mean pipeline 1. It lies there while nothing is on order, e^-1 of the time."""
    figures = base_stock(1.0, 1)
    assert figures.on_hand == near(math.exp(-1))
    assert figures.backorders == near(math.exp(-1))  # the pipeline of 1, less the unit, plus what lies there
