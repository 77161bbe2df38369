"""Work that is offered against the time people are there, worked out by hand."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import check

Write = Callable[..., Path]
PLAN = "plans/baseline.yaml"
# two units beside their outlet, always served: faults of 6 h against 3 engineers day and night, 504 h a week
SCENARIO = """\
schema: 1
timezone: Asia/Shanghai
horizon: {start: 2025-01-01, months: 12}
products: {analyser: {faults: {any: {rate_per_unit_year: RATE, repair: 6h}}}}
"""
FILES = {
    "scenario.yaml": SCENARIO,
    "commitments.yaml": "- {id: fix, measure: {from: reported, to: restored}, within: 4w, target: 90%}\n",
    "sites.csv": "site_id,city,units,warranty_until,until\nS001,昆明市,2,2024-12-31,\n",
    PLAN: "outlets: {only: {city: 昆明市}}\nteams: {only: {engineers: 3, shift: always}}\n",
}
FOR_ALL = "of work and travel a week for 504 h of only on duty"
CHARGED = "charged: {refused: REFUSED}\n"
LOOP = {
    "any: {": "any: {parts: {pump: {chance: 50%, quantity: 2}}, ",
    "{city: 昆明市}}": "{city: 昆明市, stock: {pump: 9}}}\nworkshop: {benches: 2, calendar: always}",
}
PARTS = "part_id,kind,lead,repair,scrap\npump,repairable,5d,4h,25%\n"


def overloads(folder: Write, rate: float, changes: dict[str, str], parts: str | None = None) -> list[str]:
    files = dict(FILES)
    for old, new in {"RATE": str(rate), **changes}.items():
        assert any(old in text for text in files.values()), old
        files = {name: text.replace(old, new) for name, text in files.items()}
    found = check(folder(files, parts=parts))[2]
    assert not any(problem.is_error for problem in found), list(map(str, found))
    return [problem.message for problem in found if problem.code == "OVERLOADED"]


@pytest.mark.parametrize(
    ("rate", "changes", "expected"),
    [
        # 1095 a year and unit are 252 h a week; 48 % of them are first ones if 52 % come back
        (1095, {"repair: 6h": "repair: 6h, repeat: 45%"}, []),
        (1095, {"repair: 6h": "repair: 6h, repeat: 52%"}, [f"all visits together: about 525 h {FOR_ALL}"]),
        # 1900 are 437 h a week; a visit of 80 h every week is more than is left
        (1900, {"teams:": "planned: {q: {every: 1w, work: 60h}}\nteams:"}, []),
        (
            1900,
            {"teams:": "planned: {q: {every: 1w, work: 80h}}\nteams:"},
            [f"all visits together: about 517 h {FOR_ALL}"],
        ),
        # two of a crew for 300 h a week, alone more than there is
        (
            0,
            {"teams:": "planned: {q: {every: 1w, work: 300h, crew: 2}}\nteams:"},
            [f"planned visits 'q': about 600 h {FOR_ALL}", f"all visits together: about 600 h {FOR_ALL}"],
        ),
        # 2600 are 598 h a week, all out of warranty: the visits of those who decline are not made
        (2600, {"products": "charged: {refused: 20%}\nproducts"}, []),
        (2600, {"products": "charged: {refused: 10%}\nproducts"}, [f"all visits together: about 539 h {FOR_ALL}"]),
        # 5600 are 1289 h a week, in 146 of 365 days (40 %): 515.5
        (5000, {"2024-12-31,": "2024-12-31,2025-05-26"}, []),
        (5600, {"2024-12-31,": "2024-12-31,2025-05-26"}, [f"all visits together: about 516 h {FOR_ALL}"]),
    ],
)
def test_engineers(folder: Write, rate: float, changes: dict[str, str], expected: list[str]) -> None:
    assert overloads(folder, rate, changes) == expected


def test_a_quote_after_the_diagnosis_costs_a_second_trip(folder: Write) -> None:
    """2000 a year, an hour away: all are diagnosed, 90 % confirm, are driven to again and repaired."""
    changes = {
        "products": "charged: {refused: 10%, quoted_after: diagnosis}\nproducts",
        "repair: 6h": "repair: 30h, diagnose: 30min",
    }
    files = {**FILES, "travel_matrix.csv": "from,to,km,minutes\nonly,S001,50,60\nS001,only,50,60\n"}
    for old, new in {"RATE": "1000", **changes}.items():
        files = {name: text.replace(old, new) for name, text in files.items()}
    [problem] = [one for one in check(folder(files))[2] if one.code == "OVERLOADED"]
    # 2000 a year x (1.9 h of way + 0.5 h of diagnosis + 27 h of repair) / 52.143 weeks
    assert f"about 1128 h {FOR_ALL}" in problem.message


def test_quotes_take_seats(folder: Write) -> None:
    """200 a year, all charged, 50 h each: 192 h a week for one seat."""
    desk = {"teams:": "desks: {front: {seats: 1, takes: phone}}\nteams:"}
    charged = {"products": "charged: {quote: 50h}\nproducts"}
    assert overloads(folder, 100, {**desk, **charged}) == [
        "desk front: about 192 h of talk and calls a week for 168 h of seats"
    ]
    assert overloads(folder, 80, {**desk, **charged}) == []


def test_benches_of_the_workshop(folder: Write) -> None:
    """One pump a fault on average, three in four repaired in 4 h: 2900 and 3000 a year and unit for 336 h a week."""
    assert overloads(folder, 2900, {**LOOP, "engineers: 3": "engineers: 9"}, PARTS) == []
    assert overloads(folder, 3000, {**LOOP, "engineers: 3": "engineers: 9"}, PARTS) == [
        "workshop: about 345 h of repairs a week for 336 h of its benches"
    ]


def test_what_is_swapped_goes_through_the_workshop_whole(folder: Write) -> None:
    changes = {
        **LOOP,
        "{analyser: {": "{analyser: {swap: {unit: whole, work: 1h}, ",
        "stock: {pump: 9}": "stock: {pump: 9, whole: 3}",
        "teams:": "swap: first\nteams:",
        "engineers: 3": "engineers: 9",
    }
    # 2 x 500 units a year at 20 h each
    parts = PARTS + "whole,unit,5d,20h,\n"
    assert overloads(folder, 500, changes, parts) == [
        "workshop: about 384 h of repairs a week for 336 h of its benches"
    ]
    # 3 units that are away for 80 h each time can be 6.3 a week: 126 h
    slow = parts.replace("scrap\n", "scrap,return_transit\n").replace("5d,20h,\n", "5d,20h,,60h\n")
    assert overloads(folder, 500, changes, slow) == []
    # no pool at the outlet that serves the site: what is needed there are pumps, 3 h each
    elsewhere = {
        **changes,
        "stock: {pump: 9}": "stock: {pump: 9}}, far: {city: 哈尔滨市, stock: {whole: 3}",
    }
    assert overloads(folder, 500, elsewhere, parts) == []


def test_hours_are_told_apart(folder: Write) -> None:
    """438.1 units a year and unit at 20 h are 336.1 h a week."""
    more = {**LOOP, "engineers: 3": "engineers: 9", "chance: 50%, quantity: 2": "chance: 100%"}
    parts = "part_id,kind,lead,repair\npump,repairable,5d,20h\n"
    assert overloads(folder, 438.1, more, parts) == [
        "workshop: about 336.1 h of repairs a week for 336.0 h of its benches"
    ]
