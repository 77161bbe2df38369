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

LATEST = "latest"
INPUTS = "inputs"


@dataclass(frozen=True)
class RunFolder:
    """A folder that `pledge run` wrote, with its manifest."""

    path: Path
    manifest: Mapping[str, Any]

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
    for path in _candidates(name):
        if (path / MANIFEST).is_file():
            return RunFolder(path, _manifest(path / MANIFEST))
    hint = nearest(name, [*run_names(), LATEST])
    text = _("there is no run here: neither a run folder nor a name under {results}").format(results=RESULTS)
    raise InputErrors([Problem(name, None, None, "NO_RUN", with_hint(text, hint), hint)])


def _candidates(name: str) -> list[Path]:
    if name == LATEST:
        return _runs()[-1:]
    return [Path(name), RESULTS / name]


def _runs() -> list[Path]:
    """The run folders under ./results, oldest first."""
    return sorted((path.parent for path in RESULTS.glob(f"*/{MANIFEST}")), key=_written)


def run_names() -> list[str]:
    """The names of the runs under ./results."""
    return [path.name for path in _runs()]


def _written(run: Path) -> tuple[int, str]:
    return (run / MANIFEST).stat().st_mtime_ns, run.name


def _manifest(path: Path) -> Mapping[str, Any]:
    """The manifest of a run; a file that is none of ours is refused."""
    try:
        data = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        data = None
    if isinstance(data, dict) and data.get("command") == "run" and data.keys() >= _NEEDED:
        return data
    raise InputErrors([Problem(str(path), None, None, "NO_RUN", _("this is not the manifest of a run"))])


_NEEDED = {"seed", "replications", "digest", "plan", "overrides", "inputs", "reproduce"}
