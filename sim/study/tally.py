"""From the replications' counts of one commitment to its estimates and its verdict."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from sim.study.estimate import Estimate, mean_of, order_statistic, ratio_of, unknown
from sim.study.result import CommitmentResult, PeriodResult
from sim.study.verdict import Standing, look_confidence, standing
from sim.wording import _

if TYPE_CHECKING:
    from sim.judge import CommitmentCount
    from sim.scenario import Commitment

HOUR_S = 3600
UNIT = "ticket"


@dataclass(frozen=True)
class Tally:
    """A commitment with its counts, one per replication, in order; `per_year` scales a sum over judged time."""

    commitment: Commitment
    counts: Sequence[CommitmentCount]
    per_year: float

    def attained(self) -> Estimate:
        """Kept of covered tickets, over all judged tickets."""
        return ratio_of([int(c.kept.sum()) for c in self.counts], [int(c.covered.sum()) for c in self.counts], most=1.0)

    def standing(self, several_looks: bool) -> Standing:
        """The verdict at the commitment's own confidence and assurance, or at that of one of several looks."""
        commitment = self.commitment
        confidence = look_confidence(commitment.confidence) if several_looks else commitment.confidence
        shares = [share for share in map(self._share_met, self.counts) if share is not None]
        if not self._decides() and any(c.covered.any() for c in self.counts):
            return Standing("no-target", None, None, None, 0)
        found = standing(float(sum(shares, Fraction(0))), len(shares), confidence, commitment.assurance)
        return found.for_all(len(self.counts))

    def _decides(self) -> bool:
        return self.commitment.target is not None or self.commitment.accept is not None

    def _share_met(self, count: CommitmentCount) -> Fraction | None:
        """Share of a replication's judged periods that met the target; None if none had a case."""
        met = [yes for yes, judged in zip(count.met, count.judged, strict=True) if judged and yes is not None]
        return Fraction(sum(map(bool, met)), len(met)) if met else None

    def result(self, several_looks: bool) -> CommitmentResult:
        """Everything there is to say about the commitment."""
        stand, target = self.standing(several_looks), self.commitment.target
        fines = self._fines()
        return CommitmentResult(
            id=self.commitment.id,
            unit=UNIT,
            target=None if target is None else float(target.share),
            direction="at_least" if target is None else target.direction,
            covered_per_period=self._covered_per_period(),
            attained=self.attained(),
            undecided=sum(int(c.undecided.sum()) for c in self.counts),
            kept_probability=_chance(stand),
            verdict=stand.verdict,
            replications_needed=stand.needed,
            penalty=mean_of(fines, least=0.0),
            penalty_p95=order_statistic(sorted(fines), 0.95),
            late_h=self._hours([c.late_s for c in self.counts]),
            late_by_cause_h={
                cause: self._hours([c.late_by_cause_s[cause] for c in self.counts])
                for cause in self.counts[0].late_by_cause_s
            },
            periods=tuple(map(self._period, range(len(self.counts[0].judged)))),
        )

    def _covered_per_period(self) -> Estimate:
        """Mean cases of a judged period; periods that are not judged are too short to count."""
        judged = [[int(n) for n, j in zip(c.covered, c.judged, strict=True) if j] for c in self.counts]
        return mean_of([sum(cases) / len(cases) if cases else None for cases in judged], least=0.0)

    def _fines(self) -> list[float]:
        return [int(c.penalty_cents.sum()) / 100 * self.per_year for c in self.counts]

    def _hours(self, seconds: Sequence[int]) -> Estimate:
        if self.commitment.measure.share_of is not None:
            return unknown(_("a share has no deadline"))
        return mean_of([s / HOUR_S * self.per_year for s in seconds], least=0.0)

    def _period(self, period: int) -> PeriodResult:
        covered = [int(c.covered[period]) for c in self.counts]
        met = [c.met[period] for c in self.counts if c.met[period] is not None]
        return PeriodResult(
            label=self.counts[0].labels[period],
            judged=bool(self.counts[0].judged[period]),
            covered=mean_of(covered, least=0.0),
            attained=ratio_of([int(c.kept[period]) for c in self.counts], covered, most=1.0),
            met=sum(map(bool, met)) / len(met) if met else None,
        )


def _chance(stand: Standing) -> Estimate:
    """The kept-probability with its one-sided bounds."""
    if stand.share is not None:
        return Estimate(stand.share, stand.low, stand.high, stand.n)
    if stand.verdict == "no-target":
        return unknown(_("no target to meet"))
    return unknown(_("no replication has a case in a judged period"))
