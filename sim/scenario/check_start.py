"""Whether a plan has the stores that `start.csv` fills."""

from collections.abc import Iterator

from sim.scenario.findings import Findings
from sim.scenario.parts_flow import CENTRAL
from sim.scenario.problems import listed
from sim.scenario.scenario import Plan, Scenario
from sim.scenario.start_rows import VAN
from sim.wording import _


def check_start(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    """Say what of the start state this plan has no place for; another plan may have it."""
    state = scenario.start
    if state is None:
        return
    pairs = [(stock.store, stock.part) for stock in state.on_hand]
    pairs += [(order.store, order.part) for order in state.on_order]
    kept = {store: parts_of_store(plan, store) for store, _part in pairs}
    unknown = [store for store, parts in kept.items() if parts is None]
    if unknown:
        message = _("start.csv names stores that this plan does not have: {stores}; what it says of them is left out")
        findings.warn((), "NOT_USED", message.format(stores=listed(unknown)))
    for store, parts in kept.items():
        strange = dict.fromkeys(part for one, part in pairs if one == store and parts is not None and part not in parts)
        if strange:
            message = _("start.csv: '{store}' of this plan keeps no {parts}; what it says of that is left out")
            findings.warn((), "NOT_USED", message.format(store=store, parts=listed(strange)))


def parts_of_store(plan: Plan, store: str) -> set[str] | None:
    """The parts that lie in a store or pass through it; None if the plan has no such store."""
    van = VAN.fullmatch(store)
    if van is not None:
        team = plan.teams.get(van[1])
        return None if team is None or int(van[2]) > (team.engineers or 0) else set(team.van)
    if store == CENTRAL:
        return None if plan.central is None else set(plan.central.stock) | set(_of_outlets(plan, *plan.outlets))
    return set(_of_outlets(plan, store)) if store in plan.outlets else None


def _of_outlets(plan: Plan, *outlets: str) -> Iterator[str]:
    for outlet in outlets:
        yield from plan.outlets[outlet].stock
    for team in plan.teams.values():
        if team.outlet in outlets:
            yield from team.van
