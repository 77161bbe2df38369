"""`travel_matrix.csv`: drives that are known better than a formula knows them."""

from dataclasses import dataclass
from fractions import Fraction

from sim.scenario.grammar import parse_label
from sim.scenario.problems import Flaw, Problem
from sim.scenario.rows import Cells
from sim.scenario.tables import Columns
from sim.scenario.tree import Items
from sim.scenario.units import bad_unit, out_of_range, parse_distance, round_half_up, split_quantity, text_of
from sim.wording import _

DRIVES = Columns("travel_matrix", ("from", "to", "km", "minutes"), ())


@dataclass(frozen=True, slots=True)
class Drive:
    """The way from one site or outlet to another, as expected."""

    start: str
    end: str
    metres: int
    seconds: int


def read_drives(rows: Items, problems: list[Problem]) -> tuple[Drive, ...]:
    """The drives of a table, each way once; bad rows are left out."""
    drives: dict[tuple[str, str], Drive] = {}
    lines: dict[tuple[str, str], int | None] = {}
    for row in rows:
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
        if cells.is_good:
            drives[way], lines[way] = drive, row.place.line
    return tuple(drives.values())


def parse_minutes(value: object) -> int:
    """Seconds of a number of minutes."""
    expected = _("a number of minutes such as 45")
    minutes, unit = split_quantity(value, expected)
    if unit not in ("", "min"):
        raise bad_unit(expected, value, text_of(value, expected).removesuffix(unit).strip())
    if minutes < 0:
        raise out_of_range(_("0 minutes or more"), value)
    return round_half_up(minutes * Fraction(60))
