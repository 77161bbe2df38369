"""`pledge advise`: the next best money, and the bottleneck behind the bottleneck."""

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

MOST = 24


@click.command(
    name="advise",
    help=_("Try small changes of a plan (one more engineer, on call, seat, part; training, rules, a place) in the same "
           "sample years and rank them by what they close for their money. Then what would change if parts, travel, "
           "engineers, hours, desks or suppliers were perfect."),
    epilog=example("pledge advise my-service --replications 50"),
)  # fmt: skip
@SCENARIO
@click.option(
    "--most",
    type=click.IntRange(min=1),
    default=MOST,
    metavar="N",
    help=_("Simulate at most so many changes, the most promising of every kind first. [default: 24]"),
)
@study_options
@BUDGET
@refuses_bad_input
def command(scenario: Path, options: StudyOptions, **flags: Any) -> int:
    """Advise on a plan."""
    return run_study(STUDY, scenario, options, flags)


def carry_out(variants: Variants, experiment: Experiment, asked: Asked) -> StudyAnswer:
    """Simulate the most promising changes and the thought experiments."""
    from sim.report.advise import advise_answer
    from sim.study.advising import advise

    return advise_answer(advise(variants, experiment, asked.replications, most=asked.flags["most"]), asked)


STUDY = StudyCommand("advise", carry_out)
