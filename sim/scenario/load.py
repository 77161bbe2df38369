"""The front door: from a folder to a frozen Scenario, from a plan file to a frozen Plan; or every error at once."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from sim.scenario.advice import advice
from sim.scenario.files import PLAN_KEYS, plan_files
from sim.scenario.names import names_of
from sim.scenario.overrides import Override, read_overrides
from sim.scenario.plans import read_plan_of
from sim.scenario.problems import InputErrors, Problem
from sim.scenario.reading import Reading, read_scenario
from sim.scenario.scenario import Plan, Scenario

BASELINE = "baseline"


def load_scenario(folder: Path | str, overrides: Sequence[str] = ()) -> Scenario:
    """Nature and promises of a scenario folder.

    `overrides` are `path=value`; those that address the plan are left to `load_plan`. Raises InputErrors with every
    error of all files.
    """
    problems: list[Problem] = []
    read = read_scenario(Path(folder), read_overrides(overrides, problems))
    problems += read.problems
    if read.scenario is None or any(problem.is_error for problem in problems):
        raise InputErrors(problems)
    return replace(read.scenario, warnings=tuple(problems))


def load_plan(scenario: Scenario, plan: str | Path = BASELINE, overrides: Sequence[str] = ()) -> Plan:
    """A plan of a scenario by its stem in `plans`, or by its path. Raises InputErrors with every error."""
    problems: list[Problem] = []
    chosen = [one for one in read_overrides(overrides, problems) if one.steps[0] in PLAN_KEYS]
    read, found = read_plan_of(scenario.folder, plan, chosen, names_of(scenario), scenario, True)
    problems += found
    if read is None or any(problem.is_error for problem in problems):
        raise InputErrors(problems)
    return replace(read, warnings=tuple(problems))


def check(
    folder: Path | str, plan: str | Path | None = None, overrides: Sequence[str] = ()
) -> tuple[Scenario | None, dict[str, Plan], list[Problem]]:
    """Everything that is wrong or odd in a scenario and its plans (all of them, or the one asked for).

    The scenario and the plans are there as far as they are without error.
    """
    problems: list[Problem] = []
    chosen = read_overrides(overrides, problems)
    read = read_scenario(Path(folder), chosen)
    problems += read.problems
    plans = _check_plans(Path(folder), plan, chosen, read, problems)
    scenario = read.scenario if read.is_good else None
    if scenario is not None:
        problems += [warning for one in plans.values() for warning in advice(scenario, one)]
    return scenario, plans, list(dict.fromkeys(problems))


def _check_plans(
    folder: Path, plan: str | Path | None, overrides: Sequence[Override], read: Reading, problems: list[Problem]
) -> dict[str, Plan]:
    if not folder.is_dir():
        return {}
    chosen: Sequence[str | Path] = [plan] if plan is not None else plan_files(folder) or [BASELINE]
    ours = [one for one in overrides if one.steps[0] in PLAN_KEYS]
    plans = {}
    for one in chosen:
        result, found = read_plan_of(folder, one, ours, read.names, read.scenario, read.is_good)
        problems += found
        if result is not None and not any(problem.is_error for problem in found):
            plans[result.id] = replace(result, warnings=tuple(found))
    return plans
