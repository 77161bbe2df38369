"""What judged time costs, in cents."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from sim.judge.use import TeamUse
from sim.model import Deployment
from sim.scenario import Desk, Horizon, Plan

DAY = 86_400
MONTH = Fraction(365 * DAY, 12)  # seconds; a year has 365 days wherever totals are per year


def costs(deployment: Deployment, teams: Iterable[TeamUse], penalties: int) -> tuple[dict[str, int], tuple[str, ...]]:
    """Cents by kind over judged time, and what is not priced.

    pay = monthly rate x seats (or engineers) x months of judged time; travel = kilometres driven in judged time, legs
    home included, x price per km; penalties as judged. A kind without any price is left out, never 0; where only some
    people have a rate, the others are named by the path of the rate they lack.
    """
    rates = dict(_monthly(deployment.plan))
    priced = {path: count * rate for path, (count, rate) in rates.items() if count is not None and rate is not None}
    paid: dict[str, int] = {}
    without = [path for path in rates if path not in priced] if priced else ["pay"]
    if priced:
        paid["pay"] = round(sum(priced.values()) * months_of(deployment.scenario.horizon))
    per_km = deployment.scenario.prices.per_km
    if per_km is None:
        without.append("travel")
    else:
        paid["travel"] = round(Fraction(sum(team.travel_m for team in teams) * per_km, 1000))
    return {**paid, "penalties": penalties}, (*without, "overtime")


def _monthly(plan: Plan) -> Iterator[tuple[str, tuple[int | None, int | None]]]:
    """Path of a rate in the plan, how many are paid by it, and the rate in cents a month."""
    for name, desk in plan.desks.items():
        yield f"desks.{name}.pay_per_seat_month", (seats_of(desk), desk.pay_per_seat_month)
    for name, team in plan.teams.items():
        yield f"teams.{name}.pay_per_engineer_month", (team.engineers, team.pay_per_engineer_month)


def months_of(horizon: Horizon) -> Fraction:
    """Months of judged time: as given, else its length in twelfths of 365 days."""
    return Fraction(horizon.months) if horizon.months is not None else Fraction(horizon.end - horizon.start) / MONTH


def seats_of(desk: Desk) -> int:
    """Paid seats: one person on one shift each, so the seats of all shifts of a day, as the plan writes them."""
    return sum(count for _start, _end, count in desk.shifts)
