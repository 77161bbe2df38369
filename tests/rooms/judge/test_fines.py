"""Every form of a penalty, worked out by hand; amounts in cents."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.judge.cells import Cells
from sim.judge.fees import Contracts, contracts_of
from sim.judge.misses import Misses
from sim.judge.penalty import Terms, fines
from sim.model import Event
from sim.scenario.penalty import Cap, Exclude, Penalty
from tests.rooms.judge.company import SCENARIO, Company, at, call, company
from tests.rooms.judge.test_penalty import ARRIVALS, TICKETS, onsite

QUARTER = SCENARIO.replace("2026-01-05, weeks: 4", "2026-01-01, months: 3")
FEES = QUARTER + "contracts: {std: 120000, big: {fee_per_year: 600000}, idle: {years: 2}}\n"
UNDER_CONTRACT = """\
site_id,lat,lon,region,customer,contract,units
near,40.0,116.0,north,alpha,std,1
far,41.0,116.0,north,beta,big,3
none,40.5,116.0,north,gamma,,1
"""
# January: reported on the 10th at 09:00, due at 13:00; two arrive at 20:00, 7 h late, one in time.
# February: two reported on the 10th at 09:00 whom nobody visits, late from 13:00 to the end of the run-out, 8 April.
OPEN_H = 57 * 24 - 13


def judged(
    folder: Path, more: str, rows: list[tuple] | None = None, scenario: str = FEES, sites: str = UNDER_CONTRACT, **with_
) -> Company:
    return company(folder, onsite(more), TICKETS, ARRIVALS if rows is None else rows, scenario, sites=sites, **with_)


def cents(story: Company) -> list[int]:
    return story.commitment("onsite").penalty_cents.tolist()


@pytest.mark.parametrize(
    ("penalty", "due"),
    [
        ("{per_miss: 500, free_misses: 1}", [500, 500, 0]),
        ("{per_miss: 500, free_misses: 2}", [0, 0, 0]),
        ("{per_hour_late: 10}", [2 * 70, 2 * 10 * OPEN_H, 0]),
        ("{per_hour_late: 10, free_misses: 1}", [70, 10 * OPEN_H, 0]),
        ("{per_miss: 500, per_hour_late: 10}", [2 * 570, 2 * (500 + 10 * OPEN_H), 0]),
        ("{percent_of_fee: 1%}", [2 * 1200, 2 * 1200, 0]),
        ("{percent_of_fee: 1%, cap: {share_of_fee: 2%}}", [2400, 2400, 0]),
        ("{percent_of_fee: 1%, cap: {share_of_fee: 0.2%}}", [1440, 1440, 0]),
        ("{percent_of_fee: 1%, cap: {share_of_fee: 0.5%, per: contract}}", [2400, 1200, 0]),
        ("{bands: [{below: 50%, amount: 300}, {below: 20%, amount: 1000}]}", [300, 1000, 0]),
        ("{bands: [{below: 20%, amount: 1000}, {below: 50%, amount: 300}]}", [300, 1000, 0]),
        ("{bands: [{below: 33%, amount: 1000}]}", [0, 1000, 0]),
        ("{bands: [{below: 0.3333333333, amount: 1000}]}", [0, 1000, 0]),
        ("{bands: [{below: 34%, percent_of_fee: 1%}]}", [7200, 7200, 0]),
        ("{per_miss: 500, bands: [{below: 20%, amount: 1000}]}", [1000, 2000, 0]),
        ("{per_miss: 500, bands: [{below: 20%, amount: 1000}], cap: 1500}", [1000, 1500, 0]),
        ("{per_miss: 500, exclude: 2026-01-10}", [0, 1000, 0]),
        ("{per_miss: 500, exclude: {dates: [2026-01-09, {from: 2026-02-01, to: 2026-02-10}]}}", [1000, 0, 0]),
        ("{per_miss: 500, exclude: {dates: {from: 2026-01-01, to: 2026-01-09}}}", [1000, 1000, 0]),
    ],
)
def test_each_miss(tmp_path: Path, penalty: str, due: list[float]) -> None:
    """All are of one contract (120,000 a year); that of the other site (600,000) is within reach too:
    0.2 % of both are 1,440, 0.5 % are 3,600.
    """
    story = judged(tmp_path, f"target: 99%, penalty: {penalty}")
    assert cents(story) == [round(100 * amount) for amount in due]


@pytest.mark.parametrize(
    ("target", "penalty", "due"),
    [
        ("50%", "{when: target_missed, per_miss: 500}", [1000, 1000, 0]),
        ("30%", "{when: target_missed, per_miss: 500}", [0, 1000, 0]),
        ("30%", "{when: target_missed, per_miss: 500, per_hour_late: 1}", [0, 1000 + 2 * OPEN_H, 0]),
        ("30%", "{when: target_missed, percent_of_fee: 1%}", [0, 7200, 0]),
        ("50%", "{when: target_missed, percent_of_fee: 1%, free_misses: 9}", [7200, 7200, 0]),
        ("30%", "{when: target_missed, bands: [{below: 40%, amount: 5}]}", [5, 5, 0]),
    ],
)
def test_only_where_the_target_is_missed(tmp_path: Path, target: str, penalty: str, due: list[float]) -> None:
    story = judged(tmp_path, f"target: {target}, penalty: {penalty}")
    assert cents(story) == [100 * amount for amount in due]


def test_an_hour_that_has_begun_counts_whole_and_on_the_clock_of_the_commitment(tmp_path: Path) -> None:
    """Works is 08-12 and 13-17. Reported on Friday the 9th at 09:00, due at 14:00; late 2 h and 1 s, then 3 h more."""
    more = "clock: works, penalty: {per_hour_late: 10}"
    for arrived, hours in (("9 14:00", 0), ("9 15:00", 1), ("9 16:00", 2), ("12 08:00", 3), ("12 08:30", 4)):
        rows = [(at(arrived), 0, Event.ARRIVED)]
        story = company(tmp_path, onsite(more), [("9 09:00", "near", "body")], rows, QUARTER)
        assert cents(story)[0] == 1000 * hours
    story = company(
        tmp_path, onsite(more), [("9 09:00", "near", "body")], [(at("9 16:00") + 1, 0, Event.ARRIVED)], QUARTER
    )
    assert cents(story)[0] == 3000


def test_the_earliest_misses_of_a_period_are_the_free_ones(tmp_path: Path) -> None:
    tickets = [("10 09:00", "near", "body"), ("11 09:00", "near", "body"), ("11 10:00", "near", "body")]
    rows = [("10 23:00", 0, Event.ARRIVED), ("11 15:00", 1, Event.ARRIVED), ("11 17:00", 2, Event.ARRIVED)]
    for free, hours in ((0, 10 + 2 + 3), (1, 2 + 3), (2, 3), (3, 0)):
        more = f"penalty: {{per_hour_late: 1, free_misses: {free}}}"
        assert cents(company(tmp_path, onsite(more), tickets, rows, QUARTER))[0] == 100 * hours
    excused = "penalty: {per_hour_late: 1, free_misses: 1, exclude: 2026-01-10}"
    assert cents(company(tmp_path, onsite(excused), tickets, rows, QUARTER))[0] == 300


def test_what_is_late_mostly_because_of_the_customer_may_be_excused(tmp_path: Path) -> None:
    """Reported 09:00, there at 10:00, let in at 14:00, done at 17:00: 4 h for the customer, 3 h of repair."""
    fix = "- {id: onsite, measure: {from: reported, to: restored}, within: 4h, target: 90%, penalty: "
    rows = [
        *call(0, "6 09:00", "6 09:00", "6 09:00"), ("6 09:00", 0, Event.DEPARTED, 1), ("6 10:00", 0, Event.ARRIVED, 1),
        ("6 10:00", 0, Event.BARRED, 1), ("6 14:00", 0, Event.ADMITTED, 1), ("6 17:00", 0, Event.RESTORED, 1),
    ]  # fmt: skip
    for excuse, due in (("", 5000), (", exclude: {customer_caused: true}", 0)):
        story = company(tmp_path, f"{fix}{{per_miss: 50{excuse}}}}}\n", [("6 09:00", "near", "body")], rows)
        assert (cents(story), story.count("onsite")) == ([due], (1, 0, 0))
    longer = [*rows[:-1], ("6 18:30", 0, Event.RESTORED, 1)]  # 4.5 h of repair
    more = "{per_miss: 50, exclude: {customer_caused: true}}"
    assert cents(company(tmp_path, f"{fix}{more}}}\n", [("6 09:00", "near", "body")], longer)) == [5000]


def test_a_bonus_is_earned_where_the_target_is_met_and_never_netted(tmp_path: Path) -> None:
    story = judged(tmp_path, "target: 30%, penalty: {per_miss: 500, bonus: 250}")
    count = story.commitment("onsite")
    assert (cents(story), count.bonus_cents.tolist()) == ([100_000, 100_000, 0], [25_000, 0, 0])
    assert story.judgement.costs["penalties"] == 200_000


def test_a_period_too_short_for_a_verdict_has_neither_bands_nor_bonus(tmp_path: Path) -> None:
    """Four weeks from the 5th: not a whole month."""
    penalty = "{per_miss: 1, bonus: 250, bands: [{below: 90%, amount: 70}]}"
    commitments = onsite(f"target: 30%, penalty: {penalty}").replace("review: month", "review: contract")
    story = company(tmp_path, commitments, TICKETS[:3], ARRIVALS)
    assert (cents(story), story.commitment("onsite").bonus_cents.tolist()) == ([7_200], [25_000])
    long = SCENARIO.replace("2026-01-05, weeks: 4", "2026-01-05, days: 40")
    tickets = [*TICKETS[:3], ("2026-02-10 09:00:00", "near", "body")]
    story = company(tmp_path, onsite(f"target: 30%, penalty: {penalty}"), tickets, ARRIVALS, long)
    assert story.commitment("onsite").judged == (True, False)
    assert (cents(story), story.commitment("onsite").bonus_cents.tolist()) == ([7_200, 100], [25_000, 0])


# -- per contract -------------------------------------------------------------------------------------------------

BOTH = [
    ("10 09:00", "near", "body"),
    ("10 09:00", "far", "body"),
    ("10 09:00", "far", "body"),
    ("10 09:00", "none", "body"),
]


def test_each_group_pays_by_its_own_contract(tmp_path: Path) -> None:
    """Nobody comes. Groups: none, big (600,000), std (120,000)."""
    more = "per: contract, penalty: {percent_of_fee: 1%, cap: {share_of_fee: 1.5%}}"
    story = company(tmp_path, onsite(more), BOTH, [], FEES, sites=UNDER_CONTRACT)
    count = story.commitment("onsite")
    assert count.labels[:3] == ("2026-01 · -", "2026-01 · big", "2026-01 · std")
    assert cents(story)[:3] == [0, 900_000, 120_000]
    assert dict(zip(contracts_of(story.scenario).ids, count.penalty_by_contract.tolist(), strict=True)) == {
        "std": 120_000, "big": 900_000, "idle": 0, "": 0,
    }  # fmt: skip


def test_money_is_shared_by_what_the_misses_of_each_contract_cost(tmp_path: Path) -> None:
    for penalty, due, shares in (
        ("{per_miss: 300}", 120_000, [30_000, 60_000, 0, 30_000]),
        ("{per_miss: 300, cap: 1000}", 100_000, [25_000, 50_000, 0, 25_000]),
        ("{percent_of_fee: 1%}", 1_320_000, [120_000, 1_200_000, 0, 0]),
        ("{bands: [{below: 90%, amount: 8}]}", 800, [200, 400, 0, 200]),
    ):
        story = company(tmp_path, onsite(f"target: 99%, penalty: {penalty}"), BOTH, [], FEES, sites=UNDER_CONTRACT)
        count = story.commitment("onsite")
        assert (cents(story)[0], count.penalty_by_contract.tolist()) == (due, shares)


def test_a_bonus_is_shared_by_units(tmp_path: Path) -> None:
    rows = [("10 10:00", ticket, Event.ARRIVED) for ticket in range(4)]
    story = company(tmp_path, onsite("target: 90%, penalty: {bonus: 50}"), BOTH, rows, FEES, sites=UNDER_CONTRACT)
    assert story.commitment("onsite").bonus_by_contract.tolist() == [1_000, 3_000, 0, 1_000]


def test_what_is_no_single_case_pays_by_the_contracts_concerned(tmp_path: Path) -> None:
    commitments = (
        "- {id: onsite, measure: {from: reported, to: arrived}, within: 4h, statistic: mean, review: month,"
        " penalty: {per_miss: 500, percent_of_fee: 1%, free_misses: 0}}\n"
    )
    story = company(tmp_path, commitments, TICKETS, ARRIVALS, FEES, sites=UNDER_CONTRACT)
    # January: 11, 11 and 1 h; February: open for weeks; March without a case
    assert story.commitment("onsite").met == (False, False, None)
    assert cents(story) == [770_000, 770_000, 0]
    assert sum(story.commitment("onsite").penalty_by_contract.tolist()) == 1_540_000


def test_a_customer_is_fined_once_a_period(tmp_path: Path) -> None:
    """Two late for alpha in January (7 h each), two in February; with a day excused only the other one counts."""
    more = "of: customer, penalty: {per_miss: 100, per_hour_late: 1}"
    assert cents(judged(tmp_path, more)) == [11_400, 10_000 + 200 * OPEN_H, 0]
    tickets = [("10 09:00", "near", "body"), ("11 09:00", "near", "body")]
    rows = [("10 20:00", 0, Event.ARRIVED), ("11 15:00", 1, Event.ARRIVED)]
    for days, due in (("2026-01-10", 10_200), ("{dates: [2026-01-10, 2026-01-11]}", 0)):
        excused = more.replace("hour_late: 1", f"hour_late: 1, exclude: {days}")
        story = company(tmp_path, onsite(excused), tickets, rows, QUARTER)
        assert cents(story)[0] == due


def test_attempts_are_fined_one_by_one(tmp_path: Path) -> None:
    commitments = (
        "- {id: onsite, measure: {from: reported, to: answered}, within: 2min, of: call, target: 90%,"
        " penalty: {per_miss: 5, per_hour_late: 60, free_misses: 1}}\n"
    )
    rows = [*call(0, "6 09:00", "6 09:01", "6 09:10"), *call(1, "6 10:00", "6 10:03", "6 10:10"),
            *call(2, "6 11:00", "6 12:30", "6 12:40")]  # fmt: skip
    tickets = [("6 09:00", "near", "body"), ("6 10:00", "near", "body"), ("6 11:00", "near", "body")]
    assert cents(company(tmp_path, commitments, tickets, rows)) == [500 + 2 * 6000]


# -- the right to end it ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("right", "may"),
    [
        ("{misses: 2, in: month}", True),
        ("{misses: 3, in: month}", False),
        ("{misses: 4, in: quarter}", True),
        ("{misses: 5, in: contract}", False),
        ("4", True),
        ("{misses: 3, in: quarter, per: customer}", True),
        ("{misses: 4, in: quarter, per: customer}", False),
        ("{misses: 3, in: quarter, per: contract}", False),
        ("{misses: 2, in: quarter, per: contract}", True),
        ("{misses: 3, in: quarter, per: site}", True),
    ],
)
def test_the_right_to_end_the_contract(tmp_path: Path, right: str, may: bool) -> None:
    """Missed: none and near in January (none has no contract), none and none in February."""
    tickets = [("10 09:00", "near", "body"), ("10 09:01", "none", "body"), ("10 09:02", "far", "body"),
               ("2026-02-10 09:00:00", "none", "body"), ("2026-02-10 09:00:00", "none", "body")]  # fmt: skip
    rows = [("10 10:00", 2, Event.ARRIVED)]
    if "per: contract" in right:  # near is late a second time
        tickets, rows = [*tickets, ("2026-03-01 09:00:00", "near", "body")], [*rows]
    story = company(tmp_path, onsite(f"target: 90%, exit: {right}"), tickets, rows, FEES, sites=UNDER_CONTRACT)
    assert story.commitment("onsite").may_end is may


def test_excused_misses_give_no_right_and_without_exit_there_is_none(tmp_path: Path) -> None:
    assert judged(tmp_path, "target: 90%").commitment("onsite").may_end is None
    excused = "exit: {misses: 2, in: month}, penalty: {per_miss: 1, exclude: {dates: [2026-01-10, 2026-02-10]}}"
    assert judged(tmp_path, excused).commitment("onsite").may_end is False


# -- whatever the terms -------------------------------------------------------------------------------------------

GROUPS, PERIODS = 2, 3
MISS = st.tuples(st.integers(0, GROUPS * PERIODS - 1), st.integers(0, 2), st.integers(0, 99), st.booleans())
AMOUNT = st.one_of(st.none(), st.integers(0, 5_000))


@given(
    st.lists(MISS, max_size=12), AMOUNT, AMOUNT, st.one_of(st.none(), st.integers(0, 20)), st.integers(0, 3),
    st.sampled_from(["each_miss", "target_missed"]), st.integers(0, 20_000), st.sampled_from(["period", "contract"]),
    st.lists(st.sampled_from([True, False, None]), min_size=6, max_size=6),
)  # fmt: skip
def test_what_is_paid_adds_up_by_contract_and_never_passes_the_cap(
    missed: list, per_miss, per_hour, percent, free: int, when: str, most: int, per: str, met: list
) -> None:
    """Three sites, each under a contract of its own, in two groups; amounts of everything at random."""
    of_group = {0: 0, 1: 0, 2: 1}
    rows = sorted(
        (cell // GROUPS * GROUPS + of_group[site], hours, site, excused) for cell, site, hours, excused in missed
    )
    cell, hours, site, excused = (np.array(column) for column in zip(*rows, strict=True)) if rows else ([],) * 4
    misses = Misses(
        np.array(cell, np.int64), np.array(site, np.int64), np.arange(len(rows)), np.array(hours, np.int64),
        np.array(excused, np.bool_),
    )  # fmt: skip
    keys = {
        "per_miss": per_miss,
        "per_hour_late": per_hour,
        "percent_of_fee": None if percent is None else percent / 100,
    }
    given_ = {key: amount for key, amount in keys.items() if amount is not None}
    penalty = Penalty.model_construct(
        **{**dict.fromkeys(keys), **given_}, when=when, free_misses=free, bands=(), bonus=17, exclude=Exclude(),
        limit=Cap.model_construct(amount=most, share_of_fee=None, per=per),
    )  # fmt: skip
    fees, of_site = np.array([10_000, 20_000, 30_000, 0]), np.array([0, 1, 2])
    contracts = Contracts(("a", "b", "c", ""), of_site, fees, np.array([1, 2, 5, 0]))
    terms = Terms(contracts, np.array([30_000, 30_000]), np.array([[1, 2, 0, 0], [0, 0, 5, 0]]))
    starts, sites = np.arange(PERIODS), np.array([0, 0, 1])
    cells = Cells(starts, starts + 1, GROUPS, ("",) * 6, (True,) * 6, sites, sites)
    none = np.zeros(6, np.int64)
    found = fines(penalty, cells, misses, none, none, met, terms)
    assert found.cents_by_contract.sum() == found.cents.sum() and found.bonus_by_contract.sum() == found.bonus.sum()
    assert (found.cents >= 0).all() and found.cents_by_contract.min() >= 0
    assert found.bonus.tolist() == [17 if yes else 0 for yes in met]
    paid = found.cents.reshape(PERIODS, GROUPS)
    assert (paid <= most).all() if per == "period" else (paid.sum(axis=0) <= most).all()
    if when == "target_missed":
        assert (found.cents[[yes is not False for yes in met]] == 0).all()
    fewer = fines(penalty.model_copy(update={"free_misses": free + 1}), cells, misses, none, none, met, terms)
    assert fewer.cents.sum() <= found.cents.sum()
