"""Little companies along one road, small enough to be worked out by hand.

Places lie on a meridian: site `s10` is 10 km north of the origin, and a drive takes a minute per km (detour 1, 60 km/h,
no noise). Site `p3-4` lies on a plane, 3 km east and 4 km north. The first Monday is 2026-01-05; times are told as
'dd hh:mm' of January 2026, local.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.clock import NEVER, local_iso, parse_local
from sim.model import Deployment, Event, EventLog, Purpose, deployment, simulate
from sim.model.planned import first_case
from sim.model.stock import StockItem
from sim.scenario import Plan, Scenario, load_plan, load_scenario
from sim.scenario.geography import EARTH_RADIUS_M
from sim.world import World, sample_world

BASE_LAT, LON = 50.0, 10.0
HORIZON = "{start: 2026-01-05, weeks: 1, warmup: 0s, runout: 2w}"
SCENARIO = """\
schema: 1
timezone: {zone}
horizon: {horizon}
severities: [down, general]
calendars:
  works: {{days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"]}}
  late: {{days: mon-fri, hours: "14:00-22:00"}}
  {calendars}
products: {{press: {{{product}faults: {{{faults}}}}}}}
travel: {travel}
{extra}
"""
TRAVEL = "{detour: 1, speeds: 60, noise_cv: 0}"
ARRIVE = "- {id: arrive, measure: {from: reported, to: arrived}, within: 1d, target: 90%}\n"

SAID = {Event.LEFT, Event.SATISFIED, Event.PARTS_ASKED, Event.REPEATED, Event.FAILED, Event.OPENED}
OF_DESKS = {*range(Event.REMOTE_FIXED + 1), *range(Event.REFUSED, Event.WRAPPED + 1), Event.UNREACHED}
OF_OUTLETS = {Event.HANDED_IN, Event.BENCHED, Event.UNBENCHED}
OF_STORES = range(Event.ASKED, Event.SHIPPED + 1)
OF_REPAIRS = range(Event.SENT_BACK, Event.SCRAPPED + 1)
OF_PARTS = {Event.COURIERED, Event.BOUGHT, Event.SUBSTITUTED}
SAID_IF_ANY = {Event.DISPATCHED, Event.ARRIVED, Event.PAUSED, Event.PARTS_READY}

Ticket = tuple[Any, ...]
"""(reported, site, fault) and, where given, talk, diagnose, repair, patience as durations; None is drawn."""


def lat(km: float) -> float:
    """Degrees north of a place so many km up the road."""
    return BASE_LAT + math.degrees(km * 1000 / EARTH_RADIUS_M)


def at_km(km: float, more: str = "") -> str:
    """An outlet as a plan writes it."""
    return f"{{lat: {lat(km):.12f}, lon: {LON}{', ' if more else ''}{more}}}"


PART_COLUMNS = ("repair", "scrap", "return_transit", "return_every", "sent_back", "substitute")
PARTS = ",".join(["part_id,kind,lead,courier_lead", *PART_COLUMNS])
SITES = "site_id,lat,lon,x_km,y_km,region,access,units,warranty_until,from,until"
START = ("what", "site_id", "fault", "reported", "stage", "store", "part_id", "units", "due")


def part(name: str, lead: str = "", courier: str = "", kind: str = "consumable", **more: str) -> str:
    """A row of `parts.csv`; more: what comes back, and what does as well."""
    return ",".join([name, kind, lead, courier, *(more.get(column, "") for column in PART_COLUMNS)])


def at_start(what: str, **cells: str) -> str:
    """A row of `start.csv`; times as in stories."""
    cells |= {key: when(cells[key]) for key in ("reported", "due") if key in cells}
    return ",".join([what, *(cells.get(column, "") for column in START[1:])])


@dataclass(frozen=True)
class Story:
    scenario: Scenario
    plan: Plan
    world: World
    log: EventLog

    @property
    def place(self) -> Deployment:
        return deployment(self.scenario, self.plan)

    def lines(self, *events: Event) -> list[str]:
        """The log (or only rows of these kinds) as text: day, time, ticket, event, n, actor, what the value says."""
        log = self.log.of(*events) if events else self.log
        columns = (log.at, log.ticket, log.event, log.n, log.actor, log.value)
        return [self._line(*row) for row in zip(*(column.tolist() for column in columns), strict=True)]

    def _line(self, at: int, ticket: int, kind: int, n: int, actor: int, value: int) -> str:
        moment = local_iso(at, self.scenario.timezone)
        time = moment[11:16] if moment[17:19] == "00" else moment[11:19]
        event = Event(kind)
        who = "-" if actor < 0 else self._name(event, actor)
        parts = [moment[8:10], time, self._case(ticket), event.name, str(n), who]
        return " ".join([*parts, *self._said(event, value)])

    def _case(self, ticket: int) -> str:
        """A ticket or a customer by its number, a planned visit as p0, p1 …"""
        first = first_case(self.world)
        return "-" if ticket < 0 else str(ticket) if ticket < first else f"p{ticket - first}"

    def _said(self, event: Event, value: int) -> list[str]:
        if event <= Event.GAVE_UP or (event > Event.SHIPPED and event in OF_DESKS):
            return [Purpose(value).name]
        if event in (Event.DEPARTED, Event.HOMEWARD):
            return [f"{value}m"]
        if event == Event.READY and value < NEVER:
            moment = local_iso(value, self.scenario.timezone)
            return ["leave", moment[8:10], moment[11:16]]
        if event == Event.APPOINTED:
            moment = local_iso(value, self.scenario.timezone)
            return [moment[8:10], moment[11:16]]
        if event in (Event.SWAPPED, Event.SUBSTITUTED):
            return [self.parts[value]]
        is_said = event in SAID or event in OF_STORES or (event in SAID_IF_ANY and value)
        return [str(value)] if is_said else []

    def _name(self, event: Event, actor: int) -> str:
        if event in OF_PARTS:
            return self.parts[actor]
        if event in OF_STORES or event in OF_REPAIRS:
            return self._stock(self.place.stock_items[actor])
        if event in OF_OUTLETS:
            return self.place.outlets[actor]
        return self.place.desks[actor] if event in OF_DESKS else self.place.engineer_id(actor)

    def _stock(self, item: StockItem) -> str:
        store = item.store if item.engineer is None else f"van-of-{self.place.engineer_id(item.engineer)}"
        return f"{store}/{item.part}"

    @property
    def parts(self) -> list[str]:
        return list(self.scenario.parts)


def story(
    folder: Path,
    tickets: Sequence[Ticket] | None,
    faults: str,
    plan: str,
    commitments: str = ARRIVE,
    zone: str = "UTC",
    horizon: str = HORIZON,
    calendars: str = "",
    travel: str = TRAVEL,
    extra: str = "",
    product: str = "",
    sites: Iterable[str] = (),
    luck: Chance = None,
    **tables: Any,
) -> Story:
    """What the model makes of these tickets, in the order they are told (which must be that of time); None: of rates.

    `tables`: rows of `parts`, of the `matrix` of drives and of the `start`, `access` and what is `known` of a site: see
    `write`.
    """
    places = dict.fromkeys([*sites, *(ticket[1] for ticket in tickets or ())])
    given = {"zone": zone, "horizon": horizon, "calendars": calendars, "travel": travel, "extra": extra}
    text = SCENARIO.format(**given, faults=faults, product=f"{product}, " if product else "")
    write(folder, text, commitments, places, {"baseline": plan}, tickets, **tables)
    return tell(folder, luck)


def write(
    folder: Path,
    scenario: str,
    commitments: str,
    sites: Iterable[str],
    plans: dict[str, str],
    tickets: Sequence[Ticket] | None = None,
    parts: Iterable[str] = (),
    matrix: Iterable[str] = (),
    access: Mapping[str, str] | None = None,
    known: Mapping[str, Mapping[str, str]] | None = None,
    start: Iterable[str] = (),
) -> None:
    """A scenario folder. `known`: units and dates of sites by column."""
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    rows = [_site(site, {"access": (access or {}).get(site, ""), **(known or {}).get(site, {})}) for site in sites]
    tables = {
        "sites": [SITES, *rows],
        "parts": [PARTS, *parts],
        "start": [",".join(START), *start],
        "travel_matrix": ["from,to,km,minutes", *matrix],
        "replay": ["reported,site_id,fault,talk,diagnose,repair,patience", *map(_cells, tickets or ())],
    }
    files = {f"{name}.csv": "\n".join(lines) for name, lines in tables.items() if len(lines) > 1}
    files |= {f"plans/{name}.yaml": text for name, text in plans.items()}
    for name, text in (files | {"scenario.yaml": scenario, "commitments.yaml": commitments}).items():
        (folder / name).write_text(text + "\n", encoding="utf-8")


def _site(site: str, cells: Mapping[str, str]) -> str:
    columns = SITES.split(",")[6:]
    return ",".join([site, *_place(site), f"r{site}", *(cells.get(column, "") for column in columns)])


def _place(site: str) -> tuple[str, str, str, str]:
    """`s10` on the road, `p3-4` on the plane."""
    if site.startswith("p"):
        return "", "", *site[1:].split("-")
    return f"{lat(float(site[1:])):.12f}", f"{LON}", "", ""


def _cells(ticket: Ticket) -> str:
    reported, *rest = ticket
    full = [*rest, *[None] * (6 - len(rest))]
    return ",".join([when(reported), *("" if cell is None else str(cell) for cell in full)])


def when(text: str) -> str:
    """'05 09:00' in full; a date with its year stays."""
    return text if len(text) > 11 else f"2026-01-{text}"


def instant(text: str, zone: str = "UTC") -> int:
    """Unix seconds of such a time."""
    return parse_local(when(text), zone)


Chance = dict[str, list[float]] | Callable[[World], World] | None


def tell(folder: Path, luck: Chance = None, seed: int = 1, plan: str = "baseline") -> Story:
    """Load and simulate a folder; `luck` puts numbers in place of those drawn, a list by ticket (of the first ones), or
    another world in place of the one drawn.
    """
    scenario = load_scenario(folder)
    chosen = load_plan(scenario, plan)
    world = sample_world(scenario, seed, replication=0)
    if callable(luck):
        world = luck(world)
    elif luck:
        given = {name: np.array(getattr(world.tickets, name)) for name in luck}
        for name, values in luck.items():
            given[name][: len(values)] = values
        world = replace(world, tickets=replace(world.tickets, **given))
    return Story(scenario, chosen, world, simulate(world, chosen))


def team(
    name: str = "crew", km: float = 0, engineers: int | str = 1, shift: str = "works", more: str = "", outlet: str = ""
) -> str:
    """A line of `teams` with an outlet of its own (and what the outlet has beside its place): see `plan_of`."""
    head = f"outlet: {name}, engineers: {engineers}, shift: {shift}"
    return f"{name}: {{{head}{', ' if more else ''}{more}}}|{at_km(km, outlet)}"


def plan_of(*teams: str, desks: str = "", dispatch: str = "", more: str = "") -> str:
    """A plan of such teams; one without a place shares the outlet of another."""
    told = [one.split("|") for one in teams]
    lines = [f"desks: {{{desks}}}"] if desks else []
    lines += ["outlets:", *(f"  {team[0].split(':')[0]}: {team[1]}" for team in told if team[1:])]
    lines += ["teams:", *(f"  {team[0]}" for team in told)]
    lines += [f"dispatch: {{{dispatch}}}"] if dispatch else []
    return "\n".join([*lines, more, ""])


def trajectory(text: str) -> list[str]:
    """Lines of a story in the order of the log (instant, then ticket), however told; remarks after # are left out."""
    told = (" ".join(line.split("#")[0].split()) for line in text.strip().splitlines())
    return sorted((line for line in told if line), key=_place_in_log)


def _place_in_log(line: str) -> tuple[str, str, int]:
    """A planned visit stands behind all tickets."""
    day, time, ticket = line.split()[:3]
    number = -1 if ticket == "-" else 10**6 + int(ticket[1:]) if ticket.startswith("p") else int(ticket)
    return day, f"{time}:00"[:8], number
