"""The repair loop of one replication: where every defective part was at an instant."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from sim.clock import NEVER
from sim.model.events import Event
from sim.model.stock import CENTRAL
from sim.report.trace.history import History, Row

STEPS = (Event.SENT_BACK, Event.RETURNED, Event.ON_BENCH, Event.REPAIRED, Event.SCRAPPED)


@dataclass(frozen=True)
class Defective:
    """The n-th defective unit of a part that a ticket gave back: when it reached each stage, NEVER where it did not.

    `home`: the stock it comes back to; `taken`: when the good one left its shelf; `exchanged`: from when on it could be
    sent.
    """

    ticket: int
    home: int
    taken: int
    exchanged: int
    sent: int
    returned: int
    on_bench: int
    over: int
    is_scrap: bool


class Repairs(NamedTuple):
    """Units of a part that come home to one stock, once an instant has come to rest."""

    in_use: int
    kept: int
    on_the_way: int
    waiting: int
    on_bench: int


class Loop:
    """Defective parts by where they were."""

    def __init__(self, history: History) -> None:
        self._history, self._place = history, history.place

    @property
    def benches(self) -> int:
        """How many benches the plan's workshop has; 0: parts are repaired elsewhere."""
        workshop = self._place.plan.workshop
        return workshop.benches if workshop is not None else 0

    def home(self, item: int) -> int:
        """The stock to which defective units come back that good ones of this stock were given for."""
        items, mine = self._place.stock_items, self._place.stock_items[item]
        store = mine.store
        if mine.engineer is not None:
            store = self._place.outlets[self._place.engineers[mine.engineer].outlet]
        if self._place.plan.central is not None:
            store = CENTRAL
        found = (number for number, one in enumerate(items) if (one.store, one.part) == (store, mine.part))
        return next(found, item)

    def repairs(self, item: int, at: int) -> Repairs:
        """The defective units that come home to what supplies a stock, by where they are."""
        home = self.home(item)
        stages = [_stage(unit, at) for unit in self._units if unit.home == home]
        return Repairs(*(stages.count(stage) for stage in range(len(Repairs._fields))))

    def waiting(self, at: int) -> int:
        """Units of all parts that wait for a bench of the workshop."""
        return sum(unit.returned <= at < unit.on_bench and at < unit.over for unit in self._units)

    def scrapped(self, item: int) -> list[int]:
        """When units that were to come home to what supplies a stock were scrapped."""
        home = self.home(item)
        return sorted(unit.over for unit in self._units if unit.home == home and unit.is_scrap)

    def came_home(self, item: int, at: int) -> bool:
        """Whether something was put on a shelf at this instant that had just been repaired."""
        return any(unit.home == item and unit.over == at and not unit.is_scrap for unit in self._units)

    @cached_property
    def _units(self) -> list[Defective]:
        return list(self._read())

    def _read(self) -> Iterator[Defective]:
        seen: dict[tuple[int, int, int], dict[Event, Row]] = {}
        for row in self._history.rows(*STEPS):
            seen.setdefault((row.ticket, row.value, row.n), {})[row.event] = row
        for (ticket, _part, _n), rows in seen.items():
            first = next(iter(rows.values()))
            at = {event: rows[event].at if event in rows else NEVER for event in STEPS}
            over, sent = min(at[Event.REPAIRED], at[Event.SCRAPPED]), at[Event.SENT_BACK]
            exchanged = min(sent, self._first(ticket, Event.RESTORED))
            taken = min(exchanged, self._first(ticket, Event.TAKEN))
            steps = taken, exchanged, sent, at[Event.RETURNED], at[Event.ON_BENCH], over
            yield Defective(ticket, first.actor, *steps, is_scrap=Event.SCRAPPED in rows)

    def _first(self, ticket: int, event: Event) -> int:
        return next((row.at for row in self._history.of_ticket(ticket) if row.event == event), NEVER)


def _stage(unit: Defective, at: int) -> int:
    """Where it is: in use, kept for the next return, on the way, waiting for a bench, on it; -1 none of these."""
    if at < unit.taken or at >= unit.over:
        return -1
    return sum(at >= reached for reached in (unit.exchanged, unit.sent, unit.returned, unit.on_bench))
