"""A small nature on disk, to be changed in one respect at a time."""

import json
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from sim.scenario import Plan, Scenario, load_plan, load_scenario
from sim.world import World

NATURE: dict[str, Any] = {
    "schema": 1,
    "timezone": "Asia/Shanghai",
    "horizon": {"start": "2026-01-05", "weeks": 6, "warmup": "1w", "runout": "1w"},
    "products": {
        "coach": {
            "faults": {
                "body": {"rate": "1/d", "talk": {"mean": "6min"}, "repair": {"mean": "2h", "cv": 0.5}},
                "engine": {
                    "rate": "0.5/d",
                    "diagnose": {"dist": "gamma", "mean": "1h", "cv": 0.7},
                    "supplier": {"id": "maker", "chance": "40%"},
                },
            }
        }
    },
    "suppliers": {"maker": {"reply": {"mean": "6h"}, "supply": {"mean": "3d"}}},
    "channels": {"phone": {"patience": {"mean": "3min"}, "redial": {"chance": "60%", "after": {"mean": "10min"}}}},
}
SITES = {"a": ("north", 3), "b": ("north", 1), "c": ("south", 2)}
PROMISE = {"id": "any", "measure": {"from": "reported", "to": "arrived"}, "within": "24h"}
PLAN = {"outlets": {"depot": {"lat": 30, "lon": 110}}, "teams": {"depot": {"engineers": 3, "shift": "always"}}}

Sites = dict[str, tuple[str, int]]


def nature(
    changes: dict[str, Any] | None = None,
    sites: Sites = SITES,
    promise: dict[str, Any] = PROMISE,
    replay: str | None = None,
) -> Scenario:
    """The scenario with these top-level keys replaced; `sites`: region and units by id."""
    rows = [f"{site},30,110,{region},coach,{units}" for site, (region, units) in sites.items()]
    files = {
        "scenario.yaml": json.dumps({**NATURE, **(changes or {})}),
        "commitments.yaml": json.dumps([promise]),
        "sites.csv": "\n".join(["site_id,lat,lon,region,product,units", *rows]) + "\n",
        **({"replay.csv": replay} if replay else {}),
    }
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            (Path(folder) / name).write_text(text, encoding="utf-8")
        return load_scenario(folder)


def one_fault(rate: str, **more: Any) -> dict[str, Any]:
    """The products key with a single kind of fault."""
    return {"products": {"coach": {"faults": {"any": {"rate": rate, **more}}}}}


def plan_for(scenario: Scenario, folder: Path, **changes: Any) -> Plan:
    """A plan of one outlet."""
    path = folder / "plan.yaml"
    path.write_text(json.dumps({**PLAN, **changes}), encoding="utf-8")
    return load_plan(scenario, path)


POSITIONS = ("site", "fault")
"""Columns that say where something stands in the files, not what it is."""


def by_id(world: World) -> dict[str, dict[str, float]]:
    """Everything a ticket has drawn, by its id."""
    tickets = world.tickets
    names = [name for name in tickets.__dataclass_fields__ if name not in POSITIONS]
    columns = {name: getattr(tickets, name).tolist() for name in names}
    ids = [world.ticket_id(index) for index in range(len(tickets))]
    assert len(set(ids)) == len(ids)
    return {ticket: {name: columns[name][index] for name in names} for index, ticket in enumerate(ids)}


def local(scenario: Scenario, at: np.ndarray) -> list[datetime]:
    """Local date-times."""
    zone = ZoneInfo(scenario.timezone)
    return [datetime.fromtimestamp(t, zone) for t in at.tolist()]
