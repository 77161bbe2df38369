"""What would make a clause that breaks hold: a promise that the plan does support."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sim.study.bidding.clauses import Bid
    from sim.study.experiment import Experiment
    from sim.study.promising import Promisable
    from sim.study.variants import Variants

INSTEAD = "instead"
"""What may be left out for want of budget."""


@dataclass(frozen=True, eq=False)
class Remedy:
    """For one clause. `instead`: what could be promised in its place, None where the budget had no room."""

    clause: str
    instead: Promisable | None = None


def remedies(variants: Variants, experiment: Experiment, replications: int, bid: Bid) -> dict[str, Remedy]:
    """One for each clause that breaks, by its id."""
    broken = [one.commitment.id for one in bid.clauses if one.breaks]
    if not broken:
        return {}
    instead = _instead(variants, experiment, replications, broken)
    return {name: Remedy(name, instead.get(name)) for name in broken}


def _instead(
    variants: Variants, experiment: Experiment, replications: int, broken: Sequence[str]
) -> dict[str, Promisable]:
    """One set of tickets answers for all of them."""
    from sim.study.promising import find_frontier

    if not experiment.affords(replications + 1):
        return {}
    found = find_frontier(variants, experiment, replications)
    return {one.commitment.id: one for one in found.promisables if one.commitment.id in broken}
