"""What is known of each ticket from the start, and which tickets a promise is about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER, Calendar
from sim.scenario import Cover, Plan, Scenario
from sim.world import World

Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Facts = Mapping[str, Integers | Flags]

VISIT_ORDER = ("dispatched", "departed", "arrived", "diagnosed", "restored", "closed")
VISIT_ENDS = frozenset(VISIT_ORDER)
VISIT = VISIT_ENDS - {"restored", "closed"}
ON_SITE = VISIT - {"diagnosed"}
"""What only a visit comes to; a bench diagnoses too."""
OF_QUOTES = ("quoted", "confirmed")
OURS = frozenset({"restored", "closed", "called_back", "followed_up_1", "followed_up_2"})
"""What a supplier who visits himself leaves nobody of ours to do, unless advice by phone has helped."""
FLAGS = ("needs_supplier", "needs_visit", "carry_in", "in_warranty", "repeat")


class Place(Protocol):
    """What coverage needs to know of a plan: its outlets, who serves each site in order, metres to the first."""

    def __hash__(self) -> int: ...
    @property
    def plan(self) -> Plan: ...
    @property
    def outlets(self) -> Sequence[str]: ...
    @property
    def territory(self) -> Sequence[Sequence[int]]: ...
    @property
    def radius_m(self) -> Integers: ...


@lru_cache(maxsize=8)
def bench_outlets(place: Place) -> Integers:
    """For each site the outlet its units are brought to: the first of its territory with benches, -1 for none."""
    with_benches = {index for index, name in enumerate(place.outlets) if place.plan.outlets[name].benches}
    first = [next((outlet for outlet in served if outlet in with_benches), -1) for served in place.territory]
    return np.array(first, np.int64)


def facts_of(world: World, deployment: Place, reported: Integers | None = None) -> dict[str, Integers | Flags]:
    """Columns, one row per ticket, of what is known of it from the start.

    `site`, `fault`, `channel`: positions in `scenario.sites`, `scenario.faults`, `scenario.channels`; `reported` in
    Unix seconds (given: as it came about, repeats included); `radius_m`; `needs_supplier`: the component is the
    supplier's; `supplier_visits`: and the supplier sends his own people; `carry_in`: brought to a bench if advice does
    not help; `repeat`: the same fault again; `needs_part`: its repair needs a part of ours; `crew`: engineers it takes;
    `warranty`: the instant at which it is over; `pays_in_warranty`, `pays_later`: who would pay before and after it.
    See `decided` for what also depends on advice.
    """
    tickets = world.tickets
    owned, handed_on = _of_suppliers(world)
    return {
        "site": tickets.site,
        "fault": tickets.fault,
        "channel": tickets.channel,
        "reported": tickets.reported if reported is None else reported,
        "radius_m": deployment.radius_m[tickets.site],
        "needs_supplier": owned,
        "supplier_visits": handed_on,
        "carry_in": _carried(world, deployment) & ~handed_on,
        "repeat": tickets.parent >= 0,
        "needs_part": world.needs_part,
        "crew": tickets.crew,
        **_of_contracts(world, handed_on),
    }


def _of_contracts(world: World, handed_on: Flags) -> dict[str, Integers | Flags]:
    """When the warranty is over, and who would pay before and after that; what is handed on is never diagnosed."""
    tickets, charged = world.tickets, world.scenario.charged
    shares = (charged.in_warranty, charged.out_of_warranty) if charged is not None else (0.0, 0.0)
    quoted = ~handed_on if charged is not None and charged.quoted_after == "diagnosis" else True
    return {
        "warranty": np.array(world.scenario.warranty_of_site, np.int64)[tickets.site],
        "pays_in_warranty": (tickets.u_charged < shares[0]) & quoted,
        "pays_later": (tickets.u_charged < shares[1]) & quoted,
    }


def in_warranty(facts: Facts) -> Flags:
    """Which tickets were reported before the warranty was over; those not reported yet are in none."""
    reported, over = np.asarray(facts["reported"], np.int64), np.asarray(facts["warranty"], np.int64)
    held: Flags = (reported < over) & (reported < NEVER)
    return held


def is_charged(facts: Facts) -> Flags:
    """Which tickets the customer would pay for, unless advice by phone helps."""
    return np.where(in_warranty(facts), facts["pays_in_warranty"], facts["pays_later"])


def _of_suppliers(world: World) -> tuple[Flags, Flags]:
    """Tickets whose component is a supplier's, and those of them for which he sends his own people."""
    tickets, scenario = world.tickets, world.scenario
    shares = [kind.fault.supplier for kind in scenario.faults]
    chance = np.array([share.chance if share else 0.0 for share in shares])
    visits = np.array([share is not None and scenario.suppliers[share.id].visits == "supplier" for share in shares])
    owned: Flags = tickets.u_supplier < chance[tickets.fault]
    return owned, owned & visits[tickets.fault]


def _carried(world: World, deployment: Place) -> Flags:
    share = np.array([kind.fault.carry_in for kind in world.scenario.faults])
    if not share.any():
        return np.zeros(len(world.tickets), np.bool_)
    tickets = world.tickets
    brought: Flags = tickets.u_carry_in < share[tickets.fault]
    return brought & (bench_outlets(deployment)[tickets.site] >= 0)


def decided(facts: Facts, spared: Flags) -> dict[str, Integers | Flags]:
    """The facts with those that hang on advice: `needs_visit`, `carried_in`, and `left_to_supplier`.

    `spared`: tickets that advice by phone has ended, or whose customer never got through.
    """
    handed_on, carry_in = np.asarray(facts["supplier_visits"], np.bool_), np.asarray(facts["carry_in"], np.bool_)
    return {
        **facts,
        "needs_visit": ~spared & ~handed_on & ~carry_in,
        "carried_in": ~spared & carry_in,
        "left_to_supplier": ~spared & handed_on,
    }


def covers(cover: Cover | None, facts: Facts, scenario: Scenario) -> Flags:
    """Which tickets a `covers` mapping holds for; None covers all.

    Facts as `decided` are needed only where the cover asks for them: see `asks_needs_visit`.
    """
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


@lru_cache(maxsize=256)
def _site_holds(cover: Cover, scenario: Scenario) -> Flags:
    asked = [(name, getattr(cover, name)) for name in ("customer", "region", "contract")]
    asked = [(name, wanted) for name, wanted in asked if wanted is not None]
    return np.array([all(getattr(site, name) in wanted for name, wanted in asked) for site in scenario.sites], np.bool_)


@lru_cache(maxsize=256)
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
        wanted_channels = [number for number, name in enumerate(scenario.channels) if name in cover.channel]
        holds &= np.isin(facts["channel"], wanted_channels)
    if cover.radius_km is not None:
        holds &= _radius_holds(cover, facts)
    if cover.reported_during is not None:
        holds &= _reported_during(scenario.calendar(cover.reported_during), np.asarray(facts["reported"]))
    asked = {
        "needs_supplier": "needs_supplier",
        "needs_visit": "needs_visit",
        "carry_in": "carried_in",
        "repeat": "repeat",
    }
    for name, fact in asked.items():
        if (wanted := getattr(cover, name)) is not None:
            holds &= facts[fact] == wanted
    if cover.in_warranty is not None:
        holds &= in_warranty(facts) == cover.in_warranty
    if cover.needs_part is not None:  # what is fixed by phone needs none
        repaired = np.asarray(facts["needs_visit"], np.bool_) | facts["carried_in"]
        holds &= (repaired & facts["needs_part"]) == cover.needs_part
    return holds


def _radius_holds(cover: Cover, facts: Facts) -> Flags:
    metres = np.asarray(facts["radius_m"], np.int64)
    holds = np.ones(len(metres), dtype=np.bool_)
    if cover.radius_at_most is not None:
        holds &= metres <= cover.radius_at_most
    if cover.radius_above is not None:
        holds &= metres > cover.radius_above
    return holds


def _reported_during(calendar: Calendar, at: Integers) -> Flags:
    """False for repeats that are not reported, or not yet."""
    at = np.where(at < NEVER, at, 0)
    holds: Flags = (calendar.elapsed_each(at, at + 1) == 1) & (at > 0)
    return holds


KNOWN_LATER = ("channel", "reported_during", "needs_part", *FLAGS)


def may_cover(cover: Cover | None, scenario: Scenario, radius_m: Integers | None) -> Flags:
    """Which sites a cover may have tickets of, by customer, region, contract, faults and radius (None: any)."""
    site, fault = _pairs(scenario)
    facts = {"site": site, "fault": fault, **({} if radius_m is None else {"radius_m": radius_m[site]})}
    found = np.zeros(len(scenario.sites), np.bool_)
    found[site[_may_hold(cover, facts, scenario, True)]] = True
    return found


@lru_cache(maxsize=8)
def _pairs(scenario: Scenario) -> Integers:
    """Every site with every fault of its product."""
    pairs = [
        (site, fault)
        for site, place in enumerate(scenario.sites)
        for fault, kind in enumerate(scenario.faults)
        if kind.product == place.product
    ]
    return np.array(pairs, np.int64).reshape(-1, 2).T


def _may_hold(cover: Cover | None, facts: Facts, scenario: Scenario, unknown: bool) -> Flags:
    """Which pairs of site and fault a cover holds for, if all that is not known of them were so."""
    holds = np.ones(len(facts["site"]), dtype=np.bool_)
    if cover is None:
        return holds
    holds &= _site_holds(cover, scenario)[facts["site"]] & _fault_holds(cover, scenario)[facts["fault"]]
    if any(getattr(cover, name) is not None for name in KNOWN_LATER):
        holds &= unknown
    if cover.radius_km is not None and "radius_m" not in facts:
        holds &= unknown
    elif cover.radius_km is not None:
        holds &= _radius_holds(cover, facts)
    if cover.any:
        holds &= np.logical_or.reduce([_may_hold(one, facts, scenario, unknown) for one in cover.any])
    if cover.not_ is not None:
        holds &= ~_may_hold(cover.not_, facts, scenario, not unknown)
    return holds


def asks_needs_visit(cover: Cover | None) -> bool:
    """Whether a cover can only be decided once it is known if advice has helped."""
    return _asks(cover, ("needs_visit", "needs_part", "carry_in"))


def asks_report(cover: Cover | None) -> bool:
    """Whether a cover can only be decided once the ticket is reported."""
    return _asks(cover, ("reported_during", "in_warranty"))


def _asks(cover: Cover | None, filters: tuple[str, ...]) -> bool:
    if cover is None:
        return False
    asks = any(getattr(cover, name) is not None for name in filters)
    return asks or any(_asks(one, filters) for one in (*(cover.any or ()), cover.not_))


def path_leads_to(milestone: str, facts: Facts) -> Flags:
    """Which tickets can come to this milestone at all: by whose component it is, what it needs and who repairs it.

    That advice by phone makes a visit or a supplier unnecessary is a matter of time: see `Promise.is_spared`.
    """
    owned, handed_on = np.asarray(facts["needs_supplier"], np.bool_), np.asarray(facts["supplier_visits"], np.bool_)
    carry_in = np.asarray(facts["carry_in"], np.bool_)
    if milestone == "received":
        return carry_in
    if milestone in OF_QUOTES:
        return is_charged(facts)
    if milestone in VISIT:
        return ~handed_on & ~carry_in if milestone in ON_SITE else ~handed_on
    if milestone == "supplier_contacted":
        return owned
    if milestone == "parts_ready":
        return (owned | np.asarray(facts["needs_part"], np.bool_)) & ~handed_on
    if milestone == "handed_on":
        return handed_on
    if milestone in OURS:
        return ~np.asarray(facts.get("left_to_supplier", handed_on), np.bool_)
    return np.ones(len(owned), np.bool_)
