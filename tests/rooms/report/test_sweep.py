"""What is said about a swept plan: where commitments flip, every point in the tables, the pictures."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

import pytest

from sim.report.asked import Asked
from sim.report.columns import WIDTH, display_width
from sim.report.study_answer import StudyAnswer, study_text
from sim.report.sweep import sweep_answer
from sim.report.sweep_headline import headline
from sim.scenario.varied import read_varied
from sim.study.designs import grid, hypercube
from sim.study.estimate import exact, mean_of
from sim.study.measured import ATTAINED, COVERED, KEPT, MONEY, SHARE, TOTAL, Measure, Measured
from sim.study.sweeping import Point, Stand, Sweep
from tests.rooms.study.by_hand import outcome

PATH = "teams.north.engineers"
WORDS = {"k": "keep", "b": "break", "u": "unproven", "l": "unproven", "n": "no-target", "-": "no-evidence"}
YEARS = 3


def stand(name: str, letter: str) -> Stand:
    """k keeps, b breaks, u is open, l is open and likely, n has no target, - no case."""
    needed = 29 if letter in "ul" else None
    return Stand(name, WORDS[letter], "ticket", None if letter == "n" else 0.9, "at_least", letter in "kl", needed)


def figures(name: str, share: float) -> tuple[Measured, ...]:
    each = (share - 0.01, share, share + 0.01)
    return (
        Measured(Measure(ATTAINED, name, SHARE), mean_of(each), each),
        Measured(Measure(KEPT, name, SHARE), exact(1.0, YEARS), (1.0,) * YEARS),
        Measured(Measure(COVERED, name, "ticket"), exact(100.0, YEARS), (100.0,) * YEARS),
    )


def swept(
    letters: Mapping[str, str], paths: Sequence[str] = (), asked: int | None = None, refused: Sequence[int] = (),
    unreached: Sequence[int] = (),
) -> Sweep:  # fmt: skip
    """A letter for each commitment and point; a year costs 1,000 more from point to point."""
    size = len(next(iter(letters.values())))
    varied = tuple(read_varied(text) for text in paths or (f"{PATH}=1..{size}",))
    chosen = grid(varied) if asked is None else hypercube(varied, asked, 1)
    points = [_point(number, values, letters, refused, unreached) for number, values in enumerate(chosen, 1)]
    return Sweep(varied, tuple(points), YEARS, outcome("精简", {"x": [1]}).variant, asked, ("travel",))


def _point(number: int, values: Any, letters: Mapping[str, str], refused: Sequence[int], late: Sequence[int]) -> Point:
    if number in refused:
        return Point(number, values, reason="1 on call of 0 engineers", refused=True)
    if number in late:
        return Point(number, values)
    total = Measured(Measure(TOTAL, "", MONEY), exact(1_000.0 * number, YEARS), (1_000.0 * number,) * YEARS)
    found = tuple(one for name in letters for one in figures(name, 0.5 + 0.04 * number))
    return Point(number, values, (*found, total), tuple(stand(name, row[number - 1]) for name, row in letters.items()))


def answer(found: Sweep) -> StudyAnswer:
    vary = [f"{one.path}=1..2" for one in found.varied]
    return sweep_answer(found, Asked("sweep", "made-up", flags={"vary": vary, "points": found.asked, "budget": None}))


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        ({"x": "bbkk"}, f"x holds from {PATH}=3 on"),
        ({"x": "kkb"}, f"x holds up to {PATH}=2"),
        ({"x": "kbk"}, f"x holds at {PATH}=1, 3"),
        ({"x": "kk"}, f"x holds throughout {PATH}=1 to 2"),
        ({"x": "bbb"}, f"x never holds between {PATH}=1 and 3"),
        ({"x": "bub"}, f"x holds nowhere for sure between {PATH}=1 and 3"),
        ({"x": "bukk"}, f"x holds from {PATH}=3 on"),
        ({"x": "bbl"}, f"x: kept often enough from {PATH}=3 on, which 3 sample years do not prove"),
        ({"x": "nn"}, "x: nothing to keep"),
        ({"x": "bk", "y": "bk"}, f"all 2 commitments hold from {PATH}=2 on"),
        ({"x": "kk", "y": "bk"}, f"y holds from {PATH}=2 on; x holds throughout {PATH}=1 to 2"),
        (dict.fromkeys("abcdef", "kk"), f"all 6 commitments hold throughout {PATH}=1 to 2"),
        (
            {**dict.fromkeys("abcdef", "kk"), "x": "bb"},
            f"a, b, c, d and 2 more hold throughout {PATH}=1 to 2; x never holds between {PATH}=1 and 2",
        ),
    ],
)
def test_where_commitments_flip(letters: dict[str, str], said: str) -> None:
    assert headline(swept(letters)) == said


GRID = (f"{PATH}=1..2", "commitments.x.within=2h,4h")
POINT = "engineers=1, within=4h"


@pytest.mark.parametrize(
    ("letters", "said"),
    [
        (
            {"x": "bkkk"},
            f"All commitments hold at 3 of 4 points; the cheapest of them is {POINT}: 2,000 [all alike] CNY a year",
        ),
        ({"x": "bllb"}, "All commitments are kept often enough at 2 of 4 points, which 3 sample years do not prove; "),
        ({"x": "bbbb", "y": "bkbb"}, f"No point of 4 keeps all commitments; most hold at {POINT}: 1 of 2"),
    ],
)
def test_which_points_keep_everything(letters: dict[str, str], said: str) -> None:
    assert headline(swept(letters, GRID)).startswith(said)


def test_nothing_is_dropped_silently() -> None:
    """Points that are refused, and points the budget did not reach, are named, counted, and rows of the table."""
    found = swept({"x": "bbkkkk"}, refused=[1], unreached=[5, 6])
    text = study_text(answer(found))
    assert "NOT SIMULATED: 3 points" in text
    assert "- engineers=1: 1 on call of 0 engineers" in text
    assert "- engineers=5; engineers=6: the budget was spent before" in text
    assert "3 of 6 points" in text
    head, rows = answer(found).csv
    reasons = {row[0]: row[-1] for row in rows}
    assert (reasons[1], reasons[5], reasons[6]) == ("1 on call of 0 engineers", "budget spent", "budget spent")
    assert head[:2] == ("point", PATH)


def test_a_budget_too_small_for_one_point() -> None:
    told = answer(swept({"x": "kk"}, unreached=[1, 2]))
    assert told.headline.startswith("Nothing was simulated: one point takes 3 simulations")
    assert list(told.charts()) == []


@pytest.mark.parametrize("paths", [(), GRID, (*GRID, "commitments.x.target=80%,90%")])
def test_no_line_is_wider_than_a_terminal(paths: tuple[str, ...]) -> None:
    size = 2 ** max(1, len(paths))
    lines = study_text(answer(swept({"x" * 30: "k" * size, "中文承诺": "u" * size}, paths))).splitlines()
    assert max(display_width(line) for line in lines if not line.startswith("  pledge")) <= WIDTH


def test_the_table_is_tidy() -> None:
    """One row per point and measure; values are numbers, their unit stands in the head."""
    told = answer(swept({"x": "bkkk"}, GRID))
    head, rows = told.csv
    assert head == ("point", PATH, "commitments.x.within (h)", "commitment", "measure", "unit", "mean", "low", "high",
                    "n", "verdict", "reason")  # fmt: skip
    assert len(rows) == 4 * 4
    assert rows[4][:6] == (2, 1, 4, "x", "attained", "share")
    assert {row[10] for row in rows if row[3] == "x"} == {"break", "keep"}
    data = json.loads(json.dumps(told.data))
    assert [point["values"] for point in data["points"]] == [["1", "2h"], ["1", "4h"], ["2", "2h"], ["2", "4h"]]
    assert data["points"][1]["overrides"] == [f"{PATH}=1", "commitments.x.within=4h"]


def test_next_commands() -> None:
    """The cheapest point that keeps all; more sample years where something is open."""
    assert answer(swept({"x": "bkk"})).next_commands == (f"pledge run made-up --set {PATH}=2",)
    first, second = answer(swept({"x": "bul"})).next_commands
    assert first == f"pledge sweep made-up --vary {PATH}=1..2 --replications 29"
    assert second == f"pledge run made-up --set {PATH}=3"


@pytest.mark.parametrize(
    ("paths", "asked", "stems"),
    [
        ((), None, {"curves", "costs"}),
        (GRID, None, {"heat-x", "heat-中文承诺", "heat-costs"}),
        (GRID, 4, {"scatter-x", "scatter-中文承诺", "costs"}),
    ],
)
def test_pictures(paths: tuple[str, ...], asked: int | None, stems: set[str]) -> None:
    charts = list(answer(swept({"x": "kbuk", "中文承诺": "n-kb"}, paths, asked, refused=[2])).charts())
    assert {chart.stem for chart in charts} == stems
    assert all(chart.png.startswith(b"\x89PNG") and chart.reading and chart.title for chart in charts)
