"""What misses cost, and whether a period met its target."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from sim.model import Event
from tests.rooms.judge.company import SCENARIO, company

QUARTERS = SCENARIO.replace("2026-01-05, weeks: 4", "2026-01-01, months: 3")
TICKETS = [("10 09:00", "near", "body")] * 3 + [("2026-02-10 09:00:00", "near", "body")] * 2
ARRIVALS = [("10 20:00", 0, Event.ARRIVED), ("10 20:00", 1, Event.ARRIVED), ("10 10:00", 2, Event.ARRIVED)]
"""January: 2 of 3 missed. February: 2 of 2 missed (nobody comes). March: no case."""


def onsite(more: str) -> str:
    return f"- {{id: onsite, measure: {{from: reported, to: arrived}}, within: 4h, review: month, {more}}}\n"


@pytest.mark.parametrize(
    ("penalty", "cents"),
    [
        ("{per_miss: 500}", [100_000, 100_000, 0]),
        ("{per_miss: 500, cap: 700}", [70_000, 70_000, 0]),
        ("{per_miss: 500, cap: {amount: 700, per: period}}", [70_000, 70_000, 0]),
        ("{per_miss: 500, cap: {amount: 1700, per: contract}}", [100_000, 70_000, 0]),
        ("{per_miss: 500, cap: {amount: 900, per: contract}}", [90_000, 0, 0]),
    ],
)
def test_penalty_per_miss_and_its_cap(tmp_path: Path, penalty: str, cents: list[int]) -> None:
    story = company(tmp_path, onsite(f"penalty: {penalty}"), TICKETS, ARRIVALS, QUARTERS)
    assert story.commitment("onsite").penalty_cents.tolist() == cents
    assert story.judgement.costs["penalties"] == sum(cents)


def test_without_a_target_the_accepted_penalty_decides(tmp_path: Path) -> None:
    for accept, met in ((1000, True), (999, False)):
        more = f"penalty: {{per_miss: 500}}, accept: {{penalty_per_period: {accept}}}"
        story = company(tmp_path, onsite(more), TICKETS, ARRIVALS, QUARTERS)
        assert story.commitment("onsite").met == (met, met, None)


def test_a_fine_alone_is_neither_met_nor_missed(tmp_path: Path) -> None:
    story = company(tmp_path, onsite("penalty: {per_miss: 500}"), TICKETS, ARRIVALS, QUARTERS)
    assert story.commitment("onsite").met == (None, None, None)


@pytest.mark.parametrize(
    ("target", "january"),
    [("33.3%", True), ("33.4%", False), ("0.3333333333", True), ("{at_most: 33%}", False), ("{below: 34%}", True)],
)
def test_target_in_integers(tmp_path: Path, target: str, january: bool) -> None:
    """One of three kept is a third, exactly."""
    story = company(tmp_path, onsite(f"target: {target}"), TICKETS, ARRIVALS, QUARTERS)
    assert story.commitment("onsite").met[0] is january
    assert story.commitment("onsite").met[2] is None


def test_below_does_not_include_its_bound(tmp_path: Path) -> None:
    tickets = [("10 09:00", "near", "body")] * 4
    rows = [("10 10:00", 0, Event.ARRIVED)]
    for target, met in (("{at_most: 25%}", True), ("{below: 25%}", False), ("{at_least: 25%}", True)):
        story = company(tmp_path, onsite(f"target: {target}"), tickets, rows, QUARTERS)
        assert story.commitment("onsite").met[0] is met


def test_where_the_share_is_to_stay_low_the_counted_ones_are_fined(tmp_path: Path) -> None:
    commitments = (
        "- {id: complaints, measure: {share_of: complained}, target: {below: 3%}, penalty: {per_miss: 200}}\n"
        "- {id: happy, measure: {share_of: satisfied}, target: 85%, penalty: {per_miss: 10}}\n"
    )
    rows = [("6 10:00", ticket, Event.CLOSED) for ticket in range(3)]
    rows += [("6 10:00", ticket, Event.SATISFIED, 0, -1, int(ticket > 0)) for ticket in range(3)]
    rows += [("6 10:00", 0, Event.COMPLAINED)]
    scenario = SCENARIO + "satisfaction: 90%\ncomplaints: 1%\n"
    story = company(tmp_path, commitments, [("6 09:00", "near", "body")] * 4, rows, scenario)
    assert story.count("complaints") == (3, 1, 0)
    assert story.count("happy") == (3, 2, 0)
    assert np.sum(story.commitment("complaints").penalty_cents) == 20_000
    assert np.sum(story.commitment("happy").penalty_cents) == 1_000
