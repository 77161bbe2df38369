"""Traffic: how much longer a drive takes by when it begins, and by whose site it is for."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from sim.clock import parse_local
from sim.model.rota import LocalDays
from sim.scenario import Disruption, Scenario
from sim.scenario.hour_factors import FactorTable

Slow = tuple[int, int, float]
"""[first, last) instants and the factor in them."""


class Traffic:
    """The factor of the hour, times the disruptions of the day in the region of the site a drive is for.

    Every leg of a visit, by way of an outlet and back too, is a drive for its site, so that of several engineers who
    set out at one instant whoever is nearer stays nearer. `turns`: the instants at which roads change.
    """

    def __init__(self, scenario: Scenario, days: LocalDays) -> None:
        spans = scenario.travel.hour_factors
        seconds = {0, *(second for span in spans for second in span[:2])}
        self._changes = sorted({at for second in seconds for at in days.at_time(second)}) if spans else []
        self._factors = [_factor(spans, days.second(at)) for at in self._changes]
        self._slow = _slow_of_sites(scenario)
        self.is_slowed = any(self._slow)
        self.is_flat = not spans and not self.is_slowed
        of_days = {at for one in self._slow for slow in one for at in slow[:2]}
        self.turns = sorted({*_turns_of_hours(spans, days), *of_days})

    def at(self, now: int, site: int) -> float:
        """The factor of a drive that begins now, for this site (a position)."""
        if self.is_flat:
            return 1.0
        hour = self._factors[bisect_right(self._changes, now) - 1] if self._factors else 1.0
        return hour * self.slower(now, site)

    def slower(self, now: int, site: int) -> float:
        """That of the disruptions alone."""
        factor = 1.0
        for first, last, slower in self._slow[site]:
            if first <= now < last:
                factor *= slower
        return factor

    def slower_each(self, instants: NDArray[np.int64], sites: NDArray[np.int64]) -> NDArray[np.float64]:
        """The same, element by element."""
        factor = np.ones(len(instants))
        for site, spans in enumerate(self._slow):
            for first, last, slower in spans:
                factor[(sites == site) & (instants >= first) & (instants < last)] *= slower
        return factor


def _turns_of_hours(spans: FactorTable, days: LocalDays) -> Iterator[int]:
    for second in {second for span in spans for second in span[:2]}:
        yield from days.at_time(second)


def _factor(spans: FactorTable, second: int) -> float:
    """By the time of day; 1 where none is given."""
    return next((factor for start, end, factor in spans if start <= second < end), 1.0)


def _slow_of_sites(scenario: Scenario) -> list[list[Slow]]:
    """By site, the times in which its roads are slower."""
    spans = [(_span(scenario, one), one) for one in scenario.travel.disruptions]
    return [
        [(*span, one.slower) for span, one in spans if one.regions is None or site.region in one.regions]
        for site in scenario.sites
    ]


def _span(scenario: Scenario, one: Disruption) -> tuple[int, int]:
    """From the first instant of the first date to the last of the last one, local."""
    first, last = (day.isoformat() for day in (one.from_, one.to + timedelta(days=1)))
    return parse_local(first, scenario.timezone), parse_local(last, scenario.timezone)
