"""What a plan could promise: one set of simulated tickets answers all limits, radii and targets.

The tickets are judged by every promise that could be made, side by side, by the same judge and with the same verdict as
those that were made; so `run` and this cannot disagree. What the model itself makes of a promise (whom it sends first,
whom it calls out, how satisfied customers are) stays as it was under the promises of the file.

That many limits are tried makes none of them look better than it is: a sample year that keeps a limit keeps every
longer one, so the plan can only be taken to keep a limit that it does not if it is taken to keep the first such limit,
and the chance of that is that of one single verdict. Radii are not nested like that; each stands by itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.study.promising.axes import LIMIT, RADIUS, Axis, Found, Kind, Offer
from sim.study.promising.curves import Curve, point_of
from sim.study.promising.follows import follows_promises
from sim.study.promising.limits import limit_axis
from sim.study.promising.narrow import narrowed
from sim.study.promising.radii import radius_axis
from sim.study.promising.targets import Targets, targets_of
from sim.study.tally import Tally, per_year_of

if TYPE_CHECKING:
    from sim.judge import CommitmentCount
    from sim.scenario import Commitment, Plan, Scenario
    from sim.study.experiment import Experiment, Many
    from sim.study.outcome import Outcome
    from sim.study.promising.redispatched import Search
    from sim.study.result import CommitmentResult
    from sim.study.variants import Variant, Variants

FIRST_LOOK, PROMISES_TRIED = "promises tried at first", "promises tried"

Axes = dict[str, dict[Kind, Found]]
"""By commitment, what is varied of it, or why not."""


@dataclass(frozen=True, eq=False)
class Promisable:
    """What could be promised in place of one commitment. `untried`: what is not varied, and why."""

    commitment: Commitment
    now: CommitmentResult
    curves: dict[Kind, Curve]
    targets: Targets | None
    untried: dict[Kind, str]


@dataclass(frozen=True, eq=False)
class Frontier:
    """All commitments of a plan, in the order of the file.

    `outcome`: the plan as it stands; `wanted`: sample years asked for, of which the budget may have allowed fewer;
    `redispatched`: every limit was simulated anew; `left_out`: searches that the budget ended.
    """

    outcome: Outcome
    promisables: tuple[Promisable, ...]
    wanted: int
    redispatched: bool = False
    left_out: tuple[str, ...] = ()

    @property
    def follows(self) -> tuple[str, ...]:
        """What of the plan and the scenario goes by promises while a year goes by."""
        return follows_promises(self.outcome.variant.scenario, self.outcome.variant.plan)


def find_frontier(
    variants: Variants,
    experiment: Experiment,
    replications: Many,
    precision: float | None = None,
    redispatch: bool = False,
) -> Frontier:
    """Everything that could be promised with the plan asked for.

    `redispatch`: simulate every limit and radius anew, in a search by halves.
    """
    from sim.study.experiment import each_of, replicated
    from sim.study.promising.redispatched import Search

    base, wanted = variants.base, each_of(replications)
    axes = _narrowed(base, experiment, axes_of(base.promises, base.plan))
    judged = base if redispatch else base.judged_by(with_tried(base.promises, _offers(axes)), PROMISES_TRIED)
    outcome = replicated(experiment, [judged], replications, precision)[0][0]
    if redispatch:
        return _searched(outcome, axes, Search(variants, experiment, outcome), wanted)
    return Frontier(outcome, tuple(_promisables(outcome, axes)), max(wanted, outcome.n))


def axes_of(scenario: Scenario, plan: Plan) -> Axes:
    """What is varied about each commitment."""
    return {
        one.id: {LIMIT: limit_axis(one, scenario), RADIUS: radius_axis(one, scenario, plan)}
        for one in scenario.commitments
    }


def with_tried(scenario: Scenario, offers: Sequence[Offer]) -> Scenario:
    """The scenario with these offers to be judged beside its commitments."""
    return replace(scenario, tried=tuple(offer.commitment for offer in offers))


def _varied(axes: Axes) -> Iterator[tuple[str, Kind, Axis]]:
    for name, kinds in axes.items():
        for kind, axis in kinds.items():
            if isinstance(axis, Axis):
                yield name, kind, axis


def _offers(axes: Axes) -> list[Offer]:
    return [offer for _name, _kind, axis in _varied(axes) for offer in axis.offers]


def _narrowed(base: Variant, experiment: Experiment, axes: Axes) -> Axes:
    """By a first sample year that is judged by many more limits than it takes."""
    first = experiment.outcome(base.judged_by(with_tried(base.promises, _offers(axes)), FIRST_LOOK), range(1))
    counts = iter(first.replications[0].judgement.tried)
    promises = {one.id: one for one in base.promises.commitments}
    found: Axes = {name: dict(kinds) for name, kinds in axes.items()}
    for name, kind, axis in _varied(axes):
        found[name][kind] = narrowed(axis, promises[name], [next(counts) for _value in axis.values])
    return found


def _promisables(outcome: Outcome, axes: Axes) -> Iterator[Promisable]:
    counts = zip(*(one.judgement.tried for one in outcome.replications), strict=True)
    for one in outcome.variant.promises.commitments:
        curves = {
            kind: _curve(outcome, axis, [next(counts) for _value in axis.values])
            for kind, axis in axes[one.id].items()
            if isinstance(axis, Axis)
        }
        yield promisable(outcome, one, axes, curves)


def _curve(outcome: Outcome, axis: Axis, counts: Sequence[Sequence[CommitmentCount]]) -> Curve:
    per_year = per_year_of(outcome.variant.scenario)
    pairs = zip(axis.offers, counts, strict=True)
    points = (point_of(offer, Tally(offer.commitment, each, per_year), outcome.several_looks) for offer, each in pairs)
    return Curve(axis, tuple(points))


def promisable(outcome: Outcome, one: Commitment, axes: Axes, curves: dict[Kind, Curve]) -> Promisable:
    """A commitment with its curves, and the target question, which takes no further judging."""
    untried = {kind: why for kind, why in axes[one.id].items() if isinstance(why, str)}
    targets = targets_of(outcome.tally(one.id), outcome.several_looks, _shut(outcome.variant, one))
    return Promisable(one, outcome.result(one.id), curves, targets, untried)


def _shut(variant: Variant, one: Commitment) -> tuple[bool, ...]:
    """By period, whether the channel that had to be open beside a share was not."""
    from sim.judge import shut_cells
    from sim.model import deployment

    if one.measure.open is None:
        return ()
    number = variant.promises.commitments.index(one)
    return tuple(shut_cells(deployment(variant.promises, variant.plan), number).tolist())


def _searched(outcome: Outcome, axes: Axes, search: Search, wanted: int) -> Frontier:
    found: dict[str, dict[Kind, Curve]] = {name: {} for name in axes}
    search.foresee([axis for _name, _kind, axis in _varied(axes)])
    for name, kind, axis in _varied(axes):
        found[name][kind] = search.curve(name, axis)
    promises = (promisable(outcome, one, axes, found[one.id]) for one in outcome.variant.promises.commitments)
    left_out = tuple(dict.fromkeys(search.left_out))
    return Frontier(outcome, tuple(promises), max(wanted, outcome.n), True, left_out)
