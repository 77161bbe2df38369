"""A trial: a small scenario that stands for a reference case, and what is counted in it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.model import simulate
from sim.world import World, sample_world
from sim.selftest.measure import Estimate, Metric, estimates
from sim.selftest.luck import luck
from sim.selftest.observed import Observed
from sim.selftest.small import UNIT_S, Small
from sim.selftest.stays import Part

CASES: dict[str, dict[str, Any]] = {
    case["id"]: case
    for case in json.loads((Path(__file__).parent / "reference_cases.json").read_text(encoding="utf-8"))
}
Count = Callable[[Observed], dict[str, Part]]
SEED = 1
FRESH_SEED = 2


@dataclass(frozen=True)
class Run:
    """The figures of a trial, and what luck brought to each replication: a row of numbers whose true mean is 0."""

    figures: dict[str, Estimate]
    luck: list[list[float]]


@dataclass(frozen=True)
class Trial:
    """A case as scenario and plan, its expected values, how to count, and how many replications it takes.

    What `luck` explains is taken out of the estimates, and what `beside` it does, figures of true mean 0 too.
    """

    case: str
    small: Small
    metrics: Mapping[str, Metric]
    count: Count
    replications: int = 100
    beside: Callable[[World], list[float]] = lambda world: []

    def run(self, folder: Path, seed: int = SEED, times: int = 1) -> Run:
        """Simulate as `pledge run` does, `times` as many replications as the trial asks for."""
        scenario, plan = self.small.load(folder)
        assert not plan.warnings
        runs, brought = [], []
        for replication in range(times * self.replications):
            world = sample_world(scenario, seed, replication)
            runs.append(self.count(Observed.of(world, plan, simulate(world, plan))))
            brought.append([*luck(world), *self.beside(world)])
        return Run(estimates(self.metrics, runs, brought), brought)


def in_units(part: Part) -> Part:
    """Seconds into time units."""
    return part[0] / UNIT_S, part[1]


def per_time_unit(part: Part) -> Part:
    """A rate per second into one per time unit."""
    return part[0], part[1] / UNIT_S


def mean_of(seconds: NDArray[np.int64]) -> Part:
    """Mean in time units."""
    return float(seconds.sum()) / UNIT_S, float(len(seconds))


def share_of(hits: NDArray[np.bool_]) -> Part:
    """Share that is true."""
    return float(hits.sum()), float(len(hits))


def shares(expected: Mapping[str, float], *names: str, slack: int = 1) -> dict[str, Metric]:
    """Expected values that are shares."""
    return {name: Metric(expected[name], "share", slack) for name in names}


def means(expected: Mapping[str, float], *names: str, slack: int = 1) -> dict[str, Metric]:
    """Expected values that are means."""
    return {name: Metric(expected[name], "mean", slack) for name in names}


def distribution(name: str, expected: Mapping[str, float]) -> dict[str, Metric]:
    """Expected shares that take no longer than some times."""
    return {f"{name}<={t}": Metric(share, "share") for t, share in expected.items()}


def shares_within(name: str, seconds: NDArray[np.int64], times: Mapping[str, float]) -> dict[str, Part]:
    """Shares that took no longer than these times."""
    return {f"{name}<={t}": share_of(seconds <= float(t) * UNIT_S) for t in times}


def summed(runs: Iterable[Mapping[str, Part]]) -> dict[str, Part]:
    """Figures that were counted several times over."""
    total: dict[str, Part] = {}
    for run in runs:
        for name, (upper, lower) in run.items():
            before = total.get(name, (0.0, 0.0))
            total[name] = before[0] + upper, before[1] + lower
    return total
