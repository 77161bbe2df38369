"""`pledge compare`: plans side by side in the same sample years."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.commands.options import BUDGET, SCENARIO, StudyOptions, example, study_options
from sim.commands.refusal import refusal, refuses_bad_input
from sim.commands.studies import StudyCommand, run_study
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.asked import Asked
    from sim.report.study_answer import StudyAnswer
    from sim.study.experiment import Experiment
    from sim.study.variants import Variants


@click.command(
    name="compare",
    help=_("Put plans side by side in the same sample years: which keeps what, what it costs more or less, and which "
           "differences are more than luck. The first plan is the reference."),
    epilog=example("pledge compare my-service --plans baseline,baseline+teams.kunming.engineers=5 --replications 50"),
)  # fmt: skip
@SCENARIO
@click.option(
    "--plans",
    required=True,
    metavar="A,B[,C]",
    help=_("Plans in plans/, or paths; baseline+teams.north.engineers=3 is a plan too."),
)
@study_options
@BUDGET
@refuses_bad_input
def command(scenario: Path, options: StudyOptions, plans: str, budget: str | None) -> int:
    """Compare plans."""
    from sim.study.variants import split_plans

    found = split_plans(plans)
    _check(found, options)
    return run_study(STUDY, scenario, options, {"plans": ",".join(found), "budget": budget}, found)


def _check(plans: Sequence[str], options: StudyOptions) -> None:
    """Refuse what cannot be compared."""
    place = Path("--plans")
    if options.plan != "baseline":
        raise refusal(Path("--plan"), "CONFLICT", _("compare takes all its plans from --plans, the reference first"))
    if not all(plans):
        raise refusal(place, "BAD_VALUE", _("a plan between two commas, or at an end, has no name"))
    if len(plans) < 2:
        text = _("two plans or more are needed, such as baseline,lean; the first is the reference")
        raise refusal(place, "BAD_VALUE", text)
    twice = next((text for number, text in enumerate(plans) if text in plans[:number]), None)
    if twice is not None:
        raise refusal(place, "DUPLICATE_ID", _("'{plan}' is named twice").format(plan=twice))


def carry_out(variants: Variants, experiment: Experiment, asked: Asked) -> StudyAnswer:
    """Simulate all plans in common worlds and say how they differ."""
    from sim.report.compare import compare_answer
    from sim.study.comparing import compare
    from sim.study.experiment import replicated
    from sim.study.variants import by_stem, plan_text, split_plans

    texts = [by_stem(text) for text in split_plans(asked.flags["plans"])]
    chosen = [variants.changed(changes, text, plan) for text in texts for plan, changes in (plan_text(text),)]
    outcomes, _looks = replicated(experiment, chosen, asked.replications, asked.precision)
    return compare_answer(compare(outcomes), asked)


STUDY = StudyCommand("compare", carry_out)
