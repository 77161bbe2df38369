"""Where commitments flip along one path: from which value on, up to which one, everywhere or nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.study.sweeping import NOTHING_TO_KEEP

if TYPE_CHECKING:
    from sim.scenario.varied import Amount
    from sim.study.sweeping import Point, Stand, Sweep

Shape = Literal["throughout", "from", "up to", "at", "never", "nothing"]


@dataclass(frozen=True)
class Flip:
    """Where a commitment holds along a path.

    `holds`, `open`: the values where it does, and where it is not decided; `shape`: how those where it holds lie among
    all that were simulated. `is_proven`: False where nothing holds yet, and `holds` are the values where so many sample
    years were kept as holding takes. `needed`: sample years that would settle all that is open.
    """

    id: str
    shape: Shape
    holds: tuple[Amount, ...]
    open: tuple[Amount, ...]
    is_proven: bool
    needed: int | None = None


def flips(sweep: Sweep) -> tuple[Flip, ...]:
    """Of a sweep of one path, for every commitment."""
    return tuple(_flip(sweep, name) for name in sweep.ids)


def _flip(sweep: Sweep, name: str) -> Flip:
    row = [(point, stand) for point in sweep.simulated if (stand := point.stand(name)) is not None]
    decisive = [(point, stand) for point, stand in row if stand.verdict not in NOTHING_TO_KEEP]
    unproven = [(point, stand) for point, stand in decisive if stand.verdict == "unproven"]
    is_proven = any(stand.verdict == "keep" for _point, stand in decisive) or not any(s.likely for _p, s in decisive)
    good = [_is_good(stand, is_proven) for _point, stand in decisive]
    needed = [stand.needed or 0 for _point, stand in unproven]
    return Flip(
        id=name,
        shape=shape_of(good),
        holds=tuple(_value(point) for (point, _stand), yes in zip(decisive, good, strict=True) if yes),
        open=tuple(_value(point) for point, _stand in unproven),
        is_proven=is_proven,
        needed=max(needed, default=0) or None,
    )


def _value(point: Point) -> Amount:
    return point.values[0]


def _is_good(stand: Stand, is_proven: bool) -> bool:
    return stand.verdict == "keep" if is_proven else stand.likely


def shape_of(good: list[bool]) -> Shape:
    """How the values where something holds lie among all, in rising order."""
    if not good:
        return "nothing"
    if all(good):
        return "throughout"
    if not any(good):
        return "never"
    first = good.index(True)
    if all(good[first:]):
        return "from"
    return "up to" if good == sorted(good, reverse=True) else "at"
