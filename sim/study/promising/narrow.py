"""Which limits are worth a closer look: those around the point where the first sample year meets its target."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sim.study.promising.axes import LIMIT, Axis
from sim.study.promising.ladder import thinned

if TYPE_CHECKING:
    from sim.judge import CommitmentCount
    from sim.scenario import Commitment

MOST_LIMITS = 24
BEFORE, AFTER = 5, 9  # most years must keep it, so what holds lies rather above
LOOSER = 4  # than what the first year kept for all cases: other years may be worse
USUAL_TARGET = 0.9
NONE_KEPT, ALL_KEPT = 0.02, 0.9999


def narrowed(axis: Axis, commitment: Commitment, counts: Sequence[CommitmentCount]) -> Axis:
    """The axis with some two dozen values, by what the first sample year made of each of them.

    Those next to where its target is met stand close together, the rest apart; limits that hardly a case keeps, or that
    none breaks any more, are left out. The promised limit stays. A radius keeps its values.
    """
    if axis.kind != LIMIT or len(axis.values) <= MOST_LIMITS:
        return axis
    shares = [_attained(count) for count in counts]
    met = [_is_met(count, share, commitment) for count, share in zip(counts, shares, strict=True)]
    edge = next((at for at, yes in enumerate(met) if yes), len(met) - 1)
    first = next((at for at, share in enumerate(shares) if share > NONE_KEPT), 0)
    last = next((at for at, share in enumerate(shares) if share >= ALL_KEPT), len(shares) - 1)
    near = axis.values[max(0, edge - BEFORE) : edge + AFTER + 1]
    far = axis.values[max(0, min(first, edge)) : max(last + LOOSER, edge) + 1]
    wanted = {*near, *thinned(far, MOST_LIMITS - len(near))}
    return replace(axis, values=tuple(v for v in axis.values if v in wanted or v == axis.promised))


def _attained(count: CommitmentCount) -> float:
    """Kept of covered cases; 0 without any."""
    covered = int(count.covered.sum())
    return int(count.kept.sum()) / covered if covered else 0.0


def _is_met(count: CommitmentCount, share: float, commitment: Commitment) -> bool:
    known = [yes for yes in count.met if yes is not None]
    if known:
        return all(known)
    wanted = float(commitment.target.share) if commitment.target else USUAL_TARGET
    return bool(count.covered.sum()) and share >= wanted
