"""Break-even: the value of an assumed input at which a commitment is no longer kept, or is kept at last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from sim.scenario.between import Scale, scale_of
from sim.study.assumptions import ENDS, why_not
from sim.study.estimate import Estimate
from sim.study.stressing.margin import Bar, bars_of, margin_of
from sim.study.stressing.screening import changes_to, read
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Assumption
    from sim.study.experiment import Experiment
    from sim.study.outcome import Outcome
    from sim.study.variants import Variants

STEPS = 3
"""Values tried between the assumed value and the end at which a commitment flips."""

TIMES = 2
"""So many times as many values in all, however many commitments flip: they share the values that were tried."""

NEAR = 0.02  # of the range: nearer is near enough
EDGE = 0.1  # of a bracket: a guess comes no nearer to its ends
STEEP = 3.0  # times the slope between the assumed value and an end: what is attained jumps
HALF = 0.5
DECIDED = ("keep", "break")


@dataclass(frozen=True)
class Spot:
    """A commitment at a value: attained there, how far beyond the target with the bounds of that, its verdict."""

    attained: Estimate
    margin: float
    low: float | None
    high: float | None
    met: bool
    verdict: str


@dataclass(frozen=True)
class Value:
    """A value that was simulated: as it is written, as a number of the unit, and every commitment there."""

    text: str
    number: float
    spots: dict[str, Spot]
    side: str = ""


@dataclass(frozen=True)
class Flip:
    """Where a commitment flips on one side of the assumed value.

    `at`: as it may be written; `estimate`: as a number of the unit, with the values at which the bounds of what is
    attained cross the target; a bound is None where they cross nowhere in the range. `between`: the values simulated on
    both sides of it. `verdict_kept`, `verdict_lost`: where the verdict is decided, the farthest value on this side that
    still has the verdict of the assumed one, and the next one that has not.
    """

    id: str
    side: str
    at: str
    estimate: Estimate
    between: tuple[str, str]
    is_lost: bool
    verdict_kept: str | None = None
    verdict_lost: str | None = None


@dataclass(frozen=True)
class BreakEven:
    """An assumed input: the values simulated in rising order, and every flip.

    `steady`: commitments that do not flip at the ends tried; `sides`: those ends; `reason`: why it was not searched;
    `cut`: the budget ended the search early.
    """

    assumption: Assumption
    unit: str = ""
    values: tuple[Value, ...] = ()
    flips: tuple[Flip, ...] = ()
    steady: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    n: int = 0
    reason: str | None = None
    cut: bool = False
    scale: Scale | None = None

    def number(self, text: str) -> float:
        """A value of the input as a number of the unit; Flaw if it is none."""
        assert self.scale is not None
        return self.scale.number(text)

    def flip(self, name: str, side: str | None = None) -> Flip | None:
        """Where a commitment flips, if it does."""
        return next((one for one in self.flips if one.id == name and side in (None, one.side)), None)


def break_even(
    variants: Variants,
    experiment: Experiment,
    assumption: Assumption,
    ids: Sequence[str] | None = None,
    numbers: Sequence[int] = (0,),
    steps: int = STEPS,
    sides: Sequence[str] = ENDS,
) -> BreakEven:
    """Search between the assumed value and the ends of its range for the values at which commitments flip.

    All values meet the worlds `numbers`. `ids`: the commitments, None for all with a target; `steps`: values between
    the assumed one and an end, in turn by a straight line and by halving; `sides`: the ends to look at.
    """
    ends = {side: end for side in sides if (end := getattr(assumption, side)) is not None}
    scale = scale_of(assumption.path, assumption.value, *ends.values()) if ends else None
    reason = why_not(assumption, variants.base.scenario) or (None if ends else _("no range given on this side"))
    if reason is None and scale is None:
        reason = _("between its values there is nothing that could be tried")
    if reason is not None or scale is None:
        return BreakEven(assumption, reason=reason)
    return _Search(variants, experiment, assumption, scale, ends, numbers, steps, ids).found()


@dataclass
class _Search:
    variants: Variants
    experiment: Experiment
    assumption: Assumption
    scale: Scale
    ends: dict[str, str]
    numbers: Sequence[int]
    steps: int
    ids: Sequence[str] | None
    values: list[Value] = field(default_factory=list)
    cut: bool = False
    reason: str | None = None

    def found(self) -> BreakEven:
        """Both ends first, then what flips between."""
        base = self.experiment.outcome(self.variants.base, self.numbers)
        bars = bars_of(base)
        self.bars = {name: bar for name, bar in bars.items() if self.ids is None or name in self.ids}
        self._start = self._value(self.assumption.value, base)
        self.values.append(self._start)
        tried = [side for side, end in self.ends.items() if self._try(end, side) is not None]
        flips = tuple(flip for side in tried for name in self.bars for flip in self._flip(name, side))
        moved = {flip.id for flip in flips}
        steady = tuple(name for name in self.bars if name not in moved) if tried else ()
        reason = None if tried else self.reason or _("the budget has no room for it")
        n, order = len(self.numbers), tuple(sorted(self.values, key=lambda value: value.number))
        found = BreakEven(self.assumption, self.scale.unit, order, flips, steady, tuple(tried), n, reason, self.cut)
        return replace(found, scale=self.scale)

    def _try(self, text: str, side: str = "") -> Value | None:
        """Simulate the plan with this value; None where it cannot be, or the budget is spent."""
        loaded = read(self.variants, changes_to(self.variants, self.assumption.path, text))
        if isinstance(loaded, str):
            self.reason = loaded
            return None
        if not self.experiment.has_room([loaded], self.numbers):
            self.cut = True
            return None
        value = self._value(text, self.experiment.outcome(loaded, self.numbers), side)
        self.values.append(value)
        return value

    def _value(self, text: str, outcome: Outcome, side: str = "") -> Value:
        spots = {name: spot for name, bar in self.bars.items() if (spot := _spot(outcome, name, bar)) is not None}
        return Value(text, self.scale.number(text), spots, side)

    def _flip(self, name: str, side: str) -> Iterator[Flip]:
        if self._bracket(name, side) is None:
            return
        for step in range(self.steps):
            bracket = self._bracket(name, side)
            guess = None if bracket is None else self._guess(name, *bracket, by_halves=step % 2 == 1)
            spent = len(self.values) - 1 - len(self.ends) >= TIMES * self.steps
            if guess is None or spent or self._try(self.scale.text(guess)) is None:
                break
        bracket = self._bracket(name, side)
        if bracket is not None:
            yield self._told(name, side, *bracket)

    def _row(self, name: str, side: str) -> list[Value]:
        """From the assumed value to an end, those at which the commitment has cases."""
        sign, start = (-1 if side == "low" else 1), self._start.number
        row = [value for value in self.values if sign * (value.number - start) >= 0 and name in value.spots]
        return sorted(row, key=lambda value: sign * value.number)

    def _bracket(self, name: str, side: str) -> tuple[Value, Value] | None:
        """The first two values next to each other between which it flips."""
        return next((pair for pair in pairwise(self._row(name, side)) if _differ(*pair, name)), None)

    def _guess(self, name: str, near: Value, far: Value, by_halves: bool) -> float | None:
        """Where it may flip between two values; None where that is known well enough."""
        width = far.number - near.number
        whole = max(value.number for value in self.values) - min(value.number for value in self.values)
        if abs(width) <= NEAR * whole:
            return None
        by_halves = by_halves or self._jumps(name, near, far)
        share = HALF if by_halves else _crossing(near.spots[name].margin, far.spots[name].margin)
        guess = self.scale.nearest(near.number + min(max(share, EDGE), 1 - EDGE) * width)
        return None if guess in (near.number, far.number) else guess

    def _told(self, name: str, side: str, near: Value, far: Value) -> Flip:
        jumps = self._jumps(name, near, far)
        share = HALF if jumps else _crossing(near.spots[name].margin, far.spots[name].margin)
        at = near.number + share * (far.number - near.number)
        is_lost = near.spots[name].met
        kept, lost = self._of_verdict(name, side)
        beside = sorted((near.number, far.number)) if jumps else (at, at)
        estimate = self._estimate(name, at, is_lost == (side == "high"), beside)
        return Flip(name, side, self.scale.text(at), estimate, (near.text, far.text), is_lost, kept, lost)

    def _jumps(self, name: str, near: Value, far: Value) -> bool:
        """Whether what is attained falls or rises so steeply between two values that a straight line says nothing."""
        row = self._row(name, "low" if far.number < self._start.number else "high")
        return _slope(name, near, far) > STEEP * _slope(name, row[0], row[-1])

    def _estimate(self, name: str, at: float, falls: bool, beside: Sequence[float]) -> Estimate:
        """With the values nearest to it at which the bounds cross the target; open where one crosses nowhere.

        `falls`: whether more of the input is worse, so that the lower bound crosses first; `beside`: in the interval.
        """
        n, (first, last) = len(self.numbers), ENDS if falls else ENDS[::-1]
        row = sorted((value for value in self.values if name in value.spots), key=lambda value: value.number)
        low, high = (self._crossed(name, row, end, at) for end in (first, last))
        if any(value.spots[name].low is None for value in row):
            return Estimate(at, None, None, n, _("one replication gives no interval"))
        low = None if low is None else min(low, at, beside[0])
        high = None if high is None else max(high, at, beside[1])
        reason = None if low is not None and high is not None else _("open where a bound crosses nowhere in the range")
        return Estimate(at, low, high, n, reason)

    def _crossed(self, name: str, row: Sequence[Value], end: str, at: float) -> float | None:
        """Where a bound of what is attained crosses the target, of several places the nearest to `at`."""
        bounds = [(value.number, _bound(value.spots[name], end)) for value in row]
        curve = [(number, bound) for number, bound in bounds if bound is not None]
        found = [x0 + _crossing(y0, y1) * (x1 - x0) for (x0, y0), (x1, y1) in pairwise(curve) if (y0 >= 0) != (y1 >= 0)]
        return min(found, key=lambda x: abs(x - at), default=None)

    def _of_verdict(self, name: str, side: str) -> tuple[str | None, str | None]:
        """The farthest value with the verdict of the assumed one, where that is decided, and the next one without."""
        row = self._row(name, side)
        was = row[0].spots[name].verdict
        if was not in DECIDED:
            return None, None
        pair = next((two for two in pairwise(row) if two[1].spots[name].verdict != was), None)
        return (None, None) if pair is None else (pair[0].text, pair[1].text)


def _spot(outcome: Outcome, name: str, bar: Bar) -> Spot | None:
    attained = outcome.attained(name)
    if attained.mean is None:
        return None
    margin, low, high = margin_of(bar, attained)
    return Spot(attained, margin, low, high, bar.is_met(margin), outcome.standing(name).verdict)


def _bound(spot: Spot, end: str) -> float | None:
    return spot.low if end == "low" else spot.high


def _differ(one: Value, other: Value, name: str) -> bool:
    return one.spots[name].met != other.spots[name].met


def _crossing(near: float, far: float) -> float:
    """The part of the way from one margin to another at which a straight line is 0."""
    return HALF if near == far else min(1.0, max(0.0, near / (near - far)))


def _slope(name: str, one: Value, other: Value) -> float:
    """Of the margin between two values, whichever way it goes."""
    return abs((one.spots[name].margin - other.spots[name].margin) / (one.number - other.number))
