"""A log told by hand for the second judgement: recorded tickets, and rows that nobody simulated.

Times are told as 'dd hh:mm' of January 2026, UTC; the 5th is a Monday.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np

from sim.audit.verdicts import SecondCell, SecondJudge
from sim.model import Event, EventLog
from sim.scenario import Commitment, Plan, Scenario, load_plan, load_scenario
from sim.world import World, sample_world

SCENARIO = """\
schema: 1
timezone: UTC
horizon: {start: 2026-01-05, weeks: 2, warmup: 0s, runout: 1w}
contracts: {std: {fee_per_year: 1000}, gold: {fee_per_year: 9999.99}}
calendars:
  works: {days: mon-fri, hours: ["08:00-12:00", "13:00-17:00"]}
  night: {days: mon-fri, hours: "22:00-06:00"}
suppliers: {maker: {visits: supplier}}
products: {press: {faults: {a: {}, b: {supplier: maker, repeat: 0%}}}}
"""
SITES = """\
site_id,lat,lon,customer,contract,region,units
near,50,10,alpha,std,north,1
far,51,10,alpha,gold,south,2
lone,50,10,beta,,north,1
"""
PLAN = """\
desks: {front: {seats: {"08:00-20:00": 1}, takes: [phone]}}
outlets: {depot: {lat: 50, lon: 10}}
teams: {depot: {engineers: 2}}
"""

Row = tuple[Any, ...]
"""(time, ticket, event, n, value); n and value may be left out."""


def at(text: str) -> int:
    """Unix seconds of '05 09:30'."""
    return int(datetime.fromisoformat(f"2026-01-{text}").replace(tzinfo=UTC).timestamp())


def told(
    folder: Path,
    tickets: list[tuple[str, str, str]],
    rows: list[Row],
    scenario: str = SCENARIO,
    plan: str = PLAN,
) -> SecondJudge:
    """The second judge of such a log; tickets are (reported, site, fault), in order of time."""
    (folder / "plans").mkdir()
    table = ["reported,site_id,fault", *(f"2026-01-{when},{site},{fault}" for when, site, fault in tickets)]
    promise = "- {id: any, measure: {from: reported, to: arrived}, within: 4h, target: 90%}\n"
    texts = {"scenario.yaml": scenario, "sites.csv": SITES, "commitments.yaml": promise, "plans/baseline.yaml": plan}
    for name, text in (texts | {"replay.csv": "\n".join(table) + "\n"}).items():
        (folder / name).write_text(text, encoding="utf-8")
    loaded: Scenario = load_scenario(folder)
    chosen: Plan = load_plan(loaded)
    world: World = sample_world(loaded, 1, 0)
    return SecondJudge(world, chosen, log_of(rows))


def log_of(rows: list[Row]) -> EventLog:
    """In the order of a log."""
    full = [(at(when), ticket, int(event), *(*more, 0, 0)[:2]) for when, ticket, event, *more in rows]
    lines = [(when, ticket, event, n, -1, value) for when, ticket, event, n, value in full]
    columns = np.array(sorted(lines, key=lambda line: line[:2]), dtype=np.int64).reshape(-1, 6).T
    return EventLog(*columns)


def promise(**entry: Any) -> Commitment:
    """A promise as it stands in the file."""
    return Commitment.model_validate({"id": "p", **entry})


def outcome(judge: SecondJudge, label: str = "contract", **entry: Any) -> SecondCell:
    """What such a promise comes to in a period."""
    return judge.count(promise(**entry)).cells[label]


def answers(judge: SecondJudge, **entry: Any) -> list[str]:
    """Of every ticket or attempt, in order."""
    return [case.answer.value for case in judge.cases(promise(**entry))]


CALL = [(Event.QUEUED, 1, 0), (Event.STARTED, 1, 0), (Event.ENDED, 1, 0)]


def call(ticket: int, when: str, until: str) -> list[Row]:
    """A call that is answered at once."""
    queued, started, ended = CALL
    return [(when, ticket, *queued), (when, ticket, *started), (until, ticket, *ended)]
