"""Opening hours and days as a planner writes them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sim.wording import _

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WORKWEEK = frozenset(range(5))
DAILY = frozenset(range(7))
MIDNIGHT = 86_400

_HOURS = re.compile(r"(\d{1,2}):(\d{2})\s*-\s*(\d{1,2}):(\d{2})")


def parse_hours(text: str) -> tuple[int, int]:
    """'08:30-12:00' as seconds after local midnight (30600, 43200); '20:00-08:00' closes the next day (72000, 115200).

    ValueError if the text is no pair of times of day or the window is empty.
    """
    match = _HOURS.fullmatch(text.strip())
    if not match:
        raise ValueError(_("'{text}' is no pair of hours; write 08:30-17:00").format(text=text))
    hour, minute, to_hour, to_minute = map(int, match.groups())
    opens, closes = _second(hour, minute, text), _second(to_hour, to_minute, text)
    if opens in (closes, MIDNIGHT):
        raise ValueError(_("'{text}' is never open; a whole day is 00:00-24:00").format(text=text))
    return opens, closes if closes > opens else closes + MIDNIGHT


def parse_time(text: str) -> int:
    """'16:00' as seconds after local midnight; '24:00' is the end of the day. ValueError otherwise."""
    match = re.fullmatch(r"(\d{1,2}):(\d{2})", text.strip())
    if not match:
        raise ValueError(_("'{text}' is no time of day; write 16:00").format(text=text))
    return _second(int(match[1]), int(match[2]), text)


def _second(hour: int, minute: int, text: str) -> int:
    if minute > 59 or hour * 60 + minute > 24 * 60:
        raise ValueError(_("'{text}' has a time outside 00:00 to 24:00").format(text=text))
    return hour * 3600 + minute * 60


def parse_days(text: str | Iterable[str]) -> frozenset[int]:
    """'mon-fri', 'daily', 'sat', 'mon,wed' or a list of these as weekdays, Monday 0. ValueError for another word."""
    parts = text.split(",") if isinstance(text, str) else [part for item in text for part in str(item).split(",")]
    days = frozenset(day for part in parts for day in _days(part.strip().lower()))
    if not days:
        raise ValueError(_("no days given; write mon-fri or daily"))
    return days


def _days(part: str) -> frozenset[int]:
    if part == "daily":
        return DAILY
    first, dash, last = (word.strip() for word in part.partition("-"))
    start, end = _weekday(first), _weekday(last if dash else first)
    return frozenset((start + step) % 7 for step in range((end - start) % 7 + 1))


def _weekday(word: str) -> int:
    if word not in WEEKDAYS:
        raise ValueError(_("'{word}' is no day; write mon, tue, wed, thu, fri, sat, sun or daily").format(word=word))
    return WEEKDAYS.index(word)
