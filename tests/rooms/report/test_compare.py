"""What is said about plans side by side: the first line, the tables, the data, the pictures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest

from sim.report.asked import Asked
from sim.report.columns import WIDTH, display_width
from sim.report.compare import compare_answer
from sim.report.compare_headline import headline
from sim.report.differences import difference_text
from sim.report.study_answer import StudyAnswer, study_text
from sim.study.comparing import compare
from sim.study.estimate import Estimate
from sim.study.measured import KM, MONEY, SHARE
from sim.study.tally import HOURS
from tests.rooms.study.by_hand import outcome

YEARS = 30
CHINESE = "昆明精简方案"
GOOD, BAD = [95] * YEARS, [50] * YEARS
COST = "1,003 CNY"  # 1,000 over 364 days


def answer(*outcomes: Any) -> StudyAnswer:
    plans = ",".join(one.variant.name for one in outcomes)
    return compare_answer(compare(outcomes), Asked("compare", "made-up", flags={"plans": plans}))


@pytest.mark.parametrize(
    ("estimate", "unit", "text"),
    [
        (Estimate(-0.08, -0.091, -0.07, 9), SHARE, "-8.0 points [-9.1, -7.0]"),
        (Estimate(0.0004, -0.0002, 0.001, 9), SHARE, "+0.04 points [-0.02, 0.10]"),
        (Estimate(940_000, 903_000, 977_000, 9), MONEY, "+940 k [903, 977]"),
        (Estimate(-1_540_000, -1_600_000, -1_480_000, 9), MONEY, "-1.54 M [-1.60, -1.48]"),
        (Estimate(500, -220, 1_220, 9), MONEY, "+500 [-220, 1,220]"),
        (Estimate(24.3, 22.1, 26.4, 9), HOURS, "+24.3 h [22.1, 26.4]"),
        (Estimate(-16.0, -29.0, -3.0, 9), HOURS, "-16.0 h [-29.0, -3.00]"),
        (Estimate(328, 140, 517, 9), KM, "+328 km [140, 517]"),
        (Estimate(0.0, 0.0, 0.0, 9), SHARE, "none"),
        (Estimate(-1.0, -1.0, -1.0, 9), SHARE, "-100.0 points [all alike]"),
        (Estimate(0.1, None, None, 1, "one"), SHARE, "+10.0 points [no interval]"),
        (Estimate(None, None, None, 0, "none"), SHARE, "unknown"),
        (Estimate(-1e-7, -2e-7, 1e-7, 9), SHARE, "0.00 points [0.00, 0.00]"),
    ],
)
def test_differences(estimate: Estimate, unit: str, text: str) -> None:
    assert difference_text(estimate, unit) == text


@pytest.mark.parametrize(
    ("first", "other", "said"),
    [
        ((GOOD, 2_000), (BAD, 1_000), f"b costs {COST} less a year than a, but loses x"),
        ((BAD, 1_000), (GOOD, 2_000), f"b costs {COST} more a year than a, but gains x"),
        ((GOOD, 1_000), (BAD, 2_000), f"b costs {COST} more a year than a and loses x"),
        ((BAD, 2_000), (GOOD, 1_000), f"b costs {COST} less a year than a and gains x"),
        ((GOOD, 1_000), (GOOD, 2_000), f"b costs {COST} more a year than a and keeps the same"),
        ((GOOD, 1_000), (GOOD, 1_000), "b costs the same as a and keeps the same"),
        ((GOOD[:5], 1_000), (BAD[:5], 1_000), "b costs the same as a and breaks x"),
        ((GOOD[:5] + BAD[:25], 1_000), (BAD, 1_000), "b costs the same as a and does worse at x"),
    ],
)
def test_the_first_line(first: tuple[list[int], int], other: tuple[list[int], int], said: str) -> None:
    a, b = outcome("a", {"x": first[0]}, pay=first[1]), outcome("b", {"x": other[0]}, pay=other[1])
    assert headline(compare([a, b])) == said


def test_a_cost_that_may_be_luck_says_so() -> None:
    a, b = outcome("a", {"x": GOOD[:4]}, cents=[0, 500, 0, 900]), outcome("b", {"x": GOOD[:4]}, cents=[600, 0, 0, 950])
    assert "about the same as a (+0.38 [-" in headline(compare([a, b]))
    assert "no real difference" in headline(compare([a, b]))


def test_a_cost_that_its_own_interval_tells_but_not_all_together() -> None:
    """500 and 530 over 364 days: 516.4 a year, give or take 12.706 * 15.04; Holm's step-down does not let it pass."""
    noise = {f"n{k}": ([90, 91], [91, 93]) for k in range(9)}
    a = outcome("a", {name: pair[0] for name, pair in noise.items()}, cents=[0, 100])
    b = outcome("b", {name: pair[1] for name, pair in noise.items()}, cents=[50_000, 53_100])
    cost, keeping = headline(compare([a, b])).split("; ")
    assert cost == "b costs 516 [325, 708] CNY more a year than a (not yet told from luck)"
    assert keeping == "what it keeps more or less is not told yet"


def test_costs_that_lack_other_prices_do_not_compare() -> None:
    a, b = outcome("a", {"x": GOOD}), outcome("b", {"x": BAD}, pay=900)
    years = [replace(one, judgement=replace(one.judgement, without=("travel", "pay"))) for one in b.replications]
    found = compare([a, replace(b, replications=tuple(years))])
    assert headline(found) == "b lacks other prices than a (costs do not compare) and loses x"


def test_years_without_a_case_are_said() -> None:
    a, b = outcome("a", {"x": [9, 0, 9]}, covered=[10, 0, 10]), outcome("b", {"x": [9, 0, 8]}, covered=[10, 0, 10])
    assert "Not every sample year has a case of x; there n is smaller, compare.csv gives it." in answer(a, b).notes


def test_other_promises_and_another_nature_are_said() -> None:
    a, b = outcome("a", {"x": GOOD[:3]}), outcome("b", {"x": GOOD[:3]})
    changed = ("teams.x.engineers=2", "commitments.x.within=3h", "judge.assurance=0.8")
    b = replace(b, variant=replace(b.variant, overrides=changed))
    notes = answer(a, b).notes
    assert "b is held to other promises than a: commitments.x.within=3h." in notes
    assert "b meets another nature than a: judge.assurance=0.8. Luck is the same, customers need not be." in notes


def test_shares_differ_by_no_more_than_everything() -> None:
    a, b = outcome("a", {"x": [95, 50]}), outcome("b", {"x": [95, 95]})
    (other,) = compare([a, b]).others
    kept = other.gap("kept_probability", "x")
    assert kept is not None
    assert (kept.difference.estimate.low, kept.mean, kept.difference.estimate.high) == (-1, 0.5, 1)


@pytest.fixture(scope="module")
def told() -> Iterator[StudyAnswer]:
    a = outcome(
        "baseline", {"onsite": GOOD, "remote": [91, 94] * 15}, pay=2_000_000, cents=[5, 70] * 15, km=[9, 12] * 15
    )
    b = outcome(
        CHINESE, {"onsite": [93, 96, 97] * 10, "remote": BAD}, pay=1_000_000, cents=[9, 50] * 15, km=[9, 14] * 15
    )
    c = outcome("baseline+teams.north.engineers=3", {"onsite": GOOD, "remote": [91, 94] * 15}, 90, pay=3_000_000)
    yield answer(a, b, c)


def test_no_line_is_wider_than_a_terminal(told: StudyAnswer) -> None:
    lines = study_text(told).splitlines()
    assert max(display_width(line) for line in lines if not line.startswith("  pledge")) <= WIDTH
    assert lines[0].startswith(f"{CHINESE} costs 1.00 M [1.00, 1.00] CNY less a year than baseline, but loses")


def test_every_plan_stands_under_every_commitment(told: StudyAnswer) -> None:
    names = [row[0] for row in told.sheets[0].rows]
    plans = ("baseline", CHINESE, "baseline+teams.north.engineers=3")
    assert names == [f"{one}: {plan}" for one in ("onsite", "remote") for plan in plans]


def test_another_coverage_is_said(told: StudyAnswer) -> None:
    assert any("covers more or fewer cases than baseline of onsite, remote" in note for note in told.notes)
    text = study_text(told)
    assert "onsite: baseline+teams.north.engineers=3  90.2 [all alike]" in text


def test_data_and_table_tell_the_same(told: StudyAnswer) -> None:
    data = json.loads(json.dumps(told.data))
    assert [plan["plan"] for plan in data["plans"]] == ["baseline", CHINESE, "baseline+teams.north.engineers=3"]
    head, rows = told.csv
    table = [dict(zip(head, row, strict=True)) for row in rows]
    assert all(row["difference"] is None for row in table if row["plan"] == "baseline")
    for one in data["differences"]:
        key = (one["plan"], one["commitment"] or "", one["measure"])
        (row,) = [row for row in table if (row["plan"], row["commitment"], row["measure"]) == key]
        assert (row["difference"], row["difference_low"]) == (one["difference"]["mean"], one["difference"]["low"])
        assert (row["real"] == "yes") == one["real"]
    estimates = [one["difference"] for one in data["differences"]] + [
        plan["commitments"][0]["attained"] for plan in data["plans"]
    ]
    assert all({"mean", "low", "high", "n"} <= set(one) for one in estimates)


def test_what_is_not_told_says_how_many_more_years(told: StudyAnswer) -> None:
    (sheet,) = [sheet for sheet in told.sheets if sheet.title.startswith(f"NOT TOLD FROM LUCK: {CHINESE}")]
    assert any(row[2].endswith("more") for row in sheet.rows)


def test_next_commands_name_the_better_plan() -> None:
    """The plan that breaks nothing, and more sample years where something is open."""
    told = answer(outcome("a", {"x": GOOD[:5]}), outcome("b", {"x": BAD[:5]}))
    assert told.next_commands == (
        "pledge compare made-up --plans a,b --replications 29",
        "pledge run made-up --plan a",
    )


def test_pictures(told: StudyAnswer) -> None:
    charts = {chart.stem: chart for chart in told.charts()}
    assert set(charts) == {"differences", "money", "cost-stack"}
    assert CHINESE in charts["cost-stack"].svg
    assert all(chart.png.startswith(b"\x89PNG") and chart.reading and chart.title for chart in charts.values())
    assert "remote under " + CHINESE in charts["differences"].reading


def test_one_sample_year_keeps_nothing_the_same() -> None:
    a, b = outcome("a", {"x": [95]}, cents=[500]), outcome("b", {"x": [94]}, cents=[100])
    line = headline(compare([a, b]))
    assert "keeps the same" not in line
    assert line.endswith("in one sample year, which tells nothing; what it keeps more or less is not told either")


def test_plans_by_their_path_are_named_by_it_again() -> None:
    a, b = outcome("baseline", {"x": [95] * 3}), outcome("lean", {"x": [99] * 3})
    asked = Asked("compare", "s", flags={"plans": "baseline,other/lean.yaml+teams.x.engineers=2"})
    b = replace(b, variant=replace(b.variant, overrides=("teams.x.engineers=2",)))
    commands = compare_answer(compare([a, b]), asked).next_commands
    assert "--plans baseline,other/lean.yaml+teams.x.engineers=2 " in commands[0]
    assert "--plans baseline,lean+teams.x.engineers=2" in asked.reproduce
    better = (
        outcome("baseline", {"x": [50] * 29}),
        replace(b, replications=outcome("lean", {"x": [99] * 29}).replications),
    )
    (last,) = compare_answer(compare(better), asked).next_commands
    assert last == "pledge run s --plan other/lean.yaml --set teams.x.engineers=2"
