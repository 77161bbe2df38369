"""Small scenarios written to disk and loaded as users' own: one time unit of a textbook case is ten hours."""

import csv
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any

from sim.scenario import Plan, Scenario, load_plan, load_scenario

UNIT_S = 36_000
"""Long enough that rounding every duration to whole seconds moves no figure by a noticeable part."""

AVAILABILITY = "availability"
"""The promise that says which share of time units work."""

HERE = {"lat": 30.0, "lon": 110.0}


def lasting(units: float) -> str:
    """A duration of so many time units."""
    return f"{units * UNIT_S!r}s"


def exponential(mean: float) -> dict[str, str]:
    """An exponential duration with this mean in time units."""
    return {"dist": "exponential", "mean": lasting(mean)}


def constant(mean: float) -> dict[str, str]:
    """A constant duration in time units."""
    return {"dist": "constant", "mean": lasting(mean)}


def per_unit(rate: float) -> str:
    """A rate of so many events per time unit."""
    return f"{rate * 3600 / UNIT_S!r}/h"


@dataclass(frozen=True)
class Small:
    """A scenario of one kind of fault and its plan, everything at one place so that nobody drives.

    `rates`: arrivals per time unit by site. `fault`, `plan`, `phone`, `severities`, `travel`, `profile`: entries of the
    files. `own`: entries of the fault that hold at one site only. `installed`: units at every site that fail as they
    run, each at the site's rate; their availability is promised. `replay`: recorded tickets. `parts`: rows of the table
    of parts. `places`: of the sites, if they do not all stand at one. `judged`, `before` and `after`: judged time,
    warm-up and run-out in time units.
    """

    rates: Mapping[str, float]
    fault: Mapping[str, Any]
    plan: Mapping[str, Any]
    judged: int
    before: int
    after: int
    phone: Mapping[str, Any] = field(default_factory=dict)
    own: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    parts: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    severities: Sequence[str] = ("general",)
    places: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    travel: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)
    installed: int = 0
    replay: Sequence[Mapping[str, Any]] = ()

    def load(self, folder: Path) -> tuple[Scenario, Plan]:
        """Write the folder and read it back as every command does."""
        (folder / "plans").mkdir(parents=True)
        for name, content in self._files().items():
            (folder / name).write_text(content, encoding="utf-8")
        scenario = load_scenario(folder)
        return scenario, load_plan(scenario)

    def _files(self) -> dict[str, str]:
        """JSON is YAML too."""
        promises: list[dict[str, Any]] = [
            {"id": "any", "measure": {"from": "reported", "to": "closed"}, "within": lasting(self.after)}
        ]
        if self.installed:
            promises.append({"id": AVAILABILITY, "measure": {"availability": "unit"}, "target": "0%"})
        files = {
            "scenario.yaml": json.dumps(self._nature()),
            "commitments.yaml": json.dumps(promises),
            "plans/baseline.yaml": json.dumps(self.plan),
            "sites.csv": _table([self._site(site) for site in self.rates]),
        }
        if self.parts:
            files["parts.csv"] = _table([{"part_id": part, **row} for part, row in self.parts.items()])
        if self.replay:
            files["replay.csv"] = _table(self.replay)
        return files

    def _site(self, site: str) -> dict[str, Any]:
        place = self.places[site] if self.places else HERE
        return {"site_id": site, "product": site, **({"units": self.installed} if self.installed else {}), **place}

    def _nature(self) -> dict[str, Any]:
        return {
            "schema": 1,
            "timezone": "UTC",
            "horizon": {
                "start": "2026-01-01",
                "hours": self.judged * UNIT_S // 3600,
                "warmup": lasting(self.before),
                "runout": lasting(self.after),
            },
            "channels": {"phone": dict(self.phone)},
            "severities": list(self.severities),
            "products": {
                site: {"faults": {"any": {"rate": per_unit(rate), **self.fault, **self.own.get(site, {})}}}
                for site, rate in self.rates.items()
            },
            "travel": {"noise_cv": 0, **self.travel},
            **({"failures": "operating"} if self.installed else {}),
            **({"profile": dict(self.profile)} if self.profile else {}),
        }


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    """A CSV file; a map in a cell stands in flow form."""
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    for row in rows:
        writer.writerow({key: json.dumps(cell) if isinstance(cell, dict) else cell for key, cell in row.items()})
    return text.getvalue()


TEAM_OF_ONE = {"engineers": 1, "shift": "always"}
NEVER_SHORT = {"engineers": "unlimited", "shift": "always"}


def one_outlet(engineers: int | str, stock: Mapping[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """A plan of one outlet with so many engineers who never go off duty, first ready first served."""
    depot = {**HERE, "stock": stock} if stock else HERE
    team = {"engineers": engineers, "shift": "always"}
    return {"outlets": {"depot": depot}, "teams": {"depot": team}, "dispatch": {"rule": "ready"}, **more}


def outlets_in_order(preferences: Mapping[str, Sequence[str]], team: Mapping[str, Any] = TEAM_OF_ONE) -> dict[str, Any]:
    """A plan of outlets with such a team each; a site's outlets are asked in the order given."""
    names = sorted({outlet for order in preferences.values() for outlet in order})
    return {
        "outlets": dict.fromkeys(names, HERE),
        "teams": {name: dict(team) for name in names},
        "territories": {site: {"sites": [site], "outlets": list(order)} for site, order in preferences.items()},
    }
