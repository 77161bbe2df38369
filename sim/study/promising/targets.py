"""The highest target that a plan supports: in integers, in steps of a tenth of a per cent."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.study.verdict import Standing, look_confidence, standing

if TYPE_CHECKING:
    from sim.judge import CommitmentCount
    from sim.study.tally import Tally

Levels = tuple[tuple[int, ...], ...]

WHOLE = 1000  # tenths of a per cent
NEVER_MET = -1
AT_LEAST, AT_MOST, BELOW = "at_least", "at_most", "below"


@dataclass(frozen=True)
class Targets:
    """The highest target that is supported, in tenths of a per cent (the lowest, where the share is to stay low).

    None: no target is. `standing`: how it stands, `keep` or, after too few sample years to prove anything, `unproven`
    with every year kept. `levels`: of each sample year and period, the highest target met.
    """

    direction: str
    tenths: int | None
    standing: Standing | None
    levels: Levels

    @property
    def share(self) -> Fraction | None:
        """The target as a share."""
        return None if self.tenths is None else Fraction(self.tenths, WHOLE)

    @property
    def is_proven(self) -> bool:
        """Whether the plan keeps it at the confidence asked for."""
        return self.standing is not None and self.standing.verdict == "keep"

    @property
    def more(self) -> int:
        """Sample years still missing to a verdict, if all of them kept it."""
        needed = self.standing.needed if self.standing else None
        return 0 if self.standing is None or needed is None else max(0, needed - self.standing.n)


def targets_of(tally: Tally, several_looks: bool, shut: Sequence[bool] = ()) -> Targets | None:
    """What share could be promised at the commitment's own confidence and assurance; None where none can be.

    `shut`: by period, whether a channel that had to be open was not: such a period meets no target.
    """
    one = tally.commitment
    if one.statistic != "share" or one.measure.is_open_alone:
        return None
    direction = AT_LEAST if one.target is None else str(one.target.direction)
    levels = tuple(_levels_of(count, direction, shut) for count in tally.counts)
    if not any(levels):
        return None
    confidence = look_confidence(one.confidence) if several_looks else one.confidence

    def stands(tenths: int) -> Standing:
        return standing_at(levels, tenths, direction, confidence, one.assurance)

    proven = hardest(lambda tenths: stands(tenths).verdict == "keep", direction)
    tenths = hardest(lambda tenths: stands(tenths).share == 1.0, direction) if proven is None else proven
    return Targets(direction, tenths, None if tenths is None else stands(tenths), levels)


def _levels_of(count: CommitmentCount, direction: str, shut: Sequence[bool]) -> tuple[int, ...]:
    """Of each judged period with a case."""
    pairs = zip(count.kept.tolist(), count.covered.tolist(), count.judged, strict=True)
    return tuple(
        NEVER_MET if shut and shut[at] else level_of(kept, cases, direction)
        for at, (kept, cases, judged) in enumerate(pairs)
        if judged and cases
    )


def level_of(kept: int, cases: int, direction: str) -> int:
    """The highest target, in tenths of a per cent, that so many of so many cases meet (the lowest, if to stay low)."""
    if direction == AT_LEAST:
        return WHOLE * kept // cases
    return -(-WHOLE * kept // cases) if direction == AT_MOST else WHOLE * kept // cases + 1


def standing_at(levels: Levels, tenths: int, direction: str, confidence: float, assurance: float) -> Standing:
    """The verdict if this were the target."""
    met = [[_meets(level, tenths, direction) for level in year] for year in levels if year]
    shares = [Fraction(sum(year), len(year)) for year in met]
    found = standing(float(sum(shares, Fraction(0))), len(shares), confidence, assurance)
    return found.for_all(len(levels))


def _meets(level: int, tenths: int, direction: str) -> bool:
    if level == NEVER_MET:
        return False
    return level >= tenths if direction == AT_LEAST else level <= tenths


def hardest(holds: Callable[[int], bool], direction: str) -> int | None:
    """The hardest target of all that hold; if one holds, so do all easier ones. None if not even the easiest does."""
    easy, hard = (0, WHOLE + 1) if direction == AT_LEAST else (WHOLE + 1, -1)
    if not holds(easy):
        return None
    while abs(hard - easy) > 1:
        middle = (easy + hard) // 2
        easy, hard = (middle, hard) if holds(middle) else (easy, middle)
    return easy
