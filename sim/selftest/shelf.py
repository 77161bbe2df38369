"""What is counted at a shelf: one part in one store, from the rows of the log alone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.model import Deployment, Event, EventLog
from sim.model.events import COLUMNS
from sim.scenario import Horizon
from sim.selftest.stays import Part, seen_to_the_end

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Shelf:
    """The moves of one part in one store. `size`: number of tickets in the world."""

    full: int
    rows: EventLog
    size: int
    horizon: Horizon

    @classmethod
    def of(cls, log: EventLog, place: Deployment, store: str, part: str, size: int) -> Shelf:
        """The rows about this part in this store."""
        items = place.stock_items
        (index,) = (i for i, item in enumerate(items) if (item.store, item.part) == (store, part))
        mine = (log.event >= Event.ASKED) & (log.event <= Event.GIVEN_BACK) & (log.actor == index)
        return cls(items[index].rule.full, _chosen(log, mine), size, place.scenario.horizon)

    # -- over time ------------------------------------------------------------------------------------------------

    def on_hand(self) -> Part:
        """Units on the shelf, averaged over judged time."""
        return self._area(self.full, self._came - self._went), self._length

    def backorders(self) -> Part:
        """Units waited for, averaged over judged time."""
        waited_for = np.where(self._is(Event.ASKED) & (self.rows.n == 0), self.rows.value, 0)
        return self._area(0, waited_for - self._went), self._length

    def on_order(self) -> Part:
        """Units ordered and not yet received, averaged over judged time."""
        ordered = np.where(self._is(Event.ORDERED), self.rows.value, 0)
        received = np.where(self._is(Event.RECEIVED), self.rows.value, 0)
        return self._area(0, ordered - received), self._length

    def ready(self) -> Part:
        """Share of judged time in which something lies there."""
        level = self.full + np.cumsum(self._came - self._went)
        end = np.append(self.rows.at[1:], self.horizon.stop)
        start, end = np.maximum(self.rows.at, self.horizon.start), np.minimum(end, self.horizon.end)
        return float((end - start)[(level > 0) & (end > start)].sum()), self._length

    def orders(self) -> Part:
        """Orders placed per second of judged time."""
        return float((self._is(Event.ORDERED) & self._judged).sum()), self._length

    # -- by demand ------------------------------------------------------------------------------------------------

    def fill_rate(self) -> Part:
        """Units handed out at once, of those asked for in judged time (here and then elsewhere included)."""
        at_once = self._is(Event.TAKEN) & (self.rows.n == 1) & self._judged
        asked = self._is(Event.ASKED) & self._judged
        return float(self.rows.value[at_once].sum()), float(self.rows.value[asked].sum())

    def filled_whole(self) -> Part:
        """Tickets served at once with all they asked for, of those that asked in judged time."""
        asked = self._units(self._is(Event.ASKED) & self._judged)
        at_once = self._units(self._is(Event.TAKEN) & (self.rows.n == 1) & self._judged)
        return float((at_once >= asked)[asked > 0].sum()), float((asked > 0).sum())

    def taken_at_once(self) -> Flags:
        """By ticket, whether this shelf served it on the spot."""
        return self._units(self._is(Event.TAKEN) & (self.rows.n == 1)) > 0

    def waits(self) -> Integers:
        """Seconds that each ticket that asked in judged time waited for its last unit."""
        asked, taken = self._at(Event.ASKED), self._at(Event.TAKEN)
        judged = (asked >= self.horizon.start) & (asked < self.horizon.end)
        seen_to_the_end((taken[judged] < NEVER).all())
        return (taken - asked)[judged]

    def waits_in_turn(self) -> Integers:
        """Seconds waited by units that are handed out first come first served, by the instant of their request.

        Of those asked for in judged time, whoever asks: tickets or other stores.
        """
        asked = np.repeat(self.rows.at, np.where(self._is(Event.ASKED), self.rows.value, 0))
        taken = np.repeat(self.rows.at, self._went)
        judged = (asked >= self.horizon.start) & (asked < self.horizon.end)
        seen_to_the_end(len(taken) >= np.flatnonzero(judged)[-1] + 1)
        return (taken - asked[: len(taken)])[judged[: len(taken)]]

    # -- rows -----------------------------------------------------------------------------------------------------

    @property
    def _judged(self) -> Flags:
        return (self.rows.at >= self.horizon.start) & (self.rows.at < self.horizon.end)

    @property
    def _length(self) -> float:
        return float(self.horizon.end - self.horizon.start)

    @property
    def _came(self) -> Integers:
        return np.where(self._is(Event.RECEIVED) | self._is(Event.GIVEN_BACK), self.rows.value, 0)

    @property
    def _went(self) -> Integers:
        return np.where(self._is(Event.TAKEN), self.rows.value, 0)

    def _is(self, event: Event) -> Flags:
        is_event: Flags = self.rows.event == event
        return is_event

    def _at(self, event: Event) -> Integers:
        """Instant of each ticket's last row of this kind."""
        rows = _chosen(self.rows, self._is(event) & (self.rows.ticket >= 0))
        at = np.full(self.size, NEVER, dtype=np.int64)
        at[rows.ticket] = rows.at
        return at

    def _units(self, chosen: Flags) -> Integers:
        rows = _chosen(self.rows, chosen & (self.rows.ticket >= 0))
        return np.bincount(rows.ticket, weights=rows.value, minlength=self.size).astype(np.int64)

    def _area(self, level: int, steps: Integers) -> float:
        """Unit-seconds in judged time of a number that begins at `level` and changes by `steps`."""
        left = np.maximum(self.horizon.end - np.maximum(self.rows.at, self.horizon.start), 0)
        return level * self._length + float((steps * left).sum())


def _chosen(log: EventLog, rows: Flags) -> EventLog:
    return EventLog(*(getattr(log, name)[rows] for name in COLUMNS))
