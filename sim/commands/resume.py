"""`pledge resume`: go on with a run that was cut off, as if it never had been."""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING

import click

from sim.commands.options import AS_JSON, JOBS, QUIET, StudyOptions, example
from sim.commands.outcome import ANSWERED
from sim.commands.refusal import cannot_write, refuses_bad_input
from sim.commands.run import carry_out, outcome_of
from sim.commands.shell import shown
from sim.commands.streams import say
from sim.commands.studies import go_on
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.run_folder import RunFolder


@click.command(
    "resume",
    help=_("Go on with a RUN that was interrupted or killed: the answer and the run folder are those of a run that "
           "never stopped. RUN is its name under results/, the path of its folder, or latest, the default."),
    epilog=example("pledge resume latest"),
)  # fmt: skip
@click.argument("run", metavar="[RUN]", default="latest")
@JOBS
@AS_JSON
@QUIET
@refuses_bad_input
def command(run: str, jobs: int | None, as_json: bool, quiet: bool) -> int:
    """Simulate what is missing, or say that nothing is."""
    from sim.report.resuming import find_unfinished, load_frozen
    from sim.report.run_folder import RUN, RunFolder

    with cannot_write(None):
        found = find_unfinished(run)
    if isinstance(found, RunFolder):
        _say_complete(found, as_json)
        return ANSWERED
    place, request = found
    if request.command != RUN:
        return go_on(place, request, jobs, as_json, quiet)
    options = StudyOptions.of_request(request.options, jobs=jobs, as_json=as_json, quiet=quiet, force=request.force)
    with closing(place):
        result, _folder = carry_out(place, *load_frozen(place, request), options, request.flags)
    return outcome_of(result)


def _say_complete(run: RunFolder, as_json: bool) -> None:
    """With --json the very object it printed, so that a script need not ask first."""
    if as_json:
        say((run.path / f"{run.command}.json").read_text(encoding="utf-8"))
        return
    say(_("{run} is complete: there is nothing left to do.").format(run=run.path.name))
    say(_("Report: {page}").format(page=shown(run.path / "report.html")))
