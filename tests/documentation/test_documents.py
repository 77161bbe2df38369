"""Every promise of the after-sales documents stands in its sector's scenario, has cases, and a row in both pages."""

from __future__ import annotations

import itertools
import re
import shlex
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest

from sim.scenario import load_plan, load_scenario
from sim.scenario.load import PLAN_KEYS
from sim.scenario.promise import Commitment
from tests.documentation.measured import measured

SCENARIOS = Path(__file__).parents[2] / "scenarios"

# The promises of the documents by sector. "a / b" are two promises, or the targets of the two rows of one. One that
# takes several rows is the prefix of their ids.
DOCUMENTS = """
## coach-service
| onsite-100km | 90 % |
| reply-beyond-100km | 90 % |
| chassis-contact | 90 % |
| timeliness | 90 % |
| satisfaction | 85 % |
| complaints | < 3 % |
## environmental-monitoring
| hotline-24x7 | 95 % |
| response-2h | 95 % |
| onsite-4h | 95 % |
| fix-4h | 95 % |
| line-onsite-1h | 95 % |
| line-general-4h / line-major-8h | 95 % |
| response-24h | 100 % |
| handled-6h | 90 % |
| progress-6h | 90 % |
| onsite-2d | 99 % |
| parts-1w | 99 % |
| no-repeat | 97 % |
| revisit-3m | 95 % |
## automation-equipment
| response-30min | 95 % |
| onsite-24h | 95 % |
| fix-24h | 90 % |
## software-support
| first-line | 70 % |
| same-day | 85 % |
| callback-all | 98 % |
## retail-service
| answer-speed | 80 % / 90 % |
| resolution | 60 % / 97 % |
| complaint-2d | 95 % |
| followup-1 / followup-2 | 90 % |
"""
PAGES = ("README.md", "README.zh.md")
TOO_FEW = {"README.md": "volume too small", "README.zh.md": "样本太少"}
CASES_A_YEAR = 40
QUARTERS = 4


def promises() -> list[tuple[str, str, str]]:
    """(sector, id, target as written) of every promise in the table."""
    found: list[tuple[str, str, str]] = []
    sector = ""
    for line in filter(None, DOCUMENTS.splitlines()):
        if line.startswith("## "):
            sector = line[3:]
            continue
        ids, target = (cell.strip() for cell in line.strip("|").split("|"))
        found += [(sector, one, target) for one in ids.split(" / ")]
    return found


SECTORS = tuple(dict.fromkeys(sector for sector, _, _ in promises()))


def rows_of(sector: str, promise: str) -> list[Commitment]:
    """The commitments that state a promise, in the order of the file."""
    commitments = load_scenario(SCENARIOS / sector).commitments
    return [one for one in commitments if one.id == promise or one.id.startswith(f"{promise}-")]


def written(one: Commitment) -> str:
    """A target as the documents write it; what may happen to 3 % must not happen to 97 %."""
    assert one.target is not None
    share = 100 * one.target.share
    if one.target.direction == "at_most":
        share = 100 - share
    assert share == Fraction(int(share))
    return f"{'< ' if one.target.direction == 'below' else ''}{int(share)} %"


@cache
def cases_a_year(sector: str) -> dict[str, float]:
    """Cases a year of every commitment under the baseline: four times those of a quarter, but the same customers."""
    found = measured(SCENARIOS / sector).result.commitments
    return {one.id: (one.covered_per_period.mean or 0) * (1 if one.unit == "customer" else QUARTERS) for one in found}


def table_rows(page: Path) -> list[list[str]]:
    """The cells of every row of every table of a page."""
    lines = [line for line in page.read_text("utf-8").splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]


def test_five_sectors_and_31_promises() -> None:
    assert set(SECTORS) == {folder.name for folder in SCENARIOS.iterdir() if folder.is_dir()} - {"minimal"}
    assert len(promises()) == 31


@pytest.mark.parametrize(("sector", "promise", "target"), promises())
def test_a_promise_stands_in_its_scenario_with_its_target(sector: str, promise: str, target: str) -> None:
    rows = rows_of(sector, promise)
    targets = target.split(" / ")
    assert [written(one) for one in rows] == (targets if len(targets) > 1 else targets * len(rows))
    assert rows


@pytest.mark.parametrize(("sector", "promise", "target"), promises())
def test_a_run_gives_a_promise_cases_enough(sector: str, promise: str, target: str) -> None:
    for one in rows_of(sector, promise):
        assert cases_a_year(sector)[one.id] >= CASES_A_YEAR, one.id


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("sector", SECTORS)
def test_a_page_says_for_every_promise_on_how_many_cases_it_rests(sector: str, page: str) -> None:
    rows = table_rows(SCENARIOS / sector / page)
    for one in load_scenario(SCENARIOS / sector).commitments:
        cases = [cells[1] for cells in rows if f"`{one.id}`" in cells[0] and len(cells) > 1]
        assert any(re.match(r"[\d,]+", cell) or TOO_FEW[page] in cell for cell in cases), one.id


def commands_of(page: Path) -> list[str]:
    """The levers of a page: what is to be typed behind `pledge run SCENARIO`."""
    return re.findall(r"`((?:--plan \S+ )?--set [^`]*)`", page.read_text("utf-8"))


@pytest.mark.parametrize("sector", SECTORS)
def test_both_pages_name_the_same_levers(sector: str) -> None:
    english, chinese = ([*dict.fromkeys(commands_of(SCENARIOS / sector / page))] for page in PAGES)
    assert sorted(english) == sorted(chinese)
    assert len(english) >= 8


@pytest.mark.parametrize("sector", SECTORS)
def test_every_lever_can_be_pulled(sector: str) -> None:
    """Every command is understood: paths, units and ids are there."""
    as_it_is = load_scenario(SCENARIOS / sector)
    for command in dict.fromkeys(commands_of(SCENARIOS / sector / PAGES[0])):
        words = shlex.split(command)
        plan = words[words.index("--plan") + 1] if "--plan" in words else "baseline"
        changes = [after for word, after in itertools.pairwise(words) if word == "--set"]
        of_plan = all(re.split(r"[.=]", change)[0] in PLAN_KEYS for change in changes)
        load_plan(as_it_is if of_plan else load_scenario(SCENARIOS / sector, changes), plan, changes)
