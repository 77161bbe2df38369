"""What misses cost, in cents."""

from __future__ import annotations

import numpy as np

from sim.judge.tickets import Flags, Integers
from sim.scenario import Commitment, Penalty


def penalty_per_period(penalty: Penalty | None, misses: Integers) -> Integers:
    """Cents due for the misses of each period, in order of time, after the cap; columns, if any, each by itself.

    A cap per period limits each; a cap per contract limits their sum, the earlier periods first.
    """
    if penalty is None:
        return np.zeros(misses.shape, dtype=np.int64)
    due = misses * (penalty.per_miss or 0)
    if penalty.cap is None:
        return due
    if penalty.cap_per == "period":
        return np.minimum(due, penalty.cap)
    return np.diff(np.minimum(np.cumsum(due, axis=0), penalty.cap), prepend=0, axis=0)


def misses_of(commitment: Commitment, covered: Integers, kept: Integers) -> Integers:
    """Cases that went wrong: where the share is to stay low, the counted ones are the bad ones."""
    target = commitment.target
    return kept if target is not None and target.direction in ("at_most", "below") else covered - kept


def met_per_period(commitment: Commitment, covered: Integers, kept: Integers) -> list[bool | None]:
    """Whether each period met the target; None without cases or target. A channel is to be open all the time."""
    if commitment.measure.is_open_alone:
        met = kept == covered
    elif commitment.target is None:
        return [None] * len(covered)
    else:
        met = _meets(commitment, covered, kept)
    return [bool(yes) if cases else None for yes, cases in zip(met, covered, strict=True)]


def accepted(commitment: Commitment, covered: Integers, cents: Integers) -> list[bool | None]:
    """Whether the penalty of each period is one that can be lived with; None without cases."""
    most = commitment.accept or 0
    return [bool(paid <= most) if cases else None for paid, cases in zip(cents, covered, strict=True)]


def _meets(commitment: Commitment, covered: Integers, kept: Integers) -> Flags:
    """kept / covered against the target, in integers."""
    target = commitment.target
    assert target is not None
    counted, wanted = kept * target.share.denominator, covered * target.share.numerator
    if target.direction == "at_least":
        return counted >= wanted
    return counted <= wanted if target.direction == "at_most" else counted < wanted
