"""A scenario of one's own, in a folder with a blank and Chinese letters."""

from pathlib import Path

import pytest

from tests.rooms.commands.typed import pledge


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Stand in a fresh folder that holds the smallest scenario as `depot`."""
    folder = tmp_path / "客车 服务"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert pledge("init", "depot").exit_code == 0
    return folder
