"""What customers pay for charged work and suppliers pay back: shown beside the costs, never netted; in cents."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.judge.case_use import CONSUMABLE, CaseUse, price_put_in
from sim.judge.goods import put_in_parts
from sim.judge.priced import CANNOT_OCCUR, Priced, summed
from sim.judge.tickets import Flags, TicketTable
from sim.model import Deployment

HOUR_S = 3600
Cents = NDArray[Any]


@dataclass(frozen=True, eq=False)
class Earned:
    """In all, and of each case."""

    priced: Priced
    by_case: Cents


def income_charged(place: Deployment, table: TicketTable, use: CaseUse) -> Earned:
    """Of tickets whose customer has confirmed the price: hours of each engineer (or on the bench), and parts put in."""
    charged, none = place.scenario.charged, np.zeros(len(use))
    if charged is None:
        return Earned(CANNOT_OCCUR, none)
    pays = _of_tickets(table.has("confirmed"), use)
    hours = (use.work_s + use.bench_s) * pays / HOUR_S
    parts = use.put_in * pays * (1 + charged.parts_markup)
    rate = charged.work_per_hour
    work = none if rate is None else hours * rate
    amounts = {"charged.work_per_hour": None if rate is None else float(work.sum())}
    return Earned(summed("income_charged", {**amounts, **_parts(place, put_in_parts(place), parts)}), work + parts)


def claims(place: Deployment, table: TicketTable, use: CaseUse) -> Earned:
    """The share that suppliers pay back of parts, kilometres and paid visits for what is theirs."""
    scenario = place.scenario
    shares = np.array([_pays_back(place, fault) for fault in range(len(scenario.faults))])
    if not shares.any():
        return Earned(CANNOT_OCCUR, np.zeros(len(use)))
    share = np.where(table.facts["needs_supplier"], shares[np.asarray(table.facts["fault"])], 0.0)
    share = np.append(share, np.zeros(len(use) - len(share)))
    per_km = scenario.prices.per_km
    ways = use.metres * (per_km or 0) / 1000 * share
    visits, parts = use.by_visit * share, use.put_in * share
    theirs = [part for fault in np.flatnonzero(shares).tolist() for part in scenario.faults[fault].fault.parts]
    amounts: dict[str, float | None] = {"prices.per_km": None if per_km is None else float(ways.sum())}
    if any(team.pay_per_visit is not None for team in place.plan.teams.values()):
        amounts["visits"] = float(visits.sum())
    return Earned(summed("claims", {**amounts, **_parts(place, theirs, parts)}), ways + visits + parts)


def _pays_back(place: Deployment, fault: int) -> float:
    owner = place.scenario.faults[fault].fault.supplier
    return place.scenario.suppliers[owner.id].pays_back if owner is not None else 0.0


def _of_tickets(holds: Flags, use: CaseUse) -> Flags:
    """A flag of tickets for all cases: nothing else is charged."""
    flags: Flags = np.append(holds, np.zeros(len(use) - len(holds), np.bool_))
    return flags


def _parts(place: Deployment, parts: list[str], worth: Cents) -> dict[str, float | None]:
    """What all parts put in are worth, and by their path the prices that are not given."""
    known = place.scenario.parts
    concerned = [part for part in parts if known[part].kind == CONSUMABLE or known[part].comes_back]
    lacking = [part for part in concerned if price_put_in(known[part]) is None]
    paths = {part: "unit_cost" if known[part].kind == CONSUMABLE else "repair_cost" for part in lacking}
    missing: dict[str, float | None] = {f"parts.{part}.{column}": None for part, column in paths.items()}
    return {**({"parts": float(worth.sum())} if len(lacking) < len(concerned) else {}), **missing}
