"""A small company whose year is written by hand: files, recorded tickets, and a log told row by row."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from sim.clock import parse_local
from sim.judge import Judgement, TicketTable, judge, ticket_table
from sim.judge.presence import Presence
from sim.model import Deployment, Event, EventLog, deployment
from sim.model.absence import absent_days
from sim.scenario import Plan, Scenario, load_plan, load_scenario
from sim.world import World, sample_world

ZONE = "Asia/Shanghai"
MIN, H, D = 60, 3600, 86_400

SCENARIO = """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2026-01-05, weeks: 4, warmup: 1d, runout: 1w}
calendars:
  works: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"]}
  early: {days: mon-fri, hours: "06:00-10:00"}
products:
  coach:
    faults:
      body: {rate_per_unit_year: 1, skill: body}
      engine: {rate_per_unit_year: 1, skill: chassis, supplier: {id: enginemaker, chance: 100%}}
      gear: {rate_per_unit_year: 1, skill: chassis, supplier: {id: gearmaker, chance: 100%}}
suppliers:
  enginemaker: {reply: 6h, supply: 1d}
  gearmaker: {reply: 6h, visits: supplier}
"""
SITES = """\
site_id,lat,lon,region,customer
near,40.0,116.0,north,alpha
far,41.0,116.0,north,beta
"""
PLAN = """\
desks:
  front: {seats: 2, takes: [phone]}
  duty: {role: dispatch, seats: 1}
outlets: {depot: {lat: 40.0, lon: 116.0}}
teams:
  north: {outlet: depot, engineers: 2, shift: works}
"""
ARRIVE_4H = "- {id: onsite, measure: {from: reported, to: arrived}, within: 4h, target: 90%}\n"


def at(text: str) -> int:
    """'6 09:30' is the 6th of January 2026 at 09:30 local; '2026-…' a full date."""
    full = text if text.startswith("20") else "2026-01-{:0>2} {}".format(*text.split())
    return parse_local(full, ZONE)


@dataclass
class Company:
    scenario: Scenario
    plan: Plan
    world: World
    log: EventLog

    @property
    def place(self) -> Deployment:
        return deployment(self.scenario, self.plan)

    @property
    def presence(self) -> Presence:
        return Presence(self.place, absent_days(self.world, self.place))

    @property
    def table(self) -> TicketTable:
        return ticket_table(self.world, self.place, self.log)

    @property
    def judgement(self) -> Judgement:
        return judge(self.world, self.plan, self.log)

    def count(self, name: str) -> tuple[int, int, int]:
        """Covered, kept and undecided over all periods."""
        one = next(count for count in self.judgement.commitments if count.id == name)
        return int(one.covered.sum()), int(one.kept.sum()), int(one.undecided.sum())

    def commitment(self, name: str):
        return next(count for count in self.judgement.commitments if count.id == name)


def company(
    folder: Path,
    commitments: str,
    tickets: list[tuple[str, str, str]],
    rows: list[tuple],
    scenario: str = SCENARIO,
    plan: str = PLAN,
    parts: str = "",
    sites: str = SITES,
) -> Company:
    """`tickets`: (reported, site, fault) in order of time; `rows`: (when, ticket, Event[, n, actor, value]).

    A ticket whose first row is not told joins the queue of desk 0 when it is reported.
    """
    (folder / "plans").mkdir(parents=True, exist_ok=True)
    lines = ["reported,site_id,fault", *(f"{_local(when)},{site},{fault}" for when, site, fault in tickets)]
    files = {
        "scenario.yaml": scenario,
        "commitments.yaml": commitments,
        "sites.csv": sites,
        "replay.csv": "\n".join(lines) + "\n",
        "plans/baseline.yaml": plan,
    }
    if parts:
        files["parts.csv"] = parts
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    loaded = load_scenario(folder)
    begun = {(row[1], _instant(row[0])) for row in rows}
    reported = [(number, at(when)) for number, (when, _site, _fault) in enumerate(tickets)]
    silent = [(when, number, Event.QUEUED, 1, 0, 0) for number, when in reported if (number, when) not in begun]
    return Company(loaded, load_plan(loaded), sample_world(loaded, seed=1, replication=0), told([*silent, *rows]))


def seen_for(story: Company, runout_s: int) -> Company:
    """The same story with a run-out that a file could not have: shorter than the longest limit."""
    horizon = story.scenario.horizon
    shorter = replace(horizon, spec=horizon.spec.model_copy(update={"runout": runout_s}))
    scenario = replace(story.scenario, horizon=shorter, _compiled={})
    return Company(scenario, story.plan, replace(story.world, scenario=scenario), story.log)


def _local(when: str) -> str:
    return when if when.startswith("20") else "2026-01-{:0>2} {}:00".format(*when.split())


def told(rows: list[tuple]) -> EventLog:
    """A log from rows told in any order; rows of one ticket at one instant stand as told."""
    full = [(_instant(row[0]), *row[1:], *(0, _usual_actor(row[2]), 0)[len(row) - 3 :]) for row in rows]
    full.sort(key=lambda row: row[:2])
    columns = np.array(full, dtype=np.int64).reshape(-1, 6).T
    return EventLog(*(np.ascontiguousarray(column) for column in columns))


def _usual_actor(event: Event) -> int:
    """Engineer 0 where the row has one, else nobody."""
    on_a_visit = Event.DISPATCHED <= event <= Event.LEFT or Event.COLLECTED <= event <= Event.SWAPPED
    return 0 if on_a_visit else -1


def _instant(when: str | int) -> int:
    return when if isinstance(when, int) else at(when)


def call(ticket: int, start: str, answered: str, ended: str, attempt: int = 1) -> list[tuple]:
    """A call that desk 0 answers."""
    return [
        (start, ticket, Event.QUEUED, attempt, 0, 0),
        (answered, ticket, Event.STARTED, attempt, 0, 0),
        (ended, ticket, Event.ENDED, attempt, 0, 0),
    ]


def visit(ticket: int, ready: str, left: str, arrived: str, done: str, latest: int = 1 << 62) -> list[tuple]:
    """A visit of engineer 0 that repairs, without signature time."""
    return [
        (ready, ticket, Event.READY, 1, -1, latest),
        (left, ticket, Event.DISPATCHED, 1, 0, 0),
        (left, ticket, Event.DEPARTED, 1, 0, 10_000),
        (arrived, ticket, Event.ARRIVED, 1, 0, 0),
        (arrived, ticket, Event.DIAGNOSED, 1, 0, 0),
        (done, ticket, Event.RESTORED, 1, 0, 0),
        (done, ticket, Event.LEFT, 1, 0, 1),
        (done, ticket, Event.CLOSED),
    ]
