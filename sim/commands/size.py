"""`pledge size`: the cheapest plan that keeps every commitment."""

from __future__ import annotations

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
@refuses_bad_input
def command(scenario: Path, options: StudyOptions, **flags: Any) -> int:
    """The cheapest plan that keeps."""
    return run_study(STUDY, scenario, options, flags)


def carry_out(variants: Variants, experiment: Experiment, asked: Asked) -> StudyAnswer:
    """Search in common worlds, decide and report in fresh ones."""
    from sim.report.size import size_answer
    from sim.study.sizing import Wish, size
    from sim.study.sizing.deciding import Terms

    terms = Terms(asked.flags["confidence"], asked.flags["indifference"])
    return size_answer(size(variants, experiment, Wish(asked.replications, terms, precision=asked.precision)), asked)


STUDY = StudyCommand("size", carry_out)
