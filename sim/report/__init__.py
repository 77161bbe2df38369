"""The room that shows: terminal answer, JSON, CSV, charts, page and the run folder. It computes no results.

What is shown is loaded on first use, so that a command which only quotes a path stays quick.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sim.report.answer import answer_text, assumptions_text, headline, wants_colour
    from sim.report.folder import check_out, write_run
    from sim.report.json_text import run_json
    from sim.report.unfinished import begin_run

__all__ = [
    "answer_text",
    "assumptions_text",
    "begin_run",
    "check_out",
    "headline",
    "run_json",
    "wants_colour",
    "write_run",
]

_PAGES = {
    "answer_text": "answer",
    "assumptions_text": "answer",
    "begin_run": "unfinished",
    "check_out": "folder",
    "headline": "answer",
    "run_json": "json_text",
    "wants_colour": "answer",
    "write_run": "folder",
}


def __getattr__(name: str) -> Any:
    """Load what is asked for; AttributeError for anything the room does not show."""
    if name not in _PAGES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"sim.report.{_PAGES[name]}"), name)
