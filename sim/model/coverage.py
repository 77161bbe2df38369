"""What is known of each ticket from the start, and which tickets a promise is about."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.scenario import Cover, Scenario
from sim.world import World

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Facts = Mapping[str, Integers | Flags]

VISIT_ORDER = ("dispatched", "departed", "arrived", "diagnosed", "restored", "closed")
VISIT_ENDS = frozenset(VISIT_ORDER)
VISIT = VISIT_ENDS - {"restored", "closed"}


class Distances(Protocol):
    """What coverage needs to know of a plan: metres from each site to its first outlet."""

    @property
    def radius_m(self) -> Integers: ...


def facts_of(world: World, deployment: Distances) -> dict[str, Integers | Flags]:
    """Columns, one row per ticket, of what is known of it from the start.

    `site`, `fault`: positions in `scenario.sites` and `scenario.faults`; `reported` in Unix seconds; `radius_m`;
    `needs_supplier`: the component is the supplier's; `supplier_visits`: and the supplier sends his own people;
    `needs_part`: its repair needs a part of ours; `crew`: engineers a visit takes. Who asks about `needs_visit` adds
    that column.
    """
    tickets, scenario = world.tickets, world.scenario
    shares = [kind.fault.supplier for kind in scenario.faults]
    chance = np.array([share.chance if share else 0.0 for share in shares])
    visits = np.array([share is not None and scenario.suppliers[share.id].visits == "supplier" for share in shares])
    owned = tickets.u_supplier < chance[tickets.fault]
    return {
        "site": tickets.site,
        "fault": tickets.fault,
        "reported": tickets.reported,
        "radius_m": deployment.radius_m[tickets.site],
        "needs_supplier": owned,
        "supplier_visits": owned & visits[tickets.fault],
        "needs_part": world.needs_part,
        "crew": tickets.crew,
    }


def covers(cover: Cover | None, facts: Facts, scenario: Scenario) -> Flags:
    """Which tickets a `covers` mapping holds for; None covers all. Needs `needs_visit` only where the cover asks it."""
    holds = np.ones(len(facts["site"]), dtype=np.bool_)
    if cover is None:
        return holds
    holds &= _site_holds(cover, scenario)[facts["site"]] & _fault_holds(cover, scenario)[facts["fault"]]
    holds &= _ticket_holds(cover, facts, scenario)
    if cover.any:
        holds &= np.logical_or.reduce([covers(one, facts, scenario) for one in cover.any])
    if cover.not_ is not None:
        holds &= ~covers(cover.not_, facts, scenario)
    return holds


def _site_holds(cover: Cover, scenario: Scenario) -> Flags:
    asked = [(name, getattr(cover, name)) for name in ("customer", "region", "contract")]
    asked = [(name, wanted) for name, wanted in asked if wanted is not None]
    return np.array([all(getattr(site, name) in wanted for name, wanted in asked) for site in scenario.sites], np.bool_)


def _fault_holds(cover: Cover, scenario: Scenario) -> Flags:
    def holds(index: int) -> bool:
        kind = scenario.faults[index]
        return (
            (cover.fault is None or kind.id in cover.fault or kind.key in cover.fault)
            and (cover.product is None or kind.product in cover.product)
            and (cover.severity is None or kind.fault.severity in cover.severity)
        )

    return np.array([holds(index) for index in range(len(scenario.faults))], np.bool_)


def _ticket_holds(cover: Cover, facts: Facts, scenario: Scenario) -> Flags:
    holds = np.ones(len(facts["site"]), dtype=np.bool_)
    if cover.channel is not None:
        holds &= next(iter(scenario.channels)) in cover.channel
    if cover.radius_at_most is not None:
        holds &= facts["radius_m"] <= cover.radius_at_most
    if cover.radius_above is not None:
        holds &= facts["radius_m"] > cover.radius_above
    if cover.reported_during is not None:
        at = facts["reported"]
        holds &= scenario.calendar(cover.reported_during).elapsed_each(at, at + 1) == 1
    for name in ("needs_supplier", "needs_visit"):
        if (wanted := getattr(cover, name)) is not None:
            holds &= facts[name] == wanted
    if cover.needs_part is not None:  # what is fixed by phone needs none
        holds &= (np.asarray(facts["needs_part"], np.bool_) & facts["needs_visit"]) == cover.needs_part
    return holds


def asks_needs_visit(cover: Cover | None) -> bool:
    """Whether a cover can only be decided once it is known if somebody has to drive."""
    if cover is None:
        return False
    inner = (*(cover.any or ()), cover.not_)
    asks = cover.needs_visit is not None or cover.needs_part is not None
    return asks or any(asks_needs_visit(one) for one in inner)


def path_leads_to(milestone: str, facts: Facts) -> Flags:
    """Which tickets can come to this milestone at all: by whose component it is, what it needs and who visits for it.

    That advice by phone makes a visit or a supplier unnecessary is a matter of time: see `SPARED_BY_ADVICE`.
    """
    owned, handed_on = np.asarray(facts["needs_supplier"], np.bool_), np.asarray(facts["supplier_visits"], np.bool_)
    if milestone == "supplier_contacted":
        return owned
    if milestone == "parts_ready":
        return (owned | np.asarray(facts["needs_part"], np.bool_)) & ~handed_on
    if milestone == "handed_on":
        return handed_on
    return ~handed_on if milestone in VISIT_ENDS else np.ones(len(owned), np.bool_)
