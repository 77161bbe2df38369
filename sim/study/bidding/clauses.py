"""Can we sign? Every promise of a tender, put to the test with one plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sim.study.bidding.contract import ContractVariants, concerning
from sim.study.experiment import replicated

if TYPE_CHECKING:
    from sim.scenario import Commitment, Scenario
    from sim.study.bidding.guesses import Guesses
    from sim.study.bidding.remedies import Remedy
    from sim.study.experiment import Experiment, Many
    from sim.study.outcome import Outcome
    from sim.study.result import CommitmentResult
    from sim.study.variants import Variants

SIGN, REFUSE, OPEN = "sign", "refuse", "open"
"""What all verdicts together say."""


@dataclass(frozen=True, eq=False)
class Clause:
    """A promise, and how it fares."""

    commitment: Commitment
    result: CommitmentResult

    @property
    def breaks(self) -> bool:
        """Whether it does not hold."""
        return self.result.verdict == "break"


@dataclass(frozen=True, eq=False)
class Bid:
    """The clauses in the order of the tender. `contract`: the one it is about, None for all; `left_out`: the promises
    that do not concern it. Looked behind, `guesses`: what the answers rest on; `remedies`: by clause what would
    help one that breaks; `no_room`: what the budget had no room for.
    """

    outcome: Outcome
    clauses: tuple[Clause, ...]
    contract: str | None = None
    left_out: tuple[str, ...] = ()
    guesses: Guesses | None = None
    remedies: Mapping[str, Remedy] = field(default_factory=dict)
    no_room: tuple[str, ...] = ()

    @property
    def scenario(self) -> Scenario:
        """The scenario whose promises these are."""
        return self.outcome.variant.scenario

    @property
    def answer(self) -> str:
        """`refuse` if a clause breaks, `sign` if all hold, else `open`."""
        verdicts = {one.result.verdict for one in self.clauses}
        if "break" in verdicts:
            return REFUSE
        return SIGN if verdicts == {"keep"} else OPEN


def bid(
    variants: Variants,
    experiment: Experiment,
    replications: Many,
    precision: float | None = None,
    contract: str | None = None,
) -> Bid:
    """The plan in as many worlds as were asked for, every clause judged; with `contract`, by its tickets alone."""
    (outcome,), _several = replicated(experiment, [judged_by(variants, contract).base], replications, precision)
    return Bid(outcome, _clauses(outcome), contract, _left_out(outcome.variant.scenario, contract))


def judged_by(variants: Variants, contract: str | None) -> Variants:
    """The variants as they are judged: by all promises, or by those to one contract."""
    return variants if contract is None else ContractVariants.of(variants, contract)


def _clauses(outcome: Outcome) -> tuple[Clause, ...]:
    """Each with its promise as it is written, also where it is judged by the tickets of one contract."""
    written = {one.id: one for one in outcome.variant.scenario.commitments}
    return tuple(Clause(written[name], outcome.result(name)) for name in outcome.ids)


def _left_out(scenario: Scenario, contract: str | None) -> tuple[str, ...]:
    if contract is None:
        return ()
    concerned = {one.id for one in concerning(scenario, contract)}
    return tuple(one.id for one in scenario.commitments if one.id not in concerned)


def more_needed(clauses: Sequence[Clause], done: int) -> int:
    """Replications still missing until every clause that is not decided yet would be, if nothing else changes."""
    needed = [one.result.replications_needed or 0 for one in clauses if one.result.verdict == "unproven"]
    return max(0, max(needed, default=0) - done)
