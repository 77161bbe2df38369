"""The calendar that is never closed."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from sim.clock.calendar import Calendar
from sim.clock.never import NEVER
from sim.clock.zones import Ints, instants_of, ordinals_of, wall_of_date


def _ints(*values: int) -> Ints:
    return np.array(values, np.int64)


class Always(Calendar):
    """Open at every instant; its days are the local dates of `zone`, midnight to midnight."""

    def __init__(self, name: str = "always", zone: str = "UTC") -> None:
        super().__init__(name, zone, _ints(0), _ints(-NEVER), _ints(NEVER))

    def is_open(self, t: int) -> bool:
        return True

    def elapsed(self, a: int, b: int) -> int:
        return b - a if b > a else 0

    def add(self, t: int, seconds: int) -> int:
        return min(t + seconds, NEVER) if seconds > 0 else t

    def next_open(self, t: int) -> int:
        return t

    def next_close(self, t: int) -> int:
        return NEVER

    def elapsed_each(self, a: ArrayLike, b: ArrayLike) -> Ints:
        return np.maximum(np.asarray(b, np.int64) - np.asarray(a, np.int64), 0)

    def add_each(self, t: ArrayLike, seconds: ArrayLike) -> Ints:
        start, wanted = np.asarray(t, np.int64), np.maximum(np.asarray(seconds, np.int64), 0)
        return start + np.minimum(wanted, NEVER - start)

    def end_of_workday(self, t: int, days: int) -> int:
        return int(self.end_of_workday_each(_ints(t), days)[0])

    def end_of_workday_each(self, t: Ints, days: int) -> Ints:
        return self._after_midnights(t, days + 1)

    def end_of_day(self, t: int, cutoff: int | None = None) -> int:
        return int(self.end_of_day_each(_ints(t), cutoff)[0])

    def end_of_day_each(self, t: Ints, cutoff: int | None = None) -> Ints:
        ends = self._after_midnights(t, 1)
        if cutoff is None:
            return ends
        return np.where(t >= self._on_date(t, 0, cutoff), self._after_midnights(t, 2), ends)

    def _after_midnights(self, t: Ints, count: int) -> Ints:
        return self._on_date(t, count, 0)

    def _on_date(self, t: Ints, later: int, second: int) -> Ints:
        """A second of the local date of `t`, or of a later date; NEVER for NEVER."""
        known = np.where(t < NEVER, t, 0)
        wall = wall_of_date(ordinals_of(self.zone, known) + later, second)
        return np.where(t < NEVER, instants_of(self.zone, wall), NEVER)
