"""A run folder that was written before: found by name, checked against its manifest, and its tickets read again."""

from __future__ import annotations

import csv
import gzip
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.report.folder import MANIFEST
from sim.report.manifest import other_versions
from sim.report.spreadsheet import ENCODING
from sim.report.unfinished import RESULTS, check_inputs
from sim.scenario import InputErrors, Problem
from sim.scenario.problems import nearest, with_hint
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario

LATEST, RUN = "latest", "run"
INPUTS = "inputs"


@dataclass(frozen=True)
class RunFolder:
    """A folder that `pledge run`, or another study, wrote, with its manifest."""

    path: Path
    manifest: Mapping[str, Any]

    @property
    def command(self) -> str:
        """Which study wrote it."""
        return str(self.manifest["command"])

    @property
    def seed(self) -> int:
        """The number of its luck."""
        return int(self.manifest["seed"])

    @property
    def replications(self) -> int:
        """How many it simulated; they are numbered from 0."""
        return int(self.manifest["replications"])

    def load(self) -> tuple[Scenario, Plan]:
        """The scenario and the plan as they were run, `--set` included; InputErrors if they cannot be read any more."""
        from sim.scenario import load_plan, load_scenario

        check_inputs(self.path / INPUTS, self.manifest["inputs"])
        overrides = tuple(self.manifest["overrides"])
        scenario = load_scenario(self.path / INPUTS, overrides)
        return scenario, load_plan(scenario, str(self.manifest["plan"]), overrides)

    def kept_tickets(self) -> Iterator[tuple[int, list[list[str]]]]:
        """Replication and the rows of its tickets as they were written, without the head, for each one kept."""
        path = self.path / "tickets.csv.gz"
        if not path.is_file():
            return
        try:
            with gzip.open(path, "rb") as packed, io.TextIOWrapper(packed, encoding=ENCODING, newline="") as file:
                lines = csv.reader(file)
                next(lines, None)
                for replication, rows in groupby(lines, key=lambda cells: cells[0]):
                    yield int(replication), list(rows)
        except (EOFError, gzip.BadGzipFile, ValueError, IndexError) as error:
            text = _("this is not a table of tickets that a run wrote")
            raise InputErrors([Problem(str(path), None, None, "NO_TICKETS", text)]) from error

    def differs(self, what: str) -> InputErrors:
        """The refusal of a run that comes out otherwise today."""
        text = _("simulated again, {what} than when the run was written{why}; run it again: {command}").format(
            what=what, why=other_versions(self.manifest.get("versions", {})), command=self.manifest["reproduce"]
        )
        return InputErrors([Problem(str(self.path), None, None, "RUN_DIFFERS", text)])


def find_run(name: str) -> RunFolder:
    """The run `name`: `latest`, a folder, or the name of one under ./results. InputErrors if there is none."""
    found = find_study(name, RUN)
    if found.command != RUN:
        text = _("this is the folder of a pledge {command}; it takes one of pledge run").format(command=found.command)
        raise InputErrors([Problem(str(found.path), None, None, "NO_RUN", text)])
    return found


def find_study(name: str, command: str = "*") -> RunFolder:
    """The same of any study; `latest` is the last one, or the last of a command."""
    for path in _candidates(name, command):
        if (path / MANIFEST).is_file():
            return RunFolder(path, _manifest(path / MANIFEST))
    hint = nearest(name, [*run_names(), LATEST])
    text = _("there is no run here: neither a run folder nor a name under {results}").format(results=RESULTS)
    raise InputErrors([Problem(name, None, None, "NO_RUN", with_hint(text, hint), hint)])


def _candidates(name: str, command: str) -> list[Path]:
    if name == LATEST:
        return _folders(command)[-1:]
    return [Path(name), RESULTS / name]


def _folders(command: str = "*") -> list[Path]:
    """The folders of studies under ./results, oldest first; those of one command have its JSON in them."""
    found = (path.parent for path in RESULTS.glob(f"*/{MANIFEST}"))
    return sorted((path for path in found if any(path.glob(f"{command}.json"))), key=_written)


def run_names() -> list[str]:
    """The names of the folders of studies under ./results."""
    return [path.name for path in _folders()]


def _written(run: Path) -> tuple[int, str]:
    return (run / MANIFEST).stat().st_mtime_ns, run.name


def _manifest(path: Path) -> Mapping[str, Any]:
    """The manifest of a run; a file that is none of ours is refused."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        data = None
    if isinstance(data, dict) and data.keys() >= (_NEEDED if data.get("command") == RUN else _OF_ALL):
        return data
    raise InputErrors([Problem(str(path), None, None, "NO_RUN", _("this is not the manifest of a run"))])


_OF_ALL = {"command", "seed", "replications", "plan", "overrides", "inputs", "reproduce"}
_NEEDED = {*_OF_ALL, "digest"}
