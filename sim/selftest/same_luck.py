"""T09: two plans on the same luck. What they differ in is all that is left between them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from sim.model import Event, simulate
from sim.scenario import Plan, Scenario
from sim.selftest.measure import Counted
from sim.selftest.small import UNIT_S, Small, exponential, one_outlet
from sim.selftest.stays import Stays
from sim.selftest.trial import CASES
from sim.selftest.value import SIMULATION, Value
from sim.study.paired import paired
from sim.world import sample_world

SKILL = "repair"
NEAR = 0.1
CORRELATED = 1e-6
"""How far the correlation may be from 1: repairs take whole seconds."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class SameLuck:
    """Plan A has engineers who take the given time, plan B some who are faster; both meet the same tickets.

    Single repairs are paired by ticket. Under independent luck both variances would add up.
    """

    case: str = "T09"
    replications: int = 100
    judged: int = 300

    def sized(self, quick: bool) -> SameLuck:
        """The same, shorter in a quick run."""
        return replace(self, judged=200) if quick else self

    @property
    def work(self) -> float:
        """About how many tickets a replication has, both plans together."""
        return 2.0 * self.judged

    def counted(self, seed: int, numbers: Sequence[int]) -> list[Counted]:
        """Sums of the times under both plans, of their squares and of their products."""
        inputs = CASES[self.case].inputs
        loaded = [self._loaded(inputs["rate_A"] / rate) for rate in (inputs["rate_A"], inputs["rate_B"])]
        return [self._one(loaded, seed, number) for number in numbers]

    def _loaded(self, slowness: float) -> tuple[Scenario, Plan]:
        fault = {"repair": exponential(1 / CASES[self.case].inputs["rate_A"]), "skill": SKILL}
        plan = one_outlet("unlimited")
        plan["teams"]["depot"]["skills"] = {SKILL: slowness}
        with TemporaryDirectory(prefix="pledge-selftest-") as folder:
            return Small({"site": 1.0}, fault, plan, self.judged, 0, 40).load(Path(folder) / "case")

    def _one(self, loaded: Sequence[tuple[Scenario, Plan]], seed: int, number: int) -> Counted:
        a, b = (_repairs(scenario, plan, seed, number) for scenario, plan in loaded)
        sums = {"a": a, "b": b, "aa": a * a, "bb": b * b, "ab": a * b}
        parts = {name: (float(values.sum()), float(len(values))) for name, values in sums.items()}
        pairing = paired(a.tolist(), b.tolist()).variance_reduction or 0.0
        return Counted({**parts, "pairing": (pairing * len(a), float(len(a)))}, [])

    def values(self, counted: Sequence[Counted]) -> list[Value]:
        """Variances within 10 %; `ratio` is 1 less what the comparison of plans calls variance reduction."""
        expected = CASES[self.case].expected

        def mean(name: str) -> float:
            sums = np.array([one.parts[name] for one in counted]).sum(axis=0)
            return float(sums[0] / sums[1])

        var_a, var_b = mean("aa") - mean("a") ** 2, mean("bb") - mean("b") ** 2
        product = mean("ab") - mean("a") * mean("b")
        found = {
            "var_diff_crn": (var_a + var_b - 2 * product, NEAR),
            "var_diff_indep": (var_a + var_b, NEAR),
            "ratio": (1 - mean("pairing"), NEAR),
            "corr": (product / float(np.sqrt(var_a * var_b)), CORRELATED),
        }
        return [_value(name, expected[name], figure, near) for name, (figure, near) in found.items()]


def _value(name: str, exact: float, found: float, near: float) -> Value:
    return Value(name, exact, found, None, SIMULATION, abs(found / exact - 1) <= near, f"{near:g}")


def _repairs(scenario: Scenario, plan: Plan, seed: int, replication: int) -> Floats:
    """How long the repair of each judged ticket takes, in time units, in the order of the tickets."""
    log = simulate(sample_world(scenario, seed, replication), plan)
    visits = Stays.of(log, scenario.horizon, Event.READY, Event.DISPATCHED, Event.LEFT)
    lasts: Floats = (visits.left - visits.taken)[visits.judged] / UNIT_S
    return lasts
