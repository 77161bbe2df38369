"""The auditor: reads a log and the inputs, works everything out by itself, and says what cannot have happened."""

from sim.audit.auditor import CHECKS, audit
from sim.audit.said import Finding

__all__ = ["CHECKS", "Finding", "audit"]
