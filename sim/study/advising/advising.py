"""The next best money: which small change of a plan closes most of what is missing, for what it costs."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal

from sim.study.advising.bottlenecks import Bottlenecks, bottlenecks
from sim.study.advising.desk_levers import desk_levers
from sim.study.advising.lever import Lever, chosen
from sim.study.advising.losses import SETTLED, Losses, losses_of
from sim.study.advising.move_levers import move_levers
from sim.study.advising.people_levers import people_levers
from sim.study.advising.screening import Screening
from sim.study.advising.shortfall import open_ones
from sim.study.advising.store_levers import store_levers
from sim.study.advising.trial import Trial, told, trial

if TYPE_CHECKING:
    from sim.study.experiment import Experiment
    from sim.study.outcome import Outcome
    from sim.study.variants import Variant, Variants

MOST = 24
TOGETHER = 4  # levers simulated side by side where a budget may end between them


@dataclass(frozen=True, eq=False)
class Advice:
    """What was tried and what it brought.

    `counted`: the commitments looked at; `missing`: those of them that do not hold, whose shortfall is to be closed
    (none: money is what counts). `trials`: ranked, best first. `passed_over`: levers that promised less, `no_room`:
    those that the budget left no room for, `refused`: those that the files do not allow, with the reason.
    """

    base: Outcome
    counted: tuple[str, ...]
    missing: tuple[str, ...]
    trials: tuple[Trial, ...]
    passed_over: tuple[Lever, ...] = ()
    no_room: tuple[Lever, ...] = ()
    refused: tuple[tuple[Lever, str], ...] = ()
    bottlenecks: Bottlenecks = field(default_factory=Bottlenecks)

    @property
    def best(self) -> Trial | None:
        """The next best money; None where nothing tried is known to help."""
        return next((one for one in self.trials if one.is_worth_it), None)


def levers_for(base: Outcome, seed: int, commitments: Collection[str] | None = None) -> list[Lever]:
    """Every lever of the plan, the most promising first, by what its outcome and its first sample years show.

    commitments: only these count; by default all do.
    """
    scenario, plan = base.variant.scenario, base.variant.plan
    losses = losses_of(base, seed, weights_of(base, _counted(base, commitments)))
    found = [*people_levers(scenario, plan), *desk_levers(scenario, plan), *store_levers(scenario, plan)]
    found += move_levers(scenario, plan, losses)
    return screened(base, losses, found)


def screened(base: Outcome, losses: Losses, levers: Sequence[Lever]) -> list[Lever]:
    """Each with what it promises, the most promising first."""
    screening = Screening(base, losses)
    return sorted(map(screening.judged, levers), key=lambda lever: lever.order)


def weights_of(base: Outcome, counted: Sequence[str]) -> dict[str, float]:
    """How much each commitment weighs in the choice of what to try: one that does not hold ten times as much."""
    missing = open_ones(base, tuple(counted))
    return {name: 1.0 if name in missing or not missing else SETTLED for name in counted}


def _counted(base: Outcome, commitments: Collection[str] | None) -> tuple[str, ...]:
    return tuple(name for name in base.ids if commitments is None or name in commitments)


def advise(
    variants: Variants,
    experiment: Experiment,
    replications: int | Literal["auto"],
    commitments: Collection[str] | None = None,
    most: int = MOST,
    with_bottlenecks: bool = True,
) -> Advice:
    """Simulate the plan as it stands, then its most promising levers in the same sample years, and rank them.

    replications: of the plan and of each lever. commitments: only these count. most: levers tried at most.
    """
    from sim.study.experiment import allowed, each_of

    numbers = range(allowed(experiment, [variants.base], each_of(replications)))
    experiment.foresee(len(numbers) * (1 + most + (THOUGHTS if with_bottlenecks else 0)))
    base = experiment.outcome(variants.base, numbers)
    counted = _counted(base, commitments)
    missing = open_ones(base, counted)
    picked, rest = chosen(levers_for(base, experiment.seed, counted), most)
    loaded, refused = _loaded(variants, picked)
    outcomes, no_room = _simulated(experiment, loaded, numbers)
    trials = told([trial(lever, base, outcome, counted, missing) for lever, outcome in outcomes])
    thoughts = bottlenecks(variants, experiment, base, counted, missing) if with_bottlenecks else Bottlenecks()
    return Advice(base, counted, missing, tuple(trials), tuple(rest), no_room, refused, thoughts)


THOUGHTS = 11  # thought experiments of both rounds, at most


def _loaded(
    variants: Variants, levers: Sequence[Lever]
) -> tuple[list[tuple[Lever, Variant]], tuple[tuple[Lever, str], ...]]:
    """What the files make of each lever, and the reason where they refuse it."""
    from sim.scenario import InputErrors

    loaded: list[tuple[Lever, Variant]] = []
    refused: list[tuple[Lever, str]] = []
    for lever in levers:
        try:
            loaded.append((lever, variants.changed(lever.changes)))
        except InputErrors as error:
            refused.append((lever, error.problems[0].message))
    return loaded, tuple(refused)


def _simulated(
    experiment: Experiment, loaded: Sequence[tuple[Lever, Variant]], numbers: range
) -> tuple[list[tuple[Lever, Outcome]], tuple[Lever, ...]]:
    """As many as the budget has room for, in order."""
    found: list[tuple[Lever, Outcome]] = []
    step = TOGETHER if experiment.budget.is_bound else max(1, len(loaded))
    for start in range(0, len(loaded), step):
        some = loaded[start : start + step]
        while some and not experiment.has_room([variant for _lever, variant in some], numbers):
            some = some[:-1]
        if not some:
            break
        outcomes = experiment.outcomes([variant for _lever, variant in some], numbers)
        found += [(lever, outcome) for (lever, _variant), outcome in zip(some, outcomes, strict=True)]
    return found, tuple(lever for lever, _variant in loaded[len(found) :])
