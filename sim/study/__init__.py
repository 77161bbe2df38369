"""Studies: from replications to estimates and verdicts."""

from sim.study.assumptions import try_assumptions
from sim.study.estimate import Estimate
from sim.study.figures import (
    AccountResult,
    ContractResult,
    CostResult,
    DeskResult,
    PlannedResult,
    ResourceResult,
    StockResult,
)
from sim.study.result import (
    CommitmentResult,
    HourUse,
    MilestoneTimes,
    PeriodResult,
    PlannedMonths,
    Result,
    WeekSeries,
)
from sim.study.run import run

__all__ = [
    "AccountResult",
    "CommitmentResult",
    "ContractResult",
    "CostResult",
    "DeskResult",
    "Estimate",
    "HourUse",
    "MilestoneTimes",
    "PeriodResult",
    "PlannedMonths",
    "PlannedResult",
    "ResourceResult",
    "Result",
    "StockResult",
    "WeekSeries",
    "run",
    "try_assumptions",
]
