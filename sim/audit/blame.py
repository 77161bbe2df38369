"""Whether it was mostly the customer: what held a ticket up, second by second, told from its rows.

While a visit is ready and nobody is sent, either nobody who could go is on duty or all of them are busy. Which of the
two it is only the duty roster knows; here both are one cause, `nobody`. Where the answer hangs on that, it is None.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from sim.audit.deadlines import Limit
from sim.audit.dossiers import Dossier, Line
from sim.audit.hours import Hours
from sim.model import Event, Purpose
from sim.model.events import Leaving

E, P = Event, Purpose
CUSTOMER, NOBODY, PART, REPAIR = "customer", "nobody", "part", "repair"
KNOWN = ("desk", "dispatch", PART, "travel", REPAIR, "supplier")
SIMPLE = {
    E.SUPPLIER_CONTACTED: "supplier",
    E.QUOTED: CUSTOMER,
    E.APPOINTED: CUSTOMER,
    E.BARRED: CUSTOMER,
    E.ADMITTED: REPAIR,
    E.READY: NOBODY,
    E.DISPATCHED: "engineer",
    E.DEPARTED: "travel",
    E.COLLECTED: "travel",
    E.PAUSED: "off_shift",
    E.HANDED_IN: NOBODY,
}
OF_DESKS = (P.CALL, P.MESSAGE, P.ESCALATION, P.CONTACT, P.DISPATCH, P.QUOTE)
ON_THE_WAY = (E.DISPATCHED, E.DEPARTED, E.COLLECTED, E.ARRIVED, E.PAUSED)
OF_A_VISIT = (*ON_THE_WAY, E.READY, E.BARRED, E.ADMITTED)


@dataclass
class Plot:
    """Follows a ticket through its rows. `bench`: the hours of the repair point it is brought to, if it is.

    `is_barred`, `is_gathering`: the crew is kept out, or not complete; `is_short`: a part is awaited; `early`: what the
    next crew has done already.
    """

    dossier: Dossier
    bench: Hours | None
    cause: str = "desk"
    is_barred: bool = False
    is_gathering: bool = False
    is_diagnosed: bool = False
    is_short: bool = False
    on_site: int = 0
    early: list[Line] = field(default_factory=list)

    def stretches(self, until: int) -> Iterator[tuple[int, int, str]]:
        """(start, end, cause) from the report on."""
        at = self.dossier.reported
        for line in self.dossier.lines:
            if min(line.at, until) > at:
                yield from self._by_hours(at, min(line.at, until))
                at = line.at
            self._read(line)
            if line.event == E.CLOSED:
                self.cause = "desk"
        if at < until:
            yield from self._by_hours(at, until)

    def _by_hours(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        """A bench neither works nor could take anything while it is closed."""
        is_bench_work = self.bench is not None and self.cause in (NOBODY, REPAIR)
        if self.bench is None or not is_bench_work:
            yield start, end, self.cause
            return
        at = start
        for opens, closes in self.bench.spans:
            if closes > at and opens < end:
                yield at, max(at, opens), "off_shift"
                yield max(at, opens), min(closes, end), REPAIR if self.cause == REPAIR else "engineer"
                at = min(closes, end)
        yield at, end, "off_shift"

    # -- what a row changes -------------------------------------------------------------------------------------------

    def _read(self, line: Line) -> None:
        event = line.event
        if event in (E.QUEUED, E.STARTED, E.ENDED, E.GAVE_UP, E.REFUSED):
            self._at_desk(line)
        elif event in OF_A_VISIT and self.on_site and line.n > self.on_site:
            self.early.append(line)
        elif event == E.LEFT:
            self._leave(line)
        elif event == E.ARRIVED:
            self.on_site, self.is_gathering = line.n, line.value > 0
            self.cause = "engineer" if line.value else REPAIR
        elif event == E.PARTS_ASKED:
            self._ask()
        elif event in (E.PARTS_READY, E.REPLIED, E.CONFIRMED, E.UNBENCHED, E.DIAGNOSED, E.BENCHED):
            self._go_on(line)
        elif event in SIMPLE and not (self.is_gathering and event in ON_THE_WAY):
            self.is_barred = event == E.BARRED
            self.cause = SIMPLE[Event(event)]

    def _at_desk(self, line: Line) -> None:
        """At a desk; after the talk the unit is brought, if nothing else begins at once."""
        if line.value not in OF_DESKS:
            return
        self.cause = "dispatch" if line.value == P.DISPATCH else "desk"
        if line.event == E.ENDED and self.bench is not None:
            self.cause = CUSTOMER

    def _leave(self, line: Line) -> None:
        """Whoever was relieved waits for what the next crew waits for; a closed site opens later."""
        if line.n != self.on_site:
            return
        self.on_site, self.is_gathering = 0, False
        if line.value == Leaving.PART_MISSING:
            self.cause = PART
        elif not self.is_barred:
            self.cause = NOBODY
        self.is_barred = False
        early, self.early = self.early, []
        for one in early:
            self._read(one)

    def _ask(self) -> None:
        """Parts are missing from now on, which comes before all else; on a bench from the diagnosis on."""
        self.is_short = True
        if self.bench is None or self.is_diagnosed:
            self.cause = PART

    def _go_on(self, line: Line) -> None:
        """What follows is at a bench, on site, on the way to one of them, or still the customer's time."""
        self.is_diagnosed |= line.event == E.DIAGNOSED
        self.is_short &= line.event != E.PARTS_READY
        if self.bench is not None:
            self.cause = self._at_bench(line)
        elif line.event == E.PARTS_READY:
            appointed = any(one.value > line.at for one in self.dossier.rows(E.APPOINTED))
            self.cause = REPAIR if self.on_site else CUSTOMER if appointed else NOBODY

    def _at_bench(self, line: Line) -> str:
        """Until the diagnosis nobody waits for a part there, afterwards for nothing else."""
        if self.is_diagnosed and self.is_short:
            return PART
        if line.event in (E.DIAGNOSED, E.BENCHED):
            return REPAIR
        if line.event == E.REPLIED:
            return "supplier" if self.dossier.luck.supplier is not None else CUSTOMER
        if line.event == E.PARTS_READY and self.is_diagnosed:
            return REPAIR if self.cause == PART else self.cause
        return NOBODY if line.event == E.CONFIRMED and self.is_diagnosed else CUSTOMER


def is_mostly_customers(plot: Plot, limit: Limit, since: int, until: int) -> bool | None:
    """Whether the customer is the largest part of the clocked time between two instants; None where nobody knows."""
    spent = spent_on(plot, limit, since, until)
    mine, nobody = spent[CUSTOMER], spent[NOBODY]
    known = max(spent[cause] for cause in KNOWN)
    if not mine or mine < known:
        return False
    most = max(known, spent["engineer"] + nobody, spent["off_shift"] + nobody)
    if mine > most:
        return True
    halves = -(-(spent["engineer"] + spent["off_shift"] + nobody) // 2)
    least = max(known, spent["engineer"], spent["off_shift"], halves)
    return False if mine < least else None


def spent_on(plot: Plot, limit: Limit, since: int, until: int) -> Counter[str]:
    """Clocked seconds between two instants by cause."""
    spent: Counter[str] = Counter()
    for start, end, cause in plot.stretches(until):
        spent[cause] += limit.seconds(max(start, since), min(end, until))
    return spent
