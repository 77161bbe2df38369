"""What a log tells of each ticket, put together for the second judgement: its rows, its milestones, its luck.

A milestone is the first row of its kind, but for the parts: they are ready when the last that was asked for is in hand.
Instants in Unix seconds; NEVER: did not happen before the end of the run-out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from sim.audit.hours import NEVER
from sim.audit.roads import Roads
from sim.model import Event, EventLog, Purpose
from sim.scenario import Cover, FaultKind, Site, Supplier
from sim.world import World

E = Event
ANSWERING = (int(Purpose.CALL), int(Purpose.MESSAGE))
DIRECT = {
    E.SUPPLIER_CONTACTED: "supplier_contacted",
    E.REPLIED: "replied",
    E.REMOTE_FIXED: "remote_fixed",
    E.QUOTED: "quoted",
    E.CONFIRMED: "confirmed",
    E.DISPATCHED: "dispatched",
    E.DEPARTED: "departed",
    E.ARRIVED: "arrived",
    E.HANDED_IN: "received",
    E.DIAGNOSED: "diagnosed",
    E.RESTORED: "restored",
    E.CLOSED: "closed",
    E.PROGRESS_REPORTED: "progress_reported",
    E.CALLED_BACK: "called_back",
    E.FOLLOWED_UP_1: "followed_up_1",
    E.FOLLOWED_UP_2: "followed_up_2",
    E.COMPLAINED: "complained",
    E.COMPLAINT_DECIDED: "complaint_decided",
    E.COMPLAINT_ANSWERED: "complaint_answered",
    E.ESCALATED: "escalated",
    E.HANDED_ON: "handed_on",
    E.ABANDONED: "abandoned",
    E.DECLINED: "declined",
}


class Line(NamedTuple):
    """A row of one ticket."""

    at: int
    event: int
    n: int
    actor: int
    value: int


@dataclass
class Dossier:
    """One ticket. `at`: its milestones that happened, `lines`: its rows as they happened, `luck`: what was drawn."""

    number: int
    reported: int
    lines: list[Line]
    luck: Luck
    is_judged: bool
    at: dict[str, int] = field(default_factory=dict)

    def when(self, milestone: str) -> int:
        """The instant of a milestone, NEVER if it did not happen."""
        return self.reported if milestone == "reported" else self.at.get(milestone, NEVER)

    def rows(self, *kinds: Event) -> list[Line]:
        """Its rows of these kinds."""
        return [line for line in self.lines if line.event in kinds]


@dataclass(frozen=True)
class Luck:
    """What was drawn for a ticket and no plan can change; `supplier` None: not his business."""

    site_number: int
    site: Site
    kind: FaultKind
    channel: str
    supplier: Supplier | None
    needs_part: bool
    would_bring: bool
    u_charged: float
    parent: int
    complains_after: int


def dossiers_of(world: World, told: dict[int, list[Line]]) -> list[Dossier]:
    """Every ticket that was reported before the end of the run-out, also those that no promise counts."""
    found = []
    for number in range(len(world.tickets)):
        lines = told.get(number, [])
        reported = _reported(world, number, lines)
        if reported < world.scenario.horizon.stop and not any(line.event == E.PREVENTED for line in lines):
            is_judged = int(world.tickets.stage[number]) < 0
            dossier = Dossier(number, reported, lines, _luck_of(world, number), is_judged)
            dossier.at = _milestones(lines)
            found.append(dossier)
    return found


def lines_by_case(log: EventLog) -> dict[int, list[Line]]:
    """The rows of tickets, customers and planned visits, each in their order."""
    found: dict[int, list[Line]] = defaultdict(list)
    columns = (log.at, log.event, log.n, log.actor, log.value)
    lines = map(Line._make, zip(*(column.tolist() for column in columns), strict=True))
    for ticket, line in zip(log.ticket.tolist(), lines, strict=True):
        if ticket >= 0:
            found[ticket].append(line)
    return found


def _reported(world: World, number: int, lines: list[Line]) -> int:
    """What comes back, or hangs on how long a unit ran, is reported when the log says so."""
    said = [line.at for line in lines if line.event in (E.REPEATED, E.FAILED)]
    return said[0] if said else min(int(world.tickets.reported[number]), NEVER)


def _luck_of(world: World, number: int) -> Luck:
    tickets, scenario = world.tickets, world.scenario
    site, kind = int(tickets.site[number]), scenario.faults[tickets.fault[number]]
    share = kind.fault.supplier
    is_his = share is not None and tickets.u_supplier[number] < share.chance
    return Luck(
        site_number=site,
        site=scenario.sites[site],
        kind=kind,
        channel=list(scenario.channels)[tickets.channel[number]],
        supplier=scenario.suppliers[share.id] if share is not None and is_his else None,
        needs_part=bool(world.needs.first[number + 1] > world.needs.first[number]),
        would_bring=bool(tickets.u_carry_in[number] < kind.fault.carry_in),
        u_charged=float(tickets.u_charged[number]),
        parent=int(tickets.parent[number]),
        complains_after=int(tickets.complain_after[number]),
    )


def _milestones(lines: list[Line]) -> dict[str, int]:
    at: dict[str, int] = {}
    for line in lines:
        name = DIRECT.get(line.event)  # type: ignore[call-overload]
        if name is not None:
            at.setdefault(name, line.at)
    at.update(_answer(lines))
    if (ready := _parts_ready(lines)) < NEVER:
        at["parts_ready"] = ready
    return at


def _answer(lines: list[Line]) -> Iterator[tuple[str, int]]:
    """A call is answered and responded to at once, a message is responded to when somebody is done with it."""
    for line in lines:
        if line.event == E.STARTED and line.value in ANSWERING:
            yield "answered", line.at
            if line.value == Purpose.CALL:
                yield "responded", line.at
                return
        if line.event == E.ENDED and line.value == Purpose.MESSAGE:
            yield "responded", line.at
            return


def _parts_ready(lines: list[Line]) -> int:
    """When the last part that was asked for is in hand; NEVER while one is awaited, or none was needed."""
    ready = NEVER
    for line in lines:
        if line.event == E.PARTS_READY:
            ready = line.at
        elif line.event == E.PARTS_ASKED:
            ready = NEVER
    return ready


@dataclass(frozen=True, eq=False)
class Ground:
    """How far units are from who serves them, and where they may be brought: by number of the site."""

    roads: Roads

    @cached_property
    def radius_m(self) -> list[int]:
        """Whole metres from each site to the first outlet that serves it, by the road if the scenario says so."""
        roads, travel = self.roads, self.roads.scenario.travel
        sites = range(len(roads.scenario.sites))
        straight = [int(roads.straight_m(site, roads.served_by(site)[0]) + 0.5) for site in sites]
        return straight if travel.radius != "road" else [int(metres * travel.detour + 0.5) for metres in straight]

    def is_in_radius(self, cover: Cover, number: int) -> bool:
        """Whether a site lies within, or beyond, the radius that is asked."""
        metres, most, above = self.radius_m[number], cover.radius_at_most, cover.radius_above
        return (most is None or metres <= most) and (above is None or metres > above)

    def has_benches(self, number: int) -> bool:
        """Whether a unit of this site can be brought to a bench."""
        return self.bench_hours(number) is not None

    def bench_hours(self, number: int) -> str | None:
        """The calendar of the benches to which units of a site are brought; None where there are none."""
        entries = (self.roads.plan.outlets[name] for name in self.roads.served_by(number))
        return next((entry.bench_calendar for entry in entries if entry.benches), None)
