"""What all studies beyond a single run have in common: inputs frozen, everything remembered, one folder, one answer."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.commands.progress import progress
from sim.commands.refusal import cannot_write, refusal
from sim.commands.resumable import resumable
from sim.commands.run import loaded
from sim.commands.shell import shown
from sim.commands.streams import say
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.commands.options import StudyOptions
    from sim.report.asked import Asked
    from sim.report.request import Request
    from sim.report.study_answer import StudyAnswer
    from sim.report.unfinished import Unfinished
    from sim.scenario import Plan, Scenario
    from sim.study.experiment import Experiment
    from sim.study.variants import Variants

BUDGET = "budget"
SAYS_ITSELF = ("promise",)  # how many sample years the budget left


@dataclass(frozen=True)
class StudyCommand:
    """A study by the name of its command. `carry_out` simulates what it needs and answers."""

    name: str
    carry_out: Callable[[Variants, Experiment, Asked], StudyAnswer]


def run_study(
    study: StudyCommand,
    scenario_folder: Path,
    options: StudyOptions,
    flags: Mapping[str, Any],
    plans: Sequence[str] = (),
) -> int:
    """Carry a study out, write its folder, print its answer; the exit code. InputErrors if it cannot be.

    `flags`: the options that only this command has, by name, in values JSON knows. `plans`: all it needs, in the form
    `baseline+teams.north.engineers=3`, the first one first; by default the one of `options`.
    """
    from sim.report import begin_run, check_out

    with cannot_write(options.out):
        check_out(options.out, options.force)
    scenario, found = _checked(scenario_folder, options, plans)
    with cannot_write(options.out):
        place = begin_run(scenario, found, options.out, options.force, options.asked, flags, study.name)
    with closing(place):
        return _carry_out(study, place, scenario, found[0], options, flags)


def go_on(place: Unfinished, request: Request, jobs: int | None, as_json: bool, quiet: bool) -> int:
    """Go on with a study that was cut off."""
    from sim.commands.options import StudyOptions
    from sim.report.resuming import load_frozen

    study = import_module(f"sim.commands.{request.command}").STUDY
    options = StudyOptions.of_request(request.options, jobs=jobs, as_json=as_json, quiet=quiet, force=request.force)
    with closing(place):
        scenario, plan = load_frozen(place, request)
        return _carry_out(study, place, scenario, plan, options, request.flags)


def _checked(folder: Path, options: StudyOptions, plans: Sequence[str]) -> tuple[Scenario, list[Plan]]:
    """The scenario and all plans that are asked for, each once, or every error."""
    from dataclasses import replace

    from sim.study.variants import Variants, plan_text

    asked = [plan_text(text) for text in plans] or [(options.plan, ())]
    scenario, first = loaded(folder, replace(options, plan=asked[0][0], overrides=options.overrides))
    variants = Variants(folder, options.plan, options.overrides)
    found = {first.id: first}
    for name, changes in asked:
        plan = variants.changed(changes, plan=name).plan
        if found.setdefault(plan.id, plan).path != plan.path:
            raise refusal(plan.path, "CONFLICT", _("another plan of this study is called '{id}'").format(id=plan.id))
    return scenario, list(found.values())


def _carry_out(
    study: StudyCommand,
    place: Unfinished,
    scenario: Scenario,
    plan: Plan,
    options: StudyOptions,
    flags: Mapping[str, Any],
) -> int:
    from sim.report.study_folder import study_json, write_study
    from sim.study.experiment import Experiment
    from sim.study.variants import Variants

    asked = _asked(study, scenario, options, flags)
    variants = Variants(place.inputs, plan.id, options.overrides, (scenario.id, scenario.name))
    with resumable(place) as ledger, progress(options.quiet, f"{scenario.id} · {study.name}") as watched:
        experiment = Experiment(options.seed, options.workers, watched, ledger, _budget(flags))
        answer = _with_cut(study.carry_out(variants, experiment, asked), experiment)
        with cannot_write(place.goal):
            folder = write_study(place, answer, asked, scenario, plan, options.force)
    _print(answer, folder, options, study_json(answer, asked, scenario, plan, folder.name))
    return answer.exit_code


def _with_cut(answer: StudyAnswer, experiment: Experiment) -> StudyAnswer:
    """The answer; where the budget left fewer sample years than were wanted, it says so."""
    from dataclasses import replace

    if experiment.cut is None or answer.command in SAYS_ITSELF:
        return answer
    years, wanted = experiment.cut
    text = ngettext(
        "Only {n} of {wanted} sample years was simulated: the budget had no room for more.",
        "Only {n} of {wanted} sample years were simulated: the budget had no room for more.",
        years,
    )
    return replace(answer, notes=(text.format(n=f"{years:,}", wanted=f"{wanted:,}"), *answer.notes))


def _asked(study: StudyCommand, scenario: Scenario, options: StudyOptions, flags: Mapping[str, Any]) -> Asked:
    from sim.report.asked import Asked

    return Asked(study.name, str(scenario.folder), flags=flags, **options.asked)


def _budget(flags: Mapping[str, Any]) -> Any:
    from sim.commands.options import read_budget
    from sim.study.budget import Budget

    text = flags.get(BUDGET)
    return read_budget(text) if text else Budget()


def _print(answer: StudyAnswer, folder: Path, options: StudyOptions, json: str) -> None:
    from sim.report import wants_colour
    from sim.report.study_answer import study_text

    say(json if options.as_json else study_text(answer, wants_colour(sys.stdout), shown(folder)))
