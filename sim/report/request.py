"""What was asked of a run, in a file: enough to go on with it in another process, on another day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from sim.report.manifest import as_text

SCHEMA_VERSION = 2


@dataclass(frozen=True)
class Request:
    """What the answer of a run follows from.

    `command`: which study; `scenario`, `plan`: their ids; `folder`, `plan_path`: where they were read from, as typed;
    `options`: what the command line said about it, by name, in values JSON knows; `flags`: what only this command can
    be told; `inputs`: SHA-256 of every frozen file; `versions`: of everything the figures depend on; `force`: what
    stands in the run folder is replaced.
    """

    command: str
    scenario: str
    folder: str
    plan: str
    plan_path: str
    options: Mapping[str, Any]
    flags: Mapping[str, Any]
    versions: Mapping[str, str]
    inputs: Mapping[str, str]
    force: bool = False

    def asks_the_same(self, other: Request) -> bool:
        """Whether both come to the same run folder."""
        return _plain(replace(self, force=False)) == _plain(replace(other, force=False))

    def save(self, path: Path) -> None:
        """Write it in one step: the file is whole or not there."""
        draft = path.with_suffix(".new")
        draft.write_text(as_text(_plain(self)), encoding="utf-8", newline="\n")
        draft.replace(path)

    @classmethod
    def load(cls, path: Path) -> Request | None:
        """Read it again; None where there is none, or something else."""
        try:
            data = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError, RecursionError):
            return None
        names = {field.name for field in fields(cls)}
        if not isinstance(data, dict) or data.pop("schema_version", None) != SCHEMA_VERSION or data.keys() != names:
            return None
        return cls(**data) if all(isinstance(data[name], _kind(name)) for name in names) else None


def _kind(name: str) -> type:
    return {"options": dict, "flags": dict, "versions": dict, "inputs": dict, "force": bool}.get(name, str)


def _plain(request: Request) -> dict[str, Any]:
    """As JSON gives it back: lists for tuples."""
    plain: dict[str, Any] = json.loads(json.dumps({"schema_version": SCHEMA_VERSION, **asdict(request)}))
    return plain
