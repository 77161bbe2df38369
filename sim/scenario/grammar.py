"""Kinds of values and short forms, as types that the models of the files are built from."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler, GetJsonSchemaHandler
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sim.clock import parse_days, parse_hours, parse_local, parse_time
from sim.scenario import counts, durations, spans, units
from sim.scenario.limits import is_steering
from sim.scenario.problems import Flaw, nearest, with_hint
from sim.scenario.units import bad_type, text_of
from sim.wording import _

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
ASSUMED: dict[str, Any] = {"assumed": True}
_LOOSE_DATE = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})")  # as spreadsheets write it too: 2026/1/5
ID = re.compile(r"[a-z0-9][a-z0-9-]*")


@dataclass(frozen=True, eq=False)
class Unit:
    """One kind of value: how it is read, how it is written, and how an editor may check it.

    `example` is a good value, for the place of a bad one while the rest is checked.
    """

    name: str
    parse: Callable[[object], Any]
    write: Callable[[Any], str]
    schema: Mapping[str, Any]
    numeric: bool = True
    example: Any = "stand-in"

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"x-unit": self.name}


UNITS: dict[str, Unit] = {}


def unit(
    name: str, parse: Callable[[object], Any], write: Callable[[Any], str], numeric: bool = True, **schema: Any
) -> Unit:
    """Define a kind of value: `numeric` values may be given with a range, `schema` is what an editor checks."""
    example = _EXAMPLES.get(name, schema.get("enum", ["stand-in"])[0])
    UNITS[name] = Unit(name, parse, write, schema, numeric, example)
    return UNITS[name]


_EXAMPLES: dict[str, Any] = {
    "duration": "1h",
    "length": "1h",
    "limit": "1h",
    "step": "1h",
    "window": "1h",
    "rate": "0/h",
    "date": "2026-01-01",
    "local-time": "2026-01-01",
    "time": "12:00",
    "hours": "08:00-17:00",
    "days": "daily",
    "flag": True,
    "share": 0.5,
    "inner-share": 0.5,
    "exact-share": 0.5,
    "per-month": "1/month",
    **dict.fromkeys(
        ("growth", "markup", "weight", "positive", "factor", "money", "distance", "degrees", "coordinate"), 1
    ),
    **dict.fromkeys(("count", "positive-count", "counts", "seats", "engineers"), 1),
}


def _of_text(parse: Callable[[str], Any], expected: Callable[[], str]) -> Callable[[object], Any]:
    """A reader of text that says ValueError made into one that says Flaw."""

    def read(value: object) -> Any:
        try:
            return parse(text_of(value, expected()))
        except Flaw:
            raise
        except ValueError as error:
            raise Flaw("BAD_VALUE", str(error)) from error

    return read


def parse_id(value: object) -> str:
    """An id: lower-case letters, digits and hyphens."""
    text = text_of(value, _("an id such as north-1"))
    if ID.fullmatch(text):
        return text
    hint = re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-") or None
    message = _("'{text}' is no id: an id has lower-case letters a-z, digits and hyphens").format(text=text)
    raise Flaw("BAD_ID", with_hint(message, hint), hint)


def parse_label(value: object) -> str:
    """Any text of one line, for names of regions, customers and contracts."""
    text = text_of(value, _("text"))
    if not text or is_steering(text):
        raise bad_type(_("text on one line"), value)
    return text


def parse_words(value: object) -> str:
    """Any text, also of several lines; a number counts as the text it was written as."""
    text = text_of(value, _("text"))
    if is_steering(" ".join(text.split())):
        raise bad_type(_("text without control characters"), value)
    return text


def _parse_date(value: str) -> date:
    parts = _LOOSE_DATE.fullmatch(value)
    try:
        return date(*(int(part) for part in parts.groups())) if parts else date.fromisoformat(value)
    except ValueError as error:
        raise Flaw("BAD_VALUE", _("'{text}' is no date; write 2026-01-05").format(text=value)) from error


def _parse_start(value: str) -> str:
    parse_local(value, "UTC")
    return value


def parse_flag(value: object) -> bool:
    """`true` or `false`."""
    if isinstance(value, bool):
        return value
    known = {"yes": "true", "no": "false", "on": "true", "off": "false", "是": "true", "否": "false"}
    raise bad_type(_("true or false"), value, known.get(str(value).lower()))


def parse_yes_no(value: object) -> bool:
    """`yes` or `no`, also `true` or `false`, 1 or 0."""
    known = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}
    text = str(value).lower() if isinstance(value, bool) else text_of(value, _("yes or no"))
    if text in known:
        return known[text]
    hint = {"是": "yes", "否": "no"}.get(text, nearest(text, ("yes", "no")))
    raise bad_type(_("yes or no"), value, hint)


_DURATION = {"type": "string", "pattern": r"^[0-9.]+ ?(s|min|h|d|w)$"}
_SHARE = {"anyOf": [{"type": "number", "minimum": 0, "maximum": 1}, {"type": "string", "pattern": "^[0-9.]+ ?%$"}]}
_NUMBER = {"type": "number", "minimum": 0}

Duration = Annotated[int, unit("duration", durations.parse_duration, durations.write_duration, **_DURATION)]
Seconds = Annotated[float, unit("length", durations.parse_seconds, durations.write_duration, **_DURATION)]
_LENGTH = "[0-9.]+ ?(s|min|h|d|w)"
_STEP = "[0-9]+ ?(months?|years?)"
Limit = Annotated[
    spans.Span,
    unit(
        "limit",
        spans.parse_span,
        spans.write_span,
        type="string",
        pattern=rf"^({_LENGTH}(\.\.{_LENGTH})?|[0-9]+ ?wd|{_STEP})$",
    ),
]
Window = Annotated[
    spans.Window,
    unit("window", spans.parse_window, spans.write_window, type="string", pattern=rf"^{_LENGTH}(\.\.{_LENGTH})?$"),
]
Step = Annotated[
    spans.Step,
    unit("step", spans.parse_step, spans.write_step, type="string", pattern=rf"^({_LENGTH}|{_STEP})$"),
]
Share = Annotated[float, unit("share", units.parse_share, units.write_share, **_SHARE)]
InnerShare = Annotated[float, unit("inner-share", units.parse_inner_share, units.write_share, **_SHARE)]
ExactShare = Annotated[Fraction, unit("exact-share", units.parse_exact_share, units.write_share, **_SHARE)]
Growth = Annotated[
    float, unit("growth", units.parse_growth, units.write_growth, type=["number", "string"], pattern="^-?[0-9.]+ ?%$")
]
Markup = Annotated[
    float, unit("markup", units.parse_markup, units.write_growth, type=["number", "string"], pattern="^[0-9.]+ ?%$")
]
Weight = Annotated[float, unit("weight", units.parse_weight, units.write_number, **_NUMBER)]
Positive = Annotated[
    float, unit("positive", units.parse_positive, units.write_number, type="number", exclusiveMinimum=0)
]
Factor = Annotated[
    float, unit("factor", units.parse_factor, units.write_factor, type=["number", "string"], pattern="^[xX×]?[0-9.]+$")
]
Rate = Annotated[
    float,
    unit("rate", durations.parse_rate, durations.write_rate, type="string", pattern="^[0-9.]+ ?/ ?(s|min|h|d|w)$"),
]
Money = Annotated[int, unit("money", units.parse_money, units.write_money, **_NUMBER)]
Distance = Annotated[int, unit("distance", units.parse_distance, units.write_distance, **_NUMBER)]
Count = Annotated[int, unit("count", units.parse_count, str, type="integer", minimum=0)]
PositiveCount = Annotated[int, unit("positive-count", units.parse_positive_count, str, type="integer", minimum=1)]
_SHARES_BY_COUNT = {"type": "object", "patternProperties": {"^[0-9]+$": _SHARE}}
Counts = Annotated[
    counts.Shares,
    unit(
        "counts",
        counts.parse_counts,
        counts.write_counts,
        False,
        anyOf=[{"type": "integer", "minimum": 1}, _SHARES_BY_COUNT],
    ),
]
PerMonth = Annotated[
    int,
    unit("per-month", counts.parse_per_month, counts.write_per_month, type="string", pattern="^[0-9]+ ?/ ?month$"),
]
Coordinate = Annotated[float, unit("coordinate", units.parse_coordinate, units.write_number, type="number")]
Degrees = Annotated[float, unit("degrees", units.parse_number, units.write_number, type="number")]
Flag = Annotated[bool, unit("flag", parse_flag, lambda flag: str(flag).lower(), False, type="boolean")]
YesNo = Annotated[
    bool,
    unit("yes-no", parse_yes_no, lambda flag: "yes" if flag else "no", False, enum=["yes", "no", True, False]),
]
Id = Annotated[str, unit("id", parse_id, str, False, type=["string", "integer"], pattern=f"^{ID.pattern}$")]
Label = Annotated[str, unit("label", parse_label, str, False, type=["string", "number"])]
Words = Annotated[str, unit("words", parse_words, str, False, type=["string", "number"])]
parse_date = _of_text(_parse_date, lambda: _("a date"))
Date = Annotated[date, unit("date", parse_date, str, False, type="string")]
LocalTime = Annotated[str, unit("local-time", _of_text(_parse_start, lambda: _("a date")), str, False, type="string")]


def write_clock(second: int) -> str:
    """Seconds after midnight as `08:30`."""
    return f"{second // 3600:02d}:{second % 3600 // 60:02d}"


def write_hours(window: tuple[int, int]) -> str:
    """Seconds after midnight as `22:00-06:00`."""
    end = window[1] - 86_400 if window[1] > 86_400 else window[1]
    return f"{write_clock(window[0])}-{write_clock(end)}"


def write_days(days: frozenset[int]) -> str:
    """Weekdays, Monday 0, as `mon, tue`."""
    return "daily" if len(days) == 7 else ", ".join(WEEKDAYS[day] for day in sorted(days))


def _read_days(value: object) -> frozenset[int]:
    return frozenset(parse_days([text_of(part, _("days")) for part in (value if isinstance(value, list) else [value])]))


_TIME = {"type": "string", "pattern": r"^\d{1,2}:\d\d$"}
_HOURS = {"type": "string", "pattern": r"^\d{1,2}:\d\d ?- ?\d{1,2}:\d\d$"}
Clock = Annotated[
    int, unit("time", _of_text(parse_time, lambda: _("a time of day such as 16:00")), write_clock, False, **_TIME)
]
Hours = Annotated[
    tuple[int, int],
    unit("hours", _of_text(parse_hours, lambda: _("hours such as 08:30-17:00")), write_hours, False, **_HOURS),
]


def _days_or_flaw(value: object) -> frozenset[int]:
    try:
        return _read_days(value)
    except Flaw:
        raise
    except ValueError as error:
        raise Flaw("BAD_VALUE", str(error)) from error


Days = Annotated[
    frozenset[int],
    unit("days", _days_or_flaw, write_days, False, anyOf=[{"type": "string"}, {"type": "array"}]),
]


def choice(*words: str) -> Unit:
    """One of a few words."""

    def parse(value: object) -> str:
        text = text_of(value, _("one of {words}").format(words=", ".join(words)))
        if text in words:
            return text
        hint = nearest(text, words)
        message = _("expected one of {words}, got '{got}'").format(words=", ".join(words), got=text)
        raise Flaw("UNKNOWN_WORD", with_hint(message, hint), hint)

    return unit("one-of-" + "-".join(words), parse, str, False, enum=list(words))
