"""Which tickets a promise covers: the filters of `covers`, read from what it came to with a ticket."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sim.audit.dossiers import Dossier, Ground
from sim.audit.hours import NEVER, hours_of
from sim.audit.reviews import warranty_end
from sim.scenario import Cover, Scenario


@dataclass(frozen=True, eq=False)
class Reader:
    """Reads tickets for the filters of promises."""

    scenario: Scenario
    ground: Ground

    def covers(self, cover: Cover | None, dossier: Dossier, reported: int | None = None) -> bool:
        """Whether all that is asked holds; `reported`: the begin of a single attempt, in place of the first."""
        if cover is None:
            return True
        at = dossier.reported if reported is None else reported
        return (
            all(self._answers(cover, dossier, at))
            and (not cover.any or any(self.covers(one, dossier, at) for one in cover.any))
            and (cover.not_ is None or not self.covers(cover.not_, dossier, at))
        )

    def _answers(self, cover: Cover, dossier: Dossier, at: int) -> Iterator[bool]:
        """One answer for each filter that asks."""
        luck = dossier.luck
        words = {
            "severity": luck.kind.fault.severity,
            "product": luck.kind.product,
            "contract": luck.site.contract,
            "customer": luck.site.customer,
            "region": luck.site.region,
            "channel": luck.channel,
        }
        for key, word in words.items():
            if (wanted := getattr(cover, key)) is not None:
                yield word in wanted
        if cover.fault is not None:
            yield luck.kind.id in cover.fault or luck.kind.key in cover.fault
        if cover.radius_km is not None:
            yield self.ground.is_in_radius(cover, luck.site_number)
        if cover.reported_during is not None:
            yield hours_of(self.scenario, cover.reported_during).is_open(at)
        for key, question in self._questions.items():
            if (wanted := getattr(cover, key)) is not None:
                yield question(dossier) is wanted

    @property
    def _questions(self) -> dict[str, Callable[[Dossier], bool]]:
        return {
            "needs_part": lambda one: one.luck.needs_part and not is_spared(one) and not is_the_suppliers(one),
            "needs_supplier": lambda one: one.luck.supplier is not None,
            "needs_visit": lambda one: self.is_visited(one) and not is_spared(one),
            "carry_in": lambda one: self.is_brought(one) and not is_spared(one),
            "in_warranty": lambda one: one.reported < warranty_end(self.scenario, one.luck.site),
            "repeat": lambda one: one.luck.parent >= 0,
        }

    # -- where its way leads ------------------------------------------------------------------------------------------

    def is_brought(self, dossier: Dossier) -> bool:
        """Whether the customer would bring the unit to a bench."""
        luck = dossier.luck
        return luck.would_bring and not is_the_suppliers(dossier) and self.ground.has_benches(luck.site_number)

    def is_visited(self, dossier: Dossier) -> bool:
        """Whether our people would have to go."""
        return not is_the_suppliers(dossier) and not self.is_brought(dossier)

    def is_charged(self, dossier: Dossier) -> bool:
        """Whether its customer would have to confirm a quote."""
        charged = self.scenario.charged
        if charged is None or (charged.quoted_after == "diagnosis" and is_the_suppliers(dossier)):
            return False
        in_warranty = dossier.reported < warranty_end(self.scenario, dossier.luck.site)
        return dossier.luck.u_charged < (charged.in_warranty if in_warranty else charged.out_of_warranty)


def is_spared(dossier: Dossier) -> bool:
    """Whether nothing followed the first talks: advice helped, or nobody got through to us."""
    return dossier.when("remote_fixed") < NEVER or dossier.when("abandoned") < NEVER


def is_the_suppliers(dossier: Dossier) -> bool:
    """Whether the supplier of the component would visit in our place."""
    supplier = dossier.luck.supplier
    return supplier is not None and supplier.visits == "supplier"
