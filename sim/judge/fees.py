"""Contracts by position: which site is under which, and what each brings in a year."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.judge.cells import Cells
from sim.judge.tickets import Flags, Integers
from sim.scenario import Scenario

NO_CONTRACT = ""


@dataclass(frozen=True, eq=False)
class Contracts:
    """Those of `contracts`, then others that sites name, at last none.

    `of_site`: position of each site's contract; `fees`: cents a year, 0 where none is known; `units` under each.
    """

    ids: tuple[str, ...]
    of_site: Integers
    fees: Integers
    units: Integers

    def __len__(self) -> int:
        return len(self.ids)

    def fees_of_groups(self, here: Flags, cells: Cells) -> Integers:
        """The yearly fees of the contracts of each group's sites, each once; `here`: the sites that count."""
        chosen = here & (cells.group_of_site >= 0)
        pairs = np.unique(cells.group_of_site[chosen] * len(self) + self.of_site[chosen])
        fees = self.fees[pairs % len(self)]
        return np.bincount(pairs // len(self), weights=fees, minlength=cells.groups).astype(np.int64)

    def units_of_groups(self, here: Flags, cells: Cells, units: Integers) -> Integers:
        """Units under each contract, one row per group."""
        chosen = np.flatnonzero(here & (cells.group_of_site >= 0))
        place = cells.group_of_site[chosen] * len(self) + self.of_site[chosen]
        number = np.bincount(place, weights=units[chosen], minlength=cells.groups * len(self))
        return number.astype(np.int64).reshape(cells.groups, len(self))


@lru_cache(maxsize=8)
def contracts_of(scenario: Scenario) -> Contracts:
    """The contracts of a scenario."""
    named = {site.contract for site in scenario.sites if site.contract} - set(scenario.contracts)
    ids = (*scenario.contracts, *sorted(named), NO_CONTRACT)
    position = {name: index for index, name in enumerate(ids)}
    fees = [scenario.contracts[name].fee_per_year if name in scenario.contracts else None for name in ids]
    of_site = np.array([position[site.contract or NO_CONTRACT] for site in scenario.sites], np.int64)
    units = np.bincount(of_site, weights=[site.units for site in scenario.sites], minlength=len(ids))
    return Contracts(
        ids,
        of_site,
        np.array([fee or 0 for fee in fees], np.int64),
        units.astype(np.int64),
    )
