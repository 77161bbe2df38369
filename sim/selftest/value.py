"""One expected value and what came of it."""

from __future__ import annotations

import math
from dataclasses import dataclass

Answer = float | str
"""A number, or an instant as text; 'never' where something does not happen."""

SIMULATION, FORMULA, EXACT, COMPARISON = "simulation", "formula", "exact", "comparison"


@dataclass(frozen=True)
class Value:
    """`se`: the standard error, None where no luck is involved. `allowed`: how far off it may be, as people read it.

    how: by the engine, by a formula, exactly (calendars, hand traces), or for comparison only, never judged.
    """

    metric: str
    exact: Answer
    estimate: Answer
    se: float | None
    how: str
    ok: bool
    allowed: str

    @property
    def z(self) -> float | None:
        """Distance from the exact value in standard errors."""
        if not self.se or isinstance(self.exact, str) or isinstance(self.estimate, str):
            return None
        return (self.estimate - self.exact) / self.se


def checked(metric: str, exact: Answer, found: Answer, relative: float, how: str = FORMULA) -> Value:
    """A value without luck: right if the two differ by this at most, relatively; texts must be the same."""
    if isinstance(exact, str) or isinstance(found, str):
        return Value(metric, exact, found, None, how, exact == found, "same")
    ok = math.isclose(found, exact, rel_tol=relative, abs_tol=1e-12)
    return Value(metric, exact, found, None, how, ok, f"{relative:g}" if relative else "same")
