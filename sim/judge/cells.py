"""What a commitment is judged by: review periods, each for every group of sites it is judged apart for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.judge.tickets import Flags, Integers
from sim.model.coverage import may_cover
from sim.scenario import Commitment, Scenario, Site

NO_GROUP = "-"


@dataclass(frozen=True, eq=False)
class Cells:
    """Periods x groups, the groups of the first period first.

    `starts`, `ends`: of the periods; `group_of_site`: -1 where nothing of the commitment can happen;
    `customer_of_site`: positions among all customers in order of their ids.
    """

    starts: Integers
    ends: Integers
    groups: int
    labels: tuple[str, ...]
    judged: tuple[bool, ...]
    group_of_site: Integers
    customer_of_site: Integers

    def __len__(self) -> int:
        return len(self.labels)

    def of(self, site: Integers, at: Integers) -> Integers:
        """The cell of what happens at these sites at these instants, inside judged time."""
        period = np.searchsorted(self.starts, at, side="right") - 1
        return period * self.groups + self.group_of_site[site]

    def summed(self, cell: Integers, holds: Flags) -> Integers:
        """How many cases hold in each cell."""
        return np.bincount(cell[holds], minlength=len(self)).astype(np.int64)

    def of_groups(self, amounts: Integers) -> Integers:
        """One row per period, one column per group."""
        return amounts.reshape(len(self.starts), self.groups)

    def flat(self, table: Integers) -> Integers:
        """Such a table as one amount per cell."""
        return table.reshape(len(self))


@lru_cache(maxsize=1024)
def cells_of(scenario: Scenario, number: int) -> Cells:
    """The cells of the commitment at this position of those that are judged."""
    commitment = scenario.judged[number]
    periods = scenario.horizon.periods(commitment.review)
    names = _groups(scenario, commitment)
    groups = sorted({name for name in names if name is not None}) or [""]
    return Cells(
        starts=np.array([start for start, *_rest in periods], np.int64),
        ends=np.array([end for _start, end, *_rest in periods], np.int64),
        groups=len(groups),
        labels=tuple(_label(label, group) for _start, _end, label, _judged in periods for group in groups),
        judged=tuple(judged for *_span, judged in periods for _group in groups),
        group_of_site=np.array([-1 if name is None else groups.index(name) for name in names], np.int64),
        customer_of_site=np.array(scenario.customer_of_site, np.int64),
    )


def _label(period: str, group: str) -> str:
    return f"{period} · {group}" if group else period


def _groups(scenario: Scenario, commitment: Commitment) -> list[str | None]:
    """The group of each site, "" where all are judged together."""
    if commitment.per is None:
        return [""] * len(scenario.sites)
    concerned = may_cover(commitment.covers, scenario, None).tolist()
    return [
        _group(site, commitment.per) if here else None for site, here in zip(scenario.sites, concerned, strict=True)
    ]


def _group(site: Site, per: str) -> str:
    return {"site": site.id, "customer": site.customer, "region": site.region}.get(per, site.contract or NO_GROUP)
