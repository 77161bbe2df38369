"""What people, places and things of a replication are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sim.report.trace import times
from sim.report.trace.year import SampleYear
from sim.wording import _


class Names:
    """The ids a planner knows, from the positions the log knows."""

    def __init__(self, year: SampleYear) -> None:
        self._year, self._place, self._scenario = year, year.place, year.scenario

    def ticket(self, index: int) -> str:
        return self._year.world.ticket_id(index)

    def engineer(self, index: int) -> str:
        return self._place.engineer_id(index)

    def team(self, index: int) -> str:
        return self._place.teams[index]

    def desk(self, index: int) -> str:
        return self._place.desks[index]

    def outlet(self, index: int) -> str:
        """A service point by its position."""
        return _("outlet {outlet}").format(outlet=self._place.outlets[index])

    def channel(self, ticket: int) -> str:
        """The channel on which a ticket is reported."""
        return list(self._scenario.channels)[int(self._year.world.tickets.channel[ticket])]

    def site_of(self, ticket: int) -> str:
        """Id of a ticket's site."""
        return self._scenario.sites[self._year.history.site(ticket)].id

    def place(self, location: int) -> str:
        """A site, or an outlet."""
        sites = self._scenario.sites
        if location < len(sites):
            return _("site {site}").format(site=sites[location].id)
        return _("outlet {outlet}").format(outlet=self._place.outlets[location - len(sites)])

    def supplier(self, ticket: int) -> str:
        """Who makes the component; empty where the fault has no supplier."""
        kind = self._scenario.faults[int(self._year.world.tickets.fault[ticket])]
        return kind.fault.supplier.id if kind.fault.supplier else ""

    def store(self, item: int) -> str:
        """Where a stock lies."""
        found = self._place.stock_items[item]
        if found.engineer is not None:
            return _("the van of {engineer}").format(engineer=self.engineer(found.engineer))
        if found.store not in self._place.outlets:
            return _("the central store")
        return _("outlet {outlet}").format(outlet=found.store)

    def units(self, item: int, units: int) -> str:
        """'2 x door-pump', of what lies in a stock."""
        return _("{n} x {part}").format(n=units, part=self._place.stock_items[item].part)

    def units_of(self, part: int, units: int) -> str:
        """The same by the position of the part."""
        return _("{n} x {part}").format(n=units, part=list(self._scenario.parts)[part])

    def moment(self, at: int) -> str:
        return times.moment(at, self._year.zone)

    def time(self, at: int, since: int) -> str:
        """The time of day, with the day where that is another one than that of `since`."""
        return times.clock_time(at, self._year.zone, since)


def listed(words: Iterable[str], most: int = 4) -> str:
    """'a, b, c and 3 more'."""
    every: Sequence[str] = list(words)
    shown = ", ".join(every[:most])
    return shown if len(every) <= most else _("{list} and {n} more").format(list=shown, n=len(every) - most)
