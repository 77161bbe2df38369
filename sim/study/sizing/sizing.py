"""The sizing as a whole: bounds, search, decision, report; or why there is no plan that keeps everything."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from sim.study.experiment import each_of
from sim.study.sizing.bounds import Bounds, bounds_of
from sim.study.sizing.deciding import Decision, Terms, decided, reported
from sim.study.sizing.found import Found
from sim.study.sizing.gauge import aims
from sim.study.sizing.hopeless import Hopeless, explained
from sim.study.sizing.prices import Prices, prices_of
from sim.study.sizing.scout import Look, Scout
from sim.study.sizing.search import FIRST_YEARS, search
from sim.study.sizing.space import Point, Space, space_of
from sim.wording import _

if TYPE_CHECKING:
    from sim.study.experiment import Experiment, Many
    from sim.study.outcome import Outcome
    from sim.study.variants import Variant, Variants

SHORTLIST = 6
"""Plans that meet fresh worlds, the plan as it stands among them."""

SAFER = (0.5, 1.0, 2.0, 3.0)
"""Beside the cheapest plan the cheapest with so many spreads more to spare: the luckiest of many plans is too lean."""

NEAR = 1.0
"""Plans so many spreads short of what the search asks for may yet keep: fresh worlds decide."""


@dataclass(frozen=True)
class Wish:
    """How sure the answer is to be, and how many fresh sample years there are for it."""

    replications: Many = "auto"
    terms: Terms = field(default_factory=Terms)
    shortlist: int = SHORTLIST
    precision: float | None = None


@dataclass(frozen=True, eq=False)
class Sizing:
    """What came out. `chosen`, `before`: the plan found and the plan of the file in worlds that had no part in the
    choice; both None where none was found (`hopeless` says why, unless the budget was spent).
    """

    space: Space
    prices: Prices
    bounds: Bounds
    found: Found
    decision: Decision | None = None
    chosen: Outcome | None = None
    before: Outcome | None = None
    hopeless: Hopeless | None = None
    spent: int = 0

    @property
    def tried(self) -> list[Look]:
        """Every plan that the search looked at, the cheapest first."""
        return sorted(self.found.scout.seen.values(), key=lambda look: (look.cost, look.point))

    @property
    def changes(self) -> tuple[str, ...]:
        """What makes the plan found out of the plan of the file, as `--set` texts."""
        if self.chosen is None:
            return ()
        own = self.found.scout.variants.overrides
        return self.chosen.variant.overrides[len(own) :]

    def costs_each(self, outcome: Outcome) -> tuple[float, ...]:
        """What is to be small, by sample year: money, or posts, which are the same in all."""
        return costs_of(self.prices, outcome)

    def look_of(self, variant: Variant) -> Look | None:
        """The search's look at a plan."""
        return next((one for one in self.found.scout.seen.values() if one.variant.key == variant.key), None)


def costs_of(prices: Prices, outcome: Outcome) -> tuple[float, ...]:
    """Currency units a year in each sample year; posts where nobody has a price."""
    each = None if prices.by_posts else outcome.cost_each()
    return each if each is not None else (prices.fixed(outcome.variant.plan),) * outcome.n


def size(variants: Variants, experiment: Experiment, wish: Wish) -> Sizing:
    """The cheapest plan that keeps every commitment, within what the plan's `decide` allows.

    InputErrors where there is nothing to decide, or nothing to keep.
    """
    base = variants.base
    prices = prices_of(base.scenario, base.plan)
    space = space_of(base.plan, {lever: prices.is_priced(lever) for lever in base.plan.levers})
    _check(space, base)
    bounds = bounds_of(space, prices)
    scout = Scout(variants, experiment, space, prices, aims(_assurances(base)), _reserve(wish))
    experiment.foresee(_expected(space) + scout.reserve)
    found = search(scout, bounds, FIRST_YEARS)
    if not found.keeping and not found.likely:
        hopeless = explained(found, experiment) if found.hopeless is not None else None
        return Sizing(space, prices, bounds, found, hopeless=hopeless, spent=experiment.spent)
    return _decided(Sizing(space, prices, bounds, found), experiment, wish)


def _decided(sizing: Sizing, experiment: Experiment, wish: Wish) -> Sizing:
    from dataclasses import replace

    scout = sizing.found.scout
    shortlist = shortlist_of(sizing.found, wish.shortlist)
    trusted = {look.variant.key for look in sizing.found.keeping or sizing.found.likely}
    experiment.foresee(_fresh(wish, len(shortlist)))
    decision = decided(experiment, shortlist, sizing.costs_each, wish.terms, wish.replications, trusted)
    pair = list(dict.fromkeys((decision.winner.variant, scout.variants.base)))
    outcomes = reported(experiment, pair, wish.replications, wish.precision)
    return replace(sizing, decision=decision, chosen=outcomes[0], before=outcomes[-1], spent=experiment.spent)


def shortlist_of(found: Found, most: int = SHORTLIST) -> list[Variant]:
    """The cheapest plan that seems to keep, cheaper ones that may, dearer and safer ones, and the plan as it is.

    Where the plan of the file lies outside the bounds it is no rival.
    """
    best, *others = found.keeping or found.likely
    seen = found.scout.seen.values()
    near = sorted((one for one in seen if -NEAR <= one.worst < 0 and one.cost < best.cost), key=lambda one: -one.worst)
    safer = [next((one for one in others if one.worst >= best.worst + more), None) for more in SAFER]
    some = list(dict.fromkeys(one for one in (*safer, *others) if one is not None))
    chosen = [best, *near[:1], *some[: most - 2 - len(near[:1])]]
    base, space = found.scout.variants.base, found.scout.space
    every = {one.variant.key: one.variant for one in chosen}
    is_within = not space.texts(space.start)
    return list({**every, base.key: base}.values()) if is_within else list(every.values())


def _assurances(base: Variant) -> dict[str, float]:
    return {one.id: one.assurance for one in base.scenario.commitments}


def _reserve(wish: Wish) -> int:
    """Simulations that the decision and the report take in any case."""
    return (wish.shortlist + 2) * each_of(wish.replications)


def _fresh(wish: Wish, rivals: int) -> int:
    return (rivals + 2) * each_of(wish.replications)


def _expected(space: Space) -> int:
    """About how many simulations the search takes, for the time that is left."""
    from sim.study.sizing.search import SEARCH, SMALL

    if space.plans <= SMALL:
        return FIRST_YEARS * min(space.plans, 12)
    return SEARCH


def _check(space: Space, base: Variant) -> None:
    from sim.scenario import InputErrors, Problem

    problem: Any = None
    if not space.decisions:
        why = "; ".join(space.left[:3])
        message = _("there is nothing to decide; name what may be moved under 'decide'")
        problem = ("NOTHING_TO_DECIDE", f"{message} ({why})" if why else message)
    elif not any(
        one.target or one.accept is not None or one.statistic != "share" or one.measure.is_open_alone
        for one in base.scenario.commitments
    ):
        problem = ("NOTHING_TO_KEEP", _("no commitment has a target, so the cheapest plan has nobody"))
    if problem is not None:
        raise InputErrors([Problem(str(base.plan.path), None, None, *problem)])


__all__ = ["Point", "Sizing", "Wish", "costs_of", "shortlist_of", "size"]
