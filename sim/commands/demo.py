"""`pledge demo`: the main job on the bundled coach-service scenario, with nothing to prepare."""

from __future__ import annotations

import click

from sim.commands.options import JOBS, QUIET, StudyOptions, example
from sim.commands.outcome import ANSWERED
from sim.commands.refusal import refuses_bad_input
from sim.commands.run import run_plan
from sim.commands.shell import shown
from sim.commands.streams import remark, say
from sim.commands.templates import bundled
from sim.wording import _

SCENARIO = "coach-service"
REPLICATIONS = 40  # enough for a first verdict (29 of 29 is the first possible "holds"), done in about a minute


@click.command(
    "demo",
    help=_("Run the bundled coach-service scenario: print which promises hold, and write a run folder under results/."),
    epilog=example("pledge demo --jobs 2"),
)
@JOBS
@QUIET
@refuses_bad_input
def command(jobs: int | None, quiet: bool) -> int:
    """`pledge run` on a scenario everybody has."""
    if not quiet:
        remark(_("Simulating {n} sample years of a nationwide coach service.").format(n=REPLICATIONS))
    _result, folder = run_plan(bundled(SCENARIO), StudyOptions(replications=REPLICATIONS, jobs=jobs, quiet=quiet))
    say("\n" + _("Open {page} in a browser.").format(page=shown(folder / "report.html")))
    say(_("To change it: pledge init my-service --template {name}").format(name=SCENARIO))
    return ANSWERED
