"""Thought experiments: the same plan in the same sample years, with one thing perfect. No plan can be so."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.scenario.parts_flow import needed_parts, swap_units

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario, Team

ENDLESS = 9999  # units of a part on a shelf
IN_VAN = 99
HEADS, SEATS, BENCHES = 25, 99, 99
"""So many more engineers in a team, so many seats at a desk, so many benches that nobody ever waits for one."""
KMH = 100_000  # faster than any promise can tell

PARTS, TRAVEL, PEOPLE, HOURS, DESKS, SUPPLIERS = "parts", "travel", "engineers", "hours", "desks", "suppliers"


@dataclass(frozen=True)
class Perfect:
    """What is made perfect, and the `--set` texts that make it so; `limits`: what stays as it is all the same."""

    name: str
    changes: tuple[str, ...]
    limits: tuple[str, ...] = ()


def perfects(scenario: Scenario, plan: Plan) -> tuple[list[Perfect], dict[str, str]]:
    """Everything that can be made perfect here, and the rest with the reason."""
    found = {name: make(scenario, plan) for name, make in MAKERS.items()}
    made = [Perfect(name, one, _limits(name, scenario)) for name, one in found.items() if not isinstance(one, str)]
    return made, {name: why for name, why in found.items() if isinstance(why, str)}


NONE_NEEDED, NO_DESKS, NO_SUPPLIERS, ALWAYS_THERE = "no parts", "no desks", "no suppliers", "always on duty"
"""Why a thing is not made perfect: there is nothing of it to be better."""
MATRIX = "travel_matrix"


def _limits(name: str, scenario: Scenario) -> tuple[str, ...]:
    return (MATRIX,) if name == TRAVEL and scenario.travel_matrix else ()


def _parts(scenario: Scenario, plan: Plan) -> tuple[str, ...] | str:
    """Every part in every van and on every shelf, as many as anybody could ask for, handed over at any hour."""
    parts = list(dict.fromkeys([*needed_parts(scenario), *swap_units(scenario)]))
    if not parts:
        return NONE_NEEDED
    shelves = [f"outlets.*.stock.{part}={ENDLESS}" for part in parts]
    vans = [f"teams.{name}.van.{part}={IN_VAN}" for name in _limited(plan) for part in parts]
    known = list(_known_before(scenario)) if len(_limited(plan)) < len(plan.teams) else []
    order = f"supply.sourcing=[{'van, outlet' if vans else 'outlet'}]"
    return (order, "outlets.*.store_hours=always", "outlets.*.issue=0s", *shelves, *vans, *known)


def _known_before(scenario: Scenario) -> Iterator[str]:
    """Teams that never run out have no vans: what they need is known on the phone and taken along."""
    for kind in scenario.faults:
        path = f"products.{kind.product}.faults.{kind.id}.parts"
        yield from (f"{path}.{part}.known=100%" for part in kind.fault.parts)


def _limited(plan: Plan) -> Mapping[str, Team]:
    return {name: team for name, team in plan.teams.items() if team.engineers is not None}


def _travel(_scenario: Scenario, _plan: Plan) -> tuple[str, ...]:
    """Everybody is there at once."""
    return (f"travel.speeds=[{{kmh: {KMH}}}]",)


def _people(_scenario: Scenario, plan: Plan) -> tuple[str, ...]:
    """So many engineers in every team, and as many more on call where anybody is, that nobody waits for one."""
    return tuple(_crowds(plan))


def _crowds(plan: Plan) -> Iterator[str]:
    for name, team in _limited(plan).items():
        yield f"teams.{name}.engineers={(team.engineers or 0) + HEADS}"
        if team.on_call and team.on_call.engineers:
            yield f"teams.{name}.on_call.engineers={team.on_call.engineers + HEADS}"
    if any(outlet.benches for outlet in plan.outlets.values()):
        yield from (f"outlets.{name}.benches={BENCHES}" for name, outlet in plan.outlets.items() if outlet.benches)


def _hours(scenario: Scenario, plan: Plan) -> tuple[str, ...] | str:
    """The same heads on duty day and night, also at the benches and in the stores; nobody needs to be called."""
    shifts = [f"teams.{name}.shift=always" for name, team in plan.teams.items() if _ends(scenario, team)]
    called = [f"teams.{name}.on_call.engineers=0" for name, team in plan.teams.items() if team.on_call]
    benches = [f"outlets.{name}.bench_calendar=always" for name, one in plan.outlets.items() if one.benches]
    stores = [f"outlets.{name}.store_hours=always" for name, one in plan.outlets.items() if one.store_hours != "always"]
    return (*shifts, *called, *benches, *stores) if shifts or benches or stores else ALWAYS_THERE


def _ends(scenario: Scenario, team: Team) -> bool:
    from sim.clock import Always

    return not isinstance(scenario.calendar(team.shift), Always)


def _desks(_scenario: Scenario, plan: Plan) -> tuple[str, ...] | str:
    """So many seats at every desk, day and night, that nobody waits for one; lines enough for all of them."""
    if not plan.desks:
        return NO_DESKS
    seats = [f"desks.{name}.seats={SEATS}" for name in plan.desks]
    hours = [f"desks.{name}.calendar=always" for name, desk in plan.desks.items() if desk.calendar]
    lines = [f"desks.{name}.trunks={ENDLESS}" for name, desk in plan.desks.items() if desk.trunks is not None]
    return (*seats, *hours, *lines)


def _suppliers(scenario: Scenario, _plan: Plan) -> tuple[str, ...] | str:
    """Suppliers answer at once, and what they send is there."""
    if not scenario.suppliers:
        return NO_SUPPLIERS
    return tuple(_answers(scenario))


def _answers(scenario: Scenario) -> Iterator[str]:
    for name, supplier in scenario.suppliers.items():
        yield f"suppliers.{name}.reply=0s"
        if supplier.visits == "own":
            yield f"suppliers.{name}.supply=0s"


MAKERS: dict[str, Callable[[Scenario, Plan], tuple[str, ...] | str]] = {
    PARTS: _parts,
    TRAVEL: _travel,
    PEOPLE: _people,
    HOURS: _hours,
    DESKS: _desks,
    SUPPLIERS: _suppliers,
}
