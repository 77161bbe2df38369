"""Which small scenario stands for which reference case, and what is counted in it. One entry a case."""

from tests.cases.daily_trials import daily_trials
from tests.cases.desk_trials import desk_trials
from tests.cases.installed_trials import installed_trials
from tests.cases.joint_trials import joint_trials
from tests.cases.line_trials import line_trials
from tests.cases.repair_trials import repair_trials
from tests.cases.spatial_trials import spatial_trials
from tests.cases.stock_trials import stock_trials
from tests.cases.trial import CASES, FRESH_SEED, Run, Trial

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
