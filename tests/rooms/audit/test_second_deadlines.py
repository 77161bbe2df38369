"""The auditor's own deadlines, worked out by hand."""

from __future__ import annotations

from datetime import date
from zoneinfo import ZoneInfo

import pytest

from sim.audit.deadlines import close_of_workday, end_of_day, made_up, paused_seconds, reached
from sim.audit.hours import NEVER, Hours, Window
from sim.scenario import ByEndOfDay
from tests.rooms.audit.told import at

H = 3600
ZONE = ZoneInfo("UTC")


def windows(*texts: str) -> Hours:
    """Hours such as '05 08:00-12:00'; those that close past midnight belong to the date on which they open."""
    found = []
    for text in texts:
        opens, closes = text.split("-")
        start = at(opens)
        end = at(f"{opens[:3]}{closes}")
        found.append(Window(date(2026, 1, int(opens[:2])), start, end if end > start else end + 24 * H))
    return Hours(ZONE, tuple(found))


WEEK = windows(
    *("05 08:00-12:00", "05 13:00-17:00", "06 08:00-12:00", "06 13:00-17:00"),
    *("07 08:00-12:00", "07 13:00-17:00", "09 22:00-06:00"),
)
ALWAYS = Hours(ZONE, (), is_endless=True)


@pytest.mark.parametrize(
    ("since", "seconds", "due"),
    [
        ("05 09:00", 3 * H, "05 12:00"),  # the closing instant counts
        ("05 09:00", 3 * H + 1, "05 13:00:01"),
        ("05 12:30", H, "05 14:00"),
        ("05 18:00", H, "06 09:00"),
        ("05 08:00", 17 * H, "07 09:00"),
        ("05 20:00", 0, "05 20:00"),
    ],
)
def test_a_limit_on_a_clock(since: str, seconds: int, due: str) -> None:
    assert reached(WEEK, (), at(since), seconds) == at(due)


def test_paused_time_counts_once_and_only_while_the_clock_runs() -> None:
    pauses = ((at("05 10:00"), at("05 13:30")),)  # two hours before the break, half an hour after it
    assert paused_seconds(WEEK, pauses, at("05 09:00"), at("05 17:00")) == 2 * H + H // 2
    assert reached(WEEK, pauses, at("05 09:00"), 3 * H) == at("05 15:30")
    assert reached(WEEK, pauses, at("05 11:00"), H) == at("05 14:30")  # begins within the pause


def test_a_limit_reached_when_a_pause_begins_is_not_moved_by_it() -> None:
    assert reached(ALWAYS, ((at("05 10:00"), at("05 12:00")),), at("05 09:00"), H) == at("05 10:00")


def test_a_pause_that_does_not_end_keeps_a_limit_from_being_reached() -> None:
    assert reached(ALWAYS, ((at("05 10:00"), NEVER),), at("05 09:00"), 2 * H) == NEVER


def test_a_limit_beyond_all_hours_is_never_reached() -> None:
    assert reached(windows("05 08:00-09:00"), (), at("05 08:00"), 2 * H) == NEVER


@pytest.mark.parametrize(
    ("since", "number", "due"),
    [
        ("05 09:00", 1, "06 17:00"),
        ("05 03:00", 2, "07 17:00"),
        ("04 23:00", 1, "05 17:00"),  # not a working day itself
        ("07 09:00", 1, "10 06:00"),  # the window belongs to the day on which it opens
    ],
)
def test_working_days_after_that_of_the_start(since: str, number: int, due: str) -> None:
    assert close_of_workday(WEEK, at(since), number) == at(due)


@pytest.mark.parametrize(
    ("since", "cutoff", "due"),
    [
        ("05 09:00", None, "05 17:00"),
        ("05 12:30", None, "05 17:00"),  # a break ends nothing
        ("05 17:00", None, "06 17:00"),  # closed from this instant on
        ("05 15:59:59", 16 * H, "05 17:00"),
        ("05 16:00", 16 * H, "06 17:00"),
        ("05 19:00", 16 * H, "06 17:00"),  # the cutoff is that of the day it would otherwise get
        ("10 02:00", None, "10 06:00"),
    ],
)
def test_by_the_end_of_a_day(since: str, cutoff: int | None, due: str) -> None:
    by = ByEndOfDay.model_construct(calendar="works", cutoff_s=cutoff)
    assert end_of_day(WEEK, by, at(since)) == at(due)


def test_what_was_paused_before_a_close_is_made_up_after_it() -> None:
    pauses = ((at("05 16:00"), at("05 23:00")), (at("06 08:00"), at("06 09:00")))
    assert made_up(WEEK, pauses, at("05 09:00"), at("05 17:00")) == at(
        "06 10:00"
    )  # an hour, and the second pause again
