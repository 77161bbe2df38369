"""Reads CSV tables into raw rows with line and column; all flaws of the table are collected."""

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from sim.scenario.limits import LIMIT, MOST_COLUMNS, MOST_ROWS, MOST_TABLE_BYTES, too_many
from sim.scenario.problems import Place, nearest, with_hint
from sim.scenario.source import Source, parse_value, read_text
from sim.scenario.tree import Items, Map
from sim.wording import _


@dataclass(frozen=True)
class Columns:
    """What a table may hold; the key names its rows."""

    root: str
    needed: tuple[str, ...]
    optional: tuple[str, ...]
    key: str | None = None

    @property
    def known(self) -> tuple[str, ...]:
        """Every column the table may have."""
        return self.needed + self.optional


class Row(Map):
    """A row: columns with text; a place is the line and the number of the column, both from 1."""

    def __init__(self, place: Place, numbers: dict[str, int]) -> None:
        super().__init__(place)
        self.numbers = numbers

    def place_of(self, key: str | int, of_key: bool = False) -> Place | None:
        """The cell's place, or that of the command line if it was set there."""
        given = super().place_of(key)
        if given is not None or key not in self.numbers:
            return given
        return Place(self.place.file, self.place.line, self.numbers[str(key)])


def read_table(path: Path, shown: str, columns: Columns) -> Source:
    """Read a table; blank cells are left out of their row, blank rows are skipped."""
    source = Source(shown)
    text = read_text(path, source, MOST_TABLE_BYTES)
    if text is None:
        return source
    if text.count("\n") > MOST_ROWS:
        source.refuse(LIMIT, too_many(_("rows"), text.count("\n"), MOST_ROWS))
        return source
    rows = _lines(text, source)
    header = next(rows, None)
    if header is None:
        source.note("EMPTY_TABLE", _("has no header and no rows"), 1, 1)
        return source
    numbers = _check_header(header[1], header[0], source, columns)
    if numbers is not None:
        _fill(source, columns, rows, numbers, len(header[1]))
    return source


def open_cells(source: Source, root: str, columns: Sequence[str]) -> None:
    """Put the map that a cell in braces holds in place of its text, in these columns."""
    rows = source.tree[root] if source.tree is not None else ()
    for row in rows:
        for column in columns:
            if str(row.get(column, "")).startswith("{"):
                _open_cell(row, column, source)


def _open_cell(row: Map, column: str, source: Source) -> None:
    value, problems = parse_value(row[column], row.place_of(column) or row.place)
    source.problems += problems
    if value is None:
        row.pop(column)
    else:
        row[column] = value


def _lines(text: str, source: Source) -> Iterator[tuple[int, list[str]]]:
    """Rows that hold anything, with the line they begin in and their cells stripped."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        message = _("cannot be read as a table: {reason}").format(reason=error)
        source.note("BROKEN_TABLE", message, line, 1)


def _check_header(header: Sequence[str], line: int, source: Source, columns: Columns) -> dict[str, int] | None:
    """The number of each column; None if the rows cannot be read with this header."""
    if len(header) > MOST_COLUMNS:
        source.note(LIMIT, too_many(_("columns"), len(header), MOST_COLUMNS), line, MOST_COLUMNS + 1)
        return None
    for mark, name in ((";", _("semicolons")), ("\t", _("tabs")), ("，", _("full-width commas"))):
        if len(header) == 1 and mark in header[0]:
            message = _("the columns are separated by {mark}; save the table with commas").format(mark=name)
            source.note("BROKEN_TABLE", message, line, 1)
            return None
    numbers: dict[str, int] = {}
    for number, name in enumerate(header, start=1):
        if name in numbers:
            source.note("DUPLICATE_COLUMN", _("column '{name}' is there twice").format(name=name), line, number)
        elif name in columns.known:
            numbers[name] = number
        else:
            _unknown_column(name, line, number, source, [known for known in columns.known if known not in header])
    missing = [name for name in columns.needed if name not in numbers]
    for name in missing:
        source.note("MISSING_COLUMN", _("column '{name}' is missing").format(name=name), line, 1)
    return None if columns.key in missing else numbers


def _unknown_column(name: str, line: int, number: int, source: Source, known: Sequence[str]) -> None:
    if not name:
        source.note("UNKNOWN_COLUMN", _("column {number} has no name").format(number=number), line, number)
        return
    message = with_hint(_("unknown column '{name}'").format(name=name), nearest(name, known))
    source.note("UNKNOWN_COLUMN", message, line, number)


def _fill(
    source: Source, columns: Columns, rows: Iterator[tuple[int, list[str]]], numbers: dict[str, int], width: int
) -> None:
    items = Items(source.place)
    for line, cells in rows:
        if any(cells[width:]):
            source.note("EXTRA_CELLS", _("the row has more cells than the header has columns"), line, width + 1)
        row = Row(Place(source.file, line, 1), numbers)
        row.update({name: cells[at - 1] for name, at in numbers.items() if at <= len(cells) and cells[at - 1]})
        items.put(row, row.place)
    if not items and not any(problem.is_error for problem in source.problems):
        source.note("EMPTY_TABLE", _("has a header but no rows"), 1, 1)
    _check_keys(source, columns, items)
    source.tree = Map(source.place)
    source.tree.put(columns.root, items, source.place, source.place)


def _check_keys(source: Source, columns: Columns, items: Items) -> None:
    if columns.key is None:
        return
    seen: dict[str, int | None] = {}
    for row in items:
        name = row.get(columns.key)
        place = row.place_of(columns.key)
        if name is None:
            source.note("MISSING_VALUE", _("'{column}' is blank").format(column=columns.key), place.line, place.column)
        elif name in seen:
            message = _("'{name}' is there twice, first in line {line}").format(name=name, line=seen[name])
            source.note("DUPLICATE_ID", message, place.line, place.column)
        else:
            seen[name] = place.line
