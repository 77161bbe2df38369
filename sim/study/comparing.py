"""Plans side by side in the same sample years: what each of the others has more or less than the first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from statistics import median
from typing import TYPE_CHECKING

from sim.study.estimate import exact as same_always
from sim.study.measured import SHARE, Measure, Measured, measured
from sim.study.paired import Difference, paired
from sim.study.telling import LEVEL, p_value, step_down, years_needed

if TYPE_CHECKING:
    from sim.study.estimate import Estimate
    from sim.study.outcome import Outcome


@dataclass(frozen=True)
class Gap:
    """What a plan has more than the reference of one measure.

    `real`: whether it is more than luck, at 5 % over all differences of the plan together; `exact`: it is the same in
    every year, whatever happens. `p`: None where nothing was tested. `more`: further sample years that would tell a
    difference of this size; None where it is told, where there is none, or where none would do.
    """

    measure: Measure
    difference: Difference
    p: float | None
    real: bool
    exact: bool = False
    more: int | None = None

    @property
    def mean(self) -> float:
        """The difference; 0 where nothing could be paired."""
        return self.difference.estimate.mean or 0.0


@dataclass(frozen=True, eq=False)
class Against:
    """A plan against the reference. `unpaired`: commitments that only one of the two was judged by."""

    outcome: Outcome
    figures: tuple[Measured, ...]
    gaps: tuple[Gap, ...]
    unpaired: tuple[str, ...] = ()
    same: bool = False

    def gap(self, name: str, commitment: str = "") -> Gap | None:
        """The difference of one measure."""
        return next((one for one in self.gaps if one.measure.key == (commitment, name)), None)


@dataclass(frozen=True, eq=False)
class Comparison:
    """The reference, and each of the other plans against it."""

    reference: Outcome
    figures: tuple[Measured, ...]
    others: tuple[Against, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """All plans in the order they were named."""
        return (self.reference, *(one.outcome for one in self.others))

    @property
    def n(self) -> int:
        """Sample years of every plan."""
        return self.reference.n

    @property
    def pairing(self) -> float | None:
        """The median share of the variance of a difference that the common luck took away; None if none varies."""
        found = [gap.difference.variance_reduction for one in self.others for gap in one.gaps if gap.p is not None]
        known = [share for share in found if share is not None]
        return median(known) if known else None


def compare(outcomes: Sequence[Outcome]) -> Comparison:
    """Every outcome but the first against the first, all of the same replications."""
    reference, *others = outcomes
    figures = measured(reference)
    return Comparison(reference, figures, tuple(_against(reference, figures, one) for one in others))


def _against(reference: Outcome, figures: tuple[Measured, ...], outcome: Outcome) -> Against:
    theirs = measured(outcome)
    by_key = {one.measure.key: one for one in theirs}
    pairs = [(one, by_key[one.measure.key]) for one in figures if one.measure.key in by_key]
    unpaired = tuple(dict.fromkeys((*_only(reference, outcome), *_only(outcome, reference))))
    return Against(outcome, theirs, _gaps(pairs), unpaired, outcome.digest == reference.digest)


def _only(one: Outcome, other: Outcome) -> list[str]:
    return [name for name in one.ids if name not in other.ids]


def _gaps(pairs: Sequence[tuple[Measured, Measured]]) -> tuple[Gap, ...]:
    """All differences, those that are more than luck marked; a measure that nothing moves asks no question."""
    found = [(a, b, _differences(a, b)) for a, b in pairs]
    tested = {
        index: p
        for index, (a, b, values) in enumerate(found)
        if not (a.fixed and b.fixed) and any(values) and (p := p_value(values)) is not None
    }
    falls, held = step_down(list(tested.values()))
    told = dict(zip(tested, zip(falls, held, strict=True), strict=True))
    return tuple(_gap(*one, tested.get(index), *told.get(index, (False, LEVEL))) for index, one in enumerate(found))


def _differences(a: Measured, b: Measured) -> list[float]:
    return [y - x for x, y in zip(a.each, b.each, strict=True) if x is not None and y is not None]


def _gap(a: Measured, b: Measured, values: Sequence[float], p: float | None, falls: bool, level: float) -> Gap:
    exact = a.fixed and b.fixed
    needed = None if falls or exact else years_needed(values, level)
    more = None if needed is None else max(1, needed - len(values))
    difference = paired(a.each, b.each)
    if exact and values:
        difference = replace(difference, estimate=same_always(values[0], len(values)))
    elif a.measure.unit == SHARE:
        difference = replace(difference, estimate=_within_shares(difference.estimate))
    return Gap(a.measure, difference, p, (exact and any(values)) or falls, exact, more)


def _within_shares(estimate: Estimate) -> Estimate:
    """A difference of two shares lies between -1 and 1."""
    low, high = (None if end is None else min(1.0, max(-1.0, end)) for end in (estimate.low, estimate.high))
    return replace(estimate, low=low, high=high)
