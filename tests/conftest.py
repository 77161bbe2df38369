"""Settings for all tests, and the marker of the layer that each one lies in."""

import os
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


def pytest_configure() -> None:
    """Every process of `-n auto` keeps to a core of its own: what it starts shares that core, not those of others."""
    worker = os.environ.get("PYTEST_XDIST_WORKER")
    if worker and hasattr(os, "sched_setaffinity"):  # not on Windows and macOS
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, {cores[int(worker.removeprefix("gw")) % len(cores)]})
