"""What came of a selftest: by case every value and whether it is right, and how far off the simulated ones lie."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sim.selftest.value import Value

TINY_Z = 0.2
CHANCE = 1.96
"""95 % of a normal distribution lies within so many standard deviations."""


@dataclass(frozen=True)
class CaseOutcome:
    """One case. `repeated`: what a simulation gave that failed at first and was run again; the second run counts.

    `left_out`: why something is not simulated, in words; empty where all is. `at_first`: what the simulations gave
    before any was run again.
    """

    id: str
    family: str
    title: str
    values: tuple[Value, ...]
    repeated: tuple[Value, ...] = ()
    left_out: str = ""

    at_first: tuple[Value, ...] = ()

    @property
    def ok(self) -> bool:
        """Whether every value is right."""
        return all(value.ok for value in self.values)


@dataclass(frozen=True)
class Spread:
    """Distances from the exact values in standard errors: how many, their mean and standard deviation."""

    mean: float | None
    sd: float | None
    n: int

    @classmethod
    def of(cls, distances: Sequence[float]) -> Spread:
        """Unknown where there are too few."""
        mean = statistics.fmean(distances) if distances else None
        return cls(mean, statistics.stdev(distances) if len(distances) > 1 else None, len(distances))

    @property
    def mean_within(self) -> float:
        """Where the mean of independent ones lies 95 times in 100: 0 plus or minus this."""
        return CHANCE / math.sqrt(self.n) if self.n else math.inf

    @property
    def sd_within(self) -> float:
        """The same for the standard deviation about 1."""
        return CHANCE / math.sqrt(2 * self.n) if self.n else math.inf

    def as_json(self) -> dict[str, float | int | None]:
        """Mean, sd and n."""
        return {"mean": self.mean, "sd": self.sd, "n": self.n}


@dataclass(frozen=True)
class Outcome:
    """All cases that were looked at. `first`: by simulation one distance, that of its first value."""

    cases: tuple[CaseOutcome, ...]
    first: tuple[float, ...]
    quick: bool
    seed: int
    seconds: float

    @property
    def ok(self) -> bool:
        """Whether every case passes."""
        return all(case.ok for case in self.cases)

    @property
    def distances(self) -> tuple[float, ...]:
        """Every value that luck has a part in, in standard errors from the exact one: of what was run again, the first.

        Second runs would hide the tails.
        """
        return tuple(value.z for case in self.cases for value in case.at_first if value.z is not None)

    @property
    def spread(self) -> Spread:
        """Over all of them; those of one simulation hang together."""
        return Spread.of(self.distances)

    @property
    def spread_of_first(self) -> Spread:
        """Over one a simulation, which are independent."""
        return Spread.of(self.first)

    @property
    def too_near(self) -> bool:
        """Whether everything lies so near that the standard errors must be wrong."""
        return len(self.distances) > 1 and all(abs(z) < TINY_Z for z in self.distances)

    def as_json(self) -> dict[str, Any]:
        """The object of `selftest --json`."""
        return {
            "schema_version": 1,
            "command": "selftest",
            "ok": self.ok,
            "quick": self.quick,
            "seed": self.seed,
            "seconds": round(self.seconds, 1),
            "cases": [_case_json(case) for case in self.cases],
            "z": self.spread.as_json(),
            "z_independent": self.spread_of_first.as_json(),
            "too_near": self.too_near,
        }


def _case_json(case: CaseOutcome) -> dict[str, Any]:
    return {
        "id": case.id,
        "family": case.family,
        "title": case.title,
        "ok": case.ok,
        "repeated": bool(case.repeated),
        "values": [_value_json(value) for value in case.values],
        **({"first_values": [_value_json(value) for value in case.repeated]} if case.repeated else {}),
        **({"left_out": case.left_out} if case.left_out else {}),
    }


def _value_json(value: Value) -> dict[str, Any]:
    return {
        "metric": value.metric,
        "exact": value.exact,
        "estimate": value.estimate,
        "se": value.se,
        "z": value.z,
        "how": value.how,
        "ok": value.ok,
        "allowed": value.allowed,
    }
