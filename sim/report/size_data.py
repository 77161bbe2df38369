"""A sizing as data: for `size.json` and `size.csv`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sim.report.size_words import cost_of, saving

if TYPE_CHECKING:
    from sim.report.study_answer import Cell, Tidy
    from sim.study.sizing import Sizing
    from sim.study.sizing.deciding import Decision, Rival
    from sim.study.sizing.hopeless import Hopeless
    from sim.study.sizing.scout import Look

OF_A_PLAN = ("changes", "mean", "low", "high", "n", "cost_compared", "pay_and_upkeep", "least_margin", "least_slack")
HEAD = (*OF_A_PLAN, "keeps", "chosen")
"""mean, low, high: cost a year in the n sample years the plan was looked at; cost_compared: with what those years were
luckier or worse for the plan of the file than others taken out, which is what the search goes by."""


def as_data(found: Sizing) -> dict[str, Any]:
    """What `size.json` says beyond the head that all studies share."""
    return {
        "feasible": found.chosen is not None,
        "objective": "people" if found.prices.by_posts else "cost",
        "changes": list(found.changes),
        "decisions": _decisions(found),
        "not_moved": list(found.space.left),
        "commitments": [one.as_json() for one in found.chosen.results] if found.chosen is not None else [],
        "cost": _cost(found),
        "lower_bound": _bound(found),
        "decision": _decision(found.decision) if found.decision is not None else None,
        "search": {
            "plans": found.space.plans,
            "looked_at": len(found.tried),
            "ruled_out": found.found.ruled_out,
            "whole": found.found.whole,
            "stopped_by": found.found.why or None,
            "simulations": found.spent,
            "impossible": len(found.found.scout.impossible),
        },
        "hopeless": _hopeless(found.hopeless) if found.hopeless is not None else None,
    }


def _decisions(found: Sizing) -> list[dict[str, Any]]:
    look = found.look_of(found.chosen.variant) if found.chosen is not None else None
    values = look.point if look is not None else [None] * len(found.space.decisions)
    return [
        {"path": one.path, "low": one.choices[0], "high": one.choices[-1], "value": one.lever.value, "found": value}
        for one, value in zip(found.space.decisions, values, strict=True)
    ]


def _cost(found: Sizing) -> dict[str, Any] | None:
    if found.chosen is None or found.before is None:
        return None
    return {
        "found": cost_of(found, found.chosen).as_json(),
        "before": cost_of(found, found.before).as_json(),
        "difference": saving(found).as_json(),
    }


def _bound(found: Sizing) -> dict[str, Any]:
    bound = {"least": found.bounds.least}
    if found.chosen is None:
        return bound
    fixed = found.prices.fixed(found.chosen.variant.plan)
    return {**bound, "found": fixed, "gap": 1 - found.bounds.least / fixed if fixed else None}


def _decision(decision: Decision) -> dict[str, Any]:
    return {
        "confidence": decision.terms.confidence,
        "error_probability": 1 - decision.terms.confidence,
        "indifference": decision.terms.indifference,
        "proven": decision.proven,
        "sample_years": decision.years,
        "looks": decision.looks,
        "needed": decision.more,
        "rivals": [_rival(one, decision) for one in decision.rivals],
    }


def _rival(rival: Rival, decision: Decision) -> dict[str, Any]:
    from sim.study.estimate import mean_of

    return {
        "plan": rival.variant.plan_name,
        "overrides": list(rival.variant.overrides),
        "cost": mean_of(rival.costs).as_json(),
        "state": rival.state,
        "out": rival.out or None,
        "chosen": rival is decision.winner,
    }


def _hopeless(hopeless: Hopeless) -> dict[str, Any]:
    return {
        "sample_years": hopeless.look.years,
        "broken": [{**vars(one), "attained": one.attained.as_json()} for one in hopeless.broken],
    }


def tidy(found: Sizing) -> Tidy:
    """One row per plan that was looked at, with the value of every decision."""
    chosen = found.chosen.variant.key if found.chosen is not None else None
    head = (*HEAD, *(one.path for one in found.space.decisions))
    return head, [_row(found, look, look.variant.key == chosen) for look in found.tried]


def _row(found: Sizing, look: Look, is_chosen: bool) -> tuple[Cell, ...]:
    cost = cost_of(found, look.outcome)
    return (
        " ".join(found.space.texts(look.point)),
        cost.mean,
        cost.low,
        cost.high,
        look.years,
        round(look.cost, 2),
        round(look.fixed, 2),
        round(look.margin, 6),
        round(look.worst, 4),
        int(look.keeps),
        int(is_chosen),
        *look.point,
    )
