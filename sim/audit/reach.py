"""Which sites a promise can reach at all, and how they are put together in groups that are judged apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from sim.audit.dossiers import Ground
from sim.scenario import Commitment, Cover, FaultKind, Scenario, Site

NO_CONTRACT = "-"
Maybe = bool | None
"""None: it hangs on the ticket."""


def group_of(site: Site, per: str | None) -> str:
    """The group in which the tickets of a site are judged; '' where all are judged together."""
    if per is None:
        return ""
    names = {
        "site": site.id,
        "customer": site.customer,
        "region": site.region,
        "contract": site.contract or NO_CONTRACT,
    }
    return names[per]


@dataclass(frozen=True, eq=False)
class Reach:
    """What the filters of a promise say of a site before anything has happened there."""

    scenario: Scenario
    ground: Ground
    promise: Commitment

    @cached_property
    def sites(self) -> list[Site]:
        """Sites of which some ticket may be covered."""
        return [site for number, site in enumerate(self.scenario.sites) if self._is_possible(number, site)]

    def sites_of(self, group: str) -> list[Site]:
        """Those of one group."""
        return [site for site in self.sites if group_of(site, self.promise.per) == group]

    @cached_property
    def groups(self) -> list[str]:
        """The groups that can have a case, in order; one without a name where nothing is judged apart."""
        return sorted({group_of(site, self.promise.per) for site in self.sites}) or [""]

    def contracts(self, group: str) -> set[str | None]:
        """The contracts of a group."""
        return {site.contract for site in self.sites_of(group)}

    def _is_possible(self, number: int, site: Site) -> bool:
        kinds = [kind for kind in self.scenario.faults if kind.product == site.product]
        return any(self._says(self.promise.covers, number, site, kind) is not False for kind in kinds)

    def _says(self, cover: Cover | None, number: int, site: Site, kind: FaultKind) -> Maybe:
        """Whether a ticket of this fault at this site is covered, as far as that is known beforehand."""
        if cover is None:
            return True
        said: list[Maybe] = list(self._answers(cover, number, site, kind))
        if cover.any:
            said.append(_or([self._says(one, number, site, kind) for one in cover.any]))
        if cover.not_ is not None:
            inner = self._says(cover.not_, number, site, kind)
            said.append(None if inner is None else not inner)
        return False if False in said else None if None in said else True

    def _answers(self, cover: Cover, number: int, site: Site, kind: FaultKind) -> Iterator[Maybe]:
        words = {
            "contract": site.contract,
            "customer": site.customer,
            "region": site.region,
            "product": site.product,
            "severity": kind.fault.severity,
        }
        for key, word in words.items():
            if (wanted := getattr(cover, key)) is not None:
                yield word in wanted
        if cover.fault is not None:
            yield kind.id in cover.fault or kind.key in cover.fault
        if cover.radius_km is not None:
            yield self.ground.is_in_radius(cover, number)
        if any(getattr(cover, key) is not None for key in OF_TICKETS):
            yield None


OF_TICKETS = (
    *("channel", "reported_during", "needs_part", "needs_supplier", "needs_visit"),
    *("carry_in", "in_warranty", "repeat"),
)


def _or(said: list[Maybe]) -> Maybe:
    return True if True in said else None if None in said else False
