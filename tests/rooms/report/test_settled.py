"""A backlog that grows is said first; a warm-up that is too short is warned of; few cases are explained."""

from __future__ import annotations

from dataclasses import replace
from types import ModuleType

from sim.report import answer, volume, warm_up
from sim.report.page import page_html
from sim.study import Backlog, Estimate, Result, Volume, WarmUp
from sim.study.settled import Series


def growing(result: Result, standin: ModuleType) -> Result:
    """35 tickets more at the end."""
    around = standin.around
    trend = Backlog(around(60, 3), around(42, 2), around(77, 4), around(35, 3), around(35, 3), grows=True)
    return replace(result, trend=trend, warm_up=WarmUp("never settles", 4.0, None))


def short(result: Result) -> Result:
    """Parts take nine weeks."""
    series = (
        Series("open tickets", "ok", 0, 3, Estimate(0.0, -0.01, 0.01, 40)),
        Series("parts away", "too short", 61, 70, Estimate(-0.08, -0.1, -0.06, 40)),
    )
    return replace(result, warm_up=WarmUp("too short", 4.0, 9, series))


def test_a_backlog_that_grows_is_the_first_thing_said(result: Result, standin: ModuleType) -> None:
    lines = answer.answer_text(growing(result, standin)).splitlines()
    assert lines[:4] == [
        "The backlog grows all year: 35.0 [32.0, 38.0] open tickets more at the end than",
        "at the beginning, where it was 42.0 [40.0, 44.0] (n 40). The figures below",
        "depend on the length of the horizon.",
        "",
    ]
    assert lines[4].startswith("3 of 6 commitments hold")
    page = page_html(growing(result, standin), (), "pledge run inputs")
    assert page.index("The backlog grows all year") < page.index("<h1>")
    assert not any("Warning: After a warm-up" in line for line in lines)  # it is told already


def test_nothing_is_said_of_a_backlog_that_stays(result: Result) -> None:
    assert answer.answer_text(result).startswith("3 of 6")
    assert warm_up.growth_lines(result) == [] and warm_up.warning_text(result) == ""


def test_a_short_warm_up_says_how_many_weeks_would_do(result: Result) -> None:
    text = warm_up.warning_text(short(result))
    assert text.startswith("The warm-up of 4 weeks is too short for parts away: 9 weeks would do (MSER-5).")
    assert text.endswith("its mean is -8% [-10, -6] off.")
    assert any(line.startswith("- Warning: The warm-up of 4 weeks") for line in answer.note_block(short(result)))
    assert "9 weeks would do" in page_html(short(result), (), "pledge run inputs")


def test_what_never_settles_and_what_is_well(result: Result, standin: ModuleType) -> None:
    never = replace(result, warm_up=WarmUp("never settles", 4.0, None))
    assert warm_up.warning_text(never).startswith("After a warm-up of 4 weeks levels still rise")
    calm = replace(growing(result, standin).trend, grows=False)
    well = replace(result, trend=calm, warm_up=WarmUp("ok", 4.0, None))
    assert "42.0 [40.0, 44.0] in its first weeks, 77.0 [73.0, 81.0] in its last" in warm_up.page_text(well)
    assert "start.csv" in warm_up.page_text(replace(result, warm_up=WarmUp("given", 0.0, None)))
    assert warm_up.page_text(result) == ""


FIVE = Volume(5, 0.8, 1.0, 0, 0.9791, Estimate(0.77, 0.74, 0.81, 40), Estimate(41.0, 30.0, 63.0, 40))


def test_few_cases_are_explained_below_the_commitment(result: Result) -> None:
    first, *others = result.commitments
    shown = replace(result, commitments=(replace(first, evidence=FIVE), *others))
    text = volume.volume_text(shown, shown.commitments[0])
    assert text == (
        "Only 5 tickets a quarter: 1 miss breaks it (80% or 100%). To meet the target with a chance of 90% takes a true"
        " share of >= 97.9%; at the share attained it takes 41.0 [30.0, 63.0] cases."
    )
    assert "  Only 5 tickets a quarter: 1 miss breaks it (80% or 100%)." in answer.answer_text(shown)
    assert "1 miss breaks it" in page_html(shown, (), "pledge run inputs")
    many = replace(first, evidence=replace(FIVE, misses=5))
    assert volume.volume_text(shown, many) == "" and volume.volume_text(shown, first) == ""


def test_no_number_of_cases_makes_up_for_a_share_below_the_target(result: Result, standin: ModuleType) -> None:
    none = replace(FIVE, cases_needed=standin.unknown("none"), below=None)
    one = replace(result.commitments[0], evidence=none)
    text = volume.volume_text(result, one)
    assert text.endswith("at the share attained no number of cases would do.") and "breaks it. To" in text
