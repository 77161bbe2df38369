"""The auditor in the stores: every unit is somewhere, orders follow the rule, who asks first is served first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from sim.audit.company import Company
from sim.audit.hours import NEVER, hours_of
from sim.audit.ledger import Item, Ledger
from sim.audit.rows import Row
from sim.audit.said import Said, say
from sim.model import Event
from sim.scenario import Distribution, Plan, StockRule
from sim.wording import _

E = Event
STOCK = {E.ASKED, E.TAKEN, E.ORDERED, E.RECEIVED, E.GIVEN_BACK}
ORDERED_ONE_BY_ONE = StockRule(level=0)
GRANTS = {E.STARTED, E.DISPATCHED, E.ARRIVED, E.TAKEN, E.PARTS_READY, E.BENCHED}


def _items(company: Company) -> Iterator[Item]:
    """Every stock in the order of its number in the log, with what the plan says of it."""
    for one in company.place.stock_items:
        kept = _kept(company, one.store, one.engineer)
        yield Item(one.store, one.part, kept.get(one.part, ORDERED_ONE_BY_ONE), one.part in kept, one.engineer)


def _kept(company: Company, store: str, engineer: int | None) -> Mapping[str, StockRule]:
    """What the plan keeps in a van, an outlet or the central store."""
    plan: Plan = company.plan
    if engineer is not None:
        return company.team_of(engineer).van
    if store in plan.outlets:
        return plan.outlets[store].stock
    return plan.central.stock if plan.central is not None else {}


class Storeroom:
    """All stocks, and what goes between them."""

    def __init__(self, company: Company, rows: list[Row]) -> None:
        self.company = company
        self.ledgers = [self._ledger(index, item) for index, item in enumerate(_items(company))]
        self.by_store = {(one.item.store, one.item.part): one for one in self.ledgers if one.item.engineer is None}
        self.of_van = {(one.item.engineer, one.item.part): one for one in self.ledgers if one.item.engineer is not None}
        granted: set[tuple[int, int]] = set()
        self.late: set[tuple[int, int]] = set()
        for row in rows:
            if row.event == E.ASKED and (row.ticket, row.at) in granted:
                self.late.add((row.ticket, row.at))
            if row.event in GRANTS and row.ticket >= 0:
                granted.add((row.ticket, row.at))
            if row.event in STOCK:
                self.ledgers[row.actor].rows.append(row)

    def _ledger(self, index: int, item: Item) -> Ledger:
        """Full, or with what the start state says; if it names only what is under way, that is what is missing."""
        state, store = self.company.scenario.start, item.store
        if item.engineer is not None:
            store = f"van:{self.company.place.engineer_id(item.engineer)}"
        here = [] if state is None else [one for one in state.on_hand if (one.store, one.part) == (store, item.part)]
        due = [] if state is None else [one for one in state.on_order if (one.store, one.part) == (store, item.part)]
        under_way = sum(one.units for one in due)
        begins = sum(one.units for one in here) if here else max(0, item.rule.full - under_way)
        return Ledger(index, item, begins, [(one.due, one.units) for one in due])

    def audit(self) -> Iterator[Said]:
        for ledger in self.ledgers:
            faults = [*ledger.audit(self.late), *self._supplied(ledger)]
            yield from (
                say(_("{store}/{part}: {fault}"), store=ledger.item.store, part=ledger.item.part, fault=fault)
                for fault in faults
            )

    # -- what comes in ------------------------------------------------------------------------------------------------

    def source(self, item: Item) -> Ledger | None:
        """The store that supplies it; None is the supplier."""
        if item.engineer is not None:
            return self.by_store[self.company.team_of(item.engineer).outlet, item.part]
        if item.store != "central" and self.company.plan.central is not None:
            return self.by_store["central", item.part]
        return None

    def transit(self, item: Item) -> Distribution:
        """On the way to it from the store that supplies it, or from the supplier."""
        plan = self.company.plan
        if item.engineer is not None:
            return plan.supply.outlet_to_van
        if item.store != "central" and plan.central is not None:
            return plan.outlets[item.store].from_central or plan.supply.central_to_outlet
        lead = self.company.scenario.parts[item.part].lead
        return lead if lead is not None else Distribution.constant(NEVER)  # what always comes back needs no supplier

    def issued(self, store: str, at: int) -> int:
        """When a store hands over what is taken off the shelf now."""
        place = self.company.plan.outlets.get(store, self.company.plan.central)
        if place is None:
            return at
        hours = hours_of(self.company.scenario, place.store_hours)
        return hours.add(at, place.issue) if place.issue else hours.next_open(at)

    def _supplied(self, ledger: Ledger) -> Iterator[Said]:
        """What is ordered comes, all of it and nothing else; from the supplier each order after a lead of its own."""
        source = self.source(ledger.item)
        received = sorted((row.at, row.value) for row in ledger.rows if row.event == E.RECEIVED)
        home = [(at, 1) for at in ledger.repaired]
        if source is None:
            expected = sorted([*self._from_supplier(ledger), *ledger.on_order, *home])
            if received != [one for one in expected if one[0] < self.company.stop]:
                yield say(_("received {received}, ordered {expected}"), received=received, expected=expected)
            return
        ordered = sum(row.value for row in ledger.rows if row.event == E.ORDERED)
        if sum(units for _at, units in received) > ordered + sum(units for _due, units in ledger.on_order):
            yield say(_("received {received}, ordered {ordered}"), received=received, ordered=ordered)

    def _from_supplier(self, ledger: Ledger) -> Iterator[tuple[int, int]]:
        lead, item = self.transit(ledger.item), ledger.item
        for row in ledger.rows:
            if row.event == E.ORDERED:
                (seconds,) = self.company.world.order_times(lead, item.store, item.part, row.n, 1)
                yield row.at + seconds, row.value

    def handed_on(self) -> Iterator[Said]:
        """What a store gave to others arrives there, in all and, where all roads are alike and even, to the second."""
        below: dict[int, list[Ledger]] = defaultdict(list)
        for ledger in self.ledgers:
            source = self.source(ledger.item)
            if source is not None:
                below[source.index].append(ledger)
        for index, ledgers in below.items():
            source = self.ledgers[index]
            given = [(row.at, row.value) for row in source.rows if row.event == E.TAKEN and row.ticket < 0]
            received = sorted((row.at, row.value) for one in ledgers for row in one.rows if row.event == E.RECEIVED)
            for one in (one for ledger in ledgers for one in ledger.on_order if one in received):
                received.remove(one)
            roads = {self.transit(one.item) for one in ledgers}
            road = next(iter(roads))
            if len(roads) == 1 and road.kind == "constant":
                due = sorted((self.issued(source.item.store, at) + round(road.average), units) for at, units in given)
                if received != [one for one in due if one[0] < self.company.stop]:
                    yield say(
                        _("{store}/{part}: gave {due}, others received {received}"),
                        store=source.item.store,
                        part=source.item.part,
                        due=due,
                        received=received,
                    )
            elif sum(units for _at, units in received) > sum(units for _at, units in given):
                yield say(
                    _("{store}/{part}: gave {given}, others received {received}"),
                    store=source.item.store,
                    part=source.item.part,
                    given=given,
                    received=received,
                )


def audit_stores(room: Storeroom) -> Iterator[Said]:
    """Every shelf."""
    yield from room.audit()
    yield from room.handed_on()
