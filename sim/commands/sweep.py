"""`pledge sweep`: one plan at many points, in the same sample years."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from sim.commands.options import BUDGET, SCENARIO, StudyOptions, example, study_options
from sim.commands.refusal import refusal, refuses_bad_input
from sim.commands.studies import StudyCommand, run_study
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.asked import Asked
    from sim.report.study_answer import StudyAnswer
    from sim.scenario.varied import Varied
    from sim.study.designs import Values
    from sim.study.experiment import Experiment
    from sim.study.variants import Variants


@click.command(
    name="sweep",
    help=_("Let numbers of plan, scenario or commitments take many values, each in the same sample years: where every "
           "commitment flips, and what it costs."),
    epilog=example("pledge sweep my-service --vary teams.kunming.engineers=2..6 --replications 50"),
)  # fmt: skip
@SCENARIO
@click.option(
    "--vary",
    required=True,
    multiple=True,
    metavar="PATH=A..B[:STEP]",
    help=_("A number and its values: teams.*.engineers=1..6, commitments.onsite.within=2h..8h:1h, or a list 0,2,5. "
           "Repeatable: every value with every other."),
)  # fmt: skip
@click.option(
    "--points",
    type=click.IntRange(min=2),
    metavar="N",
    help=_("So many points of a Latin hypercube in place of the full grid."),
)
@study_options
@BUDGET
@refuses_bad_input
def command(scenario: Path, options: StudyOptions, vary: Sequence[str], **flags: Any) -> int:
    """Sweep numbers."""
    flags = {"vary": list(vary), **flags}
    _check(scenario, options, *_chosen(flags, options.seed))
    return run_study(STUDY, scenario, options, flags)


def _chosen(flags: dict[str, Any], seed: int) -> tuple[list[Varied], list[Values]]:
    """The paths, and the points to simulate. InputErrors if that makes no sense, or too many of them."""
    from sim.study.designs import grid, hypercube

    points = flags["points"]
    varied = _varied(flags["vary"], points is not None)
    _check_size(varied, points)
    return varied, grid(varied) if points is None else hypercube(varied, points, seed)


def _varied(texts: Sequence[str], is_free: bool) -> list[Varied]:
    """All paths, or every error of all of them."""
    from sim.scenario import InputErrors
    from sim.scenario.varied import read_varied

    found, problems = [], []
    for text in texts:
        try:
            found.append(read_varied(text, is_free))
        except InputErrors as error:
            problems += error.problems
    if problems:
        raise InputErrors(problems)
    paths = [one.path for one in found]
    twice = next((path for number, path in enumerate(paths) if path in paths[:number]), None)
    if twice is not None:
        raise refusal(Path(f"--vary {twice}"), "CONFLICT", _("this path is varied twice"))
    return found


def _check_size(varied: Sequence[Varied], points: int | None) -> None:
    """Refuse more points than anybody would wait for."""
    from sim.scenario.varied import MOST_POINTS
    from sim.study.designs import grid_size

    number = grid_size(varied) if points is None else points
    if number > MOST_POINTS:
        text = _("{n} points; at most {most} are simulated: take fewer values, larger steps, or --points")
        message = text.format(n=f"{number:,}", most=f"{MOST_POINTS:,}")
        raise refusal(Path("--vary" if points is None else "--points"), "LIMIT", message)


def _check(folder: Path, options: StudyOptions, varied: Sequence[Varied], chosen: Sequence[Values]) -> None:
    """Refuse at once what the scenario refuses at every point; what else is wrong is for the study to say."""
    from sim.study.sweeping import refuse_if_none_fits
    from sim.study.variants import Variants

    refuse_if_none_fits(Variants(folder, options.plan, options.overrides), varied, chosen)


def carry_out(variants: Variants, experiment: Experiment, asked: Asked) -> StudyAnswer:
    """Simulate every point and say where commitments flip."""
    from sim.report.sweep import sweep_answer
    from sim.study.experiment import each_of
    from sim.study.sweeping import sweep

    flags = dict(asked.flags)
    varied, chosen = _chosen(flags, asked.seed)
    found = sweep(variants, experiment, varied, chosen, each_of(asked.replications), flags["points"])
    return sweep_answer(found, asked)


STUDY = StudyCommand("sweep", carry_out)
