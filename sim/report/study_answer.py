"""What a study answers, in one shape for all: a sentence, what it rests on, tables, notes, what to type next."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.report import columns
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.report.charts import Chart

SCHEMA_VERSION = 1
BOLD, PLAIN = "\x1b[1m", "\x1b[0m"

Rows = tuple[tuple[str, ...], ...]
Cell = str | float | int | None
Tidy = tuple[tuple[str, ...], Sequence[tuple[Cell, ...]]]


@dataclass(frozen=True)
class Sheet:
    """A table with its title; without rows only its notes. `numbers`: columns to align right; `most`: rows a terminal
    shows, the first ones, None for all; `picked`: positions of those it shows in their place; `paste`: what may be
    pasted behind a command, a line each that is never broken.
    """

    title: str
    head: tuple[str, ...] = ()
    rows: Rows = ()
    numbers: tuple[int, ...] = ()
    notes: tuple[str, ...] = ()
    most: int | None = None
    picked: tuple[int, ...] | None = None
    paste: tuple[str, ...] = ()


@dataclass(frozen=True, eq=False)
class StudyAnswer:
    """What one of the studies found.

    `headline` answers; `basis`: what it rests on; `notes`: what figures mean, and what was not tried and why; `data`:
    what `<command>.json` says beyond its head; `csv`: head and rows of the tidy table; `charts` draws the pictures
    when they are wanted; `replications`: of each plan, candidate or point; `exit_code`: 0 unless the command has more;
    `goes_out`: a customer may see it, so prices of the house are not named among what is assumed.
    """

    command: str
    headline: str
    basis: str
    replications: int
    sheets: tuple[Sheet, ...]
    data: Mapping[str, Any]
    csv: Tidy
    notes: tuple[str, ...] = ()
    next_commands: tuple[str, ...] = ()
    charts: Callable[[], Iterable[Chart]] = tuple
    exit_code: int = 0
    goes_out: bool = False


def study_text(answer: StudyAnswer, colour: bool = False, folder: str | None = None) -> str:
    """The answer for a terminal, at most 80 columns wide; commands and paths are never broken."""
    head = columns.wrap(answer.headline)
    blocks = [
        [f"{BOLD}{line}{PLAIN}" for line in head] if colour else head,
        columns.wrap(answer.basis),
        *(list(sheet_lines(sheet)) for sheet in answer.sheets),
        [line for note in answer.notes for line in columns.bullet(note)],
        [_("Folder: {folder}").format(folder=folder)] if folder else [],
        [_("Next:"), *("  " + command for command in answer.next_commands)] if answer.next_commands else [],
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def sheet_lines(sheet: Sheet) -> Iterator[str]:
    """A table as lines of text, with its title above and its notes below."""
    yield from columns.wrap(sheet.title)
    shown = sheet.rows[: sheet.most] if sheet.picked is None else tuple(sheet.rows[at] for at in sheet.picked)
    if shown:
        yield from columns.table(sheet.head, shown, sheet.numbers)
    left = len(sheet.rows) - len(shown)
    if left:
        text = ngettext("{n} more row stands in report.html.", "{n} more rows stand in report.html.", left)
        yield text.format(n=left)
    for note in sheet.notes:
        yield from columns.bullet(note)
    yield from sheet.paste
