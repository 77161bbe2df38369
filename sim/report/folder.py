"""The run folder: written beside its place and renamed at the end, so that it is whole or not there."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.report import manifest as manifests
from sim.report.charts import Chart, charts_of
from sim.report.description import describe
from sim.report.json_text import run_json
from sim.report.page import page_html
from sim.report.summary import write_summary
from sim.report.tickets_csv import write_tickets
from sim.report.unfinished import Unfinished, begin_run, remove
from sim.scenario import InputErrors, Problem
from sim.wording import _

if TYPE_CHECKING:
    from sim.study import Result

MANIFEST = "manifest.json"
TAKEN = "OUT_TAKEN"


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
    place = begin_run(result.scenario, [result.plan], out, force, {}, {})
    try:
        return write_into(place, result, force, overrides, how_many)
    except BaseException:
        place.discard()
        raise


def write_into(
    place: Unfinished,
    result: Result,
    force: bool = False,
    overrides: Sequence[str] = (),
    how_many: str | None = None,
) -> Path:
    """Write the run folder of an unfinished run, which is finished by that: its own folder disappears."""
    draft, goal = place.path / "folder", place.goal
    remove(draft)
    draft.mkdir()
    shutil.copytree(place.inputs, draft / "inputs")
    _fill(draft, result, goal.name, manifests.manifest(result, draft / "inputs", overrides, how_many))
    put_in_place(draft, goal, place.path / "replaced", force)
    place.discard()
    return goal


def check_out(out: Path | None, force: bool = False) -> None:
    """Refuse, before any work is done, a folder that is not empty (unless `force`) or no folder: InputErrors."""
    if out is None or not out.exists():
        return
    if not out.is_dir():
        raise InputErrors([_refusal(out, _("is a file, not a folder"))])
    if out.resolve().is_mount():
        raise InputErrors([_refusal(out, _("nothing can be put in its place; name a folder inside it"))])
    if not force and any(out.iterdir()):
        raise InputErrors([_refusal(out, _("the folder is not empty; --force replaces a run there"))])


def _refusal(out: Path, message: str) -> Problem:
    return Problem(str(out), None, None, TAKEN, message)


def put_in_place(draft: Path, goal: Path, old: Path, force: bool) -> None:
    """Make `draft` the folder `goal`. Of what stood there, files that are none of a run's own stay.

    `old` is where it stands meanwhile, and still stands if an earlier try was cut off.
    """
    _bring_back(old, goal)
    if goal == Path.cwd():
        _move_each(draft, goal)
    elif not goal.exists():
        draft.rename(goal)
    elif not any(goal.iterdir()):
        goal.rmdir()
        draft.rename(goal)
    elif force:
        _replace(draft, goal, old)
    else:
        raise InputErrors([_refusal(goal, _("something else was put here while the run went on"))])


def _move_each(draft: Path, goal: Path) -> None:
    """A folder somebody stands in cannot be renamed away: its entries are replaced one by one, the manifest last."""
    for entry in sorted(draft.iterdir(), key=lambda entry: entry.name == MANIFEST):
        remove(goal / entry.name)
        entry.rename(goal / entry.name)


def _replace(draft: Path, goal: Path, old: Path) -> None:
    goal.rename(old)
    try:
        draft.rename(goal)
    finally:
        _bring_back(old, goal)


def _bring_back(old: Path, goal: Path) -> None:
    """All that stood there, or what the new folder does not have itself."""
    if not goal.exists() and old.exists():
        old.rename(goal)
    elif old.exists():
        for entry in old.iterdir():
            if not (goal / entry.name).exists():
                entry.rename(goal / entry.name)
        remove(old)


def _fill(folder: Path, result: Result, run: str, manifest: Mapping[str, Any]) -> None:
    (folder / MANIFEST).write_text(manifests.as_text(manifest), encoding="utf-8", newline="\n")
    description = describe(result.scenario, result.plan, manifest)
    (folder / "description.md").write_text(description, encoding="utf-8", newline="\n")
    (folder / "run.json").write_text(run_json(result, run), encoding="utf-8", newline="\n")
    write_summary(result, folder / "summary.csv")
    write_tickets(result.sample, result.scenario.timezone, folder / "tickets.csv.gz")
    charts = list(charts_of(result))
    write_charts(charts, folder / "charts")
    page = page_html(result, charts, manifest["reproduce"])
    (folder / "report.html").write_text(page, encoding="utf-8", newline="\n")


def write_charts(charts: Sequence[Chart], folder: Path) -> None:
    """Every chart as PNG and as SVG, in a folder made for them."""
    folder.mkdir()
    for chart in charts:
        (folder / f"{chart.stem}.png").write_bytes(chart.png)
        (folder / f"{chart.stem}.svg").write_text(chart.svg, encoding="utf-8", newline="\n")
