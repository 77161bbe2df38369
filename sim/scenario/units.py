"""Values as a planner writes them (`4h`, `90%`, `2/d`, `5000`, `x1.2`) and as the model holds them.

Inside, durations are seconds, money is cents, distances are metres, all integers; shares, rates and factors are floats.
Every `parse_` function raises Flaw for a value that cannot be used, every `write_` function is its inverse.
"""

import math
import re
from fractions import Fraction
from typing import Any

from sim.scenario.limits import MOST_COUNT
from sim.scenario.problems import Flaw, with_hint
from sim.wording import _

_QUANTITY = re.compile(r"([+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:e[+-]?\d+)?)\s*(\D*)", re.IGNORECASE)
_LONGEST_DIGITS = 15


class Whole(int):
    """A whole number that remembers how it was written."""

    text: str


class Decimal(float):
    """A number with decimals that remembers how it was written, so that `3.10` stays `3.10` as a clause number."""

    text: str


def written(value: object) -> str:
    """A raw value as its author wrote it, short enough for a message."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return _("a map of {keys}").format(keys=", ".join(map(str, list(value)[:4]))) if value else _("an empty map")
    if isinstance(value, list | tuple):
        return _("a list of {count}").format(count=len(value))
    text = str(getattr(value, "text", value))
    return f"'{text if len(text) <= 60 else text[:57] + '…'}'"


def bad_type(expected: str, value: object, hint: str | None = None) -> Flaw:
    """The flaw of a value of the wrong kind."""
    message = _("expected {expected}, got {got}").format(expected=expected, got=written(value))
    return Flaw("BAD_TYPE", with_hint(message, hint), hint)


def bad_unit(expected: str, value: object, hint: str | None = None) -> Flaw:
    """The flaw of a value whose unit is missing or wrong."""
    message = _("expected {expected}, got {got}").format(expected=expected, got=written(value))
    return Flaw("BAD_UNIT", with_hint(message, hint), hint)


def out_of_range(expected: str, value: object, hint: str | None = None) -> Flaw:
    """The flaw of a value that is too small or too large."""
    message = _("expected {expected}, got {got}").format(expected=expected, got=written(value))
    return Flaw("OUT_OF_RANGE", with_hint(message, hint), hint)


def is_number(value: object) -> bool:
    """A number and not a truth value."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def text_of(value: object, expected: str) -> str:
    """The value as stripped text; numbers as they were written."""
    if is_number(value):
        return str(getattr(value, "text", value))
    if not isinstance(value, str):
        raise bad_type(expected, value)
    return value.strip()


def split_quantity(value: object, expected: str) -> tuple[Fraction, str]:
    """Number and unit of `2.5 h`; the unit is empty for a bare number."""
    text = text_of(value, expected).replace(" ", " ")
    match = _QUANTITY.fullmatch(text)
    if match is None or not math.isfinite(float(match[1])) or len(match[1]) > 2 * _LONGEST_DIGITS:
        raise bad_type(expected, value)
    number = float(match[1])
    if abs(number) >= 10**_LONGEST_DIGITS or 0 < abs(number) < 10**-_LONGEST_DIGITS:
        raise out_of_range(expected, value)
    return Fraction(match[1]), match[2].strip()


def round_half_up(value: Fraction) -> int:
    """The nearest whole number, halves upwards."""
    return math.floor(value + Fraction(1, 2))


# -- numbers ----------------------------------------------------------------------------------------------------------


def parse_number(value: object, expected: str | None = None) -> float:
    """A bare number."""
    expected = expected or _("a number")
    number, unit = split_quantity(value, expected)
    if unit:
        raise bad_unit(expected, value, text_of(value, expected).removesuffix(unit).strip())
    return float(number)


def parse_weight(value: object) -> float:
    """A number of 0 or more."""
    number = parse_number(value)
    if number < 0:
        raise out_of_range(_("a number of 0 or more"), value)
    return number


def parse_positive(value: object) -> float:
    """A number above 0."""
    number = parse_number(value)
    if number <= 0:
        raise out_of_range(_("a number above 0"), value)
    return number


def parse_count(value: object) -> int:
    """A whole number of 0 or more."""
    expected = _("a whole number of 0 or more")
    number, unit = split_quantity(value, expected)
    if unit or number.denominator != 1:
        raise bad_type(expected, value)
    if number < 0:
        raise out_of_range(expected, value)
    if number > MOST_COUNT:
        raise out_of_range(_("a whole number up to {most}").format(most=f"{MOST_COUNT:,}"), value)
    return number.numerator


def parse_positive_count(value: object) -> int:
    """A whole number of 1 or more."""
    count = parse_count(value)
    if count == 0:
        raise out_of_range(_("a whole number of 1 or more"), value)
    return count


def parse_exact_share(value: object) -> Fraction:
    """A share of 0 to 1, from `90%` or `0.9`."""
    expected = _("a share such as 90% or 0.9")
    number, unit = split_quantity(value, expected)
    if unit not in ("", "%", "％"):
        raise bad_unit(expected, value)
    share = number / 100 if unit else number
    if not 0 <= share <= 1:
        hint = f"{text_of(value, expected)}%" if not unit and 1 < number <= 100 else None
        raise out_of_range(_("a share between 0% and 100%"), value, hint)
    return share


def parse_share(value: object) -> float:
    """A share of 0 to 1 as a float."""
    return float(parse_exact_share(value))


def parse_inner_share(value: object) -> float:
    """A share above 0 and below 1."""
    share = parse_share(value)
    if not 0 < share < 1:
        raise out_of_range(_("a share above 0% and below 100%"), value)
    return share


def write_share(share: float | Fraction) -> str:
    """`90%`; exact, so that it reads back as the same share."""
    percent = Fraction(repr(share) if isinstance(share, float) else share) * 100
    text = f"{float(percent):.12g}%"
    return text if parse_exact_share(text) * 100 == percent else str(float(share))


def parse_growth(value: object) -> float:
    """A yearly change such as `5%` or `-3%`, above -100 %."""
    expected = _("a yearly growth such as 5%")
    number, unit = split_quantity(value, expected)
    if unit not in ("", "%", "％"):
        raise bad_unit(expected, value)
    growth = number / 100 if unit else number
    if not -1 < growth <= 10:
        raise out_of_range(_("a yearly growth above -100% and up to 1000%"), value)
    return float(growth)


def write_growth(growth: float) -> str:
    """`5%`."""
    return f"{float(Fraction(repr(growth)) * 100):.15g}%"


def parse_markup(value: object) -> float:
    """What is put on a price, such as `20%`, 0 % or more."""
    expected = _("a markup such as 20%")
    number, unit = split_quantity(value, expected)
    if unit not in ("", "%", "％"):
        raise bad_unit(expected, value)
    markup = number / 100 if unit else number
    if not 0 <= markup <= 10:
        raise out_of_range(_("a markup of 0% to 1000%"), value, f"{number}%" if 10 < number <= 1000 else None)
    return float(markup)


def parse_factor(value: object) -> float:
    """A factor of 0 or more from `x1.2` or `1.2`."""
    expected = _("a factor such as x1.2")
    text = text_of(value, expected)
    try:
        return parse_weight(text[1:] if text[:1] in ("x", "X", "×") else text)
    except Flaw as flaw:
        raise bad_type(expected, value) from flaw


def write_number(number: float) -> str:
    """A number without a needless fraction."""
    return str(int(number)) if float(number).is_integer() and abs(number) < 10**_LONGEST_DIGITS else repr(float(number))


def write_factor(factor: float) -> str:
    """`x1.2`."""
    return f"x{write_number(factor)}"


# -- money and distance -----------------------------------------------------------------------------------------------


def parse_money(value: object) -> int:
    """Cents of an amount in the scenario's currency, at most two decimals."""
    expected = _("an amount of money such as 5000 or 0.90")
    number, unit = split_quantity(value, expected)
    if unit:
        raise bad_unit(expected, value, text_of(value, expected).removesuffix(unit).strip())
    if number < 0:
        raise out_of_range(_("an amount of 0 or more"), value)
    if (number * 100).denominator != 1:
        raise out_of_range(_("an amount with at most two decimals"), value)
    return (number * 100).numerator


def write_money(cents: int) -> str:
    """The amount in currency units."""
    return str(cents // 100) if cents % 100 == 0 else f"{cents // 100}.{cents % 100:02d}"


def parse_distance(value: object) -> int:
    """Metres of a distance in kilometres."""
    expected = _("a distance in km such as 100")
    number, unit = split_quantity(value, expected)
    if unit not in ("", "km"):
        raise bad_unit(expected, value)
    if number < 0:
        raise out_of_range(_("a distance of 0 km or more"), value)
    return round_half_up(number * 1000)


def parse_coordinate(value: object) -> float:
    """Kilometres east or north of the origin of a plane."""
    expected = _("a place in km on the plane such as 12.5")
    number, unit = split_quantity(value, expected)
    if unit not in ("", "km"):
        raise bad_unit(expected, value)
    return float(number)


def write_distance(metres: int) -> str:
    """The distance in km."""
    return write_number(metres / 1000)


def number_text(value: Any) -> str:
    """Anything else as text."""
    return write_number(value) if is_number(value) else str(value)
