"""Values that a contract would name: so many minutes, hours, days, kilometres, and never 3 h 52 min."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from fractions import Fraction

UNITS = {"s": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800}

_SECONDS = (5, 10, 15, 20, 25, 30, 40, 45, 50, 60, 75, 90, 105)
_MINUTES = (2, 2.5, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 35, 40, 45, 50, 55)
_HOURS = (
    *(1, 1.25, 1.5, 1.75, 2, 2.25, 2.5, 2.75, 3, 3.25, 3.5, 3.75, 4, 4.5, 5, 5.5, 6, 6.5, 7, 7.5, 8, 9, 10, 11),
    *(12, 13, 14, 15, 16, 18, 20, 22, 24, 26, 28, 30, 32, 36, 40, 44, 48, 54, 60, 66, 72, 80, 88, 96, 108, 120, 132),
    *(144, 156, 168, 192, 216, 240, 288, 336, 384, 432, 504, 600, 672, 768, 840, 1008, 1176, 1344, 1680, 2016, 2688),
)
LIMITS_S = tuple(
    sorted({*map(int, _SECONDS), *(int(60 * value) for value in _MINUTES), *(int(3600 * v) for v in _HOURS)})
)
"""Seconds of every limit that is tried."""

WORKDAYS = tuple(range(1, 16))
PARTS = (10, 15, 20, 25, 30, 40, 50, 60, 70, 75, 80, 90, 100, 125, 150, 175, 200, 250, 300, 400, 500, 750, 1000)
"""Per cent of the limits of a commitment that has several."""

_STEPS = (1, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9)
LEAST_RADIUS_M = 100
MOST_RADIUS_M = 20_000_000


def limits_from(promised_s: int, fraction: int = 40) -> tuple[int, ...]:
    """Seconds from a fraction of a limit on, the limit itself among them."""
    return tuple(sorted({promised_s, *(value for value in LIMITS_S if fraction * value >= promised_s)}))


def radii_for(distances_m: Iterable[int]) -> tuple[int, ...]:
    """Metres, ascending: one for each set of sites that some radius holds, from the nearest site to all of them."""
    sorted_m, found, held = sorted(distances_m), [], 0
    for radius in _radii():
        inside = bisect_right(sorted_m, radius)
        if inside > held:
            found.append(int(radius))
            held = inside
    return tuple(found)


def _radii() -> Iterable[float]:
    size = LEAST_RADIUS_M
    while size < MOST_RADIUS_M:
        yield from (size * step for step in _STEPS)
        size *= 10


def limit_text(seconds: int, unit: str) -> str:
    """A limit in the unit of its clause where that gives a short number, else in one that does: '4h', '90min', '2d'."""
    own = Fraction(seconds, UNITS.get(unit, 1))
    smaller = [name for name in ("d", "h", "min", "s") if UNITS[name] < UNITS.get(unit, 1)]
    if unit in UNITS and _is_short(own):
        larger = [name for name in ("min", "h") if UNITS[unit] < UNITS[name] and seconds >= 2 * UNITS[name]]
        fitting = [name for name in larger if _is_short(Fraction(seconds, UNITS[name]))]
        unit = fitting[-1] if fitting else unit
    else:
        unit = next((name for name in smaller if _is_short(Fraction(seconds, UNITS[name]))), "s")
    return f"{_number(Fraction(seconds, UNITS[unit]))}{unit}"


def _is_short(value: Fraction) -> bool:
    """At least one, with at most two decimals."""
    return value >= 1 and (100 * value).denominator == 1


def _number(value: Fraction) -> str:
    return f"{float(value):.10g}"


def kilometres(metres: int) -> str:
    """'60', '2.5'."""
    return _number(Fraction(metres, 1000))


def thinned(values: tuple[int, ...], most: int, keep: Iterable[int] = ()) -> tuple[int, ...]:
    """At most about so many of the values, evenly spread, the first, the last and those to `keep` among them."""
    if len(values) <= most:
        return values
    picks = {round(at * (len(values) - 1) / (most - 1)) for at in range(most)}
    return tuple(value for at, value in enumerate(values) if at in picks or value in set(keep))
