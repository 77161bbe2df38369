"""One plan at many points: numbers of its files take one value after the other, in the same sample years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.scenario.varied import Varied
from sim.study.designs import Values, changes
from sim.study.measured import Measured, measured
from sim.study.tally import HOUR_S, HOURS

if TYPE_CHECKING:
    from sim.scenario import Problem
    from sim.study.experiment import Experiment
    from sim.study.outcome import Outcome
    from sim.study.result import CommitmentResult
    from sim.study.variants import Variant, Variants

TOGETHER = 8  # points simulated side by side, so that they share a sampled year
NOTHING_TO_KEEP = ("no-target", "no-evidence")


@dataclass(frozen=True)
class Stand:
    """A commitment at a point. `bar`: what is to be attained, a share or hours, None if nothing is.

    `likely`: it holds, or is not decided but so many sample years were kept as holding takes; `needed`: sample years
    in all that would settle it.
    """

    id: str
    verdict: str
    unit: str
    bar: float | None
    direction: str
    likely: bool
    needed: int | None


@dataclass(frozen=True)
class Point:
    """One value for every path. `figures`: what was measured there; without them `reason` says why there are none.

    `beside`: what had to change with it, so that shares make up a whole; `refused`: the scenario cannot have it.
    """

    number: int
    values: Values
    figures: tuple[Measured, ...] = ()
    stands: tuple[Stand, ...] = ()
    reason: str | None = None
    refused: bool = False
    beside: tuple[str, ...] = ()
    digest: str | None = None
    without: tuple[str, ...] = ()

    @property
    def is_simulated(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.figures)

    def figure(self, name: str, commitment: str = "") -> Measured | None:
        """One measure."""
        return next((one for one in self.figures if one.measure.key == (commitment, name)), None)

    def stand(self, commitment: str) -> Stand | None:
        """How a commitment stands here."""
        return next((one for one in self.stands if one.id == commitment), None)

    @property
    def decisive(self) -> tuple[Stand, ...]:
        """The commitments that can hold here."""
        return tuple(one for one in self.stands if one.verdict not in NOTHING_TO_KEEP)

    @property
    def keeps_all(self) -> bool:
        """Whether every commitment that can hold does."""
        return bool(self.decisive) and all(one.verdict == "keep" for one in self.decisive)

    @property
    def is_likely(self) -> bool:
        """Whether every commitment that can hold does, or is kept so often as holding takes."""
        return bool(self.decisive) and all(one.likely for one in self.decisive)


@dataclass(frozen=True, eq=False)
class Sweep:
    """All points in their order. `asked`: how many a hypercube was to have, None for a grid; `n`: sample years of each.

    `first`: the first point that the scenario can have, for the names in it; `without`: prices that no cost holds.
    """

    varied: tuple[Varied, ...]
    points: tuple[Point, ...]
    n: int
    first: Variant
    asked: int | None = None
    without: tuple[str, ...] = ()

    @property
    def simulated(self) -> tuple[Point, ...]:
        """The points there is something to say of."""
        return tuple(point for point in self.points if point.is_simulated)

    @property
    def ids(self) -> tuple[str, ...]:
        """Every commitment of any point, in the order of the file."""
        return tuple(dict.fromkeys(one.id for point in self.points for one in point.stands))

    def changes(self, point: Point) -> tuple[str, ...]:
        """The `--set` texts that make a point."""
        return changes(self.varied, point.values)


def sweep(
    variants: Variants,
    experiment: Experiment,
    varied: Sequence[Varied],
    chosen: Sequence[Values],
    n: int,
    asked: int | None = None,
) -> Sweep:
    """Every point after `n` sample years, as far as the budget of the experiment goes.

    A point the scenario refuses keeps the reason. InputErrors with all of them if it refuses every one.
    """
    points, places = _loaded(variants, varied, chosen)
    experiment.foresee(len(places) * n)
    done = {point.number: point for point in _simulated(experiment, points, places, n)}
    found = tuple(done.get(point.number, point) for point in points)
    without = tuple(dict.fromkeys(price for point in found for price in point.without))
    return Sweep(tuple(varied), found, n, next(iter(places.values())), asked, without)


def refuse_if_none_fits(variants: Variants, varied: Sequence[Varied], chosen: Sequence[Values]) -> None:
    """InputErrors with all that is wrong if the scenario can have none of the points; the first that fits will do."""
    problems: dict[Problem, None] = {}
    for number, values in enumerate(chosen, 1):
        beside = _beside(variants, changes(varied, values))
        loaded = _load(variants, varied, Point(number, values, beside=beside))
        if not isinstance(loaded, list):
            return
        problems.update(dict.fromkeys(loaded))
    raise _input_errors(problems)


def _input_errors(problems: Iterable[Problem]) -> Exception:
    from sim.scenario import InputErrors

    return InputErrors(list(problems))


def _loaded(
    variants: Variants, varied: Sequence[Varied], chosen: Sequence[Values]
) -> tuple[list[Point], dict[int, Variant]]:
    """All points, and what is to be simulated of those that the scenario can have."""
    points: list[Point] = []
    places: dict[int, Variant] = {}
    problems: dict[Problem, None] = {}
    for number, values in enumerate(chosen, 1):
        point = Point(number, values, beside=_beside(variants, changes(varied, values)))
        loaded = _load(variants, varied, point)
        if isinstance(loaded, list):
            problems.update(dict.fromkeys(loaded))
            point = replace(point, reason=loaded[0].message, refused=True)
        else:
            places[number] = loaded
        points.append(point)
    if not places:
        raise _input_errors(problems)
    return points, places


def _load(variants: Variants, varied: Sequence[Varied], point: Point) -> Variant | list[Problem]:
    """The variant of a point, or what is wrong with it."""
    from sim.scenario import InputErrors

    texts = changes(varied, point.values)
    try:
        return variants.changed((*texts, *point.beside), ", ".join(texts))
    except InputErrors as error:
        said = {f"--set {one.path}": f"--vary {one.path}" for one in varied}
        return [replace(one, file=said.get(one.file, one.file)) for one in error.problems if one.is_error]


def _beside(variants: Variants, texts: Sequence[str]) -> tuple[str, ...]:
    """What shares that make up a whole with a varied one must become."""
    from sim.scenario import companions

    shares = [text for text in texts if "share" in text.partition("=")[0]]
    return tuple(
        more
        for text in shares
        for more in companions(variants.folder, variants.plan, variants.overrides, text)
        if more.partition("=")[0] not in [one.partition("=")[0] for one in texts]
    )


def _simulated(experiment: Experiment, points: Sequence[Point], places: dict[int, Variant], n: int) -> Iterator[Point]:
    """Points with what was measured there, a few side by side, until the budget is spent."""
    waiting = [point for point in points if point.number in places]
    while waiting:
        now = waiting[:TOGETHER]
        while now and not experiment.has_room([places[point.number] for point in now], range(n)):
            now = now[:-1]
        if not now:
            return
        outcomes = experiment.outcomes([places[point.number] for point in now], range(n))
        for point, outcome in zip(now, outcomes, strict=True):
            stands = tuple(_stand(outcome, result) for result in outcome.results)
            yield replace(
                point, figures=measured(outcome), stands=stands, digest=outcome.digest, without=outcome.costs.without
            )
        waiting = waiting[len(now) :]


def _stand(outcome: Outcome, result: CommitmentResult) -> Stand:
    commitment, share = outcome.tally(result.id).commitment, result.kept_probability.mean
    bar = result.target
    if result.unit == HOURS:
        bar = None if commitment.within is None else commitment.within / HOUR_S
    enough = share is not None and share >= commitment.assurance
    likely = result.verdict == "keep" or (result.verdict == "unproven" and enough)
    return Stand(result.id, result.verdict, result.unit, bar, result.direction, likely, result.replications_needed)
