"""T08: whether the intervals that a run reports are as wide as theory says and hold the truth as often as claimed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from sim.model import Event, simulate
from sim.scenario import Plan, Scenario
from sim.selftest.desk_trials import desk_alone
from sim.selftest.measure import Counted, Metric, measured
from sim.selftest.small import Small, exponential
from sim.selftest.stays import Stays
from sim.selftest.trial import CASES
from sim.selftest.value import SIMULATION, Value
from sim.study.estimate import mean_of, t_quantile
from sim.world import sample_world

EACH = 10
"""Replications of length T in a run: its interval is the one over replications that every command reports."""

BEFORE = 300
"""Time units of warm-up, three times what an M/M/1 at 80 % takes to forget its start."""

NEAR = 0.1
COVERAGE = (0.92, 0.975)


@dataclass(frozen=True)
class LongRuns:
    """400 runs of an M/M/1; not in a quick run, where they would be too few to say anything about coverage."""

    case: str = "T08"
    replications: int = 400

    @property
    def work(self) -> float:
        """About how many tickets a run has."""
        inputs = CASES[self.case].inputs
        return EACH * float(inputs["lam"] * (inputs["T"] + BEFORE))

    def counted(self, seed: int, numbers: Sequence[int]) -> list[Counted]:
        """The runs of these numbers; each has replications of its own."""
        with TemporaryDirectory(prefix="pledge-selftest-") as folder:
            scenario, plan = self._small().load(Path(folder) / "case")
        return [self._run(scenario, plan, seed, number) for number in numbers]

    def _small(self) -> Small:
        inputs = CASES[self.case].inputs
        fault = {"remote_fix": "100%", "talk": exponential(1 / inputs["mu"])}
        return Small({"desk": inputs["lam"]}, fault, desk_alone(inputs["c"]), round(inputs["T"]), BEFORE, 200)

    def _run(self, scenario: Scenario, plan: Plan, seed: int, number: int) -> Counted:
        reported = mean_of([_mean_number(scenario, plan, seed, EACH * number + each) for each in range(EACH)])
        mean, half = reported.mean or 0.0, reported.half_width or 0.0
        error = half / t_quantile(EACH - 1) * math.sqrt(EACH)
        covers = abs(mean - CASES[self.case].expected["mean_L"]) <= half
        return Counted({"mean_L": (mean, 1.0), "error": (error, 1.0), "coverage": (float(covers), 1.0)}, [])

    def values(self, counted: Sequence[Counted]) -> list[Value]:
        """The mean as of any trial, the reported standard error per length T within 10 %, coverage within bounds."""
        expected = CASES[self.case].expected
        mean = measured(Metric(expected["mean_L"]), [one.parts["mean_L"] for one in counted], [[] for _ in counted])
        return [
            mean.value("mean_L"),
            self._error(counted, expected["predicted_SE_T1e4"]),
            self._coverage(counted),
        ]

    def _error(self, counted: Sequence[Counted], predicted: float) -> Value:
        error = mean_of([one.parts["error"][0] for one in counted]).mean or 0.0
        ok = abs(error / predicted - 1) <= NEAR
        return Value("predicted_SE_T1e4", predicted, error, None, SIMULATION, ok, f"{NEAR:.0%}")

    def _coverage(self, counted: Sequence[Counted]) -> Value:
        share = mean_of([one.parts["coverage"][0] for one in counted]).mean or 0.0
        low, high = COVERAGE
        return Value("coverage_of_95", 0.95, share, None, SIMULATION, low <= share <= high, f"{low:g}-{high:g}")


def _mean_number(scenario: Scenario, plan: Plan, seed: int, replication: int) -> float:
    log = simulate(sample_world(scenario, seed, replication), plan)
    area, length = Stays.of(log, scenario.horizon, Event.QUEUED, Event.STARTED, Event.ENDED).under_way()
    return area / length
