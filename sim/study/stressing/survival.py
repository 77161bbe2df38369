"""Which commitments survive which shock: every shock in the same worlds as the plan without it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from sim.study.paired import paired
from sim.study.stressing.margin import bar_of
from sim.wording import _

if TYPE_CHECKING:
    from sim.study.estimate import Estimate
    from sim.study.experiment import Experiment
    from sim.study.outcome import Outcome
    from sim.study.result import CommitmentResult
    from sim.study.stressing.shocks import Shock
    from sim.study.variants import Variant, Variants

Fate = Literal["survives", "falls", "open", "down", "gone", "nothing"]
"""With the shock: still kept, no longer kept, not decided; it did not stand without it either; no case is left; there
was nothing to keep.
"""

NOTHING_TO_KEEP = ("no-target", "no-evidence")


@dataclass(frozen=True)
class Struck:
    """A commitment under a shock. `difference`: attained with it less without; `penalty`, `covered`: so, a year."""

    result: CommitmentResult
    fate: Fate
    difference: Estimate
    penalty: Estimate
    covered: Estimate


@dataclass(frozen=True, eq=False)
class Trial:
    """A shock and what it does; `reason`: why it was not simulated; `cost`, `penalty`: a year more than without it."""

    shock: Shock
    outcome: Outcome | None = None
    struck: tuple[Struck, ...] = ()
    penalty: Estimate | None = None
    cost: Estimate | None = None
    reason: str | None = None

    def fate(self, name: str) -> Fate:
        """What becomes of a commitment."""
        return next(one.fate for one in self.struck if one.result.id == name)


def strike(
    variants: Variants, experiment: Experiment, shocks: Sequence[Shock], base: Outcome, numbers: Sequence[int]
) -> list[Trial]:
    """Every shock that applies and that the budget has room for, in the worlds of `base`."""
    found = [_loaded(variants, shock) for shock in shocks]
    chosen: list[Variant] = []
    for one in found:
        if not isinstance(one, str) and experiment.has_room([*chosen, one], numbers):
            chosen.append(one)
    outcomes = {one.key: outcome for one, outcome in zip(chosen, experiment.outcomes(chosen, numbers), strict=True)}
    return [_trial(shock, one, outcomes, base) for shock, one in zip(shocks, found, strict=True)]


def _loaded(variants: Variants, shock: Shock) -> Variant | str:
    """The plan under the shock, or why there is none."""
    from sim.scenario import InputErrors

    if shock.reason is not None:
        return shock.reason
    try:
        return variants.changed(shock.changes, shock.name)
    except InputErrors as error:
        return error.problems[0].message


def _trial(shock: Shock, loaded: Variant | str, outcomes: dict[str, Outcome], base: Outcome) -> Trial:
    if isinstance(loaded, str):
        return Trial(shock, reason=loaded)
    outcome = outcomes.get(loaded.key)
    if outcome is None:
        return Trial(shock, reason=_("the budget has no room for it"))
    return compared(shock, outcome, base)


def compared(shock: Shock, outcome: Outcome, base: Outcome) -> Trial:
    """A plan under a shock against the same plan without it, in the same sample years."""
    with_it, without = outcome.cost_each(), base.cost_each()
    return Trial(
        shock,
        outcome,
        tuple(_struck(outcome, base)),
        paired(_penalties(base), _penalties(outcome)).estimate,
        paired(without, with_it).estimate if with_it is not None and without is not None else None,
    )


def _penalties(outcome: Outcome) -> tuple[float, ...]:
    """All fines of each sample year."""
    return tuple(map(sum, zip(*(outcome.penalty_each(name) for name in outcome.ids), strict=True)))


def _struck(outcome: Outcome, base: Outcome) -> Iterator[Struck]:
    for result in outcome.results:
        difference = paired(base.attained_each(result.id), outcome.attained_each(result.id)).estimate
        penalty = paired(base.penalty_each(result.id), outcome.penalty_each(result.id)).estimate
        covered = paired(base.covered_each(result.id), outcome.covered_each(result.id)).estimate
        yield Struck(result, fate_of(outcome, base, result.id), difference, penalty, covered)


def fate_of(outcome: Outcome, base: Outcome, name: str) -> Fate:
    """Whether a commitment is kept under a shock as it is without it.

    Where the plan holds for sure: whether it still does, surely does not, or is not decided. Where there are too few
    sample years for that: whether the share of periods kept is not below the assurance and the target is attained, both
    with the shock as without it. A shock that leaves no case is not survived.
    """
    before, after = base.standing(name).verdict, outcome.standing(name).verdict
    if before in NOTHING_TO_KEEP:
        return "nothing"
    if not stands(base, name):
        return "down"
    if after in NOTHING_TO_KEEP:
        return "gone"
    if before == "keep":
        return {"keep": "survives", "break": "falls"}.get(after, "open")  # type: ignore[return-value]
    return "survives" if stands(outcome, name) else "falls"


def stands(outcome: Outcome, name: str) -> bool:
    """Whether it holds, or is not decided but so many periods are kept as holding takes, and the target is attained."""
    standing = outcome.standing(name)
    if standing.verdict != "unproven":
        return standing.verdict == "keep"
    tally = outcome.tally(name)
    bar, attained = bar_of(tally), outcome.attained(name).mean
    is_met = bar is None or attained is None or bar.is_met(bar.margin(attained))
    return is_met and (standing.share or 0.0) >= tally.commitment.assurance
