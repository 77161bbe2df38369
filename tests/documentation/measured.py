"""A quarter of a bundled scenario under one plan, and a few of its figures by name."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sim.scenario import Scenario, load_plan, load_scenario
from sim.study import run
from sim.study.result import Result

QUARTER = ("horizon.weeks=13", "commitments.*.review=contract")


@dataclass(frozen=True)
class Measured:
    """What came out of a few replications of one plan."""

    result: Result

    def attained(self, commitment: str) -> float:
        """Share attained, 0 to 1."""
        found = next(one.attained.mean for one in self.result.commitments if one.id == commitment)
        assert found is not None, commitment
        return found

    def covered(self, commitment: str) -> float:
        """Cases in a review period."""
        found = next(one.covered_per_period.mean for one in self.result.commitments if one.id == commitment)
        assert found is not None, commitment
        return found

    @property
    def visited(self) -> float:
        """Tickets a year for which somebody drove."""
        return self.result.counts["visited"].mean or 0.0

    @property
    def travel(self) -> float:
        """Cost of driving a year, and so the kilometres."""
        return self.result.costs.travel.mean or 0.0


def measured(folder: Path, plan: str = "baseline", *changes: str) -> Measured:
    """Simulate a plan with these --set changes, every plan in the same two worlds."""
    scenario = load_scenario(folder, (*QUARTER, *changes))
    return Measured(run(scenario, load_plan(scenario, plan, changes), 2, sample_rows=0))


def tickets_a_year(scenario: Scenario) -> float:
    """Tickets expected in a year, before surges and repeats."""
    units = dict.fromkeys(scenario.products, 0)
    for site in scenario.sites:
        units[str(site.product)] += site.units
    return sum(kind.fault.rate_per_second * units[kind.product] for kind in scenario.faults) * 365 * 86400
