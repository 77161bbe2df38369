"""Instants as local ISO text, and local text as instants."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from sim.clock.never import NEVER
from sim.clock.zones import Ints, instants_of, table_for, zone_info
from sim.wording import _

_LOOSE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T]+(\d{1,2}):(\d{2})(?::(\d{2}))?)?")


def local_iso(instant: int, zone: str) -> str:
    """'2026-01-05T08:30:00+08:00' for Unix seconds; '' for NEVER."""
    return "" if instant >= NEVER else datetime.fromtimestamp(instant, zone_info(zone)).isoformat()


def local_iso_each(instants: Ints, zone: str) -> NDArray[np.str_]:
    """`local_iso` of every element, same shape."""
    instants = np.asarray(instants, np.int64)
    happened = instants < NEVER
    if not happened.any():
        return np.full(instants.shape, "", "U25")
    known = np.where(happened, instants, instants[happened][0])
    table = table_for(zone, known)
    row = table.index(known)
    wall = (known + table.offsets[row]).astype("datetime64[s]")
    suffixes = np.array([_offset_text(int(offset)) for offset in table.offsets])
    text = np.strings.add(np.datetime_as_string(wall), suffixes[row])
    return np.where(happened, text, "")


def parse_local(text: str, zone: str, fold: int = 0) -> int:
    """Unix seconds of local date-time text such as '2026-01-05 08:30' or '2026/1/5 8:30:00'.

    A date alone is its midnight; an offset in the text ('Z', '+08:00') overrules the zone. A time the clock skips is
    the instant of the skip; of a time it shows twice, `fold` 0 is the first and 1 the second. ValueError if unreadable.
    """
    moment = _read(text.strip())
    if moment.tzinfo is not None:
        return int(moment.timestamp() // 1)
    first, second = (int(moment.replace(tzinfo=zone_info(zone), fold=n).timestamp() // 1) for n in (0, 1))
    if first > second:  # the two readings stand the wrong way round only where the clock skips
        return int(instants_of(zone, np.array([moment.replace(tzinfo=UTC).timestamp()], np.int64))[0])
    return second if fold else first


def _read(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        pass
    match = _LOOSE.fullmatch(text)
    try:
        if match:
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
            return datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  local, its zone comes later
    except ValueError:
        pass
    raise ValueError(_("'{text}' is no date and time; write 2026-01-05 08:30").format(text=text))


def _offset_text(seconds: int) -> str:
    sign, rest = ("-", -seconds) if seconds < 0 else ("+", seconds)
    text = f"{sign}{rest // 3600:02d}:{rest // 60 % 60:02d}"
    return f"{text}:{rest % 60:02d}" if rest % 60 else text
