"""Roads: kilometres and expected driving times between sites and outlets, by formula or by the given table."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Plan, Scenario
from sim.scenario.geography import coordinates, metres_apart, metres_between

Integers = NDArray[np.int64]
Legs = tuple["array[int]", "array[int]"]


class Roads:
    """Legs between locations: a site is its position, an outlet the number of sites + its position.

    A leg is expected seconds, before the factor of the hour, and road metres. Rows are worked out when first asked for.
    """

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario = scenario
        self.sites = len(scenario.sites)
        self._outlets = tuple(plan.outlets.values())
        self._places = coordinates([*scenario.sites, *self._outlets], scenario.plane)
        self._ids = [*(site.id for site in scenario.sites), *plan.outlets]
        self._to: dict[int, Legs] = {}
        self._via: dict[tuple[int, int], Legs] = {}
        self._orders: dict[int, array[int]] = {}

    @cached_property
    def outlet_distance_m(self) -> Integers:
        """As the crow flies from each site (row) to each outlet (column)."""
        metres = metres_apart(self.scenario.sites, self._outlets, self.scenario.plane)
        return np.floor(metres + 0.5).astype(np.int64)

    def to(self, end: int) -> Legs:
        """Seconds and metres to a location from every location."""
        legs = self._to.get(end)
        if legs is None:
            legs = self._to[end] = self._legs(end)
        return legs

    def via(self, outlet: int, site: int) -> Legs:
        """Seconds and metres to a site from every location, by way of an outlet (a location)."""
        legs = self._via.get((outlet, site))
        if legs is None:
            to_outlet, on = self.to(outlet), self.to(site)
            legs = self._via[outlet, site] = (
                array("i", [leg + on[0][outlet] for leg in to_outlet[0]]),
                array("i", [leg + on[1][outlet] for leg in to_outlet[1]]),
            )
        return legs

    def nearest_first(self, end: int) -> Sequence[int]:
        """All locations by expected seconds to this one."""
        order = self._orders.get(end)
        if order is None:
            seconds = self.to(end)[0]
            order = self._orders[end] = array("i", sorted(range(len(seconds)), key=seconds.__getitem__))
        return order

    def _legs(self, end: int) -> Legs:
        travel, (first, second) = self.scenario.travel, self._places
        direct = metres_between(self._places, (first[end], second[end]), self.scenario.plane)
        road = np.floor(direct * travel.detour + 0.5)
        seconds = np.floor(travel.drive_s(road) + 0.5)
        for start, metres, given_s in self._given.get(end, ()):
            road[start], seconds[start] = metres, given_s
        return array("i", seconds.astype(np.int64).tolist()), array("i", road.astype(np.int64).tolist())

    @cached_property
    def _given(self) -> dict[int, list[tuple[int, int, int]]]:
        """By end of a leg, the starts with their given metres and seconds."""
        location = {name: index for index, name in enumerate(self._ids)}
        given: dict[int, list[tuple[int, int, int]]] = {}
        for drive in self.scenario.travel_matrix:
            if drive.start in location and drive.end in location:
                entry = location[drive.start], drive.metres, drive.seconds
                given.setdefault(location[drive.end], []).append(entry)
        return given
