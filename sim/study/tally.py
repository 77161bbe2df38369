"""From the replications' counts of one commitment to its estimates and its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

import numpy as np

from sim.study.estimate import Estimate, at_the_edge, chance_of, exact, mean_of, quantile_of, ratio_of, unknown
from sim.study.result import CommitmentResult, PeriodResult
from sim.study.verdict import Standing, certain, look_confidence, standing
from sim.study.volume import Promise, Volume, volume
from sim.wording import _

if TYPE_CHECKING:
    from sim.judge import CommitmentCount
    from sim.scenario import Commitment, Scenario
    from sim.study.replicate import Replication

HOUR_S, YEAR_S = 3600, 365 * 86_400
HOURS, OPEN_TIME, AVAILABILITY = "h", "open time", "availability"


@dataclass(frozen=True)
class Tally:
    """A commitment with its counts, one per replication, in order; `per_year` scales a sum over judged time."""

    commitment: Commitment
    counts: Sequence[CommitmentCount]
    per_year: float

    @property
    def unit(self) -> str:
        """What is counted, or what the figure is in."""
        if self.commitment.statistic != "share":
            return HOURS
        if self.commitment.measure.availability is not None:
            return AVAILABILITY
        return OPEN_TIME if self._is_open_alone else str(self.commitment.of)

    @property
    def _is_open_alone(self) -> bool:
        return bool(self.commitment.measure.is_open_alone)

    def attained(self) -> Estimate:
        """Kept of covered cases, over all that are judged; of a statistic the figure itself, in hours."""
        if self.unit == HOURS:
            return self._hours_taken(self._overall_s())
        return self._share([int(c.kept.sum()) for c in self.counts], [int(c.covered.sum()) for c in self.counts])

    def _overall_s(self) -> list[float | None]:
        return [c.figures.overall if c.figures else None for c in self.counts]

    def _share(self, kept: Sequence[int], covered: Sequence[int]) -> Estimate:
        """Of what happens; opening hours are the same in every replication."""
        if self._is_open_alone and covered[0]:
            return exact(kept[0] / covered[0], len(kept))
        found = ratio_of(kept, covered, most=1.0)
        return found if self._is_timeless else at_the_edge(found, sum(covered))

    def _hours_taken(self, seconds: Sequence[float | None]) -> Estimate:
        return mean_of([None if s is None else s / HOUR_S for s in seconds], least=0.0)

    def each(self) -> tuple[float | None, ...]:
        """One figure per replication, whose mean is `attained` and whose spread gives its interval; None: no case.

        Of hours the figure itself; of a share, which is a ratio over all replications, the ratio plus how far the
        replication's cases lie from it, in mean cases (its linearisation: Cochran, 3rd ed., section 2.11).
        """
        if self.unit == HOURS:
            return tuple(None if s is None else s / HOUR_S for s in self._overall_s())
        kept = np.array([int(c.kept.sum()) for c in self.counts], dtype=np.float64)
        covered = np.array([int(c.covered.sum()) for c in self.counts], dtype=np.float64)
        if not covered.any():
            return (None,) * len(self.counts)
        ratio, usual = kept.sum() / covered.sum(), covered[covered > 0].mean()
        values = ratio + (kept - ratio * covered) / usual
        return tuple(float(v) if n > 0 else None for v, n in zip(values, covered, strict=True))

    def standing(self, several_looks: bool) -> Standing:
        """The verdict at the commitment's own confidence and assurance, or at that of one of several looks."""
        commitment = self.commitment
        confidence = look_confidence(commitment.confidence) if several_looks else commitment.confidence
        shares = [share for share in self.shares_met() if share is not None]
        if self._is_open_alone and shares:
            return certain(float(shares[0]), len(shares), commitment.assurance)
        if not self._decides() and any(c.covered.any() for c in self.counts):
            return Standing("no-target", None, None, None, 0)
        found = standing(float(sum(shares, Fraction(0))), len(shares), confidence, commitment.assurance)
        return found.for_all(len(self.counts))

    def _decides(self) -> bool:
        promised = self.commitment.target is not None or self.commitment.accept is not None
        return promised or self.unit in (HOURS, OPEN_TIME)

    def shares_met(self) -> list[Fraction | None]:
        """Of each replication the share of its judged periods that met the target; None if none had a case."""
        return [self._share_met(count) for count in self.counts]

    def met_each(self) -> tuple[float | None, ...]:
        """The same as plain numbers."""
        return tuple(None if share is None else float(share) for share in self.shares_met())

    def _share_met(self, count: CommitmentCount) -> Fraction | None:
        """Share of a replication's judged periods that met the target; None if none had a case."""
        met = [yes for yes, judged in zip(count.met, count.judged, strict=True) if judged and yes is not None]
        return Fraction(sum(map(bool, met)), len(met)) if met else None

    def result(self, several_looks: bool) -> CommitmentResult:
        """Everything there is to say about the commitment."""
        stand, target = self.standing(several_looks), self.commitment.target
        fines, attained = self._fines(), self.attained()
        return CommitmentResult(
            id=self.commitment.id,
            unit=self.unit,
            target=None if target is None else float(target.share),
            direction=self._direction(),
            covered_per_period=self._covered_per_period(),
            attained=attained,
            undecided=sum(int(c.undecided.sum()) for c in self.counts),
            kept_probability=_chance(stand),
            verdict=stand.verdict,
            replications_needed=stand.needed,
            penalty=mean_of(fines, least=0.0),
            penalty_p95=quantile_of(fines, 0.95),
            late_h=self._hours([c.late_s for c in self.counts]),
            late_by_cause_h={
                cause: self._hours([c.late_by_cause_s[cause] for c in self.counts])
                for cause in self.counts[0].late_by_cause_s
            },
            late_share=self._late_share(),
            evidence=self._evidence(attained),
            periods=tuple(map(self._period, range(len(self.counts[0].judged)))),
            **self._rights(),
        )

    def _evidence(self, attained: Estimate) -> Volume | None:
        """Only where single cases are counted against a target."""
        target, cases = self.commitment.target, self._covered_per_period().mean
        if target is None or cases is None or self._is_timeless or self.unit == HOURS:
            return None
        promise = Promise(target.share, target.direction)
        return volume(cases, promise, self.commitment.assurance, attained)

    def _rights(self) -> dict[str, Estimate]:
        """What else the contract says: the bonus, and the right to end it."""
        penalty, rights = self.commitment.penalty, {}
        if penalty is not None and penalty.bonus is not None:
            earned = [int(c.bonus_cents.sum()) / 100 * self.per_year for c in self.counts]
            rights["bonus"] = mean_of(earned, least=0.0)
        if self.commitment.exit is not None:
            rights["exit_chance"] = chance_of(sum(bool(c.may_end) for c in self.counts), len(self.counts))
        return rights

    def _direction(self) -> str:
        if self.unit == HOURS:
            return "at_most"
        target = self.commitment.target
        return "at_least" if target is None else str(target.direction)

    def _covered_per_period(self) -> Estimate:
        """Mean cases of a judged period, or hours; periods that are not judged are too short to count."""
        judged = [[int(n) for n, j in zip(c.covered, c.judged, strict=True) if j] for c in self.counts]
        each = [sum(cases) / len(cases) * self.scale if cases else None for cases in judged]
        return exact(each[0], len(each)) if self._is_timeless and each[0] is not None else mean_of(each, least=0.0)

    @property
    def _is_timeless(self) -> bool:
        """Whether luck cannot move what is counted."""
        return self.unit in (OPEN_TIME, AVAILABILITY)

    @property
    def scale(self) -> float:
        """What turns a count into cases, or into hours where time is counted."""
        return 1 / HOUR_S if self._is_timeless else 1

    def _fines(self) -> list[float]:
        return [int(c.penalty_cents.sum()) / 100 * self.per_year for c in self.counts]

    def _hours(self, seconds: Sequence[int]) -> Estimate:
        if self.commitment.measure.share_of is not None:
            return unknown(_("a share has no deadline"))
        if self.unit in (HOURS, OPEN_TIME, AVAILABILITY):
            return unknown(_("no single case has a deadline"))
        return mean_of([s / HOUR_S * self.per_year for s in seconds], least=0.0)

    def _late_share(self) -> dict[str, Estimate]:
        """Of the late time, the share of each cause; unknown where nothing is late."""
        late = [c.late_s for c in self.counts]
        return {
            cause: ratio_of([c.late_by_cause_s[cause] for c in self.counts], late, most=1.0)
            for cause in self.counts[0].late_by_cause_s
        }

    def _period(self, period: int) -> PeriodResult:
        covered = [int(c.covered[period]) for c in self.counts]
        kept = [int(c.kept[period]) for c in self.counts]
        figures = [c.figures.cells[period] if c.figures else None for c in self.counts]
        return PeriodResult(
            label=self.counts[0].labels[period],
            judged=bool(self.counts[0].judged[period]),
            covered=mean_of([cases * self.scale for cases in covered], least=0.0),
            attained=self._hours_taken(figures) if self.unit == HOURS else self._share(kept, covered),
            met=self._met([bool(c.met[period]) for c in self.counts if c.met[period] is not None]),
        )

    def _met(self, met: Sequence[bool]) -> Estimate:
        """The chance that the period meets the target; of opening hours there is none about it."""
        if not met:
            return unknown(_("no replication has a case"))
        return exact(float(met[0]), len(met)) if self._is_open_alone else chance_of(sum(met), len(met))


def _chance(stand: Standing) -> Estimate:
    """The kept-probability with its one-sided bounds."""
    if stand.share is not None:
        return Estimate(stand.share, stand.low, stand.high, stand.n)
    if stand.verdict == "no-target":
        return unknown(_("no target to meet"))
    return unknown(_("no replication has a case in a judged period"))


def tallies(scenario: Scenario, done: Sequence[Replication]) -> list[Tally]:
    """Every commitment of a scenario with what these replications counted."""
    judged = [each.judgement.commitments for each in done]
    return [
        Tally(commitment, [counts[index] for counts in judged], per_year_of(scenario))
        for index, commitment in enumerate(scenario.commitments)
    ]


def per_year_of(scenario: Scenario) -> float:
    """What turns a total over judged time into one over 365 days."""
    judged_s: int = scenario.horizon.end - scenario.horizon.start
    return YEAR_S / judged_s
