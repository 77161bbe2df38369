"""Calendar answers worked out by hand, exact to the second."""

import json
from datetime import date
from pathlib import Path

import pytest

from sim.clock import (
    Calendar,
    CalendarSpec,
    Within,
    active_elapsed,
    build_calendar,
    deadline,
    local_iso,
    parse_days,
    parse_hours,
    parse_local,
)

CASES = json.loads((Path(__file__).parent / "calendar_cases.json").read_text(encoding="utf-8"))


def spec(days: str, *hours: str, holidays: str | None = None, timezone: str | None = None) -> CalendarSpec:
    return CalendarSpec(parse_days(days), tuple(map(parse_hours, hours)), holidays, timezone)


CN8 = spec("mon-fri", "09:00-12:00", "13:00-18:00", holidays="CN")
SPECS = {
    "CN8": CN8,
    "Berlin 24x7": spec("daily", "00:00-24:00"),
    "Shanghai 24x7": spec("daily", "00:00-24:00"),
    "Berlin 22": spec("daily", "22:00-06:00"),
    "CN-NIGHT": spec("mon-fri", "22:00-02:00", holidays="CN"),
    "AND": CalendarSpec(all_of=(CN8, spec("mon-fri", "08:00-17:00", timezone="Europe/Berlin"))),
}


def calendar(text: str, zone: str) -> Calendar:
    name = max((name for name in SPECS if text.startswith(name)), key=len)
    return build_calendar(SPECS[name], zone, date(2024, 1, 1), date(2027, 1, 31))


@pytest.mark.parametrize("case", CASES, ids=[case["id"] for case in CASES])
def test_known_answer(case: dict) -> None:
    inputs, expected = case["inputs"], case["expected"]
    zone = inputs.get("tz", "Asia/Shanghai")
    clock = calendar(inputs["calendar"], zone)
    start = parse_local(inputs["start"], zone, inputs.get("start_fold", 0))
    if "deadline" in expected:
        assert local_iso(deadline(Within(inputs["minutes"] * 60), clock, start), zone) == expected["deadline"]
        return
    end = parse_local(inputs["end"], zone, inputs.get("end_fold", 0))
    pauses = [tuple(parse_local(text, zone) for text in inputs["pause"])] if "pause" in inputs else []
    assert active_elapsed(clock, start, end, pauses) == expected["minutes"] * 60


def test_a_part_of_all_of_keeps_the_zone_of_the_scenario() -> None:
    """A shop in Shanghai, as far as it is open in the office hours of Berlin (15:00-23:00 there in winter)."""
    shop = spec("mon-fri", "09:00-17:00")
    remote = CalendarSpec(parse_days("daily"), (parse_hours("08:00-16:00"),), None, "Europe/Berlin", (shop,))
    both = build_calendar(remote, "Asia/Shanghai", date(2026, 1, 5), date(2026, 1, 5))
    windows = [
        (local_iso(a, "Asia/Shanghai"), local_iso(b, "Asia/Shanghai"))
        for a, b in zip(both.starts, both.ends, strict=True)
    ]
    assert windows == [("2026-01-05T15:00:00+08:00", "2026-01-05T17:00:00+08:00")]
