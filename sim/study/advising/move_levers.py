"""Levers about places: an outlet nearer to where its sites are late."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np

from sim.scenario.geography import cities, metres_apart
from sim.scenario.reach import outlets_of_sites
from sim.study.advising.lever import MOVE, Lever

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario
    from sim.scenario.geography import Placed
    from sim.study.advising.losses import Losses

CLOSER = 0.9  # a move is worth naming if it leaves at most so much of the weighted distance
DIGITS = 4  # of degrees or kilometres: ten metres or less
OF_ROADS = ("travel", "engineer", "off_shift")


def move_levers(scenario: Scenario, plan: Plan, losses: Losses) -> Iterator[Lever]:
    """For each outlet the place among its sites, and city centres between them, that is nearest to what is late.

    Weighted 1-median: the place with the least sum of distance times weight lost (Weber's problem on given places).
    """
    lost = losses.by_site(OF_ROADS, len(scenario.sites))
    first = [outlets[0] for outlets in outlets_of_sites(scenario, plan)]
    for name in plan.outlets:
        mine = np.flatnonzero([outlet == name for outlet in first])
        late = mine[lost[mine] > 0]
        if len(late):
            yield from _move(scenario, plan, name, late, lost[late], mine)


def _move(
    scenario: Scenario, plan: Plan, name: str, late: np.ndarray, lost: np.ndarray, mine: np.ndarray
) -> Iterator[Lever]:
    places = {scenario.sites[site].id: scenario.sites[site] for site in mine.tolist()}
    named: dict[str, Placed] = dict(places) | _cities_among(scenario, list(places.values()))
    sites = [scenario.sites[site] for site in late.tolist()]
    apart = metres_apart(list(named.values()), sites, scenario.plane) @ lost
    now = float(metres_apart([plan.outlets[name]], sites, scenario.plane)[0] @ lost)
    best = int(np.argmin(apart))
    if now <= 0 or apart[best] > CLOSER * now:
        return
    chosen = list(named)[best]
    where = getattr(named[chosen], "name", "") or chosen
    saved = (1 - float(apart[best]) / now) * float(lost.sum())
    yield Lever(MOVE, name, where, _placed(name, named[chosen], scenario.plane), None, ("moving",), (), saved)


def _placed(outlet: str, place: Placed, plane: bool) -> tuple[str, ...]:
    keys = ("x_km", "y_km") if plane else ("lat", "lon")
    return tuple(f"outlets.{outlet}.{key}={round(getattr(place, key), DIGITS)}" for key in keys)


def _cities_among(scenario: Scenario, sites: list[Placed]) -> dict[str, Placed]:
    """City centres inside the rectangle of the sites; none on a plane."""
    if scenario.plane:
        return {}
    lats, lons = [site.lat for site in sites], [site.lon for site in sites]
    return {
        name: point
        for name, point in cities().items()
        if not name.isdecimal() and min(lats) <= point.lat <= max(lats) and min(lons) <= point.lon <= max(lons)
    }
