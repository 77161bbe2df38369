"""The answer of `pledge promise`: what it says first, what its tables show, and its pictures."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.report.asked import Asked
from sim.report.columns import WIDTH, display_width
from sim.report.promising import promise_answer
from sim.report.study_answer import StudyAnswer, study_text
from sim.study.experiment import Experiment
from sim.study.promising import LIMIT, Frontier, find_frontier
from tests.rooms.study.road import MANY, ONSITE, PLAN, road

ASKED = Asked("promise", "road")


def answer(frontier: Frontier) -> StudyAnswer:
    return promise_answer(frontier, ASKED)


def table(found: StudyAnswer, title: str) -> list[tuple[str, ...]]:
    (sheet,) = (one for one in found.sheets if one.title.startswith(title))
    return list(sheet.rows)


@pytest.fixture(scope="module")
def proven(tmp_path_factory: pytest.TempPathFactory) -> StudyAnswer:
    return answer(find_frontier(road(tmp_path_factory.mktemp("road")), Experiment(), 29))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Frontier:
    return find_frontier(road(tmp_path_factory.mktemp("road"), MANY), Experiment(), 2)


def test_the_first_line_says_what_can_be_promised(proven: StudyAnswer) -> None:
    """The farthest of four sites lies 95 minutes away, two of them within 30 minutes."""
    assert proven.headline == (
        "With this plan you can promise: onsite in 105min (asked: 30min) or inside 25 km in 30min"
    )
    assert table(proven, "What this plan supports (n 29)")[0][:4] == ("onsite", "30min, >= 100%", "105min", "25 km")
    assert proven.next_commands[0] == "pledge run road --set commitments.onsite.within=105min"


def test_it_says_that_dispatch_keeps_to_what_was_promised(proven: StudyAnswer, tmp_path: Path) -> None:
    assert "nothing in this plan goes by what was promised" in proven.basis
    due = road(tmp_path, ONSITE, PLAN.replace("order_of_arrival", "due_date"))
    found = answer(find_frontier(due, Experiment(), 1))
    assert "still follow what is promised now (dispatch.rule)" in found.basis
    anew = answer(find_frontier(due, Experiment(), 1, redispatch=True))
    assert "was simulated anew" in anew.basis and anew.data["redispatched"]


def test_too_few_years_say_so(few: Frontier) -> None:
    found = answer(few)
    assert found.headline.startswith("As far as 2 sample years show, this plan keeps: ")
    assert found.sheets[0].title == "What this plan kept in all of 2 sample years, too few to prove it"
    assert "2 sample years are too few to prove what all of them kept: 27 more that keep it too would." in found.notes
    assert "pledge promise road --replications 29" in found.next_commands


def test_nothing_is_left_out_without_a_word(few: Frontier) -> None:
    notes = answer(few).notes
    assert "Limit not varied of timeliness, open: it has no time limit." in notes
    assert "Limit not varied of same-day: the end of a day is not varied." in notes
    assert "Radius not varied of timeliness, open: it has nothing to do with the distance." in notes


def test_what_nothing_can_be_promised_of_is_named(tmp_path: Path) -> None:
    """Nobody is there to be sent, and no limit up to the five weeks of the run-out changes that."""
    rush = ONSITE.replace("onsite", "rush").replace("100%, penalty: {per_miss: 500}", "100%, covers: {radius_km: 10}")
    nobody = PLAN.replace("engineers: unlimited", "engineers: 0")
    found = answer(find_frontier(road(tmp_path, rush, nobody), Experiment(), 1))
    assert found.headline == "With this plan nothing that was tried can be promised of rush (limits up to 840h)"


def test_a_promise_without_a_case_is_no_broken_one(tmp_path: Path) -> None:
    letter = "- {id: letter, measure: {from: reported, to: supplier_contacted}, within: 1h, target: 90%}\n"
    found = answer(find_frontier(road(tmp_path, letter), Experiment(), 1))
    assert found.headline == "No case of letter"
    assert table(found, "What this plan")[0][2] == "no case"


def test_of_a_fine_alone_the_fines_are_shown(tmp_path: Path) -> None:
    fine = "- {id: fined, measure: {from: reported, to: arrived}, within: 30min, penalty: {per_miss: 500}}\n"
    found = answer(find_frontier(road(tmp_path, fine), Experiment(), 2))
    assert found.headline == "No commitment has a target that could be varied; what misses cost stands below"
    assert table(found, "What this plan")[0][2] == "fine only"
    sheet = next(one for one in found.sheets if one.title.startswith("What misses would cost"))
    assert sheet.picked is not None and 5 <= len(sheet.picked) <= 6


def test_the_terminal_shows_what_decides_and_no_line_is_too_wide(few: Frontier) -> None:
    found = answer(few)
    lines = study_text(found).splitlines()
    assert [line for line in lines if display_width(line) > WIDTH and not line.startswith("  pledge")] == []
    sheet = next(one for one in found.sheets if one.title.startswith("onsite: promised"))
    assert sheet.picked is not None and 2 <= len(sheet.picked) <= 6 < len(sheet.rows)
    assert any("(promised)" in sheet.rows[at][0] for at in sheet.picked)


def test_json_holds_the_whole_frontier(few: Frontier) -> None:
    told = answer(few).data["promises"]
    onsite = told[0]
    assert (onsite["id"], onsite["tightest_limit"]["best"]["support"]) == ("onsite", "kept in all")
    assert len(onsite["limits"]) == len(few.promisables[0].curves[LIMIT].points)
    promised = [one for one in onsite["limits"] if one["promised"]]
    assert [one["offer"] for one in promised] == ["30min"]
    assert promised[0]["attained"]["mean"] == onsite["promised"]["attained"]["mean"]
    assert promised[0]["penalty"]["mean"] == onsite["promised"]["penalty"]["mean"]


def test_a_picture_of_all_and_one_of_each(proven: StudyAnswer) -> None:
    charts = list(proven.charts())
    assert [chart.stem for chart in charts] == ["tightest", "promise-onsite"]
    assert all(chart.png.startswith(b"\x89PNG") and "<svg" in chart.svg and chart.reading for chart in charts)


def test_where_the_limit_cannot_move_the_target_can(tmp_path: Path) -> None:
    """What is reported shortly before the day closes is not done by then: fewer than all can be promised."""
    same_day = "- {id: same-day, measure: {from: reported, to: restored}, by: {end_of_day: works}, target: 100%}\n"
    found = answer(find_frontier(road(tmp_path, same_day), Experiment(), 3))
    assert "same-day at >= " in found.headline and "(asked: >= 100%)" in found.headline
    assert "nothing that was tried" not in found.headline
