"""The whole frontier as numbers: for promise.json and the tidy promise.csv."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.study.promising import LIMIT, RADIUS

if TYPE_CHECKING:
    from sim.report.study_answer import Cell, Tidy
    from sim.study.estimate import Estimate
    from sim.study.promising import Curve, Frontier, Point, Promisable, Targets
    from sim.study.verdict import Standing

Json = dict[str, Any]

HEAD = (
    *("commitment", "axis", "offer", "value", "unit", "promised", "support"),
    *("covered_per_year", "covered_per_year_low", "covered_per_year_high"),
    *("attained", "attained_low", "attained_high"),
    *("kept_probability", "kept_probability_low", "kept_probability_high", "n"),
    *("verdict", "replications_needed", "penalty", "penalty_low", "penalty_high", "penalty_p95"),
)
PROVEN, SEEN, NONE = "proven", "kept in all", ""


def frontier_json(frontier: Frontier) -> Json:
    """`promises`: one object per commitment, in the order of the file."""
    return {
        "redispatched": frontier.redispatched,
        "digest": frontier.outcome.digest,
        "follows_promises": list(frontier.follows),
        "promises": [_promise(one) for one in frontier.promisables],
        "left_out": list(frontier.left_out),
    }


def _promise(one: Promisable) -> Json:
    return {
        "id": one.commitment.id,
        "promised": one.now.as_json(),
        "tightest_limit": _best(one.curves.get(LIMIT)),
        "widest_radius": _best(one.curves.get(RADIUS)),
        "highest_target": _target(one.targets),
        "limits": _points(one.curves.get(LIMIT)),
        "radii": _points(one.curves.get(RADIUS)),
        "not_varied": dict(one.untried),
    }


def _best(curve: Curve | None) -> Json | None:
    """The best offer and the next harder one, with what each of them stands on; None where nothing is varied."""
    if curve is None:
        return None
    return {
        "best": None if curve.best is None else _named(curve.best),
        "next": None if curve.beyond is None else _named(curve.beyond),
    }


def _named(point: Point) -> Json:
    return {
        "offer": point.offer.text,
        "value": point.offer.value,
        "support": support(point),
        "verdict": point.result.verdict,
        "more_replications": point.more,
        "set": list(point.offer.changes),
    }


def support(point: Point) -> str:
    """Whether it is proven, or only kept in every sample year."""
    return PROVEN if point.is_proven else SEEN if point.is_seen else NONE


def _points(curve: Curve | None) -> list[Json]:
    if curve is None:
        return []
    return [
        {
            **_named(point),
            "unit": curve.axis.unit,
            "promised": point is curve.now,
            "covered_per_year": point.covered.as_json(),
            "attained": point.result.attained.as_json(),
            "kept_probability": point.result.kept_probability.as_json(),
            "penalty": point.result.as_json()["penalty"],
        }
        for point in curve.points
    ]


def _target(targets: Targets | None) -> Json | None:
    if targets is None:
        return None
    stands = targets.standing
    return {
        "target": None if targets.share is None else float(targets.share),
        "direction": targets.direction,
        "support": NONE if stands is None else PROVEN if targets.is_proven else SEEN,
        "kept_probability": None if stands is None else _stands(stands),
        "more_replications": targets.more,
    }


def _stands(stands: Standing) -> Json:
    return {"mean": stands.share, "low": stands.low, "high": stands.high, "n": stands.n}


# -- the tidy table -----------------------------------------------------------------------------------------------


def frontier_csv(frontier: Frontier) -> Tidy:
    """One row per offer; `value` in seconds, working days, per cent of the promised limits, metres, or a share."""
    rows = [row for one in frontier.promisables for row in _rows(one)]
    return HEAD, rows


def _rows(one: Promisable) -> Iterator[tuple[Cell, ...]]:
    for kind in (LIMIT, RADIUS):
        if kind in one.curves:
            yield from (_row(one, one.curves[kind], point) for point in one.curves[kind].points)
    if one.targets is not None and one.targets.share is not None and one.targets.standing is not None:
        stands, share = one.targets.standing, float(one.targets.share)
        support = PROVEN if one.targets.is_proven else SEEN
        blank: tuple[Cell, ...] = (None,) * 6
        chance = (stands.share, stands.low, stands.high, stands.n, stands.verdict, stands.needed)
        yield (
            one.commitment.id,
            "target",
            f"{share:.1%}",
            share,
            "share",
            "no",
            support,
            *blank,
            *chance,
            *(None,) * 4,
        )


def _row(one: Promisable, curve: Curve, point: Point) -> tuple[Cell, ...]:
    found = point.result
    promised = "yes" if point is curve.now else "no"
    return (
        *(one.commitment.id, curve.axis.kind, point.offer.text, point.offer.value, curve.axis.unit, promised),
        support(point),
        *_three(point.covered),
        *_three(found.attained),
        *_three(found.kept_probability),
        *(found.kept_probability.n, found.verdict, found.replications_needed),
        *_three(found.penalty),
        found.penalty_p95.mean,
    )


def _three(estimate: Estimate) -> tuple[Cell, ...]:
    return estimate.mean, estimate.low, estimate.high
