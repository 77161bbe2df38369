"""Which simulations stand for which reference case. One case may have several."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

from sim.selftest.daily_trials import daily_trials
from sim.selftest.desk_trials import desk_trials
from sim.selftest.installed_trials import installed_trials
from sim.selftest.joint_trials import joint_trials
from sim.selftest.line_trials import line_trials
from sim.selftest.long_runs import LongRuns
from sim.selftest.measure import Counted
from sim.selftest.repair_trials import repair_trials
from sim.selftest.same_luck import SameLuck
from sim.selftest.spatial_trials import spatial_trials
from sim.selftest.stock_trials import stock_trials
from sim.selftest.trial import Trial
from sim.selftest.value import Value

FULL_ONLY: Mapping[str, str] = {
    "Q01-50-seats": "Q01-20-seats",
    "Q01-100-seats": "Q01-20-seats",
    "Q51-200-seats": "Q51-30-seats",
    "Q02-5-seats": "Q02-3-seats",
    "Q02-10-seats": "Q02-3-seats",
    "Q05": "Q04",
    "Q60": "Q10",
    "Q62": "Q11",
    "Q14": "Q15",
    "Q17-exp": "Q15",
    "Q17-det": "Q15",
    **dict.fromkeys((f"Q16-{seats}-seats" for seats in (6, 8, 11, 16, 18, 21)), "Q03"),
    "P04": "P03",
    "P06": "P05",
    "J54": "J02",
    "J05": "J04",
}
"""What a quick run leaves out, and what it tries in the same way."""


class Simulated(Protocol):
    """What is simulated for a case: independent replications, and values made of them. `work`: tickets in each."""

    @property
    def case(self) -> str: ...

    @property
    def replications(self) -> int: ...

    @property
    def work(self) -> float: ...

    def counted(self, seed: int, numbers: Sequence[int]) -> list[Counted]: ...

    def values(self, counted: Sequence[Counted]) -> list[Value]: ...


@lru_cache
def trials() -> Mapping[str, Trial]:
    """Those that are judged by standard errors, by name."""
    return dict(
        [
            *desk_trials(),
            *line_trials(),
            *daily_trials(),
            *stock_trials(),
            *repair_trials(),
            *joint_trials(),
            *installed_trials(),
            *spatial_trials(),
        ]
    )


@lru_cache
def simulations(quick: bool) -> Mapping[str, Simulated]:
    """All of them by name, as long as a full or a quick run makes them."""
    every: dict[str, Simulated] = {
        name: trial.sized(quick) for name, trial in trials().items() if not (quick and name in FULL_ONLY)
    }
    every["T09"] = SameLuck().sized(quick)
    return every if quick else {**every, "T08": LongRuns()}
