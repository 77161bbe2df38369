"""Deadlines worked out by hand, then against a scan of seconds."""

from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.clock import (
    NEVER,
    Always,
    Calendar,
    CalendarSpec,
    EndOfDay,
    Limit,
    Within,
    Workdays,
    active_elapsed,
    build_calendar,
    deadline,
    deadline_each,
    local_iso,
    parse_days,
    parse_hours,
    parse_local,
    parse_time,
)

ZONE = "Asia/Shanghai"
HOUR = 3600


def built(days: str, *hours: str, holidays: str | None = None, zone: str = ZONE) -> Calendar:
    spec = CalendarSpec(parse_days(days), tuple(map(parse_hours, hours)), holidays)
    return build_calendar(spec, zone, date(2025, 12, 1), date(2026, 12, 31))


WORKS = built("mon-fri", "08:30-12:00", "13:00-17:30", holidays="CN")
NIGHT = built("daily", "20:00-08:00")
LATE_BAR = built("mon-fri", "18:00-20:00", "22:00-02:00")
ALWAYS = Always(zone=ZONE)


def by(calendar: Calendar, cutoff: str) -> EndOfDay:
    return EndOfDay(calendar, parse_time(cutoff))


SAME_DAY = by(WORKS, "16:00")


def at(text: str) -> int:
    """'03-06 16:00' of 2026, local."""
    return parse_local(f"2026-{text}", ZONE)


def told(instant: int) -> str:
    return local_iso(instant, ZONE)[5:16].replace("T", " ")


STORIES = [
    # 6 March 2026 is a Friday
    ("rest of Friday, then Monday", Within(4 * HOUR), WORKS, "03-06 16:00", "03-09 11:00"),
    ("the closing instant counts", Within(4 * HOUR + 1800), WORKS, "03-06 13:00", "03-06 17:30"),
    ("the close before lunch counts", Within(3 * HOUR + 1800), WORKS, "03-06 08:30", "03-06 12:00"),
    ("starts in the lunch break", Within(HOUR), WORKS, "03-06 12:20", "03-06 14:00"),
    ("no time at all", Within(0), WORKS, "03-07 11:00", "03-07 11:00"),
    ("around the clock", Within(24 * HOUR), ALWAYS, "03-06 16:00", "03-07 16:00"),
    ("two working days after Friday", Workdays(2), WORKS, "03-06 10:00", "03-10 17:30"),
    ("the day of the start never counts", Workdays(1), WORKS, "03-05 00:00", "03-06 17:30"),
    ("from a Saturday", Workdays(2), WORKS, "03-07 10:00", "03-10 17:30"),
    ("a make-up Saturday is a working day", Workdays(2), WORKS, "02-12 18:00", "02-14 17:30"),
    ("over the Spring Festival", Workdays(2), WORKS, "02-13 09:00", "02-24 17:30"),
    ("a night belongs to its evening", Workdays(1), NIGHT, "03-09 02:00", "03-11 08:00"),
    ("always: two midnights on", Workdays(1), ALWAYS, "03-09 02:00", "03-11 00:00"),
    ("same day", SAME_DAY, ALWAYS, "03-06 15:59", "03-06 17:30"),
    ("at the cutoff: next day", SAME_DAY, ALWAYS, "03-06 16:00", "03-09 17:30"),
    ("a lunch break ends nothing", SAME_DAY, ALWAYS, "03-06 12:15", "03-06 17:30"),
    ("before opening", SAME_DAY, ALWAYS, "03-06 06:00", "03-06 17:30"),
    ("at the close the day is over", EndOfDay(WORKS), ALWAYS, "03-06 17:30", "03-09 17:30"),
    (
        "after the close, one day on and not two",
        SAME_DAY,
        ALWAYS,
        "03-06 18:00",
        "03-09 17:30",
    ),
    ("late on a closed day", SAME_DAY, ALWAYS, "03-07 18:00", "03-09 17:30"),
    ("into a make-up Saturday", SAME_DAY, ALWAYS, "02-13 16:30", "02-14 17:30"),
    (
        "a cutoff after the close changes nothing",
        by(WORKS, "19:00"),
        ALWAYS,
        "03-06 17:29",
        "03-06 17:30",
    ),
    ("a cutoff before opening", by(WORKS, "08:00"), ALWAYS, "03-06 08:00", "03-09 17:30"),
    ("before a cutoff before opening", by(WORKS, "08:00"), ALWAYS, "03-06 07:59", "03-06 17:30"),
    ("inside last night's window", EndOfDay(NIGHT), ALWAYS, "03-09 02:00", "03-09 08:00"),
    ("when the night is over", EndOfDay(NIGHT), ALWAYS, "03-09 08:00", "03-10 08:00"),
    ("a cutoff after midnight, before", by(NIGHT, "02:00"), ALWAYS, "03-09 01:59", "03-09 08:00"),
    ("a cutoff after midnight, at", by(NIGHT, "02:00"), ALWAYS, "03-09 02:00", "03-10 08:00"),
    ("a cutoff before midnight, at", by(NIGHT, "22:00"), ALWAYS, "03-09 22:00", "03-11 08:00"),
    (
        "a cutoff before midnight, past midnight",
        by(NIGHT, "22:00"),
        ALWAYS,
        "03-09 02:00",
        "03-10 08:00",
    ),
    ("two windows, one past midnight, one day", EndOfDay(LATE_BAR), ALWAYS, "03-06 19:00", "03-07 02:00"),
    ("Friday's bar on Saturday morning", EndOfDay(LATE_BAR), ALWAYS, "03-07 01:00", "03-07 02:00"),
    ("end of an endless day is midnight", EndOfDay(ALWAYS), ALWAYS, "03-06 15:00", "03-07 00:00"),
    ("endless day, past the cutoff", by(ALWAYS, "16:00"), ALWAYS, "03-06 16:00", "03-08 00:00"),
    ("endless day, before the cutoff", by(ALWAYS, "16:00"), ALWAYS, "03-06 15:59", "03-07 00:00"),
]


@pytest.mark.parametrize(("limit", "clock", "start", "due"), [s[1:] for s in STORIES], ids=[s[0] for s in STORIES])
def test_story(limit: Limit, clock: Calendar, start: str, due: str) -> None:
    assert told(deadline(limit, clock, at(start))) == due


PAUSED = [
    ("paused across lunch", Within(4 * HOUR), WORKS, [("11:30", "14:30")], "03-09 17:00"),
    ("overlaps count once", Within(4 * HOUR), WORKS, [("12:30", "14:30"), ("11:30", "13:30")], "03-09 17:00"),
    ("one inside the other", Within(4 * HOUR), WORKS, [("11:30", "14:30"), ("13:30", "14:00")], "03-09 17:00"),
    ("paused while closed", Within(4 * HOUR), WORKS, [("12:00", "13:00")], "03-09 15:00"),
    ("paused before it began", Within(4 * HOUR), WORKS, [("09:00", "10:30")], "03-09 15:30"),
    ("over before it began", Within(4 * HOUR), WORKS, [("08:40", "09:50")], "03-09 15:00"),
    ("pause begins when due", Within(4 * HOUR), WORKS, [("15:00", "16:00")], "03-09 15:00"),
    ("an empty pause", Within(4 * HOUR), WORKS, [("11:00", "11:00")], "03-09 15:00"),
    ("into the next day", Within(4 * HOUR), WORKS, [("14:00", "17:00")], "03-10 09:00"),
    ("the second pause lies behind the first deadline", Within(4 * HOUR), WORKS,
     [("11:00", "11:30"), ("15:10", "15:40")], "03-09 16:00"),
    ("end of day, made up on the same clock", EndOfDay(WORKS), WORKS, [("11:00", "12:00")], "03-10 09:30"),
    ("end of day, made up round the clock", EndOfDay(WORKS), ALWAYS, [("11:00", "12:00")], "03-09 18:30"),
    ("working days are made up as well", Workdays(1), WORKS, [("11:00", "12:00")], "03-11 09:30"),
]  # fmt: skip


@pytest.mark.parametrize(("limit", "clock", "pauses", "due"), [s[1:] for s in PAUSED], ids=[s[0] for s in PAUSED])
def test_paused_story(limit: Limit, clock: Calendar, pauses: list[tuple[str, str]], due: str) -> None:
    start, stops = at("03-09 10:00"), [(at(f"03-09 {a}"), at(f"03-09 {b}")) for a, b in pauses]
    assert told(deadline(limit, clock, start, stops)) == due
    unpaused = deadline(limit, clock, start)
    assert active_elapsed(clock, start, deadline(limit, clock, start, stops), stops) == clock.elapsed(start, unpaused)


def test_a_pause_without_end_stops_the_clock_for_good() -> None:
    start = at("03-09 10:00")
    assert deadline(Within(4 * HOUR), WORKS, start, [(at("03-09 14:59"), NEVER)]) == NEVER
    assert told(deadline(Within(4 * HOUR), WORKS, start, [(at("03-09 15:00"), NEVER)])) == "03-09 15:00"
    assert active_elapsed(WORKS, start, at("03-10 10:00"), [(at("03-09 11:00"), NEVER)]) == HOUR


@pytest.mark.parametrize("limit", [Within(HOUR), Workdays(1), EndOfDay(WORKS, 57_600), EndOfDay(ALWAYS, 57_600)])
def test_what_never_starts_is_never_due(limit: Limit) -> None:
    for clock in (WORKS, ALWAYS):
        assert deadline(limit, clock, NEVER) == NEVER
        assert deadline_each(limit, clock, [NEVER]).tolist() == [NEVER]


def test_beyond_the_table_there_is_no_deadline() -> None:
    start = at("12-31 17:00")
    assert [deadline(limit, WORKS, start) for limit in (Within(HOUR), Workdays(1), EndOfDay(WORKS, 0))] == [NEVER] * 3


limits = st.one_of(
    st.builds(Within, st.integers(0, 900_000)),
    st.builds(Workdays, st.integers(1, 6)),
    st.builds(EndOfDay, st.sampled_from([WORKS, NIGHT, LATE_BAR, ALWAYS]), st.none() | st.integers(0, 86_400)),
)
starts = st.integers(at("01-05"), at("11-30"))


@given(limits, st.sampled_from([WORKS, NIGHT, LATE_BAR, ALWAYS]), st.lists(starts, min_size=1, max_size=5))
def test_a_vector_of_deadlines_is_the_deadlines_one_by_one(limit: Limit, clock: Calendar, begun: list[int]) -> None:
    expected = [deadline(limit, clock, start) for start in begun]
    assert deadline_each(limit, clock, np.array(begun)).tolist() == expected


small_windows = st.lists(st.tuples(st.integers(0, 150), st.integers(1, 30)), max_size=6)
small_pauses = st.lists(st.tuples(st.integers(-5, 170), st.integers(0, 170)), max_size=5)


@given(small_windows, st.integers(-5, 150), st.integers(0, 90), small_pauses)
def test_pauses_match_a_scan_of_seconds(
    rows: list[tuple[int, int]], start: int, seconds: int, pauses: list[tuple[int, int]]
) -> None:
    opens = np.array([a for a, _length in rows], np.int64)
    clock = Calendar("small", "UTC", opens * 0, opens, opens + np.array([length for _a, length in rows], np.int64))
    running = [clock.is_open(t) and not any(pause <= t < resume for pause, resume in pauses) for t in range(start, 400)]
    due = deadline(Within(seconds), clock, start, pauses)
    reached = next((start + n for n in range(len(running) + 1) if sum(running[:n]) == seconds), NEVER)
    beyond = clock.add(start, seconds) == NEVER
    assert due == (NEVER if beyond else reached)
    assert active_elapsed(clock, start, 300, pauses) == sum(running[: 300 - start])
