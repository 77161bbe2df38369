"""What lay on a shelf at an instant, and which parts a ticket still waited for."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from sim.model.events import Event
from sim.model.stock import CENTRAL
from sim.report.trace.history import OF_STOCK, History, Index, Row

if TYPE_CHECKING:
    from sim.model.stock import StockItem


@dataclass(frozen=True)
class Shelf:
    """A part in a store just before an instant: units on hand, asked for and not handed out, and on order."""

    on_hand: int
    waiting: int
    on_order: int


@dataclass(frozen=True)
class Missing:
    """Units of a part that a ticket waits for. `row` says how they come.

    ASKED: nothing left in that store; SHIPPED or TAKEN: handed out there, not yet in hand; COURIERED; BOUGHT.
    """

    row: Row
    units: int


class Stocks:
    """All stocks of one replication."""

    def __init__(self, history: History) -> None:
        self._history = history
        self.items: tuple[StockItem, ...] = history.place.stock_items
        self.parts = tuple(history.world.scenario.parts)

    @cached_property
    def _rows(self) -> Index:
        return self._history.index(*OF_STOCK)

    def shelf(self, item: int, at: int) -> Shelf:
        """A shelf before anything that happens at this instant; what is ordered at it counts as on order."""
        log, here = self._history.log, self._rows.of(item)
        before = here[: np.searchsorted(log.at[here], at)]
        ordered, repaired = here[: np.searchsorted(log.at[here], at, side="right")], self._repaired(item, at)
        taken, received = self._units(before, Event.TAKEN), self._units(before, Event.RECEIVED)
        asked = self._units(before, Event.ASKED, n=0)
        on_hand = self.items[item].opening + received + self._units(before, Event.GIVEN_BACK) - taken
        on_order = self._units(ordered, Event.ORDERED) + sum(units for units, _due in self.items[item].under_way)
        return Shelf(on_hand, asked - taken, on_order + repaired - received)

    def _units(self, rows: np.ndarray[tuple[int], np.dtype[np.int64]], event: Event, n: int | None = None) -> int:
        log = self._history.log
        chosen = log.event[rows] == event
        if n is not None:
            chosen &= log.n[rows] == n
        return int(log.value[rows[chosen]].sum())

    def _repaired(self, item: int, at: int) -> int:
        """Units received before an instant that nobody had ordered: they came back from repair."""
        log, home = self._history.log, self._homeward.of(item)
        return int(np.searchsorted(log.at[home], at))

    @cached_property
    def _homeward(self) -> Index:
        return self._history.index(Event.REPAIRED)

    def item(self, outlet: int, part: str) -> int | None:
        """The stock of a part in an outlet; None where it is not kept."""
        store = self._history.place.outlets[outlet]
        found = (number for number, one in enumerate(self.items) if (one.store, one.part) == (store, part))
        return next(found, None)

    def took(self, ticket: int, item: int, at: int) -> bool:
        """Whether a ticket was handed units of a stock up to an instant."""
        rows = self._history.of_ticket(ticket)
        return any(row.event == Event.TAKEN and row.actor == item and row.at <= at for row in rows)

    def last_order(self, item: int, at: int) -> Row | None:
        """The last order a store placed up to an instant."""
        log, here = self._history.log, self._rows.of(item)
        upto = here[: np.searchsorted(log.at[here], at, side="right")]
        orders = upto[log.event[upto] == Event.ORDERED]
        return self._history.row(int(orders[-1])) if len(orders) else None

    def central_has_none(self, asked: Row) -> bool:
        """Whether the central store, which an outlet orders from, had nothing left of what is asked for there."""
        item = self.items[asked.actor]
        central = (number for number, one in enumerate(self.items) if (one.store, one.part) == (CENTRAL, item.part))
        number = next(central, asked.actor)
        return number != asked.actor and not self.shelf(number, asked.at).on_hand

    def handed_out(self, item: int, ticket: int, since: int) -> int | None:
        """When a ticket that waits at a store since an instant gets something from it; None: not any more."""
        rows = (row for row in self._history.of_ticket(ticket) if row.event == Event.TAKEN and row.actor == item)
        return next((row.at for row in rows if row.at > since), None)

    def missing(self, ticket: int, at: int) -> list[Missing]:
        """What a ticket that asked for parts waits for once an instant has come to rest."""
        rows = self._since_asked(ticket, at)
        waiting = [self._not_handed_out(row, rows) for row in rows if row.event == Event.ASKED and row.n == 0]
        found = [Missing(row, units) for row, units in waiting if units]
        if found:
            return found
        ways = (Event.SHIPPED, Event.COURIERED, Event.BOUGHT)
        under_way = [Missing(row, row.value) for row in rows if row.event in ways]
        return under_way or [Missing(row, row.value) for row in rows if row.event == Event.TAKEN]

    def _since_asked(self, ticket: int, at: int) -> list[Row]:
        """A ticket's rows from the instant at which it last asked for parts."""
        rows = [row for row in self._history.of_ticket(ticket) if row.at <= at]
        asked = max(row.at for row in rows if row.event == Event.PARTS_ASKED)
        return [row for row in rows if row.at >= asked]

    @staticmethod
    def _not_handed_out(asked: Row, rows: list[Row]) -> tuple[Row, int]:
        taken = sum(row.value for row in rows if row.event == Event.TAKEN and row.actor == asked.actor)
        return asked, max(0, asked.value - taken)
