"""run.json: the one JSON object that `run --json` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report.manifest import as_text

if TYPE_CHECKING:
    from sim.study import Result


def run_json(result: Result, run: str) -> str:
    """The result as JSON text under the name of its run folder."""
    return as_text(result.to_json(run))
