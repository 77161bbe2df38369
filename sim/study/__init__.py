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
from sim.study.result import CommitmentResult, PeriodResult, Result
from sim.study.run import run
from sim.study.series import HourUse, MilestoneTimes, PlannedMonths, WeekSeries
from sim.study.settled import Backlog, WarmUp
from sim.study.volume import Volume

__all__ = [
    "AccountResult",
    "Backlog",
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
    "Volume",
    "WarmUp",
    "WeekSeries",
    "run",
    "try_assumptions",
]
