"""The figures of a plan beside its promises: desks, people, stocks, planned work, contracts, costs; as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from sim.study.estimate import Estimate, unknown
from sim.wording import _


def comes_not_back() -> Estimate:
    """Of a part whose defective ones are not repaired."""
    return unknown(_("this part does not come back"))


def cannot_occur() -> Estimate:
    """Nothing of it, whatever happens."""
    return unknown(_("it does not occur here"))


@dataclass(frozen=True)
class DeskResult:
    """How callers fare at a desk by one channel: shares of attempts; waits of those not refused; `waiting_mean` people.

    `wait_p90_h` is the mean over replications of the wait that 90 % of a replication's attempts did not exceed.
    """

    id: str
    channel: str | None
    attempts_per_year: Estimate
    answered: Estimate
    abandoned: Estimate
    refused: Estimate
    wait_mean_h: Estimate
    wait_p90_h: Estimate
    waiting_mean: Estimate


@dataclass(frozen=True)
class ResourceResult:
    """Use of a desk, team or repair point: shares of rostered time seized and working; overtime in hours a year."""

    kind: str
    id: str
    seized: Estimate
    working: Estimate
    overtime_h: Estimate


@dataclass(frozen=True)
class StockResult:
    """One part in one store (the vans of a team count as one), in units.

    `fill_rate`: of the units asked for, those handed out at once; `ready_rate`: share of time with stock;
    `mean_on_hand`: on the shelf and not reserved; `mean_backorders`: asked for and not yet reserved. Of parts that come
    back to it repaired: defective units sent back, units scrapped, and how many are away.
    """

    store: str
    part: str
    demands_per_year: Estimate
    fill_rate: Estimate
    ready_rate: Estimate
    mean_on_hand: Estimate
    mean_backorders: Estimate
    orders_per_year: Estimate
    defective_per_year: Estimate = field(default_factory=comes_not_back)
    scrapped_per_year: Estimate = field(default_factory=comes_not_back)
    mean_in_repair: Estimate = field(default_factory=comes_not_back)


@dataclass(frozen=True)
class AccountResult:
    """The account of a store (the vans of a team are one): currency units a year of parts handed out to tickets, mean
    worth of what lies in it, defective units sent back a year in exchange for what it had handed out.
    """

    store: str
    issued: Estimate
    stock_value: Estimate
    defective_per_year: Estimate


@dataclass(frozen=True)
class ContractResult:
    """A contract in currency units a year; id "" stands for all sites without one.

    `cost` is everything but penalties; margin = fee + income_charged + claims + bonus - penalties - cost.
    """

    id: str
    fee: Estimate
    income_charged: Estimate
    claims: Estimate
    bonus: Estimate
    penalties: Estimate
    cost: Estimate
    margin: Estimate
    tickets_per_year: Estimate


@dataclass(frozen=True)
class PlannedResult:
    """A measure of the plan: visits a year whose window opens, the share of them made by its end, engineers' hours a
    year, ways included.
    """

    id: str
    visits_per_year: Estimate
    in_window: Estimate
    hours_per_year: Estimate


@dataclass(frozen=True)
class CostResult:
    """Costs in currency units a year; `total` leaves out what `without` names, `one_off`, which is spent once, and what
    is earned (`income_charged`, `claims`, `bonus`), which is never netted.

    What is the same whatever happens is exact: its bounds are its mean. `shares`: of the total, by kind of cost in it.
    """

    total: Estimate
    pay: Estimate
    overtime: Estimate
    travel: Estimate
    nights: Estimate
    parts: Estimate
    holding: Estimate
    freight: Estimate
    upkeep: Estimate
    penalties: Estimate
    one_off: Estimate
    repairs: Estimate = field(default_factory=cannot_occur)
    income_charged: Estimate = field(default_factory=cannot_occur)
    claims: Estimate = field(default_factory=cannot_occur)
    bonus: Estimate = field(default_factory=cannot_occur)
    without: tuple[str, ...] = ()
    shares: Mapping[str, Estimate] = field(default_factory=dict)
