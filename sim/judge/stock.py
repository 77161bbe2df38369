"""What lay in the stores in judged time, what was asked of them and what they could hand out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from sim.judge.tickets import Integers
from sim.judge.weeks import by_day, by_week
from sim.model import Deployment
from sim.model.events import COLUMNS, Event, EventLog
from sim.model.stock import StockItem

AT_ONCE, ELSEWHERE = 1, 1  # in the n of TAKEN: handed out at the instant of the request; of ASKED: served elsewhere


@dataclass(frozen=True, eq=False)
class StockUse:
    """One part in one store (the vans of a team count as one) in judged time, in units and seconds.

    `asked`, and of these `filled` at the instant of the request; `on_hand_unit_s`, `backorder_unit_s`: units on the
    shelf and not reserved, and units waited for, each times the seconds it was so. `ready_s` of `length_s` something
    was on the shelf, summed over the vans. Of what comes home to it: units `sent_back` and `scrapped`, and unit-seconds
    from leaving until repaired or scrapped, in all and by week (empty where there are none).
    """

    store: str
    part: str
    asked: int
    filled: int
    on_hand_unit_s: int
    ready_s: int
    backorder_unit_s: int
    orders: int
    length_s: int
    on_hand_by_week: Integers
    sent_back: int = 0
    scrapped: int = 0
    in_repair_unit_s: int = 0
    in_repair_by_week: Integers = field(default_factory=lambda: np.zeros(0, np.int64))


def stock_uses(deployment: Deployment, log: EventLog) -> tuple[StockUse, ...]:
    """One entry per store and part that the plan names or that comes back repaired there, in the order of the items."""
    items = deployment.stock_items
    if not items:
        return ()
    names, row_of = rows_of_items(items)
    horizon = deployment.scenario.horizon
    moves = _moves(log, horizon.end)
    opening = np.array([item.opening for item in items], np.int64)
    sums = _sums(moves, opening, row_of, len(names), horizon.start, horizon.end)
    weeks = _weeks(moves, opening, row_of, len(names), horizon.start, horizon.end)
    shelves = np.bincount(row_of, minlength=len(names))
    return tuple(
        StockUse(
            store=store,
            part=part,
            **{name: int(column[row]) for name, column in sums.items()},
            length_s=int(shelves[row]) * (horizon.end - horizon.start),
            on_hand_by_week=weeks[row],
            in_repair_by_week=np.zeros(0, np.int64),
        )
        for row, (store, part) in enumerate(names)
    )


def rows_of_items(items: Sequence[StockItem]) -> tuple[tuple[tuple[str, str], ...], Integers]:
    """Store and part of each row, and the row of each item; what is handed through has the row behind all."""
    names: dict[tuple[str, str], int] = {}
    rows = [
        names.setdefault((item.store, item.part), len(names)) if item.named or item.is_home else -1 for item in items
    ]
    return tuple(names), np.where(np.array(rows, np.int64) < 0, len(names), rows)


def _moves(log: EventLog, end: int) -> EventLog:
    """The rows of stocks before `end`."""
    upto = int(np.searchsorted(log.at, end))
    event = log.event[:upto]
    chosen = np.flatnonzero((event >= Event.ASKED) & (event <= Event.GIVEN_BACK))
    return EventLog(*(getattr(log, name)[chosen] for name in COLUMNS))


def away_by_day(log: EventLog, begin: int, end: int) -> Integers:
    """Unit-seconds by which all shelves together hold less than at the start of [begin, end), in each 24 h of it."""
    moves = _moves(log, end)
    return by_day(moves.at, -_onto_shelf(moves), begin, end)


def _onto_shelf(moves: EventLog) -> Integers:
    """By how many units each row changes what is on hand."""
    comes = (moves.event == Event.RECEIVED) | (moves.event == Event.GIVEN_BACK)
    change: Integers = moves.value * (comes.astype(np.int64) - (moves.event == Event.TAKEN))
    return change


def _sums(moves: EventLog, opening: Integers, row_of: Integers, rows: int, begin: int, end: int) -> dict[str, Integers]:
    """Counts, and integrals over [begin, end), by row of the result."""
    asked, taken = moves.event == Event.ASKED, moves.event == Event.TAKEN
    judged, units = moves.at >= begin, moves.value
    waited = units * ((asked & (moves.n != ELSEWHERE)).astype(np.int64) - taken)
    levels = _Levels(moves, len(opening), begin, end)
    on_hand, waiting = levels.of(_onto_shelf(moves), opening), levels.of(waited, np.zeros_like(opening))

    def counted(item: Integers, amount: Integers) -> Integers:
        return np.bincount(row_of[item], weights=amount, minlength=rows).astype(np.int64)

    return {
        "asked": counted(moves.actor, units * (asked & judged)),
        "filled": counted(moves.actor, units * (taken & judged & (moves.n == AT_ONCE))),
        "orders": counted(moves.actor, judged & (moves.event == Event.ORDERED)),
        "on_hand_unit_s": counted(levels.item, on_hand * levels.seconds),
        "ready_s": counted(levels.item, (on_hand > 0) * levels.seconds),
        "backorder_unit_s": counted(levels.item, waiting * levels.seconds),
    }


class _Levels:
    """The stretches between the rows of each item: one from the start of judged time, then one after each row."""

    def __init__(self, moves: EventLog, items: int, begin: int, end: int) -> None:
        self.item = np.concatenate((np.arange(items), moves.actor))
        self._order = np.argsort(self.item, kind="stable")
        self.item = self.item[self._order]
        at = np.clip(np.concatenate((np.full(items, begin), moves.at))[self._order], begin, end)
        last = self.item != np.append(self.item[1:], -1)
        self.seconds = np.where(last, end, np.append(at[1:], end)) - at
        self._first = np.flatnonzero(np.diff(self.item, prepend=-1))

    def of(self, change: Integers, at_first: Integers) -> Integers:
        """The running total of each item in each stretch."""
        total = np.cumsum(np.concatenate((at_first, change))[self._order])
        before = total[self._first] - at_first
        return total - np.repeat(before, np.diff(self._first, append=len(total)))


def _weeks(moves: EventLog, opening: Integers, row_of: Integers, rows: int, begin: int, end: int) -> Integers:
    of = np.concatenate((row_of, row_of[moves.actor]))
    at = np.concatenate((np.full(len(opening), begin), moves.at))
    return by_week(at, np.concatenate((opening, _onto_shelf(moves))), begin, end, of, rows + 1)
