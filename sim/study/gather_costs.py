"""From replications to what a plan costs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields

from sim.study.estimate import Estimate, exact, mean_of, unknown
from sim.study.replicate import Replication
from sim.study.result import CostResult
from sim.wording import _

ONE_OFF = "one_off"
KINDS = tuple(field.name for field in fields(CostResult) if field.name not in ("total", "without"))


def costs(done: Sequence[Replication], per_year: float) -> CostResult:
    """Costs a year; `without` names the prices that are not given, and the total leaves them out."""
    fixed = done[0].judgement.fixed_costs
    known = {name: _amounts(done, name, per_year) for name in KINDS if name in done[0].judgement.costs}
    yearly = [amounts for name, amounts in known.items() if name != ONE_OFF]
    parts = {name: _estimate(known[name], name in fixed) if name in known else unpriced() for name in KINDS}
    total = mean_of([sum(each) for each in zip(*yearly, strict=True)]) if yearly else unpriced()
    return CostResult(total=total, **parts, without=done[0].judgement.without)


def _amounts(done: Sequence[Replication], name: str, per_year: float) -> list[float]:
    """In currency units, of each replication; what is spent once is not per year."""
    scale = 1.0 if name == ONE_OFF else per_year
    return [each.judgement.costs[name] / 100 * scale for each in done]


def _estimate(amounts: list[float], is_fixed: bool) -> Estimate:
    return exact(amounts[0], len(amounts)) if is_fixed else mean_of(amounts)


def unpriced() -> Estimate:
    """A cost without any price."""
    return unknown(_("no price is given"))
