"""The front door: from a folder to a frozen Scenario, from a plan file to a frozen Plan; or every error at once."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, TypeVar

from sim.scenario.advice import advice
from sim.scenario.check_nature import check_nature, swapped_sites
from sim.scenario.check_plan import PlanNames, check_plan
from sim.scenario.check_promises import check_promises
from sim.scenario.draft import Draft, settle
from sim.scenario.files import PLAN_KEYS, CommitmentsFile, Files, plan_files, read_files, read_plan, set_values, unwrap
from sim.scenario.findings import Findings
from sim.scenario.grammar import Part, Text
from sim.scenario.horizon import Horizon
from sim.scenario.names import Names, names_of, raw_names
from sim.scenario.nature import ScenarioFile
from sim.scenario.overrides import Override, apply, read_overrides
from sim.scenario.plan import Desk, PlanFile, Team
from sim.scenario.problems import InputErrors, Problem
from sim.scenario.promise import Commitment
from sim.scenario.ranges import Range
from sim.scenario.resolved import assumptions_of, resolved, resolved_plan
from sim.scenario.rows import REPLAY, SITES, read_replay, read_sites
from sim.scenario.scenario import Assumption, FaultKind, Plan, Replay, Scenario, Site
from sim.scenario.source import Source
from sim.scenario.tree import Map
from sim.wording import _

P = TypeVar("P", bound=Part)
BASELINE = "baseline"
_CHINESE_ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "PRC")
_STAND_INS: dict[type[Part], dict[str, Any]] = {
    ScenarioFile: {
        "schema": 1,
        "timezone": "UTC",
        "horizon": {"start": "2026-01-01", "months": 12},
        "products": {"stand-in": {"faults": {"stand-in": {"rate": "0/h"}}}},
    },
    PlanFile: {"outlets": {"stand-in": {"lat": 1, "lon": 1}}, "teams": {"stand-in": {"engineers": 0}}},
    CommitmentsFile: {},
}


@dataclass(frozen=True)
class _Read:
    """What came out of the files of a scenario: the best that could be made of them, and everything that is wrong."""

    scenario: Scenario | None
    names: Names
    problems: list[Problem]

    @property
    def is_good(self) -> bool:
        return self.scenario is not None and not any(problem.is_error for problem in self.problems)


def load_scenario(folder: Path | str, overrides: Sequence[str] = ()) -> Scenario:
    """Nature and promises of a scenario folder.

    `overrides` are `path=value`; those that address the plan are left to `load_plan`. Raises InputErrors with every
    error of all files.
    """
    problems: list[Problem] = []
    read = _read_scenario(Path(folder), read_overrides(overrides, problems))
    problems += read.problems
    if read.scenario is None or any(problem.is_error for problem in problems):
        raise InputErrors(problems)
    return replace(read.scenario, warnings=tuple(problems))


def load_plan(scenario: Scenario, plan: str | Path = BASELINE, overrides: Sequence[str] = ()) -> Plan:
    """A plan of a scenario by its stem in `plans`, or by its path. Raises InputErrors with every error."""
    problems: list[Problem] = []
    chosen = [one for one in read_overrides(overrides, problems) if one.steps[0] in PLAN_KEYS]
    read, found = _read_plan(scenario.folder, plan, chosen, names_of(scenario), scenario)
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
    read = _read_scenario(Path(folder), chosen)
    problems += read.problems
    plans = _check_plans(Path(folder), plan, chosen, read, problems)
    scenario = read.scenario if read.is_good else None
    if scenario is not None:
        problems += [warning for one in plans.values() for warning in advice(scenario, one)]
    return scenario, plans, list(dict.fromkeys(problems))


def _check_plans(
    folder: Path, plan: str | Path | None, overrides: Sequence[Override], read: _Read, problems: list[Problem]
) -> dict[str, Plan]:
    if not folder.is_dir():
        return {}
    chosen: Sequence[str | Path] = [plan] if plan is not None else plan_files(folder) or [BASELINE]
    ours = [one for one in overrides if one.steps[0] in PLAN_KEYS]
    plans = {}
    for one in chosen:
        result, found = _read_plan(folder, one, ours, read.names, read.scenario)
        problems += found
        if result is not None and not any(problem.is_error for problem in found):
            plans[result.id] = replace(result, warnings=tuple(found))
    return plans


# -- scenario ---------------------------------------------------------------------------------------------------------


def _read_scenario(folder: Path, overrides: Sequence[Override]) -> _Read:
    files = read_files(folder)
    set_values(files, overrides)
    files.ranges += unwrap(files.scenario.tree, ScenarioFile, files.scenario.problems)
    files.ranges += unwrap(files.commitments.tree, CommitmentsFile, files.commitments.problems)
    reader = _Reader(files)
    scenario = reader.scenario()
    order = [source.file for source in files.sources]
    problems = [problem for source in files.sources for problem in source.problems] + files.problems
    problems.sort(key=lambda problem: _position(problem, order))
    return _Read(scenario, reader.names, problems)


def _position(problem: Problem, order: Sequence[str]) -> tuple[int, int, int]:
    file = order.index(problem.file) if problem.file in order else len(order)
    return file, problem.line or 0, problem.column or 0


def _drafted(model: type[P], source: Source) -> Draft[P]:
    """The valid part of a file; what is wrong with it is kept there."""
    if source.tree is None:
        return Draft(None, Map(source.place))
    draft = settle(model, source.tree, _STAND_INS[model])
    source.problems += draft.problems
    return draft


class _Reader:
    """Drafts the files of a scenario one after the other and checks them against each other."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.rows = files.rows(files.sites, SITES.root)
        self.written = raw_names(files.scenario.tree, None, None)
        self.nature = _drafted(ScenarioFile, files.scenario)
        self.promises = _drafted(CommitmentsFile, files.commitments)
        self.names = self.written

    def scenario(self) -> Scenario | None:
        """The scenario as far as it could be read, after all checks; None if there is hardly anything of it."""
        sites = read_sites(self.rows, self.written.products, self.files.sites.problems) if self.rows else ()
        draft = self._assemble(sites) if self.nature.part is not None else None
        names = raw_names(self.files.scenario.tree, self.rows, draft)
        self.names = replace(self.written, **{key: getattr(names, key) for key in _OF_SITES})
        self._check(draft, sites)
        return draft

    def _assemble(self, sites: tuple[Site, ...]) -> Scenario:
        file = self.nature.part
        assert file is not None
        faults = tuple(
            FaultKind(product, fault, kind)
            for product, entry in file.products.items()
            for fault, kind in entry.faults.items()
        )
        given = frozenset(
            field.alias or name for name, field in ScenarioFile.model_fields.items() if name in file.model_fields_set
        )
        name = self.files.folder.resolve().name
        scenario = Scenario(
            folder=self.files.folder,
            id=name,
            name=file.name or Text.same(name),
            timezone=file.timezone,
            country=file.country or ("CN" if file.timezone in _CHINESE_ZONES else None),
            currency=file.currency,
            horizon=Horizon.of(file.horizon, file.timezone),
            judge=file.judge,
            severities=file.severities,
            calendars=file.calendars,
            channels=file.channels,
            dispersion=file.dispersion,
            profile=file.profile,
            products=file.products,
            suppliers=file.suppliers,
            travel=file.travel,
            satisfaction=file.satisfaction,
            complaints=file.complaints,
            prices=file.prices,
            sites=sites,
            replay=self._replay(file.timezone, sites, faults),
            commitments=self._commitments(file),
            faults=faults,
            given=given,
        )
        return replace(scenario, assumptions=self._assumptions(scenario))

    def _commitments(self, file: ScenarioFile) -> tuple[Commitment, ...]:
        """Each with its own confidence and assurance or the scenario's."""
        if self.promises.part is None:
            return ()
        usual = {"confidence": file.judge.confidence, "assurance": file.judge.assurance}
        return tuple(_filled(one, **_not_given(one, usual)) for one in self.promises.part.commitments)

    def _replay(self, zone: str, sites: tuple[Site, ...], faults: tuple[FaultKind, ...]) -> tuple[Replay, ...] | None:
        if self.files.replay is None:
            return None
        rows = self.files.rows(self.files.replay, REPLAY.root)
        if rows is None or self.rows is None:
            return ()
        known = {site.id: site for site in sites}
        pairs = [(kind.product, kind.id) for kind in faults]
        return read_replay(rows, zone, known, pairs, self.files.replay.problems)

    def _assumptions(self, scenario: Scenario) -> tuple[Assumption, ...]:
        found = assumptions_of(self.files.ranges, resolved(scenario))
        if scenario.country is not None and "country" not in scenario.given:
            found.append(Assumption("country", scenario.country))
        placed = sum(site.city is not None for site in scenario.sites)
        if placed:
            message = _("{placed} of {all} sites stand at the centre of their city")
            found.append(Assumption("sites.*.city", message.format(placed=placed, all=len(scenario.sites))))
        return tuple(found)

    def _check(self, draft: Scenario | None, sites: tuple[Site, ...]) -> None:
        nature, promises = Findings(self.nature), Findings(self.promises)
        if self.nature.part is not None:
            check_nature(nature, self.nature.part, self.names, self.files.replay is not None)
        if self.promises.part is not None:
            torn = ("timezone", "horizon", "calendars", "country")
            is_timed = draft is not None and not any(self.nature.is_torn(key) for key in torn)
            is_timed = is_timed and not any(problem.code == "LOOP" for problem in nature.problems)
            check_promises(promises, self.promises.part.commitments, self.names, draft, is_timed)
        self.files.scenario.problems += nature.problems
        self.files.commitments.problems += promises.problems
        if self.rows is not None:
            self.files.sites.problems += swapped_sites(sites, self.rows)


_OF_SITES = ("sites", "regions", "customers", "contracts")


def _not_given(part: Part, values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if key not in part.model_fields_set}


def _filled(part: P, **values: Any) -> P:
    """A copy with derived values, which do not count as given."""
    copy = part.model_copy(update=values)
    copy.__pydantic_fields_set__.intersection_update(part.model_fields_set)
    return copy


# -- plan -------------------------------------------------------------------------------------------------------------


def _read_plan(
    folder: Path, plan: str | Path, overrides: Sequence[Override], names: Names, scenario: Scenario | None
) -> tuple[Plan | None, list[Problem]]:
    source = read_plan(folder, plan)
    if source.tree is None:
        return None, source.problems
    for override in overrides:
        source.problems += apply(override, source.tree, PlanFile)
    ranges = unwrap(source.tree, PlanFile, source.problems)
    own = PlanNames(*(tuple(source.tree[key]) if isinstance(source.tree.get(key), dict) else () for key in _OF_PLAN))
    draft = _drafted(PlanFile, source)
    if draft.part is not None:
        findings = Findings(draft)
        check_plan(findings, draft.part, own, names, scenario.suppliers if scenario else {})
        source.problems += findings.problems
    source.problems.sort(key=lambda problem: _position(problem, [source.file]))
    return (_plan(draft.part, source, ranges) if draft.part is not None else None), source.problems


_OF_PLAN = ("desks", "outlets", "teams")


def _plan(file: PlanFile, source: Source, ranges: Sequence[Range]) -> Plan:
    path = Path(source.file)
    assign = "territory" if file.territories else "nearest"
    plan = Plan(
        id=path.stem,
        path=path,
        name=file.name or Text.same(path.stem),
        desks={name: _levelled(name, desk, file) for name, desk in file.desks.items()},
        outlets=file.outlets,
        teams={name: _homed(name, team) for name, team in file.teams.items()},
        territories=file.territories,
        dispatch=_filled(file.dispatch, **_not_given(file.dispatch, {"assign": assign})),
        given=frozenset(file.model_fields_set),
    )
    entries = [entry for entry in resolved_plan(plan) if not entry.path.startswith("outlets")]
    centres = [
        Assumption(f"outlets.{name}.city", outlet.city)
        for name, outlet in plan.outlets.items()
        if outlet.city is not None and "lat" not in outlet.model_fields_set
    ]
    return replace(plan, assumptions=(*assumptions_of(ranges, entries), *centres))


def _levelled(name: str, desk: Desk, file: PlanFile) -> Desk:
    """Who is escalated to is an expert, unless the plan says otherwise."""
    if desk.level is not None or desk.role == "dispatch":
        return desk
    is_expert = any(other.escalate_to == name for other in file.desks.values())
    return _filled(desk, level="experts" if is_expert else "front")


def _homed(name: str, team: Team) -> Team:
    """A team lives at the outlet of its own name, unless the plan says otherwise."""
    return team if team.outlet else _filled(team, outlet=name)
