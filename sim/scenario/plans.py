"""From a plan file to a frozen Plan."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from sim.scenario.check_decide import check_decide, check_open
from sim.scenario.check_fit import check_fit
from sim.scenario.check_plan import PlanNames, check_plan
from sim.scenario.desk import Desk
from sim.scenario.draft import drafted, position
from sim.scenario.files import read_plan, unwrap
from sim.scenario.findings import Findings
from sim.scenario.levers import Lever, levers_of
from sim.scenario.names import Names
from sim.scenario.overrides import Override, apply
from sim.scenario.part import Text, filled, not_given
from sim.scenario.people import Team
from sim.scenario.plan import PlanFile
from sim.scenario.problems import Problem
from sim.scenario.ranges import Range
from sim.scenario.resolved import assumptions_of, resolved_plan
from sim.scenario.scenario import Assumption, Plan, Scenario
from sim.scenario.shut import without_shut
from sim.scenario.source import Source
from sim.scenario.stock_files import expand_stock

_KEYS = ("desks", "outlets", "teams")
_STAND_INS: dict[str, Any] = {
    "outlets": {"stand-in": {"lat": 1, "lon": 1}},
    "teams": {"stand-in": {"engineers": 0}},
}


def read_plan_of(
    folder: Path,
    plan: str | Path,
    overrides: Sequence[Override],
    names: Names,
    scenario: Scenario | None,
    is_good: bool,
) -> tuple[Plan | None, list[Problem]]:
    """The plan as far as it could be read, and everything that is wrong with it.

    `scenario` is the best that could be made of its scenario, `is_good` if that is all of it, `names` what is
    written there.
    """
    source = read_plan(folder, plan)
    if source.tree is None:
        return None, source.problems
    expand_stock(source.tree, folder, source.problems)
    for override in overrides:
        source.problems += apply(override, source.tree, PlanFile)
    expand_stock(source.tree, folder, source.problems)
    ranges = unwrap(source.tree, PlanFile, source.problems)
    own = PlanNames(*(tuple(source.tree[key]) if isinstance(source.tree.get(key), dict) else () for key in _KEYS))
    draft = drafted(PlanFile, source, _STAND_INS)
    is_whole = not any(problem.is_error for problem in source.problems)
    levers = levers_of(draft.part, source.tree, names.parts or ()) if draft.part is not None else ()
    read = _plan(draft.part, source, ranges, levers) if draft.part is not None else None
    if draft.part is not None and read is not None:
        findings = Findings(draft)
        check_plan(findings, draft.part, own, names, scenario)
        check_decide(findings, draft.part, levers)
        check_open(findings, draft.part)
        if scenario is not None and is_good and is_whole and read.outlets and read.teams:
            check_fit(findings, read, scenario)
        source.problems += findings.problems
    source.problems.sort(key=lambda problem: position(problem, [source.file]))
    return read, _said_once(source)


def _said_once(source: Source) -> list[Problem]:
    """What is wrong with a table is said once, however many stores read it."""
    said: dict[object, Problem] = {}
    for problem in source.problems:
        is_shared = problem.file != source.file and problem.line is not None
        said.setdefault((problem.file, problem.line, problem.column, problem.code) if is_shared else problem, problem)
    return list(said.values())


def _plan(whole: PlanFile, source: Source, ranges: Sequence[Range], levers: tuple[Lever, ...]) -> Plan:
    path = Path(source.file)
    assign = "territory" if whole.territories else "nearest"
    file = without_shut(whole)
    plan = Plan(
        id=path.stem,
        path=path,
        name=file.name or Text.same(path.stem),
        desks={name: _levelled(name, desk, file) for name, desk in file.desks.items()},
        outlets=file.outlets,
        central=file.central,
        supply=file.supply,
        swap=file.swap,
        teams={name: _homed(name, team) for name, team in file.teams.items()},
        territories=file.territories,
        dispatch=filled(file.dispatch, **not_given(file.dispatch, {"assign": assign})),
        calls=file.calls,
        workshop=file.workshop,
        planned=file.planned,
        decide=file.decide,
        levers=levers,
        given=frozenset(file.model_fields_set),
    )
    entries = [entry for entry in resolved_plan(plan) if _matters(entry.path, file)]
    centres = [
        Assumption(f"outlets.{name}.city", outlet.city)
        for name, outlet in plan.outlets.items()
        if outlet.city is not None and "lat" not in outlet.model_fields_set
    ]
    if plan.central is not None and plan.central.city is not None and "lat" not in plan.central.model_fields_set:
        centres.append(Assumption("central.city", plan.central.city))
    return replace(plan, assumptions=(*assumptions_of(ranges, entries), *centres))


def _matters(path: str, file: PlanFile) -> bool:
    """Whether an assumed value of a plan is used, and not said already as the centre of a city."""
    if path.startswith("supply.central_to_outlet"):
        return file.central is not None
    if path.startswith("supply.outlet_to_van"):
        return any(team.van for team in file.teams.values())
    return not path.endswith((".lat", ".lon"))


def _levelled(name: str, desk: Desk, file: PlanFile) -> Desk:
    """Who is escalated to is an expert, unless the plan says otherwise."""
    if desk.level is not None or desk.role == "dispatch":
        return desk
    is_expert = any(other.escalate_to == name for other in file.desks.values())
    return filled(desk, level="experts" if is_expert else "front")


def _homed(name: str, team: Team) -> Team:
    """A team lives at the outlet of its own name, unless the plan says otherwise."""
    return team if team.outlet else filled(team, outlet=name)
