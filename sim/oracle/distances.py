"""Distances in a square of side 1, and an engineer who drives out from a base and back."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from sim.oracle.queues import mean_wait_of_one

Floats = NDArray[np.float64]
NODES = 24

TWO_POINTS = (2 + math.sqrt(2) + 5 * math.log(1 + math.sqrt(2))) / 15
"""Mean distance of two points at random (Larson and Odoni, Urban Operations Research, 1981, section 3.2)."""

TWO_POINTS_BY_STREETS = 2 / 3
"""The same along the sides: 1/3 each way."""


def mean_distance(x: float, y: float) -> float:
    """Mean distance of a random point of the square from (x, y): that from a corner of each of four rectangles."""
    return sum(_from_corner(a, b) for a in (x, 1 - x) for b in (y, 1 - y))


def mean_square_distance(x: float, y: float) -> float:
    """Mean of the square of that distance."""
    return (x**3 + (1 - x) ** 3 + y**3 + (1 - y) ** 3) / 3


def _from_corner(a: float, b: float) -> float:
    """Integral of the distance from a corner over a rectangle a x b."""
    if not (a and b):
        return 0.0
    across = math.hypot(a, b)
    return (2 * a * b * across + a**3 * math.log((b + across) / a) + b**3 * math.log((a + across) / b)) / 6


def mean_distance_to_nearest(points: int) -> float:
    """Mean distance from a random point to the nearest of so many random points, all in the square.

    The integral of (1 - area of the disc within the square)^n over its radius and its centre, by Gauss and Legendre:
    the centre over an eighth of the square, the radius by pieces between the distances to sides and corners, each piece
    stretched at both ends, where the area has a kink. For one point it is TWO_POINTS to 10 digits.
    """
    unit, weights = _gauss(0.0, 1.0)
    x, y = np.repeat(unit / 2, NODES), np.outer(unit / 2, unit).ravel()
    return float((np.outer(weights, weights).ravel() * 4 * x) @ _beyond(x, y, points))


def _beyond(x: Floats, y: Floats, points: int) -> Floats:
    """For each centre, the mean distance to the nearest."""
    sides = [(a, b) for a in (x, 1 - x) for b in (y, 1 - y)]
    breaks = np.sort([0 * x, x, 1 - x, y, 1 - y, *(np.hypot(a, b) for a, b in sides)], axis=0)
    at, weights = _gauss(0.0, 1.0)
    stretched, slope = at**2 * (3 - 2 * at), 6 * at * (1 - at)
    total = np.zeros(x.size)
    for begin, end in pairwise(breaks):
        radius = begin[:, None] + np.outer(end - begin, stretched)
        area = sum((_quarter_disc(a[:, None], b[:, None], radius) for a, b in sides), np.zeros(radius.shape))
        total += (end - begin) * ((1 - np.minimum(area, 1.0)) ** points @ (slope * weights))
    return total


def mean_distance_to_nearest_on_torus(points: int) -> float:
    """The same where the square has no border: who leaves on one side comes in on the other."""
    total = 0.0
    for begin, end in ((0.0, 0.5), (0.5, math.sqrt(0.5))):
        radius, weights = _gauss(begin, end)
        total += float(weights @ (1 - 4 * _quarter_disc(0.5, 0.5, radius)) ** points)
    return total


def _quarter_disc(a: Floats | float, b: Floats | float, radius: Floats) -> Floats:
    """Area of a quarter disc about the corner of a rectangle a x b, as far as it lies inside."""
    x = np.minimum(a, radius)
    from_x = np.sqrt(np.maximum(radius**2 - b**2, 0.0))  # up to here the top side cuts it off
    from_x = np.minimum(from_x, x)
    under = _under_arc(x, radius) - _under_arc(from_x, radius)
    return b * from_x + under


def _under_arc(x: Floats, radius: Floats) -> Floats:
    safe = np.where(radius > 0, radius, 1.0)
    return (x * np.sqrt(np.maximum(radius**2 - x**2, 0.0)) + radius**2 * np.arcsin(np.clip(x / safe, 0, 1))) / 2


def _gauss(begin: float, end: float) -> tuple[Floats, Floats]:
    nodes, weights = np.polynomial.legendre.leggauss(NODES)
    half = (end - begin) / 2
    return begin + half * (nodes + 1), half * weights


@dataclass(frozen=True)
class OutAndBack:
    """Long-run figures of a lone engineer; `service`: from leaving the base until he is back."""

    travel: float
    service: float
    utilisation: float
    mean_wait: float

    @property
    def mean_response(self) -> float:
        """Until he is there."""
        return self.mean_wait + self.travel


def out_and_back(rate: float, travel: float, travel_square: float, repair: float, repair_square: float) -> OutAndBack:
    """One engineer who drives from his base to each job and back before the next: M/G/1 with both ways in the service.

    `travel`, `repair`: means of one way and of the work; `_square`: means of their squares. Larson and Odoni, section
    5.2. One who stays where he worked last is no M/G/1: the next way hangs on the last place.
    """
    service = 2 * travel + repair
    second = 4 * travel_square + 4 * travel * repair + repair_square
    return OutAndBack(travel, service, rate * service, mean_wait_of_one(rate, service, second))
