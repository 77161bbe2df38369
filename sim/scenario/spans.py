"""Steps of the calendar (`3 months`), windows (`2d..7d`) and what may stand behind `within`."""

from dataclasses import dataclass

from sim.scenario.durations import parse_duration, parse_limit, write_duration, write_limit
from sim.scenario.problems import Flaw
from sim.scenario.units import bad_unit, out_of_range, split_quantity, text_of
from sim.wording import _

MONTHS = {"month": 1, "months": 1, "year": 12, "years": 12}
MONTH = "month"
_MOST_MONTHS = 240
_OTHER_NAMES = {"月": "months", "个月": "months", "年": "years"}

Window = tuple[int, int]


@dataclass(frozen=True)
class Step:
    """A step of the calendar in months, or a length in seconds; the other one is None."""

    months: int | None = None
    seconds: int | None = None


@dataclass(frozen=True)
class Span:
    """What stands behind `within`: amount and unit of the limit, `low` the same of the lower end of a window.

    The amount is in seconds whatever the unit, but for workdays (`wd`) and months.
    """

    amount: int
    unit: str
    low: tuple[int, str] | None = None


def parse_step(value: object) -> Step:
    """`3 months`, `1 year`, or a duration longer than 0s."""
    months = _months(value)
    if months is not None:
        return Step(months=months)
    seconds = parse_duration(value)
    if seconds == 0:
        raise out_of_range(_("a step longer than 0s"), value)
    return Step(seconds=seconds)


def _months(value: object) -> int | None:
    """The months of a calendar step; None if it is none."""
    expected = _("a step such as 3 months, 1 year or 2w")
    number, unit = split_quantity(value, expected)
    if unit in _OTHER_NAMES:
        raise bad_unit(expected, value, f"{number} {_OTHER_NAMES[unit]}")
    if unit.lower() not in MONTHS:
        return None
    months = number * MONTHS[unit.lower()]
    if months.denominator != 1 or not 1 <= months <= _MOST_MONTHS:
        raise out_of_range(_("a whole number of months, 1 month to 20 years"), value)
    return months.numerator


def write_step(step: Step) -> str:
    """The step as it may be written."""
    return write_duration(step.seconds or 0) if step.months is None else _write_months(step.months)


def _write_months(months: int) -> str:
    count, word = (months // 12, "year") if months % 12 == 0 else (months, MONTH)
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def parse_window(value: object) -> Window:
    """Seconds of both ends of `2d..7d`; `3d` begins at once."""
    ends = _ends(value, _("a duration such as 3d, or a window such as 2d..7d"))
    low, high = (0, parse_duration(ends[0])) if len(ends) == 1 else (parse_duration(ends[0]), parse_duration(ends[1]))
    _check_order(low, high, value)
    return low, high


def _ends(value: object, expected: str) -> list[str]:
    ends = [part.strip() for part in text_of(value, expected).split("..")]
    if len(ends) > 2 or (len(ends) == 2 and not all(ends)):
        message = _("expected a window such as 2d..7d, got '{got}'").format(got=text_of(value, expected))
        raise Flaw("BAD_VALUE", message)
    return ends


def _check_order(low: int, high: int, value: object) -> None:
    if high <= low:
        expected = _("a window whose end is later than its beginning") if low else _("a duration longer than 0s")
        raise out_of_range(expected, value)


def write_window(window: Window) -> str:
    """`3d`, or `2d..7d`."""
    low, high = window
    return f"{write_duration(low)}..{write_duration(high)}" if low else write_duration(high)


def parse_span(value: object) -> Span:
    """A limit such as `4h` or `2wd`, a window such as `2d..7d`, a step such as `3 months`."""
    expected = _("a limit such as 4h or 2wd")
    ends = _ends(value, expected)
    if len(ends) == 1:
        months = _months_of_limit(value)
        return Span(*parse_limit(value)) if months is None else Span(months, MONTH)
    low = (parse_duration(ends[0]), _unit(ends[0]))
    high = (parse_duration(ends[1]), _unit(ends[1]))
    _check_order(low[0], high[0], value)
    return Span(*high, low)


def _months_of_limit(value: object) -> int | None:
    """The months of a limit in calendar steps; None for every other limit, good or bad."""
    is_step = split_quantity(value, _("a limit such as 4h or 2wd"))[1].lower() in {*MONTHS, *_OTHER_NAMES}
    return _months(value) if is_step else None


def _unit(text: str) -> str:
    return split_quantity(text, _("a limit such as 4h or 2wd"))[1]


def write_span(span: Span) -> str:
    """The limit as it was meant: `24h` stays hours, `1d` stays days."""
    if span.unit == MONTH:
        return _write_months(span.amount)
    high = write_limit((span.amount, span.unit))
    return high if span.low is None else f"{write_limit(span.low)}..{high}"
