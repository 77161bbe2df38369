"""What a promise can mean with few cases in a review period: how many misses break it, what it takes to keep it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np
from numpy.typing import NDArray

from sim.study.estimate import Estimate, unknown
from sim.wording import _

FEW_MISSES = 5  # with as many allowed ones chance evens out; below, the line is shown
MOST_CASES = 100_000


@dataclass(frozen=True)
class Volume:
    """A review period of `cases` cases against its target, each case kept with the same chance, whatever the others do.

    below, above: the shares kept next to the target that so many cases allow (None: there is none on that side).
    misses: as many may be missed (or, of what is to be rare, happen). needed: the true share at which a period is kept
    with a chance of `assurance`. chance: that it is at the attained share. cases_needed: in a period, so that it is at
    the attained share; its bounds are those at the bounds of the attained share.
    """

    cases: int
    below: float | None
    above: float | None
    misses: int
    needed: float
    chance: Estimate
    cases_needed: Estimate

    @property
    def matters(self) -> bool:
        """Whether a handful of misses decides a period."""
        return self.misses < FEW_MISSES


@dataclass(frozen=True)
class Promise:
    """A share to be reached, "at_least", or not to be passed, "at_most" or "below"."""

    share: Fraction
    direction: str

    def allowed(self, cases: int) -> int:
        """The most of so many cases that may be missed, or of what is to be rare may happen."""
        return int(self.allowed_each(np.array([cases]))[0])

    def allowed_each(self, cases: NDArray[np.int64]) -> NDArray[np.int64]:
        """The same for many numbers of cases, in integers."""
        part, whole = self.share.numerator, self.share.denominator
        if self.direction == "at_least":
            return cases - -(-part * cases // whole)
        return -(-part * cases // whole) - 1 if self.direction == "below" else part * cases // whole

    def good(self, share: float) -> float:
        """The chance of a case that counts for the promise."""
        return share if self.direction == "at_least" else 1.0 - share

    def chance(self, share: float, cases: int) -> float:
        """That a period of so many cases is kept at a true share: a binomial sum."""
        from scipy.special import bdtr

        allowed = self.allowed(cases)
        return float(bdtr(allowed, cases, 1.0 - self.good(share))) if allowed >= 0 else 0.0


def volume(cases: float, promise: Promise, assurance: float, attained: Estimate) -> Volume:
    """What a review period with a mean of `cases` cases allows; rounded, and at least one case is looked at."""
    number = max(1, round(cases))
    allowed = promise.allowed(number)
    below, above = _steps(promise, number, allowed)
    return Volume(
        cases=number,
        below=below,
        above=above,
        misses=max(0, allowed),
        needed=_needed(promise, number, allowed, assurance),
        chance=_at(attained, lambda share: promise.chance(share, number)),
        cases_needed=_cases_needed(promise, assurance, attained),
    )


def _steps(promise: Promise, cases: int, allowed: int) -> tuple[float | None, float | None]:
    """The last share that is broken and the first that is kept, in the order of the numbers."""
    kept, broken = (count / cases if 0 <= count <= cases else None for count in (allowed, allowed + 1))
    if promise.direction != "at_least":
        return kept, broken
    return (None if broken is None else 1 - broken), (None if kept is None else 1 - kept)


def _needed(promise: Promise, cases: int, allowed: int, assurance: float) -> float:
    """The true share at which at most `allowed` of the cases go wrong with this chance: a beta quantile."""
    from scipy.special import betaincinv

    if allowed < 0:
        return 1.0 if promise.direction == "at_least" else 0.0
    good = 0.0 if allowed >= cases else float(betaincinv(cases - allowed, allowed + 1.0, assurance))
    return promise.good(good)


def _at(attained: Estimate, figure: Callable[[float], float]) -> Estimate:
    """A figure at the attained share and at both of its bounds."""
    if attained.mean is None or attained.low is None or attained.high is None:
        return unknown(attained.reason or _("no replication has a case"))
    low, high = sorted((figure(attained.low), figure(attained.high)))
    return Estimate(figure(attained.mean), low, high, attained.n)


def _cases_needed(promise: Promise, assurance: float, attained: Estimate) -> Estimate:
    if attained.mean is None or attained.low is None or attained.high is None:
        return unknown(attained.reason or _("no replication has a case"))
    ends = (attained.low, attained.high) if promise.direction == "at_least" else (attained.high, attained.low)
    mean = least_cases(promise, attained.mean, assurance)
    if mean is None:
        return unknown(_("at the share attained no number of cases would do"))
    worst, best = (least_cases(promise, end, assurance) for end in ends)
    reason = None if worst is not None else _("at the bound of the attained share no number of cases would do")
    return Estimate(float(mean), None if best is None else float(best), worst, attained.n, reason)


def least_cases(promise: Promise, share: float, assurance: float) -> int | None:
    """Fewest cases from which on a period is kept with this chance, however many more come; None: no number is enough.

    The chance does not rise steadily, as one more allowed miss comes only with every so many cases: the number given is
    the one after the last that fails.
    """
    from scipy.special import bdtr

    if promise.good(share) <= promise.good(float(promise.share)):
        return None
    most = 1024
    while most <= MOST_CASES:
        cases = np.arange(1, most + 1)
        allowed = promise.allowed_each(cases)
        chance = np.where(allowed >= 0, bdtr(np.maximum(allowed, 0), cases, 1.0 - promise.good(share)), 0.0)
        failing = np.flatnonzero(chance < assurance)
        last = int(cases[failing[-1]]) if failing.size else 0
        if last <= most // 2:
            return last + 1
        most *= 4
    return None
