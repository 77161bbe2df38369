"""What hangs on assumptions: the sentences, the table, the tornado, the page and the rows for a spreadsheet."""

from __future__ import annotations

import json
import warnings
from dataclasses import replace
from pathlib import Path

import pytest
from matplotlib.figure import Figure

from sim.report import answer, assumptions, columns, json_text, manifest, summary
from sim.report.charts import charts_of
from sim.report.charts.style import chart_style
from sim.report.charts.swings import panels, short_path
from sim.report.charts.tornado import draw_tornado
from sim.report.page import page_html
from sim.study import Estimate, Result
from sim.study.assumptions import End, Moved, Tried
from sim.study.paired import Difference
from sim.study.verdict import Verdict

REPAIR = "products.coach.faults.body.repair.mean"
LONG = "onsite-24h-within-100-km-north"  # a promise of the stand-in, 30 characters


def moved(name: str, was: Verdict, verdict: Verdict, mean: float, half: float, unit: str = "ticket") -> Moved:
    estimate = Estimate(mean, mean - half, mean + half, 40)
    return Moved(name, unit, was, verdict, Estimate(0.9, 0.89, 0.91, 40), Difference(estimate, 0.93, 40))


@pytest.fixture
def tried(result: Result) -> Result:
    """One input flips a promise, one moves a promise in hours, one nothing; two were left out, one end was refused."""
    found = (
        Tried(
            REPAIR,
            "4h",
            (
                End("low", "3h", (), (moved(LONG, "keep", "keep", 0.021, 0.004),), "aa"),
                End("high", "6h", (), (moved(LONG, "keep", "break", -0.084, 0.011),), "bb"),
            ),
        ),
        Tried("travel.detour", "1.3", (End("high", "1.6", (), (moved("p90", "keep", "keep", 0.4, 0.1, "h"),), "cc"),)),
        Tried("travel.noise_cv", "0.2", (End("low", "9", reason="is too much"),)),
        Tried("prices.per_km", "1", (), "only money"),
        *(Tried(f"teams.{name}.shrinkage", "5%", (), "no range given") for name in "abcdef"),
    )
    return replace(result, assumptions_tried=found)


def test_a_planner_reads_which_verdict_hangs_on_which_guess(tried: Result) -> None:
    assert assumptions.told(tried) == [f"{LONG} holds at 4h, does not hold at 6h ({REPAIR}, assumed 4h)"]


def test_that_nothing_flips_is_said(tried: Result) -> None:
    calm = replace(tried, assumptions_tried=tried.assumptions_tried[1:])
    text = "No verdict changes when the 1 assumed input with a range moves to either end of it."
    assert assumptions.told(calm) == [text]


def test_the_section_follows_the_verdicts_and_fits_80_columns(tried: Result) -> None:
    text = answer.answer_text(tried)
    section = text[text.index("WHAT HANGS ON ASSUMPTIONS") :]
    block = section[: section.index("\n\n")].splitlines()
    assert [line for line in block if columns.display_width(line) > 80] == []
    told = [" ".join(line.split()) for line in block]
    assert f"at 3h {LONG} +2.1 points [1.7, 2.5]" in told
    assert f"at 6h {LONG} -8.4 points [-9.5, -7.3]" in told
    assert "at 1.6 p90 +0.40 h [0.30, 0.50]" in told
    assert "93%" in " ".join(block)


def test_nothing_is_left_out_silently(tried: Result) -> None:
    block = " ".join(" ".join(assumptions.block(tried)).split())
    assert "6 not tried: no range given (teams.a.shrinkage" in block and "and 2 more, see report.html" in block
    assert "1 not tried: only money (prices.per_km)" in block
    assert "1 not tried: is too much (travel.noise_cv=9)" in block
    page = page_html(tried, [], "pledge run inputs")
    assert [one.path for one in tried.assumptions_tried if one.path not in page] == []


def test_without_the_flag_there_is_no_section(result: Result) -> None:
    assert assumptions.block(result) == []
    assert "ASSUMPTIONS (n" not in answer.answer_text(result)
    assert "What hangs on assumptions" not in page_html(result, [], "pledge run inputs")
    assert "assumptions" not in [chart.stem for chart in charts_of(result)]


def test_the_tornado_has_a_panel_for_each_promise_that_moves(tried: Result) -> None:
    [first] = panels(tried)  # the stand-in has no promise in hours
    assert first.title.startswith(LONG)
    [row] = first.rows
    assert (row.label, row.low_text, row.high_text) == ("coach.body.repair.mean = 4h", "3h", "6h: does not hold")
    with chart_style(), warnings.catch_warnings():
        warnings.simplefilter("error")
        ax = draw_tornado(Figure().add_subplot(), first)
    assert {"3h", "6h: does not hold"} == {text.get_text() for text in ax.texts}
    assert "assumptions" in [chart.stem for chart in charts_of(tried)]


def test_a_long_path_keeps_its_end() -> None:
    path = "products.assembly-line-of-the-second-hall.faults.line-mechanics.parts.wear-kit.known"
    assert short_path(path).startswith("…") and short_path(path).endswith("parts.wear-kit.known")
    assert short_path("travel.detour") == "travel.detour"


def test_json_and_rows(tried: Result, tmp_path: Path) -> None:
    data = json.loads(json_text.run_json(tried, "run"))["assumptions_tried"]
    assert [one["path"] for one in data] == [one.path for one in tried.assumptions_tried]
    end = data[0]["ends"][1]
    assert (end["side"], end["value"], end["digest"]) == ("high", "6h", "bb")
    [at_end] = end["commitments"]
    assert at_end["difference"] == pytest.approx({"mean": -0.084, "low": -0.095, "high": -0.073, "n": 40})
    assert (at_end["was"], at_end["verdict"], at_end["flips"]) == ("keep", "break", True)
    rows = [row for row in summary.rows(tried) if row[0] == "assumption"]
    assert [row[8] for row in rows if row[1] == f"{REPAIR}=6h"] == ["does not hold"]
    assert {len(row) for row in rows} == {len(summary.HEAD)}


def test_the_reproduce_line_asks_for_it_again(tried: Result, result: Result) -> None:
    assert manifest.reproduce_line(tried).endswith("--replications 40 --assumptions")
    assert "--assumptions" not in manifest.reproduce_line(result)
