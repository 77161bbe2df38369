"""What misses cost, what keeping a promise brings, and when the customer may end the contract; in cents."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from sim.judge.causes import split
from sim.judge.cells import Cells, cells_of
from sim.judge.fees import NO_CONTRACT, Contracts, contracts_of
from sim.judge.misses import NOWHERE, Misses
from sim.judge.tickets import Flags, Integers
from sim.model.coverage import may_cover
from sim.model.deployment import Deployment
from sim.scenario import Commitment, Penalty, Scenario

TARGET_MISSED = "target_missed"
Met = list[bool | None]


@dataclass(frozen=True, eq=False)
class Terms:
    """The contracts a commitment is about: fees of each group of cells, and units by group and contract."""

    contracts: Contracts
    fees: Integers
    units: Integers


@lru_cache(maxsize=1024)
def terms_of(place: Deployment, number: int) -> Terms:
    """Of the commitment at this position of those that are judged, by the sites that its covers can reach."""
    scenario, contracts, cells = place.scenario, contracts_of(place.scenario), cells_of(place.scenario, number)
    here = may_cover(scenario.judged[number].covers, scenario, place.radius_m)
    units = np.array([site.units for site in scenario.sites], np.int64)
    return Terms(contracts, contracts.fees_of_groups(here, cells), contracts.units_of_groups(here, cells, units))


@dataclass(frozen=True, eq=False)
class Fines:
    """Cents by cell, after the cap, and what is earned; both also by contract."""

    cents: Integers
    bonus: Integers
    cents_by_contract: Integers
    bonus_by_contract: Integers


def fines(
    penalty: Penalty | None, cells: Cells, misses: Misses, covered: Integers, kept: Integers, met: Met, terms: Terms
) -> Fines:
    """Everything a commitment costs and earns in each of its cells."""
    size, judged = len(cells), np.array(cells.judged, np.bool_)
    missed, reached = (judged & np.array([yes is wanted for yes in met], np.bool_) for wanted in (False, True))
    nothing = np.zeros(size, np.int64)
    if penalty is None:
        none = np.zeros(len(terms.contracts), np.int64)
        return Fines(nothing, nothing, none, none)
    each = _each(penalty, cells, misses, missed, terms)
    due = _summed(misses.cell, each, size)
    fee = np.tile(terms.fees, size // cells.groups)
    if penalty.when == TARGET_MISSED and penalty.percent_of_fee is not None:
        due += share_of(penalty.percent_of_fee, fee) * missed
    due += _band(penalty, covered, kept, fee) * judged
    cents = _capped(penalty, due, cells, terms.fees)
    bonus = reached * (penalty.bonus or 0)
    weights = _weights(cells, misses, each, terms)
    return Fines(cents, bonus, split(cents, weights).sum(axis=0), split(bonus, _by_units(cells, terms)).sum(axis=0))


def share_of(share: float, fee: Integers) -> Integers:
    """A share of fees, to the nearest cent."""
    cents: Integers = np.floor(share * fee + 0.5).astype(np.int64)
    return cents


def _each(penalty: Penalty, cells: Cells, misses: Misses, missed: Flags, terms: Terms) -> Integers:
    """Cents for each miss: those excused and the first free ones of a cell cost nothing."""
    cents = np.full(len(misses), penalty.per_miss or 0, np.int64)
    cents += (penalty.per_hour_late or 0) * misses.hours
    if penalty.when == TARGET_MISSED:
        cents *= missed[misses.cell]
    elif penalty.percent_of_fee is not None:
        cents += share_of(penalty.percent_of_fee, _fee_of_each(misses, cells, terms))
    return np.where(_pays(misses, penalty.free_misses), cents, 0)


def _fee_of_each(misses: Misses, cells: Cells, terms: Terms) -> Integers:
    """Of the contract of its site; of what is no single case that of all contracts concerned."""
    own = terms.contracts.fees[terms.contracts.of_site[misses.site]]
    return np.where(misses.site == NOWHERE, terms.fees[misses.cell % cells.groups], own)


def _pays(misses: Misses, free: int) -> Flags:
    counts = (~misses.excused).astype(np.int64)
    before = np.cumsum(counts) - counts
    first = np.searchsorted(misses.cell, misses.cell)
    pays: Flags = ~misses.excused & (before - before[first] >= free)
    return pays


def _band(penalty: Penalty, covered: Integers, kept: Integers, fee: Integers) -> Integers:
    """The amount of the lowest band that the share of each cell lies in."""
    due = np.zeros(len(covered), np.int64)
    for band in sorted(penalty.bands, key=lambda one: one.below, reverse=True):
        inside = (covered > 0) & (kept * band.below.denominator < covered * band.below.numerator)
        amount = share_of(band.percent_of_fee, fee) if band.percent_of_fee is not None else band.amount or 0
        due = np.where(inside, amount, due)
    return due


def _capped(penalty: Penalty, due: Integers, cells: Cells, fees: Integers) -> Integers:
    """A cap per period limits each cell; one per contract the sum of each group, the earlier periods first."""
    cap = penalty.limit
    if cap is None:
        return due
    most = share_of(cap.share_of_fee, fees) if cap.share_of_fee is not None else np.full(len(fees), cap.amount or 0)
    table = cells.of_groups(due)
    if cap.per == "period":
        return cells.flat(np.minimum(table, most))
    return cells.flat(np.diff(np.minimum(np.cumsum(table, axis=0), most), prepend=0, axis=0))


# -- by contract --------------------------------------------------------------------------------------------------


def _weights(cells: Cells, misses: Misses, each: Integers, terms: Terms) -> Integers:
    """What each cell's money is shared by: what single misses cost, else their number, else units."""
    number, single = len(terms.contracts), misses.site != NOWHERE
    place = (misses.cell * number + terms.contracts.of_site[misses.site])[single]
    weights = _by_units(cells, terms)
    for amount in (np.ones(len(misses), np.int64), each):
        of_misses = _summed(place, amount[single], len(cells) * number).reshape(-1, number)
        weights = np.where(of_misses.sum(axis=1, keepdims=True) > 0, of_misses, weights)
    return weights


def _by_units(cells: Cells, terms: Terms) -> Integers:
    """Units by contract in each cell; where nothing is reached, to none of the contracts."""
    units = terms.units.copy()
    units[units.sum(axis=1) == 0, -1] = 1
    return np.tile(units, (len(cells) // cells.groups, 1))


def _summed(place: Integers, amount: Integers, size: int) -> Integers:
    return np.bincount(place, weights=amount, minlength=size).astype(np.int64)


# -- the right to end it ------------------------------------------------------------------------------------------


def may_end(one: Commitment, scenario: Scenario, misses: Misses) -> bool | None:
    """Whether in any step of judged time so many misses fall on one group; None where nobody has such a right."""
    right = one.exit
    if right is None:
        return None
    starts = np.array([start for start, *_rest in scenario.horizon.periods(right.span)], np.int64)
    groups = _groups(scenario, right.per)
    counted = misses.at_positions(np.flatnonzero(~misses.excused))
    group = np.where(counted.site == NOWHERE, 0, groups[counted.site])
    period = np.searchsorted(starts, counted.at, side="right") - 1
    key = (period * (int(groups.max()) + 2) + group)[group >= 0]
    return bool(np.bincount(key, minlength=1).max() >= right.misses)


def _groups(scenario: Scenario, per: str | None) -> Integers:
    """The group of each site; -1 for who has no contract to end."""
    names = [getattr(site, {"site": "id"}.get(per, per)) or NO_CONTRACT if per else "all" for site in scenario.sites]
    position = {name: index for index, name in enumerate(sorted(set(names)))}
    return np.array([-1 if name == NO_CONTRACT else position[name] for name in names], np.int64)
