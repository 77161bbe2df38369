"""The shelves of all stores: units handed out, orders placed and received, in one total order at each instant."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from sim.model.deployment import Deployment
from sim.model.environment import Environment
from sim.model.events import Event, Recorder, row
from sim.model.stock import CENTRAL, Demand, Stock
from sim.scenario import Distribution
from sim.world import World

ASKED, TAKEN, ORDERED, RECEIVED, GIVEN_BACK = map(int, list(Event)[Event.ASKED : Event.GIVEN_BACK + 1])
BATCH = 64  # lead times drawn at once


class OrderTimes:
    """How long the orders of one stock take, by their number."""

    def __init__(self, world: World, dist: Distribution, stock: Stock, number: int) -> None:
        """`number`: of the engineer within his team, where it is a van."""
        item = stock.item
        store = item.store if item.engineer is None else f"{item.store}-{number}"
        self._drawn: list[int] = []
        self._more = partial(world.order_times, dist, store, item.part)

    def seconds(self, number: int) -> int:
        """Of the order of this number, from 1."""
        while number > len(self._drawn):
            self._drawn += self._more(len(self._drawn) + 1, BATCH)
        return self._drawn[number - 1]


class Shelves:
    """Takes, gives and orders units. What somebody waits for is handed out when the instant of its arrival settles."""

    def __init__(self, env: Environment, record: Recorder, world: World, place: Deployment) -> None:
        self.env, self._note, self.world, self.deployment = env, record.note, world, place
        self.stocks = [Stock(index, item) for index, item in enumerate(place.stock_items)]
        self._by_store = {(s.item.store, s.item.part): s for s in self.stocks if s.item.engineer is None}
        self._vans = {(s.item.engineer, s.item.part): s for s in self.stocks if s.item.engineer is not None}
        self._received: dict[int, Stock] = {}
        self._refills: dict[int, Stock] = {}
        for stock in self.stocks:
            stock.place_order = self._supply_of(stock)
            for units, due in stock.item.under_way:
                env.after(max(0, due - env.now), partial(self.receive, stock, units))
            if stock.due():  # less than its rule keeps, from the start state
                self.refill_in_turn(stock)

    def of(self, store: str, part: str) -> Stock | None:
        """The stock of a part in an outlet or the central store, also where it is only handed through."""
        return self._by_store.get((store, part))

    def of_van(self, engineer: int, part: str) -> Stock | None:
        """The stock of a part in an engineer's van."""
        return self._vans.get((engineer, part))

    def issued(self, store: str, now: int) -> int:
        """When a store can hand over what is taken off the shelf now: in its hours, after the time it takes."""
        plan = self.deployment.plan
        place = plan.outlets.get(store, plan.central)
        if place is None or (place.store_hours == "always" and not place.issue):
            return now
        hours = self.world.scenario.calendar(place.store_hours)
        return hours.add(now, place.issue) if place.issue else hours.next_open(now)

    # -- units ----------------------------------------------------------------------------------------------------

    def note(self, event: int, ticket: int, n: int, stock: Stock, units: int) -> None:
        """A row about a stock."""
        self._note(row(self.env.now, ticket, event, n, stock.index, units))

    def take(self, stock: Stock, ticket: int, units: int) -> None:
        """Hand out units that are there, asked for here. A `review` follows, as after `ask`."""
        self.note(ASKED, ticket, 0, stock, units)
        self.note(TAKEN, ticket, 1, stock, units)
        stock.on_hand -= units
        stock.position -= units

    def ask(self, stock: Stock, ticket: int, units: int, handed: Callable[[int], None]) -> None:
        """What is there is handed out at once, the rest as it comes, first come first served."""
        self.note(ASKED, ticket, 0, stock, units)
        taken = stock.draw(units)
        stock.position -= units
        if taken:
            self.note(TAKEN, ticket, 1, stock, taken)
            handed(taken)
        if units > taken:
            stock.waiting.append(Demand(ticket, units - taken, handed))

    def give_back(self, stock: Stock, ticket: int, units: int) -> None:
        """Units reserved for a ticket go back on the shelf."""
        stock.position += units
        self.note(GIVEN_BACK, ticket, 0, stock, units)
        self._put(stock, units)

    def receive(self, stock: Stock, units: int) -> None:
        """Units come in."""
        self.note(RECEIVED, -1, 0, stock, units)
        self._put(stock, units)

    def _put(self, stock: Stock, units: int) -> None:
        stock.on_hand += units
        if stock.waiting:
            self._received[stock.index] = stock
            self.env.unsettled = True

    @property
    def is_unsettled(self) -> bool:
        """Whether somebody waits for what came in, or a van waits to order."""
        return bool(self._received or self._refills)

    def settle(self) -> None:
        """What came in goes to those who waited longest."""
        while self._received:
            received, self._received = self._received, {}
            for index in sorted(received):
                self._serve_waiting(received[index])

    def _serve_waiting(self, stock: Stock) -> None:
        while stock.waiting and stock.on_hand:
            demand = stock.waiting[0]
            taken = stock.draw(demand.units)
            self.note(TAKEN, demand.ticket, 0, stock, taken)
            demand.units -= taken
            if not demand.units:
                stock.waiting.popleft()
            demand.handed(taken)

    # -- orders ---------------------------------------------------------------------------------------------------

    def refill_in_turn(self, stock: Stock) -> None:
        """A van orders in the settlement, behind the tickets that ask for parts at this instant."""
        self._refills[stock.index] = stock
        self.env.unsettled = True

    def refill_vans(self) -> None:
        """Vans order what was taken from them, and at the begin every store what it lacks."""
        refills, self._refills = self._refills, {}
        for stock in sorted(refills.values(), key=self._by_id):
            self.review(stock)

    def _by_id(self, stock: Stock) -> tuple[str, int, str]:
        return stock.item.store, self._number(stock), stock.item.part

    def _number(self, stock: Stock) -> int:
        """Of the engineer whose van it is; 0 for a store."""
        engineer = stock.item.engineer
        return 0 if engineer is None else self.deployment.engineers[engineer].number

    def review(self, stock: Stock) -> None:
        """Order if the rule says so."""
        units = stock.due()
        if units:
            stock.orders += 1
            stock.position += units
            self.note(ORDERED, -1, stock.orders, stock, units)
            stock.place_order(units)

    def _supply_of(self, stock: Stock) -> Callable[[int], None]:
        """Vans order from outlets, outlets from the central store; it, or outlets without it, from the supplier."""
        plan, item = self.deployment.plan, stock.item
        if item.engineer is not None:
            outlet = self.deployment.outlets[self.deployment.engineers[item.engineer].outlet]
            return self._from_store(stock, self._by_store[outlet, item.part], plan.supply.outlet_to_van)
        if item.store != CENTRAL and plan.central is not None:
            transit = plan.outlets[item.store].from_central or plan.supply.central_to_outlet
            return self._from_store(stock, self._by_store[CENTRAL, item.part], transit)
        return self._from_supplier(stock)

    def _from_supplier(self, stock: Stock) -> Callable[[int], None]:
        lead = self.world.scenario.parts[stock.item.part].lead
        if lead is None:  # it always comes back repaired
            return lambda units: None
        times = OrderTimes(self.world, lead, stock, 0)

        def place(units: int) -> None:
            self.env.after(times.seconds(stock.orders), partial(self.receive, stock, units))

        return place

    def _from_store(self, stock: Stock, source: Stock, transit: Distribution) -> Callable[[int], None]:
        times = OrderTimes(self.world, transit, stock, self._number(stock))

        def place(units: int) -> None:
            self.ask(source, -1, units, partial(ship, stock.orders))
            self.review(source)

        def ship(number: int, units: int) -> None:
            issued = self.issued(source.item.store, self.env.now)
            self.env.after(issued - self.env.now + times.seconds(number), partial(self.receive, stock, units))

        return place
