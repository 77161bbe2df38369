"""What the answers rest on: the assumed inputs that move a clause, the values at which it flips, and a few shocks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.assumptions import why_not

if TYPE_CHECKING:
    from sim.scenario import Assumption
    from sim.study.bidding.clauses import Bid
    from sim.study.experiment import Experiment
    from sim.study.outcome import Outcome
    from sim.study.stressing import BreakEven, Influence, Trial
    from sim.study.variants import Variants

SCREENED = 16  # assumed inputs tried at both ends, in one sample year
BREAK_EVENS, STEPS, YEARS = 2, 2, 4  # of how many of them; values tried on the way, in how many sample years
SHOCK_YEARS = 2
LEAST_MOVE = 0.0005  # of what is attained; less than half of a tenth of a point is nothing
PERCENT = "%"


@dataclass(frozen=True, eq=False)
class Guesses:
    """`influences`: assumed inputs that were tried, most influential first; `unscreened`: those that were not, for they
    were too many; `break_evens`: of the first of them; `shocks`: what they do in `shock_base`'s sample years.
    """

    influences: tuple[Influence, ...]
    unscreened: tuple[Assumption, ...]
    break_evens: tuple[BreakEven, ...]
    shocks: tuple[Trial, ...]
    shock_base: Outcome

    @property
    def tried(self) -> tuple[Influence, ...]:
        """Those that were simulated at an end at least."""
        return tuple(one for one in self.influences if one.is_tried)

    def of(self, clause: str) -> list[Influence]:
        """Those that move a clause, the one that moves it farthest first."""
        moving = [one for one in self.tried if moved_by(one, clause) >= LEAST_MOVE]
        return sorted(moving, key=lambda one: -moved_by(one, clause))

    def falls_with(self, clause: str) -> list[Trial]:
        """The shocks with which a clause falls that stands without."""
        struck = (one for one in self.shocks if one.outcome is not None)
        return [one for one in struck if one.fate(clause) == "falls"]


def moved_by(influence: Influence, clause: str) -> float:
    """How far an input moves what is attained of a clause at the end that moves it most."""
    moves = [abs(one.after - one.before) for end in influence.ends for one in end.moved if one.id == clause]
    return max(moves, default=0.0)


def guesses(variants: Variants, experiment: Experiment, replications: int, bid: Bid) -> Guesses:
    """Inputs with the widest ranges at both ends, break-evens of those that matter most, then the shocks."""
    from sim.study.stressing import break_even, screened_inputs, shocks, strike

    base, clauses = variants.base, [one.commitment.id for one in bid.clauses]
    chosen, rest = widest((*base.scenario.assumptions, *base.plan.assumptions), bid, SCREENED)
    influences = screened_inputs(variants, experiment, 1, ids=clauses, assumptions=chosen)
    years = range(min(replications, YEARS))
    found = [
        break_even(variants, experiment, one.assumption, clauses, years, STEPS, one.worse_sides)
        for one in [one for one in influences if one.moves][:BREAK_EVENS]
    ]
    struck_years = range(min(replications, SHOCK_YEARS))
    without = experiment.outcome(base, struck_years)
    struck = strike(variants, experiment, shocks(base.scenario, base.plan), without, struck_years)
    return Guesses(tuple(influences), tuple(rest), tuple(found), tuple(struck), without)


def widest(
    assumptions: Sequence[Assumption], bid: Bid, most: int
) -> tuple[tuple[Assumption, ...], tuple[Assumption, ...]]:
    """Of what may move a ticket, the inputs with the widest ranges against their size, and the rest, as written."""
    able = [one for one in assumptions if why_not(one, bid.scenario) is None]
    ranked = sorted(able, key=lambda one: -spread(one))[:most]
    picked = {one.path for one in ranked}
    return tuple(ranked), tuple(one for one in able if one.path not in picked)


def spread(assumption: Assumption) -> float:
    """How many times the high end of a range is its low end, as a logarithm; 0 where nothing lies between.

    A share counts by how far its ends lie apart, for so many cases change: 5 to 10 % of them are few, however the
    ends compare.
    """
    from sim.scenario.between import scale_of

    ends = [end for end in (assumption.low, assumption.high) if end is not None]
    scale = scale_of(assumption.path, assumption.value, *ends)
    if scale is None:
        return 0.0
    if scale.unit == PERCENT:
        shares = [scale.number(text) / 100 for text in (assumption.value, *ends)]
        return max(shares) - min(shares)
    numbers = sorted(abs(scale.number(text)) for text in (assumption.value, *ends))
    if numbers[0] == 0:
        return math.inf
    return math.log(numbers[-1] / numbers[0])
