"""Studies: from replications to estimates and verdicts."""

from sim.study.estimate import Estimate
from sim.study.result import (
    CommitmentResult,
    CostResult,
    DeskResult,
    HourUse,
    MilestoneTimes,
    PeriodResult,
    ResourceResult,
    Result,
    StockResult,
    WeekSeries,
)
from sim.study.run import run

__all__ = [
    "CommitmentResult",
    "CostResult",
    "DeskResult",
    "Estimate",
    "HourUse",
    "MilestoneTimes",
    "PeriodResult",
    "ResourceResult",
    "Result",
    "StockResult",
    "WeekSeries",
    "run",
]
