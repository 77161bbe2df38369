"""`pledge bid`: clause by clause, can we sign."""

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


@click.command(
    "bid",
    help=_("Say clause by clause whether the promises of SCENARIO can be signed with a plan: how sure that is, what it "
           "may cost a year, what it rests on and what would help. Ends with 0 if all can be signed, 1 if one cannot, "
           "3 if one is not decided."),
    epilog=example("pledge bid my-service --replications 50"),
)  # fmt: skip
@SCENARIO
@study_options
@BUDGET
@click.option("--contract", metavar="ID", help=_("Only the clauses that concern this contract, judged by its tickets."))
@click.option("--internal", is_flag=True, help=_("Also what must not leave the house: costs, margins, prices."))
@refuses_bad_input
def command(scenario: Path, options: StudyOptions, **flags: Any) -> int:
    """Clause by clause."""
    if flags["contract"] is not None:
        _check_contract(scenario, options, flags["contract"])
    return run_study(STUDY, scenario, options, flags)


def _check_contract(folder: Path, options: StudyOptions, contract: str) -> None:
    """Refuse a contract that nothing can be said about; what else is wrong with the files is said elsewhere."""
    from sim.scenario import InputErrors, Problem, load_scenario
    from sim.study.bidding import why_not

    try:
        scenario = load_scenario(folder, options.overrides)
    except InputErrors:
        return
    flaw = why_not(scenario, contract)
    if flaw is not None:
        raise InputErrors([Problem("--contract", None, None, flaw.code, str(flaw), flaw.hint)])


def carry_out(variants: Variants, experiment: Experiment, asked: Asked) -> StudyAnswer:
    """Simulate the plan, judge every clause, and find out what the answers hang on."""
    from sim.report.bid import bid_answer
    from sim.study.bidding import bid, looked_behind

    found = bid(variants, experiment, asked.replications, asked.precision, asked.flags.get("contract"))
    return bid_answer(looked_behind(found, variants, experiment, asked.replications), asked)


STUDY = StudyCommand("bid", carry_out)
