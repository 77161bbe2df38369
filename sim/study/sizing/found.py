"""What a search has come to."""

from __future__ import annotations

from dataclasses import dataclass

from sim.study.sizing.scout import Look, Scout


@dataclass
class Found:
    """What the search came to: `why` it stopped, `whole`: every plan was looked at or ruled out."""

    scout: Scout
    whole: bool = False
    why: str = ""
    hopeless: Look | None = None
    ruled_out: int = 0

    @property
    def keeping(self) -> list[Look]:
        """Plans that seem to keep everything, the cheapest first."""
        return sorted((look for look in self.scout.seen.values() if look.keeps), key=by_cost)

    @property
    def likely(self) -> list[Look]:
        """Plans that met every target as often as asked for in the years they were looked at, the cheapest first."""
        return sorted((look for look in self.scout.seen.values() if look.may_keep), key=by_cost)


def by_cost(look: Look) -> tuple[float, float]:
    """The cheapest first, of equals the safer one."""
    return look.cost, -look.worst
