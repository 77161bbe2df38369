"""Does a commitment hold? Verdicts from the share of review periods that met the target."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

Verdict = Literal["keep", "break", "unproven", "no-evidence", "no-target"]

LOOKS = (50, 100, 200, 400)
MOST_REPLICATIONS = 1_000_000


@dataclass(frozen=True, slots=True)
class Standing:
    """How a commitment stands after some replications.

    share, low, high: kept-probability with its one-sided bounds, None without evidence. n: replications with a
    judged period that had a case. needed: replications in all that would settle an unproven commitment if the share
    stayed as it is; None where it is settled, or where no number up to a million would settle it.
    """

    verdict: Verdict
    share: float | None
    low: float | None
    high: float | None
    n: int
    needed: int | None = None

    def for_all(self, replications: int) -> Standing:
        """The same, with `needed` raised by the replications among `replications` that had no case."""
        if self.needed is None:
            return self
        return replace(self, needed=math.ceil(self.needed * replications / self.n))


def look_confidence(confidence: float, looks: int = len(LOOKS)) -> float:
    """Confidence of each of several looks, so that all together err no more often than one would (Bonferroni)."""
    return 1.0 - (1.0 - confidence) / looks


def bounds(kept: float, n: int, confidence: float) -> tuple[float, float]:
    """One-sided Clopper-Pearson bounds for a share of `kept` out of `n`, each at `confidence`.

    `kept` may be any real number in [0, n]: the beta form of the bounds carries over (Clopper and Pearson,
    Biometrika 26, 1934; with two-sided confidence c each side is at (1 + c) / 2).
    """
    from scipy.special import betaincinv

    risk = 1.0 - confidence
    low = float(betaincinv(kept, n - kept + 1.0, risk)) if kept > 0 else 0.0
    high = float(betaincinv(kept + 1.0, n - kept, confidence)) if kept < n else 1.0
    return low, high


def decide(kept: float, n: int, confidence: float, assurance: float) -> Verdict:
    """`keep` if the lower bound reaches `assurance`, `break` if the upper one stays below it, else `unproven`."""
    if n == 0:
        return "no-evidence"
    low, high = bounds(kept, n, confidence)
    if low >= assurance:
        return "keep"
    return "break" if high < assurance else "unproven"


def standing(kept: float, n: int, confidence: float, assurance: float) -> Standing:
    """The verdict on `kept` (sum over replications of the share of periods that met the target) out of `n`."""
    verdict = decide(kept, n, confidence, assurance)
    if n == 0:
        return Standing(verdict, None, None, None, 0)
    low, high = bounds(kept, n, confidence)
    needed = replications_needed(kept, n, confidence, assurance) if verdict == "unproven" else None
    return Standing(verdict, kept / n, low, high, n, needed)


def certain(share: float, n: int, assurance: float) -> Standing:
    """The verdict where the share of periods that met the target is the same in all `n` replications."""
    return Standing("keep" if share >= assurance else "break", share, share, share, n)


def replications_needed(kept: float, n: int, confidence: float, assurance: float) -> int | None:
    """Fewest replications, `n` or more, that settle the verdict if the share kept stays at kept / n.

    None if a million do not (the share is too near the assurance). At 95 % confidence and 90 % assurance a plan that
    always keeps needs 29.
    """

    def settled(replications: int) -> bool:
        return decide(kept / n * replications, replications, confidence, assurance) != "unproven"

    below, above = n - 1, n
    while not settled(above):
        if above >= MOST_REPLICATIONS:
            return None
        below, above = above, min(2 * above, MOST_REPLICATIONS)
    return _first_settled(settled, below, above)


def _first_settled(settled: Callable[[int], bool], below: int, above: int) -> int:
    """The first number in (below, above] that settles: with the share fixed, more replications only narrow."""
    while above - below > 1:
        middle = (below + above) // 2
        below, above = (below, middle) if settled(middle) else (middle, above)
    return above
