"""Review periods: calendar steps counted from the start, judged from 95 %."""

from itertools import pairwise

import pytest

from sim.clock import local_iso, parse_local
from sim.scenario.horizon import Horizon, months_later
from sim.scenario.nature import HorizonSpec

ZONE = "Asia/Shanghai"


def horizon(zone: str = ZONE, **keys: object) -> Horizon:
    return Horizon.of(HorizonSpec.model_validate(keys), zone)


def test_fifty_two_weeks_are_a_year() -> None:
    [(start, end, label, judged)] = horizon(start="2026-01-05", weeks=52).periods("year")
    assert (label, judged) == ("2026-01-05", True)
    assert local_iso(start, ZONE) == "2026-01-05T00:00:00+08:00"
    assert local_iso(end, ZONE) == "2027-01-04T00:00:00+08:00"


@pytest.mark.parametrize(("weeks", "judged"), [(49, False), (50, True)])
def test_ninety_five_percent(weeks: int, judged: bool) -> None:
    assert [period[3] for period in horizon(start="2026-01-01", weeks=weeks).periods("year")] == [judged]


def test_labels_and_ends() -> None:
    year = horizon(start="2026-01-01", months=12)
    assert [period[2] for period in year.periods("month")][:2] == ["2026-01", "2026-02"]
    assert [period[2] for period in year.periods("quarter")] == ["2026-Q1", "2026-Q2", "2026-Q3", "2026-Q4"]
    assert [period[2] for period in year.periods("year")] == ["2026"]
    assert year.periods("contract") == ((year.start, year.end, "contract", True),)
    assert all(judged for *_rest, judged in year.periods("month"))


def test_a_rest_is_shown_but_not_judged() -> None:
    months = horizon(start="2026-01-05", weeks=10).periods("month")
    assert [(label, judged) for _start, _end, label, judged in months] == [
        ("2026-01-05", True),
        ("2026-02-05", True),
        ("2026-03-05", False),
    ]
    assert all(before[1] == after[0] for before, after in pairwise(months))


def test_short_months() -> None:
    start = parse_local("2026-01-31", ZONE)
    assert [local_iso(months_later(start, n, ZONE), ZONE)[:10] for n in (1, 2, 13)] == [
        "2026-02-28",
        "2026-03-31",
        "2027-02-28",
    ]


def test_months_keep_local_midnight_over_summer_time() -> None:
    berlin = horizon("Europe/Berlin", start="2026-01-01", months=12)
    assert {local_iso(start, "Europe/Berlin")[11:19] for start, *_rest in berlin.periods("month")} == {"00:00:00"}
