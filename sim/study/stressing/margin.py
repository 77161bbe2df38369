"""How far a commitment is from what was promised, signed so that more is better, year by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.tally import HOUR_S, HOURS

if TYPE_CHECKING:
    from sim.study.estimate import Estimate
    from sim.study.outcome import Outcome
    from sim.study.tally import Tally

BELOW = "below"


@dataclass(frozen=True)
class Bar:
    """What is to be attained: a share, or hours that are not to be exceeded."""

    at: float
    direction: str

    @property
    def sign(self) -> int:
        """1 where more is better."""
        return 1 if self.direction == "at_least" else -1

    def margin(self, attained: float) -> float:
        """How far beyond the bar, on its right side; 0 on the bar."""
        return self.sign * (attained - self.at)

    def is_met(self, margin: float) -> bool:
        """Whether what is so far beyond the bar meets it."""
        return margin > 0 if self.direction == BELOW else margin >= 0


def bar_of(tally: Tally) -> Bar | None:
    """The bar of a commitment; None where nothing but a fine is promised."""
    one = tally.commitment
    if tally.unit == HOURS:
        return Bar(one.within / HOUR_S, "at_most") if one.within else None
    return None if one.target is None else Bar(float(one.target.share), one.target.direction)


def bars_of(outcome: Outcome) -> dict[str, Bar]:
    """Of every commitment that has one and had a case."""
    found = {name: bar_of(tally) for name, tally in outcome.tallies.items()}
    return {name: bar for name, bar in found.items() if bar is not None and outcome.attained(name).mean is not None}


def margin_of(bar: Bar, attained: Estimate) -> tuple[float, float | None, float | None]:
    """The margin of what is attained, with the bounds of its interval."""
    assert attained.mean is not None
    ends = sorted(bar.margin(end) for end in (attained.low, attained.high) if end is not None)
    low, high = ends if len(ends) == 2 else (None, None)
    return bar.margin(attained.mean), low, high
