"""A small scenario, and its whole run to compare with."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.accident import ROOT, Ended, contents, pledge

ASKED = ("run", "depot", "--replications", "6", "--jobs", "1")


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """A folder with the smallest scenario as `depot`."""
    shutil.copytree(ROOT / "scenarios" / "minimal", tmp_path / "depot")
    return tmp_path


@pytest.fixture(scope="session")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Ended, dict[str, bytes]]]:
    """What an uninterrupted run prints and writes."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copytree(ROOT / "scenarios" / "minimal", folder / "depot")
    done = pledge(folder, *ASKED)
    assert done.code == 0, done
    yield done, contents(folder / "results" / "depot-baseline-001")
