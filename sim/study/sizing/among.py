"""A small space searched as a whole: every plan is looked at, or ruled out by one that was."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.scenario.levers import OPEN
from sim.study.sizing.found import Found
from sim.study.sizing.scout import Look, Scout

if TYPE_CHECKING:
    from sim.study.sizing.bounds import Bounds
    from sim.study.sizing.space import Point

GLANCE_YEARS = 2
ROUNDED = 1e-5


def among_all(found: Found, bounds: Bounds, years: int) -> None:
    """Bisection by price, with plans ruled out by those that were looked at."""
    scout = found.scout
    every = list(scout.space.points())
    left = [point for point in every if not bounds.rules_out(point)]
    found.ruled_out = len(every) - len(left)
    left.sort(key=lambda point: (bounds.price(point), point))
    top = scout.look(scout.space.top, min(years, GLANCE_YEARS))
    left = [one for one in left if not _cannot_win(one, top, scout, bounds) or (top is not None and one == top.point)]
    while left:
        middle = left[len(left) // 2]
        look = scout.look(middle, min(years, GLANCE_YEARS))
        look = scout.look(middle, years) if look is not None and not look.misses else look
        left = [one for one in left if one != middle and not _cannot_win(one, look, scout, bounds)]
    found.whole = True
    for look in found.keeping[:1]:
        scout.looks(_one_more(look.point, scout), years)  # few years tell little of rare fines, which it may spare
    if not found.keeping and not found.likely:
        found.hopeless = scout.look(scout.space.top, years)


def _one_more(point: Point, scout: Scout) -> list[Point]:
    """The plans with the next higher value of one decision."""
    higher = [
        (number, next((choice for choice in one.choices if choice > value), value))
        for number, (one, value) in enumerate(zip(scout.space.decisions, point, strict=True))
    ]
    return [scout.space.moved(point, number, value) for number, value in higher if value != point[number]]


def _cannot_win(point: Point, look: Look | None, scout: Scout, bounds: Bounds) -> bool:
    """No cheaper than one that keeps, or no more of anything than one that clearly misses.

    What a plan costs at least: its pay by the month and upkeep, and the least of all else that was seen of any plan.
    """
    if look is None:
        return False
    if look.keeps:
        beside = min(one.cost - one.fixed for one in scout.seen.values())
        return bounds.price(point) + beside >= look.cost * (1 - ROUNDED)
    return look.misses and is_no_more(point, look.point, scout)


def is_no_more(point: Point, other: Point, scout: Scout) -> bool:
    """Whether a plan has no more of anything, with the same outlets open."""
    pairs = list(zip(scout.space.decisions, point, other, strict=True))
    return all(a == b if one.lever.kind == OPEN else a <= b for one, a, b in pairs)
