"""Everything plans are compared by: figures of an outcome under one name each, as estimates and sample year by year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.estimate import Estimate, mean_of
from sim.study.gather_costs import KINDS
from sim.study.tally import HOURS, OPEN_TIME

if TYPE_CHECKING:
    from sim.study.outcome import EachOrNone, Outcome
    from sim.study.result import CommitmentResult

SHARE, MONEY, KM = "share", "currency", "km"
ATTAINED, KEPT, COVERED, PENALTY = "attained", "kept_probability", "covered", "penalty"
OF_COMMITMENTS = (ATTAINED, KEPT, COVERED, PENALTY)
TOTAL, DRIVEN, OVERTIME = "cost.total", "km", "overtime_h"
COST = "cost."


@dataclass(frozen=True)
class Measure:
    """What is measured: `name` (attained, kept_probability, covered, penalty, cost.KIND, km, overtime_h), of which
    commitment ('' for the plan as a whole), in which unit. All but the first two are a year.
    """

    name: str
    commitment: str
    unit: str

    @property
    def key(self) -> tuple[str, str]:
        """By which the same of another plan is found."""
        return self.commitment, self.name


@dataclass(frozen=True)
class Measured:
    """A measure of one outcome. `each`: by sample year; `fixed`: the same in every year, whatever happens in it."""

    measure: Measure
    estimate: Estimate
    each: EachOrNone
    fixed: bool = False


def measured(outcome: Outcome) -> tuple[Measured, ...]:
    """All measures of an outcome: commitment by commitment, then costs, kilometres and overtime."""
    return tuple(_measured(outcome))


def _measured(outcome: Outcome) -> Iterator[Measured]:
    for result in outcome.results:
        yield from _of_commitment(outcome, result)
    yield from _of_costs(outcome)
    yield _of_each(Measure(DRIVEN, "", KM), outcome.km_each())
    yield _of_each(Measure(OVERTIME, "", HOURS), outcome.overtime_each())


def _of_commitment(outcome: Outcome, result: CommitmentResult) -> Iterator[Measured]:
    name, is_exact = result.id, result.unit == OPEN_TIME
    unit = HOURS if result.unit == HOURS else SHARE
    yield Measured(Measure(ATTAINED, name, unit), result.attained, outcome.attained_each(name), is_exact)
    yield Measured(Measure(KEPT, name, SHARE), result.kept_probability, outcome.met_each(name), is_exact)
    yield _of_each(Measure(COVERED, name, _counted(outcome, result)), outcome.covered_each(name), is_exact)
    yield _of_each(Measure(PENALTY, name, MONEY), outcome.penalty_each(name))


def _counted(outcome: Outcome, result: CommitmentResult) -> str:
    """What is covered: cases of a kind, or hours of time."""
    tally = outcome.tally(result.id)
    if result.unit == HOURS:
        return str(tally.commitment.of)
    return HOURS if tally.scale != 1 else result.unit


def _of_each(measure: Measure, each: EachOrNone, fixed: bool = False) -> Measured:
    return Measured(measure, mean_of(each, least=0.0), each, fixed)


def _of_costs(outcome: Outcome) -> Iterator[Measured]:
    """The total, then every kind that has a price."""
    fixed = outcome.replications[0].judgement.fixed_costs
    for kind in ("total", *KINDS):
        each = outcome.cost_each(kind)
        if each is not None:
            yield Measured(Measure(f"{COST}{kind}", "", MONEY), getattr(outcome.costs, kind), each, kind in fixed)
