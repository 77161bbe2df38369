"""The auditor of units that age by running: down by one fault at a time, and each failure at its running time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from itertools import pairwise

from sim.audit.company import Company
from sim.audit.hours import NEVER
from sim.audit.rows import Row
from sim.audit.said import Said, When, say
from sim.model import Event
from sim.wording import _

E = Event
STOPS, RUNS = {E.FAILED, E.REPEATED}, {E.RESTORED, E.ABANDONED, E.HANDED_ON, E.DECLINED}
Place = tuple[int, int]


class Units:
    """All units, by site and number at the site."""

    def __init__(self, company: Company, rows: list[Row]) -> None:
        self.company, self.tickets, self.stop = company, company.world.tickets, company.stop
        self.spans = company.service
        self.rows = [row for row in rows if 0 <= row.ticket < len(self.tickets)]
        self.told = {row.ticket: row for row in self.rows if row.event in STOPS}
        self.prevented = {row.ticket: row.at for row in self.rows if row.event == E.PREVENTED}
        self.restored = {row.ticket: row.at for row in self.rows if row.event == E.RESTORED}
        self.up_again: dict[int, int] = {}
        for row in self.rows:
            if row.event in RUNS:
                self.up_again.setdefault(row.ticket, row.at)
        self.down: dict[Place, list[tuple[int, int, int]]] = defaultdict(list)  # from, to, ticket
        for ticket, row in self.told.items():
            self.down[self.place(ticket)].append((row.at, self.up_again.get(ticket, NEVER), ticket))
        for spans in self.down.values():
            spans.sort()

    def place(self, ticket: int) -> Place:
        return int(self.tickets.site[ticket]), -int(self.tickets.week[ticket])

    def service(self, place: Place) -> tuple[int, int]:
        begin, end = self.spans[place[0]]
        return max(begin, self.company.scenario.horizon.begin), min(end, self.stop)

    def ran(self, place: Place, at: int) -> int:
        """Seconds it has run before this instant."""
        down = sum(min(end, at) - begin for begin, end, _ticket in self.down[place] if begin < at)
        return at - self.service(place)[0] - down

    # -- faults -------------------------------------------------------------------------------------------------------

    def audit(self) -> Iterator[Said]:
        for place, spans in self.down.items():
            for one, other in pairwise(spans):
                if other[0] < one[1]:
                    yield say(_("unit {place} is down by {one} and fails: {other}"), place=place, one=one, other=other)
        for ticket in range(self.company.world.originals):
            if self.tickets.stage[ticket] < 0:
                yield from self._failure(ticket)
        for ticket in range(self.company.world.originals, len(self.tickets)):
            yield from self._repeat(ticket)

    def _failure(self, ticket: int) -> Iterator[Said]:
        """When it has run so long, and the row says which unit; or never."""
        place, runs = self.place(ticket), int(self.tickets.runs[ticket])
        row = self.told.get(ticket)
        at = row.at if row else self.prevented.get(ticket)
        if at is None:
            if self.ran(place, self.service(place)[1]) > runs:
                yield say(_("ticket {ticket} does not fail after {runs} s"), ticket=ticket, runs=runs)
        elif self.ran(place, at) != runs or at >= self.service(place)[1]:
            yield say(_("fails after {seconds} s, not {runs}: {row}"), seconds=self.ran(place, at), runs=runs, row=row)
        if row is not None and (row.event, row.value) != (E.FAILED, place[1]):
            yield say(_("not unit {place}: {row}"), place=place, row=row)

    def _repeat(self, ticket: int) -> Iterator[Said]:
        """So long after the repair, or when the unit runs again."""
        parent, row, place = int(self.tickets.parent[ticket]), self.told.get(ticket), self.place(ticket)
        due = self.restored.get(parent, NEVER) + int(self.tickets.repeat_after[ticket])
        end = self.service(place)[1]
        if row is not None and not due <= row.at < end:
            yield say(_("comes back before {due} or after {end}: {row}"), due=When(due), end=When(end), row=row)
        if due < end and not self._is_down(place, due, min(row.at if row else NEVER, end)):
            yield say(_("ticket {ticket} comes back {row}, due at {due}"), ticket=ticket, row=row, due=When(due))

    def _is_down(self, place: Place, since: int, until: int) -> bool:
        """All the time from one instant to the other."""
        for begin, end, _ticket in self.down[place]:
            if begin <= since < end:
                since = end
        return since >= until


def audit_units(company: Company, rows: list[Row]) -> Iterator[Said]:
    """Where failures hang on running time."""
    if company.scenario.failures == "operating":
        yield from Units(company, rows).audit()
