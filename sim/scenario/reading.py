"""Reads the files of a scenario into a frozen Scenario, as far as it can be made, with all that is wrong with them."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from sim.clock import NEVER
from sim.scenario.check_nature import check_nature, swapped_sites
from sim.scenario.check_parts import check_parts
from sim.scenario.check_promises import check_promises
from sim.scenario.check_service import check_service, unserved_sites
from sim.scenario.draft import Draft, drafted, position
from sim.scenario.extent import too_large
from sim.scenario.files import CommitmentsFile, Files, outlets_of_plans, read_files, set_values, unwrap, unwrap_sites
from sim.scenario.findings import Findings
from sim.scenario.horizon import Horizon
from sim.scenario.matrix import DRIVES, Drive, read_drives
from sim.scenario.names import Names, raw_names
from sim.scenario.nature import OvertimeFactors, Prices, ScenarioFile
from sim.scenario.overrides import Override
from sim.scenario.part import Text, filled, not_given
from sim.scenario.problems import Place, Problem
from sim.scenario.promise import Commitment
from sim.scenario.replay_rows import REPLAY, Simulated, read_replay
from sim.scenario.resolved import assumptions_of, resolved
from sim.scenario.scenario import Assumption, FaultKind, Scenario
from sim.scenario.site_rows import SITES, check_site_ends, read_sites
from sim.scenario.sites import Replay, Site
from sim.scenario.spares import PARTS, PartsFile, SparePart
from sim.scenario.start import StartState
from sim.scenario.start_rows import START, Known, read_start
from sim.scenario.tree import Map, dotted
from sim.wording import _

_CHINESE_ZONES = ("Asia/Shanghai", "Asia/Urumqi", "Asia/Chongqing", "Asia/Harbin", "PRC")
_STAND_INS: dict[str, Any] = {
    "schema": 1,
    "timezone": "UTC",
    "horizon": {"start": "2026-01-01", "months": 12},
    "products": {"stand-in": {"faults": {"stand-in": {"rate": "0/h"}}}},
}


@dataclass(frozen=True)
class Reading:
    """What came out of the files of a scenario: the best that could be made of them, and everything that is wrong."""

    scenario: Scenario | None
    names: Names
    problems: list[Problem]

    @property
    def is_good(self) -> bool:
        """Whether all of it is there and without error."""
        return self.scenario is not None and not any(problem.is_error for problem in self.problems)


def read_scenario(folder: Path, overrides: Sequence[Override]) -> Reading:
    """The scenario of a folder, with those values of the command line that address it."""
    files = read_files(folder)
    set_values(files, overrides)
    files.ranges += unwrap(files.scenario.tree, ScenarioFile, files.scenario.problems)
    files.ranges += unwrap(files.commitments.tree, CommitmentsFile, files.commitments.problems)
    if files.parts is not None:
        files.ranges += unwrap(files.parts.tree, PartsFile, files.parts.problems)
    files.ranges += unwrap_sites(files.sites)
    reader = _Reader(files)
    scenario = reader.scenario()
    if scenario is not None and not any(one.is_error for source in files.sources for one in source.problems):
        files.problems += too_large(scenario)
    order = [source.file for source in files.sources]
    problems = [problem for source in files.sources for problem in source.problems] + files.problems
    problems.sort(key=lambda problem: position(problem, order))
    return Reading(scenario, reader.names, problems)


class _Reader:
    """Drafts the files of a scenario one after the other and checks them against each other."""

    def __init__(self, files: Files) -> None:
        self.files = files
        self.rows = files.rows(files.sites, SITES.root)
        self.written = replace(raw_names(files.scenario.tree, None, None), parts=_parts_of(files))
        self.nature = drafted(ScenarioFile, files.scenario, _STAND_INS)
        self.parts = drafted(PartsFile, files.parts, {}) if files.parts else Draft(PartsFile(), Map(Place("")))
        self.promises = drafted(CommitmentsFile, files.commitments, {})
        self.names = self.written

    def scenario(self) -> Scenario | None:
        """The scenario as far as it could be read, after all checks; None if there is hardly anything of it."""
        sites = self._sites()
        draft = self._assemble(sites) if self.nature.part is not None else None
        names = raw_names(self.files.scenario.tree, self.rows, draft)
        self.names = replace(self.written, **{key: getattr(names, key) for key in _OF_SITES})
        self._check(draft, sites)
        return draft

    def _sites(self) -> tuple[Site, ...]:
        if not self.rows:
            return ()
        check_site_ends(self.rows, self.files.ranges, self.written, self.files.sites.problems)
        return read_sites(self.rows, self.written, self.files.sites.problems)

    def _drives(self) -> tuple[Drive, ...]:
        rows = self.files.rows(self.files.drives, DRIVES.root)
        if not rows or self.files.drives is None:
            return ()
        known = {row.get(SITES.key) for row in self.rows or ()} | set(outlets_of_plans(self.files.folder))
        return read_drives(rows, known if self.rows else None, self.files.drives.problems)

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
        country = file.country or ("CN" if file.timezone in _CHINESE_ZONES else None)
        scenario = Scenario(
            folder=self.files.folder,
            id=name,
            name=file.name or Text.same(name),
            timezone=file.timezone,
            country=country,
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
            failures=file.failures,
            contracts=file.contracts,
            charged=file.charged,
            appointments=file.appointments,
            prices=_priced(file.prices, country),
            sites=sites,
            replay=self._replay(file, sites, faults),
            commitments=self._commitments(file),
            faults=faults,
            parts=_named(self.parts),
            travel_matrix=self._drives(),
            start=self._start(file, sites, faults),
            given=given,
        )
        return replace(scenario, assumptions=self._assumptions(scenario))

    def _commitments(self, file: ScenarioFile) -> tuple[Commitment, ...]:
        """Each with its own confidence and assurance or the scenario's."""
        if self.promises.part is None:
            return ()
        usual = {"confidence": file.judge.confidence, "assurance": file.judge.assurance}
        return tuple(filled(one, **not_given(one, usual)) for one in self.promises.part.commitments)

    def _replay(
        self, file: ScenarioFile, sites: tuple[Site, ...], faults: tuple[FaultKind, ...]
    ) -> tuple[Replay, ...] | None:
        if self.files.replay is None:
            return None
        rows = self.files.rows(self.files.replay, REPLAY.root)
        if rows is None or self.rows is None:
            return ()
        pairs = [(kind.product, kind.id) for kind in faults]
        horizon = Horizon.of(file.horizon, file.timezone)
        time = Simulated(file.timezone, horizon.begin, horizon.stop)
        if self._is_untimed:
            time = Simulated(file.timezone, -NEVER, NEVER)
        return read_replay(rows, time, self._by_id(sites), pairs, self.files.replay.problems)

    def _start(self, file: ScenarioFile, sites: tuple[Site, ...], faults: tuple[FaultKind, ...]) -> StartState | None:
        if self.files.start is None:
            return None
        rows = self.files.rows(self.files.start, START.root)
        if rows is None or self.rows is None:
            return StartState()
        start = None if self._is_untimed else Horizon.of(file.horizon, file.timezone).start
        pairs = [(kind.product, kind.id) for kind in faults]
        known = Known(file.timezone, start, self._by_id(sites), pairs, self.written.parts)
        return read_start(rows, known, self.files.start.problems)

    def _by_id(self, sites: tuple[Site, ...]) -> dict[str, Site | None]:
        """Every site that is written, None where its row is not good."""
        written = {str(row.get(SITES.key)): None for row in self.rows or () if SITES.key in row}
        return {**written, **{site.id: site for site in sites}}

    @property
    def _is_untimed(self) -> bool:
        """Whether it is not known from when to when is simulated."""
        return self.nature.is_torn("horizon") or self.nature.is_torn("timezone")

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
            check_nature(nature, self.nature.part, self.names, _named(self.parts), self.files.replay is not None)
            check_service(nature, self.nature.part, self.files.start is not None, draft)
        if self.promises.part is not None:
            torn = ("timezone", "horizon", "calendars", "country")
            is_timed = draft is not None and not any(self.nature.is_torn(key) for key in torn)
            is_timed = is_timed and not any(problem.code == "LOOP" for problem in nature.problems)
            is_whole = not any(problem.is_error for problem in self.files.sites.problems)
            is_priced = is_whole and not self.nature.is_torn("contracts")
            check_promises(promises, self.promises.part.commitments, self.names, draft, is_timed, is_priced)
        self.files.scenario.problems += nature.problems
        self.files.commitments.problems += promises.problems
        self._check_tables(draft, sites)

    def _check_tables(self, draft: Scenario | None, sites: tuple[Site, ...]) -> None:
        if self.files.parts is not None and self.parts.part is not None:
            parts = Findings(self.parts)
            check_parts(parts, self.parts.part.parts, self.names.parts)
            self.files.parts.problems += parts.problems
        if self.rows and draft is not None and not self._is_untimed:
            self.files.sites.problems += unserved_sites(draft, self.rows)
        if self.rows is not None and self.written.plane is False:
            self.files.sites.problems += swapped_sites(sites, self.rows)


def _parts_of(files: Files) -> tuple[str, ...] | None:
    """The parts as written; none where there is no table, None where it cannot be read."""
    if files.parts is None:
        return ()
    return tuple(files.parts.tree[PARTS.root]) if files.parts.tree is not None else None


def _named(draft: Draft[PartsFile]) -> dict[str, SparePart]:
    """The parts that are without error, each with a name."""
    parts = draft.part.parts if draft.part is not None else {}
    good = {key: part for key, part in parts.items() if not draft.is_torn(dotted(draft.tree, (PARTS.root, key)))}
    return {key: filled(part, id=key, name=part.name or key) for key, part in good.items()}


def _priced(prices: Prices, country: str | None) -> Prices:
    """Overtime as the law of China has it, unless something else is written."""
    is_open = prices.overtime is None and country == "CN"
    return filled(prices, overtime=OvertimeFactors()) if is_open else prices


_OF_SITES = ("sites", "regions", "customers", "contracts")
