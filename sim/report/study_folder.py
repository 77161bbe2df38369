"""The folder of a study: the same kind as that of a run, with `<command>.json` in it."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sim.report.folder import MANIFEST, put_in_place, write_charts
from sim.report.manifest import as_text, files_below, frozen_calendar, plain, sha256, versions
from sim.report.spreadsheet import ENCODING, number_cell, safe_text
from sim.report.study_answer import SCHEMA_VERSION
from sim.report.study_page import study_page
from sim.report.unfinished import remove
from sim.study.run import warnings_of

if TYPE_CHECKING:
    from sim.report.asked import Asked
    from sim.report.study_answer import Cell, StudyAnswer
    from sim.report.unfinished import Unfinished
    from sim.scenario import Assumption, Plan, Scenario


def study_json(answer: StudyAnswer, asked: Asked, scenario: Scenario, plan: Plan, run: str) -> str:
    """The one JSON object of a study under the name of its folder."""
    head = {
        "schema_version": SCHEMA_VERSION,
        "command": answer.command,
        "run": run,
        "scenario": scenario.id,
        "plan": plan.id,
        "seed": asked.seed,
        "replications": answer.replications,
        "headline": answer.headline,
    }
    rest = {
        "notes": list(answer.notes),
        "assumptions": [plain(one) for one in assumptions_of(answer, scenario, plan)],
        "warnings": [plain(one) for one in warnings_of(scenario, plan)],
        "next": list(answer.next_commands),
    }
    return as_text({**head, **answer.data, **rest})


def assumptions_of(answer: StudyAnswer, scenario: Scenario, plan: Plan) -> tuple[Assumption, ...]:
    """What is assumed; in an answer that goes out without the prices of the house, which move no ticket."""
    found = (*scenario.assumptions, *plan.assumptions)
    return tuple(one for one in found if not (answer.goes_out and is_price_of_the_house(one.path)))


def is_price_of_the_house(path: str) -> bool:
    """Whether an input is what something costs us; fees and fines are the customer's matter too."""
    from sim.study.assumptions import is_money

    return is_money(path) and path.partition(".")[0] not in ("commitments", "contracts")


def write_study(
    place: Unfinished, answer: StudyAnswer, asked: Asked, scenario: Scenario, plan: Plan, force: bool = False
) -> Path:
    """Write the folder of an unfinished study, which is finished by that: its own folder disappears."""
    draft, goal = place.path / "folder", place.goal
    remove(draft)
    draft.mkdir()
    shutil.copytree(place.inputs, draft / "inputs")
    _write(draft / MANIFEST, as_text(_manifest(answer, asked, scenario, plan, draft / "inputs")))
    _write(draft / f"{answer.command}.json", study_json(answer, asked, scenario, plan, goal.name))
    _write_csv(draft / f"{answer.command}.csv", *answer.csv)
    charts = list(answer.charts())
    write_charts(charts, draft / "charts")
    _write(draft / "report.html", study_page(answer, charts, asked, scenario, plan))
    put_in_place(draft, goal, place.path / "replaced", force)
    place.discard()
    return goal


def _manifest(answer: StudyAnswer, asked: Asked, scenario: Scenario, plan: Plan, inputs: Path) -> Mapping[str, Any]:
    return {
        "schema_version": SCHEMA_VERSION,
        "command": answer.command,
        "scenario": scenario.id,
        "plan": plan.id,
        "seed": asked.seed,
        "replications": answer.replications,
        "overrides": list(asked.overrides),
        "flags": dict(asked.flags),
        "reproduce": asked.reproduce,
        "inputs": {path.relative_to(inputs.parent).as_posix(): sha256(path) for path in files_below(inputs)},
        "calendars": {name: frozen_calendar(scenario.calendar(name)) for name in scenario.calendar_names},
        "assumptions": [plain(one) for one in (*scenario.assumptions, *plan.assumptions)],
        "warnings": [str(one) for one in warnings_of(scenario, plan)],
        "versions": versions(),
    }


def _write(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8", newline="\n")


def _write_csv(path: Path, head: Sequence[str], rows: Sequence[tuple[Cell, ...]]) -> None:
    with path.open("w", encoding=ENCODING, newline="") as file:
        lines = csv.writer(file)
        lines.writerow(head)
        lines.writerows([_cell(cell) for cell in row] for row in rows)


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return safe_text(cell)
    return str(cell) if isinstance(cell, int) else number_cell(cell)
