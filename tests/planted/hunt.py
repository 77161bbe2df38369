"""Hunts a planted fault through layers of tests, in a copy of the house of its own."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from tests.planted.fault import Fault

ROOT = Path(__file__).resolve().parents[2]
LEFT_BEHIND = shutil.ignore_patterns(".*", "__pycache__", "results", "build", "dist")
TIME_LIMIT_S = 400
WATCHED = ("-p", "tests.planted.watch")
PYTEST = (sys.executable, "-B", "-m", "pytest", "-q", "-m", "not cases", "-p", "no:cacheprovider", *WATCHED)
ALL_PASSED, SOME_FAILED, INTERRUPTED = 0, 1, 2


@dataclass(frozen=True)
class Catch:
    """`layer`: of tests; `finder`: 'test' or 'auditor'; `test`: the first that failed."""

    layer: str
    finder: str
    test: str


@dataclass(frozen=True)
class Hunt:
    """What became of a fault; `seconds` on the wall clock."""

    fault: Fault
    catches: tuple[Catch, ...]
    seconds: float


def hunt(fault: Fault, is_planted: bool = True) -> Hunt:
    """Plant the fault in a fresh copy and run its layers there, one after the other."""
    begun = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="planted-") as folder:
        tree = Path(folder) / "house"
        shutil.copytree(ROOT, tree, ignore=LEFT_BEHIND)
        if is_planted:
            fault.plant(tree)
        catches = [catch for layer in fault.layers for catch in _caught(tree, layer)]
    return Hunt(fault, tuple(catches), time.perf_counter() - begun)


def _caught(tree: Path, layer: str) -> list[Catch]:
    told = tree / "told.json"
    told.unlink(missing_ok=True)
    code = _run(tree, layer, told)
    found = json.loads(told.read_text("utf-8")) if told.exists() else {}
    running = found.pop("running", "")
    if code is None:
        found.setdefault("test", f"{running} (no end within {TIME_LIMIT_S} s)")
    elif code not in (ALL_PASSED, SOME_FAILED, INTERRUPTED) or (code and not found):
        found.setdefault("test", "tests could not be collected")
    return [Catch(layer, finder, test) for finder, test in sorted(found.items())]


def _run(tree: Path, layer: str, told: Path) -> int | None:
    """The exit code of pytest; None if it came to no end in time."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PLANTED_TOLD": str(told), "PYTHONIOENCODING": "utf-8"}
    nothing = subprocess.DEVNULL
    with subprocess.Popen(
        [*PYTEST, f"tests/{layer}"],
        cwd=tree,
        env=environment,
        stdin=nothing,
        stdout=nothing,
        stderr=nothing,
        **_OWN_GROUP,
    ) as process:
        try:
            return process.wait(TIME_LIMIT_S)
        except subprocess.TimeoutExpired:
            _end(process)
            return None


_OWN_GROUP = {} if os.name == "nt" else {"start_new_session": True}


def _end(process: subprocess.Popen[bytes]) -> None:
    """With everything it started."""
    if os.name == "nt":
        process.kill()
    else:
        os.killpg(process.pid, signal.SIGKILL)
