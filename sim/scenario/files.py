"""Reads the files of a scenario folder, with the values of the command line put in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from sim.scenario.limits import MOST_YAML_BYTES
from sim.scenario.matrix import DRIVES
from sim.scenario.nature import ScenarioFile
from sim.scenario.overrides import Override, apply, apply_to_rows, unknown_top
from sim.scenario.part import ListOf, Part
from sim.scenario.plan import PlanFile
from sim.scenario.problems import Problem, nearest, problem_at, unknown, with_hint
from sim.scenario.promise import Commitment
from sim.scenario.ranges import Range, check_ends, take_ranges
from sim.scenario.replay_rows import REPLAY
from sim.scenario.site_rows import NUMBERS, SITES
from sim.scenario.source import Source, read_yaml
from sim.scenario.spares import PARTS, PartsFile, by_part
from sim.scenario.start_rows import START
from sim.scenario.stock_files import WORD
from sim.scenario.tables import Columns, open_cells, read_table
from sim.scenario.tree import Items, Map
from sim.wording import _

SCENARIO, COMMITMENTS, PLANS = "scenario.yaml", "commitments.yaml", "plans"
SITE_TABLE, PART_TABLE, DRIVE_TABLE = "sites.csv", "parts.csv", "travel_matrix.csv"
REPLAY_TABLE, START_TABLE = "replay.csv", "start.csv"
TABLES = (SCENARIO, COMMITMENTS, SITE_TABLE, PART_TABLE, DRIVE_TABLE, REPLAY_TABLE, START_TABLE)
SCENARIO_KEYS = tuple(ScenarioFile.keys())
PLAN_KEYS = tuple(key for key in [*PlanFile.keys()] if key not in SCENARIO_KEYS)


class CommitmentsFile(Part):
    """`commitments.yaml` as a whole."""

    commitments: ListOf[Commitment] = Field(min_length=1)


@dataclass
class Files:
    """The raw files of a scenario. Those that may be left out are None if they are."""

    folder: Path
    scenario: Source
    commitments: Source
    sites: Source
    parts: Source | None = None
    drives: Source | None = None
    replay: Source | None = None
    start: Source | None = None
    ranges: list[Range] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def sources(self) -> Iterator[Source]:
        """Every file that is there."""
        yield from (self.scenario, self.commitments, self.sites)
        yield from (source for source in self._optional if source is not None)

    @property
    def _optional(self) -> tuple[Source | None, ...]:
        return self.parts, self.drives, self.replay, self.start

    def rows(self, source: Source | None, root: str) -> Items | None:
        """The rows of a table; None if it could not be read."""
        return source.tree[root] if source is not None and source.tree is not None else None


def read_files(folder: Path) -> Files:
    """Read a scenario folder."""
    if not folder.is_dir():
        message = _("there is no such folder") if not folder.exists() else _("is no folder")
        missing = Source(str(folder), problems=[Problem(str(folder), None, None, "MISSING_FILE", message)])
        return Files(folder, missing, Source(""), Source(""))
    parts = _optional(folder / PART_TABLE, PARTS)
    if parts is not None:
        by_part(parts)
    return Files(
        folder,
        read_yaml(folder / SCENARIO, str(folder / SCENARIO)),
        read_yaml(folder / COMMITMENTS, str(folder / COMMITMENTS), "commitments"),
        read_table(folder / SITE_TABLE, str(folder / SITE_TABLE), SITES),
        parts,
        _optional(folder / DRIVE_TABLE, DRIVES),
        _optional(folder / REPLAY_TABLE, REPLAY),
        _optional(folder / START_TABLE, START),
        problems=_strangers(folder),
    )


def _optional(path: Path, columns: Columns) -> Source | None:
    return read_table(path, str(path), columns) if path.exists() else None


def _strangers(folder: Path) -> list[Problem]:
    """Tables nobody reads are most likely misspelt. Those of stock have `stock` in their name or a plan names them."""
    found = []
    strangers = [path for path in sorted(folder.iterdir()) if _is_table(path) and path.name not in TABLES]
    plans = "".join(_begin(plan) for plan in plan_files(folder)) if strangers else ""
    for path in strangers:
        if not (path.suffix == ".csv" and (WORD in path.stem or path.name in plans)):
            hint = nearest(path.name, TABLES)
            message = with_hint(_("a scenario has no table of this name"), hint)
            found.append(Problem(str(path), None, None, "UNKNOWN_TABLE", message, hint))
    return found


def _begin(plan: Path) -> str:
    """As much of a plan as is read at all."""
    with plan.open(encoding="utf-8", errors="replace") as file:
        return file.read(MOST_YAML_BYTES)


def _is_table(path: Path) -> bool:
    return path.suffix.lower() in (".csv", ".yaml", ".yml") and path.name[0] not in ".~"


def set_values(files: Files, overrides: Sequence[Override]) -> None:
    """Put the values of the command line that address the scenario into its raw files."""
    for override in overrides:
        top = override.steps[0]
        if top in SCENARIO_KEYS:
            files.problems += apply(override, files.scenario.tree, ScenarioFile) if files.scenario.tree else []
        elif top == "commitments":
            files.problems += apply(override, files.commitments.tree, CommitmentsFile) if files.commitments.tree else []
        elif top == SITES.root:
            rows = files.rows(files.sites, SITES.root)
            files.problems += apply_to_rows(override, rows, SITES.known[1:]) if rows is not None else []
        elif top == PARTS.root:
            files.problems += _apply_to_parts(override, files.parts)
        elif top not in PLAN_KEYS:
            known = (*SCENARIO_KEYS, "commitments", SITES.root, PARTS.root, *PLAN_KEYS)
            files.problems.append(unknown_top(override, known))


def _apply_to_parts(override: Override, parts: Source | None) -> list[Problem]:
    if len(override.steps) < 2:
        return [problem_at(override.place, "BAD_PATH", _("expected {table}.<id>.<column>").format(table=PARTS.root))]
    if len(override.steps) > 2 and override.steps[2] not in PARTS.known[1:]:
        flaw = unknown(_("column"), override.steps[2], PARTS.known[1:], "UNKNOWN_PATH")
        return [problem_at(override.place, flaw.code, flaw.message, flaw.hint)]
    if parts is None:
        return [problem_at(override.place, "UNKNOWN_PATH", _("the scenario has no parts.csv"))]
    return apply(override, parts.tree, PartsFile) if parts.tree is not None else []


def unwrap(tree: Map | None, model: type[Part], problems: list[Problem]) -> list[Range]:
    """Take the `{value, assumed, low, high}` maps out of a raw file and check their ends."""
    if tree is None:
        return []
    ranges = take_ranges(tree, problems)
    check_ends(model, tree, ranges, problems)
    return list(ranges)


def unwrap_sites(sites: Source) -> tuple[Range, ...]:
    """Take such maps out of the cells of the sites' table, where they stand in braces."""
    if sites.tree is None:
        return ()
    open_cells(sites, SITES.root, NUMBERS)
    return take_ranges(sites.tree, sites.problems)


def find_plan(folder: Path, plan: str | Path) -> Path:
    """The file of a plan given by its stem in `plans` or by its path."""
    stem = folder / PLANS / f"{plan}.yaml"
    return stem if isinstance(plan, str) and stem.is_file() else Path(plan)


def plan_files(folder: Path) -> list[Path]:
    """All plans of a scenario, the default one first."""
    found = sorted(path for path in (folder / PLANS).glob("*.yaml") if path.is_file())
    return sorted(found, key=lambda path: path.stem != "baseline")


def outlets_of_plans(folder: Path) -> list[str]:
    """The ids of all outlets in the plans of a scenario, whatever else is wrong with these."""
    trees = [read_yaml(path, str(path)).tree for path in plan_files(folder)]
    groups = [tree.get("outlets") for tree in trees if tree is not None]
    return [outlet for group in groups if isinstance(group, dict) for outlet in group]


def read_plan(folder: Path, plan: str | Path) -> Source:
    """Read a plan file."""
    path = find_plan(folder, plan)
    if path.is_file():
        return read_yaml(path, str(path))
    stems = [file.stem for file in plan_files(folder)]
    hint = nearest(str(plan), stems)
    source = Source(str(folder / PLANS / f"{plan}.yaml" if path.suffix == "" else path))
    message = _("there is no such plan; there are: {plans}").format(plans=", ".join(stems) or _("none"))
    source.problems.append(Problem(source.file, None, None, "MISSING_FILE", with_hint(message, hint), hint))
    return source
