"""`pledge run`: simulate a plan, print the verdicts, write the run folder."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import SCENARIO, StudyOptions, example, study_options
from sim.commands.outcome import ANSWERED, INTERNAL_ERROR
from sim.commands.progress import progress
from sim.commands.refusal import cannot_write, has_errors, refuses_bad_input
from sim.commands.resumable import resumable
from sim.commands.shell import shown
from sim.commands.streams import remark, say
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.unfinished import Unfinished
    from sim.scenario import Plan, Scenario
    from sim.study import Result
    from sim.study.ledger import Ledger

Flags = Mapping[str, Any]


@click.command(
    "run",
    help=_("Simulate SCENARIO under a plan, print which commitments hold, and write a run folder with tables, charts "
           "and report.html."),
    epilog=example("pledge run my-service --replications 50 --set teams.kunming.engineers=7"),
)  # fmt: skip
@SCENARIO
@study_options
@click.option("--all-tickets", is_flag=True, help=_("Write every ticket, not only the first 200,000."))
@click.option(
    "--assumptions",
    is_flag=True,
    help=_("Try every assumed input at the low and the high it may have: which verdicts hang on which guess."),
)
@click.option(
    "--audit",
    is_flag=True,
    help=_("Work every replication out a second time from the inputs and look for contradictions. Takes several times "
           "as long."),
)  # fmt: skip
@refuses_bad_input
def command(scenario: Path, options: StudyOptions, **flags: Any) -> int:
    """The main job."""
    return outcome_of(run_plan(scenario, options, flags)[0])


def outcome_of(result: Result) -> int:
    """The exit code of a result."""
    if result.audit is not None and result.audit.total:
        remark(_("Internal error: the log of events contradicts itself or the inputs; see above, and run.json."))
        return INTERNAL_ERROR
    return ANSWERED


def run_plan(scenario_folder: Path, options: StudyOptions, flags: Flags | None = None) -> tuple[Result, Path]:
    """Simulate a plan, write the run folder, print the answer; the result and its folder. InputErrors if it cannot.

    `flags`: the options that only `run` has, by name. They are written down with the others, for `pledge resume`.
    """
    from sim.report import begin_run, check_out

    flags = flags or {}
    with cannot_write(options.out):
        check_out(options.out, options.force)
    scenario, plan = loaded(scenario_folder, options)
    with cannot_write(options.out):
        place = begin_run(scenario, [plan], options.out, options.force, options.asked, flags)
    return carry_out(place, scenario, plan, options, flags)


def carry_out(
    place: Unfinished, scenario: Scenario, plan: Plan, options: StudyOptions, flags: Flags
) -> tuple[Result, Path]:
    """Simulate what is missing of an unfinished run, write its folder, print the answer."""
    from sim.report.folder import write_into

    with resumable(place) as ledger:
        result = _simulated(scenario, plan, options, flags, ledger)
        if flags.get("assumptions"):
            result = _tried(place, result, options)
        with cannot_write(place.goal):
            folder = write_into(place, result, options.force, options.overrides, options.how_many)
    _print(result, folder, options)
    return result, folder


def _simulated(scenario: Scenario, plan: Plan, options: StudyOptions, flags: Flags, ledger: Ledger) -> Result:
    from sim import run

    sample = {"sample_rows": None} if flags.get("all_tickets") else {}
    with progress(options.quiet, f"{scenario.id} · {plan.id}") as watched:
        return run(
            scenario,
            plan,
            replications=options.replications,
            seed=options.seed,
            jobs=options.workers,
            precision=options.precision,
            progress=watched,
            ledger=ledger,
            audit=flags.get("audit", False),
            **sample,
        )


def _tried(place: Unfinished, result: Result, options: StudyOptions) -> Result:
    """The result with what its verdicts hang on, tried with the frozen inputs, not with what became of them since."""
    from sim.study import try_assumptions

    scenario, plan = result.scenario, result.plan
    text = _("{scenario} · {plan} · assumptions").format(scenario=scenario.id, plan=plan.id)
    frozen = replace(
        result,
        scenario=replace(scenario, folder=place.inputs),
        plan=replace(plan, path=place.inputs / "plans" / f"{plan.id}.yaml"),
    )
    with progress(options.quiet, text) as watched:
        tried = try_assumptions(frozen, options.overrides, options.workers, watched)
    return replace(tried, scenario=scenario, plan=plan)


def loaded(folder: Path, options: StudyOptions) -> tuple[Scenario, Plan]:
    """The scenario and the plan, or every error of both at once."""
    from sim.scenario import InputErrors, check, load_plan, load_scenario

    try:
        scenario = load_scenario(folder, options.overrides)
        return scenario, load_plan(scenario, options.plan, options.overrides)
    except InputErrors as error:
        _scenario, _plans, problems = check(folder, options.plan, options.overrides)
        raise InputErrors(problems if has_errors(problems) else error.problems) from None


def _print(result: Result, folder: Path, options: StudyOptions) -> None:
    from sim.report import answer_text, run_json, wants_colour

    if options.as_json:
        say(run_json(result, folder.name))
    else:
        say(answer_text(result, wants_colour(sys.stdout), shown(folder), options.overrides))
