"""The repair loop: defective parts and units travel back, are repaired or scrapped, and lie on the shelf again."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Generator
from typing import NamedTuple

from sim.clock import NEVER
from sim.model.bench import Bench
from sim.model.deployment import Deployment
from sim.model.environment import Environment, Wait
from sim.model.events import Event, Recorder, row
from sim.model.rota import LocalDays
from sim.model.shelves import Shelves
from sim.model.stock import CENTRAL, Stock
from sim.scenario import Distribution, SparePart, Step
from sim.world import World

Steps = Generator[Wait, None, None]

SENT_BACK, RETURNED, ON_BENCH, REPAIRED, SCRAPPED = (
    int(kind) for kind in (Event.SENT_BACK, Event.RETURNED, Event.ON_BENCH, Event.REPAIRED, Event.SCRAPPED)
)
AT_REQUEST = "at_request"


class Defective(NamedTuple):
    """The n-th unit of a part that a ticket gave in exchange; it comes back to the stock `home`."""

    ticket: int
    part: int
    number: int
    home: Stock


class Workshop:
    """What was taken out counts as on order where it will lie again; only what is scrapped is bought anew.

    Home is the central store where the plan has one, else the outlet that handed out the good one. Where no unit is
    ever at hand the loop could not begin: such a stock orders from the supplier. What does not come back has no home.
    """

    def __init__(
        self, env: Environment, record: Recorder, world: World, place: Deployment, shelves: Shelves, days: LocalDays
    ) -> None:
        self.env, self._note, self.world, self._shelves, self._days = env, record.note, world, shelves, days
        self._parts: tuple[SparePart, ...] = tuple(world.scenario.parts.values())
        self._position = {part.id: index for index, part in enumerate(self._parts)}
        entry = place.plan.workshop
        hours = world.scenario.calendar(entry.calendar) if entry else None
        self._bench = Bench(env, entry.benches, hours) if entry and hours else None
        self._reach: dict[int, int] = {}
        self._homes = self._find_homes(place)
        ids = sorted(self._position)
        self._rank = [ids.index(part.id) for part in self._parts]
        self._in_use: dict[int, list[tuple[Stock, int, int]]] = {}
        self._numbers: dict[tuple[int, int], int] = {}
        self._scrapped: list[Defective] = []

    def _find_homes(self, place: Deployment) -> dict[int, Stock]:
        """By stock, where what comes in exchange for its units will lie again."""
        homes: dict[int, Stock] = {}
        pool: dict[int, int] = {}
        for stock in self._shelves.stocks:
            item = stock.item
            if self._parts[self._position[item.part]].comes_back:
                outlet = item.store if item.engineer is None else place.outlets[place.engineers[item.engineer].outlet]
                home = self._shelves.of(CENTRAL if place.plan.central is not None else outlet, item.part)
                assert home is not None, "a store hands through what is taken from behind it"
                homes[stock.index] = home
                pool[home.index] = pool.get(home.index, 0) + stock.position
                behind = home.position if home is not stock else 0
                self._reach[stock.index] = stock.position + behind if item.engineer is None else NEVER
        return {stock: home for stock, home in homes.items() if pool[home.index] or self._leaves_at_request(home)}

    def _leaves_at_request(self, stock: Stock) -> bool:
        return self._parts[self._position[stock.item.part]].sent_back == AT_REQUEST

    # -- good ones out ------------------------------------------------------------------------------------------------

    def requested(self, ticket: int, stock: Stock, units: int) -> None:
        """A ticket asks this stock for units: as many defective ones will come home.

        More than the stock and its home ever have could not all be in its hands, so for these new ones are ordered.
        """
        home = self._homes.get(stock.index)
        if home is None:
            return
        if self._leaves_at_request(stock):
            home.position += units
            self._send(ticket, home, units)
            return
        in_use = self._in_use.setdefault(ticket, [])
        held = sum(counted for at, _units, counted in in_use if at is home)
        counted = max(0, min(units, self._reach[stock.index] - held))
        home.position += counted
        in_use.append((home, units, counted))

    def has_left(self, stock: Stock) -> bool:
        """Whether the defective one has gone home when the good one is in hand."""
        return stock.index in self._homes and self._leaves_at_request(stock)

    def kept(self, ticket: int, stock: Stock, units: int) -> None:
        """Units go back on the shelf unused: nothing comes home for them."""
        home = self._homes.get(stock.index)
        if home is None:
            return
        left: list[tuple[Stock, int, int]] = []
        for at, used, counted in self._in_use[ticket]:
            back = min(units, used) if at is home else 0
            uncounted = min(back, counted)
            units -= back
            home.position -= uncounted
            if used > back:
                left.append((at, used - back, counted - uncounted))
        self._in_use[ticket] = left

    def exchanged(self, ticket: int) -> None:
        """It works again: what was taken out goes back."""
        for home, units, counted in self._in_use.pop(ticket, ()):
            home.position += units - counted
            self._send(ticket, home, units)

    # -- defective ones back ------------------------------------------------------------------------------------------

    def _send(self, ticket: int, home: Stock, units: int) -> None:
        part = self._position[home.item.part]
        for _unit in range(units):
            number = self._numbers[ticket, part] = self._numbers.get((ticket, part), 0) + 1
            self.env.live(self._repair(Defective(ticket, part, number, home), self._parts[part]))

    def _repair(self, unit: Defective, part: SparePart) -> Steps:
        """From the exchange until it is on the shelf again or scrapped."""
        env = self.env
        if part.return_every is not None and (leaves := self._next_return(part.return_every)) > env.now:
            yield leaves - env.now if leaves < NEVER else env.event()
        self._tell(SENT_BACK, unit)
        if transit := self._seconds("return-transit", part.return_transit, unit):
            yield transit
        self._tell(RETURNED, unit)
        if part.scrap and self.world.luck_of_part("scrap", unit.ticket, part.id, unit.number) < part.scrap:
            self._tell(SCRAPPED, unit)
            self._scrapped.append(unit)
            env.unsettled = True
            return
        yield from self._mend(unit, part)
        self._tell(REPAIRED, unit)
        self._shelves.receive(unit.home, 1)

    def _mend(self, unit: Defective, part: SparePart) -> Steps:
        """On a bench of the plan's workshop, in its hours; without one elsewhere, where nobody waits."""
        assert part.repair is not None
        seconds, bench = self._seconds("mend", part.repair, unit), self._bench
        granted = bench.take(unit.ticket, self._rank[unit.part], unit.number) if bench is not None else None
        if granted is not None:
            yield granted
        self._tell(ON_BENCH, unit)
        if bench is None:
            if seconds:
                yield seconds
            return
        yield from bench.work(seconds)
        bench.release()

    def _next_return(self, every: Step) -> int:
        """The next instant at which defective ones leave together."""
        now = self.env.now
        if every.seconds is not None:
            start = self.world.scenario.horizon.start
            return now + (start - now) % every.seconds
        firsts = self._days.months
        first = bisect_left(firsts, now)
        return next((at for at in firsts[first:] if self._days.is_round(at, every.months or 1)), NEVER)

    def _seconds(self, stream: str, dist: Distribution, unit: Defective) -> int:
        return self.world.time_of_part(stream, dist, unit.ticket, self._parts[unit.part].id, unit.number)

    def _tell(self, event: int, unit: Defective) -> None:
        self._note(row(self.env.now, unit.ticket, event, unit.number, unit.home.index, unit.part))

    def settle(self) -> bool:
        """Scrapped units are ordered anew, free benches given to those that wait; True if anything was."""
        scrapped, self._scrapped = self._scrapped, []
        for unit in sorted(scrapped, key=self._by_ticket):
            unit.home.position -= 1
            self._shelves.review(unit.home)
        return (self._bench is not None and self._bench.settle()) or bool(scrapped)

    def _by_ticket(self, unit: Defective) -> tuple[int, int, int]:
        return unit.ticket, self._rank[unit.part], unit.number
