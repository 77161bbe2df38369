"""The auditor's own hours: known answers, laws, and the same windows as the clock of the model."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sim.audit.hours import ALWAYS, NEVER, OFFICE, Hours, daily, hours_of, joined
from sim.clock import parse_days, parse_hours, parse_local
from sim.oracle.cases import Case, reference_cases
from sim.scenario import Scenario, load_scenario
from sim.scenario.nature import CalendarEntry

ROOT = Path(__file__).parents[3]
CASES = [case for case in reference_cases().values() if "calendar" in case.inputs]
ZONES = [
    "Asia/Shanghai",
    "Europe/Berlin",
    "America/New_York",
    "America/Santiago",
    "Australia/Lord_Howe",
    "Africa/Cairo",
]


@cache
def coach() -> Scenario:
    return load_scenario(ROOT / "scenarios/coach-service")


def scenario(calendars: dict[str, CalendarEntry], zone: str = "Asia/Shanghai", country: str | None = None) -> Scenario:
    return replace(coach(), calendars=calendars, timezone=zone, country=country, _compiled={})


def entry(days: str, *hours: str, holidays: str | None = None, timezone: str | None = None) -> CalendarEntry:
    spans = tuple(map(parse_hours, hours))
    return CalendarEntry.model_construct(days=parse_days(days), hours=spans, holidays=holidays, timezone=timezone)


CN8 = entry("mon-fri", "09:00-12:00", "13:00-18:00", holidays="CN", timezone="Asia/Shanghai")
OF_CASES = {
    "CN8": CN8,
    "Berlin 24x7": entry("daily", "00:00-24:00"),
    "Shanghai 24x7": entry("daily", "00:00-24:00"),
    "Berlin 22": entry("daily", "22:00-06:00"),
    "CN-NIGHT": entry("mon-fri", "22:00-02:00", holidays="CN"),
    "WEST": entry("mon-fri", "08:00-17:00", timezone="Europe/Berlin"),
    "AND": CalendarEntry.model_construct(all_of=("CN8", "WEST")),
}


@pytest.mark.parametrize("case", [case for case in CASES if "pause" not in case.inputs], ids=lambda case: case.id)
def test_known_answer(case: Case) -> None:
    inputs, expected = case.inputs, case.expected
    zone = inputs.get("tz", "Asia/Shanghai")
    name = max((name for name in OF_CASES if inputs["calendar"].startswith(name)), key=len)
    start = parse_local(inputs["start"], zone, inputs.get("start_fold", 0))
    hours = hours_of(over_the_years(zone), name)
    if "deadline" in expected:
        assert hours.add(start, inputs["minutes"] * 60) == parse_local(expected["deadline"], zone)
    else:
        end = parse_local(inputs["end"], zone, inputs.get("end_fold", 0))
        assert hours.open_seconds(start, end) == expected["minutes"] * 60


@cache
def over_the_years(zone: str) -> Scenario:
    """Three years, in which all the known answers lie."""
    horizon = replace(coach().horizon, start=parse_local("2024-03-01", zone), end=parse_local("2026-12-01", zone))
    return replace(scenario(OF_CASES, zone), horizon=horizon)


@st.composite
def entries(draw: st.DrawFn, names: tuple[str, ...] = ()) -> CalendarEntry:
    days = draw(st.frozensets(st.integers(0, 6), min_size=1))
    opens = draw(st.lists(st.integers(0, 47), max_size=3, unique=True))
    hours = tuple((at * 1800, (at + draw(st.integers(1, 48))) * 1800) for at in opens)
    holidays = draw(st.sampled_from([None, None, "CN", "DE-BY", "country"]))
    parts = draw(st.lists(st.sampled_from(names), max_size=2, unique=True)) if names else []
    zone = draw(st.sampled_from([None, *ZONES[:3]])) if not parts else None
    return CalendarEntry.model_construct(days=days, hours=hours, holidays=holidays, timezone=zone, all_of=tuple(parts))


@settings(max_examples=25, deadline=None)
@given(entries(), entries(("one", ALWAYS)), entries(("one", "two", OFFICE)), st.sampled_from(ZONES))
def test_the_same_hours_as_the_clock(one: CalendarEntry, two: CalendarEntry, three: CalendarEntry, zone: str) -> None:
    inputs = scenario({"one": one, "two": two, "three": three}, zone, "US")
    for name in ("one", "two", "three", OFFICE):
        mine, theirs = hours_of(inputs, name), inputs.calendar(name)
        assert mine.spans == list(theirs.spans)
        assert mine.duties == list(theirs.duties)
        assert [(day.date.toordinal(), day.opens, day.closes) for day in mine.days] == list(
            zip(theirs.day_dates.tolist(), theirs.day_opens.tolist(), theirs.day_closes.tolist(), strict=True)
        )
        assert [day.midnight for day in mine.days] == theirs.midnights.tolist()


@settings(max_examples=25, deadline=None)
@given(entries(), st.sampled_from(ZONES), st.integers(-70, 430), st.integers(0, 86_400), st.integers(0, 40 * 86_400))
def test_look_ups_agree_with_the_clock(one: CalendarEntry, zone: str, day: int, second: int, seconds: int) -> None:
    inputs = scenario({"one": one}, zone, "US")
    mine, theirs = hours_of(inputs, "one"), inputs.calendar("one")
    at = inputs.horizon.begin + day * 86_400 + second
    assert mine.is_open(at) == theirs.is_open(at)
    assert mine.next_open(at) == theirs.next_open(at)
    assert mine.add(at, seconds) == theirs.add(at, seconds)
    assert mine.open_seconds(at, at + seconds) == theirs.elapsed(at, at + seconds)


small_spans = st.lists(st.tuples(st.integers(0, 150), st.integers(-3, 35)), max_size=8)


@given(small_spans)
def test_joined_spans_hold_the_same_seconds_and_do_not_touch(rows: list[tuple[int, int]]) -> None:
    spans = joined((start, start + length) for start, length in rows)
    seconds = {second for start, length in rows for second in range(start, start + length)}
    assert {second for start, end in spans for second in range(start, end)} == seconds
    assert all(one[1] < other[0] for one, other in pairwise(spans))


def test_always_never_ends() -> None:
    hours = hours_of(scenario({}), ALWAYS)
    assert hours.is_open(-5) and hours.next_open(7) == 7 and hours.add(7, 100) == 107
    assert hours.open_seconds(5, 25) == 20 and hours.duties == hours.spans == [(-NEVER, NEVER)]
    assert hours.add(NEVER, 1) == NEVER
    assert len(hours.days) > 365


def test_a_calendar_that_narrows_another_leaves_it_in_its_own_time_zone() -> None:
    inputs = scenario(
        {
            "shop": entry("daily", "09:00-17:00"),
            "remote": CalendarEntry.model_construct(hours=((0, 86_400),), timezone="Europe/Berlin", all_of=("shop",)),
        }
    )
    assert hours_of(inputs, "remote").spans == hours_of(inputs, "shop").spans


def test_what_is_open_daily_goes_by_the_wall_clock() -> None:
    """Berlin, 2026: on 29 March 02:00-03:00 is skipped, on 25 October it comes twice."""
    inputs = scenario({}, "Europe/Berlin")
    hours: Hours = daily(inputs, 2 * 3600 + 1800, 4 * 3600)

    def length(day: str) -> int:
        midnight = parse_local(day, "Europe/Berlin")
        return hours.open_seconds(midnight, midnight + 86_400)

    assert [length(f"2026-{day}") for day in ("03-28", "03-29", "10-24", "10-25")] == [5400, 3600, 5400, 9000]


def test_no_such_calendar() -> None:
    with pytest.raises(KeyError):
        hours_of(scenario({}), "nobody")
