"""Months on the calendar, as the auditor counts them."""

from __future__ import annotations

from datetime import datetime


def months_on(wall: datetime, months: int) -> int:
    """The same day and time so many months on, or the last day of that month, in Unix seconds."""
    index = wall.year * 12 + wall.month - 1 + months
    year, month, day = index // 12, index % 12 + 1, wall.day
    while True:
        try:
            return int(datetime(year, month, day, wall.hour, wall.minute, wall.second, tzinfo=wall.tzinfo).timestamp())
        except ValueError:
            day -= 1
