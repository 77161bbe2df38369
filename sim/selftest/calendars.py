"""The K cases: business time, deadlines and pauses, by the calendars that users' scenarios are made of."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

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

MINUTE_S = 60
ZONE = "Asia/Shanghai"


def calendar_answer(inputs: Mapping[str, Any]) -> dict[str, Any]:
    """`minutes` of open time from start to end less pauses, or the `deadline` that many minutes after start."""
    zone = inputs.get("tz", ZONE)
    clock, start = _calendar(inputs["calendar"], zone), parse_local(inputs["start"], zone, inputs.get("start_fold", 0))
    if "end" not in inputs:
        return {"deadline": local_iso(deadline(Within(inputs["minutes"] * MINUTE_S), clock, start), zone)}
    end = parse_local(inputs["end"], zone, inputs.get("end_fold", 0))
    pauses = [(parse_local(begin, zone), parse_local(stop, zone)) for begin, stop in _pauses(inputs)]
    return {"minutes": active_elapsed(clock, start, end, pauses) / MINUTE_S}


def _pauses(inputs: Mapping[str, Any]) -> list[list[str]]:
    return [inputs["pause"]] if "pause" in inputs else []


def _spec(days: str, *hours: str, holidays: str | None = None, timezone: str | None = None) -> CalendarSpec:
    return CalendarSpec(parse_days(days), tuple(map(parse_hours, hours)), holidays, timezone)


def _specs() -> dict[str, CalendarSpec]:
    """By the word that their description begins with."""
    office = _spec("mon-fri", "09:00-12:00", "13:00-18:00", holidays="CN")
    return {
        "CN8": office,
        "Berlin 24x7": _spec("daily", "00:00-24:00"),
        "Shanghai 24x7": _spec("daily", "00:00-24:00"),
        "Berlin 22": _spec("daily", "22:00-06:00"),
        "CN-NIGHT": _spec("mon-fri", "22:00-02:00", holidays="CN"),
        "AND": CalendarSpec(all_of=(office, _spec("mon-fri", "08:00-17:00", timezone="Europe/Berlin"))),
    }


def _calendar(text: str, zone: str) -> Calendar:
    (spec,) = (spec for name, spec in _specs().items() if text.startswith(name))
    return build_calendar(spec, zone, date(2024, 1, 1), date(2027, 1, 31))
