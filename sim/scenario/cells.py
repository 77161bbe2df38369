"""One row of a table: reads its cells, keeps every flaw at its column."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sim.scenario.geography import Point, place
from sim.scenario.limits import LIMIT, MOST_PROBLEMS
from sim.scenario.problems import Flaw, Problem, problem_at, unknown
from sim.scenario.tree import Map
from sim.wording import _


def until_too_many(rows: Iterable[Map], problems: list[Problem]) -> Iterator[Map]:
    """The rows of a table, to its end or to where more is wrong than anybody would read."""
    before = len(problems)
    for row in rows:
        if len(problems) - before > MOST_PROBLEMS:
            text = _("more than {most} errors; the rest of the table was not looked at").format(most=MOST_PROBLEMS)
            problems.append(problem_at(row.place, LIMIT, text))
            return
        yield row


class Cells:
    """One row: reads its cells and keeps what is wrong with them."""

    def __init__(self, row: Map, problems: list[Problem]) -> None:
        self.row, self.problems = row, problems
        self.is_good = True

    def note(self, column: str, flaw: Flaw) -> None:
        """Keep the flaw of a cell."""
        self.is_good = False
        place = self.row.place_of(column) if column else None
        message = f"{column}: {flaw.message}" if column else flaw.message
        self.problems.append(problem_at(place or self.row.place, flaw.code, message, flaw.hint))

    def read(self, column: str, parse: Callable[[object], Any], default: Any = None) -> Any:
        """The value of a cell; the default if it is blank or bad."""
        text = self.row.get(column)
        if text is None:
            return default
        try:
            return parse(text)
        except Flaw as flaw:
            self.note(column, flaw)
            return default

    def refer(self, column: str, what: str, known: Sequence[str] | None) -> None:
        """What a cell names must be known; not asked where what is known could not be read."""
        word = self.row.get(column)
        if word is not None and known is not None and word not in known:
            self.note(column, unknown(what, word, known))

    def need(self, columns: Sequence[str]) -> None:
        """Note the blank ones of cells that must be filled."""
        for column in columns:
            if column not in self.row:
                self.note(column, Flaw("MISSING_VALUE", _("is blank")))

    def point(self, plane: bool | None) -> Point:
        """The place of the row: on a plane, on the globe, or (None) on either."""
        try:
            return place(self.row, plane)
        except Flaw as flaw:
            self.note(str(flaw.at[0]) if flaw.at else "", Flaw(flaw.code, flaw.message, flaw.hint))
            return Point(0.0, 0.0)
