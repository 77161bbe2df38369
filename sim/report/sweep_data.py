"""A sweep as JSON and as a tidy table: one row per point and measure."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.study.flips import flips
from sim.study.sweeping import Point, Sweep

if TYPE_CHECKING:
    from sim.report.study_answer import Cell, Tidy
    from sim.study.measured import Measured

Json = dict[str, Any]
MEASURES = ("commitment", "measure", "unit", "mean", "low", "high", "n", "verdict", "reason")
NOT_REACHED = "budget spent"


def as_data(found: Sweep) -> Json:
    """What `sweep.json` says."""
    return {
        "design": "grid" if found.asked is None else "hypercube",
        "points_asked": found.asked,
        "varied": [_varied(found, place) for place in range(len(found.varied))],
        "points": [_point(found, point) for point in found.points],
        "flips": [
            {
                "commitment": flip.id,
                "shape": flip.shape,
                "holds": [value.text for value in flip.holds],
                "not_decided": [value.text for value in flip.open],
                "proven": flip.is_proven,
                "replications_needed": flip.needed,
            }
            for flip in (flips(found) if len(found.varied) == 1 else ())
        ],
        "cost_without": list(found.without),
    }


def _varied(found: Sweep, place: int) -> Json:
    one = found.varied[place]
    return {
        "path": one.path,
        "unit": one.unit or None,
        "values": [value.text for value in one.values] if one.ends is None else None,
        "from": None if one.ends is None else one.ends[0].text,
        "to": None if one.ends is None else one.ends[1].text,
    }


def _point(found: Sweep, point: Point) -> Json:
    return {
        "point": point.number,
        "values": [value.text for value in point.values],
        "overrides": [*found.changes(point), *point.beside],
        "simulated": point.is_simulated,
        "reason": _reason(point),
        "digest": point.digest,
        "commitments": [
            {
                "id": stand.id,
                "unit": stand.unit,
                "target": stand.bar,
                "direction": stand.direction,
                "verdict": stand.verdict,
                "replications_needed": stand.needed,
                **{one.measure.name: one.estimate.as_json() for one in _of(point, stand.id)},
            }
            for stand in point.stands
        ],
        "measures": [
            {"measure": one.measure.name, "unit": one.measure.unit, **one.estimate.as_json()} for one in _of(point, "")
        ],
    }


def _of(point: Point, commitment: str) -> list[Measured]:
    return [one for one in point.figures if one.measure.commitment == commitment]


def _reason(point: Point) -> str | None:
    return None if point.is_simulated else point.reason or NOT_REACHED


def tidy(found: Sweep) -> Tidy:
    """Point values as numbers, their unit in the head of their column; a point without figures has one row, why."""
    names = (f"{one.path} ({one.unit})" if one.unit else one.path for one in found.varied)
    return ("point", *names, *MEASURES), list(_rows(found))


def _rows(found: Sweep) -> Iterator[tuple[Cell, ...]]:
    for point in found.points:
        values = [_number(found.varied[place].number(value)) for place, value in enumerate(point.values)]
        label: tuple[Cell, ...] = (point.number, *values)
        if not point.is_simulated:
            yield (*label, *(None,) * (len(MEASURES) - 1), _reason(point))
        for one in point.figures:
            stand = point.stand(one.measure.commitment)
            measure, figure = one.measure, one.estimate
            cells = (measure.commitment, measure.name, measure.unit, figure.mean, figure.low, figure.high, figure.n)
            yield (*label, *cells, stand.verdict if stand else None, figure.reason)


def _number(value: float) -> Cell:
    return int(value) if value.is_integer() else value
