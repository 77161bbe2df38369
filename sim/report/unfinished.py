"""A run that is not finished: a folder beside its goal, held by the one process that works on it.

`.NAME.unfinished` holds `request.json` (what was asked), `inputs` (frozen), `replications.bin` (the ledger of what is
finished) and, at the end, the run folder while it is written. It disappears when the run folder is in its place; what
is left of a run that was cut off is all that `pledge resume NAME` needs.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.report.lock import Lock, holder
from sim.report.manifest import files_below, sha256, versions
from sim.report.request import Request
from sim.scenario import InputErrors, Problem
from sim.study.ledger import whole_records
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario

RESULTS = Path("results")
NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f-\x9f]+')  # what Windows refuses in file names, and controls
LONGEST_NAME = 200  # bytes; file systems take 255
SCENARIO_FILES = ("scenario.yaml", "commitments.yaml")
BEFORE, BEHIND = ".", ".unfinished"


@dataclass
class Unfinished:
    """The folder of an unfinished run, held by this process."""

    path: Path
    lock: Lock

    @property
    def goal(self) -> Path:
        """Where the run folder will stand."""
        return goal_of(self.path)

    @property
    def inputs(self) -> Path:
        """The files the run rests on, as they were when it began."""
        return self.path / "inputs"

    @property
    def ledger(self) -> Path:
        """The replications that are finished."""
        return self.path / "replications.bin"

    @property
    def request(self) -> Request | None:
        """What was asked; None if that was never written."""
        return Request.load(self.path / "request.json")

    def begin(
        self,
        scenario: Scenario,
        plans: Sequence[Plan],
        options: Mapping[str, Any],
        flags: Mapping[str, Any],
        force: bool = False,
        command: str = "run",
    ) -> None:
        """Freeze the inputs and take down what is asked: see `Request`. The first of the plans is the one asked for.

        What an earlier process has finished of the very same run is kept. InputErrors (unless `force`) if it has
        finished anything of another one.
        """
        fresh = self.path / "inputs.new"
        shutil.rmtree(fresh, ignore_errors=True)
        freeze_inputs(scenario, plans, fresh)
        plan = plans[0]
        asked = Request(
            command=command, scenario=scenario.id, folder=str(scenario.folder), plan=plan.id, plan_path=str(plan.path),
            options=options, flags=flags, versions=versions(), inputs=digests(fresh), force=force,
        )  # fmt: skip
        found = self.request
        if found is None or not asked.asks_the_same(found):
            self._check_nothing_is_lost(force)
            self._clear(but=(fresh, self.lock.path))
            fresh.rename(self.inputs)
        asked.save(self.path / "request.json")

    def _check_nothing_is_lost(self, force: bool) -> None:
        if not force and any(whole_records(self.ledger)):
            text = _(
                "holds an unfinished run of something else: pledge resume {name} goes on with it, --force drops it"
            )
            raise _refusal(self.goal, "OUT_UNFINISHED", text.format(name=name_of(self.goal)))

    def _clear(self, but: tuple[Path, ...] = ()) -> None:
        for entry in self.path.iterdir():
            if entry not in but:
                remove(entry)

    def discard(self) -> None:
        """Take the folder away, with all that is in it."""
        with suppress(OSError):
            self._clear(but=(self.lock.path,))
        self.lock.remove()
        with suppress(OSError):
            self.path.rmdir()

    def close(self) -> None:
        """Leave the folder as it is, for `pledge resume`."""
        self.lock.release()


def beside(goal: Path) -> Path:
    """The folder of the unfinished run whose run folder will be `goal`."""
    return goal.parent / f"{BEFORE}{goal.name}{BEHIND}"


def goal_of(path: Path) -> Path:
    """The inverse of `beside`."""
    return path.parent / path.name.removeprefix(BEFORE).removesuffix(BEHIND)


def name_of(goal: Path) -> str:
    """What to call a run in a command: its name under ./results, else its path."""
    return goal.name if goal.parent == RESULTS.resolve() else str(goal)


def hold(path: Path) -> Unfinished:
    """Take hold of the folder of an unfinished run, made if it is missing. InputErrors if another process has it."""
    lock = None
    while lock is None:
        path.mkdir(parents=True, exist_ok=True)
        try:
            lock = Lock.take(path / "lock")
        except FileNotFoundError:
            continue  # whoever had the folder has just removed it
        except OSError:
            with suppress(OSError):
                path.rmdir()
            raise
        if lock is None:
            text = _("another run, process {number}, writes here").format(number=holder(path / "lock"))
            raise _refusal(goal_of(path), "OUT_BUSY", text)
    return Unfinished(path, lock)


def claim(scenario: Scenario, plan: Plan, out: Path | None) -> Unfinished:
    """The place beside `out`, or beside the next free `./results/<scenario>-<plan>-<NNN>`, held against other runs."""
    if out is not None:
        return hold(beside(out.resolve()))
    stem = NOT_IN_NAMES.sub("-", f"{scenario.id}-{plan.id}").encode()[:LONGEST_NAME].decode(errors="ignore")
    RESULTS.mkdir(exist_ok=True)
    while True:
        goal = _next_free(stem)
        with suppress(FileExistsError):
            beside(goal).mkdir()
            place = hold(beside(goal))
            if not goal.exists():
                return place
            place.discard()  # that run was finished while we looked


def begin_run(
    scenario: Scenario,
    plans: Sequence[Plan],
    out: Path | None,
    force: bool,
    options: Mapping[str, Any],
    flags: Mapping[str, Any],
    command: str = "run",
) -> Unfinished:
    """Claim a place for a study and take down what is asked of it. InputErrors, OSError: nothing is left of the try."""
    place = claim(scenario, plans[0], out)
    try:
        place.begin(scenario, plans, options, flags, force, command)
    except BaseException:
        place.close() if place.request else place.discard()
        raise
    return place


def _next_free(stem: str) -> Path:
    """The first number after the highest one taken."""
    folder = RESULTS.resolve()
    names = [path.name.removeprefix(BEFORE).removesuffix(BEHIND) for path in folder.iterdir()]
    taken = [int(m[1]) for name in names if (m := re.fullmatch(re.escape(stem) + r"-(\d{3,})", name))]
    return folder / f"{stem}-{max(taken, default=0) + 1:03d}"


def freeze_inputs(scenario: Scenario, plans: Sequence[Plan], folder: Path) -> None:
    """Copy the scenario's files and the plans, byte by byte, to where they can be run from again."""
    source = Path(scenario.folder)
    (folder / "plans").mkdir(parents=True)
    for path in [*(source / name for name in SCENARIO_FILES), *sorted(source.glob("*.csv"))]:
        if path.is_file():
            shutil.copyfile(path, folder / path.name)
    for plan in plans:
        shutil.copyfile(plan.path, folder / "plans" / f"{plan.id}.yaml")


def digests(inputs: Path) -> dict[str, str]:
    """SHA-256 of every frozen file, by its path in a run folder."""
    return {(Path("inputs") / path.relative_to(inputs)).as_posix(): sha256(path) for path in files_below(inputs)}


def check_inputs(inputs: Path, was: Mapping[str, str]) -> None:
    """Refuse frozen files that are not those of the run: InputErrors."""
    found = digests(inputs)
    changed = sorted(name for name in {*found, *was} if found.get(name) != was.get(name))
    if changed:
        text = _("changed since the run was written, so what happened in it cannot be simulated again")
        raise InputErrors([Problem(str(inputs.parent / name), None, None, "RUN_CHANGED", text) for name in changed])


def remove(path: Path) -> None:
    """Take a file or a folder away, if it is there."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _refusal(place: Path, code: str, text: str) -> InputErrors:
    return InputErrors([Problem(str(place), None, None, code, text)])
