"""Outcomes of plans written by hand: what every sample year kept, covered and cost, without a model."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np

from sim.study.outcome import Outcome
from sim.study.replicate import Replication
from sim.study.variants import Variant
from tests.rooms.study import standin
from tests.rooms.study.standin import commitment, count

PAY = frozenset({"pay", "freight", "one_off"})


def outcome(
    name: str,
    kept: Mapping[str, Sequence[int]],
    covered: int | Sequence[int] = 100,
    pay: int = 1_000,
    cents: Sequence[int] | None = None,
    km: Sequence[int] | None = None,
    target: str = "90%",
    several_looks: bool = False,
) -> Outcome:
    """A plan by what it kept of each commitment in each sample year.

    `covered`: cases a year; `pay`: currency units over judged time, the same in every year; `cents`: the penalty of the
    first commitment by year; `km`: driven by year.
    """
    commitments = [commitment(one, target) for one in kept]
    years = len(next(iter(kept.values())))
    cases = [covered] * years if isinstance(covered, int) else list(covered)
    nature = standin.scenario(*commitments)
    nature.currency = "CNY"
    done = [
        _year(nature, number, {one: counts[number] for one, counts in kept.items()}, cases[number], pay,
              cents[number] if cents else 0, km[number] if km else 0)
        for number in range(years)
    ]  # fmt: skip
    plan: Any = SimpleNamespace(id=name, assumptions=(), warnings=(), teams={}, outlets={})
    return Outcome(Variant(name, name, (), nature, plan), tuple(done), several_looks)


def _year(nature: Any, number: int, kept: Mapping[str, int], covered: int, pay: int, fine: int, km: int) -> Replication:
    made = standin.replicate(nature, None, 1, number, False)
    counts = tuple(
        replace(count([cases], [covered], float(one.target.share), cents=[fine if place == 0 else 0]), id=name)
        for place, (one, (name, cases)) in enumerate(zip(nature.commitments, kept.items(), strict=True))
    )
    costs = {"pay": 100 * pay, "freight": 0, "penalties": fine}
    teams = tuple(
        replace(team, travel_m=1000 * km if place == 0 else 0) for place, team in enumerate(made.judgement.teams)
    )
    judgement = replace(
        made.judgement,
        commitments=counts,
        costs=costs,
        fixed_costs=PAY,
        without=("travel",),
        teams=teams,
        digest=_digest(number, kept, covered, fine, km),
        open_by_week=np.zeros(1, np.int64),
    )
    return replace(made, judgement=judgement)


def _digest(*facts: object) -> str:
    import hashlib

    return hashlib.sha256(repr(facts).encode()).hexdigest()
