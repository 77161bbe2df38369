"""`pledge trace`: a ticket's life hour by hour, with the reason for every wait."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from sim.commands.options import AS_JSON, example
from sim.commands.outcome import ANSWERED
from sim.commands.refusal import json_text, refuses_bad_input
from sim.commands.streams import say
from sim.wording import _

if TYPE_CHECKING:
    from sim.report.trace.of_run import Traces


@click.command(
    "trace",
    help=_("Tell the life of tickets of a RUN: what happened, who was where, and why every wait took so long. RUN is a "
           "run folder, a name under results/, or latest."),
    epilog=example("pledge trace latest --worst 3"),
)  # fmt: skip
@click.argument("run", metavar="RUN")
@click.option("--ticket", metavar="T", help=_("The ticket, as tickets.csv.gz names it."))
@click.option("--replication", type=click.IntRange(min=0), metavar="N",
              help=_("Its replication. [default: the first that holds it]"))  # fmt: skip
@click.option("--worst", type=click.IntRange(min=1), metavar="N",
              help=_("The N tickets that came latest after a deadline."))  # fmt: skip
@AS_JSON
@refuses_bad_input
def command(run: str, ticket: str | None, replication: int | None, worst: int | None, as_json: bool) -> int:
    """Trace one ticket, or the worst ones."""
    _check(ticket, replication, worst)
    from sim.report.run_folder import find_run
    from sim.report.trace.of_run import trace_ticket, trace_worst

    folder = find_run(run)
    found = trace_worst(folder, worst) if worst else trace_ticket(folder, str(ticket), replication)
    say(json_text(found.as_json()) if as_json else _text(found))
    return ANSWERED


def _check(ticket: str | None, replication: int | None, worst: int | None) -> None:
    if (ticket is None) == (worst is None):
        raise click.UsageError(_("Name one ticket with --ticket, or ask for the latest ones with --worst."))
    if worst is not None and replication is not None:
        raise click.UsageError(_("--replication goes with --ticket."))


def _text(found: Traces) -> str:
    from sim.report.trace.text import traces_text

    return traces_text(found)
