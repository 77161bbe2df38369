"""What is said about a plan under stress: who falls with what, where inputs make promises flip, what was left out."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from sim.report.asked import Asked
from sim.report.columns import WIDTH, display_width
from sim.report.stress import headline, stress_answer
from sim.report.stress_words import number_text
from sim.report.study_answer import StudyAnswer, study_text
from sim.scenario import Assumption
from sim.scenario.between import scale_of
from sim.study.estimate import Estimate, exact
from sim.study.stressing import BreakEven, Flip, Influence, Shock, Stress
from sim.study.stressing.breaking import Spot, Value
from sim.study.stressing.screening import Moved, TriedEnd
from sim.study.stressing.survival import Trial, compared
from tests.rooms.study.by_hand import outcome

GOOD, BAD = [95] * 29, [80] * 29
SURGE = Shock("demand-surge", "demand surge", "demand x1.5", ("profile.surges=[]",))
LOST = Shock("outlet-lost", "outlet lost (昆明)", "昆明 is shut", tuple(f"teams.t{n}.leave=[]" for n in range(9)))
NOTHING = Shock("bad-batch", "bad batch", "", reason="no fault needs a part")
REPAIR = Assumption("products.press.faults.any.repair.mean", "2h", "1h", "4h")


def stressed(lost: dict[str, list[int]] | None = None, without: dict[str, list[int]] | None = None) -> Stress:
    """Two promises in 29 years, and what becomes of them without an outlet."""
    base = outcome("精简", without or {"到场": GOOD, "reply": GOOD}, cents=[0] * 29)
    after = outcome("outlet lost (昆明)", lost or {"到场": BAD, "reply": GOOD}, cents=[100_00] * 29)
    trials = (compared(SURGE, base, base), compared(LOST, after, base), Trial(NOTHING, reason=NOTHING.reason))
    ends = (
        TriedEnd("low", "1h", (), (Moved("到场", 0.05, 0.07),)),
        TriedEnd("high", "4h", (), (Moved("到场", 0.05, -0.1),)),
    )
    influences = (
        Influence(REPAIR, ends, years=1),
        Influence(Assumption("travel.detour", "1.3", "1.2", "1.4"), reason="the budget has no room for it"),
    )
    return Stress(base, trials, "Shocks begin on 2026-03-02.", influences, (flipping(),))


def flipping() -> BreakEven:
    flip = Flip("到场", "high", "2.67h", Estimate(2.67, 2.4, None, 29, "open"), ("2.5h", "3h"), True, "2h", "2.5h")
    spot = Spot(exact(0.9, 29), 0.0, 0.0, 0.0, True, "keep")
    values = tuple(Value(f"{n}h", float(n), {"到场": spot}) for n in (2, 4))
    scale = scale_of(REPAIR.path, "2h", "1h", "4h")
    return BreakEven(REPAIR, "h", values, (flip,), ("reply",), ("high",), 29, scale=scale)


def answer(found: Stress) -> StudyAnswer:
    return stress_answer(found, Asked("stress", "s", overrides=("a.b=1",), flags={"break_evens": 1}))


def test_the_first_line_says_who_survives_and_who_falls_with_what() -> None:
    said = headline(stressed())
    assert said == "1 of 2 commitments survive all 2 shocks; 到场 falls with: outlet lost (昆明)"


def test_what_is_not_decided_and_what_did_not_stand_is_said_apart() -> None:
    found = stressed({"到场": [95] * 28 + [80], "reply": BAD}, {"到场": GOOD, "reply": BAD})
    assert headline(found) == (
        "0 of 2 commitments survive all 2 shocks; 到场 is not decided with: outlet lost (昆明); "
        "reply does not stand even without a shock"
    )


def test_without_any_shock_nothing_is_claimed() -> None:
    found = stressed()
    assert headline(replace(found, trials=found.trials[2:])).startswith("No shock was simulated")


def test_text_is_narrow_and_names_everything() -> None:
    text = study_text(answer(stressed()))
    typed = [line for line in text.splitlines() if not line.startswith("  pledge ")]
    assert [line for line in typed if display_width(line) > WIDTH] == []
    said = " ".join(text.split())
    for words in (
        "bad batch: does not apply here: no fault needs a part",
        "missed above 2.67 h [2.4, open]",
        "the verdict is another one between 2h and 2.5h",
        "between 2 h and 4 h: reply",
        "travel.detour the budget has no room for it",
        "As data, with 8 more in stress.json:",
        "where more is asked for, a commitment breaks sooner",
        "fines +10",
    ):
        assert words in said, words


def test_what_the_budget_left_out_is_not_called_steady() -> None:
    found = stressed()
    cut = BreakEven(REPAIR, reason="the budget has no room for it", cut=True)
    said = " ".join(study_text(answer(replace(found, break_evens=(cut,)))).split())
    assert "None was searched." in said and "No commitment flips" not in said
    assert "not searched: the budget has no room for it" in said


def test_the_matrix_has_a_mark_for_every_shock() -> None:
    matrix = answer(stressed()).sheets[0]
    assert matrix.rows == (("到场", "holds", "+", "x"), ("reply", "holds", "+", "+"))


def test_json_holds_what_the_text_leaves_out() -> None:
    data = json.loads(json.dumps(answer(stressed()).data))
    lost = next(one for one in data["shocks"] if one["id"] == "outlet-lost")
    assert len(lost["overrides"]) == 9
    assert [one["fate"] for one in lost["commitments"]] == ["falls", "survives"]
    assert lost["commitments"][0]["difference"] == {"mean": pytest.approx(-0.15), "low": pytest.approx(-0.15),
                                                    "high": pytest.approx(-0.15), "n": 29}  # fmt: skip
    assert data["not_searched"] == ["travel.detour"]
    flip = data["break_evens"][0]["flips"][0]
    assert (flip["value"], flip["target_is"], flip["number"]["high"]) == ("2.67h", "missed", None)


def test_the_table_is_tidy() -> None:
    head, rows = answer(stressed()).csv
    assert {len(row) for row in rows} == {len(head)}
    parts = {row[0] for row in rows}
    assert parts == {"base", "shock", "break-even", "input"}


def test_it_ends_with_commands_that_go_on() -> None:
    commands = answer(stressed()).next_commands
    assert commands[-1] == "pledge advise s --set a.b=1"
    surge = stressed({"到场": GOOD, "reply": GOOD})
    assert answer(surge).next_commands == ("pledge promise s --set a.b=1",)


def test_both_pictures_are_drawn() -> None:
    stems = [(chart.stem, chart.png[:4], bool(chart.reading)) for chart in answer(stressed()).charts()]
    assert stems == [("survival", b"\x89PNG", True), ("break-evens", b"\x89PNG", True)]


@pytest.mark.parametrize(
    ("number", "unit", "text"),
    [(1.2345, "h", "1.23 h"), (36.26, "%", "36.3%"), (1.5, "x", "x1.5"), (62.4, "", "62.4"), (0.5, "/d", "0.5/d"),
     (None, "h", "-"), (12_345.6, "", "12,346")],
)  # fmt: skip
def test_numbers_carry_their_unit(number: float | None, unit: str, text: str) -> None:
    assert number_text(number, unit) == text


def test_no_case_left_is_counted_apart() -> None:
    found = stressed()
    gone = compared(LOST, outcome("gone", {"到场": [0] * 29, "reply": [0] * 29}, covered=0), found.base)
    found = replace(found, trials=(found.trials[0], gone))
    assert headline(found) == (
        "0 of 2 commitments survive all 2 shocks; 到场 has no case left with: outlet lost (昆明); "
        "reply has no case left with: outlet lost (昆明)"
    )
    assert answer(found).sheets[0].rows == (("到场", "holds", "+", "0"), ("reply", "holds", "+", "0"))
    assert next(iter(answer(found).charts())).stem == "survival"


def test_few_sample_years_claim_no_more_than_they_show() -> None:
    base = outcome("plan", {"x": [95]})
    found = Stress(base, (compared(SURGE, base, base),), "", (), ())
    assert headline(found) == "1 of 1 commitment survives the 1 shock: as far as 1 sample year shows"


def test_what_is_not_proven_without_a_shock_is_no_plain_survivor() -> None:
    base = outcome("plan", {"x": [95] * 29, "y": [95] * 28 + [80]})
    found = Stress(base, (compared(SURGE, base, base),), "", (), ())
    assert headline(found) == (
        "2 of 2 commitments survive the 1 shock; y: only as far as 29 sample years show, not proven without a shock "
        "either"
    )
