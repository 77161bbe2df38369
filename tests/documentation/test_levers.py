"""The chapter of levers: every example of `docs/model.md` is a plan, and another one than the plan it starts from."""

from __future__ import annotations

import re
import shlex
from dataclasses import fields
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from sim.scenario import load_plan, load_scenario
from sim.scenario.files import PLAN_KEYS

ROOT = Path(__file__).parents[2]
CHAPTER = (ROOT / "docs" / "model.md").read_text(encoding="utf-8").split("\n## Levers\n")[1].split("\n## ")[0]
EXAMPLES = re.findall(r"\| `([a-z-]+ --(?:set|plan) .+)` \|\n", CHAPTER + "\n")


def loaded(example: str) -> tuple[Any, Any]:
    """Scenario and plan as the example makes them."""
    name, *words = shlex.split(example)
    given = list(zip(words[::2], words[1::2], strict=True))
    overrides = [value for option, value in given if option == "--set"]
    plan = next((value for option, value in given if option == "--plan"), "baseline")
    scenario = load_scenario(ROOT / "scenarios" / name, overrides)
    return scenario, load_plan(scenario, plan, overrides)


@cache
def baseline(name: str) -> tuple[Any, Any]:
    """What the example starts from."""
    scenario = load_scenario(ROOT / "scenarios" / name)
    return scenario, load_plan(scenario)


@pytest.mark.parametrize("example", EXAMPLES)
def test_every_example_changes_something(example: str) -> None:
    scenario, plan = loaded(example)
    before, usual = baseline(example.split()[0])
    same = {field.name for field in fields(plan)} - {"path", "id", "name", "warnings", "assumptions", "scenario"}
    plan_differs = any(getattr(plan, name) != getattr(usual, name) for name in same)
    assert plan_differs or scenario.commitments != before.commitments


def test_every_part_of_a_plan_has_a_lever() -> None:
    """Each top-level key of a plan file is named in the chapter."""
    named = set(re.findall(r"`([a-z_]+)[.`]", CHAPTER))
    assert set(PLAN_KEYS) - {"name"} <= named
    assert len(EXAMPLES) > 50
