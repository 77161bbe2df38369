"""`pledge validate`: everything that is wrong or odd about a scenario and its plans, at once."""

from __future__ import annotations

from pathlib import Path

import click

from sim.commands.options import AS_JSON, SCENARIO, example
from sim.commands.outcome import ANSWERED, BAD_INPUT
from sim.commands.refusal import counted, refuses_bad_input, show
from sim.commands.shell import next_steps
from sim.commands.streams import remark, say
from sim.report.next_steps import quoted
from sim.wording import _


@click.command(
    "validate",
    help=_("Show every error and warning of SCENARIO at once, one per line with its place, for all plans unless one "
           "is named. Exit code 2 if there are errors."),
    epilog=example("pledge validate my-service --plan baseline --resolved"),
)  # fmt: skip
@SCENARIO
@click.option("--plan", metavar="PLAN", help=_("Only this plan: a plan in plans/, or a path."))
@click.option("--resolved", is_flag=True, help=_("Print every value with its origin: given, default or assumed."))
@AS_JSON
@refuses_bad_input
def command(scenario: Path, plan: str | None, resolved: bool, as_json: bool) -> int:
    """Check, then print the problems or that there are none."""
    from sim.scenario import check

    _scenario, plans, problems = check(scenario, plan)
    wrong = any(problem.is_error for problem in problems)
    if as_json:
        show(problems, as_json=True)
        return BAD_INPUT if wrong else ANSWERED
    if wrong:
        show(problems, as_json=False)
        remark(counted(problems))
        return BAD_INPUT
    if resolved:
        say(_resolved(scenario))
    text = _("{scenario}: {count}; plans {plans}")
    say(text.format(scenario=scenario, count=counted(problems), plans=", ".join(plans)))
    show(problems, as_json=False)
    say(next_steps(f"pledge run {quoted(str(scenario))}"))
    return ANSWERED


def _resolved(scenario: Path) -> str:
    return ""
