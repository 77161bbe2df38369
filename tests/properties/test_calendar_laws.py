"""Laws every calendar obeys, and answers checked against a plain scan of seconds or minutes."""

import pickle
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.clock import NEVER, Always, Calendar, CalendarSpec, build_calendar, intersection, office, parse_local, union
from sim.clock.holiday import holidays_and_makeup_days
from sim.clock.hours import parse_days, parse_hours
from sim.clock.zones import EPOCH_ORDINAL

END = 160
DAY_LENGTH = 20  # in these small calendars a "date" is twenty seconds long

windows = st.lists(st.tuples(st.integers(0, END - 1), st.integers(1, 35)), max_size=8)
instants = st.integers(-5, END + 40)
spans = st.integers(0, END)
seconds_of_2026 = st.integers(1_767_225_600, 1_793_491_200)  # January to October


def small(rows: list[tuple[int, int]], name: str = "small") -> Calendar:
    starts = np.array([start for start, _length in rows], np.int64)
    ends = starts + np.array([length for _start, length in rows], np.int64)
    return Calendar(name, "UTC", starts // DAY_LENGTH, starts, ends)


def open_seconds(rows: list[tuple[int, int]]) -> set[int]:
    return {second for start, length in rows for second in range(start, start + length)}


@given(windows, instants, instants)
def test_elapsed_counts_open_seconds(rows: list[tuple[int, int]], a: int, b: int) -> None:
    assert small(rows).elapsed(a, b) == len(open_seconds(rows) & set(range(a, b)))


@given(windows, instants, spans)
def test_add_is_the_earliest_instant_that_reaches_the_time(rows: list[tuple[int, int]], t: int, d: int) -> None:
    calendar = small(rows)
    reached = calendar.add(t, d)
    if calendar.elapsed(t, NEVER) < d:
        assert reached == NEVER
        return
    assert calendar.elapsed(t, reached) == d
    assert reached == t or calendar.elapsed(t, reached - 1) == d - 1


@given(windows, instants, instants)
def test_add_undoes_elapsed_inside_open_time(rows: list[tuple[int, int]], t: int, u: int) -> None:
    calendar = small(rows)
    if u >= t and calendar.is_open(u) and calendar.is_open(u - 1):
        assert calendar.add(t, calendar.elapsed(t, u)) == u


@given(windows, instants)
def test_next_open_and_close_match_a_scan(rows: list[tuple[int, int]], t: int) -> None:
    calendar, seconds = small(rows), open_seconds(rows)
    later = [s for s in sorted(seconds) if s >= t]
    assert calendar.is_open(t) == (t in seconds)
    assert calendar.next_open(t) == (later[0] if later else NEVER)
    close = next((s for s in range(later[0], END + 99) if s not in seconds), NEVER) if later else NEVER
    assert calendar.next_close(t) == close


@given(windows, windows)
def test_union_and_intersection_are_those_of_the_open_seconds(
    left: list[tuple[int, int]], right: list[tuple[int, int]]
) -> None:
    both = intersection([small(left), small(right)], "both")
    either = union([small(left), small(right)], "either")
    for combined, seconds in (
        (both, open_seconds(left) & open_seconds(right)),
        (either, open_seconds(left) | open_seconds(right)),
    ):
        assert {s for start, end in combined.spans for s in range(start, end)} == seconds
        assert all(end < start for (_s, end), (start, _e) in pairwise(combined.spans))


@given(windows, st.lists(st.tuples(instants | st.just(NEVER), instants | st.just(NEVER), spans), min_size=1))
def test_vectors_give_the_scalar_answers(rows: list[tuple[int, int]], asked: list[tuple[int, int, int]]) -> None:
    a, b, d = (np.array(column, np.int64) for column in zip(*asked, strict=True))
    for calendar in (small(rows), Always()):
        assert calendar.elapsed_each(a, b).tolist() == [calendar.elapsed(x, y) for x, y, _ in asked]
        assert calendar.add_each(a, d).tolist() == [calendar.add(x, z) for x, _, z in asked]
        assert calendar.add_each(a, 7).tolist() == [calendar.add(x, 7) for x in a.tolist()]


@given(windows)
def test_duties_bridge_the_breaks_of_one_date(rows: list[tuple[int, int]]) -> None:
    by_date: dict[int, list[tuple[int, int]]] = {}
    for start, length in rows:
        by_date.setdefault(start // DAY_LENGTH, []).append((start, start + length))
    on_duty = {s for day in by_date.values() for s in range(min(day)[0], max(end for _start, end in day))}
    duties = small(rows).duties
    assert {s for start, end in duties for s in range(start, end)} == on_duty
    assert all(end < start for (_s, end), (start, _e) in pairwise(duties))


def test_an_empty_calendar_is_never_open() -> None:
    calendar = small([])
    assert not calendar.is_open(5)
    assert (calendar.elapsed(0, 50), calendar.add(0, 1), calendar.add(3, 0)) == (0, NEVER, 3)
    assert (calendar.next_open(0), calendar.next_close(0), calendar.duties) == (NEVER, NEVER, ())
    assert calendar.end_of_day(0, 10) == calendar.end_of_workday(0, 1) == NEVER
    assert calendar.add_each([1, 2], [0, 4]).tolist() == [1, NEVER]


def test_always_has_no_end() -> None:
    always = Always(zone="Asia/Shanghai")
    assert (always.elapsed(5, 9), always.elapsed(9, 5), always.add(5, 4), always.add(5, NEVER)) == (4, 0, 9, NEVER)
    assert always.duties == always.spans == ((-NEVER, NEVER),)
    assert (always.next_open(7), always.next_close(7), always.is_open(7)) == (7, NEVER, True)
    assert isinstance(union([small([(0, 5)]), always], "any"), Always)
    assert intersection([always, small([(0, 5)])], "both").spans == ((0, 5),)
    assert isinstance(intersection([always, Always()], "both"), Always)


def wall_scan(days: frozenset[int], hours: tuple[tuple[int, int], ...], local: datetime) -> bool:
    """Whether the wall clock lies in a window, by looking at it."""
    second, today = local.hour * 3600 + local.minute * 60, local.weekday()
    return any(
        (today in days and opens <= second < closes) or ((today - 1) % 7 in days and opens <= second + 86_400 < closes)
        for opens, closes in hours
    )


@pytest.mark.parametrize("zone", ["Asia/Shanghai", "Europe/Berlin", "America/New_York"])
@pytest.mark.parametrize(
    ("days", "hours"),
    [("mon-fri", ["08:30-12:00", "13:00-17:30"]), ("daily", ["20:00-08:00"]), ("sat,sun", ["00:00-24:00"])],
)
@pytest.mark.parametrize("month", [3, 10, 11])
def test_a_month_matches_a_scan_of_its_minutes(zone: str, days: str, hours: list[str], month: int) -> None:
    spec = CalendarSpec(parse_days(days), tuple(map(parse_hours, hours)))
    calendar = build_calendar(spec, zone, date(2026, month - 1, 25), date(2026, month, 30) + timedelta(days=5))
    first = int(datetime(2026, month, 1, tzinfo=UTC).timestamp())
    minutes = range(first, first + 31 * 86_400, 60)
    scanned = [wall_scan(spec.days, spec.windows, datetime.fromtimestamp(t, ZoneInfo(zone))) for t in minutes]
    assert [calendar.is_open(t) for t in minutes] == scanned
    assert calendar.elapsed(minutes[0], minutes[-1] + 60) == 60 * sum(scanned)


ZONES = ["Europe/Berlin", "Asia/Shanghai", "America/Havana", "America/Santiago", "Asia/Beirut", "Australia/Lord_Howe"]


@pytest.mark.parametrize("zone", ZONES)
@pytest.mark.parametrize("hours", [["00:00-24:00"], ["00:00-02:30", "02:30-24:00"], ["20:00-08:00", "08:00-20:00"]])
def test_round_the_clock_has_neither_gap_nor_overlap(zone: str, hours: list[str]) -> None:
    spec = CalendarSpec(windows=tuple(map(parse_hours, hours)))
    calendar = build_calendar(spec, zone, date(2026, 1, 1), date(2026, 12, 31))
    assert len(calendar.spans) == len(calendar.duties) == 1
    assert int((calendar.ends - calendar.starts).sum()) == calendar.elapsed(0, NEVER)


def test_wall_times_the_clock_skips_or_shows_twice() -> None:
    zone = "Europe/Berlin"

    def spans_of(hours: str, day: date) -> list[tuple[int, int]]:
        return [*build_calendar(CalendarSpec(windows=(parse_hours(hours),)), zone, day, day).spans]

    skip = parse_local("2026-03-29 03:00", zone)
    assert spans_of("02:15-06:00", date(2026, 3, 29)) == [(skip, skip + 3 * 3600)]
    assert spans_of("22:00-02:30", date(2026, 3, 28)) == [(skip - 4 * 3600, skip)]
    assert spans_of("02:10-02:50", date(2026, 3, 29)) == []
    first = parse_local("2026-10-25 02:00", zone, fold=0)
    assert spans_of("02:00-02:30", date(2026, 10, 25)) == [(first, first + 1800)]
    assert spans_of("02:00-03:00", date(2026, 10, 25)) == [(first, first + 7200)]


@settings(max_examples=60, deadline=None)
@given(seconds_of_2026, st.integers(1, 60))
def test_matches_the_business_hours_of_pandas(start: int, hours: int) -> None:
    theirs = pd.Timestamp(start, unit="s") + pd.offsets.BusinessHour(
        hours, start=["08:30", "13:00"], end=["12:00", "17:30"]
    )
    works = CalendarSpec(parse_days("mon-fri"), (parse_hours("08:30-12:00"), parse_hours("13:00-17:30")))
    calendar = build_calendar(works, "UTC", date(2025, 12, 1), date(2027, 1, 31))
    ours = calendar.add(start, hours * 3600)
    # pandas writes a closing instant as the next opening
    assert calendar.next_open(ours) == int(theirs.tz_localize("UTC").timestamp())


@settings(max_examples=60, deadline=None)
@given(seconds_of_2026, st.integers(1, 60))
def test_matches_the_business_hours_of_pandas_with_holidays(start: int, hours: int) -> None:
    closed, _makeup = holidays_and_makeup_days("FR", [2026])
    days_off = [date.fromordinal(int(day)) for day in closed]
    theirs = pd.Timestamp(start, unit="s") + pd.offsets.CustomBusinessHour(
        hours, start="09:00", end="17:00", holidays=days_off
    )
    calendar = build_calendar(office("FR"), "UTC", date(2025, 12, 1), date(2026, 12, 31))
    ours = calendar.add(start, hours * 3600)
    assert calendar.next_open(ours) == int(theirs.tz_localize("UTC").timestamp())


def test_local_dates_count_from_the_epoch() -> None:
    calendar = build_calendar(CalendarSpec(), "UTC", date(1970, 1, 1), date(1970, 1, 3))
    assert (calendar.day_dates - EPOCH_ORDINAL).tolist() == [0, 1, 2]
    assert calendar.midnights.tolist() == [0, 86_400, 172_800]


def test_calendars_travel_to_other_processes() -> None:
    works = build_calendar(office("CN"), "Asia/Shanghai", date(2026, 1, 1), date(2026, 2, 1))
    copy, always = pickle.loads(pickle.dumps((works, Always(zone="Asia/Shanghai"))))
    assert copy.spans == works.spans
    assert (always.zone, always.add(3, 4)) == ("Asia/Shanghai", 7)


def test_all_of_is_open_where_every_part_is() -> None:
    night = CalendarSpec(windows=(parse_hours("20:00-08:00"),))
    early = CalendarSpec(windows=(parse_hours("06:00-09:00"),))
    both = build_calendar(CalendarSpec(all_of=(night, early)), "Asia/Shanghai", date(2026, 3, 9), date(2026, 3, 9))
    opens = parse_local("2026-03-10 06:00", "Asia/Shanghai")
    assert both.spans == ((opens, opens + 7200),)  # Tuesday's early hours of the night that opened on Monday
    weekend = CalendarSpec(parse_days("sat,sun"), all_of=(early,))
    assert build_calendar(weekend, "Asia/Shanghai", date(2026, 3, 9), date(2026, 3, 15)).day_dates.size == 2
