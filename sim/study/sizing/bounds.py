"""What no plan that keeps the promises can do without: the least capacity, and what it costs.

The argument. A commitment that a share p of its cases reach a milestone within a limit is kept in a review period only
if the work up to that milestone was done for the share p of them within judged time and the limit after it. An outlet
does no more of them than it may be sent to (its territories; with `nearest` all), and no more than its people have time
for: their shift less absence, overtime up to its cap on every duty, and for as many as are on call every other hour as
well. Nobody knows beforehand how long a repair or a talk will take; the fault is known, and the way of who returns to
the outlet after each job, so at best each outlet does the cases that take least on average. A kept-probability above
one half asks for about the mean number of cases at least, in the quietest periods where not all must be kept. No plan
with less can keep; the cheapest with as much, if people could be divided, is the bound. What it leaves out (waiting,
nights, ways from job to job, crews that must meet, skills that overlap, second tries, late work, travel and parts in
money) only makes real plans dearer.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.scenario.levers import ENGINEERS, OPEN, Lever
from sim.study.sizing.needs import Constraint, of_field
from sim.study.sizing.needs_at_desks import of_desks

if TYPE_CHECKING:
    from sim.study.sizing.prices import Prices
    from sim.study.sizing.space import Point, Space


@dataclass(frozen=True)
class Bounds:
    """The least that a plan must have. `constant`: what every plan pays, whatever is decided, a year."""

    space: Space
    unit_prices: tuple[float, ...]
    constant: float
    constraints: tuple[Constraint, ...]

    def price(self, point: Point) -> float:
        """What a plan pays a year at least, before anything happens; for what is shut nothing is paid."""
        shut = self.space.shut(point)
        return self.constant + sum(
            price * value
            for one, price, value in zip(self.space.decisions, self.unit_prices, point, strict=True)
            if self.space.home(one.lever) not in shut
        )

    def rules_out(self, point: Point) -> bool:
        """Whether a plan has too little of something to keep its promises."""
        return any(one.there(point) < one.needed for one in self.constraints)

    @property
    def least(self) -> float:
        """The bound: what the cheapest plan with enough of everything pays a year, if people could be divided."""
        base = tuple(one.choices[0] for one in self.space.decisions)
        groups: dict[frozenset[int], float] = {}
        for one in self.constraints:
            group = frozenset(one.each)
            groups[group] = max(groups.get(group, 0.0), self._more(one, base))
        apart: list[tuple[frozenset[int], float]] = []
        for group, cost in sorted(groups.items(), key=lambda pair: -pair[1]):
            if all(group.isdisjoint(other) for other, _cost in apart):
                apart.append((group, cost))
        return self.price(base) + sum(cost for _group, cost in apart)

    def _more(self, one: Constraint, base: Point) -> float:
        """The least it costs to have enough beyond the lower bounds, buying first what gives most for its price."""
        missing = one.needed - one.there(base)
        offers = sorted(self._offers(one, base), key=lambda offer: offer[0] / offer[1])
        same = {round(price, 6) for price, _gain in offers}
        heads = cost = 0.0
        for price, gain in offers:
            if missing <= 0:
                break
            taken = min(1.0, missing / gain)
            missing, heads, cost = missing - taken * gain, heads + taken, cost + taken * price
        return math.ceil(heads - 1e-9) * same.pop() if len(same) == 1 else cost

    def _offers(self, one: Constraint, base: Point) -> Iterator[tuple[float, float]]:
        """(price, what is added) of every person who can be added."""
        for number, gains in one.each.items():
            yield from ((self.unit_prices[number], gain) for gain in gains[base[number] :] if gain > 0)


def bounds_of(space: Space, prices: Prices) -> Bounds:
    """Of the plan that `prices` is for."""
    scenario, plan = prices.scenario, prices.plan
    unit_prices = tuple(_price(one.lever, space, prices) for one in space.decisions)
    decided = sum(price * one.lever.value for price, one in zip(unit_prices, space.decisions, strict=True))
    constant = prices.fixed(plan) - decided
    constraints = (*of_field(scenario, plan, space), *of_desks(scenario, plan, space))
    return Bounds(space, unit_prices, constant, tuple(one for one in constraints if one.needed > 0))


def _price(lever: Lever, space: Space, prices: Prices) -> float:
    """Of one more; of an outlet that is open its upkeep, and its people who are not decided."""
    if lever.kind != OPEN:
        return prices.of_one(lever)
    outlet = prices.plan.outlets.get(lever.owner)
    if outlet is None:
        return 0.0  # it is shut already, and what it would cost is not known to be needed
    decided = {one.lever.owner for one in space.decisions if one.lever.kind == ENGINEERS}
    teams = {name: team for name, team in prices.plan.teams.items() if team.outlet == lever.owner}
    heads = {name: team.engineers or 0 for name, team in teams.items() if name not in decided}
    if prices.by_posts:
        return float(sum(heads.values()))
    pay = sum(count * (teams[name].pay_per_engineer_month or 0) for name, count in heads.items())
    upkeep = (outlet.cost_per_month or 0) + sum(team.cost_per_month or 0 for team in teams.values())
    return (pay + upkeep) / 100 * prices.months
