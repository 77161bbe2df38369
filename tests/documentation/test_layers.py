"""Every test lies in a layer, and every layer has a name that can be asked for."""

from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]
LAYERS = {"stories", "invariants", "properties", "exact", "statistics", "faults", "documentation", "rooms"}


def test_every_test_file_lies_in_a_layer() -> None:
    files = [path.relative_to(TESTS) for path in TESTS.rglob("test_*.py")]
    assert len(files) > 100
    assert {path.parts[0] for path in files} <= LAYERS


def test_every_layer_is_a_marker(pytestconfig: pytest.Config) -> None:
    markers = {line.split(":")[0] for line in pytestconfig.getini("markers")}
    assert markers >= LAYERS


def test_a_test_is_marked_with_its_layer(request: pytest.FixtureRequest) -> None:
    assert [mark.name for mark in request.node.iter_markers()] == ["documentation"]
