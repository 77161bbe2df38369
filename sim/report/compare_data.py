"""A comparison as JSON and as a tidy table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.study.comparing import Against, Comparison, Gap
from sim.study.measured import Measured
from sim.study.telling import LEVEL

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sim.report.study_answer import Cell, Tidy
    from sim.study.outcome import Outcome

Json = dict[str, Any]
HEAD = (
    "plan", "commitment", "measure", "unit", "mean", "low", "high", "n", "verdict",
    "difference", "difference_low", "difference_high", "difference_n", "p", "real", "more_sample_years",
    "variance_reduction",
)  # fmt: skip


def as_data(found: Comparison) -> Json:
    """What `compare.json` says: every plan, then every difference to the first."""
    first = found.reference.variant.name
    tables = [(found.reference, found.figures), *((one.outcome, one.figures) for one in found.others)]
    return {
        "reference": first,
        "level": LEVEL,
        "pairing_variance_reduction": found.pairing,
        "plans": [_plan(outcome, figures) for outcome, figures in tables],
        "differences": [_difference(one, gap) for one in found.others for gap in one.gaps],
        "not_compared": {one.outcome.variant.name: list(one.unpaired) for one in found.others if one.unpaired},
    }


def _plan(outcome: Outcome, figures: tuple[Measured, ...]) -> Json:
    variant = outcome.variant
    return {
        "plan": variant.name,
        "file": variant.plan_name,
        "overrides": list(variant.overrides),
        "digest": outcome.digest,
        "several_looks": outcome.several_looks,
        "commitments": [_commitment(one.id, outcome, figures) for one in outcome.results],
        "measures": [{**_named(one), **one.estimate.as_json()} for one in figures if not one.measure.commitment],
        "cost_without": list(outcome.costs.without),
    }


def _commitment(name: str, outcome: Outcome, figures: tuple[Measured, ...]) -> Json:
    result = outcome.result(name)
    found = {one.measure.name: one.estimate.as_json() for one in figures if one.measure.commitment == name}
    facts = {
        "id": name,
        "unit": result.unit,
        "target": result.target,
        "direction": result.direction,
        "verdict": result.verdict,
        "replications_needed": result.replications_needed,
    }
    return {**facts, **found}


def _named(one: Measured) -> Json:
    return {"measure": one.measure.name, "unit": one.measure.unit}


def _difference(one: Against, gap: Gap) -> Json:
    return {
        "plan": one.outcome.variant.name,
        "commitment": gap.measure.commitment or None,
        "measure": gap.measure.name,
        "unit": gap.measure.unit,
        "difference": gap.difference.estimate.as_json(),
        "p": gap.p,
        "real": gap.real,
        "exact": gap.exact,
        "more_sample_years": gap.more,
        "variance_reduction": gap.difference.variance_reduction,
    }


def tidy(found: Comparison) -> Tidy:
    """One row per plan and measure; the reference has no differences."""
    return HEAD, list(_rows(found))


def _rows(found: Comparison) -> Iterator[tuple[Cell, ...]]:
    nothing: tuple[Cell, ...] = (None,) * 8
    for one in found.figures:
        yield (*_figure(found.reference, one), *nothing)
    for other in found.others:
        gaps = {gap.measure.key: gap for gap in other.gaps}
        for one in other.figures:
            gap = gaps.get(one.measure.key)
            yield (*_figure(other.outcome, one), *(nothing if gap is None else _gap(gap)))


def _figure(outcome: Outcome, one: Measured) -> tuple[Cell, ...]:
    measure, figure = one.measure, one.estimate
    verdict = outcome.standing(measure.commitment).verdict if measure.commitment else ""
    named = (outcome.variant.name, measure.commitment, measure.name, measure.unit)
    return (*named, figure.mean, figure.low, figure.high, figure.n, verdict)


def _gap(gap: Gap) -> tuple[Cell, ...]:
    figure = gap.difference.estimate
    told = (gap.p, "yes" if gap.real else "no", gap.more, gap.difference.variance_reduction)
    return (figure.mean, figure.low, figure.high, figure.n, *told)
