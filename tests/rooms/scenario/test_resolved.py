"""Every value with its origin, and the schemas for editors."""

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from sim.scenario import load_plan, load_scenario, resolved
from sim.scenario.schema_json import FOLDER, MODELS, schema_of, text_of


def test_origins(folder: Callable[..., Path]) -> None:
    scenario = load_scenario(folder())
    entries = {entry.path: (entry.value, entry.origin) for entry in resolved(scenario, load_plan(scenario))}
    assert entries["horizon.warmup"] == ("2w", "given")
    assert entries["products.coach.faults.engine.first_fix"] == ("100%", "default")
    assert entries["products.coach.faults.body.first_fix"] == ("95%", "given")
    assert entries["products.coach.faults.body.repair.mean"] == ("150min", "assumed")
    assert entries["products.coach.faults.engine.repair.cv"] == ("0.8", "assumed")
    assert entries["products.coach.faults.body.sign_off"] == ("15min", "given")
    assert entries["products.coach.faults.engine.rate"] == ("0.5/d", "given")
    assert entries["travel.speeds.0.first_km"] == ("30", "given")
    assert entries["commitments.two-days.within"] == ("2wd", "given")
    assert entries["commitments.onsite-100km.clock"] == ("always", "default")
    assert entries["commitments.handled-6h.confidence"] == ("99%", "given")
    assert entries["commitments.same-day.confidence"] == ("95%", "default")
    assert entries["desks.duty.seats"] == ("{08:00-20:00: 2, 20:00-08:00: 1}", "given")
    assert entries["desks.experts.level"] == ("experts", "default")
    assert entries["outlets.kunming.city"] == ("昆明", "assumed")
    assert entries["outlets.qujing.lat"] == ("25.49", "given")
    assert entries["teams.kunming.outlet"] == ("kunming", "default")
    assert entries["teams.kunming.on_call.mobilise"] == ("30min", "assumed")
    assert entries["teams.partner.engineers"] == ("unlimited", "given")
    assert entries["dispatch.assign"] == ("territory", "default")


def test_defaults_of_the_smallest(folder: Callable[..., Path], smallest: dict[str, str]) -> None:
    scenario = load_scenario(folder(smallest))
    entries = {entry.path: (entry.value, entry.origin) for entry in resolved(scenario, load_plan(scenario))}
    assert entries["country"] == ("CN", "assumed") and entries["currency"] == ("CNY", "default")
    assert entries["travel.detour"] == ("1.3", "assumed") and entries["travel.speeds.0.kmh"] == ("60", "assumed")
    assert entries["teams.kunming.skills"] == ("all", "default")
    assert "horizon.weeks" not in entries and entries["horizon.months"] == ("12", "given")


@pytest.mark.parametrize("name", MODELS)
def test_committed_schemas_are_the_generated_ones(name: str) -> None:
    assert (FOLDER / f"{name}.json").read_text(encoding="utf-8") == text_of(name)


@pytest.mark.parametrize("case", ["smallest", "full", "stocked"])
@pytest.mark.parametrize(
    ("name", "file"),
    [("scenario", "scenario.yaml"), ("commitments", "commitments.yaml"), ("plan", "plans/baseline.yaml")],
)
def test_good_files_fit_their_schemas(request: pytest.FixtureRequest, case: str, name: str, file: str) -> None:
    files: dict[str, str] = request.getfixturevalue(case)
    raw = json.loads(json.dumps(YAML(typ="safe", pure=True).load(files[file]), default=str))
    assert fits(raw, schema_of(name), schema_of(name))
    assert not fits(
        [*raw, {"id": "x"}] if isinstance(raw, list) else {**raw, "crew": 2}, schema_of(name), schema_of(name)
    )


TYPES = {"string": str, "number": (int, float), "integer": int, "object": dict, "array": list, "boolean": bool}


def fits(value: Any, schema: dict[str, Any], root: dict[str, Any]) -> bool:
    """The part of JSON Schema that these schemas use."""
    if "$ref" in schema:
        return fits(value, root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    if "anyOf" in schema and not any(fits(value, one, root) for one in schema["anyOf"]):
        return False
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(isinstance(value, TYPES[kind]) for kind in kinds):
        return False
    if "enum" in schema and value not in schema["enum"]:
        return False
    if "const" in schema and value != schema["const"]:
        return False
    if isinstance(value, str) and not re.search(schema.get("pattern", ""), value):
        return False
    if isinstance(value, list):
        return all(fits(entry, schema.get("items", {}), root) for entry in value)
    return not isinstance(value, dict) or _object_fits(value, schema, root)


def _object_fits(value: dict[str, Any], schema: dict[str, Any], root: dict[str, Any]) -> bool:
    known, rest = schema.get("properties", {}), schema.get("additionalProperties", True)
    if any(key not in value for key in schema.get("required", ())):
        return False
    for key, entry in value.items():
        wanted = known.get(key, rest)
        if wanted is False or (isinstance(wanted, dict) and not fits(entry, wanted, root)):
            return False
    return True
