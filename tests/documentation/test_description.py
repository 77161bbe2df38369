"""`docs/stress-des.md` is what a run of the smallest scenario says of itself, but for what differs from run to run."""

from __future__ import annotations

import re
from pathlib import Path

from sim import load_plan, load_scenario, run
from sim.report import write_run

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "stress-des.md"
ITEMS = [
    "1.1",
    "1.2",
    "1.3",
    "2.1",
    "2.2",
    "2.3",
    "2.4",
    "2.5.1",
    "2.5.2",
    "2.5.3",
    "2.5.4",
    "2.5.5",
    "3.1",
    "3.2",
    "3.3",
    "3.4",
    "4.1",
    "4.2",
    "4.3",
    "5.1",
    "5.2",
    "5.3",
    "5.4",
    "6.1",
]


def described(folder: Path, replications: int = 1) -> str:
    scenario = load_scenario(ROOT / "scenarios" / "minimal")
    result = run(scenario, load_plan(scenario), replications=replications)
    return (write_run(result, folder) / "description.md").read_text(encoding="utf-8")


def lasting(page: str) -> list[str]:
    """The lines that are the same in every run."""
    of_the_run = re.compile(r"^(- )?This run: |^\| [\w-]+ \| `[\d.]+` \|$|^pledge run inputs ")
    return [line for line in page.splitlines() if not of_the_run.match(line)]


def test_the_page_is_that_of_the_code(tmp_path: Path) -> None:
    assert lasting(described(tmp_path / "run")) == lasting(PAGE.read_text(encoding="utf-8"))


def test_every_item_of_the_checklist_is_answered(tmp_path: Path) -> None:
    page = described(tmp_path / "run")
    found = re.findall(r"^### ([\d.]+) .+\n\n(.+)", page, flags=re.MULTILINE)
    assert [number for number, _answer in found] == ITEMS
    assert all(not answer.startswith("#") for _number, answer in found)


def test_a_run_says_what_it_was(tmp_path: Path) -> None:
    page = described(tmp_path / "run", replications=2)
    assert "- This run: 2 independent replications." in page
    assert "pledge run inputs --plan baseline --seed 1 --replications 2" in page
