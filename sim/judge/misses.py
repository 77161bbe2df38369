"""The misses of a commitment one by one: when, where, how many hours late, and whether the contract excuses them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock import ordinals_of
from sim.judge.cells import Cells
from sim.judge.kept import Outcome
from sim.judge.lateness import Late
from sim.judge.met import counts_bad_ones
from sim.judge.spans import CUSTOMER
from sim.judge.tickets import Flags, Integers
from sim.scenario import Commitment, Scenario

HOUR_S = 3600
NOWHERE = -1  # the site of a miss that is no single case


@dataclass(frozen=True, eq=False)
class Cases:
    """What a commitment counts, one by one: its cell, its site, when it is reported, whether it is judged."""

    cell: Integers
    site: Integers
    at: Integers
    judged: Flags


@dataclass(frozen=True, eq=False)
class Misses:
    """By cell, in each the earliest report first. `hours`: late, those that have begun; `excused`: costs nothing."""

    cell: Integers
    site: Integers
    at: Integers
    hours: Integers
    excused: Flags

    def __len__(self) -> int:
        return len(self.cell)

    def at_positions(self, chosen: Integers) -> Misses:
        """Some of them, in this order."""
        site, at, hours, excused = self.site[chosen], self.at[chosen], self.hours[chosen], self.excused[chosen]
        return Misses(self.cell[chosen], site, at, hours, excused)


def misses_of_cases(
    one: Commitment, scenario: Scenario, cells: Cells, outcome: Outcome, cases: Cases, late: Late | None
) -> Misses:
    """Those of judged cases; with of: customer each customer's once."""
    here = np.flatnonzero((outcome.kept if counts_bad_ones(one) else outcome.missed) & cases.judged)
    seconds, customers_fault = np.zeros(len(cases.cell), np.int64), np.zeros(len(cases.cell), np.bool_)
    if late is not None:
        seconds[late.cases] = late.by_cause.sum(axis=1)
        customers_fault[late.cases] = (late.by_cause.argmax(axis=1) == CUSTOMER) & (seconds[late.cases] > 0)
    at, hours = cases.at[here], -(-seconds[here] // HOUR_S)
    found = Misses(cases.cell[here], cases.site[here], at, hours, _excused(one, scenario, at, customers_fault[here]))
    if one.of == "customer":
        found = _once_a_customer(found, cells)
    return found.at_positions(np.lexsort((found.at, found.cell)))


def misses_of_cells(cells: Cells, number: Integers) -> Misses:
    """Misses that are no single cases, so many in each cell: they belong to the start of its period."""
    cell = np.repeat(np.arange(len(cells)), number)
    at, none = cells.starts[cell // cells.groups], np.zeros(len(cell), np.int64)
    return Misses(cell, none + NOWHERE, at, none, none > 0)


def _excused(one: Commitment, scenario: Scenario, at: Integers, customers_fault: Flags) -> Flags:
    """Reported on days that do not count, or late mostly because of the customer where that is excused."""
    excused = np.zeros(len(at), np.bool_)
    if one.penalty is None:
        return excused
    if one.penalty.exclude.customer_caused:
        excused |= customers_fault
    days = ordinals_of(scenario.timezone, at)
    for span in one.penalty.exclude.dates:
        excused |= (days >= span.from_.toordinal()) & (days <= span.last.toordinal())
    return excused


def _once_a_customer(found: Misses, cells: Cells) -> Misses:
    """His first miss that is not excused stands for all of them, with the hours of all."""
    key = found.cell * (int(cells.customer_of_site.max()) + 1) + cells.customer_of_site[found.site]
    order = np.lexsort((found.at, found.excused, key))
    _key, first, of = np.unique(key[order], return_index=True, return_inverse=True)
    paid = np.where(found.excused, 0, found.hours)[order]
    hours = np.bincount(of, weights=paid, minlength=len(first)).astype(np.int64)
    one = found.at_positions(order[first])
    return Misses(one.cell, one.site, one.at, hours, one.excused)
