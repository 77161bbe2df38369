"""Erlang's formulas against published and independently computed values (relative 1e-6)."""

import math

import pytest

from sim.oracle import (
    erlang_a,
    erlang_a_service_level,
    erlang_b,
    erlang_c,
    mean_wait,
    occupancy,
    offered_load,
    seats_needed,
    seats_on_roster,
    service_level,
)


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    ("servers", "load", "blocked"),
    [  # Q01, Q51
        (5, 3, 0.1100543478),
        (10, 5, 0.01838457034),
        (20, 15, 0.04559321559),
        (50, 45, 0.05410447216),
        (100, 95, 0.04880420618),
        (7, 4.2, 0.07327832516),
        (30, 27.5, 0.08989665186),
        (1, 0.3, 0.2307692308),
        (200, 190, 0.02796816446),
    ],
)
def test_erlang_b(servers: int, load: float, blocked: float) -> None:
    assert erlang_b(servers, load) == near(blocked)


@pytest.mark.parametrize(
    ("servers", "load", "waits", "wait", "level"),
    [  # Q02, service rate 1, level at 0.1
        (3, 1.5, 0.2368421053, 0.1578947368, 0.7961481108),
        (5, 4, 0.5541125541, 0.5541125541, 0.4986182272),
        (10, 9, 0.6687315241, 0.6687315241, 0.3949066944),
        (30, 25, 0.2498931669, 0.04997863338, 0.8484321326),
        (100, 95, 0.5064568539, 0.1012913708, 0.6928183903),
    ],
)
def test_erlang_c(servers: int, load: float, waits: float, wait: float, level: float) -> None:
    assert erlang_c(servers, load) == near(waits)
    assert mean_wait(servers, load, 1.0) == near(wait)
    assert service_level(servers, load, 1.0, 0.1) == near(level)


def test_staffing_of_a_half_hour() -> None:
    """Q03: 100 calls in 30 min of 3 min each, 80 % within 0.33 min, seats at most 85 % busy, 30 % absent."""
    rate = 100 / 30
    seats = seats_needed(rate, 3.0, within=0.33, target=0.8, max_occupancy=0.85)
    assert seats == 14
    assert seats_on_roster(seats, 0.3) == 20
    assert service_level(seats, rate, 3.0, 0.33) == near(0.887853)
    assert occupancy(seats, offered_load(rate, 3.0)) == near(0.7142857143)
    assert erlang_c(seats, offered_load(rate, 3.0)) == near(0.1741319336)


def test_staffing_hour_by_hour() -> None:
    """Q16: pointwise-stationary staffing."""
    seats = [seats_needed(rate, 1 / 6, within=0.005555555556, target=0.8) for rate in (20, 45, 80, 95, 70, 30)]
    assert seats == [6, 11, 18, 21, 16, 8]


def test_occupancy_rules_where_the_target_is_lax() -> None:
    assert seats_needed(9.0, 1.0, within=100.0, target=0.1, max_occupancy=0.5) == 18
    assert seats_needed(3.0, 1.0, within=100.0, target=0.0) == 4


def test_overload_is_refused() -> None:
    with pytest.raises(ValueError, match="5 erlangs"):
        erlang_c(5, 5.0)
    with pytest.raises(ValueError, match="target"):
        seats_needed(1.0, 1.0, 1.0, target=1.0)
    with pytest.raises(ValueError, match="above 0"):
        erlang_a(1.0, 1.0, 0.0, 3)


def test_erlang_a_of_fourteen_seats() -> None:
    """Q04."""
    figures = erlang_a(3.333333333, 0.3333333333, 0.2, 14)
    assert figures.p_wait == near(0.1452601143)
    assert figures.p_abandon == near(0.01398374412)
    assert figures.mean_wait == near(0.06991872061)
    assert figures.utilisation == near(0.7042973256)
    assert figures.queue == near(0.233062402)
    assert figures.mean_wait_served == near(0.06464133408)
    assert figures.mean_wait_abandoned == near(0.4420357208)
    assert erlang_a_service_level(3.333333333, 0.3333333333, 0.2, 14, 0.3333333333) == near(0.9167920919)


def test_erlang_a_at_critical_load() -> None:
    """Q05."""
    figures = erlang_a(50, 1, 0.5, 50)
    assert figures.p_wait == near(0.6011676518)
    assert figures.p_abandon == near(0.04668458591)
    assert figures.mean_wait == near(0.09336917183)
    assert figures.utilisation == near(0.9533154141)
    assert figures.queue == near(4.668458591)
    assert figures.mean_wait_served == near(0.09180936696)
    assert figures.mean_wait_abandoned == near(0.1252209275)
    assert erlang_a_service_level(50, 1, 0.5, 50, 0.1) == near(0.6175935861)


def test_erlang_a_holds_far_above_capacity() -> None:
    figures = erlang_a(300, 1, 0.1, 100)
    assert figures.p_abandon == pytest.approx(2 / 3, rel=1e-3)
    assert figures.utilisation == pytest.approx(1.0, abs=1e-6)


def test_erlang_a_goes_to_erlang_c_as_patience_grows() -> None:
    figures = erlang_a(9, 1, 1e-9, 10)
    assert figures.p_wait == pytest.approx(erlang_c(10, 9), rel=1e-5)
    assert figures.mean_wait == pytest.approx(mean_wait(10, 9, 1.0), rel=1e-5)
    assert erlang_a_service_level(9, 1, 1e-3, 10, math.inf) == pytest.approx(1 - erlang_a(9, 1, 1e-3, 10).p_abandon)
