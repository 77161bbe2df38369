"""`pledge size`: the cheapest plan that keeps every commitment."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import BUDGET, SCENARIO, ShareType, StudyOptions, example, study_options
from sim.commands.refusal import refuses_bad_input
from sim.commands.studies import StudyCommand, run_study
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.asked import Asked
    from sim.report.study_answer import StudyAnswer
    from sim.study.experiment import Experiment
    from sim.study.variants import Variants


@click.command(
    "size",
    help=_("Find the cheapest plan that keeps every commitment of SCENARIO: head counts, seats, people on call and "
           "stock levels within what 'decide' in the plan allows, with a lower bound and the probability of error."),
    epilog=example("pledge size my-service --replications 50"),
)  # fmt: skip
@SCENARIO
@study_options
@BUDGET
@click.option(
    "--confidence",
    type=ShareType(),
    default=0.95,
    help=_("How sure the choice among the plans compared is to be. [default: 95%]"),
)
@click.option(
    "--indifference",
    type=ShareType(),
    default=0.01,
    help=_("Plans closer in cost than this count as equal. [default: 1%]"),
)
@click.option(
    "--only",
    multiple=True,
    metavar="ID",
    help=_("Keep this commitment, as if nothing else were promised. Repeatable."),
)
@refuses_bad_input
def command(scenario: Path, options: StudyOptions, **flags: Any) -> int:
    """The cheapest plan that keeps."""
    _check_only(scenario, options, flags["only"])
    return run_study(STUDY, scenario, options, flags)


def _check_only(folder: Path, options: StudyOptions, only: Sequence[str]) -> None:
    """Refuse what is no commitment; what else is wrong with the files is said elsewhere."""
    from sim.scenario import InputErrors, Problem, load_scenario
    from sim.scenario.problems import unknown

    try:
        known = [one.id for one in load_scenario(folder, options.overrides).commitments]
    except InputErrors:
        return
    flaws = [unknown(_("commitment"), name, known) for name in only if name not in known]
    if flaws:
        raise InputErrors([Problem("--only", None, None, flaw.code, str(flaw), flaw.hint) for flaw in flaws])


def carry_out(variants: Variants, experiment: Experiment, asked: Asked) -> StudyAnswer:
    """Search in common worlds, decide and report in fresh ones."""
    from sim.report.size import size_answer
    from sim.study.sizing import Wish, size
    from sim.study.sizing.deciding import Terms

    variants.only = tuple(asked.flags["only"])
    terms = Terms(asked.flags["confidence"], asked.flags["indifference"])
    return size_answer(size(variants, experiment, Wish(asked.replications, terms, precision=asked.precision)), asked)


STUDY = StudyCommand("size", carry_out)
