"""The answer of a sizing: what to change, what it keeps and costs, how sure that is; nothing without its interval."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest

from sim.report.asked import Asked
from sim.report.columns import WIDTH, display_width
from sim.report.json_text import as_text
from sim.report.size import size_answer
from sim.report.study_answer import StudyAnswer, study_text
from sim.study.experiment import Experiment
from sim.study.sizing import Sizing, Wish, size
from sim.study.sizing.deciding import Terms
from sim.study.variants import Variants
from tests.statistics.hotline import written

ASKED = Asked("size", "hotline", replications=6, seed=3)


@pytest.fixture(scope="module")
def sizing(tmp_path_factory: pytest.TempPathFactory) -> Sizing:
    folder = written(tmp_path_factory.mktemp("hotline"))
    return size(Variants(folder), Experiment(3), Wish(6, Terms(0.95), shortlist=3))


@pytest.fixture(scope="module")
def answer(sizing: Sizing) -> StudyAnswer:
    return size_answer(sizing, ASKED)


def test_the_first_line_has_cost_saving_and_verdict(answer: StudyAnswer, sizing: Sizing) -> None:
    found, before = (3 * 3000 + 2 * 4000) * 12, (4 * 3000 + 3 * 4000) * 12
    assert answer.headline.startswith(f"Cheapest plan found: {found / 1000:.0f} k")
    assert f"{100 * (before - found) / before:.1f}% less than the plan as it stands" in answer.headline
    assert sizing.changes == ("desks.phone.seats=3", "desks.chat.seats=2")


def test_the_text_fits_a_terminal(answer: StudyAnswer) -> None:
    for line in study_text(answer, folder="results/hotline-001").splitlines():
        assert display_width(line) <= WIDTH or re.match(r"  pledge |Folder: ", line), line


def test_the_command_that_shows_the_plan_can_be_pasted(answer: StudyAnswer) -> None:
    assert answer.next_commands[0] == ("pledge run hotline --seed 3 --set desks.phone.seats=3 --set desks.chat.seats=2")


def test_the_data_say_what_was_decided_and_how_surely(answer: StudyAnswer) -> None:
    data = json.loads(as_text(dict(answer.data)))
    assert [(one["path"], one["value"], one["found"]) for one in data["decisions"]] == [
        ("desks.phone.seats", 4, 3),
        ("desks.chat.seats", 3, 2),
    ]
    assert {"mean", "low", "high", "n"} <= set(data["cost"]["difference"])
    assert data["decision"]["error_probability"] == pytest.approx(0.05)
    assert 0 < data["lower_bound"]["least"] <= data["lower_bound"]["found"]
    assert sum(rival["chosen"] for rival in data["decision"]["rivals"]) == 1


def test_too_few_sample_years_are_said_with_how_many_it_takes(answer: StudyAnswer, sizing: Sizing) -> None:
    assert sizing.decision is not None and not sizing.decision.proven
    [said] = [note for note in answer.notes if "is not reached" in note]
    assert re.search(r"6 fresh sample years do not prove .*it takes about \d+ in all", said)


def test_every_plan_that_was_looked_at_is_in_the_table(answer: StudyAnswer, sizing: Sizing) -> None:
    head, rows = answer.csv
    assert len(rows) == len(sizing.tried)
    assert head[-2:] == ("desks.phone.seats", "desks.chat.seats")
    assert [row[-2:] for row in rows if row[head.index("chosen")]] == [(3, 2)]


def test_charts_show_the_plans_tried_and_what_makes_up_the_cost(answer: StudyAnswer) -> None:
    charts = {chart.stem: chart for chart in answer.charts()}
    assert set(charts) == {"tried", "cost-stack"}
    assert all(chart.png.startswith(b"\x89PNG") and "<svg" in chart.svg for chart in charts.values())


def test_without_a_plan_the_answer_says_so(sizing: Sizing) -> None:
    nothing = replace(sizing, chosen=None, before=None, decision=None)
    answer = size_answer(nothing, ASKED)
    assert "before the budget was spent" in answer.headline
    assert answer.exit_code == 0
    assert answer.next_commands == ("pledge size hotline --seed 3 --budget 2h",)
