"""What people, places and things of a replication are called."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from sim.model.planned import INSPECTION
from sim.report.trace import times
from sim.report.trace.year import SampleYear
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import SparePart


class Names:
    """The ids a planner knows, from the positions the log knows."""

    def __init__(self, year: SampleYear) -> None:
        self._year, self._place, self._scenario = year, year.place, year.scenario

    def ticket(self, index: int) -> str:
        """The id of a ticket; of a planned visit its round and its site."""
        if self._year.history.rounds.has(index):
            return _("planned visit {round} at site {site}").format(round=self.round(index), site=self.site_of(index))
        return self._year.world.ticket_id(index)

    def round(self, case: int) -> str:
        """The id of the round of a planned visit."""
        return self._year.history.rounds.name(case)

    def round_of(self, measure: int) -> str:
        """The id of a round by its position in the plan."""
        return list(self._place.plan.planned)[measure]

    def planned_work(self, case: int) -> str:
        """What is done on a planned visit: 'quarterly maintenance'."""
        text = _("{round} inspection") if self._year.history.rounds.entry(case).kind == INSPECTION else _(
            "{round} maintenance")  # fmt: skip
        return text.format(round=self.round(case))

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
        return _("{n} x {part}").format(n=units, part=self.part(part))

    def part(self, part: int) -> str:
        """The id of a part by its position."""
        return list(self._scenario.parts)[part]

    def part_entry(self, part: int) -> SparePart:
        """What `parts.csv` says of it."""
        return list(self._scenario.parts.values())[part]

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
