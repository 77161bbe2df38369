"""`pledge validate`: everything that is wrong or odd about a scenario and its plans, at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sim.commands.options import AS_JSON, SCENARIO, example
from sim.commands.outcome import ANSWERED, BAD_INPUT
from sim.commands.refusal import counted, has_errors, json_text, problems_json, refuses_bad_input, show
from sim.commands.shell import next_steps
from sim.commands.streams import remark, say
from sim.report.next_steps import quoted
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Plan, Problem, Scenario

Values = dict[str, list[dict[str, str]]]


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
    """Check, then print the problems, and the values if they are asked for and there is no error."""
    from sim.scenario import check

    loaded, plans, problems = check(scenario, plan)
    values = _values(loaded, plans) if resolved and loaded is not None else {}
    if as_json:
        say(json_text({**problems_json(problems), **({"resolved": values} if resolved else {})}))
    elif has_errors(problems):
        show(problems, as_json=False)
        remark(counted(problems))
    else:
        _print_good(scenario, list(plans), problems, values)
    return BAD_INPUT if has_errors(problems) else ANSWERED


def _values(scenario: Scenario, plans: Mapping[str, Plan]) -> Values:
    """Path, value and origin of every value, of the scenario under `scenario` and of each plan under `plans/<name>`."""
    from sim.scenario.resolved import resolved, resolved_plan

    found = {"scenario": resolved(scenario), **{f"plans/{name}": resolved_plan(plan) for name, plan in plans.items()}}
    return {part: [asdict(entry) for entry in entries] for part, entries in found.items()}


def _print_good(folder: Path, plans: Sequence[str], problems: Sequence[Problem], values: Values) -> None:
    text = _("{scenario}: {count}; plans {plans}")
    say(text.format(scenario=folder, count=counted(problems), plans=", ".join(plans)))
    show(problems, as_json=False)
    for part, entries in values.items():
        say("\n" + "\n".join([f"{part}:", *("  {path} = {value}  ({origin})".format(**entry) for entry in entries)]))
    say(next_steps(*_next(quoted(str(folder)), plans)))


def _next(folder: str, plans: Sequence[str]) -> list[str]:
    """A run of the first plan, which is `baseline` where there is one."""
    first = "baseline" if "baseline" in plans else plans[0]
    return [f"pledge run {folder}" + ("" if first == "baseline" else f" --plan {quoted(first)}")]
