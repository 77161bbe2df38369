"""Offered work on average, without any waiting: tickets, visits, planned visits, quotes, repairs of the workshop.

Whatever is returned as one number is how many people (or benches) it keeps busy day and night.
"""

import math
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.check_planned import teams_for
from sim.scenario.counts import mean_count
from sim.scenario.parts_flow import stocked_at, units_of
from sim.scenario.planned import Planned
from sim.scenario.reach import able_teams, expected_drives, outlets_of_sites
from sim.scenario.scenario import FaultKind, Plan, Scenario
from sim.scenario.spares import SparePart

MONTH_S = 365 * 86_400 / 12
_MOST_REPEATS = 0.99  # a fault that always comes back would offer endless work
Rates = NDArray[np.float64]  # by site


def tickets_per_second(scenario: Scenario, kind: FaultKind) -> Rates:
    """Expected tickets of a fault at each site, repeats included, averaged over the profile and judged time."""
    values = scenario.profile.values
    factor = sum(values) / len(values) if values else 1.0
    units = np.array([site.units if site.product == kind.product else 0 for site in scenario.sites], np.float64)
    repeats = min(kind.fault.repeat.chance, _MOST_REPEATS) if kind.fault.repeat is not None else 0.0
    return kind.fault.rate_per_second * factor * units * _in_service(scenario) / (1 - repeats)


def _in_service(scenario: Scenario) -> Rates:
    """Share of judged time in which each site is in service."""
    start, end = scenario.horizon.start, scenario.horizon.end
    first, last = np.array(scenario.service_of_site, np.float64).reshape(-1, 2).T
    served: Rates = np.clip(np.minimum(last, end) - np.maximum(first, start), 0, None)
    return served / (end - start)


def charged_shares(scenario: Scenario) -> Rates:
    """Share of each site's tickets that are charged if advice does not help, over judged time."""
    charged, start, end = scenario.charged, scenario.horizon.start, scenario.horizon.end
    if charged is None:
        return np.zeros(len(scenario.sites))
    inside = np.clip((np.array(scenario.warranty_of_site, np.float64) - start) / (end - start), 0, 1)
    return inside * charged.in_warranty + (1 - inside) * charged.out_of_warranty


def declined_shares(scenario: Scenario) -> Rates:
    """Share of each site's tickets whose customer declines the quote, of those that advice does not help."""
    return charged_shares(scenario) * (scenario.charged.refused if scenario.charged is not None else 0.0)


def quoting_work(scenario: Scenario, plan: Plan) -> float:
    """Seats kept busy by the quotes."""
    if scenario.charged is None:
        return 0.0
    shares = charged_shares(scenario)
    quotes = sum(
        float((tickets_per_second(scenario, kind) * shares).sum()) * _left_by_phone(plan, kind)
        for kind in scenario.faults
    )
    return quotes * scenario.charged.quote.average


def _left_by_phone(plan: Plan, kind: FaultKind) -> float:
    """Share of tickets that advice does not fix."""
    levels = {desk.level for desk in plan.desks.values() if desk.role == "answer"}
    return 1 - (kind.fault.experts if "experts" in levels else kind.fault.front)


def _left_to_us(scenario: Scenario, plan: Plan, kind: FaultKind) -> float:
    """Share of tickets that the plan's own people repair, on site or on a bench."""
    supplier = kind.fault.supplier
    leaves = supplier is not None and scenario.suppliers[supplier.id].visits == "supplier"
    return _left_by_phone(plan, kind) * (1 - (supplier.chance if supplier is not None and leaves else 0.0))


def _carried(plan: Plan, kind: FaultKind) -> float:
    """Share of these that are brought to a bench."""
    return kind.fault.carry_in if any(outlet.benches for outlet in plan.outlets.values()) else 0.0


def visiting_work(scenario: Scenario, plan: Plan, skill: str | None) -> float:
    """Engineers kept busy by the faults of one skill, whole crews driving from the nearest able outlet."""
    teams = able_teams(plan, skill)
    if not teams:
        return 0.0
    drive = expected_drives(scenario, plan, teams).min(axis=1)
    slowness = _mean_slowness(plan, teams, skill)
    return sum(_work_on(scenario, plan, kind, drive, slowness) for kind in scenario.faults if kind.fault.skill == skill)


def _work_on(scenario: Scenario, plan: Plan, kind: FaultKind, drive: Rates, slowness: float) -> float:
    """Engineers kept busy by one fault. Quoted after the diagnosis means another trip for those who confirm."""
    fault, charged, declined = kind.fault, charged_shares(scenario), declined_shares(scenario)
    after_diagnosis = scenario.charged is not None and scenario.charged.quoted_after == "diagnosis"
    repaired = 1 - declined
    trips = 1 + charged - declined if after_diagnosis else repaired
    diagnosed = np.ones_like(declined) if after_diagnosis else repaired
    visits = tickets_per_second(scenario, kind) * _left_to_us(scenario, plan, kind) * (1 - _carried(plan, kind))
    visits *= mean_count(fault.crew) / fault.first_fix
    on_site = slowness * (diagnosed * fault.diagnose.average + repaired * fault.repair.average)
    signing = repaired * fault.first_fix * fault.sign_off.average
    return float((visits * (trips * drive + on_site + signing)).sum())


def _mean_slowness(plan: Plan, teams: Sequence[str], skill: str | None) -> float:
    """How much longer the work takes on average among all who know the skill."""
    heads = {name: 1 if plan.teams[name].engineers is None else plan.teams[name].engineers or 0 for name in teams}
    slow = sum(count * plan.teams[name].slowness.get(skill or "", 1.0) for name, count in heads.items())
    return slow / sum(heads.values())


def planned_work(scenario: Scenario, plan: Plan, entry: Planned) -> float:
    """Engineers kept busy by a round of planned visits."""
    teams = teams_for(plan, entry)
    if not teams:
        return 0.0
    visited = np.array([site.product in (entry.products or scenario.products) for site in scenario.sites], np.float64)
    visits = visited * entry.share_of_sites * _in_service(scenario) / mean_round_s(entry)
    drive = expected_drives(scenario, plan, teams).min(axis=1)
    on_site = entry.work.average * _mean_slowness(plan, teams, entry.skill)
    return float((visits * (drive + on_site)).sum()) * entry.crew


def mean_round_s(entry: Planned) -> float:
    """Seconds from one round to the next on average."""
    return entry.every.seconds or (entry.every.months or 0) * MONTH_S


def workshop_work(scenario: Scenario, plan: Plan) -> float:
    """Benches of the workshop kept busy by what comes back and is not scrapped."""
    kept, busy = stocked_at(plan), 0.0
    for name, asked in _asked_for(scenario, plan).items():
        part = scenario.parts[name]
        if part.comes_back and part.repair is not None and name in kept:
            units = min(asked, _most_swaps(plan, part)) if part.kind == "unit" else asked
            busy += units * (1 - part.scrap) * part.repair.average
    return busy


def _asked_for(scenario: Scenario, plan: Plan) -> dict[str, float]:
    """Units of each part that repairs would take out, a second."""
    asked: dict[str, float] = {}
    for kind in scenario.faults:
        repaired = tickets_per_second(scenario, kind) * (1 - declined_shares(scenario))
        repaired *= _left_to_us(scenario, plan, kind)
        for name, units in _exchanged(scenario, plan, kind).items():
            asked[name] = asked.get(name, 0.0) + float((repaired * units).sum())
    return asked


def _most_swaps(plan: Plan, part: SparePart) -> float:
    """Units a second that a pool can give out at most: with none at hand it is repaired on site."""
    back = part.return_transit.average + (part.repair.average if part.repair is not None else 0.0)
    out = plan.supply.central_to_outlet.average if plan.central is not None else 0.0
    return units_of(plan, part.id) / (back + out) if back + out else math.inf


def _exchanged(scenario: Scenario, plan: Plan, kind: FaultKind) -> dict[str, Rates]:
    """Units of each part that a repair of a fault takes out on average, by site; swap first takes the whole unit."""
    swap = scenario.products[kind.product].swap
    swapped = np.zeros(len(scenario.sites))
    if swap is not None and plan.swap is not None and plan.swap.first:
        swapped = _has_pool(scenario, plan, swap.unit, kind.fault.skill) * (1 - _carried(plan, kind))
    found = {name: need.chance * mean_count(need.quantity) * (1 - swapped) for name, need in kind.fault.parts.items()}
    if swap is not None:
        found[swap.unit] = found.get(swap.unit, 0.0) + swapped
    return found


def _has_pool(scenario: Scenario, plan: Plan, unit: str, skill: str | None) -> Rates:
    """1 for a site at whose first outlet, or in whose engineers' vans, there may be a unit; else 0."""
    if any(unit in plan.teams[name].van for name in able_teams(plan, skill)):
        return np.ones(len(scenario.sites))
    firsts = [outlets[0] for outlets in outlets_of_sites(scenario, plan)]
    return np.array([unit in plan.outlets[outlet].stock for outlet in firsts], np.float64)
