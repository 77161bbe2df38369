"""A trial: a small scenario that stands for a reference case, and what is counted in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray

from sim.model import simulate
from sim.oracle.cases import reference_cases
from sim.scenario import Plan, Scenario
from sim.selftest.luck import luck
from sim.selftest.measure import Counted, Measured, Metric, measured
from sim.selftest.observed import Observed
from sim.selftest.small import UNIT_S, Small
from sim.selftest.stays import Part
from sim.selftest.value import Value
from sim.world import World, sample_world

CASES = reference_cases()
Count = Callable[[Observed], dict[str, Part]]

QUICK_SHARE = 0.1
"""Of the judged time in a quick run: standard errors are then some three times as large."""

QUICK_LONG = 0.3
"""Where a queue forgets so slowly that a replication would else be shorter than its rushes, and luck too skew."""

QUICK_SLACK = 5
"""A quick run may have standard errors of 5 %, 1.5 points of a share."""


FEWEST = 100
"""Replications, whatever the run."""


@dataclass(frozen=True)
class Trial:
    """A case as scenario and plan, its expected values, how to count, and how many replications it takes.

    What `luck` explains is taken out of the estimates, and what `beside` it does, figures of true mean 0 too.
    `quick`: share of the judged time that a quick run takes.
    """

    case: str
    small: Small
    metrics: Mapping[str, Metric]
    count: Count
    replications: int = FEWEST
    beside: Callable[[World], list[float]] = lambda world: []
    quick: float = QUICK_SHARE

    def sized(self, quick: bool) -> Trial:
        """The trial of a full run, or of a quick one."""
        if not quick:
            return self
        metrics = {name: replace(one, slack=max(one.slack, QUICK_SLACK)) for name, one in self.metrics.items()}
        judged = max(1, round(self.quick * self.small.judged))
        small = replace(self.small, judged=judged)
        return replace(self, small=small, metrics=metrics, replications=FEWEST)

    @property
    def work(self) -> float:
        """About how many tickets a replication has."""
        small = self.small
        units = small.judged + small.before + small.after
        return sum(small.rates.values()) * max(1, small.installed) * units

    def counted(self, seed: int, numbers: Sequence[int]) -> list[Counted]:
        """Simulate these replications as `pledge run` does."""
        with TemporaryDirectory(prefix="pledge-selftest-") as folder:
            scenario, plan = self.small.load(Path(folder) / "case")
        if plan.warnings:
            raise ValueError(f"the plan of {self.case} has warnings: {plan.warnings}")
        return [self._one(scenario, plan, seed, number) for number in numbers]

    def _one(self, scenario: Scenario, plan: Plan, seed: int, number: int) -> Counted:
        world = sample_world(scenario, seed, number)
        parts = self.count(Observed.of(world, plan, simulate(world, plan)))
        return Counted(parts, [*luck(world), *self.beside(world)])

    def measured(self, counted: Sequence[Counted]) -> dict[str, Measured]:
        """Every metric over the replications."""
        brought = [one.luck for one in counted]
        return {
            name: measured(metric, [one.parts[name] for one in counted], brought)
            for name, metric in self.metrics.items()
        }

    def values(self, counted: Sequence[Counted]) -> list[Value]:
        """What is shown of it."""
        return [one.value(name) for name, one in self.measured(counted).items()]


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
