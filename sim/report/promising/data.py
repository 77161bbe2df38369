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
    *("commitment", "axis", "offer", "value", "unit", "promised", "support", "verdict"),
    *("figure", "mean", "low", "high", "n"),
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
        "support": support_of(point),
        "verdict": point.result.verdict,
        "more_replications": point.more,
        "set": list(point.offer.changes),
    }


def support_of(point: Point) -> str:
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
    """One row per offer and figure; `value` in seconds, working days, per cent of the promised limits, metres."""
    return HEAD, [row for one in frontier.promisables for row in _rows(one)]


def _rows(one: Promisable) -> Iterator[tuple[Cell, ...]]:
    for kind in (LIMIT, RADIUS):
        curve = one.curves.get(kind)
        for point in () if curve is None else curve.points:
            assert curve is not None
            yield from _point_rows(one.commitment.id, curve, point)
    stands = one.targets.standing if one.targets else None
    if one.targets is not None and one.targets.share is not None and stands is not None:
        share, support = float(one.targets.share), PROVEN if one.targets.is_proven else SEEN
        offer = (one.commitment.id, "target", f"{share:.1%}", share, "share", "no", support, stands.verdict)
        yield (*offer, "kept_probability", stands.share, stands.low, stands.high, stands.n)


def _point_rows(name: str, curve: Curve, point: Point) -> Iterator[tuple[Cell, ...]]:
    found = point.result
    promised = "yes" if point is curve.now else "no"
    offer = (name, curve.axis.kind, point.offer.text, point.offer.value, curve.axis.unit, promised)
    told: dict[str, Estimate] = {
        "covered_per_year": point.covered,
        "attained": found.attained,
        "kept_probability": found.kept_probability,
        "penalty": found.penalty,
        "penalty_p95": found.penalty_p95,
    }
    for figure, one in told.items():
        yield (*offer, support_of(point), found.verdict, figure, one.mean, one.low, one.high, one.n)
