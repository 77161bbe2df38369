"""Values between two that are written in the files, in their own unit: what an assumed input may be beside its ends."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from fractions import Fraction

from sim.scenario.numeric import NONE, WHOLE, number_at
from sim.scenario.overrides import parse_path
from sim.scenario.problems import Flaw
from sim.scenario.varied import Amount, read_amount

FINENESS = 2  # digits behind the first of a range: hundredths of it, or finer


@dataclass(frozen=True)
class Scale:
    """A path with the value it has, and numbers of the unit in which that is written.

    `digits`: behind the decimal point; `whole`: only whole numbers fit.
    """

    path: str
    value: Amount
    digits: int
    whole: bool

    @property
    def unit(self) -> str:
        """What numbers count: 'h', '%', 'x', or nothing."""
        return self.value.unit.strip() or ("x" if self.value.sign else "")

    def number(self, text: str) -> float:
        """An amount of the same kind as a number of the unit."""
        return float(read_amount(text).size / self._one)

    def text(self, number: float) -> str:
        """The nearest number that fits, as `--set` takes it: 1.5 -> `1.5h`."""
        return replace(self.value, number=Fraction(f"{number:.{self.digits}f}")).text

    def nearest(self, number: float) -> float:
        """The nearest number that fits."""
        return float(f"{number:.{self.digits}f}")

    @property
    def _one(self) -> Fraction:
        return replace(self.value, number=Fraction(1)).size


def scale_of(path: str, value: str, *ends: str | None) -> Scale | None:
    """Numbers between a value and its ends; None where there is nothing between: a word, a map, units of two kinds."""
    try:
        kind = number_at(parse_path(path))
        amounts = [read_amount(text) for text in (value, *ends) if text is not None]
    except Flaw:
        return None
    sizes = [amount.size for amount in amounts]
    if kind in (NONE, None) or len({amount.family for amount in amounts}) > 1 or max(sizes) == min(sizes):
        return None
    span = float((max(sizes) - min(sizes)) / replace(amounts[0], number=Fraction(1)).size)
    digits = 0 if kind == WHOLE else max(0, FINENESS - math.floor(math.log10(span)))
    return Scale(path, amounts[0], digits, kind == WHOLE)
