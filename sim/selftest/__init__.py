"""Reference cases with known answers, run through the engine that users run."""

from sim.selftest.outcome import Outcome
from sim.selftest.suite import selftest

__all__ = ["Outcome", "selftest"]
