"""The unfinished runs there are: found by name, checked, and loaded as they were begun."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report.folder import MANIFEST
from sim.report.manifest import other_versions
from sim.report.request import Request
from sim.report.run_folder import LATEST, RunFolder, find_study, run_names
from sim.report.unfinished import BEFORE, BEHIND, RESULTS, Unfinished, beside, check_inputs, goal_of, hold
from sim.scenario import InputErrors, Problem
from sim.scenario.problems import nearest, with_hint
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario

REQUEST = "request.json"


def find_unfinished(name: str) -> tuple[Unfinished, Request] | RunFolder:
    """The unfinished run `name`, held by this process; the run folder if it is finished.

    `name`: a name under ./results, the path of the run folder that is to be, or `latest`. InputErrors if there is no
    such run, another process works on it, or it cannot be gone on with.
    """
    for path in _candidates(name):
        if (path / REQUEST).is_file():
            return _checked(hold(path))
    try:
        return find_study(name)
    except InputErrors:
        raise _no_run(name) from None


def _candidates(name: str) -> list[Path]:
    if name == LATEST:
        return _unfinished()[-1:]
    given = [Path(name).resolve(), (RESULTS / name).resolve()]
    return [*given, *(beside(path) for path in given if path.name)]


def _unfinished() -> list[Path]:
    """The unfinished runs under ./results, the one begun first before the others."""
    found = [path.parent.resolve() for path in RESULTS.glob(f"{BEFORE}*{BEHIND}/{REQUEST}")]
    return sorted(found, key=lambda path: ((path / REQUEST).stat().st_mtime_ns, path.name))


def _no_run(name: str) -> InputErrors:
    known = [*(goal_of(path).name for path in _unfinished()), *run_names(), LATEST]
    hint = nearest(name, known)
    text = _("there is no unfinished run here: neither a path nor a name under {results}").format(results=RESULTS)
    return InputErrors([Problem(name, None, None, "NO_RUN", with_hint(text, hint), hint)])


def _checked(place: Unfinished) -> tuple[Unfinished, Request] | RunFolder:
    request = place.request
    try:
        if request is None:
            raise _refusal(place.path / REQUEST, "NO_RUN", _("this is not what a run asked for"))
        if (place.goal / MANIFEST).is_file() and not request.force:
            place.discard()  # it was cut off after its last step
            return find_study(str(place.goal))
        check_inputs(place.inputs, request.inputs)
        _check_versions(place, request)
    except BaseException:
        place.close()
        raise
    return place, request


def _check_versions(place: Unfinished, request: Request) -> None:
    """Sample years of different versions do not go together."""
    if other := other_versions(request.versions):
        text = _("was begun with other versions{why}; run it again")
        raise _refusal(place.goal, "RUN_DIFFERS", text.format(why=other))


def load_frozen(place: Unfinished, request: Request) -> tuple[Scenario, Plan]:
    """The scenario and the plan of an unfinished run, told as if they were read where they lay when it began."""
    from sim.scenario import Text, load_plan, load_scenario

    overrides: Sequence[str] = request.options["overrides"]
    read = load_scenario(place.inputs, overrides)
    plan = load_plan(read, request.plan, overrides)
    folder, plan_path = Path(request.folder), Path(request.plan_path)
    was = {str(place.inputs / "plans" / f"{request.plan}.yaml"): str(plan_path), str(place.inputs): str(folder)}
    scenario = replace(
        read,
        id=request.scenario,
        name=read.name if "name" in read.given else Text.same(request.scenario),
        folder=folder,
        warnings=tuple(_as_typed(read.warnings, was)),
    )
    return scenario, replace(plan, path=plan_path, warnings=tuple(_as_typed(plan.warnings, was)))


def _as_typed(warnings: Sequence[Problem], was: dict[str, str]) -> Iterator[Problem]:
    """Warnings at the files where they were read at first."""
    for warning in warnings:
        for frozen, typed in was.items():
            if warning.file.startswith(frozen):
                warning = replace(warning, file=typed + warning.file.removeprefix(frozen))
        yield warning


def _refusal(place: Path, code: str, text: str) -> InputErrors:
    return InputErrors([Problem(str(place), None, None, code, text)])
