"""How much a study may simulate: so many runs, or so long."""

from __future__ import annotations

import time
from dataclasses import dataclass, field


@dataclass
class Budget:
    """At most `runs` simulations or `seconds` of time, each None without such a bound; time counts from now on."""

    runs: int | None = None
    seconds: float | None = None
    _began: float = field(default_factory=time.monotonic)

    @property
    def is_bound(self) -> bool:
        """Whether there is any bound."""
        return self.runs is not None or self.seconds is not None

    def allows(self, spent: int, more: int, more_s: float) -> bool:
        """Whether `more` simulations, which take `more_s` seconds, still fit after `spent` ones."""
        if self.runs is not None and spent + more > self.runs:
            return False
        return self.seconds is None or time.monotonic() - self._began + more_s <= self.seconds
