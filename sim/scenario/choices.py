"""Values that a decision may take: `1..8`, `0..30:5`, `[0, 2, 5]`, `[no, yes]`, or one alone."""

import re
from collections.abc import Iterator
from typing import Annotated

from sim.scenario.grammar import unit
from sim.scenario.limits import LIMIT
from sim.scenario.problems import Flaw
from sim.scenario.units import bad_type, is_number, parse_count, text_of
from sim.wording import _

Choices = tuple[int, ...]
MOST_CHOICES = 1_000
_RANGE = re.compile(r"(\d+)\s*\.\.\s*(\d+)(?:\s*:\s*(\d+))?")
_WORDS = {"no": 0, "false": 0, "yes": 1, "true": 1}


def parse_choices(value: object) -> Choices:
    """The values in ascending order, each once; `no` is 0, `yes` is 1."""
    several = value if isinstance(value, list | tuple) else [value]
    found = sorted({number for one in several for number in _numbers(one)})
    if not found:
        raise Flaw("MISSING_VALUE", _("at least one value is needed, such as 1..8"))
    if len(found) > MOST_CHOICES:
        raise Flaw(LIMIT, _("more than {most} values for one decision").format(most=f"{MOST_CHOICES:,}"))
    return tuple(found)


def _numbers(value: object) -> Iterator[int]:
    if isinstance(value, bool):
        yield int(value)
        return
    if isinstance(value, dict):
        raise bad_type(_expected(), value)
    text = text_of(value, _expected())
    ends = _RANGE.fullmatch(text)
    if ends is not None:
        yield from _range(int(ends[1]), int(ends[2]), int(ends[3] or 1), value)
    elif is_number(value) or text not in _WORDS:
        yield parse_count(value) if is_number(value) or text.isdecimal() else _refuse(value)
    else:
        yield _WORDS[text]


def _refuse(value: object) -> int:
    raise bad_type(_expected(), value)


def _expected() -> str:
    return _("values such as 1..8, [0, 2, 5] or [no, yes]")


def _range(first: int, last: int, step: int, value: object) -> range:
    if last < first or step < 1:
        raise bad_type(_("a range from low to high, such as 1..8 or 0..30:5"), value)
    if (last - first) // step >= MOST_CHOICES:
        raise Flaw(LIMIT, _("more than {most} values for one decision").format(most=f"{MOST_CHOICES:,}"))
    return range(first, last + 1, step)


def write_choices(choices: Choices) -> str:
    """`1..8`, or a list."""
    if len(choices) > 1 and choices == tuple(range(choices[0], choices[-1] + 1)):
        return f"{choices[0]}..{choices[-1]}"
    return "[" + ", ".join(map(str, choices)) + "]"


_ONE = {"type": ["integer", "string", "boolean"]}
KnownChoices = Annotated[
    Choices,
    unit("choices", parse_choices, write_choices, False, anyOf=[_ONE, {"type": "array", "items": _ONE}]),
]
