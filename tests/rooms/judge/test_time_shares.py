"""Commitments about time itself, and about all cases together; worked out by hand."""

from __future__ import annotations

from pathlib import Path

import pytest

from sim.model import Event
from tests.rooms.judge.company import PLAN, SCENARIO, D, H, call, company, seen_for

MIN, DAYS = 60, 28
OPEN = "- {id: one, measure: {open: phone}}\n"
UP = "- {id: one, measure: {availability: unit}, target: 99%}\n"
BODY = ("6 09:00", "near", "body")
UNITS = """\
site_id,lat,lon,region,customer,units
near,40.0,116.0,north,alpha,2
far,41.0,116.0,south,beta,10
"""


# -- open --


@pytest.mark.parametrize(
    ("seats", "clock", "covered", "kept"),
    [
        ("2", "always", DAYS * D, DAYS * D),
        ('{"08:00-18:00": 1}', "always", DAYS * D, DAYS * 10 * H),
        ('{"08:00-18:00": 1}', "works", 20 * 8 * H, 20 * 8 * H),  # works is inside 08-18 on 20 days
        ('{"06:00-08:00": 1, "09:00-20:00": 3}', "works", 20 * 8 * H, 20 * 7 * H),
        ('{"00:00-24:00": 1}, calendar: works', "always", DAYS * D, 20 * 8 * H),
    ],
)
def test_a_seat_on_duty_at_every_instant(tmp_path: Path, seats: str, clock: str, covered: int, kept: int) -> None:
    plan = PLAN.replace("seats: 2, takes", f"seats: {seats}, takes")
    story = company(tmp_path, OPEN.replace("}}", f"}}, clock: {clock}}}"), [BODY], [], plan=plan)
    assert story.count("one") == (covered, kept, 0)
    assert story.commitment("one").met == (covered == kept,)


def test_a_channel_that_is_shut_is_not_open_whoever_sits_there(tmp_path: Path) -> None:
    scenario = SCENARIO + "channels: {phone: {calendar: works}}\n"
    assert company(tmp_path, OPEN, [BODY], [], scenario).count("one") == (DAYS * D, 20 * 8 * H, 0)


def test_without_desks_nothing_shows_that_a_channel_is_open(tmp_path: Path) -> None:
    story = company(tmp_path, OPEN, [BODY], [], plan=PLAN[PLAN.index("outlets") :])
    assert story.commitment("one").met == (None,)


def test_every_period_is_open_by_itself(tmp_path: Path) -> None:
    scenario = SCENARIO.replace("start: 2026-01-05, weeks: 4", "start: 2026-02-01, months: 2")
    scenario = scenario.replace("  early:", '  february: {days: daily, hours: "00:00-24:00"}\n  early:')
    plan = PLAN.replace("seats: 2, takes", 'seats: {"00:00-24:00": 1}, calendar: works, takes')
    commitments = OPEN.replace("}}", "}, clock: early, review: month, penalty: {per_miss: 1000}}")
    story = company(tmp_path, commitments, [("2026-02-10 09:00:00", "near", "body")], [], scenario, plan)
    count = story.commitment("one")
    # early is 06-10, works from 08 on: half of it, on 20 days in February and 22 in March
    assert (count.covered.tolist(), count.kept.tolist()) == ([80 * H, 88 * H], [40 * H, 44 * H])
    assert (count.met, count.penalty_cents.tolist()) == ((False, False), [100_000, 100_000])


def test_beside_a_share_both_must_hold(tmp_path: Path) -> None:
    commitments = "- {id: one, measure: {open: phone, share_of: answered}, target: 90%}\n"
    rows = call(0, "6 09:00", "6 09:00", "6 09:10")
    assert company(tmp_path, commitments, [BODY], rows).commitment("one").met == (True,)
    plan = PLAN.replace("seats: 2, takes", 'seats: {"08:00-18:00": 1}, takes')
    story = company(tmp_path, commitments, [BODY], rows, plan=plan)
    assert story.count("one") == (1, 1, 0)
    assert story.commitment("one").met == (False,)


# -- availability --


def down(ticket: int, restored: str) -> tuple:
    return restored, ticket, Event.RESTORED, 1


def test_units_are_down_from_the_report_to_the_repair(tmp_path: Path) -> None:
    """12 units for 28 days; two repairs of 7 h and 2 days."""
    tickets = [("6 09:00", "near", "body"), ("7 09:00", "far", "body")]
    rows = [down(0, "6 16:00"), down(1, "9 09:00")]
    story = company(tmp_path, UP, tickets, rows, sites=UNITS)
    assert story.count("one") == (12 * DAYS * D, 12 * DAYS * D - 7 * H - 2 * D, 0)
    assert story.commitment("one").met == (True,)  # 55 h of 8064


def test_a_site_never_has_more_units_down_than_it_has(tmp_path: Path) -> None:
    """Three faults at a site of two units: 09-12, 10-14, 11-15. From 11 to 12 three are told, two are down."""
    tickets = [("6 09:00", "near", "body"), ("6 10:00", "near", "body"), ("6 11:00", "near", "body")]
    rows = [down(0, "6 12:00"), down(1, "6 14:00"), down(2, "6 15:00")]
    covered, kept, _ = company(tmp_path, UP, tickets, rows, sites=UNITS).count("one")
    assert covered - kept == 3 * H + 4 * H + 4 * H - H


def test_only_judged_time_and_the_clock_count(tmp_path: Path) -> None:
    """Down from the warm-up to Monday 10:00; from Friday 16:00 on to the end of all."""
    tickets = [("4 20:00", "near", "body"), ("30 16:00", "near", "body")]
    story = company(tmp_path, UP.replace("target", "clock: works, target"), tickets, [down(0, "5 10:00")], sites=UNITS)
    covered, kept, undecided = story.count("one")
    assert (covered, undecided) == (12 * 20 * 8 * H, 0)
    assert covered - kept == 2 * H + H


def test_who_gave_up_or_was_handed_on_is_down_no_longer(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("6 09:00", "far", "gear")]
    # sorted by site at one instant: far first
    rows = [("6 09:30", 0, Event.HANDED_ON), ("6 09:10", 1, Event.ABANDONED)]
    covered, kept, _ = company(tmp_path, UP, tickets, rows, sites=UNITS).count("one")
    assert covered - kept == 40 * MIN


def test_a_filter_leaves_the_other_sites_out(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("7 09:00", "far", "body"), ("8 09:00", "far", "engine")]
    rows = [down(0, "6 16:00"), down(1, "7 10:00"), down(2, "9 09:00")]
    commitments = UP.replace("target", "covers: {region: south, fault: body}, target")
    story = company(tmp_path, commitments, tickets, rows, sites=UNITS)
    assert story.count("one") == (10 * DAYS * D, 10 * DAYS * D - H, 0)
    commitments = UP.replace("target", "covers: {radius_km: {above: 100}, not: {fault: engine}}, target")
    assert company(tmp_path, commitments, tickets, rows, sites=UNITS).count("one") == story.count("one")


def test_regions_are_judged_apart_and_by_month(tmp_path: Path) -> None:
    scenario = SCENARIO.replace("start: 2026-01-05, weeks: 4", "start: 2026-01-01, months: 2")
    commitments = UP.replace("target", "per: region, review: month, penalty: {per_miss: 100}, target")
    tickets = [("31 12:00", "near", "body")]
    story = company(tmp_path, commitments, tickets, [down(0, "2026-02-01 06:00")], scenario, sites=UNITS)
    count = story.commitment("one")
    assert count.labels == ("2026-01 · north", "2026-01 · south", "2026-02 · north", "2026-02 · south")
    assert count.covered.tolist() == [2 * 31 * D, 10 * 31 * D, 2 * 28 * D, 10 * 28 * D]
    assert (count.covered - count.kept).tolist() == [12 * H, 0, 6 * H, 0]
    tight = company(tmp_path, commitments.replace("99%", "99.5%"), tickets, [down(0, "2026-02-01 06:00")], scenario,
                    sites=UNITS).commitment("one")  # fmt: skip
    # 12 h of 1488 are 0.8 %; 6 h of 1344 are 0.45 %
    assert (tight.met, tight.penalty_cents.tolist()) == ((False, True, True, True), [10_000, 0, 0, 0])


# -- statistics --

MEAN = "- {id: one, measure: {from: reported, to: arrived}, within: 4h, statistic: mean}\n"
TEN = [("6 09:00", "near", "body")] * 10


def arrivals(hours: list[int]) -> list[tuple]:
    return [(f"6 {9 + hour:02}:00", ticket, Event.ARRIVED, 1) for ticket, hour in enumerate(hours)]


@pytest.mark.parametrize(
    ("statistic", "hours", "figure", "met"),
    [
        ("mean", [1, 2, 3, 4, 4, 4, 4, 5, 6, 7], 4.0, True),
        ("mean", [1, 2, 3, 4, 4, 4, 4, 5, 6, 8], 4.1, False),
        ("p90", [1, 1, 1, 1, 2, 2, 3, 3, 4, 9], 4.0, True),  # nine of ten within 4 h
        ("p90", [1, 1, 1, 1, 2, 2, 3, 3, 5, 9], 5.0, False),
        ("max", [1, 1, 1, 1, 1, 1, 1, 1, 1, 4], 4.0, True),
        ("max", [1, 1, 1, 1, 1, 1, 1, 1, 1, 5], 5.0, False),
    ],
)
def test_mean_percentile_and_longest(
    tmp_path: Path, statistic: str, hours: list[int], figure: float, met: bool
) -> None:
    commitments = MEAN.replace("mean", statistic).replace("}\n", ", penalty: {per_miss: 500}}\n")
    count = company(tmp_path, commitments, TEN, arrivals(hours)).commitment("one")
    assert count.figures is not None
    assert count.figures.overall == pytest.approx(figure * H)
    assert count.figures.cells == (count.figures.overall,)
    assert (count.met, count.covered.tolist(), count.kept.tolist()) == ((met,), [10], [sum(h <= 4 for h in hours)])
    assert count.penalty_cents.tolist() == [0 if met else 50_000]
    assert count.late_s == 0


def test_an_open_case_counts_with_the_time_so_far_once_it_is_past_the_limit(tmp_path: Path) -> None:
    """Reported 22:00 before the end of the horizon, seen 5 h of it; one arrives after 1 h."""
    tickets = [("2026-02-01 22:00:00", "near", "body")] * 2
    story = company(tmp_path, MEAN, tickets, [("2026-02-01 23:00", 0, Event.ARRIVED, 1)])
    five = seen_for(story, 3 * H).commitment("one")
    assert five.figures is not None and five.figures.overall == 3 * H
    three = seen_for(story, H).commitment("one")  # three hours are within the limit: not known yet
    assert three.figures is not None and three.figures.overall == H
    assert (three.covered.tolist(), three.undecided.tolist()) == ([1], [1])


def test_who_gave_up_has_no_time(tmp_path: Path) -> None:
    commitments = MEAN.replace("to: arrived", "to: answered")
    rows = [
        *call(0, "6 09:00", "6 09:10", "6 09:20"),
        ("6 09:02", 1, Event.GAVE_UP, 1, 0, 0), ("6 09:02", 1, Event.ABANDONED, 1),
    ]  # fmt: skip
    for of in ("ticket", "call"):
        story = company(tmp_path, commitments.replace("within", f"of: {of}, within"), [BODY] * 2, rows)
        figures = story.commitment("one").figures
        assert figures is not None and figures.overall == 10 * MIN
        assert story.count("one") == (1, 1, 0)


def test_a_mean_is_taken_on_the_clock_without_its_pauses(tmp_path: Path) -> None:
    """09:00 to 16:00 has 6 h of works; from the letter at 10:00 to the part at 14:00 three of them are paused."""
    commitments = MEAN.replace("within", "clock: works, pause: supplier, within")
    rows = [
        ("6 10:00", 0, Event.SUPPLIER_CONTACTED), ("6 14:00", 0, Event.PARTS_READY), ("6 16:00", 0, Event.ARRIVED, 1),
    ]  # fmt: skip
    figures = company(tmp_path, commitments, [("6 09:00", "near", "engine")], rows).commitment("one").figures
    assert figures is not None and figures.overall == 3 * H


def test_a_mean_of_each_region(tmp_path: Path) -> None:
    tickets = [("6 09:00", "near", "body"), ("6 09:01", "near", "body"), ("6 09:02", "far", "body")]
    rows = [("6 10:00", 0, Event.ARRIVED, 1), ("6 12:01", 1, Event.ARRIVED, 1), ("6 15:02", 2, Event.ARRIVED, 1)]
    commitments = MEAN.replace("within", "per: region, within")
    count = company(tmp_path, commitments, tickets, rows, sites=UNITS).commitment("one")
    assert count.labels == ("contract · north", "contract · south")
    assert count.figures is not None
    assert count.figures.cells == (2.0 * H, 6.0 * H)
    assert count.figures.overall == pytest.approx(10 * H / 3)
    assert count.met == (True, False)
