"""What each contract brings and costs in judged time, in cents; nothing is netted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from sim.judge.case_use import CaseUse
from sim.judge.causes import split
from sim.judge.cost import OUTSIDE_TOTAL
from sim.judge.fees import Contracts, contracts_of
from sim.judge.income import Cents, Earned
from sim.judge.judging import CommitmentCount
from sim.judge.tickets import Integers, TicketTable
from sim.model import Deployment


@dataclass(frozen=True)
class ContractUse:
    """A contract; id "" stands for sites without one. `tickets`: judged ones. The parts of all contracts add up to what
    there is in all; `cost` is all but penalties.
    """

    id: str
    tickets: int
    income_charged: int
    claims: int
    penalties: int
    bonus: int
    cost: int


def contract_uses(
    place: Deployment,
    table: TicketTable,
    use: CaseUse,
    cents: Mapping[str, int],
    commitments: Sequence[CommitmentCount],
    income: Earned,
    claims: Earned,
) -> tuple[ContractUse, ...]:
    """One per contract in the order of the file, then those that only sites name, at last none of them, where sites
    have none. Nothing in a scenario without `contracts`.
    """
    if not place.scenario.contracts:
        return ()
    contracts = contracts_of(place.scenario)
    of_case = np.where(use.site >= 0, contracts.of_site[use.site], len(contracts) - 1)
    tickets = _summed(of_case[: len(table)], table.judged.astype(np.int64), len(contracts))
    sums = {
        "tickets": tickets,
        "income_charged": _earned(income, of_case, contracts),
        "claims": _earned(claims, of_case, contracts),
        "penalties": np.sum([one.penalty_by_contract for one in commitments], axis=0),
        "bonus": np.sum([one.bonus_by_contract for one in commitments], axis=0),
        "cost": _cost(place, use, cents, of_case, tickets, contracts),
    }
    shown = [index for index, units in enumerate(contracts.units.tolist()) if units or index < len(contracts) - 1]
    return tuple(
        ContractUse(contracts.ids[index], **{name: int(column[index]) for name, column in sums.items()})
        for index in shown
    )


def _cost(
    place: Deployment,
    use: CaseUse,
    cents: Mapping[str, int],
    of_case: Integers,
    tickets: Integers,
    contracts: Contracts,
) -> Integers:
    """What the tickets and planned visits of each contract cost of themselves, and of all the rest the share of
    engineers' time that its sites took; without any such time, of its tickets, else of its units.
    """
    direct = _whole(_summed(of_case, direct_cost(place, use), len(contracts)))
    total = sum(amount for kind, amount in cents.items() if kind not in (*OUTSIDE_TOTAL, "penalties"))
    seized = _whole(_summed(of_case, use.seized_s, len(contracts)))
    shares = next(one for one in (seized, _whole(tickets), contracts.units) if one.any())
    rest = np.array([total - int(direct.sum())])
    parts: Integers = direct + split(rest, shares[None, :])[0]
    return parts


def direct_cost(place: Deployment, use: CaseUse) -> Cents:
    """Cents of each case for travel, parts, freight, visits, calls and nights, as far as they have a price."""
    prices = place.scenario.prices
    known = use.consumed + use.by_visit + use.by_call
    ways, nights = use.metres * (prices.per_km or 0) / 1000, use.nights * (prices.per_night or 0)
    cents: Cents = known + ways + nights + use.shipments * (prices.courier or 0)
    return cents


def _earned(earned: Earned, of_case: Integers, contracts: Contracts) -> Integers:
    """Split so that it adds up to the whole."""
    shares = _whole(_summed(of_case, earned.by_case, len(contracts)))
    return split(np.array([earned.priced.cents or 0]), shares[None, :])[0] if shares.any() else shares


def _summed(of_case: Integers, amount: Cents, size: int) -> Cents:
    added: Cents = np.bincount(of_case, weights=amount, minlength=size)
    return added


def _whole(amounts: Cents) -> Integers:
    return np.round(amounts).astype(np.int64)
