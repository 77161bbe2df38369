"""A ticket's life in words: what happened, who was where, and the reason of every wait."""

from sim.report.trace.text import trace_text
from sim.report.trace.trace import Trace, trace_of
from sim.report.trace.worst import Late, worst_of
from sim.report.trace.year import SampleYear

__all__ = ["Late", "SampleYear", "Trace", "trace_of", "trace_text", "worst_of"]
