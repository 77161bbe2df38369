"""Why no plan keeps everything: what still breaks with everything at its upper bound, why, and what would be kept."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.sizing.gauge import gauges_of
from sim.study.sizing.scout import BudgetSpentError, Look
from sim.study.sizing.space import with_choices

if TYPE_CHECKING:
    from sim.study.estimate import Estimate
    from sim.study.experiment import Experiment
    from sim.study.outcome import Outcome
    from sim.study.sizing.found import Found

WIDER = 2
"""Upper bounds are tried at so many times what they are, to see whether they are what stands in the way."""

WIDER_YEARS = 2


@dataclass(frozen=True)
class Broken:
    """A commitment that breaks at the upper bounds.

    `could_keep`: the target that would be kept there (None where it has no share as target); `cause`: what most of the
    late time comes from, and its share; `with_more`: whether it would be kept at `WIDER` times the bounds (None: not
    tried).
    """

    id: str
    attained: Estimate
    target: float | None
    direction: str
    could_keep: float | None
    cause: str | None
    cause_share: float
    with_more: bool | None


@dataclass(frozen=True, eq=False)
class Hopeless:
    """Everything at its upper bound, and what breaks there."""

    look: Look
    broken: tuple[Broken, ...]


def explained(found: Found, experiment: Experiment) -> Hopeless:
    """What breaks, by how much, for what reason, and what would help."""
    look = found.hopeless
    assert look is not None
    wider = _wider(found, experiment)
    names = [name for name, slack in look.slack.items() if slack < 0 and not look.met[name]]
    return Hopeless(look, tuple(_broken(look, name, wider) for name in names))


def _wider(found: Found, experiment: Experiment) -> Look | None:
    """The plan at wider bounds; None where it cannot be, or there is no room to look at it."""
    from dataclasses import replace

    wide = replace(found.scout, space=with_choices(found.scout.space, WIDER), seen={}, impossible={})
    try:
        return wide.look(wide.space.top, WIDER_YEARS)
    except BudgetSpentError:
        return None


def _broken(look: Look, name: str, wider: Look | None) -> Broken:
    result = look.outcome.result(name)
    cause, share = _main_cause(look.outcome, name)
    return Broken(
        id=name,
        attained=result.attained,
        target=result.target,
        direction=result.direction,
        could_keep=_could_keep(look, name, result.target, result.direction),
        cause=cause,
        cause_share=share,
        with_more=None if wider is None else wider.slack.get(name, 0.0) >= 0,
    )


def _main_cause(outcome: Outcome, name: str) -> tuple[str | None, float]:
    hours = {cause: sum(each) for cause, each in outcome.late_by_cause_each(name).items()}
    total = sum(hours.values())
    if total <= 0:
        return None, 0.0
    cause = max(hours, key=lambda one: hours[one])
    return cause, hours[cause] / total


def _could_keep(look: Look, name: str, target: float | None, direction: str) -> float | None:
    """The target with slack 0, rounded to the safe side by whole per mille."""
    import math

    if target is None:
        return None
    gauge = gauges_of(look.outcome)[name]
    moved = look.slack[name] * gauge.spread
    if direction == "at_least":
        return max(0.0, math.floor((target + moved) * 1000) / 1000)
    return min(1.0, math.ceil((target - moved) * 1000) / 1000)
