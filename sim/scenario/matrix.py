"""`travel_matrix.csv`: drives that are known better than a formula knows them."""

from collections.abc import Collection
from dataclasses import dataclass
from fractions import Fraction

from sim.scenario.cells import Cells, until_too_many
from sim.scenario.durations import SECONDS, parse_duration
from sim.scenario.grammar import parse_label
from sim.scenario.problems import Flaw, Problem, nearest, problem_at, with_hint
from sim.scenario.tables import Columns
from sim.scenario.tree import Items
from sim.scenario.units import bad_unit, out_of_range, parse_distance, round_half_up, split_quantity, write_number
from sim.wording import _

DRIVES = Columns("travel_matrix", ("from", "to", "km", "minutes"), ())


@dataclass(frozen=True, slots=True)
class Drive:
    """The way from one site or outlet to another, as expected."""

    start: str
    end: str
    metres: int
    seconds: int


def read_drives(rows: Items, places: Collection[str] | None, problems: list[Problem]) -> tuple[Drive, ...]:
    """The drives of a table, each way once; bad rows are left out. `places` are sites and outlets; None: not known."""
    drives: dict[tuple[str, str], Drive] = {}
    strangers: set[str] = set()
    lines: dict[tuple[str, str], int | None] = {}
    for row in until_too_many(rows, problems):
        cells = Cells(row, problems)
        cells.need(DRIVES.needed)
        drive = Drive(
            cells.read("from", parse_label, ""),
            cells.read("to", parse_label, ""),
            cells.read("km", parse_distance, 0),
            cells.read("minutes", parse_minutes, 0),
        )
        way = drive.start, drive.end
        if cells.is_good and way in drives:
            message = _("the way from {start} to {end} is there twice, first in line {line}")
            cells.note("to", Flaw("DUPLICATE_ID", message.format(start=way[0], end=way[1], line=lines[way])))
        elif cells.is_good and drive.start == drive.end and (drive.metres or drive.seconds):
            cells.note("to", Flaw("BAD_VALUE", _("the way from a place to itself is nothing")))
        _name_strangers(cells, places, strangers)
        if cells.is_good:
            drives[way], lines[way] = drive, row.place.line
    return tuple(drives.values())


def _name_strangers(cells: Cells, places: Collection[str] | None, strangers: set[str]) -> None:
    """Say of each place once that nothing is there: plans differ in their outlets, so it is no error."""
    for column in ("from", "to"):
        name = cells.row.get(column)
        if places is None or name is None or name in places or name in strangers:
            continue
        strangers.add(name)
        message = _("{column}: '{name}' is neither a site nor an outlet of any plan").format(column=column, name=name)
        text, place = with_hint(message, nearest(name, places)), cells.row.place_of(column) or cells.row.place
        cells.problems.append(problem_at(place, "UNKNOWN_PLACE", text, severity="warning"))


def parse_minutes(value: object) -> int:
    """Seconds of a number of minutes."""
    expected = _("a number of minutes such as 45")
    minutes, unit = split_quantity(value, expected)
    if unit not in ("", "min"):
        raise bad_unit(expected, value, write_number(parse_duration(value) / 60) if unit in SECONDS else None)
    if minutes < 0:
        raise out_of_range(_("0 minutes or more"), value)
    return round_half_up(minutes * Fraction(60))
