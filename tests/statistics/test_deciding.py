"""Deciding among plans: the best is picked as often as stated, in worlds that plans share."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.study.experiment import FRESH
from sim.study.sizing.deciding import Terms, decided

TRIALS, CONFIDENCE = 400, 0.90
ZONE, SD_SHARED, SD_OWN = 10.0, 40.0, 25.0
COSTS = (1000.0, 1010.0, 1010.0, 1025.0)


@dataclass
class Worlds:
    """Costs that worlds share in part; a plan keeps a period with its chance."""

    seed: int
    chances: tuple[float, ...]

    def outcomes(self, variants: Sequence[Any], numbers: Sequence[int]) -> list[Any]:
        rng = np.random.default_rng(self.seed)
        years = numbers[-1] + 1 - FRESH
        shared = rng.normal(0, SD_SHARED, 400)
        own = [rng.normal(0, SD_OWN, 400) for _cost in COSTS]
        luck = [rng.random(400) for _cost in COSTS]
        found = []
        for variant in variants:
            plan = variant.number
            met = tuple(float(u < self.chances[plan]) for u in luck[plan][:years])
            tally = SimpleNamespace(
                met_each=lambda met=met: met, commitment=SimpleNamespace(assurance=0.5), unit="ticket"
            )
            costs = tuple((COSTS[plan] + shared + own[plan])[:years])
            found.append(SimpleNamespace(tallies={"one": tally}, costs=costs, n=years))
        return found

    def affords(self, simulations: int) -> bool:
        return True


def chosen(seed: int, chances: tuple[float, ...]) -> Any:
    variants: list[Any] = [SimpleNamespace(key=str(number), number=number) for number in range(len(COSTS))]
    worlds: Any = Worlds(seed, chances)
    return decided(worlds, variants, lambda one: one.costs, Terms(CONFIDENCE, ZONE / COSTS[0]), "auto")


def test_the_cheapest_is_picked_as_often_as_stated() -> None:
    """All keep; the others lie one indifference zone above the best, which is the hardest case."""
    right = sum(chosen(seed, (1.0,) * 4).winner.variant.number == 0 for seed in range(TRIALS))
    assert right / TRIALS >= CONFIDENCE - 3 * math.sqrt(CONFIDENCE * (1 - CONFIDENCE) / TRIALS)


def test_a_cheaper_plan_that_does_not_keep_is_not_picked() -> None:
    """The cheapest keeps in 40 % of its periods and would need 50 %."""
    wrong = 0
    for seed in range(TRIALS):
        decision = chosen(seed, (0.40, 1.0, 1.0, 1.0))
        wrong += decision.winner.variant.number == 0 and decision.proven
    allowed = (1 - CONFIDENCE) / 2
    assert wrong / TRIALS <= allowed + 3 * math.sqrt(allowed * (1 - allowed) / TRIALS)


def test_nothing_is_proven_by_one_sample_year() -> None:
    variants: list[Any] = [SimpleNamespace(key=str(number), number=number) for number in range(2)]
    worlds: Any = Worlds(1, (1.0,) * 4)
    decision = decided(worlds, variants, lambda one: one.costs, Terms(), 1)
    assert not decision.proven and decision.years == 1
