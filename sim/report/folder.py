"""The run folder: written beside its place and renamed at the end, so that it is whole or not there."""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.report import manifest as manifests
from sim.report.charts import Chart, charts_of
from sim.report.description import describe
from sim.report.json_text import run_json
from sim.report.page import page_html
from sim.report.summary import write_summary
from sim.report.tickets_csv import write_tickets
from sim.scenario import InputErrors, Problem
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario
    from sim.study import Result

RESULTS = Path("results")
NOT_IN_NAMES = re.compile(r'[<>:"/\\|?*\x00-\x1f]+')  # what Windows refuses in file names
SCENARIO_FILES = ("scenario.yaml", "commitments.yaml")


def write_run(
    result: Result,
    out: Path | None = None,
    force: bool = False,
    overrides: Sequence[str] = (),
    how_many: str | None = None,
) -> Path:
    """Write everything a run leaves behind and return its folder.

    `out` is the folder itself; without it, the next free `./results/<scenario>-<plan>-<NNN>`. `overrides` are the
    `--set` texts of the run; `how_many` says how its length was asked for (`--replications auto`, which judges at
    several looks), by default the number it came to. InputErrors if `out` holds anything and `force` is not set.
    """
    check_out(out, force)
    with _claimed(result) if out is None else nullcontext(out.absolute()) as goal, _beside(goal) as draft:
        freeze_inputs(result.scenario, result.plan, draft / "inputs")
        _fill(draft, result, goal.name, manifests.manifest(result, draft / "inputs", overrides, how_many))
        _put_in_place(draft, goal)
    return goal


def check_out(out: Path | None, force: bool = False) -> None:
    """Refuse, before any work is done, a folder that is not empty (unless `force`) or no folder: InputErrors."""
    if out is None or not out.exists():
        return
    if not out.is_dir():
        raise InputErrors([_refusal(out, _("is a file, not a folder"))])
    if not force and any(out.iterdir()):
        raise InputErrors([_refusal(out, _("the folder is not empty; --force replaces a run there"))])


def _refusal(out: Path, message: str) -> Problem:
    return Problem(str(out), None, None, "OUT_TAKEN", message)


@contextmanager
def _claimed(result: Result) -> Iterator[Path]:
    """The next free number, held by an empty folder against other runs; given back if anything goes wrong."""
    RESULTS.mkdir(exist_ok=True)
    while True:
        goal = _next_free(result)
        with suppress(FileExistsError):
            goal.mkdir()
            break
    try:
        yield goal
    except BaseException:
        with suppress(OSError):
            goal.rmdir()
        raise


def _next_free(result: Result) -> Path:
    """The first number after the highest one taken."""
    stem = NOT_IN_NAMES.sub("-", f"{result.scenario.id}-{result.plan.id}")
    folder = RESULTS.absolute()
    taken = [int(m[1]) for path in folder.iterdir() if (m := re.fullmatch(re.escape(stem) + r"-(\d{3,})", path.name))]
    return folder / f"{stem}-{max(taken, default=0) + 1:03d}"


@contextmanager
def _beside(goal: Path) -> Iterator[Path]:
    """An empty folder on the same disk; removed if anything goes wrong."""
    goal.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(prefix=".writing-", dir=goal.parent))
    try:
        yield draft
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _put_in_place(draft: Path, goal: Path) -> None:
    """Make `draft` the folder `goal`. Of what stood there, files that are none of a run's own stay."""
    draft.chmod(0o755)  # mkdtemp makes it private
    if goal == Path.cwd():
        _move_each(draft, goal)
    elif not goal.exists():
        draft.rename(goal)
    elif not any(goal.iterdir()):
        goal.rmdir()
        draft.rename(goal)
    else:
        _replace(draft, goal)


def _move_each(draft: Path, goal: Path) -> None:
    """A folder somebody stands in cannot be renamed away: its entries are replaced one by one."""
    for entry in draft.iterdir():
        _remove(goal / entry.name)
        entry.rename(goal / entry.name)


def _replace(draft: Path, goal: Path) -> None:
    old = Path(tempfile.mkdtemp(prefix=".replaced-", dir=goal.parent))
    own = {entry.name for entry in draft.iterdir()}
    goal.rename(old / goal.name)
    try:
        draft.rename(goal)
    except OSError:
        (old / goal.name).rename(goal)
        raise
    for entry in (old / goal.name).iterdir():
        if entry.name not in own:
            entry.rename(goal / entry.name)
    shutil.rmtree(old, ignore_errors=True)


def _remove(path: Path) -> None:
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def _fill(folder: Path, result: Result, run: str, manifest: Mapping[str, Any]) -> None:
    (folder / "manifest.json").write_text(manifests.as_text(manifest), encoding="utf-8", newline="\n")
    description = describe(result.scenario, result.plan, manifest)
    (folder / "description.md").write_text(description, encoding="utf-8", newline="\n")
    (folder / "run.json").write_text(run_json(result, run), encoding="utf-8", newline="\n")
    write_summary(result, folder / "summary.csv")
    write_tickets(result.sample, result.scenario.timezone, folder / "tickets.csv.gz")
    charts = list(charts_of(result))
    _write_charts(charts, folder / "charts")
    page = page_html(result, charts, manifest["reproduce"])
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")


def freeze_inputs(scenario: Scenario, plan: Plan, folder: Path) -> None:
    """Copy the scenario's files and the plan, byte by byte, to where they can be run from again."""
    source = Path(scenario.folder)
    (folder / "plans").mkdir(parents=True)
    for path in [*(source / name for name in SCENARIO_FILES), *sorted(source.glob("*.csv"))]:
        if path.is_file():
            shutil.copyfile(path, folder / path.name)
    shutil.copyfile(plan.path, folder / "plans" / f"{plan.id}.yaml")


def _write_charts(charts: Sequence[Chart], folder: Path) -> None:
    folder.mkdir()
    for chart in charts:
        (folder / f"{chart.stem}.png").write_bytes(chart.png)
        (folder / f"{chart.stem}.svg").write_text(chart.svg, encoding="utf-8", newline="\n")
