"""Levers about parts: one more on a shelf or in the vans, a courier."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.scenario.parts_flow import needed_parts, swap_units
from sim.study.advising.lever import COURIER, PART, VAN, Lever
from sim.study.steps import CENTRAL, kept_in, one_more_unit
from sim.study.steps import VAN as OF_TEAM

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario

COURIER_LEAD = "24h"
STORES, VANS = "stores", "vans"


def store_levers(scenario: Scenario, plan: Plan) -> Iterator[Lever]:
    """One more of every part that may be needed, at every outlet, in the central store and in every team's vans."""
    parts = list(dict.fromkeys([*needed_parts(scenario), *swap_units(scenario)]))
    for store in (*plan.outlets, *([CENTRAL] if plan.central is not None else [])):
        for part in parts:
            yield from _on_shelf(scenario, plan, store, part)
    for team, people in plan.teams.items():
        for part in parts if people.engineers is not None else ():
            yield from _in_vans(scenario, plan, team, part)
    if parts and not _has_courier(scenario, plan):
        yield _courier(scenario, plan)


def _on_shelf(scenario: Scenario, plan: Plan, store: str, part: str) -> Iterator[Lever]:
    owner, path = kept_in(plan, store)
    more = one_more_unit(plan, store, part)
    if part in owner and more is not None:
        yield Lever(PART, store, part, (more,), int(more.rpartition("=")[2]), _price_of(scenario, part))
    elif part not in owner and store != CENTRAL:
        yield Lever(PART, store, part, (f"{path}.{part}=1",), 1, _price_of(scenario, part))


def _in_vans(scenario: Scenario, plan: Plan, team: str, part: str) -> Iterator[Lever]:
    owner, path = kept_in(plan, OF_TEAM + team)
    more = one_more_unit(plan, OF_TEAM + team, part) if part in owner else f"{path}.{part}=1"
    if more is not None:
        yield Lever(VAN, team, part, (more,), int(more.rpartition("=")[2]), _price_of(scenario, part))


def _price_of(scenario: Scenario, part: str) -> tuple[str, ...]:
    """What keeping one more in stock costs a year: its worth times the rate of holding."""
    cost = () if scenario.parts[part].unit_cost is not None else (f"parts.{part}.unit_cost",)
    rate = () if scenario.prices.holding_per_year is not None else ("prices.holding_per_year",)
    return (*cost, *rate)


def _has_courier(scenario: Scenario, plan: Plan) -> bool:
    if "courier" not in plan.supply.sourcing:
        return False
    return plan.supply.courier is not None or any(part.courier_lead for part in scenario.parts.values())


def _courier(scenario: Scenario, plan: Plan) -> Lever:
    """Whatever no store has is brought to the site."""
    listed = plan.supply.sourcing
    changes = [f"supply.courier={{lead: {COURIER_LEAD}}}"]
    if "courier" not in listed:
        changes.append(f"supply.sourcing=[{', '.join((*listed, 'courier'))}]")
    without = () if scenario.prices.courier is not None else ("prices.courier",)
    return Lever(COURIER, "", COURIER_LEAD, tuple(changes), None, without, (f"lead: {COURIER_LEAD}",))
