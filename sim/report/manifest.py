"""manifest.json: everything needed to say what a result rests on, and to get it again."""

from __future__ import annotations

import hashlib
import json
import platform
from collections.abc import Mapping, Sequence
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.clock import Always, local_iso_each
from sim.report import audit, tickets_csv
from sim.report.next_steps import quoted
from sim.wording import _

if TYPE_CHECKING:
    from sim.clock import Calendar
    from sim.study import Result

SCHEMA_VERSION = 1
PACKAGES = ("service-pledge", "simpy", "numpy", "scipy", "pandas", "matplotlib", "holidays", "tzdata", "pydantic")


def manifest(
    result: Result, inputs: Path, overrides: Sequence[str] = (), how_many: str | None = None
) -> dict[str, Any]:
    """The manifest as plain data; `inputs` is the folder that holds the frozen files."""
    return {
        "schema_version": SCHEMA_VERSION,
        "command": "run",
        "scenario": result.scenario.id,
        "plan": result.plan.id,
        "seed": result.seed,
        "replications": result.replications,
        "digest": result.digest,
        "overrides": list(overrides),
        "reproduce": reproduce_line(result, overrides, how_many),
        "tickets.csv.gz": tickets_csv.contents(result),
        "inputs": {path.relative_to(inputs.parent).as_posix(): sha256(path) for path in files_below(inputs)},
        "calendars": {name: frozen_calendar(result.scenario.calendar(name)) for name in result.scenario.calendar_names},
        "assumptions": [plain(assumption) for assumption in result.assumptions],
        "warnings": [str(warning) for warning in result.warnings],
        "audit": audit.headline(result.audit) if result.audit is not None else None,
        "versions": versions(),
    }


def reproduce_line(result: Result, overrides: Sequence[str] = (), how_many: str | None = None) -> str:
    """The command that gives this result again, typed inside the run folder; see `write_run` for `how_many`."""
    sets = "".join(f" --set {quoted(override)}" for override in overrides)
    asked = how_many or f"--replications {result.replications}"
    tried = " --assumptions" if result.assumptions_tried else ""
    audited = " --audit" if result.audit is not None else ""
    return f"pledge run inputs --plan {quoted(result.plan.id)} --seed {result.seed} {asked}{sets}{tried}{audited}"


def sha256(path: Path) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(path.read_bytes()).hexdigest()


def files_below(folder: Path) -> list[Path]:
    """All files of a folder and its folders, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


def versions() -> dict[str, str]:
    """Versions of Python, the system and the packages the result depends on."""
    return {
        "python": platform.python_version(),
        "system": f"{platform.system()} {platform.machine()}",
        **{name: version for name in PACKAGES if (version := _version(name))},
    }


def other_versions(was: Mapping[str, str]) -> str:
    """' (with service-pledge 0.1.0, now 0.2.0)', if there is such a difference; else nothing."""
    now = versions()
    other = [_("{name} {was}, now {now}").format(name=name, was=was[name], now=now[name])
             for name in now if name in was and was[name] != now[name]]  # fmt: skip
    return _(" (with {versions})").format(versions="; ".join(other)) if other else ""


def _version(package: str) -> str | None:
    try:
        return metadata.version(package)
    except metadata.PackageNotFoundError:
        return None


def frozen_calendar(calendar: Calendar) -> dict[str, Any]:
    """The open windows as they were resolved, [open, close) in the calendar's own local time."""
    if isinstance(calendar, Always):
        return {"zone": None, "windows": "always open"}
    opens = local_iso_each(calendar.starts, calendar.zone).tolist()
    closes = local_iso_each(calendar.ends, calendar.zone).tolist()
    return {"zone": calendar.zone, "windows": [list(window) for window in zip(opens, closes, strict=True)]}


def plain(entry: object) -> dict[str, Any]:
    """A record of the scenario as JSON-able data."""
    fields = entry.model_dump() if hasattr(entry, "model_dump") else dict(vars(entry))
    return {
        name: value if isinstance(value, (int, float, str, type(None))) else str(value)
        for name, value in fields.items()
    }


def as_text(data: object) -> str:
    """JSON with Chinese as it is, one key per line; NaN is refused."""
    return json.dumps(data, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
