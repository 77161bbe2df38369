"""Conditions under which a part of a scenario is a textbook system, each as a sentence that is true or not."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.clock import NEVER, Always
from sim.scenario import Calls

if TYPE_CHECKING:
    from sim.scenario import Distribution, Fault, FaultKind, Plan, Profile, Scenario

ONE_PERSON = ((1, 1.0),)
DAY_S = 86_400
LARGEST = 500.0  # erlangs, lines, machines, units on order: beyond, the formulas run out of numbers
LONG_S = 30.0  # against which whole seconds, in which the model counts, do not show


def faults_come_at_a_constant_rate(scenario: Scenario) -> bool:
    """Poisson, the same at every instant, and nothing that happens to a ticket brings another."""
    return all(
        (
            faults_follow_the_calendar(scenario),
            the_rate_is_flat(scenario.profile),
            days_and_sites_are_alike(scenario),
            units_stay(scenario),
            nothing_comes_back(scenario),
        )
    )


def faults_follow_the_calendar(scenario: Scenario) -> bool:
    """They are neither recorded, nor open at the start, nor counted in running time."""
    return scenario.replay is None and scenario.start is None and scenario.failures == "calendar"


def the_rate_is_flat(profile: Profile) -> bool:
    """No hour, month, step, growth or surge changes it."""
    weights = (*profile.weekday, *profile.weekend)
    factors = profile.values or ()
    is_even = all(len(set(values)) <= 1 for values in (weights, profile.months or ()))
    return is_even and all(factor == 1 for factor in factors) and not (profile.growth_per_year or profile.surges)


def days_and_sites_are_alike(scenario: Scenario) -> bool:
    """No region has bad days and no site bad units."""
    return not (scenario.dispersion.region_day_cv or scenario.dispersion.site_cv)


def units_stay(scenario: Scenario) -> bool:
    """All sites are in service from before the start to after the end."""
    return all(span == (-NEVER, NEVER) for span in scenario.service_of_site)


def nothing_comes_back(scenario: Scenario) -> bool:
    """No repair brings a repeat."""
    return all(kind.fault.repeat is None or not kind.fault.repeat.chance for kind in happening(scenario))


def nothing_else_is_planned(plan: Plan) -> bool:
    """No rounds of visits, which take time and prevent faults, and no calls to customers."""
    return not plan.planned and plan.calls == Calls()


def nobody_asks_for_quotes_or_suppliers(scenario: Scenario) -> bool:
    """No charged work, no appointments, no supplier in between."""
    no_supplier = all(kind.fault.supplier is None for kind in happening(scenario))
    return scenario.charged is None and scenario.appointments is None and no_supplier


def everybody_is_answered_at_once(plan: Plan) -> bool:
    """There are no desks, for answering or dispatching."""
    return not plan.desks


def is_always_open(scenario: Scenario, calendar: str | None) -> bool:
    """Whether a calendar, if one is named, never closes."""
    return calendar is None or isinstance(scenario.calendar(calendar), Always)


def happening(scenario: Scenario) -> tuple[FaultKind, ...]:
    """The faults that some site has at all."""
    return tuple(kind for kind in scenario.faults if rate_of(scenario, kind) > 0)


def rate_of(scenario: Scenario, kind: FaultKind) -> float:
    """How often a fault happens at all sites together, per second."""
    units = sum(site.units for site in scenario.sites if site.product == kind.product)
    return float(units * kind.fault.rate_per_second)


def is_exponential(dist: Distribution | None) -> bool:
    """Exponential, and long enough that whole seconds do not show."""
    if dist is None or dist.average < LONG_S:
        return False
    return dist.kind == "exponential" or (dist.kind in ("gamma", "weibull") and dist.cv == 1)


def is_long(dist: Distribution) -> bool:
    """Long enough that whole seconds do not show."""
    return dist.average >= LONG_S


def the_same(values: Iterable[object]) -> bool:
    """Whether all are alike; they may be maps that cannot be put into a set."""
    first, *others = list(values) or [None]
    return all(other == first for other in others)


def is_repaired_in_one_go(fault: Fault) -> bool:
    """One engineer, one visit, nothing but the repair, no part."""
    work = fault.diagnose.average or fault.sign_off.average
    return fault.crew == ONE_PERSON and fault.first_fix == 1 and not (work or fault.parts or fault.carry_in)


def warm_up_s(scenario: Scenario) -> int:
    """Seconds before the first judged instant."""
    return int(scenario.horizon.start - scenario.horizon.begin)
