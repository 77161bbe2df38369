"""Little companies along one road, small enough to be worked out by hand.

Places lie on a meridian: site `s10` is 10 km north of the origin, and a drive takes a minute per km (detour 1, 60 km/h,
no noise). The first Monday is 2026-01-05; times are told as 'dd hh:mm' of January 2026, local.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from sim.clock import NEVER, local_iso, parse_local
from sim.model import Deployment, Event, EventLog, Purpose, deployment, simulate
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
products: {{press: {{faults: {{{faults}}}}}}}
travel: {travel}
{extra}
"""
TRAVEL = "{detour: 1, speeds: 60, noise_cv: 0}"
ARRIVE = "- {id: arrive, measure: {from: reported, to: arrived}, within: 1d, target: 90%}\n"

Ticket = tuple[Any, ...]
"""(reported, site, fault) and, where given, talk, diagnose, repair, patience as durations; None is drawn."""


def lat(km: float) -> float:
    """Degrees north of a place so many km up the road."""
    return BASE_LAT + math.degrees(km * 1000 / EARTH_RADIUS_M)


def at_km(km: float) -> str:
    """A place as a plan writes it."""
    return f"{{lat: {lat(km):.12f}, lon: {LON}}}"


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
        parts = [moment[8:10], time, "-" if ticket < 0 else str(ticket), event.name, str(n), who]
        return " ".join([*parts, *self._said(event, value)])

    def _said(self, event: Event, value: int) -> list[str]:
        if event <= Event.GAVE_UP:
            return [Purpose(value).name]
        if event in (Event.DEPARTED, Event.HOMEWARD):
            return [f"{value}m"]
        if event == Event.READY and value < NEVER:
            moment = local_iso(value, self.scenario.timezone)
            return ["leave", moment[8:10], moment[11:16]]
        return [str(value)] if event in (Event.LEFT, Event.SATISFIED) else []

    def _name(self, event: Event, actor: int) -> str:
        of_desk = event <= Event.REMOTE_FIXED
        return self.place.desks[actor] if of_desk else self.place.engineer_id(actor)


def story(
    folder: Path,
    tickets: Sequence[Ticket],
    faults: str,
    plan: str,
    commitments: str = ARRIVE,
    zone: str = "UTC",
    horizon: str = HORIZON,
    calendars: str = "",
    travel: str = TRAVEL,
    extra: str = "",
    sites: Iterable[str] = (),
    luck: dict[str, list[float]] | None = None,
) -> Story:
    """What the model makes of these tickets, in the order they are told (which must be that of time)."""
    places = dict.fromkeys([*sites, *(ticket[1] for ticket in tickets)])
    text = SCENARIO.format(zone=zone, horizon=horizon, calendars=calendars, faults=faults, travel=travel, extra=extra)
    write(folder, text, commitments, places, {"baseline": plan}, tickets)
    return tell(folder, luck)


def write(
    folder: Path,
    scenario: str,
    commitments: str,
    sites: Iterable[str],
    plans: dict[str, str],
    tickets: Sequence[Ticket] | None = None,
) -> None:
    """A scenario folder."""
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    rows = [f"{site},{lat(float(site[1:])):.12f},{LON},r{site}" for site in sites]
    files = {
        "scenario.yaml": scenario,
        "commitments.yaml": commitments,
        "sites.csv": "\n".join(["site_id,lat,lon,region", *rows]) + "\n",
        **{f"plans/{name}.yaml": text for name, text in plans.items()},
    }
    if tickets is not None:
        files["replay.csv"] = "\n".join(["reported,site_id,fault,talk,diagnose,repair,patience", *map(_cells, tickets)])
    for name, text in files.items():
        (folder / name).write_text(text + "\n", encoding="utf-8")


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


def tell(folder: Path, luck: dict[str, list[float]] | None = None, seed: int = 1, plan: str = "baseline") -> Story:
    """Load and simulate a folder; `luck` puts latent uniforms in place of those drawn, a list by ticket."""
    scenario = load_scenario(folder)
    chosen = load_plan(scenario, plan)
    world = sample_world(scenario, seed, replication=0)
    if luck:
        given = {name: np.array(values) for name, values in luck.items()}
        world = replace(world, tickets=replace(world.tickets, **given))
    return Story(scenario, chosen, world, simulate(world, chosen))


def team(name: str = "crew", km: float = 0, engineers: int | str = 1, shift: str = "works", more: str = "") -> str:
    """A line of `teams` with an outlet of its own: see `plan_of`."""
    return f"{name}: {{outlet: {name}, engineers: {engineers}, shift: {shift}{', ' if more else ''}{more}}}|{at_km(km)}"


def plan_of(*teams: str, desks: str = "", dispatch: str = "", more: str = "") -> str:
    """A plan of such teams."""
    told = [one.split("|") for one in teams]
    lines = [f"desks: {{{desks}}}"] if desks else []
    lines += ["outlets:", *(f"  {team.split(':')[0]}: {place}" for team, place in told)]
    lines += ["teams:", *(f"  {team}" for team, _place in told)]
    lines += [f"dispatch: {{{dispatch}}}"] if dispatch else []
    return "\n".join([*lines, more, ""])


def trajectory(text: str) -> list[str]:
    """Lines of a story in the order of the log (instant, then ticket), however told; remarks after # are left out."""
    told = (" ".join(line.split("#")[0].split()) for line in text.strip().splitlines())
    return sorted((line for line in told if line), key=_place_in_log)


def _place_in_log(line: str) -> tuple[str, str, int]:
    day, time, ticket = line.split()[:3]
    return day, f"{time}:00"[:8], -1 if ticket == "-" else int(ticket)
