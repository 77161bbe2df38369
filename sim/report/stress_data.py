"""Stress as JSON and as a tidy table."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.report.study_answer import Cell, Tidy
    from sim.study.estimate import Estimate
    from sim.study.stressing import BreakEven, Flip, Influence, Stress, Trial

Json = dict[str, Any]
HEAD = (
    "part", "subject", "commitment", "measure", "unit", "mean", "low", "high", "n", "verdict", "fate", "text",
)  # fmt: skip


def as_data(found: Stress) -> Json:
    """What `stress.json` says."""
    return {
        "digest": found.base.digest,
        "when": found.when,
        "survivors": list(found.survivors),
        "without_shock": [one.as_json() for one in found.base.results],
        "shocks": [_trial(one) for one in found.trials],
        "break_evens": [_break_even(one) for one in found.break_evens],
        "screened": [_influence(one) for one in found.influences],
        "not_searched": [one.assumption.path for one in found.not_searched],
        "cost_without": list(found.base.costs.without),
    }


def _trial(trial: Trial) -> Json:
    shock = trial.shock
    told: Json = {"id": shock.id, "name": shock.name, "says": shock.says, "overrides": list(shock.changes)}
    if trial.outcome is None:
        return {**told, "reason": trial.reason}
    struck = [
        {
            **one.result.as_json(),
            "fate": one.fate,
            "difference": one.difference.as_json(),
            "penalty_difference": one.penalty.as_json(),
            "covered_difference": one.covered.as_json(),
        }
        for one in trial.struck
    ]
    money = {"penalty_difference": trial.penalty, "cost_difference": trial.cost}
    return {
        **told,
        "digest": trial.outcome.digest,
        "commitments": struck,
        **{key: estimate.as_json() for key, estimate in money.items() if estimate is not None},
    }


def _break_even(one: BreakEven) -> Json:
    known = one.assumption
    return {
        "path": known.path,
        "value": known.value,
        "low": known.low,
        "high": known.high,
        "unit": one.unit,
        "reason": one.reason,
        "cut_by_budget": one.cut,
        "sides": list(one.sides),
        "flips": [_flip(flip) for flip in one.flips],
        "does_not_flip": list(one.steady),
        "simulated": [
            {"value": value.text, "number": value.number,
             "attained": {name: spot.attained.as_json() for name, spot in value.spots.items()}}
            for value in one.values
        ],
    }  # fmt: skip


def _flip(flip: Flip) -> Json:
    return {
        "commitment": flip.id,
        "side": flip.side,
        "value": flip.at,
        "number": flip.estimate.as_json(),
        "between": list(flip.between),
        "target_is": "missed" if flip.is_lost else "met",
        "verdict_kept": flip.verdict_kept,
        "verdict_lost": flip.verdict_lost,
    }


def _influence(one: Influence) -> Json:
    return {
        "path": one.assumption.path,
        "value": one.assumption.value,
        "reason": one.reason,
        "sample_years": one.years,
        "ends": [
            {"side": end.side, "value": end.value, "reason": end.reason, "overrides": list(end.changes),
             "commitments": [{"id": m.id, "margin_without": m.before, "margin": m.after, "taken": m.taken}
                             for m in end.moved]}
            for end in one.ends
        ],
    }  # fmt: skip


def tidy(found: Stress) -> Tidy:
    """One figure a row: of the plan by itself, of every shock, of every break-even, of every end of an input."""
    return HEAD, list(_rows(found))


def _rows(found: Stress) -> Iterator[tuple[Cell, ...]]:
    for result in found.base.results:
        yield _row("base", "", result.id, "attained", result.unit, result.attained, result.verdict)
    for trial in found.struck:
        yield from _trial_rows(found, trial)
    for trial in found.trials:
        if trial.outcome is None:
            yield ("shock", trial.shock.id, "", "not simulated", *[None] * 7, trial.reason)
    for one in found.break_evens:
        for flip in one.flips:
            text = "missed" if flip.is_lost else "met"
            yield _row("break-even", one.assumption.path, flip.id, flip.side, one.unit, flip.estimate, text=text)
        for name in one.steady:
            yield ("break-even", one.assumption.path, name, "does not flip", *[None] * 8)
    for influence in found.influences:
        yield from _influence_rows(influence)


def _trial_rows(found: Stress, trial: Trial) -> Iterator[tuple[Cell, ...]]:
    part, name, currency = "shock", trial.shock.id, found.base.variant.scenario.currency
    for one in trial.struck:
        result = one.result
        yield _row(part, name, result.id, "attained", result.unit, result.attained, result.verdict, one.fate)
        yield _row(part, name, result.id, "difference", result.unit, one.difference, result.verdict, one.fate)
        yield _row(part, name, result.id, "fine more a year", currency, one.penalty, result.verdict, one.fate)
    for measure, estimate in (("fines more a year", trial.penalty), ("cost more a year", trial.cost)):
        if estimate is not None:
            yield _row(part, name, "", measure, currency, estimate)


def _influence_rows(one: Influence) -> Iterator[tuple[Cell, ...]]:
    path, n = one.assumption.path, one.years
    if not one.is_tried:
        yield ("input", path, "", "not tried", *[None] * 7, one.reason)
    for end in one.ends:
        for moved in end.moved:
            yield (
                "input",
                path,
                moved.id,
                f"margin at {end.side}",
                "",
                moved.after,
                None,
                None,
                n,
                None,
                None,
                end.value,
            )


def _row(
    part: str,
    subject: str,
    commitment: str,
    measure: str,
    unit: str,
    e: Estimate,
    verdict: str | None = None,
    fate: str | None = None,
    text: str | None = None,
) -> tuple[Cell, ...]:
    return part, subject, commitment, measure, unit, e.mean, e.low, e.high, e.n, verdict, fate, text
