"""How much longer a drive takes that begins at some hours of the day."""

from typing import Annotated

from sim.clock import parse_hours
from sim.scenario.grammar import unit, write_clock, write_hours
from sim.scenario.problems import Flaw
from sim.scenario.units import out_of_range, parse_factor, text_of, write_number
from sim.wording import _

DAY = 86_400
FactorTable = tuple[tuple[int, int, float], ...]


def parse_hour_factors(value: object) -> FactorTable:
    """(from, to, factor) as written, sorted: seconds after midnight, beyond a day where the hours pass midnight."""
    if not isinstance(value, dict):
        return ((0, DAY, _factor(value)),)
    table = tuple(sorted(_entry(hours, factor) for hours, factor in value.items()))
    last = 0
    for start, end, _number in through_the_day(table):
        if start < last:
            message = _("two entries hold at {time}; hours may not overlap").format(time=write_clock(start))
            raise Flaw("CONFLICT", message)
        last = end
    return table


def _entry(hours: object, factor: object) -> tuple[int, int, float]:
    try:
        start, end = parse_hours(text_of(hours, _("hours such as 07:00-09:00")))
        return start, end, _factor(factor)
    except Flaw as flaw:
        raise Flaw(flaw.code, flaw.message, flaw.hint, at=(str(hours),)) from flaw
    except ValueError as error:
        raise Flaw("BAD_VALUE", str(error), at=(str(hours),)) from error


def _factor(value: object) -> float:
    factor = parse_factor(value)
    if factor == 0:
        raise out_of_range(_("a factor above 0"), value)
    return factor


def through_the_day(table: FactorTable) -> FactorTable:
    """The entries cut at midnight, sorted."""
    pieces = [(start, min(end, DAY), factor) for start, end, factor in table]
    pieces += [(0, end - DAY, factor) for _start, end, factor in table if end > DAY]
    return tuple(sorted(pieces))


def write_hour_factors(table: FactorTable) -> str:
    """The map of hours with factors; one number if it holds all day."""
    if not table:
        return "1"
    if len(table) == 1 and table[0][:2] == (0, DAY):
        return write_number(table[0][2])
    return "{" + ", ".join(f"{write_hours((start, end))}: {write_number(factor)}" for start, end, factor in table) + "}"


_FACTOR = {"type": ["number", "string"], "pattern": "^[xX×]?[0-9.]+$"}
_BY_HOURS = {"type": "object", "patternProperties": {r"^\d{1,2}:\d\d ?- ?\d{1,2}:\d\d$": _FACTOR}}
HourFactors = Annotated[
    FactorTable, unit("hour-factors", parse_hour_factors, write_hour_factors, False, anyOf=[_FACTOR, _BY_HOURS])
]
