"""Customers as cases, groups judged apart, and how long a customer goes without a contact; worked out by hand."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.judge.customers import later
from sim.model import Event, Purpose
from sim.scenario import Step
from tests.rooms.judge.company import ARRIVE_4H, SCENARIO, ZONE, at, call, company

SITES = """\
site_id,lat,lon,region,customer,contract
a1,40.0,116.0,north,alpha,gold
a2,40.0,116.1,south,alpha,gold
b1,40.0,116.2,north,beta,
"""
OF_CUSTOMER = ARRIVE_4H.replace("within", "of: customer, within")


def arrives(ticket: int, when: str) -> tuple:
    return when, ticket, Event.ARRIVED, 1, 0, 0


def test_a_customer_is_kept_if_all_his_cases_are(tmp_path: Path) -> None:
    tickets = [
        ("6 09:00", "a1", "body"),
        ("7 09:00", "a2", "body"),
        ("8 09:00", "b1", "body"),
        ("9 09:00", "b1", "body"),
    ]
    rows = [arrives(0, "6 10:00"), arrives(1, "7 13:01"), arrives(2, "8 10:00"), arrives(3, "9 10:00")]
    assert company(tmp_path, OF_CUSTOMER, tickets, rows, sites=SITES).count("onsite") == (2, 1, 0)


def test_a_customer_with_an_open_case_is_not_decided_unless_one_is_missed(tmp_path: Path) -> None:
    from tests.rooms.judge.company import seen_for

    tickets = [
        ("6 09:00", "a1", "body"), ("6 09:00", "b1", "body"),
        ("2026-02-01 22:00:00", "a2", "body"), ("2026-02-01 22:00:00", "b1", "body"),
    ]  # fmt: skip
    story = company(tmp_path, OF_CUSTOMER, tickets, [arrives(0, "6 10:00"), arrives(1, "6 14:00")], sites=SITES)
    # one hour of run-out: the last two are due after it. beta has missed one; alpha may still be kept
    assert seen_for(story, 3600).count("onsite") == (1, 0, 1)


def test_of_complaints_a_customer_counts_if_any_of_his_cases_does(tmp_path: Path) -> None:
    commitments = "- {id: one, measure: {share_of: complained}, of: customer, target: {at_most: 50%}}\n"
    tickets = [("6 09:00", "a1", "body"), ("7 09:00", "a2", "body"), ("8 09:00", "b1", "body")]
    rows = [
        *((f"{day} 12:00", ticket, Event.CLOSED) for ticket, day in enumerate((6, 7, 8))),
        ("8 12:00", 1, Event.COMPLAINED),
    ]
    scenario = SCENARIO + "complaints: {all_kept: 1%, one_missed: 2%, more_missed: 3%}\n"
    story = company(tmp_path, commitments, tickets, rows, scenario, sites=SITES)
    assert (story.count("one"), story.commitment("one").met) == ((2, 1, 0), (True,))


def test_groups_are_judged_apart(tmp_path: Path) -> None:
    """Arrivals in time: at a1 and b1, not at a2."""
    tickets = [("6 09:00", "a1", "body"), ("7 09:00", "a2", "body"), ("8 09:00", "b1", "body")]
    rows = [arrives(0, "6 10:00"), arrives(1, "7 14:00"), arrives(2, "8 10:00")]
    expected = {
        "region": {"contract · north": (2, 2), "contract · south": (1, 0)},
        "site": {"contract · a1": (1, 1), "contract · a2": (1, 0), "contract · b1": (1, 1)},
        "customer": {"contract · alpha": (2, 1), "contract · beta": (1, 1)},
        "contract": {"contract · -": (1, 1), "contract · gold": (2, 1)},
    }
    for per, cells in expected.items():
        commitments = ARRIVE_4H.replace("within", f"per: {per}, within")
        count = company(tmp_path, commitments, tickets, rows, sites=SITES).commitment("onsite")
        found = zip(count.labels, count.covered.tolist(), count.kept.tolist(), strict=True)
        assert {label: (covered, kept) for label, covered, kept in found} == cells
        assert list(count.met) == [covered == kept for covered, kept in cells.values()]


def test_a_customer_with_sites_in_two_regions_is_a_case_in_each(tmp_path: Path) -> None:
    tickets = [("6 09:00", "a1", "body"), ("7 09:00", "a2", "body"), ("8 09:00", "b1", "body")]
    rows = [arrives(0, "6 10:00"), arrives(1, "7 14:00"), arrives(2, "8 10:00")]
    commitments = OF_CUSTOMER.replace("within", "per: region, within")
    count = company(tmp_path, commitments, tickets, rows, sites=SITES).commitment("onsite")
    assert (count.covered.tolist(), count.kept.tolist()) == ([2, 1], [2, 0])


def test_only_groups_that_can_have_a_case_are_shown(tmp_path: Path) -> None:
    commitments = ARRIVE_4H.replace("within", "per: site, covers: {region: north}, within")
    count = company(tmp_path, commitments, [("7 09:00", "a2", "body")], [], sites=SITES).commitment("onsite")
    assert count.labels == ("contract · a1", "contract · b1")
    assert count.covered.tolist() == [0, 0]


def test_a_cap_for_the_contract_holds_for_each_group(tmp_path: Path) -> None:
    """Both regions miss in January and in February; 150 is all that each has to pay."""
    scenario = SCENARIO.replace("start: 2026-01-05, weeks: 4", "start: 2026-01-01, months: 2")
    commitments = ARRIVE_4H.replace(
        "within", "per: region, review: month, penalty: {per_miss: 100, cap: {amount: 150, per: contract}}, within"
    )
    tickets = [(f"2026-{month}-06 09:00:00", site, "body") for month in ("01", "02") for site in ("a1", "a2")]
    count = company(tmp_path, commitments, tickets, [], scenario, sites=SITES).commitment("onsite")
    assert count.labels == ("2026-01 · north", "2026-01 · south", "2026-02 · north", "2026-02 · south")
    assert count.penalty_cents.tolist() == [10_000, 10_000, 5_000, 5_000]


# -- contacted --

TOUCH = "- {id: one, measure: {share_of: contacted}, within: 10d, target: 95%}\n"
LONG = SCENARIO.replace("runout: 1w", "runout: 5w")
LAST = ("2026-02-08 23:00:00", "b1", "body")  # a ticket that is judged nowhere


@pytest.mark.parametrize(
    ("contacts", "kept"),
    [
        (["14 00:00", "24 00:00"], 1),  # ten days after the 4th, 00:00, when all begins, and ten days later
        (["14 00:00", "23 00:00"], 1),  # the next ten days end with judged time, on the 2nd of February, 00:00
        (["14 00:01", "24 00:00"], 0),  # a minute too late
        (["14 00:00", "22 23:59"], 0),  # the next ten days end a minute before judged time does
        (["14 00:00"], 0),
    ],
)
def test_no_stretch_without_a_contact_ends_in_the_period(tmp_path: Path, contacts: list[str], kept: int) -> None:
    rows = [(when, 1, Event.CONTACTED) for when in contacts]  # there is one ticket: 1 is alpha and 2 is beta
    story = company(tmp_path, TOUCH, [LAST], rows, LONG, sites=SITES)
    assert story.count("one") == (2, kept, 0)  # nobody ever calls beta


def test_what_is_a_contact(tmp_path: Path) -> None:
    """An answered call, a message that is opened, an arrival, calls that reached him; not a call that did not."""
    commitments = TOUCH.replace("10d", "27d")  # from the 4th to the 31st
    kinds: list[tuple[list[tuple], int]] = [
        (call(0, "21 09:00", "21 09:01", "21 09:05"), 1),
        ([("21 09:00", 0, Event.QUEUED, 1, 0, 1), ("21 09:30", 0, Event.STARTED, 1, 0, Purpose.MESSAGE)], 1),
        ([("21 09:00", 0, Event.QUEUED, 1, 0, 0), ("21 09:03", 0, Event.GAVE_UP, 1, 0, 0)], 0),
        ([("21 09:00", 0, Event.UNREACHED, 1, 0, Purpose.CALL_BACK)], 0),
        ([("21 09:00", 0, Event.STARTED, 1, 0, Purpose.CALL_BACK), ("21 09:05", 0, Event.ENDED, 1, 0, 6)], 0),
        *(([("21 09:00", 0, event)], 1) for event in (
            Event.ARRIVED, Event.CALLED_BACK, Event.FOLLOWED_UP_1, Event.FOLLOWED_UP_2, Event.PROGRESS_REPORTED,
            Event.COMPLAINT_ANSWERED, Event.ESCALATED,
        )),
        ([("21 09:00", 0, Event.CLOSED)], 0),
        ([("21 09:00", 0, Event.HANDED_IN)], 0),
    ]  # fmt: skip
    for rows, kept in kinds:
        assert company(tmp_path, commitments, [("21 09:00", "a1", "body")], rows, LONG, sites=SITES).count("one") == (
            2,
            kept,
            0,
        )


def test_every_month_by_itself(tmp_path: Path) -> None:
    """alpha is called on the 21st of January and the 15th of February, beta on the 25th of January."""
    scenario = LONG.replace("start: 2026-01-05, weeks: 4, warmup: 1d", "start: 2026-01-15, months: 2, warmup: 1d")
    commitments = TOUCH.replace("10d", "30d").replace("target", "review: month, target")
    rows = [
        ("21 09:00", 1, Event.CONTACTED),
        ("2026-02-15 09:00", 1, Event.CONTACTED),
        ("25 09:00", 2, Event.CONTACTED),
    ]
    count = company(tmp_path, commitments, [LAST], rows, scenario, sites=SITES).commitment("one")
    # periods: to the 15th of February and to the 15th of March. beta's thirty days end on the 24th of February
    assert count.labels == ("2026-01-15", "2026-02-15")
    assert (count.covered.tolist(), count.kept.tolist()) == ([2, 2], [2, 1])


def test_only_customers_that_the_filter_concerns(tmp_path: Path) -> None:
    rows = [(when, 1, Event.CONTACTED) for when in ("14 00:00", "23 00:00")]
    for cover, expected in (
        ("{region: south}", (1, 1, 0)),
        ("{customer: beta}", (1, 0, 0)),
        ("{contract: gold}", (1, 1, 0)),
    ):
        commitments = TOUCH.replace("target", f"covers: {cover}, target")
        assert company(tmp_path, commitments, [LAST], rows, LONG, sites=SITES).count("one") == expected
    count = company(
        tmp_path, TOUCH.replace("target", "per: region, target"), [LAST], rows, LONG, sites=SITES
    ).commitment("one")
    assert (count.covered.tolist(), count.kept.tolist()) == ([2, 1], [1, 1])


def test_a_silence_that_goes_on_from_an_earlier_period_ends_in_every_one(tmp_path: Path) -> None:
    """Ten days after the 4th end on the 14th, and from then on such a stretch ends at every instant until the 6th."""
    scenario = LONG.replace("weeks: 4", "weeks: 8")
    commitments = TOUCH.replace("target", "review: month, target")
    rows = [("2026-02-06 00:00", 1, Event.CONTACTED), ("2026-02-16 00:00", 1, Event.CONTACTED)]
    rows += [("2026-02-25 00:00", 1, Event.CONTACTED)]
    count = company(tmp_path, commitments, [LAST], rows, scenario, sites=SITES).commitment("one")
    # periods: to the 5th of February and to the 2nd of March (not judged: too short); the silence ends on the 6th
    assert (count.kept.tolist(), count.judged) == ([0, 0], (True, False))
    early = [
        ("14 00:00", 1, Event.CONTACTED),
        ("24 00:00", 1, Event.CONTACTED),
        ("2026-02-03 00:00", 1, Event.CONTACTED),
    ]
    early += [("2026-02-13 00:00", 1, Event.CONTACTED), ("2026-02-20 00:00", 1, Event.CONTACTED)]
    count = company(tmp_path, commitments, [LAST], early, scenario, sites=SITES).commitment("one")
    assert count.kept.tolist() == [1, 1]


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-15 09:30", 3, "2026-04-15 09:30"),
        ("2026-01-31 23:59", 1, "2026-02-28 23:59"),
        ("2026-11-30 00:00", 3, "2027-02-28 00:00"),
        ("2026-02-28 12:00", 12, "2027-02-28 12:00"),
    ],
)
def test_months_later_at_the_same_local_time(start: str, months: int, expected: str) -> None:
    assert later(np.array([at(start)]), Step(months=months), ZONE).tolist() == [at(expected)]


def test_seconds_later() -> None:
    assert later(np.array([5, 7]), Step(seconds=10), ZONE).tolist() == [15, 17]
