"""A lever: one small change of a plan, as a planner would name it and as he would type it."""

from __future__ import annotations

from dataclasses import dataclass, replace

ENGINEER, ON_CALL, SKILL, BACKUP = "engineer", "on_call", "skill", "backup"
SEAT, LINES, TRAINING = "seat", "lines", "training"
PART, VAN, COURIER, BENCH, SWAP = "part", "van", "courier", "bench", "swap"
MOVE, RULE = "move", "rule"
KINDS = (ENGINEER, ON_CALL, BACKUP, SEAT, LINES, PART, VAN, COURIER, BENCH, TRAINING, SKILL, MOVE, SWAP, RULE)
"""In the order in which kinds that promise as much are tried."""


@dataclass(frozen=True)
class Lever:
    """One change.

    `where`: the team, desk, outlet or store; `what`: the part, shift, skill, place or rule it is about; `count`: how
    many there are then, None where nothing is counted. `changes`: the `--set` texts. `without`: what of it has no
    price, by path or by word; `assumed`: values that this study chose, nobody gave. `promise`: what it could close of
    the shortfall by what the base outcome shows, only good for choosing what to simulate.
    """

    kind: str
    where: str
    what: str
    changes: tuple[str, ...]
    count: int | None = None
    without: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    promise: float = 0.0

    @property
    def order(self) -> tuple[float, int, tuple[str, ...]]:
        """Most promising first; of equals by kind and text, so that it does not matter who was thought of first."""
        return -self.promise, KINDS.index(self.kind), self.changes

    def promising(self, share: float) -> Lever:
        """The same with what it could close."""
        return replace(self, promise=share)


def chosen(levers: list[Lever], most: int) -> tuple[list[Lever], list[Lever]]:
    """The most promising ones, spread over the kinds, and the rest, each in order.

    Every kind that promises anything has its best one tried; after that each further one of a kind counts a fifth less,
    so that twenty alike do not crowd out the rest, and what has no price, and so no value for its money, half.
    """
    left = sorted(levers, key=lambda lever: lever.order)
    picked: list[Lever] = []
    taken = dict.fromkeys(KINDS, 0)
    while left and len(picked) < most:
        best = min(left, key=lambda lever: _turn(lever, taken[lever.kind]))
        left.remove(best)
        picked.append(best)
        taken[best.kind] += 1
    return sorted(picked, key=lambda lever: lever.order), left


CROWDED, UNPRICED = 0.8, 0.5


def _turn(lever: Lever, taken: int) -> tuple[bool, float, int, tuple[str, ...]]:
    is_first = taken == 0 and lever.promise > 0
    worth = lever.promise * CROWDED**taken * (UNPRICED if lever.without else 1.0)
    return not is_first, -worth, KINDS.index(lever.kind), lever.changes
