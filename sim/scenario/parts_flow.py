"""Which parts are needed, where a plan keeps them, and how they come where it keeps none."""

from sim.scenario.plan import PlanFile
from sim.scenario.scenario import Plan, Scenario
from sim.scenario.spares import SparePart
from sim.scenario.tree import Loc

CENTRAL = "central"


def needed_parts(scenario: Scenario) -> dict[str, list[str]]:
    """Every part that faults may need, with the keys of these faults."""
    needed: dict[str, list[str]] = {}
    for kind in scenario.faults:
        for part, need in kind.fault.parts.items():
            if need.chance:
                needed.setdefault(part, []).append(kind.key)
    return needed


def stand_ins(scenario: Scenario) -> set[str | None]:
    """The parts that stand in for parts that are needed."""
    return {scenario.parts[part].substitute for part in needed_parts(scenario)}


def swap_units(scenario: Scenario) -> list[str]:
    """The parts that stand in for whole units."""
    return list(dict.fromkeys(product.swap.unit for product in scenario.products.values() if product.swap is not None))


def stocked_at(plan: Plan | PlanFile) -> dict[str, list[Loc]]:
    """Every part that some stock names, with the paths of its rules."""
    found: dict[str, list[Loc]] = {}
    for outlet, entry in plan.outlets.items():
        for part in entry.stock:
            found.setdefault(part, []).append(("outlets", outlet, "stock", part))
    for part in plan.central.stock if plan.central is not None else ():
        found.setdefault(part, []).append(("central", "stock", part))
    for team, people in plan.teams.items():
        for part in people.van:
            found.setdefault(part, []).append(("teams", team, "van", part))
    return found


def units_of(plan: Plan, part: str) -> int:
    """Units of a part that all stores together begin with."""
    stocks = [outlet.stock for outlet in plan.outlets.values()] + ([plan.central.stock] if plan.central else [])
    vans = sum(team.van[part].full * (team.engineers or 0) for team in plan.teams.values() if part in team.van)
    return vans + sum(stock[part].full for stock in stocks if part in stock)


def is_kept(plan: Plan, part: str) -> bool:
    """Whether a place that is asked for parts has a stock that names this one."""
    pooled = [plan.outlets[name] for pool in plan.supply.lateral for name in pool.between if name in plan.outlets]
    holders = {
        "van": any(part in team.van for team in plan.teams.values()),
        "outlet": any(part in outlet.stock for outlet in plan.outlets.values()),
        "lateral": any(part in outlet.stock for outlet in pooled),
        "central": plan.central is not None and part in plan.central.stock,
    }
    return any(holders.get(source, False) for source in plan.supply.sourcing)


def courier_brings(plan: Plan, part: SparePart) -> bool:
    """Whether a courier is asked for parts and brings this one."""
    is_set_up = part.courier_lead is not None or plan.supply.courier is not None
    return is_set_up and "courier" in plan.supply.sourcing


def fetched_s(plan: Plan, part: SparePart) -> float | None:
    """Mean seconds until a part that nobody keeps is there: by courier, else bought; None: never."""
    lead = part.lead
    if courier_brings(plan, part):
        lead = part.courier_lead or (plan.supply.courier.lead if plan.supply.courier else None)
    return lead.average if lead is not None else None


def all_come_home(plan: Plan, part: SparePart) -> bool:
    """Whether each unit handed out comes back good, so that no stock has anything bought.

    Home is the central store, else the outlet. Where none lies in its stores, only what leaves at once can come back.
    """
    if not part.comes_back or part.scrap:
        return False
    stocks = [(name, outlet.stock) for name, outlet in plan.outlets.items()]
    stocks += [(team.outlet, team.van) for team in plan.teams.values()]
    stocks += [(CENTRAL, plan.central.stock)] if plan.central is not None else []
    pools: dict[str, int] = {}
    for store, stock in stocks:
        home = store if plan.central is None else CENTRAL
        if part.id in stock:
            pools[home] = pools.get(home, 0) + stock[part.id].full
    return all(pools.values()) or part.sent_back == "at_request"
