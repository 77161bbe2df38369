"""Sizing: the true optimum is found at the confidence stated, and what is reported of it is free of the winner's luck.

The true optimum comes from Erlang's C formula: each desk is M/M/c by itself, and the fewest seats whose long-run share
answered within 15 minutes reaches the target are the cheapest. (Phone, 1.512 erlangs: 2 seats answer 42 %, 3 seats
83 %; chat, 0.588 erlangs: 1 seat 47 %, 2 seats 91 %; the target is 65 %.)
"""

from __future__ import annotations

import math

import numpy as np
import pytest

from sim.oracle.erlang import seats_needed
from sim.study.experiment import Experiment
from sim.study.sizing import Sizing, Wish, size
from sim.study.sizing.deciding import Terms
from sim.study.variants import Variants
from tests.statistics.hotline import CALLS_PER_HOUR, PAY, TALK_H, TARGET, WITHIN_H, written

SEEDS, EACH, MANY = range(1, 21), 12, 300
TERMS = Terms(confidence=0.99, indifference=0.01)
TRUTH_SEED, ONE_SEED, OTHER_SEED = 20261128, 3, 4


@pytest.fixture(scope="module")
def variants(tmp_path_factory: pytest.TempPathFactory) -> Variants:
    return Variants(written(tmp_path_factory.mktemp("hotline")))


@pytest.fixture(scope="module")
def sized(variants: Variants) -> list[Sizing]:
    """One sizing for each seed, with as many fresh sample years as `EACH`."""
    return [size(variants, Experiment(seed), Wish(EACH, TERMS, shortlist=4)) for seed in SEEDS]


def seats_of(sizing: Sizing) -> dict[str, int]:
    assert sizing.chosen is not None
    return {name: desk.seats[0][2] for name, desk in sizing.chosen.variant.plan.desks.items()}


def test_the_plan_found_is_the_true_optimum_with_18_of_20_seeds(sized: list[Sizing]) -> None:
    optimum = {name: seats_needed(rate, TALK_H, WITHIN_H, TARGET) for name, rate in CALLS_PER_HOUR.items()}
    price = sum(PAY[name] * seats for name, seats in optimum.items())
    zone = (1 + TERMS.indifference) * price
    found = [seats_of(sizing) for sizing in sized]
    right = [one for one in found if one == optimum or price <= sum(PAY[n] * s for n, s in one.items()) <= zone]
    assert len(right) >= 18
    assert all(
        seats_of(sizing) == optimum for sizing in sized if sizing.decision is not None and sizing.decision.proven
    )


def test_what_is_reported_of_the_winner_is_unbiased(sized: list[Sizing]) -> None:
    """Against many sample years of another seed, which no search, choice or report has seen."""
    truth = Experiment(TRUTH_SEED)
    for name in CALLS_PER_HOUR:
        off, spread = [], 0.0
        for sizing in sized:
            assert sizing.chosen is not None
            known = truth.outcome(sizing.chosen.variant, range(MANY))
            told, true = sizing.chosen.attained(name).mean, known.attained(name).mean
            assert told is not None and true is not None
            off.append(told - true)
            spread = max(spread, float(np.std([x for x in known.attained_each(name) if x is not None], ddof=1)))
        error = math.hypot(np.std(off, ddof=1) / math.sqrt(len(off)), spread / math.sqrt(MANY))
        assert abs(np.mean(off)) < 4 * error


def test_the_bound_lies_below_the_optimum_and_above_nothing(sized: list[Sizing]) -> None:
    for sizing in sized:
        assert 0 <= sizing.bounds.least <= 3 * PAY["phone"] + 2 * PAY["chat"]


def test_search_decision_and_report_meet_different_worlds(variants: Variants) -> None:
    class Noting(Experiment):
        def outcomes(self, variants, numbers):  # type: ignore[no-untyped-def]
            noted.append(set(numbers))
            return super().outcomes(variants, numbers)

    noted: list[set[int]] = []
    size(variants, Noting(ONE_SEED), Wish(3, TERMS, shortlist=3))
    blocks = [{number // 1_000_000 for number in numbers} for numbers in noted if numbers]
    assert all(len(block) == 1 for block in blocks)
    assert [max(block) for block in blocks] == sorted(max(block) for block in blocks)
    assert noted[-1].isdisjoint(set().union(*noted[:-1]))


def test_two_seeds_agree_within_their_intervals(variants: Variants) -> None:
    wish = Wish(EACH, TERMS, shortlist=3)
    one, other = (size(variants, Experiment(seed), wish) for seed in (ONE_SEED, OTHER_SEED))
    assert seats_of(one) == seats_of(other)
    assert one.chosen is not None and other.chosen is not None
    for name in CALLS_PER_HOUR:
        a, b = one.chosen.attained(name), other.chosen.attained(name)
        assert a.low is not None and b.low is not None and a.high is not None and b.high is not None
        assert a.low <= b.high and b.low <= a.high
