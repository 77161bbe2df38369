"""JSON Schemas of the YAML files, so that editors check and complete them.

`python -m sim.scenario.schema_json` writes them anew.
"""

import json
from pathlib import Path
from typing import Any

from sim.scenario.files import CommitmentsFile
from sim.scenario.grammar import UNITS
from sim.scenario.nature import ScenarioFile
from sim.scenario.part import Part
from sim.scenario.plan import PlanFile
from sim.scenario.reference import MEANINGS, meanings_of

FOLDER = Path(__file__).parent / "schema"
MODELS: dict[str, type[Part]] = {"scenario": ScenarioFile, "commitments": CommitmentsFile, "plan": PlanFile}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(name: str) -> dict[str, Any]:
    """The schema of 'scenario', 'commitments' or 'plan'."""
    raw = MODELS[name].model_json_schema(by_alias=True)
    used: set[str] = set()
    schema = _refer_to_units(raw, used)
    definitions = schema.setdefault("$defs", {})
    _explain({MODELS[name].__name__: schema, **definitions})
    for unit in sorted(used):
        definitions[unit] = _definition(unit)
    if name == "commitments":
        schema = {"$defs": definitions, **schema["properties"]["commitments"], "title": "Commitments"}
    return {"$schema": _DIALECT, **schema}


def _explain(definitions: dict[str, dict[str, Any]]) -> None:
    """Say of each map and key what it means, for the editor to show."""
    for model in definitions.keys() & MEANINGS.keys():
        node, meanings = definitions[model], meanings_of(model)
        full = node["anyOf"][-1] if "anyOf" in node else node
        for key, entry in full["properties"].items():
            entry["description"] = meanings[key]
        if meanings.get(""):
            full["description"] = meanings[""]


def _refer_to_units(node: Any, used: set[str]) -> Any:
    """Put a reference in place of each marked value; defaults are left out, for they are in internal units."""
    if isinstance(node, list):
        return [_refer_to_units(entry, used) for entry in node]
    if not isinstance(node, dict):
        return node
    if "x-unit" in node:
        used.add(node["x-unit"])
        return {"$ref": f"#/$defs/{node['x-unit']}"}
    if {"type": "null"} in node.get("anyOf", ()):
        return _refer_to_units(_never_null(node), used)
    return {
        key: _refer_to_units(entry, used)
        for key, entry in node.items()
        if key not in ("default", "assumed") or not _is_keyword(node)
    }


def _never_null(node: dict[str, Any]) -> dict[str, Any]:
    """A key is left out, never empty."""
    kept = [entry for entry in node["anyOf"] if entry != {"type": "null"}]
    return kept[0] if len(kept) == 1 else {**node, "anyOf": kept}


def _is_keyword(node: dict[str, Any]) -> bool:
    """Whether this is a schema and not the map of its properties."""
    return bool(node.keys() & {"type", "$ref", "anyOf", "x-unit", "title"})


def _definition(unit: str) -> dict[str, Any]:
    plain = dict(UNITS[unit].schema)
    if not UNITS[unit].numeric:
        return plain
    return {"anyOf": [plain, _uncertain(plain)]}


def _uncertain(plain: dict[str, Any]) -> dict[str, Any]:
    ends = dict.fromkeys(("value", "low", "high"), plain)
    return {
        "type": "object",
        "properties": {**ends, "assumed": {"type": "boolean"}},
        "required": ["value"],
        "additionalProperties": False,
    }


def text_of(name: str) -> str:
    """The schema as it is committed."""
    return json.dumps(schema_of(name), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def write_schemas(folder: Path = FOLDER) -> None:
    """Write all schemas into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in MODELS:
        (folder / f"{name}.json").write_text(text_of(name), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    write_schemas()
