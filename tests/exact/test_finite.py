"""Formulas for installed machines against independently computed values (relative 1e-6)."""

import math

import pytest

from sim.oracle import HeldForParts, Repairman, held_for_parts, repairman


def near(value: float) -> object:
    return pytest.approx(value, rel=1e-6)


@pytest.mark.parametrize(
    ("figures", "availability", "failed", "wait", "throughput", "utilisation", "all_up"),
    [
        (  # Q12
            repairman(10, 0.1, 1, 2),
            *(0.8961362181, 1.038637819, 0.1590177895, 0.8961362181, 0.4480681091, 0.367954594),
        ),
        (  # Q13
            repairman(20, 0.05, 0.4, 3, spares=2),
            *(0.9157571791, 3.397419857, 1.209957109, 0.9157571791, 0.7631309826, 0.4231704917),
        ),
    ],
)
def test_repairman(
    figures: Repairman,
    availability: float,
    failed: float,
    wait: float,
    throughput: float,
    utilisation: float,
    all_up: float,
) -> None:
    assert figures.availability == near(availability)
    assert figures.mean_failed == near(failed)
    assert figures.mean_wait == near(wait)
    assert figures.throughput == near(throughput)
    assert figures.utilisation == near(utilisation)
    assert figures.p_all_up == near(all_up)


def test_a_repairer_for_every_machine() -> None:
    """Nobody waits; each machine is up for its mean time, then down for the mean repair."""
    figures = repairman(3, 0.5, 2.0, 3)
    assert figures.mean_wait == 0.0
    assert figures.availability == near(2 / 2.5)
    assert figures.p_all_up == near((2 / 2.5) ** 3)


def test_one_machine_and_one_spare() -> None:
    """Worked by hand, rates 1: none, one or both failed a third of the time each; both: the second waits for 1."""
    figures = repairman(1, 1.0, 1.0, 1, spares=1)
    assert figures.availability == near(2 / 3)
    assert figures.mean_failed == near(1.0)
    assert figures.mean_wait == near(0.5)  # a third of a machine waits, two thirds fail per unit of time
    assert figures.p_all_up == near(2 / 3)


J06 = held_for_parts(12, 0.05, 1.0, 2, 1, 0.3)


@pytest.mark.parametrize(
    ("figure", "value"),
    [
        ("throughput", 0.5039754615),
        ("mean_wait_engineer", 1.201242147),
        ("mean_wait_part", 1.609440943),
        ("seized", 0.6575471019),
        ("repairing", 0.2519877308),
        ("part_fill_rate", 0.1704471147),
        ("p_no_wait", 0.1415036139),
        ("mean_failed", 1.920490769),
        ("availability", 0.8399591026),
    ],
)
def test_engineers_held_for_parts(figure: str, value: float) -> None:
    """J06."""
    assert getattr(J06, figure) == near(value)


def test_total_wait() -> None:
    """J06: the wait for the engineer and then for the part."""
    assert J06.mean_wait_engineer + J06.mean_wait_part == near(2.81068309)


def test_ample_parts_leave_the_repairmen() -> None:
    figures: HeldForParts = held_for_parts(6, 0.2, 1.0, 2, 40, 5.0)
    same = repairman(6, 0.2, 1.0, 2)
    assert figures.availability == near(same.availability)
    assert figures.mean_wait_engineer == near(same.mean_wait)
    assert figures.seized == near(figures.repairing) == near(same.utilisation)
    assert math.isclose(figures.part_fill_rate, 1.0)


def test_one_machine_whose_part_is_always_ordered() -> None:
    """Worked by hand: up for 10, then an order of 4 and a repair of 1."""
    figures = held_for_parts(1, 0.1, 1.0, 1, 0, 0.25)
    assert figures.availability == near(10 / 15)
    assert figures.mean_wait_part == near(4.0)
    assert (figures.part_fill_rate, figures.p_no_wait, figures.mean_wait_engineer) == (0.0, 0.0, 0.0)
