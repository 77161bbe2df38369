"""Ways to spoil a good scenario, and what is said then."""

from collections.abc import Callable

import pytest

from sim.scenario import InputErrors, Problem, check, load_plan, load_scenario
from tests.rooms.scenario.folders import Write
from tests.rooms.scenario.folders import folder as folder
from tests.rooms.scenario.written import FULL, SMALLEST, STOCKED


@pytest.fixture
def said(folder: Write) -> Callable[..., tuple[list[str], list[str]]]:
    """What is said of a scenario that is changed as a block of text says, and what that block expects.

    `@` a file, `-` what is written there, `+` what stands there instead, `$` a value of the command line; then every
    line that is expected.
    """

    def of(block: str, base: dict[str, str], severity: str) -> tuple[list[str], list[str]]:
        files, overrides, expected = dict(base), [], []
        file = old = ""
        for line in block.split("\n"):
            mark, text = line[:2], line[2:].replace("\\n", "\n")
            if mark == "@ ":
                file = text
            elif mark == "- ":
                old = text
                assert old in files[file]
            elif mark == "+ ":
                files[file] = files[file].replace(old, text, 1)
            elif mark == "$ ":
                overrides.append(text)
            elif line != "nothing":
                expected.append(line)
        home = folder(files)
        _scenario, _plans, problems = check(home, None, overrides)
        assert severity == "error" or not any(problem.is_error for problem in problems), list(map(str, problems))
        return [str(one).replace(f"{home}/", "") for one in problems if one.severity == severity], expected

    return of


@pytest.fixture
def smallest() -> dict[str, str]:
    return SMALLEST


@pytest.fixture
def full() -> dict[str, str]:
    return FULL


@pytest.fixture
def stocked() -> dict[str, str]:
    return STOCKED


@pytest.fixture
def problems(folder: Write) -> Callable[..., list[Problem]]:
    """What is wrong when the scenario, or else its plan, is loaded."""

    def of(*overrides: str, base: dict[str, str] = FULL, **files: str | bytes | None) -> list[Problem]:
        home = folder(base, **files)
        try:
            load_plan(load_scenario(home, overrides), "baseline", overrides)
        except InputErrors as errors:
            return errors.problems
        return []

    return of


@pytest.fixture
def spoil(problems: Callable[..., list[Problem]], full: dict[str, str]) -> Callable[..., list[Problem]]:
    """What is wrong when in one file a piece of text is replaced by another."""
    names = {"scenario": "scenario.yaml", "commitments": "commitments.yaml", "sites": "sites.csv"}

    def of(file: str, old: str, new: str) -> list[Problem]:
        text = full[names.get(file, "plans/baseline.yaml")]
        assert old in text
        return problems(**{file: text.replace(old, new)})

    return of
