"""Whether a period met its target, and how many cases went wrong."""

from __future__ import annotations

from sim.judge.tickets import Flags, Integers
from sim.scenario import Commitment

BAD = ("at_most", "below")


def counts_bad_ones(commitment: Commitment) -> bool:
    """Whether the share is to stay low: then the counted cases are the misses."""
    return commitment.target is not None and commitment.target.direction in BAD


def single_cases(commitment: Commitment) -> bool:
    """Whether every case is kept or missed by itself; else a period that is not as promised is the miss."""
    of_time = commitment.measure.is_open_alone or commitment.measure.availability is not None
    return commitment.statistic == "share" and not of_time


def misses_of(commitment: Commitment, covered: Integers, kept: Integers) -> Integers:
    """Cases that went wrong."""
    return kept if counts_bad_ones(commitment) else covered - kept


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
