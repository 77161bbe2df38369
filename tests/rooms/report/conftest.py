"""One stand-in result for all tests of the room: it is only read."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from sim.study import Result


def _load_standin() -> ModuleType:
    spec = importlib.util.spec_from_file_location("report_standin", Path(__file__).parent / "standin.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def standin() -> ModuleType:
    """The module that invents results."""
    return _load_standin()


@pytest.fixture(scope="session")
def result(standin: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Result:
    """300 sites over China, 12 outlets and teams, six commitments."""
    made: Result = standin.standin(tmp_path_factory.mktemp("客车 service") / "coach service")
    return made
