"""`pledge stress`: one plan under shocks, and the break-evens of what was only assumed."""

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

BREAK_EVENS = 4


@click.command(
    name="stress",
    help=_("Put a plan to shocks (a surge, an epidemic, an outlet lost, roads cut, late suppliers, Spring Festival, a "
           "bad batch): which commitments survive which. Then the values of assumed inputs at which commitments flip."),
    epilog=example("pledge stress my-service --replications 50"),
)  # fmt: skip
@SCENARIO
@click.option(
    "--break-evens",
    type=click.IntRange(min=0),
    default=BREAK_EVENS,
    metavar="N",
    help=_("Search the break-even of at most so many assumed inputs, the most influential first. [default: 4]"),
)
@study_options
@BUDGET
@refuses_bad_input
def command(scenario: Path, options: StudyOptions, **flags: Any) -> int:
    """Stress a plan."""
    return run_study(STUDY, scenario, options, flags)


def carry_out(variants: Variants, experiment: Experiment, asked: Asked) -> StudyAnswer:
    """Simulate the shocks and search the break-evens."""
    from sim.report.stress import stress_answer
    from sim.study.stressing import stress

    return stress_answer(stress(variants, experiment, asked.replications, asked.flags["break_evens"]), asked)


STUDY = StudyCommand("stress", carry_out)
