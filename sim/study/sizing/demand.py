"""How much of the demand a promise is about must be met at the very least, whatever a year looks like."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from sim.scenario import Commitment, Scenario
    from sim.world.rates import Weeks


def least_part(scenario: Scenario, commitment: Commitment) -> float:
    """Of the demand averaged over the profile, the part that comes for certain in review periods that must be kept.

    With growth and surges as they are expected, of the region that has least of it, in the quietest periods. To meet
    the target in a share `a` of periods on average means that in at least half of all years a share 2a - 1 of them is
    met (Markov's inequality for those that are missed); 0 where that says nothing.
    """
    from sim.world.rates import weeks_of

    horizon, weeks = scenario.horizon, weeks_of(scenario)
    judged = [(start, end) for start, end, _label, is_judged in horizon.periods(commitment.review) if is_judged]
    if any(start < one < end for site in scenario.service_of_site for one in site for start, end in judged):
        return 0.0  # who comes and goes meanwhile is not there in all of it
    must = math.ceil((2 * float(commitment.assurance) - 1) * len(judged) - 1e-9)
    if must <= 0:
        return 0.0
    values = scenario.profile.values
    usual = sum(values) / len(values) if values else 1.0
    seconds = sorted(_least_seconds(weeks, start, end) for start, end in judged)
    return float(sum(seconds[:must]) / usual / (horizon.end - horizon.start)) if usual > 0 else 0.0


def _least_seconds(weeks: Weeks, start: int, end: int) -> float:
    """Seconds between two instants, each weighed by its rate, in the region with the smallest sum.

    A cell that reaches over an end counts in proportion.
    """
    at = weeks.starts[:, None] + np.arange(weeks.weight.shape[2], dtype=np.int64)[None, :] * weeks.cell_s
    inside = np.clip(np.minimum(at + weeks.cell_s, end) - np.maximum(at, start), 0, None) / weeks.cell_s
    return float((weeks.weight * inside[None]).sum(axis=(1, 2)).min(initial=np.inf))
