"""`pledge promise`: what could be promised with a plan."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import BUDGET, SCENARIO, StudyOptions, example, study_options
from sim.commands.refusal import refuses_bad_input
from sim.commands.studies import StudyCommand, run_study
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.asked import Asked
    from sim.report.study_answer import StudyAnswer
    from sim.study.experiment import Experiment
    from sim.study.variants import Variants


def find(variants: Variants, experiment: Experiment, asked: Asked) -> StudyAnswer:
    """The tightest limit, the widest radius and the highest target of every commitment."""
    from sim.report.promising import promise_answer
    from sim.study.promising import find_frontier

    redispatch = bool(asked.flags.get("redispatch"))
    frontier = find_frontier(variants, experiment, asked.replications, asked.precision, redispatch)
    return promise_answer(frontier, asked)


STUDY = StudyCommand("promise", find)


@click.command(
    "promise",
    help=_("What can be promised with a plan of SCENARIO: of every commitment the tightest limit, the widest radius "
           "and the highest target that hold, and what misses would cost."),
    epilog=example("pledge promise my-service --replications 50"),
)  # fmt: skip
@SCENARIO
@study_options
@BUDGET
@click.option(
    "--redispatch",
    is_flag=True,
    help=_("Simulate every limit anew, so that dispatch follows it. Takes many times as long."),
)
@refuses_bad_input
def command(scenario: Path, options: StudyOptions, **flags: Any) -> int:
    """What to sign."""
    return run_study(STUDY, scenario, options, flags)
