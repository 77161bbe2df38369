"""What people and places cost, in cents."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from sim.clock import Always
from sim.judge.desk_use import DeskUse
from sim.judge.priced import CANNOT_OCCUR, Priced, summed
from sim.judge.team_use import TeamUse
from sim.model import Deployment
from sim.scenario import Central, Desk, Horizon, Outlet, Plan, Team, Workshop

DAY = 86_400
MONTH = Fraction(365 * DAY, 12)  # seconds; a year has 365 days wherever totals are per year
PAID_MONTH_S = 174 * 3600
"""Hours a monthly rate stands for: 21.75 days of 8 h (Ministry of Human Resources and Social Security of China,
circular on average monthly working hours and the conversion of wages, 2008, No. 3)."""


def pay(deployment: Deployment, seats: Sequence[DeskUse], teams: Sequence[TeamUse]) -> Priced:
    """Monthly rate x seats (or engineers) x months of judged time; rates per call and visit x those begun in it."""
    plan, months = deployment.plan, months_of(deployment.scenario.horizon)
    amounts: dict[str, int | Fraction | None] = {}
    for use in seats:
        desk = plan.desks[use.id]
        amounts[f"desks.{use.id}.{_desk_rate(desk)}"] = _desk_pay(desk, months, use.calls)
    for team_use in teams:
        team = plan.teams[team_use.id]
        amounts[f"teams.{team_use.id}.{_rate_name(team)}"] = _team_pay(team, months, team_use.visits)
    by_visit = any(team.pay_per_visit is not None for team in plan.teams.values())
    by_call = any(desk.pay_per_call is not None for desk in plan.desks.values())
    return summed("pay", amounts, is_fixed=not by_visit and not by_call)


def _desk_rate(desk: Desk) -> str:
    return "pay_per_call" if desk.employer == "contracted" else "pay_per_seat_month"


def _desk_pay(desk: Desk, months: Fraction, calls: int) -> Fraction | None:
    """By month and by call."""
    if desk.pay_per_seat_month is None and desk.pay_per_call is None:
        return None
    return (desk.pay_per_seat_month or 0) * seats_of(desk) * months + (desk.pay_per_call or 0) * calls


def _rate_name(team: Team) -> str:
    return "pay_per_visit" if team.employer == "contracted" else "pay_per_engineer_month"


def _team_pay(team: Team, months: Fraction, visits: int) -> Fraction | None:
    """By month and by visit; a team that never runs out has no number of engineers to pay by month."""
    by_month = team.engineers is not None and team.pay_per_engineer_month is not None
    if not by_month and team.pay_per_visit is None:
        return None
    monthly = (team.engineers or 0) * (team.pay_per_engineer_month or 0) * months
    return monthly + (team.pay_per_visit or 0) * visits


def overtime(deployment: Deployment, teams: Sequence[TeamUse]) -> Priced:
    """Hours of own engineers outside the shift, on call included, x pay of an hour x factor by kind of day.

    An hour is paid 1/174 of a month. Who is paid by visit alone, or works in a shift that never ends, has no overtime.
    """
    plan, factors = deployment.plan, deployment.scenario.prices.overtime
    concerned = [use for use in teams if _may_work_late(deployment, plan.teams[use.id])]
    if not concerned:
        return CANNOT_OCCUR
    if factors is None:
        return Priced(None, ("overtime",))
    by_day = (factors.workday, factors.rest_day, factors.holiday)
    amounts: dict[str, float | None] = {}
    for use in concerned:
        rate = plan.teams[use.id].pay_per_engineer_month
        hours = sum(seconds * factor for seconds, factor in zip(use.outside_by_day_s, by_day, strict=True))
        amounts[f"teams.{use.id}.pay_per_engineer_month"] = None if rate is None else hours * rate / PAID_MONTH_S
    return summed("overtime", amounts)


def _may_work_late(deployment: Deployment, team: Team) -> bool:
    by_visit_alone = team.pay_per_engineer_month is None and team.pay_per_visit is not None
    never_ends = isinstance(deployment.scenario.calendar(team.shift), Always)
    return team.employer == "own" and team.engineers != 0 and not by_visit_alone and not never_ends


def night_stays(deployment: Deployment, teams: Sequence[TeamUse]) -> Priced:
    """Nights near a site x price."""
    if not deployment.plan.dispatch.overnight:
        return CANNOT_OCCUR
    per_night = deployment.scenario.prices.per_night
    return Priced(None, ("nights",)) if per_night is None else Priced(sum(use.nights for use in teams) * per_night)


def upkeep(deployment: Deployment) -> Priced:
    """Monthly cost of desks, teams, outlets, central store and workshop x months of judged time.

    Where one store has such a cost the others are missed; desks, teams and the workshop need have none.
    """
    months, stores = months_of(deployment.scenario.horizon), _stores(deployment.plan)
    monthly = {path: one.cost_per_month for path, one in {**_people(deployment.plan), **stores}.items()}
    expected = stores if any(one.cost_per_month is not None for one in stores.values()) else {}
    amounts = {
        f"{path}.cost_per_month": None if cost is None else cost * months
        for path, cost in monthly.items()
        if cost is not None or path in expected
    }
    return summed("upkeep", amounts, is_fixed=True)


def one_off(deployment: Deployment) -> Priced:
    """What is spent once. Nothing is expected to be, so nothing is missed where it is not given."""
    resources = {**_people(deployment.plan), **_stores(deployment.plan)}.values()
    trainings = (desk.training.one_off for desk in deployment.plan.desks.values() if desk.training is not None)
    given = [amount for amount in (*(one.one_off for one in resources), *trainings) if amount is not None]
    return Priced(sum(given) if given else None, is_fixed=True)


def _people(plan: Plan) -> dict[str, Desk | Team | Workshop]:
    """Whoever need not cost anything beyond pay and repairs."""
    desks = {f"desks.{name}": desk for name, desk in plan.desks.items()}
    teams = {f"teams.{name}": team for name, team in plan.teams.items()}
    return {**desks, **teams, **({"workshop": plan.workshop} if plan.workshop is not None else {})}


def _stores(plan: Plan) -> dict[str, Outlet | Central]:
    outlets = {f"outlets.{name}": outlet for name, outlet in plan.outlets.items()}
    return {**outlets, **({"central": plan.central} if plan.central is not None else {})}


def months_of(horizon: Horizon) -> Fraction:
    """Months of judged time: as given, else its length in twelfths of 365 days."""
    return Fraction(horizon.months) if horizon.months is not None else Fraction(horizon.end - horizon.start) / MONTH


def seats_of(desk: Desk) -> int:
    """Paid seats: one person on one shift each, so the seats of all shifts of a day, as the plan writes them."""
    return sum(count for _start, _end, count in desk.shifts)
