"""How far a plan keeps its commitments in a few sample years, as figures that a search can compare.

A review period's margin is how far it lies on the right side of the target: in shares, of hours in parts of the limit.
With so few sample years the chance to keep is told from margins: they are compared in the same years with those of a
plan that more years are known of, and their spread over periods says how often a plan with such a mean would keep.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from sim.study.tally import AVAILABILITY, HOURS, OPEN_TIME

if TYPE_CHECKING:
    from sim.judge import CommitmentCount
    from sim.study.outcome import Outcome
    from sim.study.tally import Tally

LEAST_SPREAD = 1e-4
NEVER = 0.5  # the margin of a period of which only is known that it keeps


@dataclass(frozen=True)
class Gauge:
    """One commitment in each sample year: the mean margin of its judged periods (None: no case), and their spread.

    `level`: the share attained, `cases` those of a period, `met`: share of all periods that met the target.
    """

    margins: tuple[float | None, ...]
    spread: float
    met: float
    n: int


def gauges_of(outcome: Outcome) -> dict[str, Gauge]:
    """Every commitment that can be kept or broken."""
    found = {name: _gauge(tally) for name, tally in outcome.tallies.items()}
    return {name: gauge for name, gauge in found.items() if gauge is not None}


def _gauge(tally: Tally) -> Gauge | None:
    periods = [_margins(tally, count) for count in tally.counts]
    every = [margin for year in periods for margin in year]
    if not every:
        return None
    met = [share for share in tally.met_each() if share is not None]
    means = tuple(float(np.mean(year)) if year else None for year in periods)
    spread = max(float(np.std(every, ddof=1)) if len(every) > 1 else 0.0, _of_chance(tally), LEAST_SPREAD)
    return Gauge(means, spread, float(np.mean(met)) if met else 1.0, len(met))


def _margins(tally: Tally, count: CommitmentCount) -> list[float]:
    """Of every judged period with a case."""
    return [
        _margin(tally, count, period, bool(met))
        for period, (met, judged) in enumerate(zip(count.met, count.judged, strict=True))
        if judged and met is not None
    ]


def _margin(tally: Tally, count: CommitmentCount, period: int, met: bool) -> float:
    one, target = tally.commitment, tally.commitment.target
    if tally.unit == HOURS and count.figures is not None and one.within:
        seconds = count.figures.cells[period]
        return 1.0 - seconds / one.within if seconds is not None else NEVER
    if target is None or one.measure.is_open_alone:
        return NEVER if met else -NEVER
    share = float(count.kept[period]) / float(count.covered[period])
    return share - float(target.share) if target.direction == "at_least" else float(target.share) - share


def _of_chance(tally: Tally) -> float:
    """The least spread: that of single cases, each kept or not by itself, at the target."""
    target = tally.commitment.target
    cells = [float(n) for count in tally.counts for n in count.covered if n]
    if target is None or tally.unit == HOURS or tally.unit in (AVAILABILITY, OPEN_TIME) or not cells:
        return 0.0
    share = min(max(float(target.share), 0.01), 0.99)
    return math.sqrt(share * (1 - share) / (sum(cells) / len(cells)))


@dataclass(frozen=True)
class Needed:
    """What counts as keeping in the search: a mean margin so many spreads and standard errors above the target.

    `chance`: the kept-probability that is aimed at; `assurance`: the one that is asked for.
    """

    chance: float
    assurance: float
    errors: float = 1.0

    def of(self, gauge: Gauge, years: int) -> float:
        """The least mean margin."""
        from scipy.special import ndtri

        return gauge.spread * (float(ndtri(self.chance)) + self.errors / math.sqrt(max(years, 1)))


def aims(assurances: Mapping[str, float]) -> dict[str, Needed]:
    """The kept-probability aimed at lies half way from the assurance to certainty.

    One that keeps just as often as it must could be proven by no number of sample years.
    """
    return {name: Needed((1 + assurance) / 2, assurance) for name, assurance in assurances.items()}


def shifted(known: Gauge, base: Sequence[float | None], there: Sequence[float | None]) -> float:
    """The mean margin of a plan: that of a plan well known, and how far they are apart in the years both have met."""
    pairs = [(a, b) for a, b in zip(base, there, strict=False) if a is not None and b is not None]
    apart = sum(b - a for a, b in pairs) / len(pairs) if pairs else 0.0
    own = [margin for margin in known.margins if margin is not None]
    return sum(own) / len(own) + apart if own else apart
