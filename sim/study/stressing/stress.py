"""A plan put to shocks, and its assumed inputs to the values at which commitments flip."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.experiment import allowed, each_of
from sim.study.stressing.breaking import STEPS, BreakEven, break_even
from sim.study.stressing.screening import SCREENING_YEARS, Influence, screened_inputs
from sim.study.stressing.shocks import shocks, when_text
from sim.study.stressing.survival import NOTHING_TO_KEEP, Trial, stands, strike

if TYPE_CHECKING:
    from sim.study.experiment import Experiment, Many
    from sim.study.outcome import Outcome
    from sim.study.variants import Variants

BREAK_EVENS = 4
FEW_YEARS, FEW_STEPS = 20, 2
"""Below so many sample years luck hides where exactly something flips, and fewer values are tried."""

YEARS_WITH_AUTO = 20
"""Sample years of each value of a break-even where their number is left open."""


@dataclass(frozen=True, eq=False)
class Stress:
    """What shocks and guesses do to a plan.

    `base`: without any; `when`: how shocks are dated; `influences`: every assumed input, most influential first;
    `break_evens`: of the first of them.
    """

    base: Outcome
    trials: tuple[Trial, ...]
    when: str
    influences: tuple[Influence, ...]
    break_evens: tuple[BreakEven, ...]

    @property
    def struck(self) -> tuple[Trial, ...]:
        """The shocks that were simulated."""
        return tuple(one for one in self.trials if one.outcome is not None)

    @property
    def judged(self) -> tuple[str, ...]:
        """Commitments that could be kept or broken."""
        return tuple(n for n in self.base.ids if self.base.standing(n).verdict not in NOTHING_TO_KEEP)

    @property
    def standing(self) -> tuple[str, ...]:
        """Those that stand without any shock."""
        return tuple(name for name in self.judged if stands(self.base, name))

    def fallen_by(self, name: str) -> tuple[Trial, ...]:
        """The shocks with which a commitment falls."""
        return tuple(one for one in self.struck if one.fate(name) == "falls")

    def open_with(self, name: str) -> tuple[Trial, ...]:
        """The shocks with which it is not decided whether it does."""
        return tuple(one for one in self.struck if one.fate(name) == "open")

    @property
    def survivors(self) -> tuple[str, ...]:
        """Those that survive every shock that was simulated."""
        return tuple(n for n in self.standing if all(one.fate(n) == "survives" for one in self.struck))

    def gone_with(self, name: str) -> tuple[Trial, ...]:
        """The shocks that leave it no case."""
        return tuple(one for one in self.struck if one.fate(name) == "gone")

    @property
    def unproven(self) -> tuple[str, ...]:
        """Those of which it is not decided whether they hold without any shock."""
        return tuple(name for name in self.judged if self.base.standing(name).verdict == "unproven")

    @property
    def not_searched(self) -> tuple[Influence, ...]:
        """Assumed inputs without a break-even."""
        searched = {one.assumption.path for one in self.break_evens}
        return tuple(one for one in self.influences if one.assumption.path not in searched)


def stress(
    variants: Variants,
    experiment: Experiment,
    replications: Many,
    most: int = BREAK_EVENS,
) -> Stress:
    """Shocks first, then which inputs matter, then the break-evens of at most `most` of those that do."""
    n = allowed(experiment, [variants.base], each_of(replications))
    numbers, steps = range(n), STEPS if n >= FEW_YEARS else FEW_STEPS
    base = experiment.outcome(variants.base, numbers)
    named = shocks(variants.base.scenario, variants.base.plan)
    experiment.foresee(_expected(variants, n, len(named), most, steps))
    trials = strike(variants, experiment, named, base, numbers)
    influences = screened_inputs(variants, experiment, min(n, SCREENING_YEARS)) if most else []
    years = range(min(n, YEARS_WITH_AUTO) if replications == "auto" else n)
    chosen = [one for one in influences if one.moves][:most]
    found = [break_even(variants, experiment, one.assumption, None, years, steps, one.worse_sides) for one in chosen]
    when = when_text(variants.base.scenario)
    return Stress(base, tuple(trials), when, tuple(influences), tuple(found))


def _expected(variants: Variants, n: int, shocked: int, most: int, steps: int) -> int:
    """Simulations that are still to come, roughly."""
    ranged = [a for a in (*variants.base.scenario.assumptions, *variants.base.plan.assumptions) if a.low or a.high]
    return n * shocked + (2 * len(ranged) * SCREENING_YEARS + n * most * (1 + steps) if most else 0)
