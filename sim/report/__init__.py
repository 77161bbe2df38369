"""The room that shows: terminal answer, JSON, CSV, charts, page and the run folder. It computes no results."""

from sim.report.answer import answer_text, assumptions_text, headline, wants_colour
from sim.report.folder import check_out, write_run
from sim.report.run_json import run_json

__all__ = ["answer_text", "assumptions_text", "check_out", "headline", "run_json", "wants_colour", "write_run"]
