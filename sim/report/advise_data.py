"""Advice as JSON and as a tidy table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sim.report.advise_words import lever_words
from sim.study.advising import PER, Advice, Imagined, Lever, Moved, Trial

if TYPE_CHECKING:
    from sim.report.study_answer import Cell, Tidy
    from sim.study.estimate import Estimate

Json = dict[str, Any]
HEAD = (
    "rank", "kind", "where", "what", "set", "commitment", "measure", "unit", "mean", "low", "high", "n", "real",
    "verdict",
)  # fmt: skip
POINTS, MONEY = "points", "currency"


def as_data(found: Advice) -> Json:
    """What `advise.json` says: every change that was tried, what was not, and the thought experiments."""
    return {
        "counted": list(found.counted),
        "not_holding": list(found.missing),
        "gain_unit": POINTS if found.missing else MONEY,
        "value_per": PER if found.missing else None,
        "digest": found.base.digest,
        "best": None if found.best is None else list(found.best.lever.changes),
        "commitments": [found.base.result(name).as_json() for name in found.counted],
        "changes": [_trial(number, trial) for number, trial in enumerate(found.trials, start=1)],
        "not_tried": _not_tried(found),
        "perfect": [_imagined(one) for one in (*found.bottlenecks.first, *found.bottlenecks.second)],
        "perfect_not_tried": [{"what": what, "reason": why} for what, why in found.bottlenecks.not_tried],
    }


def _trial(number: int, trial: Trial) -> Json:
    return {
        "rank": number,
        **_lever(trial.lever),
        "gain": trial.gain.estimate.as_json(),
        "added_cost": trial.cost.estimate.as_json(),
        "price": trial.price.estimate.as_json(),
        "one_off": trial.once.estimate.as_json(),
        "penalties": trial.penalty.estimate.as_json(),
        "value": trial.value,
        "p": trial.p,
        "p_of_added_cost": trial.p_cost,
        "real": trial.real,
        "added_cost_real": trial.dearer,
        "more_sample_years": trial.more,
        "digest": trial.outcome.digest,
        "commitments": [_moved(one) for one in trial.moved],
    }


def _lever(lever: Lever) -> Json:
    return {
        "kind": lever.kind,
        "where": lever.where,
        "what": lever.what,
        "count": lever.count,
        "words": lever_words(lever),
        "set": list(lever.changes),
        "without_price": list(lever.without),
        "assumed": list(lever.assumed),
    }


def _moved(one: Moved) -> Json:
    return {
        "id": one.id,
        "unit": one.unit,
        "attained": one.attained.estimate.as_json(),
        "kept_probability": one.kept.estimate.as_json(),
        "penalty": one.penalty.estimate.as_json(),
        "was": one.was,
        "verdict": one.verdict,
    }


def _not_tried(found: Advice) -> Json:
    return {
        "less_promising": _by_kind(found.passed_over),
        "no_room_in_budget": [list(lever.changes) for lever in found.no_room],
        "refused": [{"set": list(lever.changes), "reason": why} for lever, why in found.refused],
    }


def _by_kind(levers: Sequence[Lever]) -> dict[str, list[list[str]]]:
    kinds = Counter(lever.kind for lever in levers)
    return {kind: [list(lever.changes) for lever in levers if lever.kind == kind] for kind in kinds}


def _imagined(one: Imagined) -> Json:
    return {
        "perfect": one.perfect.name,
        "behind": None if one.behind is None else one.behind.name,
        "set": list(one.outcome.variant.overrides),
        "limits": list(one.perfect.limits),
        "gain": one.gain.estimate.as_json(),
        "gain_unit": POINTS,
        "commitments": [_moved(each) for each in one.moved],
    }


def tidy(found: Advice) -> Tidy:
    """One row per change and measure, then per thought experiment and commitment."""
    return HEAD, list(_rows(found))


def _rows(found: Advice) -> Iterator[tuple[Cell, ...]]:
    for number, trial in enumerate(found.trials, start=1):
        lever = trial.lever
        named: tuple[Cell, ...] = (number, lever.kind, lever.where, lever.what, " ".join(lever.changes))
        real = "yes" if trial.real else "no"
        unit = POINTS if trial.in_points else MONEY
        for measure, estimate, counted in (
            ("gain", trial.gain.estimate, unit),
            ("added_cost", trial.cost.estimate, MONEY),
            ("price", trial.price.estimate, MONEY),
            ("one_off", trial.once.estimate, MONEY),
            ("penalties", trial.penalty.estimate, MONEY),
        ):
            yield (*named, "", measure, counted, *_figures(estimate), real if measure == "gain" else "", "")
        yield from _moves(named, trial.moved)
    for one in (*found.bottlenecks.first, *found.bottlenecks.second):
        behind = one.behind.name if one.behind is not None else ""
        yield from _moves(("", "perfect", one.perfect.name, behind, " ".join(one.perfect.changes)), one.moved)


def _moves(named: tuple[Cell, ...], moved: Sequence[Moved]) -> Iterator[tuple[Cell, ...]]:
    for one in moved:
        unit = "h" if one.unit == "h" else "share"
        yield (*named, one.id, "attained", unit, *_figures(one.attained.estimate), "", one.verdict)
        yield (*named, one.id, "kept_probability", "share", *_figures(one.kept.estimate), "", one.verdict)
        yield (*named, one.id, "penalty", MONEY, *_figures(one.penalty.estimate), "", one.verdict)


def _figures(estimate: Estimate) -> tuple[Cell, ...]:
    return estimate.mean, estimate.low, estimate.high, estimate.n
