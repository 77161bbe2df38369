"""Settings for all tests, and the marker of the layer that each one lies in."""

from pathlib import Path

import pytest
from hypothesis import settings

# A busy machine is no failure; the same examples every time, so that a red test stays red until it is mended.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.load_profile("steady")

TESTS = Path(__file__).parent


def layer_of(path: Path) -> str:
    """The layer of a test file: the folder below `tests` that it lies in."""
    return path.relative_to(TESTS).parts[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark every test with its layer: `pytest -m stories` runs one. A file outside the layers has no such marker."""
    for item in items:
        item.add_marker(getattr(pytest.mark, layer_of(item.path)))
