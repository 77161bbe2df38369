"""A commitment along one axis: what each offer would come to, and the hardest that the plan supports."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from sim.study.estimate import Estimate, mean_of

if TYPE_CHECKING:
    from sim.study.promising.axes import Axis, Offer
    from sim.study.result import CommitmentResult
    from sim.study.tally import Tally


@dataclass(frozen=True, eq=False)
class Point:
    """An offer judged: everything that is said of a commitment, and its cases a year."""

    offer: Offer
    result: CommitmentResult
    covered: Estimate

    @property
    def is_proven(self) -> bool:
        """Whether the plan keeps it at the confidence asked for."""
        return self.result.verdict == "keep"

    @property
    def is_seen(self) -> bool:
        """Whether every sample year kept it, which are too few to prove it."""
        return self.result.verdict == "unproven" and self.result.kept_probability.mean == 1.0

    @property
    def is_supported(self) -> bool:
        """Either of both."""
        return self.is_proven or self.is_seen

    @property
    def more(self) -> int:
        """Sample years still missing to a verdict if the share of those that kept it stayed; 0: none, or none help."""
        needed = self.result.replications_needed
        return 0 if needed is None else max(0, needed - self.result.kept_probability.n)


def point_of(offer: Offer, tally: Tally, several_looks: bool) -> Point:
    """The point of an offer by the counts of all sample years."""
    cases = [float(count.covered.sum()) * tally.scale * tally.per_year for count in tally.counts]
    return Point(offer, tally.result(several_looks), mean_of(cases, least=0.0))


@dataclass(frozen=True, eq=False)
class Curve:
    """The points of an axis, in the order of its values; after a search of a few trials not all values have one."""

    axis: Axis
    points: tuple[Point, ...]

    @property
    def now(self) -> Point | None:
        """What was promised; None where no radius is."""
        return next((one for one in self.points if one.offer.value == self.axis.promised), None)

    @cached_property
    def best(self) -> Point | None:
        """The hardest promise that is proven; where none is, the hardest that every sample year kept."""
        hardest = list(self._hardest_first())
        proven = (one for one in hardest if one.is_proven)
        return next(proven, None) or next((one for one in hardest if one.is_seen), None)

    @cached_property
    def beyond(self) -> Point | None:
        """The next harder promise than the best one; the easiest of all where the plan supports none."""
        harder = None
        for one in self._hardest_first():
            if one is self.best:
                return harder
            harder = one
        return harder

    def _hardest_first(self) -> Iterator[Point]:
        by_value = {one.offer.value: one for one in self.points}
        values = (self.axis.values[at] for at in self.axis.hardest_first())
        return (by_value[value] for value in values if value in by_value)
