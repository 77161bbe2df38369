"""Figures over time and over single tickets: what charts draw, as plain arrays."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.study.estimate import Estimate, unknown
from sim.wording import _


@dataclass(frozen=True, eq=False)
class WeekSeries:
    """A level week by week of judged time: its mean in each week, over `n` replications, with the 95 % interval.

    Units on hand of a part in a store; open tickets where both are empty. `starts` in Unix seconds; the last week may
    be shorter. One replication gives no interval: `low` and `high` are then the mean. `level`: over all weeks.
    """

    store: str
    part: str
    starts: NDArray[np.int64]
    mean: NDArray[np.float64]
    low: NDArray[np.float64]
    high: NDArray[np.float64]
    n: int
    level: Estimate = field(default_factory=lambda: unknown(_("no week is known")))

    def week(self, number: int) -> Estimate:
        """The level in one week."""
        if self.n < 2:
            return Estimate(float(self.mean[number]), None, None, self.n, _("one replication gives no interval"))
        return Estimate(float(self.mean[number]), float(self.low[number]), float(self.high[number]), self.n)


@dataclass(frozen=True, eq=False)
class PlannedMonths:
    """A measure of planned work by the month in which the windows open: visits made in them and not, mean of `n`.

    `in_window_half`: half the 95 % interval of those made in their window.
    """

    id: str
    labels: tuple[str, ...]
    in_window: NDArray[np.float64]
    late: NDArray[np.float64]
    n: int
    in_window_half: NDArray[np.float64] = field(default_factory=lambda: np.zeros(0))


def no_weeks() -> WeekSeries:
    """A series without weeks."""
    none = np.zeros(0)
    return WeekSeries("", "", np.zeros(0, np.int64), none, none, none, 0)


@dataclass(frozen=True, eq=False)
class HourUse:
    """Use of a desk, team or repair point in each local hour of the week, Monday 00:00 first; mean numbers taken."""

    kind: str
    id: str
    rostered: NDArray[np.float64]
    seized: NDArray[np.float64]

    @property
    def share(self) -> np.ma.MaskedArray[Any, np.dtype[np.float64]]:
        """Seized over rostered; masked in the hours without a roster."""
        off = self.rostered <= 0
        return np.ma.masked_array(self.seized / np.where(off, 1.0, self.rostered), mask=off)


@dataclass(frozen=True, eq=False)
class MilestoneTimes:
    """What the covered, judged tickets of one time commitment took; seconds, ascending, NEVER: not reached.

    `limit_s`: the limit, if it is one stretch of time for all tickets; then `seconds` are those of the commitment's
    clock from its start to its milestone. Where limits differ it is None and `seconds` run from each ticket's own
    deadline, by any clock: negative in time, -NEVER where no deadline came. `tickets` of so many `replications`.
    """

    seconds: NDArray[np.int64]
    limit_s: int | None
    tickets: int
    replications: int
