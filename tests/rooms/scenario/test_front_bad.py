"""Channels, desks, calls and promises about them that cannot be meant: one clear line for each, at its place."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import check
from tests.rooms.scenario.front import FRONT

Said = Callable[[str, dict[str, str], str], tuple[list[str], list[str]]]
HERE = Path(__file__).parent
BAD = (HERE / "front_bad.txt").read_text("utf-8").rstrip().split("\n\n")


@pytest.mark.parametrize("block", BAD)
def test_one_by_one(said: Said, block: str) -> None:
    found, expected = said(block, FRONT, "error")
    assert found == expected


def test_calls_without_a_desk(folder: Callable[..., Path]) -> None:
    text = FRONT["plans/baseline.yaml"]
    home = folder({**FRONT, "plans/baseline.yaml": text[text.index("outlets:") :].replace("desk: partner, ", "")})
    [problem] = [one for one in check(home)[2] if one.is_error]
    assert str(problem).replace(f"{home}/", "") == (
        "plans/baseline.yaml:7:3  NOBODY_CALLS  calls: the plan has no desk that could call: give it one under 'desks'"
    )


def test_the_runout_holds_windows_ahead_but_none_behind(folder: Callable[..., Path]) -> None:
    short = FRONT["scenario.yaml"].replace("runout: 7w", "runout: 1w")
    found = [one for one in check(folder({**FRONT, "scenario.yaml": short}))[2] if one.is_error]
    assert [(one.code, one.line) for one in found] == [("RUNOUT_TOO_SHORT", line) for line in (27, 42, 47)]
    assert all("shorter than the limit" in one.message for one in found)
