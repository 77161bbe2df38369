"""What the auditor knows of parts: what a ticket needs, what is known of it, and where it is looked for."""

from __future__ import annotations

from typing import NamedTuple

from sim.audit.agreements import quoted_late
from sim.audit.company import Company
from sim.audit.ledger import Ledger
from sim.audit.storeroom import Storeroom
from sim.scenario import Distribution


class Source(NamedTuple):
    """A store that is asked on behalf of an outlet, and the way from there to it."""

    ledger: Ledger
    road: Distribution | None


class Needs:
    """What each ticket needs, and where it is looked for."""

    def __init__(self, company: Company, room: Storeroom) -> None:
        self.company, self.room, self.plan = company, room, company.plan
        self.parts = list(company.scenario.parts)
        self.needed = company.world.needs.by_ticket()
        self.sourcing = self.plan.supply.sourcing
        self.carried = {part for team in self.plan.teams.values() for part in team.van if "van" in self.sourcing}

    def outlet(self, ticket: int) -> str:
        """Where a ticket's parts are looked for first: the repair point it is brought to, or the first outlet."""
        return self.repair_point(ticket) or self.company.served_by(self.company.site(ticket))[0]

    def repair_point(self, ticket: int) -> str | None:
        """The outlet to which it would be brought if the phone does not help and no supplier visits."""
        company, tickets = self.company, self.company.world.tickets
        fault = company.scenario.faults[tickets.fault[ticket]].fault
        if tickets.u_carry_in[ticket] >= fault.carry_in:
            return None
        is_owned = fault.supplier is not None and tickets.u_supplier[ticket] < fault.supplier.chance
        if is_owned and company.scenario.suppliers[fault.supplier.id].visits == "supplier":
            return None
        served = company.served_by(company.site(ticket))
        return next((name for name in served if self.plan.outlets[name].benches), None)

    def unit(self, ticket: int) -> str | None:
        """The part that stands in for the whole product, where the plan exchanges it."""
        kind = self.company.scenario.faults[self.company.world.tickets.fault[ticket]]
        swap = self.company.scenario.products[kind.product].swap
        return swap.unit if swap is not None and self.plan.swap is not None else None

    def sources(self, outlet: str, part: str) -> list[Source]:
        """Stores in the order in which they are asked."""
        found: dict[str, Distribution | None] = {}
        for word in self.sourcing:
            if word == "outlet":
                found.setdefault(outlet, None)
            elif word == "lateral":
                for pool in self.plan.supply.lateral:
                    for other in pool.between if outlet in pool.between else ():
                        found.setdefault(other, pool.lead) if other != outlet else None
            elif word == "central":
                found.setdefault(
                    "central", self.plan.outlets[outlet].from_central or self.plan.supply.central_to_outlet
                )
        stores = [(self.room.by_store.get((store, part)), road) for store, road in found.items()]
        return [Source(ledger, road) for ledger, road in stores if ledger is not None]

    def courier(self, part: str) -> Distribution | None:
        own, courier = self.company.scenario.parts[part].courier_lead, self.plan.supply.courier
        lead = own or (courier.lead if courier else None)
        return lead if "courier" in self.sourcing else None

    def known(self, ticket: int) -> list[tuple[str, int]]:
        """Parts asked for before the visit, or once the customer has agreed to what was found: recognised by then, and
        not left to vans because no store has them.
        """
        found = quoted_late(self.company, ticket)
        return [
            (part, units)
            for part, units, known in self._of(ticket)
            if (known or found) and not self._left_to_vans(ticket, part)
        ]

    def missing(self, ticket: int) -> list[tuple[str, int]]:
        """Parts looked for on site."""
        known = self.known(ticket)
        return [(part, units) for part, units, _known in self._of(ticket) if (part, units) not in known]

    def _of(self, ticket: int) -> list[tuple[str, int, bool]]:
        return [(self.parts[part], units, known) for part, units, known in self.needed.get(ticket, [])]

    def _left_to_vans(self, ticket: int, part: str) -> bool:
        if self.repair_point(ticket) is not None:
            return False  # no van comes
        kept = any(source.ledger.item.named for source in self.sources(self.outlet(ticket), part))
        return part in self.carried and not kept
