"""A figure that a formula gives exactly, beside the one that was simulated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sim.study.estimate import CONFIDENCE, Estimate

SURE = 0.999  # an exact value outside this interval is no longer put down to luck


@dataclass(frozen=True)
class Known:
    """One figure of a part of a scenario that is a textbook system.

    what: the part, such as "desk front"; figure: which of its figures; unit: "h", "share" or "units"; formula: its
    name; source: where it stands; conditions: what makes it exact here; grain: by how much, at most, the model's whole
    seconds move the figure.
    """

    what: str
    figure: str
    unit: str
    exact: float
    simulated: Estimate
    formula: str
    source: str
    conditions: str
    grain: float = 0.0

    @property
    def agrees(self) -> bool | None:
        """Whether the exact value lies in the 99.9 % interval, or a grain beside it; None where that has no width."""
        half, n = self.simulated.half_width, self.simulated.n
        if half is None or not half or n < 2 or self.simulated.mean is None:
            return None
        return abs(self.exact - self.simulated.mean) <= half * widened(n) + self.grain

    def as_json(self) -> dict[str, Any]:
        """The figure as `run.json` has it."""
        return {**vars(self), "simulated": self.simulated.as_json(), "agrees": self.agrees}


def widened(n: int) -> float:
    """How much wider a 99.9 % t-interval over `n` replications is than a 95 % one."""
    from scipy.special import stdtrit

    return float(stdtrit(n - 1, (1 + SURE) / 2) / stdtrit(n - 1, (1 + CONFIDENCE) / 2))
