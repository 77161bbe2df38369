"""A calendar is one sorted table of open intervals; elapsed open time and its inverse are look-ups in it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike

from sim.clock.intervals import Spans, as_list, merge, pairs
from sim.clock.never import NEVER
from sim.clock.zones import Ints, instants_of, wall_of_date


@dataclass(frozen=True, eq=False)
class Calendar:
    """When something is open.

    The rows are windows: `starts`, `ends` in Unix seconds, half-open, and `dates`, the local date (as
    `date.toordinal()`) on which the window opens and to which it belongs even past midnight.
    """

    name: str
    zone: str
    dates: Ints
    starts: Ints
    ends: Ints

    # -- open time ------------------------------------------------------------------------------------------------

    def is_open(self, t: int) -> bool:
        """Whether `t` lies in a window; the closing instant does not."""
        i = bisect_right(self._opens, t) - 1
        return i >= 0 and t < self._closes[i]

    def elapsed(self, a: int, b: int) -> int:
        """Open seconds in [a, b); 0 if b is not after a. Nothing is open outside the table."""
        return self._before(b) - self._before(a) if b > a else 0

    def add(self, t: int, seconds: int) -> int:
        """Earliest instant by which `seconds` have been open since `t`, a closing instant included.

        `t` itself for 0 seconds, NEVER if the table ends first. elapsed(t, add(t, d)) is d.
        """
        if seconds <= 0:
            return t
        target = self._before(t) + seconds
        i = bisect_left(self._totals, target)
        return self._closes[i] - self._totals[i] + target if i < len(self._totals) else NEVER

    def next_open(self, t: int) -> int:
        """`t` if open, else the next opening instant, else NEVER."""
        i = bisect_right(self._closes, t)
        return max(t, self._opens[i]) if i < len(self._closes) else NEVER

    def next_close(self, t: int) -> int:
        """Close of the interval open at `t`, else of the next one, else NEVER."""
        i = bisect_right(self._closes, t)
        return self._closes[i] if i < len(self._closes) else NEVER

    def elapsed_each(self, a: ArrayLike, b: ArrayLike) -> Ints:
        """`elapsed` of arrays, broadcast against each other."""
        start, end = np.asarray(a, np.int64), np.asarray(b, np.int64)
        return self._before_each(np.maximum(start, end)) - self._before_each(start)

    def add_each(self, t: ArrayLike, seconds: ArrayLike) -> Ints:
        """`add` of arrays, broadcast against each other."""
        start, wanted = np.broadcast_arrays(np.asarray(t, np.int64), np.asarray(seconds, np.int64))
        target = self._before_each(start) + wanted
        i = np.searchsorted(self.totals, target, side="left")
        slack = np.append(self.closes - self.totals, 0)[i]
        reached = np.where(i < len(self.totals), slack + target, NEVER)
        return np.where(wanted > 0, reached, start)

    # -- days -----------------------------------------------------------------------------------------------------

    def end_of_workday(self, t: int, days: int) -> int:
        """Last close of the `days`-th opening date after the local date of `t`, else NEVER."""
        i = bisect_right(self._midnights, t) + days - 1
        return self._day_closes[i] if i < len(self._day_closes) else NEVER

    def end_of_workday_each(self, t: Ints, days: int) -> Ints:
        """`end_of_workday` of an array."""
        i = np.searchsorted(self.midnights, t, side="right") + days - 1
        return np.append(self.day_closes, NEVER)[np.minimum(i, len(self.day_closes))]

    def end_of_day(self, t: int, cutoff: int | None = None) -> int:
        """Last close of the first day still open at or after `t`; from the cutoff of that day on, of the next one.

        `cutoff` in seconds after midnight, read on the opening date; a day that only runs past the cutoff after
        midnight takes it there. NEVER if the table ends first.
        """
        i = bisect_right(self._takes_until(cutoff)[1], t)
        return self._day_closes[i] if i < len(self._day_closes) else NEVER

    def end_of_day_each(self, t: Ints, cutoff: int | None = None) -> Ints:
        """`end_of_day` of an array."""
        return np.append(self.day_closes, NEVER)[np.searchsorted(self._takes_until(cutoff)[0], t, side="right")]

    @cached_property
    def duties(self) -> Spans:
        """Stretches of duty: the windows of one date from first opening to last close, contiguous ones as one."""
        return pairs(*merge(self.day_opens, self.day_closes))

    @cached_property
    def spans(self) -> Spans:
        """The open intervals, disjoint and not touching."""
        return pairs(self.opens, self.closes)

    # -- tables ---------------------------------------------------------------------------------------------------

    @cached_property
    def _merged(self) -> tuple[Ints, Ints]:
        return merge(self.starts, self.ends)

    @property
    def opens(self) -> Ints:
        """Opening instants of the open intervals, ascending."""
        return self._merged[0]

    @property
    def closes(self) -> Ints:
        """Closing instants of the open intervals, ascending."""
        return self._merged[1]

    @cached_property
    def totals(self) -> Ints:
        """Open seconds from the table's start to each close."""
        return np.cumsum(self.closes - self.opens)

    @cached_property
    def _days(self) -> tuple[Ints, Ints, Ints]:
        order = np.argsort(self.dates, kind="stable")
        dates, first = np.unique(self.dates[order], return_index=True)
        if not len(dates):
            return dates, dates, dates
        opens, closes = self.starts[order], self.ends[order]
        return dates, np.minimum.reduceat(opens, first), np.maximum.reduceat(closes, first)

    @property
    def day_dates(self) -> Ints:
        """The opening dates (`date.toordinal()`), ascending, each once: the calendar's working days."""
        return self._days[0]

    @property
    def day_opens(self) -> Ints:
        """First opening instant of each opening date."""
        return self._days[1]

    @property
    def day_closes(self) -> Ints:
        """Last close of the windows that open on each opening date."""
        return self._days[2]

    @cached_property
    def midnights(self) -> Ints:
        """Instant at which each opening date begins."""
        return instants_of(self.zone, wall_of_date(self.day_dates))

    def _takes_until(self, cutoff: int | None) -> tuple[Ints, list[int]]:
        """Per day, the instant from which it takes nothing more; a later day never earlier than the one before."""
        if cutoff not in self._cutoffs:
            ends = self.day_closes if cutoff is None else np.minimum(self.day_closes, self._cutoff_each(cutoff))
            latest = np.maximum.accumulate(ends) if len(ends) else ends
            self._cutoffs[cutoff] = latest, as_list(latest)
        return self._cutoffs[cutoff]

    def _cutoff_each(self, cutoff: int) -> Ints:
        today = instants_of(self.zone, wall_of_date(self.day_dates, cutoff))
        tomorrow = instants_of(self.zone, wall_of_date(self.day_dates + 1, cutoff))
        return np.where((today < self.day_opens) & (tomorrow < self.day_closes), tomorrow, today)

    @cached_property
    def _cutoffs(self) -> dict[int | None, tuple[Ints, list[int]]]:
        return {}

    # -- look-ups: bisect is quicker on lists than on arrays ------------------------------------------------------

    def _before(self, t: int) -> int:
        """Open seconds from the table's start to `t`."""
        i = bisect_right(self._opens, t) - 1
        if i < 0:
            return 0
        close = self._closes[i]
        return self._totals[i] - (close - t if t < close else 0)

    def _before_each(self, t: Ints) -> Ints:
        i = np.searchsorted(self.opens, t, side="right")
        closes, totals = np.append(-NEVER, self.closes)[i], np.append(0, self.totals)[i]
        return totals - np.maximum(closes - t, 0)

    @cached_property
    def _opens(self) -> list[int]:
        return as_list(self.opens)

    @cached_property
    def _closes(self) -> list[int]:
        return as_list(self.closes)

    @cached_property
    def _totals(self) -> list[int]:
        return as_list(self.totals)

    @cached_property
    def _midnights(self) -> list[int]:
        return as_list(self.midnights)

    @cached_property
    def _day_closes(self) -> list[int]:
        return as_list(self.day_closes)
