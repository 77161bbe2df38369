"""Tables as Excel saves them, and what is wrong with them."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import Problem, check, load_scenario

Problems = Callable[..., list[Problem]]

# the table, and (line, column, code, part of the message) of every problem
TABLES = [
    ("", [(1, 1, "EMPTY_TABLE", "no header")]),
    ("site_id,city\n", [(1, 1, "EMPTY_TABLE", "no rows")]),
    ("site_id,city\n,\n\n", [(1, 1, "EMPTY_TABLE", "no rows")]),
    ("city,units\n昆明,1\n", [(1, 1, "MISSING_COLUMN", "'site_id'")]),
    ("site_id,city,unit\nA,昆明,1\n", [(1, 3, "UNKNOWN_COLUMN", "did you mean units?")]),
    ("site_id,city,form\nA,昆明,x\n", [(1, 3, "UNKNOWN_COLUMN", "did you mean from?")]),
    ("site_id,city,city\nA,昆明,昆明\n", [(1, 3, "DUPLICATE_COLUMN", "there twice")]),
    ("site_id;city\nA;昆明\n", [(1, 1, "BROKEN_TABLE", "semicolons")]),
    ("site_id\tcity\nA\t昆明\n", [(1, 1, "BROKEN_TABLE", "tabs")]),
    ('site_id,city\nA,"昆明\n', [(2, 1, "BROKEN_TABLE", "cannot be read")]),
    ("site_id,city\nA,昆明,,7\n", [(2, 3, "EXTRA_CELLS", "more cells")]),
    ("site_id,city\nA,昆明\nB,昆明\nA,昆明\n", [(4, 1, "DUPLICATE_ID", "first in line 2")]),
    ("site_id,city\n,昆明\n", [(2, 1, "MISSING_VALUE", "blank")]),
    ("site_id,city\nA,昆山市区\n", [(2, 2, "BAD_PLACE", "unknown city '昆山市区'")]),
    ("site_id,lat,lon\nA,102.8,24.9\n", [(2, 2, "BAD_PLACE", "look swapped")]),
    ("site_id,lat,lon\nA,24.9,\n", [(2, 2, "BAD_PLACE", "'lon' is missing")]),
    ("site_id,lat,lon\nA,24.9,190\n", [(2, 3, "BAD_PLACE", "between -180 and 180")]),
    ("site_id,lat,lon\nA,0,0\n", [(2, 2, "BAD_PLACE", "no place to be served")]),
    ("site_id,lat,lon\nA,24°54',102\n", [(2, 2, "BAD_TYPE", "degrees")]),
    ("site_id,city,units\nA,昆明,0\nB,昆明,two\n", [(2, 3, "OUT_OF_RANGE", "1 or more"), (3, 3, "BAD_TYPE", "'two'")]),
    ("site_id,city,product\nA,昆明,analyzer\n", [(2, 3, "UNKNOWN_ID", "did you mean analyser?")]),
    (
        "site_id,lat,lon\nA,48.1,11.5\nB,48.2,11.6\nC,11.5,48.1\nD,48.3,11.4\n",
        [(4, 2, "BAD_PLACE", "would lie among them if swapped")],
    ),
]


@pytest.mark.parametrize(("table", "expected"), TABLES)
def test_sites(
    problems: Problems, smallest: dict[str, str], table: str, expected: list[tuple[int, int, str, str]]
) -> None:
    found = problems(base=smallest, sites=table)
    assert [(one.line, one.column, one.code) for one in found] == [entry[:3] for entry in expected]
    assert all(entry[3] in one.message for one, entry in zip(found, expected, strict=True)), list(map(str, found))


def test_a_choice_of_products_must_be_made(problems: Problems, smallest: dict[str, str]) -> None:
    text = smallest["scenario.yaml"] + "  meter: {faults: {any: {rate_per_unit_year: 1}}}\n"
    first, second = problems(base=smallest, scenario=text)
    assert (first.line, first.code) == (2, "MISSING_VALUE") and "analyser, meter" in first.message
    assert second.line == 3


REPLAY = [
    ("reported,site_id\n2026-01-05,S001\n", [(1, 1, "MISSING_COLUMN"), (2, 1, "MISSING_VALUE")]),
    ("reported,site_id,fault\n2026-13-05,S001,any\n", [(2, 1, "BAD_VALUE")]),
    ("reported,site_id,fault\n2026-01-05,S009,any\n", [(2, 2, "UNKNOWN_ID")]),
    ("reported,site_id,fault\n2026-01-05,S001,ani\n", [(2, 3, "UNKNOWN_ID")]),
    ("reported,site_id,fault,repair\n2026-01-05,S001,any,2\n", [(2, 4, "BAD_UNIT")]),
    ("reported,site_id,fault,repairs\n2026-01-05,S001,any,2h\n", [(1, 4, "UNKNOWN_COLUMN")]),
]


@pytest.mark.parametrize(("table", "expected"), REPLAY)
def test_recorded_tickets(
    problems: Problems, smallest: dict[str, str], table: str, expected: list[tuple[int, int, str]]
) -> None:
    found = problems(base=smallest, replay=table)
    assert [(one.line, one.column, one.code) for one in found] == expected, list(map(str, found))


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        ("site_id,city\nA,昆明\n".encode("utf-16"), "UTF-16"),
        (b"PK\x03\x04rest of a workbook", "workbook"),
        (b"site_id,city\nA,\xff\xff\xff\n", "neither in UTF-8 nor in GB18030"),
    ],
)
def test_other_encodings(problems: Problems, smallest: dict[str, str], raw: bytes, words: str) -> None:
    [problem] = problems(base=smallest, sites=raw)
    assert problem.code == "BAD_ENCODING" and words in problem.message


def test_lines_are_counted_over_line_breaks_in_cells(problems: Problems, smallest: dict[str, str]) -> None:
    first, second = problems(base=smallest, sites='site_id,name,city\nA,"x\ny",昆明\n\nB,z,nowhere\n')
    assert (first.line, first.column, first.code) == (2, 2, "BAD_TYPE") and "one line" in first.message
    assert (second.line, second.column, second.code) == (5, 3, "BAD_PLACE")


def test_the_encoding_is_said_even_when_there_are_errors(folder: Callable[..., Path], smallest: dict[str, str]) -> None:
    home = folder(smallest, sites="site_id,city,units\nA,昆明,x\n".encode("gb18030"))
    _scenario, _plans, found = check(home)
    assert [problem.code for problem in found][:2] == ["ENCODING", "BAD_TYPE"]


@pytest.mark.parametrize("text", ["2026-03-05", "2026/03/05", "2026/3/5", "2026-3-5"])
def test_dates_as_spreadsheets_write_them(folder: Callable[..., Path], smallest: dict[str, str], text: str) -> None:
    home = folder(smallest, sites=f"site_id,city,warranty_until\nA,昆明市,{text}\n")
    assert str(load_scenario(home).sites[0].warranty_until) == "2026-03-05"


def test_cities_by_name_and_code(folder: Callable[..., Path], smallest: dict[str, str]) -> None:
    home = folder(smallest, sites="site_id,city\nA,昆明市\nB,昆明\nC,530100\n")
    assert len({(site.lat, site.lon, site.region) for site in load_scenario(home).sites}) == 1
