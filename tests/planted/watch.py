"""A pytest plugin: what fails first in a copy of the house, and whether a test or the auditor found it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

AUDITED = ("tests/stories/", "tests/invariants/")  # every log that a story makes goes past the auditor when it is told
OF_THE_AUDITOR = ("tests/invariants/test_invariants.py", "tests/invariants/judging/test_judged_twice.py")
BOTH = ("tests/stories/", "tests/invariants/judging/")  # folders that hold tests and the auditor's own findings


class Watch:
    """Keeps the first test that fails and the first log that the auditor finds fault with, and ends the run then."""

    def __init__(self, told: Path) -> None:
        self._told, self._found = told, dict[str, str]()
        self._session: pytest.Session | None = None

    def pytest_sessionstart(self, session: pytest.Session) -> None:
        self._session = session

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        """So that a test that does not end has a name."""
        self._tell(running=nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.failed:
            self._found.setdefault(_finder(report), report.nodeid)
            self._tell()
        wanted = 2 if report.nodeid.startswith(BOTH) else 1
        if report.when == "teardown" and len(self._found) >= wanted and self._session is not None:
            self._session.shouldstop = "caught"

    def _tell(self, **more: str) -> None:
        self._told.write_text(json.dumps({**self._found, **more}), "utf-8")

    def pytest_sessionfinish(self) -> None:
        self._tell()


def _finder(report: pytest.TestReport) -> str:
    of_auditor = report.nodeid.startswith(OF_THE_AUDITOR)
    at_the_end = report.when == "teardown" and report.nodeid.startswith(AUDITED)
    return "auditor" if of_auditor or at_the_end else "test"


def pytest_configure(config: pytest.Config) -> None:
    """Tell what is found in the file that the environment names."""
    config.pluginmanager.register(Watch(Path(os.environ["PLANTED_TOLD"])))
