"""From replications to what a plan costs, and what each contract and each store does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import numpy as np

from sim.study.estimate import Estimate, exact, half_widths, mean_of, ratio_of, unknown
from sim.study.figures import AccountResult, ContractResult, CostResult, PlannedResult
from sim.study.replicate import Replication
from sim.study.series import PlannedMonths
from sim.wording import _

if TYPE_CHECKING:
    from sim.judge import ContractUse, PlannedUse
    from sim.scenario import Horizon, Scenario

Done = Sequence[Replication]

HOUR_S = 3600
ONE_OFF = "one_off"
EARNED = ("income_charged", "claims", "bonus")
KINDS = tuple(field.name for field in fields(CostResult) if field.name not in ("total", "without", "shares"))


def costs(done: Done, per_year: float) -> CostResult:
    """Costs a year; `without` names the prices that are not given, and the total leaves them out."""
    fixed = done[0].judgement.fixed_costs
    known = {name: _amounts(done, name, per_year) for name in KINDS if name in done[0].judgement.costs}
    yearly = _yearly(known)
    parts = {name: _estimate(known[name], name in fixed) if name in known else unpriced() for name in KINDS}
    totals = _totals(yearly)
    return CostResult(
        total=mean_of(totals) if yearly else unpriced(),
        **parts,
        without=done[0].judgement.without,
        shares={name: ratio_of(amounts, totals, most=1.0) for name, amounts in yearly.items()},
    )


def cost_each(done: Done, kind: str, per_year: float) -> tuple[float, ...] | None:
    """Currency units a year in each replication of one kind, or of the "total" of all kinds; None without a price."""
    known = {name: _amounts(done, name, per_year) for name in KINDS if name in done[0].judgement.costs}
    found = _totals(_yearly(known)) if kind == "total" else known.get(kind)
    return tuple(found) if found else None


def _yearly(known: Mapping[str, list[float]]) -> dict[str, list[float]]:
    """The kinds that make up the total."""
    return {name: amounts for name, amounts in known.items() if name != ONE_OFF and name not in EARNED}


def _totals(yearly: Mapping[str, list[float]]) -> list[float]:
    return [sum(each) for each in zip(*yearly.values(), strict=True)]


def _amounts(done: Done, name: str, per_year: float) -> list[float]:
    """In currency units, of each replication; what is spent once is not per year."""
    scale = 1.0 if name == ONE_OFF else per_year
    return [each.judgement.costs[name] / 100 * scale for each in done]


def _estimate(amounts: list[float], is_fixed: bool) -> Estimate:
    return exact(amounts[0], len(amounts)) if is_fixed else mean_of(amounts)


def unpriced() -> Estimate:
    """A cost without any price."""
    return unknown(_("no price is given"))


# -- contracts ----------------------------------------------------------------------------------------------------


def contract_results(done: Done, scenario: Scenario, per_year: float) -> tuple[ContractResult, ...]:
    """One per contract, in the order of the file; sites without one last."""
    return tuple(
        _contract([each.judgement.contracts[index] for each in done], scenario, per_year)
        for index in range(len(done[0].judgement.contracts))
    )


def _contract(uses: Sequence[ContractUse], scenario: Scenario, per_year: float) -> ContractResult:
    fee, name = _fee(uses[0].id, scenario), uses[0].id
    yearly = {kind: [getattr(use, kind) / 100 * per_year for use in uses] for kind in (*EARNED, "penalties", "cost")}
    margins = zip(*(yearly[kind] for kind in (*EARNED, "penalties", "cost")), strict=True)
    margin = [(fee or 0.0) + income + claims + bonus - fines - cost for income, claims, bonus, fines, cost in margins]
    return ContractResult(
        id=name,
        fee=no_fee() if fee is None else exact(fee, len(uses)),
        **{kind: mean_of(amounts) for kind, amounts in yearly.items()},
        margin=no_fee() if fee is None else mean_of(margin),
        tickets_per_year=mean_of([use.tickets * per_year for use in uses], least=0.0),
    )


def _fee(contract: str, scenario: Scenario) -> float | None:
    """Currency units a year; sites without a contract pay none."""
    if not contract:
        return 0.0
    entry = scenario.contracts.get(contract)
    return None if entry is None or entry.fee_per_year is None else entry.fee_per_year / 100


def no_fee() -> Estimate:
    """Of a contract of which nobody said what it brings."""
    return unknown(_("no fee is given"))


# -- stores and planned work --------------------------------------------------------------------------------------


def account_results(done: Done, judged_s: int, per_year: float) -> tuple[AccountResult, ...]:
    """One per store, in the order of the stocks."""
    return tuple(_account(done, index, judged_s, per_year) for index in range(len(done[0].judgement.stores)))


def _account(done: Done, index: int, judged_s: int, per_year: float) -> AccountResult:
    uses = [each.judgement.stores[index] for each in done]
    issued = [use.issued / 100 * per_year for use in uses if use.issued is not None]
    held = [use.held / 100 / judged_s for use in uses if use.held is not None]
    return AccountResult(
        store=uses[0].store,
        issued=mean_of(issued) if issued else unpriced(),
        stock_value=mean_of(held, least=0.0) if held else unpriced(),
        defective_per_year=mean_of([use.defective * per_year for use in uses], least=0.0),
    )


def planned_results(done: Done, per_year: float) -> tuple[PlannedResult, ...]:
    """One per measure, in the order of the plan."""
    return tuple(_planned(done, index, per_year) for index in range(len(done[0].judgement.planned)))


def planned_months(done: Done, horizon: Horizon) -> tuple[PlannedMonths, ...]:
    """Each measure month by month."""
    if not done[0].judgement.planned:
        return ()
    labels = tuple(label for _start, _end, label, _judged in horizon.periods("month"))
    return tuple(
        _planned_months(labels, [each.judgement.planned[index] for each in done])
        for index in range(len(done[0].judgement.planned))
    )


def _planned_months(labels: tuple[str, ...], uses: Sequence[PlannedUse]) -> PlannedMonths:
    kept = np.array([use.kept_by_month for use in uses], np.float64)
    decided = np.mean([use.decided_by_month for use in uses], axis=0)
    in_window = kept.mean(axis=0)
    return PlannedMonths(uses[0].id, labels, in_window, decided - in_window, len(uses), half_widths(kept))


def _planned(done: Done, index: int, per_year: float) -> PlannedResult:
    uses = [each.judgement.planned[index] for each in done]
    return PlannedResult(
        id=uses[0].id,
        visits_per_year=mean_of([use.visits * per_year for use in uses], least=0.0),
        in_window=ratio_of([use.in_window for use in uses], [use.decided for use in uses], most=1.0),
        hours_per_year=mean_of([use.seized_s / HOUR_S * per_year for use in uses], least=0.0),
    )
