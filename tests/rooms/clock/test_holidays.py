"""Public holidays and make-up workdays."""

from datetime import date

import pytest

from sim.clock import CalendarSpec, build_calendar, estimated_years, office, parse_days, rest_days_and_holidays

OFFICE = build_calendar(office("CN"), "Asia/Shanghai", date(2024, 1, 1), date(2027, 12, 31))
OPEN_DATES = {date.fromordinal(int(day)) for day in OFFICE.day_dates}

MAKE_UP = [
    "2024-02-04",
    "2024-05-11",
    "2025-01-26",
    "2025-09-28",
    "2026-01-04",
    "2026-02-14",
    "2026-02-28",
    "2026-09-20",
]
CLOSED = [
    "2024-10-07",
    "2025-02-04",
    "2025-10-08",
    "2026-01-02",
    "2026-02-16",
    "2026-02-23",
    "2026-05-05",
    "2026-10-07",
]


@pytest.mark.parametrize("day", MAKE_UP)
def test_a_weekend_worked_in_exchange_is_open(day: str) -> None:
    assert date.fromisoformat(day).weekday() >= 5
    assert date.fromisoformat(day) in OPEN_DATES


@pytest.mark.parametrize("day", CLOSED)
def test_a_holiday_on_a_weekday_is_closed(day: str) -> None:
    assert date.fromisoformat(day).weekday() < 5
    assert date.fromisoformat(day) not in OPEN_DATES


@pytest.mark.parametrize(("year", "workdays"), [(2024, 251), (2025, 248), (2026, 248)])
def test_workdays_of_a_year(year: int, workdays: int) -> None:
    assert sum(day.year == year for day in OPEN_DATES) == workdays


def test_a_weekend_calendar_rests_while_the_others_work() -> None:
    weekend = CalendarSpec(parse_days("sat,sun"), holidays="CN")
    calendar = build_calendar(weekend, "Asia/Shanghai", date(2026, 2, 13), date(2026, 3, 1))
    opened = [date.fromordinal(int(day)).isoformat() for day in calendar.day_dates]
    assert opened == ["2026-02-15", "2026-02-21", "2026-02-22", "2026-03-01"]


def test_without_holidays_new_year_is_a_day_like_any_other() -> None:
    plain = build_calendar(office(None), "Asia/Shanghai", date(2026, 1, 1), date(2026, 1, 4))
    assert [date.fromordinal(int(day)).day for day in plain.day_dates] == [1, 2]


def test_years_whose_make_up_days_are_not_announced() -> None:
    assert estimated_years("CN", range(2023, 2027)) == ()
    assert estimated_years("CN", [2040, 2026]) == (2040,)
    assert estimated_years("DE", [2040]) == estimated_years(None, [2040]) == ()


def test_a_subdivision_has_its_own_holidays() -> None:
    epiphany = date(2026, 1, 6)
    bavaria = build_calendar(office("DE-BY"), "Europe/Berlin", epiphany, epiphany)
    berlin = build_calendar(office("DE-BE"), "Europe/Berlin", epiphany, epiphany)
    assert (len(bavaria.day_dates), len(berlin.day_dates)) == (0, 1)


def test_an_unknown_country_or_zone_is_said() -> None:
    with pytest.raises(ValueError, match="no public holidays known for 'XX'"):
        build_calendar(office("XX"), "UTC", date(2026, 1, 1), date(2026, 1, 2))
    with pytest.raises(ValueError, match="unknown time zone 'Asia/Shangai'"):
        build_calendar(office(None), "Asia/Shangai", date(2026, 1, 1), date(2026, 1, 2))


def kinds(country: str | None, first: str, last: str) -> tuple[list[str], list[str]]:
    """Days of rest and public holidays, as dates without the year."""
    found = rest_days_and_holidays(country, date.fromisoformat(first), date.fromisoformat(last))
    rest, holidays = ([date.fromordinal(int(day)).isoformat()[5:] for day in days] for days in found)
    return rest, holidays


def test_a_day_off_in_exchange_is_a_day_of_rest_and_a_weekend_worked_for_it_is_none() -> None:
    """New Year 2026: Thursday the 1st; the 2nd is off in exchange for Sunday the 4th."""
    assert kinds("CN", "2026-01-01", "2026-01-11") == (["01-02", "01-03", "01-10", "01-11"], ["01-01"])


def test_a_holiday_on_a_weekend_stays_a_holiday_and_the_monday_for_it_is_a_day_of_rest() -> None:
    """Labour Day 2026 is Friday the 1st and Saturday the 2nd; Monday stands in for Saturday, Tuesday for the 9th."""
    assert kinds("CN", "2026-05-01", "2026-05-10") == (["05-03", "05-04", "05-05", "05-10"], ["05-01", "05-02"])


def test_without_a_country_there_are_weekends_and_no_holidays() -> None:
    assert kinds(None, "2026-01-01", "2026-01-05") == (["01-03", "01-04"], [])
    assert kinds("DE", "2026-01-01", "2026-01-05") == (["01-03", "01-04"], ["01-01"])
