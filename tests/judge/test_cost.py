"""Pay, travel and penalties, and what is not priced."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.judge.cost import seats_of
from sim.model import Event
from tests.judge.company import PLAN, SCENARIO, company

ANSWER = "- {id: answer, measure: {from: reported, to: answered}, within: 10min, target: 90%}\n"
PAID = (
    PLAN.replace("takes: [phone]", "takes: [phone], pay_per_seat_month: 7000")
    .replace("role: dispatch,", "role: dispatch, pay_per_seat_month: 6000,")
    .replace("engineers: 2,", "engineers: 2, pay_per_engineer_month: 9000.50,")
)


def test_pay_by_months_and_travel_by_kilometres(tmp_path: Path) -> None:
    scenario = SCENARIO.replace("2026-01-05, weeks: 4", "2026-01-01, months: 3") + "prices: {per_km: 0.9}\n"
    rows = [("6 10:00", 0, Event.DEPARTED, 1, 0, 12_345), ("6 20:00", -1, Event.HOMEWARD, 0, 0, 1_000)]
    judgement = company(tmp_path, ANSWER, [("6 09:00", "near", "body")], rows, scenario, PAID).judgement
    # (2 x 7000 + 6000 + 2 x 9000.50) x 3 months; 13.345 km x 0.90
    assert judgement.costs == {"pay": 11_400_300, "travel": 1_201, "penalties": 0}
    assert judgement.without == ("overtime",)


def test_weeks_are_part_of_a_year_of_365_days(tmp_path: Path) -> None:
    judgement = company(tmp_path, ANSWER, [("6 09:00", "near", "body")], [], plan=PAID).judgement
    assert judgement.costs["pay"] == round(3_800_100 * 12 * 28 / 365)


def test_what_is_not_priced_is_named_and_never_zero(tmp_path: Path) -> None:
    judgement = company(tmp_path, ANSWER, [("6 09:00", "near", "body")], []).judgement
    assert judgement.costs == {"penalties": 0}
    assert judgement.without == ("pay", "travel", "overtime")


def test_who_has_no_rate_is_named_where_others_have_one(tmp_path: Path) -> None:
    plan = PAID.replace(", pay_per_seat_month: 7000", "")
    judgement = company(tmp_path, ANSWER, [("6 09:00", "near", "body")], [], plan=plan).judgement
    assert judgement.costs["pay"] == round(2_400_100 * 12 * 28 / 365)
    assert judgement.without == ("desks.front.pay_per_seat_month", "travel", "overtime")


@pytest.mark.parametrize(
    ("seats", "paid"),
    [
        ("2", 2),
        ('{"08:00-20:00": 3}', 3),
        ('{"00:00-08:00": 1, "08:00-20:00": 3, "20:00-24:00": 2}', 6),
        ('{"00:00-08:00": 2, "08:00-16:00": 2, "16:00-24:00": 2}', 6),  # shifts may change at midnight
        ('{"06:00-14:00": 2, "14:00-22:00": 2, "22:00-06:00": 1}', 5),
        ('{"00:00-24:00": 2}', 2),
        ('{"08:00-20:00": 2, "20:00-08:00": 1}', 3),  # the night shift is one person
    ],
)
def test_a_seat_is_one_person_on_one_shift(tmp_path: Path, seats: str, paid: int) -> None:
    plan = PLAN.replace("front: {seats: 2", f"front: {{seats: {seats}")
    assert seats_of(company(tmp_path, ANSWER, [("6 09:00", "near", "body")], [], plan=plan).plan.desks["front"]) == paid
