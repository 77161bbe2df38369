"""`pledge selftest`: the reference cases with known answers, through the engine that every command uses."""

from __future__ import annotations

from difflib import get_close_matches

import click

from sim.commands.options import AS_JSON, JOBS, QUIET, example, usable_cores
from sim.commands.outcome import ANSWERED, FAILED
from sim.commands.progress import progress
from sim.commands.refusal import json_text
from sim.commands.streams import say
from sim.wording import _


@click.command(
    "selftest",
    help=_("Answer questions whose answers are known exactly (queues, spare parts, travel, calendars, statistics) with "
           "the engine that every command uses, and say how far off it is. Exit code 1 if a case fails."),
    epilog=example("pledge selftest --quick"),
)  # fmt: skip
@click.option("--case", "cases", multiple=True, metavar="ID", help=_("Only this case, such as Q05. Repeatable."))
@click.option("--quick", is_flag=True, help=_("Within a minute or two, with standard errors of up to 5 %."))
@JOBS
@click.option("--seed", type=click.IntRange(min=0), default=1, metavar="N",
              help=_("Number of the luck: the same number, the same answer. [default: 1]"))  # fmt: skip
@AS_JSON
@QUIET
def command(cases: tuple[str, ...], quick: bool, jobs: int | None, seed: int, as_json: bool, quiet: bool) -> int:
    """Run the cases, print the table or the object."""
    from sim.report.selftest import selftest_text
    from sim.selftest import selftest

    chosen = _known(cases) if cases else None
    with progress(quiet, "selftest") as watched:
        outcome = selftest(chosen, quick, jobs or usable_cores(), seed, watched)
    say(json_text(outcome.as_json()) if as_json else selftest_text(outcome))
    return ANSWERED if outcome.ok else FAILED


def _known(cases: tuple[str, ...]) -> set[str]:
    """The ids as the cases have them. A usage error for one that none has."""
    from sim.oracle.cases import reference_cases

    known = {case.upper(): case for case in reference_cases()}
    for case in cases:
        if case.upper() not in known:
            near = get_close_matches(case.upper(), known, n=1, cutoff=0.5)
            text = _("No case '{case}'; did you mean '{near}'?") if near else _("No case '{case}'; there are: {names}.")
            names = ", ".join(known.values())
            raise click.UsageError(text.format(case=case, near=near[0] if near else "", names=names))
    return {known[case.upper()] for case in cases}
