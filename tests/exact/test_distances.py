"""Distances in a square, against closed forms and against random points."""

import numpy as np
import pytest

from sim.oracle import distances


def test_the_nearest_of_one_is_another_point_at_random() -> None:
    """The quadrature of many against the closed form of one."""
    assert distances.mean_distance_to_nearest(1) == pytest.approx(distances.TWO_POINTS, rel=1e-10)


@pytest.mark.parametrize("points", [3, 5, 10])
def test_a_finer_quadrature_gives_the_same(points: int, monkeypatch: pytest.MonkeyPatch) -> None:
    coarse = distances.mean_distance_to_nearest(points)
    monkeypatch.setattr(distances, "NODES", 40)
    assert distances.mean_distance_to_nearest(points) == pytest.approx(coarse, rel=1e-9)


@pytest.mark.parametrize("points", [3, 5])
def test_the_nearest_of_random_points(points: int) -> None:
    rng = np.random.default_rng(1)
    there, others = rng.random((200_000, 1, 2)), rng.random((200_000, points, 2))
    nearest = np.sqrt(((others - there) ** 2).sum(axis=2)).min(axis=1)
    error = nearest.std() / np.sqrt(len(nearest))
    assert abs(nearest.mean() - distances.mean_distance_to_nearest(points)) < 4 * error


def test_from_the_middle_it_is_half_as_far_as_from_a_corner() -> None:
    assert distances.mean_distance(0.5, 0.5) == pytest.approx(distances.mean_distance(0, 0) / 2)
