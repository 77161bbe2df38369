"""Can we sign? Every promise of a tender, put to the test with one plan."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.estimate import Estimate, chance_of, mean_of, quantile_of, unknown
from sim.study.experiment import replicated
from sim.study.of_contract import ContractVariants, concerning
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Commitment, Scenario
    from sim.study.experiment import Experiment, Many
    from sim.study.outcome import Each, Outcome
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
    that do not concern it.
    """

    outcome: Outcome
    clauses: tuple[Clause, ...]
    contract: str | None = None
    left_out: tuple[str, ...] = ()

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
    chosen = variants if contract is None else ContractVariants.of(variants, contract)
    (outcome,), _several = replicated(experiment, [chosen.base], replications, precision)
    return Bid(outcome, _clauses(outcome), contract, _left_out(outcome.variant.scenario, contract))


def _clauses(outcome: Outcome) -> tuple[Clause, ...]:
    """Each with its promise as it is written, also where it is judged by the tickets of one contract."""
    written = {one.id: one for one in outcome.variant.scenario.commitments}
    return tuple(Clause(written[name], outcome.result(name)) for name in outcome.ids)


def _left_out(scenario: Scenario, contract: str | None) -> tuple[str, ...]:
    if contract is None:
        return ()
    concerned = {one.id for one in concerning(scenario, contract)}
    return tuple(one.id for one in scenario.commitments if one.id not in concerned)


# -- money of all clauses together --------------------------------------------------------------------------------


@dataclass(frozen=True)
class Exposure:
    """Fines of all clauses together in currency units a year: mean, and what 19 of 20 years do not exceed."""

    mean: Estimate
    p95: Estimate


def exposure(bid: Bid) -> Exposure:
    """What the promises may cost a year, summed in each replication: bad years of clauses come together or not."""
    fines = fines_each(bid)
    return Exposure(mean_of(fines, least=0.0), quantile_of(fines, 0.95))


def fines_each(bid: Bid) -> Each:
    """Fines a year, one figure per replication."""
    columns = [bid.outcome.penalty_each(one.commitment.id) for one in bid.clauses]
    return tuple(sum(each) for each in zip(*columns, strict=True))


@dataclass(frozen=True)
class Margin:
    """What must not leave the house: a contract's margin with the chance of a loss; fines as a share of its fee.

    `loss`: chance that a replication's margin is below 0; `over_fee`: that its fines exceed `share` of the fee.
    """

    contract: str
    loss: Estimate
    over_fee: Estimate
    share: float


FEE_SHARE = 0.05
"""Of the yearly fee; fines above it are called high."""


def risks(bid: Bid) -> tuple[Margin, ...]:
    """One per contract that has a fee."""
    results = [one for one in bid.outcome.contracts if one.id and bid.contract in (None, one.id)]
    return tuple(_margin(bid, one.id, one.fee) for one in results)


def _margin(bid: Bid, contract: str, fee: Estimate) -> Margin:
    if not fee.mean:
        none = unknown(_("no fee is given"))
        return Margin(contract, none, none, FEE_SHARE)
    index = [one.id for one in bid.outcome.contracts].index(contract)
    uses = [each.judgement.contracts[index] for each in bid.outcome.replications]
    scale, n = bid.outcome.per_year / 100, len(uses)
    earned = [use.income_charged + use.claims + use.bonus - use.penalties - use.cost for use in uses]
    losses = sum(fee.mean + cents * scale < 0 for cents in earned)
    high = sum(use.penalties * scale > FEE_SHARE * fee.mean for use in uses)
    return Margin(contract, chance_of(losses, n), chance_of(high, n), FEE_SHARE)


def more_needed(clauses: Sequence[Clause], done: int) -> int:
    """Replications still missing until every clause that is not decided yet would be, if nothing else changes."""
    needed = [one.result.replications_needed or 0 for one in clauses if one.result.verdict == "unproven"]
    return max(0, max(needed, default=0) - done)
