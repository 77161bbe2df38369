"""Contracts, planned work, accounts, bonus and the right to end a contract, from replications to estimates."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from sim.judge import ContractUse, PlannedUse, StoreUse
from sim.study import Result, run
from sim.study.replicate import Replication
from sim.study.verdict import bounds
from tests.rooms.study import standin
from tests.rooms.study.standin import DAY, commitment, plan

YEARLY = 365 / 364


def replicate(nature: Any, plan_: Any, seed: int, number: int, with_rows: bool) -> Replication:
    """Two contracts, one round of visits, one store; even and odd replications differ."""
    done = standin.replicate(nature, plan_, seed, number, with_rows)
    odd = number % 2
    contracts = (
        ContractUse(
            "std", tickets=100, income_charged=5_000, claims=1_000, penalties=2_000 * odd, bonus=300, cost=70_000
        ),
        ContractUse("new", 10, 0, 0, 0, 0, 9_000),
        ContractUse("", 20, 0, 0, 500, 0, 8_000),
    )
    made = 15 + 3 * odd
    by_month = {"decided_by_month": (12, 8 + 2 * odd), "kept_by_month": (10, made - 10)}
    planned = (PlannedUse("monthly", visits=24, decided=20 + 2 * odd, in_window=made, seized_s=7_200, **by_month),)
    stores = (StoreUse("depot", 36_400, 364 * DAY * 250, 7), StoreUse("van:north", None, None, 0))
    counts = tuple(
        replace(one, bonus_cents=np.array([36_400]), may_end=bool(odd)) for one in done.judgement.commitments
    )
    costs = {**done.judgement.costs, "income_charged": 5_000, "claims": 1_000, "bonus": 300, "repairs": 40_000}
    back = {"sent_back": 4, "scrapped": odd, "in_repair_unit_s": 182 * DAY}
    judgement = replace(
        done.judgement, contracts=contracts, planned=planned, stores=stores, commitments=counts, costs=costs,
        stocks=tuple(replace(stock, **back) for stock in done.judgement.stocks),
        counts={**done.judgement.counts, "prevented": 3},
    )  # fmt: skip
    return replace(done, judgement=judgement)


@pytest.fixture
def found(monkeypatch: pytest.MonkeyPatch) -> Result:
    monkeypatch.setattr("sim.study.replicate.replicate_one", replicate)
    monkeypatch.setattr("sim.scenario.advice", lambda scenario, plan: ())
    penalty, right = SimpleNamespace(bonus=36_400), SimpleNamespace(misses=3)
    nature = standin.scenario(commitment(penalty=penalty, exit=right), commitment("plain"))
    nature.contracts = {"std": SimpleNamespace(fee_per_year=120_000), "new": SimpleNamespace(fee_per_year=None)}
    nature.parts = {"pump": SimpleNamespace(comes_back=True)}
    nature.horizon.periods = lambda step: ((0, 182 * DAY, "2026-01", True), (182 * DAY, 364 * DAY, "2026-02", True))
    return run(nature, plan(), 10)


def test_a_margin_is_what_comes_in_less_what_goes_out(found: Result) -> None:
    std, new, others = found.by_contract
    assert [one.id for one in found.by_contract] == ["std", "new", ""]
    assert (std.fee.mean, std.fee.low, std.fee.high, std.fee.n) == (1200, 1200, 1200, 10)
    assert std.tickets_per_year.mean == pytest.approx(100 * YEARLY)
    assert std.penalties.mean == pytest.approx(10 * YEARLY)  # 20 in every second
    amounts = (50 + 10 + 3 - 10 - 700) * YEARLY
    assert std.margin.mean == pytest.approx(1200 + amounts)
    assert std.margin.low < std.margin.mean < std.margin.high
    parts = std.fee.mean + std.income_charged.mean + std.claims.mean + std.bonus.mean
    assert std.margin.mean == pytest.approx(parts - std.penalties.mean - std.cost.mean)
    assert others.margin.mean == pytest.approx(-85 * YEARLY)
    assert (new.fee.mean, new.margin.mean, new.cost.mean) == (None, None, pytest.approx(90 * YEARLY))
    assert new.margin.reason
    assert found.contracts["id"].tolist() == ["std", "new", ""]


def test_what_is_earned_is_no_part_of_the_total(found: Result) -> None:
    costs = found.costs
    assert costs.income_charged.mean == pytest.approx(50 * YEARLY)
    assert (costs.claims.mean, costs.bonus.mean) == (pytest.approx(10 * YEARLY), pytest.approx(3 * YEARLY))
    kinds = (costs.pay, costs.parts, costs.freight, costs.penalties, costs.repairs)
    assert costs.total.mean == pytest.approx(sum(one.mean or 0 for one in kinds))


def test_bonus_and_the_chance_of_a_right_to_end(found: Result) -> None:
    one, plain = found.commitments
    assert one.bonus.mean == pytest.approx(364 * YEARLY)
    low, high = bounds(5, 10, 0.975)
    assert (one.exit_chance.mean, one.exit_chance.low, one.exit_chance.high, one.exit_chance.n) == (0.5, low, high, 10)
    assert (low, high) == (pytest.approx(0.187086, abs=1e-6), pytest.approx(0.812914, abs=1e-6))
    assert plain.bonus.mean is None and plain.exit_chance.mean is None
    assert plain.bonus.reason and plain.exit_chance.reason


def test_planned_work_and_accounts(found: Result) -> None:
    (monthly,) = found.planned_work
    assert monthly.visits_per_year.mean == pytest.approx(24 * YEARLY)
    assert monthly.in_window.mean == pytest.approx((15 + 18) / (20 + 22))
    assert monthly.hours_per_year.mean == pytest.approx(2 * YEARLY)
    (months,) = found.planned_months
    assert (months.labels, months.n) == (("2026-01", "2026-02"), 10)
    assert (months.in_window.tolist(), months.late.tolist()) == ([10.0, 6.5], [2.0, 2.5])
    depot, van = found.accounts
    assert depot.issued.mean == pytest.approx(364 * YEARLY)
    assert (depot.stock_value.mean, depot.defective_per_year.mean) == (2.5, pytest.approx(7 * YEARLY))
    assert (van.issued.mean, van.stock_value.mean) == (None, None)
    assert found.planned["id"].tolist() == ["monthly"]


def test_what_comes_back_to_a_stock(found: Result) -> None:
    stock = found.stocks[0]
    assert stock.defective_per_year.mean == pytest.approx(4 * YEARLY)
    assert stock.scrapped_per_year.mean == pytest.approx(0.5 * YEARLY)
    assert stock.mean_in_repair.mean == 0.5


def test_json_carries_them(found: Result) -> None:
    told = found.to_json()
    assert [one["id"] for one in told["contracts"]] == ["std", "new", ""]
    assert list(told["contracts"][0]) == [
        "id", "fee", "income_charged", "claims", "bonus", "penalties", "cost", "margin", "tickets_per_year",
    ]  # fmt: skip
    assert list(told["planned"][0]) == ["id", "visits_per_year", "in_window", "hours_per_year"]
    assert list(told["accounts"][0]) == ["store", "issued", "stock_value", "defective_per_year"]
    assert told["tickets"]["prevented_per_year"]["mean"] == pytest.approx(3 * YEARLY)
    assert told["commitments"][1]["exit_chance"]["n"] == 0
