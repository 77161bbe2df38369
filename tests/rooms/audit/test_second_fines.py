"""What misses cost by the auditor's own account, worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from sim.audit.fines import part_of
from sim.audit.reviews import months_on, reviews_of
from sim.audit.verdicts import SecondJudge
from sim.model import Event
from sim.scenario import load_scenario
from tests.rooms.audit.told import at, outcome, promise, told

E = Event
ROOT = Path(__file__).parents[3]
TICKETS = [("05 09:00", "near", "a"), ("06 09:00", "far", "a"), ("12 09:00", "near", "a"), ("13 09:00", "lone", "a")]
ARRIVED = {"measure": {"from": "reported", "to": "arrived"}, "within": "1h", "target": "50%"}


@pytest.fixture
def judge(tmp_path: Path) -> SecondJudge:
    """On site after 90 min, 150 min, 61 min, and in time."""
    times = ("05 10:30", "06 11:30", "12 10:01", "13 09:30")
    return told(tmp_path, TICKETS, [(when, number, E.ARRIVED, 1) for number, when in enumerate(times)])


@pytest.mark.parametrize(
    ("penalty", "cents"),
    [
        ({"per_miss": 10}, 3000),
        ({"per_miss": 10, "free_misses": 1}, 2000),
        ({"per_hour_late": 5}, (1 + 2 + 1) * 500),  # hours that have begun
        ({"percent_of_fee": "0.5%"}, 500 + 5000 + 500),  # 0.5 % of 9999.99 is 50.00 to the cent
        ({"per_miss": 10, "cap": 25}, 2500),
        ({"per_miss": 10, "cap": {"share_of_fee": "0.2%"}}, 2200),  # of 10 999.99 a year
        ({"per_miss": 10, "when": "target_missed", "percent_of_fee": "1%"}, 3000 + 11_000),  # once, of all fees
        ({"bands": [{"below": "50%", "amount": 70}, {"below": "20%", "amount": 90}]}, 7000),
        ({"per_miss": 10, "exclude": ["2026-01-06"]}, 2000),
        ({"per_miss": 10, "exclude": {"dates": [{"from": "2026-01-05", "to": "2026-01-11"}]}}, 1000),
    ],
)
def test_what_three_misses_of_four_cost(judge: SecondJudge, penalty: dict, cents: int) -> None:
    cell = outcome(judge, **ARRIVED, penalty=penalty)
    assert (cell.covered, cell.kept, cell.met) == (4, 1, False)
    assert cell.most_cents == cell.least_cents == cents


def test_a_cap_over_the_contract_is_for_each_group(judge: SecondJudge) -> None:
    terms = {"per_miss": 10, "cap": {"amount": 15, "per": "contract"}}
    cells = judge.count(promise(**ARRIVED, per="region", penalty=terms)).cells
    assert [cells[f"contract · {name}"].most_cents for name in ("north", "south")] == [1500, 1000]


def test_a_customer_is_missed_once(judge: SecondJudge) -> None:
    cell = outcome(judge, **ARRIVED, of="customer", penalty={"per_miss": 10, "per_hour_late": 5})
    assert (cell.covered, cell.kept, cell.met) == (2, 1, True)
    assert cell.most_cents == 1000 + (1 + 2 + 1) * 500


def test_a_bonus_is_for_a_period_as_promised(judge: SecondJudge) -> None:
    kept = {**ARRIVED, "within": "2h"}
    assert outcome(judge, **kept, penalty={"bonus": 30}).bonus_cents == 3000
    assert outcome(judge, **ARRIVED, penalty={"bonus": 30}).bonus_cents == 0


@pytest.mark.parametrize(
    ("right", "may_end"),
    [
        ({"misses": 3}, True),
        ({"misses": 3, "per": "customer"}, True),
        ({"misses": 3, "per": "site"}, False),
        ({"misses": 2, "per": "contract"}, True),
        ({"misses": 4}, False),
    ],
)
def test_a_right_to_end_the_contract(judge: SecondJudge, right: dict, may_end: bool) -> None:
    assert judge.count(promise(**ARRIVED, exit=right)).may_end is may_end


def test_where_a_share_stays_low_what_is_counted_costs(tmp_path: Path) -> None:
    rows = [(when, number, E.CLOSED) for number, when in enumerate(("05 10:00", "06 10:00", "12 10:00", "13 10:00"))]
    judge = told(tmp_path, TICKETS, [*rows, ("07 10:00", 1, E.COMPLAINED)])
    low = {"measure": {"share_of": "complained"}, "penalty": {"per_miss": 10}}
    met = [outcome(judge, **low, target=target).met for target in ({"at_most": "25%"}, {"below": "25%"})]
    assert met == [True, False]
    assert outcome(judge, **low, target={"at_most": "25%"}).most_cents == 1000


def test_shares_of_a_fee_are_rounded_to_the_cent() -> None:
    assert [part_of(50, 0.01), part_of(49, 0.01), part_of(12345, 0.0015), part_of(99, None)] == [1, 0, 19, 0]


def test_months_end_with_the_month() -> None:
    last = datetime(2026, 1, 31, tzinfo=UTC)
    assert [datetime.fromtimestamp(months_on(last, n), UTC).day for n in (1, 2, 3, -2)] == [28, 31, 30, 30]


@pytest.mark.parametrize(("weeks", "judged"), [(52, [True]), (49, [False]), (50, [True]), (54, [True, False])])
def test_a_period_is_judged_if_95_percent_of_it_is_there(weeks: int, judged: list[bool]) -> None:
    start = at("01 00:00")
    scenario = load_scenario(ROOT / "scenarios/minimal")
    horizon = replace(scenario.horizon, zone="UTC", start=start, end=start + weeks * 7 * 86_400)
    assert [review.is_judged for review in reviews_of(horizon, "year")] == judged
    assert reviews_of(horizon, "quarter")[1].label == "2026-Q2"
