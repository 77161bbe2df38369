"""`--vary path=a..b:step`: a number of the files with the values it is to take, each as it may be written there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import NoReturn

from sim.scenario.durations import SECONDS, write_duration
from sim.scenario.numeric import NONE, WHOLE, number_at
from sim.scenario.overrides import Override, read_override
from sim.scenario.problems import Flaw, InputErrors, Place, problem_at
from sim.wording import _

MOST_POINTS = 2_000  # of a study; a path alone cannot have more values
MOST_UNASKED = 25  # values of a range without a step
_AMOUNT = re.compile(r"([xX×]?)\s*([+-]?(?:\d+(?:\.\d*)?|\.\d+))(\s*)(\D*)")
_MONTHS = {"month": 1, "months": 1, "year": 12, "years": 12}
_ROUND_S = tuple(number * SECONDS[unit] for unit in SECONDS for number in (1, 2, 5, 10, 15, 30))  # of a step to suggest
_WHOLE_FAMILIES = ("wd", "month")


@dataclass(frozen=True)
class Amount:
    """A number as it is written: what stands before it, the number, what stands behind it with its blank."""

    sign: str
    number: Fraction
    unit: str

    @property
    def text(self) -> str:
        """As `--set` takes it."""
        return f"{self.sign}{decimal_text(self.number)}{self.unit}"

    @property
    def family(self) -> str:
        """What amounts must have in common to be counted with."""
        unit = self.unit.strip()
        if self.sign:
            return "x"
        return "duration" if unit in SECONDS else "month" if unit in _MONTHS else unit

    @property
    def size(self) -> Fraction:
        """The number in what its family is counted in: seconds, months, or as it is."""
        return self.number * self._scale

    @property
    def _scale(self) -> int:
        return SECONDS.get(self.unit.strip(), _MONTHS.get(self.unit.strip(), 1))

    def of_size(self, size: Fraction) -> "Amount":
        """An amount of the same family: in this unit if it is short there, durations otherwise in the largest."""
        number = size / self._scale
        if self.family != "duration" or (number * 100).denominator == 1:
            return replace(self, number=number)
        found = _AMOUNT.fullmatch(write_duration(size.numerator if size.denominator == 1 else float(size)))
        return self if found is None else Amount("", Fraction(found[2]), found[4])


@dataclass(frozen=True)
class Varied:
    """A path and the values it takes, rising.

    `ends`: of a range of which any value between may be taken, None where only `values` may.
    """

    path: str
    values: tuple[Amount, ...]
    ends: tuple[Amount, Amount] | None = None

    @property
    def unit(self) -> str:
        """What `number` counts: '%', 'h', 'x', or nothing."""
        first = self.values[0]
        if all((one.sign, one.unit.strip()) == (first.sign, first.unit.strip()) for one in self.values):
            return first.unit.strip() or ("x" if first.sign else "")
        return "h" if first.family == "duration" else first.family

    def number(self, value: Amount) -> float:
        """A value as a number of `unit`."""
        if value.family == "duration":
            return float(value.size / SECONDS[self.unit])
        return float(value.size if value.family == "month" and self.unit == "month" else value.number)


def read_amount(text: str) -> Amount:
    """An amount from its text; Flaw if it is none."""
    return _amount(text)


def decimal_text(number: Fraction) -> str:
    """A number with as many digits as it has, at most twelve."""
    return str(number.numerator) if number.denominator == 1 else f"{float(number):.12g}"


def read_varied(text: str, is_free: bool = False) -> Varied:
    """`teams.*.engineers=1..6`, `commitments.onsite.within=2h..8h:1h`, `outlets.x.stock.pump=0,2,5`.

    `is_free`: a range without a step needs none, any value in it may be taken. Raises InputErrors, at `--vary path`,
    where the path leads to no number or the values make no sense.
    """
    path = text.partition("=")[0].strip()
    try:
        override = _override(text)
        path = override.place.file.removeprefix("--set ")
        kind = number_at(override.steps)
        if kind == NONE:
            raise Flaw("BAD_PATH", _("'{path}' is no number, so there is nothing between its values").format(path=path))
        return _varied(path, override.value, kind == WHOLE, is_free)
    except Flaw as flaw:
        raise InputErrors([problem_at(Place(f"--vary {path}"), flaw.code, flaw.message, flaw.hint)]) from None


def _override(text: str) -> Override:
    try:
        return read_override(text)
    except Flaw as flaw:
        message = _("expected a path and its values, such as teams.north.engineers=1..6")
        raise flaw if "=" in text.strip(" =") else Flaw(flaw.code, message) from flaw


def _varied(path: str, text: str, is_whole: bool, is_free: bool) -> Varied:
    text = text.strip().removeprefix("[").removesuffix("]")
    parts = [part.strip() for part in text.split(",")]
    if len(parts) == 1 and ".." not in text:
        _refuse(_("expected values such as 1..6, 2h..8h:1h or 0,2,5, got '{text}'").format(text=text))
    if len(parts) == 1 and is_free and ":" not in text and not is_whole:
        low, high = _ends(*_parted(text), text)
        if low.family not in _WHOLE_FAMILIES:
            return Varied(path, (low, high), (low, high))
    return Varied(path, _rising([value for part in parts for value in _values(part, is_whole)], is_whole))


def _rising(values: Sequence[Amount], is_whole: bool) -> tuple[Amount, ...]:
    """In order, each once."""
    if len({value.family for value in values}) > 1:
        units = ", ".join(dict.fromkeys(value.text for value in values))
        raise Flaw("BAD_UNIT", _("values in different units: {units}").format(units=units))
    broken = next((value for value in values if is_whole and value.number.denominator > 1), None)
    if broken is not None:
        _refuse(_("only whole numbers fit here, not {value}").format(value=broken.text))
    by_size = {value.size: value for value in values}
    if len(by_size) < 2:
        _refuse(_("one value alone is nothing to vary; --set sets it"))
    return tuple(by_size[size] for size in sorted(by_size))


def _values(text: str, is_whole: bool) -> tuple[Amount, ...]:
    """The values of one entry of a list, which is a value or a range."""
    if ".." not in text:
        return (_amount(text),)
    first, rest = _parted(text)
    last, colon, by = rest.partition(":")
    low, high = _ends(first, last, text)
    step = _step(by, low, text) if colon else _usual_step(low, high, is_whole, text)
    steps = int((high.size - low.size) / step)
    if steps < 1:
        _refuse(_("the step of '{text}' is larger than its range").format(text=text))
    if steps >= MOST_POINTS:
        message = _("'{text}' has {n} values; at most {most} points are simulated")
        raise Flaw("LIMIT", message.format(text=text, n=f"{steps + 1:,}", most=f"{MOST_POINTS:,}"))
    return tuple(low.of_size(low.size + number * step) for number in range(steps + 1))


def _parted(text: str) -> tuple[str, str]:
    first, _dots, rest = text.partition("..")
    return first, rest


def _ends(first: str, last: str, text: str) -> tuple[Amount, Amount]:
    low, high = _amount(first), _amount(last)
    if low.family != high.family:
        raise Flaw("BAD_UNIT", _("'{text}' begins in one unit and ends in another").format(text=text))
    if low.size >= high.size:
        _refuse(_("'{text}' does not rise: the smaller value comes first").format(text=text))
    return low, high


def _step(text: str, low: Amount, whole: str) -> Fraction:
    """The size of a step; a bare number is in the unit of the first value."""
    step = _amount(text)
    if not step.sign and not step.unit.strip():
        step = replace(low, number=step.number)
    if step.family != low.family:
        raise Flaw("BAD_UNIT", _("the step of '{text}' is in another unit").format(text=whole))
    if step.size <= 0:
        _refuse(_("the step of '{text}' must be above 0").format(text=whole))
    return step.size


def _usual_step(low: Amount, high: Amount, is_whole: bool, text: str) -> Fraction:
    """One in the unit of the first value; not where that makes many values, or goes past the end."""
    step = replace(low, number=Fraction(1)).size
    number = (high.size - low.size) / step
    if not is_whole and (number >= MOST_UNASKED or number.denominator > 1):
        _refuse(_("'{text}' needs a step, such as {text}:{step}").format(text=text, step=_tenth(low, high)))
    return step


def _tenth(low: Amount, high: Amount) -> str:
    """A round step of about a tenth of a range."""
    exact = (high.size - low.size) / 10
    if low.family == "duration":
        return low.of_size(Fraction(max((one for one in _ROUND_S if one <= exact), default=1))).text
    return low.of_size(Fraction(f"{float(exact):.0e}")).text


def _amount(text: str) -> Amount:
    found = _AMOUNT.fullmatch(text.strip())
    if found is None:
        _refuse(_("expected a number, with its unit if it has one, got '{text}'").format(text=text.strip()))
    unit = found[4].strip()
    return Amount(found[1], Fraction(found[2]), found[3] + unit if unit else "")


def _refuse(message: str) -> NoReturn:
    raise Flaw("BAD_RANGE", message)
