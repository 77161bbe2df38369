"""Visits as the log tells them: each trip of a crew, from the instant it may be dispatched to its leaving."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field

from sim.audit.hours import NEVER
from sim.audit.rows import Row
from sim.audit.said import Said, When, Who, say
from sim.model import Event
from sim.wording import _

E = Event
OF_CREW = {E.DISPATCHED, E.DEPARTED, E.ARRIVED, E.PAUSED, E.LEFT, E.COLLECTED}
OF_VISIT = OF_CREW | {
    E.DIAGNOSED, E.RESTORED, E.SWAPPED, E.BARRED, E.ADMITTED, E.PARTS_ASKED, E.PARTS_READY,
}  # fmt: skip


@dataclass(eq=False)
class Visit:
    """One trip as the log tells it. `rows` from READY to LEFT; `fetch`: something lies in the outlet for it."""

    ticket: int
    n: int
    ready: int
    latest: int
    fetch: bool = False
    crew: list[int] = field(default_factory=list)
    dispatched: int = NEVER
    left: int = NEVER
    leaving: int = -1
    beyond: int = -NEVER  # the relief's duty lasts longer than this
    rows: list[Row] = field(default_factory=list)

    def said(self) -> Said:
        """The visit in words."""
        return say(
            _("visit {n} of ticket {ticket}, ready at {ready}; {crew} sent at {dispatched}, gone at {left}"),
            n=self.n,
            ticket=self.ticket,
            ready=When(self.ready),
            crew=[Who(engineer) for engineer in self.crew],
            dispatched=When(self.dispatched),
            left=When(self.left),
        )

    def of(self, engineer: int) -> list[Row]:
        """What one of the crew did."""
        return [row for row in self.rows if row.event in OF_CREW and row.actor == engineer]


def visits_of(rows: list[Row]) -> list[Visit]:
    found: list[Visit] = []
    at_hand: dict[int, list[Visit]] = defaultdict(list)  # under way: two of a ticket while one is relieved
    lies_there: dict[int, bool] = {}
    for row in rows:
        here = at_hand[row.ticket] if row.ticket >= 0 else []
        visit = next((one for one in here if one.n == row.n or row.event not in OF_VISIT), None)
        if row.event == E.READY:
            here.append(Visit(row.ticket, row.n, row.at, row.value, lies_there.pop(row.ticket, False)))
            found.append(here[-1])
        elif visit is None and row.event == E.PARTS_READY:
            lies_there[row.ticket] = bool(row.value)
        elif visit is not None:
            _enter(visit, row)
            if row.event == E.LEFT and sum(one.event == E.LEFT for one in visit.rows) == len(visit.crew):
                here.remove(visit)
    return found


def _enter(visit: Visit, row: Row) -> None:
    visit.rows.append(row)
    if row.event == E.DISPATCHED:
        visit.crew.append(row.actor)
        visit.dispatched = row.at
    elif row.event == E.LEFT:
        visit.left, visit.leaving = row.at, row.value
