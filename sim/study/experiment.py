"""Many variants in common worlds: simulated once, remembered, and given back whenever they are asked for again.

A study is a function of what its simulations say. If it is cut off, it runs again from its beginning, and what its
ledger remembers takes no time.
"""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import dataclass, field, replace
from itertools import count
from typing import TYPE_CHECKING, Any, Literal, Protocol

import numpy as np

from sim.study.budget import Budget
from sim.study.outcome import Outcome
from sim.study.replicate import WORTH_WORKERS_S, Replication, condensed
from sim.study.workers import in_workers

if TYPE_CHECKING:
    from sim.judge import Judgement
    from sim.study.replicate import Progress
    from sim.study.variants import Variant
    from sim.study.workers import Arriving
    from sim.world import World

FRESH = 1_000_000
"""Replications from this number on are worlds that no search has seen."""

EACH_AUTO = 50
"""Replications of each candidate, shock or point where their number is left open."""

WORLDS_KEPT = 2

Simulated = tuple[str, int]  # the key of a variant, the number of a replication
Many = int | Literal["auto"]


class Memory(Protocol):
    """Where finished simulations are taken down as they come; see `sim.study.ledger`."""

    def read(self) -> dict[Any, Replication]:
        """Those taken down before."""

    def append(self, label: Any, replication: Replication) -> None:
        """One more."""


def each_of(replications: Many) -> int:
    """How often every candidate is simulated."""
    return EACH_AUTO if replications == "auto" else replications


@dataclass
class Experiment:
    """Simulates variants, on `jobs` processes at most, and remembers.

    progress(done, planned, seconds_left) is called after every simulation; `budget` bounds what a study asks for.
    `cut`: the fewest sample years that it left of those wanted, and how many were wanted; None where it left all.
    """

    seed: int = 1
    jobs: int = 1
    progress: Progress | None = None
    memory: Memory | None = None
    budget: Budget = field(default_factory=Budget)
    spent: int = 0
    cut: tuple[int, int] | None = None
    _known: dict[Simulated, Replication] = field(default_factory=dict)
    _planned: int = 0
    _made: int = 0
    _spent_s: float = 0.0
    _number: int = field(default_factory=count().__next__)

    def __post_init__(self) -> None:
        self._asked: set[Simulated] = set()
        if self.memory is not None:
            self._known = self.memory.read()

    def outcome(self, variant: Variant, numbers: Sequence[int]) -> Outcome:
        """What these replications of one variant say."""
        return self.outcomes([variant], numbers)[0]

    def outcomes(self, variants: Sequence[Variant], numbers: Sequence[int]) -> list[Outcome]:
        """What these replications say, for each variant. One that shares its nature with others meets their worlds."""
        self._ask((variant.key, number) for variant in variants for number in numbers)
        places = {variant.key: variant for variant in variants}
        missing = [
            (key, number) for number in numbers for key in _side_by_side(places) if (key, number) not in self._known
        ]
        self._simulate(places, missing)
        return [Outcome(one, tuple(self._known[one.key, number] for number in numbers)) for one in variants]

    def foresee(self, simulations: int) -> None:
        """Expect so many more simulations than were asked for so far."""
        self._planned = self.spent + simulations

    def affords(self, simulations: int) -> bool:
        """Whether the budget has room for so many more."""
        return self.budget.allows(self.spent, simulations, simulations * self._each_s() / self.jobs)

    def has_room(self, variants: Sequence[Variant], numbers: Sequence[int]) -> bool:
        """Whether the budget has room for these; what this study asked for before takes none of it."""
        wanted = {(variant.key, number) for variant in variants for number in numbers}
        more, missing = len(wanted - self._asked), sum(label not in self._known for label in wanted)
        return not more or self.budget.allows(self.spent, more, missing * self._each_s() / self.jobs)

    def _ask(self, wanted: Iterable[Simulated]) -> None:
        self._asked.update(wanted)
        self.spent = len(self._asked)
        self._planned = max(self._planned, self.spent)

    def _each_s(self) -> float:
        """What a simulation takes one process."""
        return self._spent_s / self._made if self._made else 0.0

    def _simulate(self, variants: dict[str, Variant], missing: list[Simulated]) -> None:
        """Here as long as that is quicker than starting worker processes."""
        one, here = Simulator(variants, self.seed, self._number), 0
        while here < len(missing) and not self._worth_workers(len(missing) - here):
            self._take(_at_once(one, missing[here]), 1)
            here += 1
        if here < len(missing):
            self._take(in_workers(one, missing[here:], self.jobs, self._each_s()), self.jobs)

    def _worth_workers(self, left: int) -> bool:
        return self.jobs > 1 and left * self._each_s() > WORTH_WORKERS_S

    def _take(self, arriving: Arriving[Simulated, Replication], processes: int) -> None:
        """Take simulations as they come, in any order; every one is taken down, and reported as progress."""
        began, before = time.perf_counter(), self._spent_s
        with closing(arriving):
            for label, replication in arriving:
                self._known[label] = replication
                self._made += 1
                self._spent_s = before + (time.perf_counter() - began) * processes
                if self.memory is not None:
                    self.memory.append(label, replication)
                self._report()

    def _report(self) -> None:
        if self.progress:
            done = sum(label in self._known for label in self._asked)
            left = self._planned - done
            self.progress(done, self._planned, left * self._each_s() / self.jobs)


def _at_once(one: Simulator, label: Simulated) -> Arriving[Simulated, Replication]:
    yield label, one(label)


def _side_by_side(variants: dict[str, Variant]) -> list[str]:
    """Keys of variants, those of one nature behind each other: their world is sampled once."""
    natures = {variant.nature: number for number, variant in enumerate(reversed(variants.values()))}
    return sorted(variants, key=lambda key: -natures[variants[key].nature])


@dataclass(frozen=True)
class Simulator:
    """A simulation by its label, from its luck to its judgement. `experiment`: the number of the one it belongs to."""

    variants: dict[str, Variant]
    seed: int
    experiment: int = 0

    def only(self, labels: Sequence[Simulated]) -> Simulator:
        """With the variants of these simulations and no others."""
        return replace(self, variants={key: self.variants[key] for key, _number in labels})

    def __call__(self, label: Simulated) -> Replication:
        from sim.judge import judge
        from sim.model import simulate

        key, number = label
        variant = self.variants[key]
        world = self._world(variant, number)
        log = simulate(world, variant.plan)
        judged = world if variant.judged is None else replace(world, scenario=variant.judged)
        return condensed(_without_series(judge(judged, variant.plan, log)), None)

    def _world(self, variant: Variant, number: int) -> World:
        """The luck of a replication; the last ones are kept, for the next plan of this experiment that meets them.

        Not for another experiment, before which the files may have changed.
        """
        from sim.world import sample_world

        label = (self.experiment, str(variant.scenario.folder), variant.nature, self.seed, number)
        if label not in _worlds:
            while len(_worlds) >= WORLDS_KEPT:
                del _worlds[next(iter(_worlds))]
            _worlds[label] = sample_world(variant.scenario, self.seed, number)
        return replace(_worlds[label], scenario=variant.scenario)


_worlds: dict[tuple[Any, ...], World] = {}


def _without_series(judgement: Judgement) -> Judgement:
    """What single weeks and hours were like is for one plan at a time: hundreds of them would fill the memory."""
    none = np.empty(0, np.int64)
    stocks = tuple(replace(one, on_hand_by_week=none, in_repair_by_week=none) for one in judgement.stocks)
    return replace(judgement, stocks=stocks, settling=None, open_by_week=none)


def allowed(experiment: Experiment, variants: Sequence[Variant], wanted: int) -> int:
    """Of so many sample years of each variant those that the budget has room for; one in any case.

    With a budget the first one is simulated at once, for it tells how long one takes.
    """
    if not experiment.budget.is_bound:
        return wanted
    experiment.outcomes(variants, range(1))
    more = range(2, wanted + 1)
    years = 1 + bisect_left(more, True, key=lambda n: not experiment.has_room(variants, range(n)))
    if years < wanted and (experiment.cut is None or years < experiment.cut[0]):
        experiment.cut = years, wanted
    return years


def replicated(
    experiment: Experiment, variants: Sequence[Variant], replications: Many, precision: float | None = None
) -> tuple[list[Outcome], bool]:
    """All variants after so many replications; with "auto" after as many looks as the verdicts of all of them take.

    precision: with "auto", go on until every attained share's half-width is below it. The second value: whether there
    were several looks, which every verdict then allows for. Where the budget has no room for the first look, there are
    as many sample years as it allows, at least one, judged at one look.
    """
    from sim.study.run import is_clear, looks

    first, *later = looks(replications, precision)
    years = allowed(experiment, variants, first)
    auto = replications == "auto" and years == first
    outcomes: list[Outcome] = []
    for planned in (years, *(later if auto else ())):
        if outcomes and not experiment.has_room(variants, range(planned)):
            break
        outcomes = experiment.outcomes(variants, range(planned))
        if auto and all(is_clear(list(one.tallies.values()), planned, precision) for one in outcomes):
            break
    return [replace(one, several_looks=auto) for one in outcomes], auto
