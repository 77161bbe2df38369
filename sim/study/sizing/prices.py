"""What a plan costs before anything happens: pay by the month and upkeep, in currency units a year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sim.scenario.levers import BENCHES, ENGINEERS, ON_CALL, OPEN, SEATS, STOCK, VAN, Lever
from sim.study.tally import per_year_of

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario

DAYS, MONTHS, DAY_S = 365, 12, 86_400


@dataclass(frozen=True)
class Prices:
    """Prices of what may be moved. `by_posts`: nobody has a price, so people are counted instead."""

    scenario: Scenario
    plan: Plan
    by_posts: bool

    def is_priced(self, lever: Lever) -> bool:
        """Whether more or less of it changes what is counted."""
        if lever.kind == OPEN:
            return True
        if self.by_posts or lever.kind == BENCHES:
            return lever.kind in (ENGINEERS, SEATS)
        if lever.kind in (STOCK, VAN):
            part = self.scenario.parts.get(lever.part or "")
            return part is not None and part.unit_cost is not None and bool(self.scenario.prices.holding_per_year)
        return lever.kind == ON_CALL or _is_paid(self.plan, lever)

    def of_one(self, lever: Lever) -> float:
        """What one more costs a year at least, whatever happens; 0 where that hangs on what happens."""
        if self.by_posts:
            return (
                1.0 if lever.kind in (ENGINEERS, SEATS) and lever.owner in {*self.plan.teams, *self.plan.desks} else 0.0
            )
        months = self.months
        if lever.kind == ENGINEERS and lever.owner in self.plan.teams:
            return (self.plan.teams[lever.owner].pay_per_engineer_month or 0) / 100 * months
        if lever.kind == SEATS:
            return (self.plan.desks[lever.owner].pay_per_seat_month or 0) / 100 * months
        return 0.0

    def fixed(self, plan: Plan) -> float:
        """Pay by the month and upkeep of a plan; as `sim.judge.pay` has it, but for what is paid by the piece."""
        if self.by_posts:
            return float(_posts(plan))
        desks = sum((d.pay_per_seat_month or 0) * sum(n for _a, _b, n in d.shifts) for d in plan.desks.values())
        teams = sum((t.pay_per_engineer_month or 0) * (t.engineers or 0) for t in plan.teams.values())
        return (desks + teams + _upkeep(plan)) / 100 * self.months

    @property
    def months(self) -> float:
        """Months of judged time, scaled to a year of 365 days."""
        horizon = self.scenario.horizon
        spent: float = (horizon.end - horizon.start) / (DAYS * DAY_S / MONTHS)
        return (horizon.months if horizon.months is not None else spent) * per_year_of(self.scenario)


def prices_of(scenario: Scenario, plan: Plan) -> Prices:
    """By money if anybody whose number may be moved is paid, else by posts."""
    there = {*plan.teams, *plan.desks}  # not those of outlets that are shut
    people = [one for one in plan.levers if one.kind in (ENGINEERS, SEATS) and one.value > 0 and one.owner in there]
    return Prices(scenario, plan, by_posts=not any(_is_paid(plan, lever) for lever in people))


def _is_paid(plan: Plan, lever: Lever) -> bool:
    if lever.kind == ENGINEERS:
        team = plan.teams.get(lever.owner)  # None: its outlet is shut
        return team is None or team.pay_per_engineer_month is not None or team.pay_per_visit is not None
    desk = plan.desks[lever.owner]
    return desk.pay_per_seat_month is not None or desk.pay_per_call is not None


def _upkeep(plan: Plan) -> int:
    """Cents a month."""
    places: list[Any] = [*plan.desks.values(), *plan.teams.values(), *plan.outlets.values()]
    more = [one for one in (plan.central, plan.workshop) if one is not None]
    return sum(one.cost_per_month or 0 for one in (*places, *more))


def _posts(plan: Plan) -> int:
    """Engineers, and seats of all shifts."""
    seats = sum(count for desk in plan.desks.values() for _start, _end, count in desk.shifts)
    return seats + sum(team.engineers or 0 for team in plan.teams.values())
