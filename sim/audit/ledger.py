"""A part in a store as the log tells it: what lies on the shelf, what is ordered, who waits and whose turn it is."""

from __future__ import annotations

import math
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from typing import NamedTuple

from sim.audit.hours import NEVER
from sim.audit.rows import Row
from sim.audit.said import Said, When, say
from sim.model import Event
from sim.scenario import StockRule
from sim.wording import _

E = Event


class Item(NamedTuple):
    """A part in a store, and the rule by which it is ordered. `named`: the plan gives it a level; else it is handed
    through and ordered for each demand. `engineer`: whose van the store is.
    """

    store: str
    part: str
    rule: StockRule
    named: bool
    engineer: int | None


@dataclass
class Demand:
    """Somebody who waits at a store. `late`: he was granted something at the same instant before he asked."""

    at: int
    ticket: int
    left: int
    late: bool
    served: int = -NEVER

    def said(self) -> Said:
        """Who, since when, and for how many more."""
        return say(
            _("ticket {ticket} (asked at {at}, {left} still to come)"),
            ticket=self.ticket,
            at=When(self.at),
            left=self.left,
        )


@dataclass
class Ledger:
    """A part in a store as the log tells it."""

    index: int
    item: Item
    begins_with: int
    on_order: list[tuple[int, int]]  # (due, units) at the start
    rows: list[Row] = field(default_factory=list)
    coming: Counter[int] = field(default_factory=Counter)  # by instant, defective units that will come home
    scrapped: Counter[int] = field(default_factory=Counter)
    repaired: list[int] = field(default_factory=list)
    instants: list[int] = field(default_factory=list)
    after: list[int] = field(default_factory=list)  # on hand after each instant
    refilled: set[int] = field(default_factory=set)  # instants at which something was put on the shelf

    @property
    def position(self) -> int:
        """On hand and on order at the start."""
        return self.begins_with + sum(units for _due, units in self.on_order)

    def left(self, at: int) -> int:
        """On hand before this instant."""
        index = bisect_left(self.instants, at) - 1
        return self.after[index] if index >= 0 else self.begins_with

    def surely(self, at: int) -> int:
        """Units that were on hand all through this instant and still are after it."""
        index = bisect_left(self.instants, at)
        if index == len(self.instants) or self.instants[index] > at:
            return self.left(at)
        return 0 if at in self.refilled else self.after[index]

    # -- faults -------------------------------------------------------------------------------------------------------

    def audit(self, late: set[tuple[int, int]]) -> Iterator[Said]:
        on_hand, position = self.begins_with, self.position
        waiting: list[Demand] = []
        orders = 0
        by_instant = {at: list(group) for at, group in groupby(self.rows, key=lambda row: row.at)}
        lacks = position <= self.item.rule.s  # from the start on
        for at in sorted({*by_instant, *self.coming, *self.scrapped}):
            rows = by_instant.get(at, [])
            fresh = list(_demands(rows, late))
            yield from (
                say(_("handed out at once what was not asked for: {demand}"), demand=d) for d in fresh if d.left < 0
            )
            waiting += [demand for demand in fresh if demand.left > 0]
            total = _totals(rows)
            waited = [
                row for row in rows if row.event == E.TAKEN and row.n == 0 and row.ticket in {d.ticket for d in fresh}
            ]
            if waited and not total[E.RECEIVED] + total[E.GIVEN_BACK]:
                yield say(_("handed out later though it was there: {waited}"), waited=waited)
            yield from self._backorders(rows, waiting)
            on_hand += total[E.RECEIVED] + total[E.GIVEN_BACK] - total[E.TAKEN]
            asked = sum(row.value for row in rows if row.event == E.ASKED and row.n == 0)
            if on_hand < 0:
                yield say(_("{on_hand} on hand at {at}"), on_hand=on_hand, at=When(at))
            yield from _turns(at, waiting, fresh)
            waiting = [demand for demand in waiting if demand.left]
            if waiting and on_hand:
                yield say(
                    _("{waiting} wait at {at} beside {on_hand} on hand"), waiting=waiting, at=When(at), on_hand=on_hand
                )
            before, position = position, position + total[E.GIVEN_BACK] - asked + total[E.ORDERED]
            position += self.coming[at] - self.scrapped[at]
            ordered = [row for row in rows if row.event == E.ORDERED]
            causes, extra = len(fresh) + self.scrapped[at] + lacks, total[E.GIVEN_BACK] + max(0, self.coming[at])
            lacks = False
            yield from self._orders(ordered, before, position, causes, extra)
            if position <= self.item.rule.s:
                yield say(_("position {position} at {at} and no order"), position=position, at=When(at))
            if [row.n for row in ordered] != [*range(orders + 1, orders + 1 + len(ordered))]:
                yield say(_("orders miscounted: {ordered}"), ordered=ordered)
            orders += len(ordered)
            self.instants.append(at)
            self.after.append(on_hand)
            if total[E.RECEIVED] or total[E.GIVEN_BACK]:
                self.refilled.add(at)

    def _backorders(self, rows: list[Row], waiting: list[Demand]) -> Iterator[Said]:
        for row in rows:
            left = row.value if row.event == E.TAKEN and row.n == 0 else 0
            for demand in waiting:
                if left and demand.ticket == row.ticket:
                    got = min(left, demand.left)
                    demand.left, demand.served, left = demand.left - got, row.at if got else demand.served, left - got
            if left:
                yield say(_("handed out to nobody who waits: {row}"), row=row)

    def _orders(self, ordered: list[Row], before: int, position: int, causes: int, extra: int) -> Iterator[Said]:
        """Up to S, or as few lots as lift it above s; never without a demand or scrap. One alone says how many."""
        rule, units = self.item.rule, sum(row.value for row in ordered)
        if ordered and not causes:
            yield say(_("orders without a demand: {ordered}"), ordered=ordered)
        if rule.S is not None:
            right = all(row.value >= rule.S - rule.s for row in ordered)
            most, left = rule.S, position - units
            wanted = rule.S - left if left <= rule.s else 0
        else:
            batch = rule.Q or 1
            right = all(row.value % batch == 0 for row in ordered)
            most, left = rule.s + batch, position - units
            wanted = max(0, math.ceil((rule.s + 1 - left) / batch)) * batch
        exact = causes == 1 and not extra
        if not right or position > max(most, before) + extra or (exact and units != wanted):
            yield say(_("orders {ordered}, which makes a position of {position}"), ordered=ordered, position=position)


def _totals(rows: list[Row]) -> Counter[Event]:
    found: Counter[Event] = Counter()
    for row in rows:
        found[row.event] += row.value
    return found


def _demands(rows: list[Row], late: set[tuple[int, int]]) -> Iterator[Demand]:
    """Demands of an instant; what was handed out at once follows the asking. Other stores' come by themselves."""
    demand: Demand | None = None
    for row in sorted(rows, key=lambda row: row.ticket):
        if row.event == E.ASKED and row.n == 0:
            demand = Demand(row.at, row.ticket, row.value, (row.ticket, row.at) in late)
            yield demand
        elif row.event == E.TAKEN and row.n == 1:
            if demand is None or demand.ticket != row.ticket:
                yield Demand(row.at, row.ticket, -row.value, False)
            else:
                demand.left, demand.served = demand.left - row.value, row.at


def _turns(at: int, waiting: list[Demand], fresh: list[Demand]) -> Iterator[Said]:
    """Who asked earlier first; of one instant the first ticket, unless it had to be granted something before."""
    served = [demand for demand in {id(d): d for d in [*waiting, *fresh]}.values() if demand.served == at]
    for demand in served:
        for other in waiting:
            same = other.at == demand.at and not (other.late or demand.late) and 0 <= other.ticket < demand.ticket
            if other.left and (other.at < demand.at or same):
                yield say(_("{demand} served at {at} before {other}"), demand=demand, at=When(at), other=other)
