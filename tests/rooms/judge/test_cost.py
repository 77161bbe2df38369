"""What judged time costs, kind by kind, and what is not priced."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.judge import Judgement
from sim.judge.pay import seats_of
from sim.model import Event
from tests.rooms.judge.company import PLAN, SCENARIO, company

ANSWER = "- {id: answer, measure: {from: reported, to: answered}, within: 10min, target: 90%}\n"
PAID = (
    PLAN.replace("takes: [phone]", "takes: [phone], pay_per_seat_month: 7000")
    .replace("role: dispatch,", "role: dispatch, pay_per_seat_month: 6000,")
    .replace("engineers: 2,", "engineers: 2, pay_per_engineer_month: 9000.50,")
)
NOTHING_TO_PAY = {
    "nights": 0, "parts": 0, "repairs": 0, "holding": 0, "freight": 0, "income_charged": 0, "claims": 0, "bonus": 0,
}  # fmt: skip
"""What cannot occur: no nights away, no parts, nobody who pays."""


def judged(folder: Path, rows: list[tuple], scenario: str = SCENARIO, plan: str = PLAN, parts: str = "") -> Judgement:
    return company(folder, ANSWER, [("6 09:00", "near", "body")] * 9, rows, scenario, plan, parts).judgement


def trip(start: str, end: str, engineer: int = 0, ticket: int = 0, metres: int = 0) -> list[tuple]:
    return [
        (start, ticket, Event.DEPARTED, 1, engineer, metres),
        (start, ticket, Event.ARRIVED, 1, engineer),
        (end, ticket, Event.LEFT, 1, engineer, 1),
    ]


def test_pay_by_months_and_travel_by_kilometres(tmp_path: Path) -> None:
    scenario = SCENARIO.replace("2026-01-05, weeks: 4", "2026-01-01, months: 3") + "prices: {per_km: 0.9}\n"
    rows = [*trip("6 10:00", "6 11:00", metres=12_345), ("6 20:00", -1, Event.HOMEWARD, 0, 0, 1_000)]
    judgement = judged(tmp_path, rows, scenario, PAID)
    # (2 x 7000 + 6000 + 2 x 9000.50) x 3 months; 13.345 km x 0.90
    assert judgement.costs == {"pay": 11_400_300, "overtime": 0, "travel": 1_201, "penalties": 0, **NOTHING_TO_PAY}
    assert judgement.without == ("upkeep",)
    assert judgement.fixed_costs >= {"pay", "nights", "parts", "holding", "freight", "one_off"}
    assert judgement.fixed_costs.isdisjoint({"overtime", "travel", "penalties"})


def test_weeks_are_part_of_a_year_of_365_days(tmp_path: Path) -> None:
    assert judged(tmp_path, [], plan=PAID).costs["pay"] == round(3_800_100 * 12 * 28 / 365)


def test_what_is_not_priced_is_named_and_never_zero(tmp_path: Path) -> None:
    judgement = judged(tmp_path, [])
    assert judgement.costs == {"penalties": 0, **NOTHING_TO_PAY}
    assert judgement.without == ("pay", "overtime", "travel", "upkeep")


def test_who_has_no_rate_is_named_where_others_have_one(tmp_path: Path) -> None:
    judgement = judged(tmp_path, [], plan=PAID.replace(", pay_per_seat_month: 7000", ""))
    assert judgement.costs["pay"] == round(2_400_100 * 12 * 28 / 365)
    assert judgement.without == ("desks.front.pay_per_seat_month", "travel", "upkeep")


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


# -- contracted teams ---------------------------------------------------------------------------------------------

CONTRACTED = """\
outlets: {depot: {lat: 40.0, lon: 116.0}}
teams:
  partner: {outlet: depot, engineers: unlimited, employer: contracted, shift: works, pay_per_visit: 600}
"""


def test_contracted_teams_are_paid_by_the_visit_and_have_no_overtime(tmp_path: Path) -> None:
    """Three visits begun in judged time: two of a crew of two, one that drives for a part; one in the warm-up."""
    rows = [
        *trip("6 16:00", "6 20:00", 0, 0), *trip("6 16:30", "6 20:00", 1, 0),
        *trip("7 09:00", "7 10:00", 0, 1), *trip("7 10:00", "7 11:00", 0, 1),
        *trip("4 09:00", "4 10:00", 0, 2),
        ("6 15:00", 0, Event.DISPATCHED, 1, 0, 0), ("6 15:00", 0, Event.DISPATCHED, 1, 1, 1),
    ]  # fmt: skip
    judgement = judged(tmp_path, rows, plan=CONTRACTED)
    assert (judgement.costs["pay"], judgement.costs["overtime"]) == (3 * 60_000, 0)
    assert "pay" not in judgement.fixed_costs
    assert judgement.without == ("travel", "upkeep")
    assert judgement.teams[0].overtime_s == 6 * 3600  # shown, if not paid
    desk = "desks: {a: {seats: 1, takes: [phone], pay_per_seat_month: 1}}\n"
    unpaid = judged(tmp_path / "b", rows, plan=CONTRACTED.replace(", pay_per_visit: 600", "") + desk)
    assert unpaid.without[0] == "teams.partner.pay_per_visit"


# -- overtime -----------------------------------------------------------------------------------------------------

NEW_YEAR = SCENARIO.replace("2026-01-05, weeks: 4", "2026-01-01, months: 1")
LATE = [
    *trip("6 16:00", "6 19:00", 0, 0),    # 2 h after the end of the shift at 17:00 on a Tuesday
    *trip("4 09:00", "4 12:00", 0, 1),    # 3 h on a Sunday worked in exchange for the 2nd
    *trip("9 23:00", "10 01:00", 0, 2),   # 1 h on Friday, 1 h on Saturday
    *trip("2 18:00", "2 19:00", 1, 3),    # 1 h on the day off in exchange
    *trip("10 09:00", "10 10:00", 1, 4),  # 1 h on Saturday
    *trip("1 20:00", "1 22:00", 1, 5),    # 2 h on New Year's Day
    *trip("5 09:00", "5 11:00", 1, 6),    # in the shift
]  # fmt: skip


def test_overtime_is_paid_by_the_kind_of_day(tmp_path: Path) -> None:
    judgement = judged(tmp_path, LATE, NEW_YEAR, PAID)
    (team,) = judgement.teams
    assert [seconds / 3600 for seconds in team.outside_by_day_s] == [2 + 3 + 1, 1 + 1 + 1, 2]
    assert sum(team.outside_by_day_s) == team.overtime_s + team.on_call_s
    # 6 x 1.5 + 3 x 2 + 2 x 3 hours of 9000.50 / 174
    assert judgement.costs["overtime"] == round(900_050 / 174 * 21)


def test_the_factors_of_a_scenario_rule(tmp_path: Path) -> None:
    scenario = NEW_YEAR + "prices: {overtime: {workday: 1, rest_day: 1, holiday: 10}}\n"
    assert judged(tmp_path, LATE, scenario, PAID).costs["overtime"] == round(900_050 / 174 * 29)


def test_overtime_without_factors_or_pay_is_named(tmp_path: Path) -> None:
    abroad = judged(tmp_path / "a", LATE, NEW_YEAR + "country: DE\n", PAID)
    assert ("overtime" in abroad.costs, "overtime" in abroad.without) == (False, True)
    plan = PAID.replace("teams:", "teams:\n  south: {outlet: depot, engineers: 1}")
    partly = judged(tmp_path / "b", LATE, NEW_YEAR, plan)
    assert partly.without == ("teams.south.pay_per_engineer_month", "travel", "upkeep")
    assert partly.costs["overtime"] > 0


def test_a_shift_that_never_ends_has_no_overtime(tmp_path: Path) -> None:
    judgement = judged(tmp_path, LATE, NEW_YEAR, PAID.replace("shift: works", "shift: always"))
    assert judgement.costs["overtime"] == 0
    assert "overtime" in judgement.fixed_costs


# -- nights, places -----------------------------------------------------------------------------------------------

AWAY = [
    ("6 16:00", 0, Event.DEPARTED, 1, 0, 9), ("6 16:30", 0, Event.ARRIVED, 1, 0), ("6 17:00", 0, Event.PAUSED, 1, 0, 3),
    ("9 08:00", 0, Event.DEPARTED, 1, 0, 0), ("9 08:00", 0, Event.ARRIVED, 1, 0), ("9 09:00", 0, Event.LEFT, 1, 0, 1),
    ("4 17:00", 1, Event.PAUSED, 1, 1, 1),  # in the warm-up
]  # fmt: skip


def test_nights_near_a_site(tmp_path: Path) -> None:
    plan = PAID + "dispatch: {overnight: true}\n"
    assert judged(tmp_path / "a", AWAY, SCENARIO + "prices: {per_night: 300}\n", plan).costs["nights"] == 90_000
    unpriced = judged(tmp_path / "b", AWAY, plan=plan)
    assert unpriced.without == ("travel", "nights", "upkeep")
    assert "nights" not in unpriced.costs


def test_upkeep_by_months_and_what_is_spent_once(tmp_path: Path) -> None:
    plan = (
        PAID.replace("depot: {lat: 40.0, lon: 116.0}", "depot: {lat: 40.0, lon: 116.0, cost_per_month: 12000}")
        .replace("seats: 2,", "seats: 2, cost_per_month: 100.50, one_off: 5000,")
        .replace("shift: works", "shift: works, cost_per_month: 1000, one_off: 200")
        .replace("teams:", "central: {city: 天津市, cost_per_month: 3000, one_off: 7}\nteams:")
    )
    judgement = judged(tmp_path, [], NEW_YEAR, plan)
    assert judgement.costs["upkeep"] == 1_200_000 + 10_050 + 100_000 + 300_000
    assert judgement.costs["one_off"] == 500_000 + 20_000 + 700
    assert judgement.without == ("travel",)


def test_a_store_without_upkeep_is_named_where_another_has_one(tmp_path: Path) -> None:
    plan = PAID.replace("teams:", "central: {city: 天津市, cost_per_month: 3000}\nteams:")
    judgement = judged(tmp_path, [], NEW_YEAR, plan)
    assert (judgement.costs["upkeep"], judgement.without) == (300_000, ("travel", "outlets.depot.cost_per_month"))


# -- parts --------------------------------------------------------------------------------------------------------

PARTS = """\
part_id,unit_cost,kind,lead
pump,120,consumable,4d
lamp,35.5,consumable,4d
board,900,repairable,4d
"""
NEEDS = SCENARIO.replace("skill: body}", "skill: body, parts: {pump: 100%, lamp: 50%, board: 10%}}")
PRICED = NEEDS + "prices: {holding_per_year: 20%, courier: 400}\n"
STOCKED = PAID.replace("depot: {lat: 40.0, lon: 116.0}", "depot: {lat: 40.0, lon: 116.0, stock: {pump: 2, board: 1}}")
SUPPLIED = STOCKED + "supply: {courier: {lead: 8h}}\n"
PUMP, LAMP, BOARD = range(3)  # positions of the parts; of the stock items: 0 the pump, 1 the board
USED = [
    ("6 09:00", 0, Event.TAKEN, 1, 0, 2), ("6 10:00", 0, Event.GIVEN_BACK, 0, 0, 1),   # one pump stays
    ("6 11:00", -1, Event.TAKEN, 1, 0, 5),                                             # for another store
    ("6 12:00", 0, Event.TAKEN, 1, 1, 1),                                              # a board is exchanged
    ("6 12:00", 1, Event.COURIERED, 0, LAMP, 3), ("6 13:00", 2, Event.BOUGHT, 0, LAMP, 1),
    ("6 14:00", 3, Event.COURIERED, 0, BOARD, 1),
    ("4 12:00", 4, Event.TAKEN, 1, 0, 1), ("4 12:00", 4, Event.COURIERED, 0, LAMP, 9),  # in the warm-up
]  # fmt: skip


def test_parts_used_up_wherever_they_came_from(tmp_path: Path) -> None:
    """One pump and four lamps; boards come back and are repaired; two shipments by courier."""
    judgement = judged(tmp_path, USED, PRICED, SUPPLIED, PARTS)
    assert judgement.costs["parts"] == 12_000 + 4 * 3_550
    assert judgement.costs["freight"] == 2 * 40_000
    assert judgement.without == ("travel", "upkeep", "repair of exchanged units")
    assert judgement.fixed_costs.isdisjoint({"parts", "holding", "freight"})


def test_holding_by_what_lay_on_the_shelf(tmp_path: Path) -> None:
    """Two pumps for 4 weeks less one from the 6th 00:00 to the end; one board all the time; a fifth of it a year."""
    rows = [("6 00:00", 0, Event.ASKED, 0, 0, 1), ("6 00:00", 0, Event.TAKEN, 1, 0, 1)]
    judgement = judged(tmp_path, rows, PRICED, SUPPLIED, PARTS)
    assert judgement.costs["holding"] == round(0.2 / 365 * ((2 * 1 + 1 * 27) * 12_000 + 28 * 90_000))


def test_parts_without_a_price_are_named(tmp_path: Path) -> None:
    no_cost = PARTS.replace("lamp,35.5", "lamp,")
    partly = judged(tmp_path / "a", USED, PRICED, SUPPLIED, no_cost)
    assert partly.costs["parts"] == 12_000
    assert partly.without == ("travel", "parts.lamp.unit_cost", "upkeep", "repair of exchanged units")
    nothing = judged(tmp_path / "b", USED, NEEDS, SUPPLIED, no_cost.replace("120", "").replace("900", ""))
    assert nothing.without == ("travel", "parts", "holding", "freight", "upkeep", "repair of exchanged units")
    assert {"parts", "holding", "freight"}.isdisjoint(nothing.costs)


def test_what_cannot_occur_costs_nothing(tmp_path: Path) -> None:
    """Boards only: nothing is used up; no courier: no freight; nothing in stock: nothing to hold."""
    boards = SCENARIO.replace("skill: body}", "skill: body, parts: {board: 10%}}")
    judgement = judged(tmp_path, [], boards, PAID, PARTS)
    assert {kind: judgement.costs[kind] for kind in ("parts", "holding", "freight")} == {
        "parts": 0, "holding": 0, "freight": 0,
    }  # fmt: skip
    assert judgement.without == ("travel", "upkeep", "repair of exchanged units")
