"""Formulas for waiting lines against independently computed values (relative 1e-6)."""

from operator import mul

import pytest

from sim.oracle import (
    erlang_b,
    erlang_c,
    limited_lines,
    mean_wait,
    mean_wait_of_one,
    mean_waits_by_rank,
)


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    ("cv2", "wait"),
    [(2.25, 3.791666667), (0.0, 1.166666667), (0.5, 1.75)],  # Q07
)
def test_one_server_and_any_service(cv2: float, wait: float) -> None:
    assert mean_wait_of_one(0.7, 1.0, 1.0 + cv2) == near(wait)


def test_one_server_and_exponential_service_is_erlang_c() -> None:
    assert mean_wait_of_one(1.4, 0.5, 0.5) == near(mean_wait(1, 1.4, 0.5))


def test_limited_lines() -> None:
    """Q06."""
    figures = limited_lines(10, 14, 12.0, 1.0)
    assert figures.p_block == near(0.2125966733)
    assert figures.mean_wait == near(0.1905188395)
    assert figures.p_wait == near(0.6989510187)
    assert figures.utilisation == near(0.944883992)


def test_as_many_lines_as_seats_is_erlang_b() -> None:
    figures = limited_lines(7, 7, 4.2, 1.0)
    assert figures.p_block == near(erlang_b(7, 4.2))
    assert figures.p_wait == figures.mean_wait == 0.0


def test_ample_lines_are_erlang_c() -> None:
    figures = limited_lines(5, 300, 8.0, 0.5)
    assert figures.p_wait == near(erlang_c(5, 4.0))
    assert figures.mean_wait == near(mean_wait(5, 8.0, 0.5))


@pytest.mark.parametrize(
    ("servers", "rates", "waits"),
    [(4, [2, 1.5], [0.368930547, 2.951444376]), (1, [0.3, 0.55], [1.214285714, 8.095238095])],  # Q11, Q62
)
def test_waits_by_rank(servers: int, rates: list[float], waits: list[float]) -> None:
    assert mean_waits_by_rank(servers, rates, 1.0) == near(waits)


def test_one_rank_is_erlang_c() -> None:
    assert mean_waits_by_rank(5, [8.0], 0.5) == near([mean_wait(5, 8.0, 0.5)])


def test_the_order_only_moves_waits_from_rank_to_rank() -> None:
    """Kleinrock's conservation law for equal services: over all ranks the mean wait is that of one queue."""
    rates = [0.5, 2.0, 1.25]
    waits = mean_waits_by_rank(4, rates, 1.0)
    assert waits == sorted(waits)
    assert sum(map(mul, rates, waits)) / sum(rates) == near(mean_wait(4, sum(rates), 1.0))


def test_what_has_no_end_is_refused() -> None:
    with pytest.raises(ValueError, match="needs more than one seat"):
        mean_wait_of_one(1.2, 1.0, 2.0)
    with pytest.raises(ValueError, match="a line for every seat"):
        limited_lines(5, 4, 1.0, 1.0)
    with pytest.raises(ValueError, match="5 seats"):
        mean_waits_by_rank(5, [3.0, 2.0], 1.0)
