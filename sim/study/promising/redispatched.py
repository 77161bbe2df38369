"""The same with every promise simulated anew: dispatch and satisfaction follow the limit that is tried."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.study.promising.curves import Curve, Point, point_of

if TYPE_CHECKING:
    from sim.study.experiment import Experiment
    from sim.study.outcome import Outcome
    from sim.study.promising.axes import Axis, Offer
    from sim.study.variants import Variants


@dataclass
class Search:
    """Searches by halves, with as many sample years for each promise as `outcome`, the plan as it stands, has.

    `left_out`: what the budget had no room for.
    """

    variants: Variants
    experiment: Experiment
    outcome: Outcome
    left_out: list[str] = field(default_factory=list)

    def foresee(self, axes: Sequence[Axis]) -> None:
        """Say how many simulations the searches along these axes may take."""
        self.experiment.foresee(sum(len(axis.values).bit_length() for axis in axes) * self.outcome.n)

    def curve(self, name: str, axis: Axis) -> Curve:
        """The points that a search for the hardest promise along this axis comes by."""
        tried = by_halves(axis, lambda offer: self._point(name, axis, offer))
        if any(point is None for point in tried.values()):
            self.left_out.append(name)
        points = (tried.get(value) for value in axis.values)
        return Curve(axis, tuple(point for point in points if point is not None))

    def _point(self, name: str, axis: Axis, offer: Offer) -> Point | None:
        if offer.value == axis.promised:
            return self._of(self.outcome, name, offer)
        variant, numbers = self.variants.changed(offer.changes), range(self.outcome.n)
        if not self.experiment.has_room([variant], numbers):
            return None
        outcome = self.experiment.outcome(variant, numbers)
        return self._of(outcome, name, offer)

    def _of(self, outcome: Outcome, name: str, offer: Offer) -> Point:
        return point_of(offer, outcome.tally(name), self.outcome.several_looks)


def by_halves(axis: Axis, point: Callable[[Offer], Point | None]) -> dict[int, Point | None]:
    """Points by value, until the hardest that is supported stands beside one that is not; or None ends the search.

    It begins with what is promised, and takes it that what is easier to keep is kept the better.
    """
    order, tried = axis.hardest_first(), {}
    values = [axis.values[at] for at in order]
    hard, easy = -1, len(values)
    at = values.index(axis.promised) if axis.promised is not None else len(values) // 2
    while easy - hard > 1:
        found = tried[values[at]] = point(axis.make(values[at]))
        if found is None:
            break
        hard, easy = (hard, at) if found.is_supported else (at, easy)
        at = (hard + easy) // 2
    return tried
