"""Looks at single plans in a few sample years: what they cost, and how far they are from keeping every commitment."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.study.sizing.gauge import Gauge, Needed, gauges_of, shifted

if TYPE_CHECKING:
    from sim.study.experiment import Experiment
    from sim.study.outcome import Outcome
    from sim.study.sizing.prices import Prices
    from sim.study.sizing.space import Point, Space
    from sim.study.variants import Variant, Variants

CLEAR = 3.0
"""A plan so many spreads short of what is needed is a clear miss."""


NO_CASE = -1e9
"""The slack of a commitment whose cases a plan makes vanish."""


class BudgetSpentError(Exception):
    """There is no room for another look."""


@dataclass(frozen=True, eq=False)
class Look:
    """One plan after some sample years: `cost` a year; `slack`: by commitment, in spreads between its review periods,
    how far the mean margin lies above what the search needs; `met`: whether as many periods met the target as must.
    """

    point: Point
    variant: Variant
    years: int
    cost: float
    fixed: float
    slack: dict[str, float]
    met: dict[str, bool]
    outcome: Outcome

    @property
    def worst(self) -> float:
        """Of the commitment that has least."""
        return min(self.slack.values(), default=0.0)

    @property
    def margin(self) -> float:
        """The least mean distance from a target, in shares (of hours, in parts of the limit); below 0 where missed."""
        means = [[m for m in gauge.margins if m is not None] for gauge in gauges_of(self.outcome).values()]
        return min((sum(one) / len(one) for one in means if one), default=0.0)

    @property
    def keeps(self) -> bool:
        """Whether all have enough."""
        return self.worst >= 0

    @property
    def may_keep(self) -> bool:
        """Whether it met every target as often as asked for in the years looked at, few as they are.

        Margins tell more where they are spread evenly; months of which one is bad, or few cases, are not.
        """
        return all(self.met.values())

    @property
    def misses(self) -> bool:
        """Whether one is missed beyond doubt."""
        return self.worst < -CLEAR and not self.may_keep


@dataclass
class Scout:
    """Looks at plans and remembers each by its longest look.

    `reserve`: simulations that must stay affordable after every look; `needed`: by commitment what counts as keeping.
    """

    variants: Variants
    experiment: Experiment
    space: Space
    prices: Prices
    needed: dict[str, Needed]
    reserve: int = 0
    seen: dict[Point, Look] = field(default_factory=dict)
    impossible: dict[Point, str] = field(default_factory=dict)
    _known: Outcome | None = None
    _gauges: dict[str, Gauge] = field(default_factory=dict)

    def refer_to(self, years: int) -> Outcome:
        """Look at the plan of the file for so many years: other plans are told by how far they are from it."""
        self._known = self.experiment.outcome(self.variants.base, range(years))
        self._gauges = gauges_of(self._known)
        start = self.space.start
        if not self.space.texts(start):
            self.seen[start] = self._look(start, self.variants.base, self._known)
        return self._known

    def looks(self, points: Iterable[Point], years: int) -> list[Look]:
        """Look at plans, each for so many years unless it was looked at as long already; impossible ones are left out.

        Raises BudgetSpentError where that is more than the budget has room for.
        """
        wanted = list(dict.fromkeys(points))
        fresh = [one for one in wanted if one not in self.impossible and self._years(one) < years]
        loaded = [(one, variant) for one in fresh if (variant := self._variant(one)) is not None]
        if loaded and not self.experiment.affords(len(loaded) * years + self.reserve):
            raise BudgetSpentError
        found = self.experiment.outcomes([variant for _point, variant in loaded], range(years))
        for (point, variant), outcome in zip(loaded, found, strict=True):
            self.seen[point] = self._look(point, variant, outcome)
        return [self.seen[one] for one in wanted if one in self.seen]

    def look(self, point: Point, years: int) -> Look | None:
        """One plan; None if it cannot be."""
        return next(iter(self.looks([point], years)), None)

    def _years(self, point: Point) -> int:
        return self.seen[point].years if point in self.seen else 0

    def _variant(self, point: Point) -> Variant | None:
        from sim.scenario import InputErrors

        try:
            return self.variants.changed(self.space.texts(point))
        except InputErrors as errors:
            self.impossible[point] = next((p.message for p in errors.problems if p.is_error), str(errors))
            return None

    def _look(self, point: Point, variant: Variant, outcome: Outcome) -> Look:
        fixed = self.prices.fixed(variant.plan)
        slack, met = self._slack(outcome), self._met(outcome)
        return Look(point, variant, outcome.n, self._cost(outcome, fixed), fixed, slack, met, outcome)

    def _cost(self, outcome: Outcome, fixed: float) -> float:
        """The mean of the plan that is known, and how far apart they are in the years both have met."""
        there, known = self.costs_each(outcome), self.costs_each(self.known)
        if there is None or known is None:
            return fixed
        both = min(len(there), len(known))
        return sum(known) / len(known) + sum(b - a for a, b in zip(known, there, strict=False)) / both

    def costs_each(self, outcome: Outcome) -> tuple[float, ...] | None:
        """What is to be small, of each sample year; None where it is the same in all (posts)."""
        return None if self.prices.by_posts else outcome.cost_each()

    @property
    def known(self) -> Outcome:
        """The plan of the file in the years of the first look."""
        assert self._known is not None
        return self._known

    def _slack(self, outcome: Outcome) -> dict[str, float]:
        found = {}
        for name, gauge in gauges_of(outcome).items():
            known = self._gauges.get(name, gauge)
            margin = shifted(known, known.margins, gauge.margins)
            wide = Gauge(gauge.margins, max(gauge.spread, known.spread), gauge.met, gauge.n)
            years = max(sum(m is not None for m in known.margins), 1)
            found[name] = (margin - self.needed[name].of(wide, years)) / wide.spread
        return {**dict.fromkeys(self._gauges, NO_CASE), **found}

    def _met(self, outcome: Outcome) -> dict[str, bool]:
        """Of each commitment; one that has cases with the plan of the file is not kept by having none."""
        found = {name: gauge.met >= self.needed[name].assurance for name, gauge in gauges_of(outcome).items()}
        return {**dict.fromkeys(self._gauges, False), **found}


@dataclass(frozen=True)
class Step:
    """A decision moved to another value: what that saves a year, and what it takes from the slack of commitments."""

    number: int
    value: int
    saves: float
    harm: dict[str, float]

    def burden(self, slack: dict[str, float]) -> float:
        """How much of what is left it takes, of the commitment that suffers most."""
        return max((harm / max(slack[name], 0.1) for name, harm in self.harm.items()), default=0.0)


def steps_of(scout: Scout, at: Look, moves: Sequence[tuple[int, int]], years: int) -> list[Step]:
    """The effect of each move (decision, value) by itself, in the first `years` sample years."""
    from sim.study.sizing.gauge import gauges_of as measured

    points = [scout.space.moved(at.point, number, value) for number, value in moves]
    found = {look.point: look for look in scout.looks(points, years)}
    here = scout.experiment.outcome(at.variant, range(years))
    base, cost = measured(here), scout.costs_each(here)
    steps = []
    for (number, value), point in zip(moves, points, strict=True):
        look = found.get(point)
        if look is not None and point != at.point:
            there = scout.costs_each(look.outcome)
            saves = at.fixed - look.fixed
            if cost is not None and there is not None:
                saves = sum(a - b for a, b in zip(cost, there, strict=False)) / len(cost)
            steps.append(Step(number, value, saves, _harm(base, measured(look.outcome), scout, at)))
    return steps


def _harm(base: dict[str, Gauge], there: dict[str, Gauge], scout: Scout, at: Look) -> dict[str, float]:
    """Slack lost, in spreads, commitment by commitment."""
    found = {}
    for name, gauge in there.items():
        before = base.get(name, gauge)
        pairs = [(a, b) for a, b in zip(before.margins, gauge.margins, strict=False) if a is not None and b is not None]
        lost = sum(a - b for a, b in pairs) / len(pairs) if pairs else 0.0
        found[name] = lost / max(before.spread, gauge.spread)
    return found
