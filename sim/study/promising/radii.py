"""The radius that a commitment is good for, and the commitment with a wider or narrower one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.promising import ladder
from sim.study.promising.axes import RADIUS, Axis, Found, Offer, offer
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Commitment, Cover, Plan, Scenario
    from sim.scenario.cover import Radius

Path = tuple[str | int, ...]

ON_SITE = frozenset({"dispatched", "departed", "arrived", "diagnosed", "restored", "closed", "received", "parts_ready"})
"""What an outlet's distance can have to do with."""
MOST_RADII = 16


def radius_axis(commitment: Commitment, scenario: Scenario, plan: Plan) -> Found:
    """The distance between site and outlet up to which (or, where it says so, from which on) the promise holds."""
    found = list(_radii_in(commitment.covers, ()))
    if len(found) > 1 or any("not" in path for path, _radius in found):
        return _("it names a radius in more than one way")
    if not found and ON_SITE.isdisjoint(commitment.measure.to or ()):
        return _("it has nothing to do with the distance")
    where, radius = found[0] if found else ((), None)
    outward = radius is None or radius.at_most is not None
    promised = None if radius is None else radius.at_most if outward else radius.above
    nearest = -1 if radius is None or radius.above is None or not outward else radius.above
    values = tuple(v for v in _radii_of_sites(commitment, scenario, plan, promised) if v > nearest)
    if len(values) < 2:
        return _("all its sites are equally far")
    return Axis(RADIUS, "m", values, promised, _Reach(commitment, where, outward), outward)


def _radii_in(cover: Cover | None, path: Path) -> Iterator[tuple[Path, Radius]]:
    """Every radius that a cover names, with the way to it."""
    if cover is None:
        return
    if cover.radius_km is not None:
        yield path, cover.radius_km
    for number, one in enumerate(cover.any):
        yield from _radii_in(one, (*path, "any", number))
    yield from _radii_in(cover.not_, (*path, "not"))


def _radii_of_sites(commitment: Commitment, scenario: Scenario, plan: Plan, promised: int | None) -> tuple[int, ...]:
    from sim.model import deployment
    from sim.model.coverage import may_cover

    if not plan.outlets:
        return ()
    here = may_cover(_anywhere(commitment.covers), scenario, None)
    metres = deployment(scenario, plan).radius_m[here]
    values = ladder.radii_for(metres.tolist())
    return tuple(sorted({*ladder.thinned(values, MOST_RADII), *(() if promised is None else (promised,))}))


def _anywhere(cover: Cover | None) -> Cover | None:
    """The same without a radius; filters beside it stay."""
    if cover is None or not list(_radii_in(cover, ())):
        return cover
    return cover.model_copy(update={"radius_km": None}) if cover.radius_km is not None else None


@dataclass(frozen=True)
class _Reach:
    """The commitment with another radius at the place in its covers where one stands, or could."""

    commitment: Commitment
    where: Path
    outward: bool

    def __call__(self, value: int) -> Offer:
        from sim.scenario import Cover

        covers = _with_radius(self.commitment.covers or Cover(), self.where, value, self.outward)
        km = ladder.kilometres(value)
        text = f"{km} km" if self.outward else _("over {km} km").format(km=km)
        path = ".".join(map(str, ("covers", *self.where, "radius_km", "at_most" if self.outward else "above")))
        return offer(self.commitment, value, text, f"{path}={km}", covers=covers)


def _with_radius(cover: Cover, where: Path, value: int, outward: bool) -> Cover:
    from sim.scenario.cover import Radius

    if not where:
        given = cover.radius_km or Radius.model_construct(at_most=None, above=None)
        end = {"at_most": value} if outward else {"above": value}
        return cover.model_copy(update={"radius_km": given.model_copy(update=end)})
    chosen = int(where[1])
    inner = [
        _with_radius(one, where[2:], value, outward) if number == chosen else one
        for number, one in enumerate(cover.any)
    ]
    return cover.model_copy(update={"any": tuple(inner)})
