"""The least capacity that single promises take: work that must be done, against what people have time for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import pairwise
from math import inf, prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.scenario.check_promises import covers_kind
from sim.scenario.counts import mean_count
from sim.scenario.geography import metres_apart
from sim.scenario.levers import ENGINEERS, ON_CALL, OPEN
from sim.scenario.offered_work import declined_shares, tickets_per_second
from sim.scenario.reach import expected_drives, outlets_of_sites
from sim.study.sizing.demand import least_part

if TYPE_CHECKING:
    from sim.scenario import Commitment, FaultKind, Plan, Scenario
    from sim.study.sizing.space import Point, Space

Rates = NDArray[np.float64]
SIMPLE = {"fault", "severity", "product", "region", "radius_km", "channel"}
VISITED = ("arrived", "restored", "closed")


@dataclass(frozen=True)
class Constraint:
    """How much of something a promise asks for, and what each person adds to it.

    Of visits: cases a second; of talks: seats kept busy. `at_hand`: what those give who are not decided; `each`: by
    number of a decision, what its first, second, … person adds, never more than the one before.
    """

    what: str
    needed: float
    at_hand: float
    each: Mapping[int, tuple[float, ...]]

    def there(self, point: Point) -> float:
        """What a plan has of it at most."""
        return self.at_hand + sum(sum(gains[: point[number]]) for number, gains in self.each.items())


@dataclass(frozen=True)
class Cases:
    """Cases that a promise is about, by site: how many a second, and work on site of each engineer it takes; `crew`."""

    rate: Rates
    tickets: Rates
    on_site: float
    crew: float


def of_field(scenario: Scenario, plan: Plan, space: Space) -> Iterator[Constraint]:
    """Each promise about visits: every skill by itself, and all together."""
    if scenario.replay is not None or any(one.lever.kind == OPEN for one in space.decisions):
        return  # where outlets may be shut, nobody knows beforehand who drives how far
    for commitment in scenario.commitments:
        share = share_needed(commitment, VISITED)
        if share is None:
            continue
        cases = {kind.key: _cases_of(scenario, plan, commitment, kind) for kind in kinds(scenario, commitment)}
        left, every = (sum(float(getattr(one, of).sum()) for one in cases.values()) for of in ("rate", "tickets"))
        share = share if commitment.measure.to == ("arrived",) else of_rest(share, left / every if every else 1.0)
        skills = {kind.fault.skill for kind in kinds(scenario, commitment)}
        for skill in sorted(skills, key=str):
            mine = [cases[kind.key] for kind in kinds(scenario, commitment) if kind.fault.skill == skill]
            weight = sum(float(one.rate.sum()) for one in mine) / left if left else 0.0
            yield _of_visits(scenario, plan, space, commitment, mine, of_rest(share, weight), {skill})
        if len(skills) > 1:
            yield _of_visits(scenario, plan, space, commitment, list(cases.values()), share, skills)


def kinds(scenario: Scenario, commitment: Commitment) -> list[FaultKind]:
    """The faults that a promise may cover."""
    return [kind for kind in scenario.faults if covers_kind(commitment.covers, kind)]


def share_needed(commitment: Commitment, ends: Sequence[str]) -> float | None:
    """The share of cases that must come to one of these milestones in time; None where that is not what it asks."""
    target, to = commitment.target, commitment.measure.to
    if target is None or target.direction != "at_least" or commitment.statistic != "share" or to is None:
        return None
    if commitment.measure.from_ != "reported":
        return None  # who is never reached would not be counted
    asked = set(commitment.covers.model_fields_set) if commitment.covers is not None else set()
    if commitment.of != "ticket" or commitment.per not in (None, "contract") or commitment.cases or not asked <= SIMPLE:
        return None
    return float(target.share) if commitment.counts == "needed" and set(to) <= set(ends) else None


def of_rest(share: float, weight: float) -> float:
    """The share needed of a part of all cases, if all the others are kept."""
    return max(0.0, 1 - (1 - share) / weight) if weight > 0 else 0.0


def _cases_of(scenario: Scenario, plan: Plan, commitment: Commitment, kind: FaultKind) -> Cases:
    """Of one fault: at least so many visits, with at least so much work."""
    fault = kind.fault
    tickets = tickets_per_second(scenario, kind) * in_cover(scenario, plan, commitment) * (1 - prevented(plan))
    visits = tickets * _left(plan, kind) * (1 - declined_shares(scenario))
    on_site = fault.diagnose.average + (_repair(scenario, plan, kind) if scenario.charged is None else 0.0)
    fastest = min([1.0, *(team.slowness.get(fault.skill or "", 1.0) for team in plan.teams.values())])
    return Cases(visits, tickets, on_site * fastest, mean_count(fault.crew))


def _repair(scenario: Scenario, plan: Plan, kind: FaultKind) -> float:
    """Seconds of a repair, or of the exchange of the unit where that takes less."""
    swap, repair = scenario.products[kind.product].swap, float(kind.fault.repair.average)
    return repair if swap is None or plan.swap is None else min(repair, float(swap.work.average))


def _left(plan: Plan, kind: FaultKind) -> float:
    """Share of tickets left to our own engineers by the best advice there could be."""
    fault, supplier = kind.fault, kind.fault.supplier
    helped = [desk.training.remote_fix for desk in plan.desks.values() if desk.training is not None]
    fixed = min(1.0, max(fault.front, fault.experts) * max([1.0, *helped])) if plan.desks else 0.0
    return (1 - fixed) * (1 - fault.carry_in) * (1 - (supplier.chance if supplier is not None else 0.0))


def prevented(plan: Plan) -> float:
    """Share of faults that planned visits prevent at most."""
    return 1 - prod(1 - entry.lowers_failures for entry in plan.planned.values())


def in_cover(scenario: Scenario, plan: Plan, commitment: Commitment) -> Rates:
    """Of each site the share of its tickets that a promise is about, by region, radius and channel."""
    cover: Any = commitment.covers
    inside = np.ones(len(scenario.sites))
    if cover is None:
        return inside
    if cover.channel is not None:
        inside *= through(scenario, cover.channel)
    if cover.region is not None:
        inside *= np.array([site.region in cover.region for site in scenario.sites], np.float64)
    if cover.radius_km is not None:
        inside *= _in_radius(scenario, plan, cover)
    return inside


def through(scenario: Scenario, channels: Sequence[str]) -> float:
    """Share of all tickets that come in on these channels."""
    return sum(entry.share for name, entry in scenario.channels.items() if name in channels)


def _in_radius(scenario: Scenario, plan: Plan, cover: Any) -> Rates:
    if scenario.travel.radius != "great_circle":
        return np.zeros(len(scenario.sites))
    names = list(plan.outlets)
    metres = metres_apart(scenario.sites, [plan.outlets[name] for name in names], scenario.plane)
    first = [names.index(outlets[0]) for outlets in outlets_of_sites(scenario, plan)]
    radius = np.floor(metres[np.arange(len(first)), first] + 0.5)
    low, high = cover.radius_above, cover.radius_at_most
    inside = (radius > low if low is not None else True) & (radius <= high if high is not None else True)
    return np.asarray(inside, np.float64) * np.ones(len(scenario.sites))


def _of_visits(
    scenario: Scenario,
    plan: Plan,
    space: Space,
    commitment: Commitment,
    cases: Sequence[Cases],
    share: float,
    skills: Collection[str | None],
) -> Constraint:
    """A share of all cases must be visited: no outlet can visit more than it reaches, nor than it has people for."""
    needed = share * sum(float(one.rate.sum()) for one in cases) * least_part(scenario, commitment)
    numbers = {one.lever.owner: n for n, one in enumerate(space.decisions) if one.lever.kind == ENGINEERS}
    at_hand, each = 0.0, {}
    for name, team in plan.teams.items():
        if not any(skill is None or team.skills is None or skill in team.skills for skill in skills):
            continue
        reached = _reached(scenario, plan, name, cases)
        hours = partial(_hours_of, scenario, plan, space, commitment, name)
        if name in numbers:
            most = space.decisions[numbers[name]].choices[-1]
            served = [_served(reached, hours(heads)) for heads in range(most + 1)]
            each[numbers[name]] = tuple(b - a for a, b in pairwise(served))
        else:
            at_hand += _served(reached, hours(team.engineers) if team.engineers is not None else inf)
    return Constraint(commitment.id, needed, at_hand, each)


def _reached(scenario: Scenario, plan: Plan, name: str, cases: Sequence[Cases]) -> tuple[Rates, Rates]:
    """(cases a second, engineer-seconds each) that a team may be sent to, those first that take least.

    Who goes straight on from job to job may be next door already: only a team that returns in between drives for sure.
    """
    outlet = plan.teams[name].outlet
    inside = np.ones(len(scenario.sites))
    if plan.dispatch.assign == "territory":
        inside = np.array([outlet in served for served in outlets_of_sites(scenario, plan)], np.float64)
    fastest = min([1.0, *(factor for _from, _to, factor in scenario.travel.hour_factors)])
    comes_from_home = fastest if plan.dispatch.after_job == "return" else 0.0
    drive = comes_from_home * expected_drives(scenario, plan, [name])[:, 0]
    rate = np.concatenate([one.rate * inside for one in cases])
    work = np.concatenate([one.crew * (drive + one.on_site) for one in cases])
    order = np.argsort(work, kind="stable")
    return rate[order], work[order]


def _served(reached: tuple[Rates, Rates], people: float) -> float:
    """Cases a second that so many people, busy day and night, can do at most."""
    rate, work = reached
    before = np.concatenate(([0.0], np.cumsum(rate * work)[:-1]))
    left = np.maximum(people - before, 0.0)
    return float(np.minimum(rate, np.divide(left, work, out=rate.copy(), where=work > 0)).sum())


def _hours_of(scenario: Scenario, plan: Plan, space: Space, commitment: Commitment, name: str, heads: int) -> float:
    """People of a team who could be busy day and night: all hours for those on call, shift and overtime for others.

    The work may be done in judged time and the limit after it, in which everybody goes on working.
    """
    team, horizon = plan.teams[name], scenario.horizon
    judged = horizon.end - horizon.start
    limit = commitment.within or horizon.stop - horizon.end
    usual = _on_duty(scenario, team) * (1 - team.shrinkage)
    called = min(heads, _most_on_call(plan, space, name))
    return float((called + (heads - called) * min(1.0, usual)) * (judged + limit) / judged)


def _on_duty(scenario: Scenario, team: Any) -> float:
    """Share of judged time that an engineer works at most: shift, and overtime on every duty."""
    start, end = scenario.horizon.start, scenario.horizon.end
    calendar = scenario.calendar(team.shift)
    shift = calendar.elapsed(start, end) / (end - start)
    duties = sum(1 for a, b in calendar.duties if b > start and a < end) if shift < 1 else 0
    return float(min(1.0, shift + duties * team.overtime_cap / (end - start)))


def _most_on_call(plan: Plan, space: Space, name: str) -> int:
    """How many of a team are on call at most: such a person may work at any hour."""
    decided = [one for one in space.decisions if one.lever.kind == ON_CALL and one.lever.owner == name]
    if decided:
        return decided[0].choices[-1]
    on_call = plan.teams[name].on_call
    return on_call.engineers if on_call is not None else 0
