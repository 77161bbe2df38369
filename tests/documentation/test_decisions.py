"""The page on decisions: its commands can be typed as they stand, its pictures are there."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from sim.commands.entry import pledge

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "decisions.md").read_text("utf-8")
TYPED = re.findall(r"^    (pledge .+)$", PAGE, re.MULTILINE)


@pytest.mark.parametrize("line", TYPED)
def test_a_command_can_be_typed(line: str) -> None:
    _pledge, name, *words = shlex.split(line)
    with pledge.make_context("pledge", [name, *words]) as group:
        command = pledge.get_command(group, name)
        assert command is not None
        with command.make_context(name, words, parent=group) as typed:
            assert (ROOT / typed.params["scenario"]).is_dir()


def test_there_are_commands_and_pictures() -> None:
    pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", PAGE)
    assert len(TYPED) >= 3 and len(pictures) >= 3
    assert [one for one in pictures if not (ROOT / "docs" / one).is_file()] == []
    assert {path.name for path in (ROOT / "docs" / "pictures").iterdir()} == {Path(one).name for one in pictures}


@pytest.mark.parametrize("name", ["compare", "sweep", "promise", "size", "advise", "stress", "bid"])
def test_every_decision_has_its_line(name: str) -> None:
    assert f"`pledge {name} S" in PAGE
