"""Instants and lengths of time as a planner says them."""

from __future__ import annotations

import datetime as dt

from sim.clock import NEVER, zone_info
from sim.report import words
from sim.wording import _

MINUTE, HOUR, DAY = 60, 3600, 86_400
TO_THE_SECOND_BELOW = 10 * MINUTE


def moment(instant: int, zone: str) -> str:
    """'Tue 03-31 16:42', local; 'never' if it does not come."""
    if instant >= NEVER:
        return _("never")
    local = _local(instant, zone)
    return f"{words.weekday(local.weekday())} {local:%m-%d %H:%M}"


def moment_with_year(instant: int, zone: str) -> str:
    """'Tue 2026-03-31 16:42:10'."""
    local = _local(instant, zone)
    return f"{words.weekday(local.weekday())} {local:%Y-%m-%d %H:%M:%S}"


def clock_time(instant: int, zone: str, since: int) -> str:
    """'14:20' on the local date of `since`, else with the day: 'Wed 04-01 14:20'."""
    if instant >= NEVER:
        return _("never")
    same_day = _local(instant, zone).date() == _local(since, zone).date()
    return f"{_local(instant, zone):%H:%M}" if same_day else moment(instant, zone)


def _local(instant: int, zone: str) -> dt.datetime:
    return dt.datetime.fromtimestamp(instant, zone_info(zone))


def elapsed(seconds: int) -> str:
    """'+16:18', hours and minutes."""
    return f"+{seconds // HOUR}:{seconds % HOUR // MINUTE:02d}"


def length(seconds: int) -> str:
    """'40 s', '3 min 12 s', '47 min', '3 h 5 min', '2 d 4 h 10 min'; to the minute from ten minutes on."""
    if seconds < TO_THE_SECOND_BELOW:
        return _joined((seconds // MINUTE, "min"), (seconds % MINUTE, "s")) or "0 s"
    minutes = (seconds + MINUTE // 2) // MINUTE
    return _joined((minutes // 1440, "d"), (minutes % 1440 // 60, "h"), (minutes % 60, "min"))


def _joined(*amounts: tuple[int, str]) -> str:
    return " ".join(f"{amount} {unit}" for amount, unit in amounts if amount)
