"""The bottleneck, and the one behind it: what attainment would be if one thing were perfect, then two."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.advising.shortfall import BAD
from sim.study.advising.trial import POINTS, Moved, gain_each, moved
from sim.study.paired import Difference, paired
from sim.study.tally import HOURS

if TYPE_CHECKING:
    from sim.study.advising.perfect import Perfect
    from sim.study.experiment import Experiment
    from sim.study.outcome import Outcome
    from sim.study.variants import Variants


@dataclass(frozen=True, eq=False)
class Imagined:
    """One thing perfect, on top of `behind` where that is perfect already.

    `moved`: every commitment against what it is compared with; `gain`: shortfall closed in points, summed over the
    commitments that do not hold; where all hold, points attained more, summed over all.
    """

    perfect: Perfect
    behind: Perfect | None
    outcome: Outcome
    moved: tuple[Moved, ...]
    gain: Difference

    @property
    def gained(self) -> float:
        """The mean gain."""
        return self.gain.estimate.mean or 0.0

    @property
    def order(self) -> tuple[float, str]:
        """The largest gain first."""
        return -self.gained, self.perfect.name


@dataclass(frozen=True, eq=False)
class Bottlenecks:
    """`first`: each thing perfect by itself, the one that gains most first; `second`: the others on top of that one.

    `not_tried`: what there is nothing of, or no room in the budget for, with the reason.
    """

    first: tuple[Imagined, ...] = ()
    second: tuple[Imagined, ...] = ()
    not_tried: tuple[tuple[str, str], ...] = ()

    @property
    def narrowest(self) -> Imagined | None:
        """The one that gains most, if any gains."""
        return next((one for one in self.first if one.gained > 0), None)

    @property
    def next_narrowest(self) -> Imagined | None:
        """The one behind it."""
        return next((one for one in self.second if one.gained > 0), None)


NO_BUDGET = "budget"


def bottlenecks(
    variants: Variants, experiment: Experiment, base: Outcome, counted: Sequence[str], missing: Sequence[str]
) -> Bottlenecks:
    """In the sample years of `base`, as far as the budget goes."""
    from sim.study.advising.perfect import perfects

    found, why = perfects(base.variant.scenario, base.variant.plan)
    search = _Search(variants, experiment, base, tuple(counted), tuple(missing))
    first = search.round(found, None)
    narrowest = next((one for one in first if one.gained > 0), None)
    others = [one for one in found if narrowest is not None and one.name != narrowest.perfect.name]
    second = search.round(others, narrowest)
    return Bottlenecks(tuple(first), tuple(second), (*why.items(), *search.left_out))


class _Search:
    """Rounds of thought experiments in the sample years of one outcome."""

    def __init__(
        self,
        variants: Variants,
        experiment: Experiment,
        base: Outcome,
        counted: tuple[str, ...],
        missing: tuple[str, ...],
    ) -> None:
        self._variants, self._experiment, self._base = variants, experiment, base
        self._counted, self._missing = counted, missing
        self._numbers = [one.judgement.replication for one in base.replications]
        self.left_out: list[tuple[str, str]] = []

    def round(self, found: Sequence[Perfect], behind: Imagined | None) -> list[Imagined]:
        """Every one of these perfect, alone or on top of what is so already; the largest gain first."""
        before = behind.perfect.changes if behind is not None else ()
        tried = []
        for one in found:
            variant = self._variants.changed((*before, *one.changes), name=_shown(one, behind))
            if not self._experiment.has_room([variant], self._numbers):
                name = one.name if behind is None else f"{behind.perfect.name}+{one.name}"
                self.left_out.append((name, NO_BUDGET))
                continue
            tried.append((one, self._experiment.outcome(variant, self._numbers)))
        imagined = [self._imagined(one, behind, outcome) for one, outcome in tried]
        return sorted(imagined, key=lambda one: one.order)

    def _imagined(self, one: Perfect, behind: Imagined | None, outcome: Outcome) -> Imagined:
        against = self._base if behind is None else behind.outcome
        gains = gain_each(against, outcome, self._missing) if self._missing else self._attained_more(against, outcome)
        changed = tuple(moved(name, against, outcome) for name in self._counted)
        return Imagined(one, behind.perfect if behind else None, outcome, changed, paired((0.0,) * len(gains), gains))

    def _attained_more(self, base: Outcome, outcome: Outcome) -> tuple[float, ...]:
        """Points better, summed over the shares; of hours nothing is added up."""
        names = [name for name in self._counted if base.tally(name).unit != HOURS]
        rows = [_better(base, outcome, name) for name in names]
        return tuple(POINTS * sum(values) for values in zip(*rows, strict=True)) or (0.0,) * base.n


def _better(base: Outcome, outcome: Outcome, name: str) -> list[float]:
    target = base.tally(name).commitment.target
    sign = -1 if target is not None and target.direction in BAD else 1
    pairs = zip(base.attained_each(name), outcome.attained_each(name), strict=True)
    return [0.0 if was is None or now is None else sign * (now - was) for was, now in pairs]


def _shown(one: Perfect, behind: Imagined | None) -> str:
    names = [behind.perfect.name] if behind is not None else []
    return "perfect: " + ", ".join([*names, one.name])
