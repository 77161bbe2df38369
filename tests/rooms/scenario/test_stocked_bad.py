"""Parts and people that cannot be meant: one clear line for each, at the place of the value."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sim.scenario import check

Said = Callable[[str, dict[str, str], str], tuple[list[str], list[str]]]
BLOCKS = (Path(__file__).parent / "stocked_bad.txt").read_text("utf-8").rstrip().split("\n\n")


@pytest.mark.parametrize("block", BLOCKS)
def test_one_by_one(said: Said, stocked: dict[str, str], block: str) -> None:
    found, expected = said(block, stocked, "error")
    assert found == expected


def test_parts_without_a_table(folder: Callable[..., Path], stocked: dict[str, str]) -> None:
    found = [(one.line, one.column, one.message) for one in check(folder(stocked, parts=None))[2]]
    assert [entry[:2] for entry in found[:4]] == [(10, 18), (18, 17), (18, 28), (19, 70)]
    assert len(found) == 4 + 3 + 1 + 1 + 4  # in the scenario, at two outlets, in the central store, in a van
    assert all(entry[2].endswith(": the scenario has no parts.csv") for entry in found)
