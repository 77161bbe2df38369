"""What `pledge advise` says: the first line, tables a terminal has room for, what was not tried, data, charts."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from sim.report.advise import advise_answer, headline
from sim.report.advise_words import WORDS, kind_count, lever_words, set_words
from sim.report.asked import Asked
from sim.report.columns import WIDTH, display_width
from sim.report.study_answer import study_text
from sim.study.advising import KINDS, Advice, Lever, advise
from sim.study.budget import Budget
from sim.study.estimate import Estimate, exact
from sim.study.experiment import Experiment
from tests.rooms.study import short_of

ASKED = Asked("advise", "scenarios/depot", flags={"most": 4})
FINED = """\
- id: onsite
  measure: {from: reported, to: arrived}
  within: 4h
  target: 50%
  penalty: {per_miss: 2000}
"""


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Advice:
    """Four changes of a company that is short of an engineer in the west."""
    variants = short_of.engineers(tmp_path_factory.mktemp("company"))
    return advise(variants, Experiment(), 8, most=4)


@pytest.fixture(scope="module")
def fined(tmp_path_factory: pytest.TempPathFactory) -> Advice:
    """The same, where half would be enough and every miss costs."""
    folder = tmp_path_factory.mktemp("fined")
    variants = short_of.engineers(folder)
    (folder / "commitments.yaml").write_text(FINED, encoding="utf-8")
    return advise(variants, Experiment(), 8, most=4, with_bottlenecks=False)


def nothing_known(found: Advice) -> Advice:
    """As if luck could have made every gain."""
    return replace(found, trials=tuple(replace(one, real=False, dearer=False, more=7) for one in found.trials))


def test_the_first_line_names_change_gain_and_price(found: Advice) -> None:
    best = found.trials[0]
    moved = best.moved[0].attained.estimate
    assert moved.mean is not None
    points = f"+{100 * moved.mean:.1f} points"
    line = headline(found)
    assert line.startswith(f"The next best money: one more engineer in west (2 then): onsite {points} [")
    assert line.endswith("for 60,000 CNY a year")


def test_where_nothing_is_known_to_help_that_is_said(found: Advice) -> None:
    line = headline(nothing_known(found))
    assert line.startswith("Nothing helps: of 4 changes tried none is known to be worth its money; 7 more sample years")
    commands = advise_answer(nothing_known(found), ASKED).next_commands
    assert commands[0] == "pledge advise scenarios/depot --replications 15"


def test_where_all_holds_money_counts(fined: Advice) -> None:
    """What is saved on balance is penalties saved less what is added, year by year."""
    assert fined.missing == ()
    best = fined.best
    assert best is not None and best.lever.changes == ("teams.west.engineers=2",)
    pay, fines = 60_000, -(best.penalty.estimate.mean or 0.0)
    assert best.gained == pytest.approx(fines - pay, abs=1)
    assert best.value == best.gained
    assert headline(fined).startswith("The next best money: one more engineer in west (2 then): saves ")
    assert headline(fined).endswith(" CNY a year on balance")


def test_nothing_is_wider_than_a_terminal(found: Advice) -> None:
    lines = study_text(advise_answer(found, ASKED)).splitlines()
    broken = [line for line in lines if display_width(line) > WIDTH]
    assert [line for line in broken if not line.startswith(("--set ", "  pledge "))] == []


def test_what_was_not_tried_is_counted_by_kind(found: Advice) -> None:
    text = " ".join(study_text(advise_answer(found, ASKED)).split())
    assert "Not tried, because what the plan as it stands shows promises less: 1 engineer, 1 contracted backup" in text


def test_what_the_budget_had_no_room_for_is_named(tmp_path: Path) -> None:
    found = advise(short_of.engineers(tmp_path), Experiment(budget=Budget(runs=4)), 2)
    text = " ".join(study_text(advise_answer(found, ASKED)).split())
    assert all(lever_words(lever) in text for lever in found.no_room[:4])
    assert "no room in the budget" in text


def test_data_holds_every_change_with_its_figures(found: Advice) -> None:
    told = json.loads(json.dumps(advise_answer(found, ASKED).data))
    assert [one["rank"] for one in told["changes"]] == [1, 2, 3, 4]
    assert told["best"] == ["teams.west.engineers=2"]
    assert told["not_holding"] == ["onsite"] and told["gain_unit"] == "points"
    first = told["changes"][0]
    assert first["price"]["mean"] == pytest.approx(60_000, abs=1) and first["price"]["n"] == 8
    assert first["value"] == pytest.approx(first["gain"]["mean"] / first["added_cost"]["mean"] * 10_000)


def test_the_table_is_tidy(found: Advice) -> None:
    head, rows = advise_answer(found, ASKED).csv
    assert {len(row) for row in rows} == {len(head)}
    assert len({row[:8] for row in rows}) == len(rows)


def test_the_best_are_pasted_into_a_comparison(found: Advice) -> None:
    first = advise_answer(found, ASKED).next_commands[0]
    assert first.startswith('pledge compare scenarios/depot --plans "baseline,baseline+teams.west.engineers=2')


def test_every_kind_has_words() -> None:
    for kind in KINDS:
        lever = Lever(kind, "xian", "door-pump", ("teams.xian.engineers=4",), 4)
        assert lever_words(lever).endswith("(4 then)") and kind in WORDS
        assert "1 " in kind_count(kind, 1) and "12 " in kind_count(kind, 12)
    assert set_words(Lever("rule", "", "", ("swap=first", "a={b: c}"))) == '--set swap=first --set "a={b: c}"'


def test_charts_are_drawn(found: Advice, fined: Advice) -> None:
    charts = list(advise_answer(found, ASKED).charts())
    assert [chart.stem for chart in charts] == ["changes", "perfect", "perfect-behind"]
    assert all(chart.png.startswith(b"\x89PNG") and chart.reading for chart in charts)
    assert [chart.stem for chart in advise_answer(fined, ASKED).charts()] == ["changes"]


def test_without_a_price_it_is_help_and_no_money(found: Advice) -> None:
    best = found.trials[0]
    unpriced = replace(best, lever=replace(best.lever, without=("pay of west",)))
    line = headline(replace(found, trials=(unpriced,)))
    assert line.startswith("The most help, its price not given: one more engineer in west (2 then): onsite +")


def test_what_is_spent_once_is_named_apart(found: Advice) -> None:
    best = found.trials[0]
    once = replace(best, once=replace(best.once, estimate=exact(30_000.0, 8)))
    told = replace(found, trials=(once,))
    assert headline(told).endswith("for 60,000 CNY a year, and 30,000 CNY spent once")
    assert "60,000 + 30,000 once" in study_text(advise_answer(told, ASKED))
    assert advise_answer(told, ASKED).data["changes"][0]["one_off"]["mean"] == 30_000


def test_a_cost_that_is_not_told_from_nothing_is_no_saving(found: Advice) -> None:
    cost = Estimate(-18_600.0, -87_500.0, 50_300.0, 8)
    best = found.trials[0]
    unsure = replace(best, cost=replace(best.cost, estimate=cost), dearer=False, lever=replace(best.lever, kind="rule"))
    line = headline(replace(found, trials=(unsure,)))
    assert line.endswith("; what it adds to the cost is not told from nothing") and "saves" not in line
