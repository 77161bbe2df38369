"""What luck brought to parts that are repaired, told by the same demand at stores of other levels (see `luck`).

Everybody needs one unit, and its defective one goes into repair at that instant. How long each repair takes is read off
the world, what the levels then make of it is worked out here, and the true mean is known from a formula.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from sim.oracle import TwoEchelons, base_stock, two_echelons
from sim.selftest.small import UNIT_S
from sim.selftest.stays import inside, length_of
from sim.world import World
from sim.world.quantiles import seconds
from sim.world.uniforms import key_of

Integers = NDArray[np.int64]


def repair_times(world: World, part: str) -> Integers:
    """Seconds on the bench of what each ticket gave in exchange."""
    repair = world.scenario.parts[part].repair
    assert repair is not None
    return seconds(repair, world.luck.each("mend", world.tickets.key, key_of(part), 1))


@dataclass(frozen=True)
class Echelons:
    """Outlets, one to a site, with these ways from a central store; in time units."""

    rates: tuple[float, ...]
    ways: tuple[float, ...]
    repair: float

    def beside_outlets(self, world: World, part: str, central_level: int, levels: Sequence[int]) -> list[float]:
        """Units waited for in judged time at each outlet, and demands met at once, beyond the formula."""
        exact, horizon, figures = self._exact(central_level, tuple(levels)), world.scenario.horizon, []
        for outlet, (asked, given) in enumerate(self.at_outlets(world, part, central_level, levels)):
            judged = (asked >= horizon.start) & (asked < horizon.end)
            short = inside(asked, given, horizon) - exact.backorders[outlet] * length_of(horizon)
            figures += [short / UNIT_S, float(((given == asked)[judged] - exact.fill_rates[outlet]).sum())]
        return figures

    def beside_center(self, world: World, part: str, level: int) -> float:
        """Units waited for in judged time at the central store, beyond the formula."""
        horizon = world.scenario.horizon
        exact = base_stock(sum(self.rates) * self.repair, level).backorders
        return (inside(*self.at_center(world, part, level), horizon) - exact * length_of(horizon)) / UNIT_S

    def at_center(self, world: World, part: str, level: int) -> tuple[Integers, Integers]:
        """When each ticket makes its outlet ask the central store for a unit, and when that leaves."""
        came = world.tickets.reported
        return came, _served(came, np.sort(came + repair_times(world, part)), level)

    def at_outlets(
        self, world: World, part: str, central_level: int, levels: Sequence[int]
    ) -> Iterator[tuple[Integers, Integers]]:
        """By outlet, when its tickets ask for their unit and when they have it."""
        came, sent = self.at_center(world, part, central_level)
        for outlet, (way, level) in enumerate(zip(self.ways, levels, strict=True)):
            mine = world.tickets.site == outlet
            yield came[mine], _served(came[mine], sent[mine] + round(way * UNIT_S), level)

    @lru_cache  # noqa: B019 - there is one a case
    def _exact(self, central_level: int, levels: tuple[int, ...]) -> TwoEchelons:
        return two_echelons(self.rates, self.ways, self.repair, central_level, levels)


def _served(asked: Integers, there: Integers, level: int) -> Integers:
    """When each of these requests is met, first come first served, by `level` units and then by those that come."""
    met = asked.copy()
    met[level:] = np.maximum(asked[level:], there[: len(asked) - level])
    return met
