"""The words of a bid: every promise as data can be said, answers count their clauses, money of the house stays in."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from sim.report.asked import Asked
from sim.report.bid import bid_answer, headline
from sim.report.bid_guesses import guess_notes, left_out
from sim.report.bid_remedies import levers_text, remedy_json
from sim.report.bid_words import sure_text, verdict_text
from sim.report.columns import WIDTH, display_width
from sim.report.promised import promised_text
from sim.report.study_answer import StudyAnswer, study_text
from sim.scenario import load_scenario
from sim.study.bidding import Bid, Remedy, bid, looked_behind
from sim.study.estimate import Estimate
from sim.study.experiment import Experiment
from sim.study.paired import Difference
from sim.wording import set_language
from tests.rooms.commands.typed import ROOT
from tests.rooms.study.tender import COMMITMENTS, SCENARIO, tender

SCENARIOS = sorted(path.name for path in (ROOT / "scenarios").iterdir() if (path / "commitments.yaml").exists())
OF_THE_HOUSE = ("margin", "per_km", "pay_per_engineer_month", "INTERNAL", "the plan costs", "loses money")


def answered(found: Bid, **flags: object) -> StudyAnswer:
    return bid_answer(found, Asked("bid", "tender", flags=flags))


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Bid:
    return bid(tender(tmp_path_factory.mktemp("few")), Experiment(), 3, contract="alpha")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Bid:
    return bid(tender(tmp_path_factory.mktemp("many")), Experiment(), 30)


@pytest.fixture(scope="module")
def alpha(tmp_path_factory: pytest.TempPathFactory) -> Bid:
    return bid(tender(tmp_path_factory.mktemp("alpha")), Experiment(), 30, contract="alpha")


def promised(folder: Path, commitment: str) -> str:
    scenario = tender(folder, commitments=commitment).base.scenario
    return promised_text(scenario.commitments[0], scenario)


@pytest.fixture(scope="module")
def behind(tmp_path_factory: pytest.TempPathFactory) -> Bid:
    variants, experiment = tender(tmp_path_factory.mktemp("behind")), Experiment()
    return looked_behind(bid(variants, experiment, 2), variants, experiment, 2)


def helped(found: Bid, *verdicts: str) -> Remedy:
    """As if a seventh engineer, who costs 900 a month, closed five points of onsite-1h; the verdicts after it."""
    remedy = found.remedies["onsite-1h"]
    assert remedy.advice is not None
    (seventh,) = [one for one in remedy.advice.trials if one.lever.changes == ("teams.depot.engineers=7",)]
    gain = Difference(Estimate(5.0, 4.0, 6.0, 2), None, 2)
    trials = tuple(
        replace(seventh, real=True, gain=gain, moved=tuple(replace(one, verdict=verdict) for one in seventh.moved))
        for verdict in verdicts
    )
    return replace(remedy, advice=replace(remedy.advice, trials=trials))


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_bundled_promise_can_be_said(name: str) -> None:
    scenario = load_scenario(ROOT / "scenarios" / name)
    told = [promised_text(one, scenario) for one in scenario.commitments]
    assert all(told) and len(set(told)) == len(told)
    targets = [one.target for one in scenario.commitments if one.target is not None and one.target.at_least != 1]
    assert sum("%" in text for text in told) >= len(targets)


def test_a_promise_with_everything(tmp_path: Path) -> None:
    text = promised(
        tmp_path,
        """\
- id: onsite
  measure: {from: reported, to: arrived}
  within: 4h
  covers: {region: [north, south], radius_km: {above: 20, at_most: 100}, not: {repeat: true}}
  target: 95%
  review: month
  per: customer
  pause: [access]
  penalty: {per_miss: 500, free_misses: 2, when: target_missed, cap: {share_of_fee: 5%, per: contract}}
  exit: {misses: 3, in: quarter}
""",
    )
    assert text == (
        "reported to arrived within 4h for at least 95% of tickets, every month; counting around the clock, but for "
        "waits for access to the site; for region north or south, farther than 20 km from the outlet, within 100 km of "
        "the outlet, not (a repeat); judged apart for every customer; fine: 500 CNY a miss, only in a period that "
        "missed its target, 2 misses a period are free, at most 5% of the yearly fee over the contract; the customer "
        "may end the contract after 3 misses in one quarter"
    )


def test_the_first_words_answer(few: Bid, many: Bid, alpha: Bid) -> None:
    two = "2 of 4 clauses do not hold (onsite-1h, timeliness)"
    assert headline(many) == f"Cannot be signed: {two}, 2 hold."
    assert headline(few) == "Not decided yet: 0 of 3 clauses hold, 3 are not decided (26 more sample years)."
    assert headline(alpha) == "Can be signed: all 3 clauses hold."
    assert [answered(one).exit_code for one in (many, few, alpha)] == [1, 3, 0]


def test_a_clause_says_how_sure_it_is(few: Bid, many: Bid) -> None:
    assert verdict_text(many, many.clauses[0]) == (
        "Cannot be signed: kept in 0 of 30 sample years; its chance is 9.5% or less (such bounds are right 19 of 20 "
        "times). Asked for: 90% or more."
    )
    told = verdict_text(few, few.clauses[1])
    assert told.startswith("Not decided: kept in 3 of 3 sample years; its chance lies between ")
    assert told.endswith("26 more sample years would decide it if it goes on like this.")
    assert [sure_text(share) for share in (0.95, 0.9, 0.99)] == ["19 of 20", "9 of 10", "99 of 100"]


def test_several_periods_of_a_year_are_told_as_a_share(tmp_path: Path) -> None:
    monthly = COMMITMENTS.replace("  target: 90%\n  penalty", "  target: 40%\n  review: month\n  penalty")
    found = bid(tender(tmp_path, commitments=monthly), Experiment(), 2)
    assert "of all months kept in 2 sample years" in verdict_text(found, found.clauses[0])


def test_what_must_not_leave_the_house_is_told_only_inside(many: Bid) -> None:
    outside, inside = answered(many), answered(many, internal=True)
    assert outside.goes_out and not inside.goes_out
    told, all_told = study_text(outside) + str(outside.data) + str(outside.csv), study_text(inside) + str(inside.data)
    assert [word for word in OF_THE_HOUSE if word in told] == []
    assert [word for word in ("margin", "INTERNAL", "loses money") if word not in all_told] == []
    assert any("margin" in str(row[2]) for row in inside.csv[1])


def test_all_of_it_keeps_to_the_width_of_a_terminal(few: Bid, many: Bid, alpha: Bid) -> None:
    try:
        for lang in ("en", "zh"):
            set_language(lang)
            for one in (few, many, alpha):
                lines = study_text(answered(one, internal=True)).splitlines()
                assert [line for line in lines if display_width(line) > WIDTH] == []
    finally:
        set_language(None)


def test_the_wording_is_that_of_the_reader(many: Bid) -> None:
    try:
        set_language("zh")
        assert "一小时内到达现场" in study_text(answered(many))
    finally:
        set_language(None)


def test_commands_to_paste(few: Bid, many: Bid, alpha: Bid) -> None:
    assert answered(many).next_commands == ("pledge advise tender", "pledge promise tender")
    assert answered(few).next_commands == ("pledge bid tender --contract alpha --replications 29",)
    assert answered(alpha).next_commands == ("pledge stress tender",)


def test_what_a_lever_costs_is_told_only_inside(behind: Bid) -> None:
    remedy = helped(behind, "break")
    outside, inside = levers_text(remedy, internal=False), levers_text(remedy, internal=True)
    assert outside.startswith("Would help (1 lever tried): one more engineer in depot (7 then), ")
    assert "(--set teams.depot.engineers=7)" in outside and "a year" not in outside
    assert "for 10.8 k [all alike] a year" in inside
    (without,), (with_,) = remedy_json(remedy, internal=False)["levers"], remedy_json(remedy, internal=True)["levers"]
    assert "price" not in without and with_["price"]["mean"] == pytest.approx(10_800)


def test_whether_one_lever_is_enough(behind: Bid) -> None:
    assert levers_text(helped(behind, "break", "break"), internal=False).endswith("No single one of them is enough.")
    one = levers_text(helped(behind, "unproven", "break"), internal=False)
    assert one.endswith("Alone enough for it not to break: number 1 of them.")
    assert levers_text(helped(behind, "keep"), internal=False).endswith("It is enough for the clause not to break.")


def test_all_that_stands_behind_is_said(behind: Bid) -> None:
    """Guesses by their path with both ends, where it flips, shocks by name, and what was not tried."""
    assert behind.guesses is not None
    first, second = (" ".join(guess_notes(behind.guesses, behind.clauses[at])) for at in (0, 1))
    assert "Rests on " in first and "travel.speeds, assumed 60 (at 30: " in first and ", at 240: +" in first
    assert "Breaks even at: travel.speeds above " in first and " meets the target (assumed 60; simulated at " in first
    assert "Rests on no guess" in second and "Stands with each of 3 shocks (2 sample years)." in second
    told = " ".join(left_out(behind.guesses))
    assert "Shocks not tried: outlet lost (depot) (the plan has no other outlet);" in told
    lines = study_text(answered(behind, internal=True)).splitlines()
    assert [line for line in lines if display_width(line) > WIDTH] == []


def test_charts_show_every_clause_and_every_fine(many: Bid, alpha: Bid) -> None:
    charts = list(answered(many).charts())
    assert [one.stem for one in charts] == ["clauses", "fines"]
    assert all(name in charts[0].svg for name in ("onsite-1h", "onsite-1d", "timeliness", "alpha-2h"))
    assert "2 of 4 clauses" in charts[0].reading and "onsite-1h costs most" in charts[1].reading
    assert [one.stem for one in answered(alpha).charts()] == ["clauses", "fines"]


def test_no_fine_no_chart_of_fines(tmp_path: Path) -> None:
    plain = COMMITMENTS.replace("  penalty: {per_miss: 500}\n", "")
    found = bid(tender(tmp_path, commitments=plain, scenario=SCENARIO), Experiment(), 2)
    assert [one.stem for one in answered(found).charts()] == ["clauses"]
