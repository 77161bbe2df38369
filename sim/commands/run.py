"""`pledge run`: simulate a plan, print the verdicts, write the run folder."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.commands.options import SCENARIO, StudyOptions, example, study_options
from sim.commands.outcome import ANSWERED, INTERNAL_ERROR
from sim.commands.progress import progress
from sim.commands.refusal import cannot_write, has_errors, refuses_bad_input
from sim.commands.shell import shown
from sim.commands.streams import remark, say
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario
    from sim.study import Result


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
def command(scenario: Path, options: StudyOptions, all_tickets: bool, assumptions: bool, audit: bool) -> int:
    """The main job."""
    result, _folder = run_plan(scenario, options, all_tickets, assumptions, audit)
    if result.audit is not None and result.audit.total:
        remark(_("Internal error: the log of events contradicts itself or the inputs; see above, and run.json."))
        return INTERNAL_ERROR
    return ANSWERED


def run_plan(
    scenario_folder: Path,
    options: StudyOptions,
    all_tickets: bool = False,
    assumptions: bool = False,
    audit: bool = False,
) -> tuple[Result, Path]:
    """Simulate a plan, write the run folder, print the answer; the result and its folder. InputErrors if it cannot."""
    from sim.report import check_out, write_run

    with cannot_write(options.out):
        check_out(options.out, options.force)
    result = _simulated(scenario_folder, options, all_tickets, audit)
    if assumptions:
        result = _tried(result, options)
    with cannot_write(options.out):
        folder = write_run(result, options.out, options.force, options.overrides, options.how_many)
    _print(result, folder, options)
    return result, folder


def _simulated(scenario_folder: Path, options: StudyOptions, all_tickets: bool, audit: bool) -> Result:
    from sim import run

    scenario, plan = _loaded(scenario_folder, options)
    sample = {"sample_rows": None} if all_tickets else {}
    with progress(options.quiet, f"{scenario.id} · {plan.id}") as watched:
        return run(
            scenario,
            plan,
            replications=options.replications,
            seed=options.seed,
            jobs=options.workers,
            precision=options.precision,
            progress=watched,
            audit=audit,
            **sample,
        )


def _tried(result: Result, options: StudyOptions) -> Result:
    """The result with what its verdicts hang on."""
    from sim.study import try_assumptions

    text = _("{scenario} · {plan} · assumptions").format(scenario=result.scenario.id, plan=result.plan.id)
    with progress(options.quiet, text) as watched:
        return try_assumptions(result, options.overrides, options.workers, watched)


def _loaded(folder: Path, options: StudyOptions) -> tuple[Scenario, Plan]:
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
