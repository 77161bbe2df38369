"""What would make a clause that breaks hold: the best levers of the plan, or a promise that it does support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.study.advising import Advice, Trial
    from sim.study.bidding.clauses import Bid
    from sim.study.experiment import Experiment
    from sim.study.promising import Promisable
    from sim.study.variants import Variants

ADVICE, INSTEAD = "advice", "instead"
"""What may be left out for want of budget."""
LEVERS = 8  # simulated for all clauses together
LEAST_EACH, MOST_EACH = 1, 4  # for one clause
SHOWN = 3


@dataclass(frozen=True, eq=False)
class Remedy:
    """For one clause. `advice`: levers that were tried, None where the budget had no room; `instead`: what could be
    promised in its place, None where that was not looked at.
    """

    clause: str
    advice: Advice | None = None
    instead: Promisable | None = None

    @property
    def helping(self) -> tuple[Trial, ...]:
        """Levers that certainly bring the clause nearer to its target, the one that closes most first."""
        found = [one for one in self.advice.trials if one.helps] if self.advice else []
        return tuple(sorted(found, key=lambda one: -one.gained)[:SHOWN])

    @property
    def hopeful(self) -> tuple[Trial, ...]:
        """Levers that bring it nearer as far as the sample years show, which cannot tell that from luck."""
        found = [one for one in self.advice.trials if one.gained > 0 and not one.real] if self.advice else []
        return tuple(sorted(found, key=lambda one: -one.gained)[:SHOWN])

    @property
    def enough(self) -> tuple[Trial, ...]:
        """Those of them after which it does not break any more."""
        return tuple(one for one in self.helping if all(moved.verdict != "break" for moved in one.moved))


def remedies(variants: Variants, experiment: Experiment, replications: int, bid: Bid) -> dict[str, Remedy]:
    """One for each clause that breaks, by its id."""
    broken = [one.commitment.id for one in bid.clauses if one.breaks]
    if not broken:
        return {}
    instead = _instead(variants, experiment, replications, broken)
    advice = _advice(variants, experiment, replications, broken)
    return {name: Remedy(name, advice.get(name), instead.get(name)) for name in broken}


def _instead(
    variants: Variants, experiment: Experiment, replications: int, broken: Sequence[str]
) -> dict[str, Promisable]:
    """One set of tickets answers for all of them."""
    from sim.study.promising import find_frontier

    if not experiment.affords(replications + 1):
        return {}
    found = find_frontier(variants, experiment, replications)
    return {one.commitment.id: one for one in found.promisables if one.commitment.id in broken}


def _advice(variants: Variants, experiment: Experiment, replications: int, broken: Sequence[str]) -> dict[str, Advice]:
    """A share of the levers for each; what helps several is simulated once."""
    from sim.study.advising import advise

    each, found = max(LEAST_EACH, min(MOST_EACH, LEVERS // len(broken))), {}
    for name in broken:
        if experiment.affords(each * replications):
            found[name] = advise(variants, experiment, replications, (name,), each, with_bottlenecks=False)
    return found
