"""Which assumed inputs matter: each at both ends of its range, in a sample year or two, against the same years."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.assumptions import ENDS, why_not
from sim.study.stressing.margin import bars_of
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Assumption
    from sim.study.experiment import Experiment
    from sim.study.outcome import Outcome
    from sim.study.variants import Variant, Variants

TOGETHER = 8
"""Variants between two looks at the budget."""

SCREENING_YEARS = 1
"""Sample years of each end, unless more are asked for: the worlds are common, so one tells most of it."""


@dataclass(frozen=True)
class Moved:
    """A commitment with an input at an end: its margin to the target without and with that, signed."""

    id: str
    before: float
    after: float

    @property
    def taken(self) -> float:
        """The part of the way to the target that is gone; 1 is on it, more is beyond, below 0 is away from it."""
        if self.before == 0:
            return 1.0 if self.after != 0 else 0.0
        return (self.before - self.after) / self.before


@dataclass(frozen=True)
class TriedEnd:
    """An end of a range, with what had to change beside it; `reason`: why it was not tried."""

    side: str
    value: str
    changes: tuple[str, ...] = ()
    moved: tuple[Moved, ...] = ()
    reason: str | None = None

    @property
    def taken(self) -> float:
        """The largest part of the way to a target that is gone."""
        return max((one.taken for one in self.moved), default=0.0)


@dataclass(frozen=True)
class Influence:
    """How far an assumed input moves commitments towards their targets; `reason`: why it was not tried."""

    assumption: Assumption
    ends: tuple[TriedEnd, ...] = ()
    reason: str | None = None
    years: int = 0

    @property
    def weight(self) -> tuple[bool, float, float]:
        """For ranking: what was tried, then by the largest part of the way to a target, then by the largest move."""
        moves = [abs(one.after - one.before) for end in self.ends for one in end.moved]
        return self.is_tried, max((end.taken for end in self.ends), default=0.0), max(moves, default=0.0)

    @property
    def is_tried(self) -> bool:
        """Whether an end was simulated."""
        return any(end.moved for end in self.ends)

    @property
    def moves(self) -> bool:
        """Whether it moves any commitment towards its target."""
        return any(end.taken > 0 for end in self.ends)

    @property
    def most_moved(self) -> str | None:
        """The commitment that comes nearest to its target, or farthest beyond it."""
        found = [one for end in self.ends for one in end.moved if one.taken > 0]
        return max(found, key=lambda one: one.taken).id if found else None

    @property
    def worse_sides(self) -> tuple[str, ...]:
        """The ends at which some commitment comes nearer to its target."""
        return tuple(end.side for end in self.ends if end.taken > 0)


def screened_inputs(
    variants: Variants,
    experiment: Experiment,
    years: int = SCREENING_YEARS,
    most: int | None = None,
    ids: Sequence[str] | None = None,
    assumptions: Sequence[Assumption] | None = None,
) -> list[Influence]:
    """Every assumed input, most influential first, at most `most`; those not tried come last, with their reason.

    `years`: sample years of each end; `ids`: the commitments that count, None for all; `assumptions`: only these.
    """
    if assumptions is None:
        assumptions = (*variants.base.scenario.assumptions, *variants.base.plan.assumptions)
    screen = _Screening(variants, experiment, range(years), ids)
    found = [screen.influence(one) for one in assumptions]
    screen.simulate()
    told = [screen.told(one) for one in found]
    told.sort(key=lambda one: (one.weight, one.assumption.path), reverse=True)
    return told if most is None else told[:most]


class _Screening:
    """All ends: read first, simulated together, then compared."""

    def __init__(
        self, variants: Variants, experiment: Experiment, numbers: Sequence[int], ids: Sequence[str] | None
    ) -> None:
        self.variants, self.experiment, self.numbers, self.ids = variants, experiment, numbers, ids
        self.loaded: dict[tuple[str, str], Variant] = {}
        self.outcomes: dict[str, Outcome] = {}

    def influence(self, assumption: Assumption) -> Influence:
        """An input with its ends read."""
        reason = why_not(assumption, self.variants.base.scenario)
        ends = () if reason else tuple(self._ends(assumption))
        return Influence(assumption, ends, reason, len(self.numbers))

    def _ends(self, assumption: Assumption) -> Iterator[TriedEnd]:
        for side in ENDS:
            value = getattr(assumption, side)
            if value is not None:
                changes = changes_to(self.variants, assumption.path, value)
                loaded = read(self.variants, changes)
                if isinstance(loaded, str):
                    yield TriedEnd(side, value, changes, reason=loaded)
                else:
                    self.loaded[assumption.path, side] = loaded
                    yield TriedEnd(side, value, changes)

    def simulate(self) -> None:
        """All together; where there is a budget a few variants at a time, as far as it goes."""
        waiting = list({one.key: one for one in self.loaded.values()}.values())
        self.base = self.experiment.outcome(self.variants.base, self.numbers)
        most = TOGETHER if self.experiment.budget.is_bound else len(waiting)
        while waiting and self.experiment.has_room(waiting[:most], self.numbers):
            some, waiting = waiting[:most], waiting[most:]
            found = self.experiment.outcomes(some, self.numbers)
            self.outcomes.update((one.variant.key, one) for one in found)

    def told(self, influence: Influence) -> Influence:
        """An input with what its ends do."""
        ends = tuple(self._told(influence.assumption.path, end) for end in influence.ends)
        untried = [end.reason for end in ends if end.reason]
        reason = influence.reason or (untried[0] if untried and not any(end.moved for end in ends) else None)
        return Influence(influence.assumption, ends, reason, influence.years)

    def _told(self, path: str, end: TriedEnd) -> TriedEnd:
        variant = self.loaded.get((path, end.side))
        if variant is None:
            return end
        outcome = self.outcomes.get(variant.key)
        if outcome is None:
            return TriedEnd(end.side, end.value, end.changes, reason=_("the budget has no room for it"))
        return TriedEnd(end.side, end.value, end.changes, tuple(self._moved(outcome)))

    def _moved(self, outcome: Outcome) -> Iterator[Moved]:
        bars = bars_of(self.base)
        for name, bar in bars.items():
            before, after = self.base.attained(name).mean, outcome.attained(name).mean
            if (self.ids is None or name in self.ids) and before is not None and after is not None:
                yield Moved(name, bar.margin(before), bar.margin(after))


def changes_to(variants: Variants, path: str, value: str) -> tuple[str, ...]:
    """`path=value`, and what has to change with it so that shares make up a whole."""
    from sim.scenario import companions

    change, base = f"{path}={value}", variants.base
    return change, *companions(variants.folder, base.plan.path, variants.overrides, change)


def read(variants: Variants, changes: Sequence[str]) -> Variant | str:
    """The plan with these changes, or why there is none."""
    from sim.scenario import InputErrors

    try:
        return variants.changed(changes)
    except InputErrors as error:
        return error.problems[0].message
