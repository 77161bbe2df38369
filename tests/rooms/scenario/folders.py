"""A scenario folder that is good."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.rooms.scenario.written import FULL

Write = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Write:
    """Writes the full scenario with some files replaced (bytes as they are) or left out (None)."""

    def write(base: dict[str, str] = FULL, **files: str | bytes | None) -> Path:
        named = {**base, **{_file_name(key): text for key, text in files.items()}}
        home = tmp_path / "场景 one"
        for name, text in named.items():
            if text is not None:
                path = home / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(text if isinstance(text, bytes) else text.encode("utf-8"))
        return home

    return write


def _file_name(key: str) -> str:
    return {
        "scenario": "scenario.yaml",
        "commitments": "commitments.yaml",
        "sites": "sites.csv",
        "replay": "replay.csv",
        "plan": "plans/baseline.yaml",
        "parts": "parts.csv",
        "drives": "travel_matrix.csv",
        "stock": "stock.csv",
        "start": "start.csv",
    }[key]
