"""Tickets of a run folder told again: found in its tickets.csv.gz, simulated once more, checked, and traced."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sim.report.run_folder import RunFolder
from sim.report.tickets_csv import cells
from sim.report.trace.trace import Trace, trace_of
from sim.report.trace.worst import Late, worst_of
from sim.report.trace.year import SampleYear
from sim.scenario import InputErrors, Problem
from sim.scenario.problems import nearest, with_hint
from sim.study.again import again
from sim.wording import _, ngettext

MOST_REPLICATIONS = 5  # looked at for the worst tickets: each is simulated again
Rows = list[list[str]]


@dataclass(frozen=True, eq=False)
class Traces:
    """What a run folder was asked for: tickets told, how the worst of them were found, and remarks on it."""

    run: RunFolder
    traces: list[Trace]
    remarks: list[str]
    worst: list[Late] = field(default_factory=list)
    replications: list[int] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """The object of `trace --json`."""
        manifest = self.run.manifest
        told = [trace.as_json() for trace in self.traces]
        for ticket, late in zip(told, self.worst, strict=False):
            ticket["worst"] = {"commitment": late.commitment, "late_s": late.late_s, "cause": late.cause}
        return {
            "schema_version": 1,
            "command": "trace",
            "run": self.run.path.name,
            "scenario": manifest["scenario"],
            "plan": manifest["plan"],
            "seed": self.run.seed,
            "replications_looked_at": self.replications,
            "remarks": self.remarks,
            "tickets": told,
        }


class _Years:
    """The replications of a run, simulated again and held against what the folder kept of them."""

    def __init__(self, run: RunFolder) -> None:
        self.run = run
        self.scenario, self.plan = run.load()
        self.remarks: list[str] = []

    def year(self, replication: int, kept: Rows | None) -> SampleYear:
        """One replication; InputErrors if it comes out otherwise than the run says."""
        found = again(self.scenario, self.plan, self.run.seed, replication)
        year = SampleYear(found)
        if self.run.replications == 1:
            if found.digest != self.run.manifest["digest"]:
                raise self.run.differs(_("the event log is another one"))
        elif kept is None:
            text = _("tickets.csv.gz does not hold replication {n}, so it could not be checked against the run.")
            self.remarks.append(text.format(n=replication))
        elif _written(year)[: len(kept)] != kept:
            raise self.run.differs(_("replication {n} has other tickets").format(n=replication))
        return year


def _written(year: SampleYear) -> Rows:
    """The rows of tickets.csv.gz as text."""
    columns = [cells(name, column, year.zone) for name, column in year.rows.items()]
    return [[str(cell) for cell in row] for row in zip(*columns, strict=True)]


def trace_ticket(run: RunFolder, ticket: str, replication: int | None = None) -> Traces:
    """One ticket of a run, from `replication` or else from the first one kept that holds it."""
    _check_number(run, replication)
    years = _Years(run)
    if replication is None:
        number, kept, others = _first_with(run, ticket)
    else:
        number, kept, others = replication, _kept(run, replication), []
    year = years.year(number, kept)
    if ticket not in year.index_of:
        raise _unknown(run, ticket, year)
    remarks = [*years.remarks, *_elsewhere(others)]
    return Traces(run, [trace_of(year, year.index_of[ticket])], remarks, replications=[number])


def _check_number(run: RunFolder, replication: int | None) -> None:
    if replication is not None and not 0 <= replication < run.replications:
        text = _("the run has replications 0 to {last}, and no {n}")
        message = text.format(last=run.replications - 1, n=replication)
        raise InputErrors([Problem(str(run.path), None, None, "NO_REPLICATION", message)])


def _first_with(run: RunFolder, ticket: str) -> tuple[int, Rows | None, list[int]]:
    """The first replication kept that holds a ticket, its rows, and the others that hold one of that id."""
    found: tuple[int, Rows | None] | None = None
    others: list[int] = []
    for replication, rows in run.kept_tickets():
        if any(ticket == cells[1] for cells in rows):
            if found is None:
                found = replication, rows
            else:
                others.append(replication)
    first, kept = found or (0, _kept(run, 0))
    return first, kept, others


def _kept(run: RunFolder, replication: int) -> Rows | None:
    return next((rows for number, rows in run.kept_tickets() if number == replication), None)


def _elsewhere(others: list[int]) -> list[str]:
    if not others:
        return []
    text = ngettext(
        "Replication {list} has a ticket of this id too: --replication tells of that one.",
        "Replications {list} have a ticket of this id too: --replication tells of one of them.",
        len(others),
    )
    shown = ", ".join(map(str, others[:MOST_REPLICATIONS])) + (", …" if len(others) > MOST_REPLICATIONS else "")
    return [text.format(list=shown)]


def _unknown(run: RunFolder, ticket: str, year: SampleYear) -> InputErrors:
    hint = nearest(ticket, year.index_of)
    text = _("replication {n} has no ticket '{ticket}'").format(n=year.replication, ticket=ticket)
    return InputErrors([Problem(str(run.path), None, None, "UNKNOWN_TICKET", with_hint(text, hint), hint)])


def trace_worst(run: RunFolder, count: int) -> Traces:
    """The latest tickets of the first replications kept, over all time commitments."""
    years = _Years(run)
    looked_at: list[int] = []
    kept = 0

    def each() -> Iterator[SampleYear]:
        nonlocal kept
        for replication, rows in run.kept_tickets():
            kept += 1
            if len(looked_at) < MOST_REPLICATIONS:
                looked_at.append(replication)
                yield years.year(replication, rows)

    worst = worst_of(each(), count)
    if not looked_at:
        text = _("tickets.csv.gz holds no replication in which the worst tickets could be looked for")
        raise InputErrors([Problem(str(run.path), None, None, "NO_TICKETS", text)])
    traces = [trace_of(late.year, late.ticket) for late in worst]
    remarks = [*years.remarks, _looked_at(run, len(looked_at), kept)]
    return Traces(run, traces, remarks, worst, looked_at)


def _looked_at(run: RunFolder, looked_at: int, kept: int) -> str:
    text = ngettext(
        "Looked at {n} of the {all} replications of the run (tickets.csv.gz holds {kept}; at most {most} are looked"
        " at).",
        "Looked at the first {n} of the {all} replications of the run (tickets.csv.gz holds {kept}; at most {most} are"
        " looked at).",
        looked_at,
    )
    return text.format(n=looked_at, all=run.replications, kept=kept, most=MOST_REPLICATIONS)
