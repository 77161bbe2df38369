"""Which small scenario stands for which reference case, and what is counted in it. One entry a case."""

from sim.selftest.daily_trials import daily_trials
from sim.selftest.desk_trials import desk_trials
from sim.selftest.installed_trials import installed_trials
from sim.selftest.joint_trials import joint_trials
from sim.selftest.line_trials import line_trials
from sim.selftest.repair_trials import repair_trials
from sim.selftest.spatial_trials import spatial_trials
from sim.selftest.stock_trials import stock_trials
from sim.selftest.trial import CASES, FRESH_SEED, Run, Trial

__all__ = ["CASES", "FRESH_SEED", "TRIALS", "Run", "Trial"]

TRIALS = dict(
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
