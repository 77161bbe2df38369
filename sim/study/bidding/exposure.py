"""What the promises of a bid may cost, all together; and what must not leave the house: the chance to lose money."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sim.study.estimate import Estimate, chance_of, mean_of, quantile_of, unknown
from sim.wording import _

if TYPE_CHECKING:
    from sim.study.bidding.clauses import Bid
    from sim.study.outcome import Each

FEE_SHARE = 0.05
"""Of the yearly fee; fines above it are called high."""


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
