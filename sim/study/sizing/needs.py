"""The least capacity that single promises take: work that must be done, against what people have time for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import prod
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from sim.scenario.check_promises import covers_kind
from sim.scenario.counts import mean_count
from sim.scenario.geography import metres_apart
from sim.scenario.levers import ENGINEERS, ON_CALL, OPEN, SEATS, Lever
from sim.scenario.offered_work import declined_shares, tickets_per_second
from sim.scenario.reach import able_teams, expected_drives, outlets_of_sites

if TYPE_CHECKING:
    from sim.scenario import Commitment, FaultKind, Plan, Scenario
    from sim.study.sizing.space import Point, Space

Rates = NDArray[np.float64]
SIMPLE = {"fault", "severity", "product", "region", "radius_km", "channel"}
VISITED = ("arrived", "restored", "closed")
TALKED = ("answered", "responded", "replied", "remote_fixed")


@dataclass(frozen=True)
class Constraint:
    """People busy day and night that a promise takes at least, and what each person adds.

    `at_hand`: what those add who are not decided; `each`: by number of a decision, what each of its first people adds
    (with the hours on call), how many those are, and what every further one adds.
    """

    what: str
    needed: float
    at_hand: float
    each: Mapping[int, tuple[float, int, float]]

    def there(self, point: Point) -> float:
        """Capacity of a plan."""
        return self.at_hand + sum(capacity(point[number], *terms) for number, terms in self.each.items())


def capacity(heads: int, first: float, how_many: int, further: float) -> float:
    return min(heads, how_many) * first + max(0, heads - how_many) * further


def constraints_of(scenario: Scenario, plan: Plan, space: Space) -> list[Constraint]:
    """Of every promise of which it can be said, those that ask for anything."""
    found = [*_of_field(scenario, plan, space), *_of_desks(scenario, plan, space)]
    return [one for one in found if one.needed > 0]


# -- the field ----------------------------------------------------------------------------------------------------


def _of_field(scenario: Scenario, plan: Plan, space: Space) -> Iterator[Constraint]:
    """Each promise about visits: every skill by itself, and all together."""
    if scenario.replay is not None or any(one.lever.kind == OPEN for one in space.decisions):
        return  # where outlets may be shut, nobody knows beforehand who drives how far
    for commitment in scenario.commitments:
        share = _share_needed(commitment, VISITED)
        if share is None:
            continue
        visits = {kind.key: _visits_of(scenario, plan, commitment, kind) for kind in _kinds(scenario, commitment)}
        left, every = (sum(float(one[n].sum()) for one in visits.values()) for n in (0, 2))
        share = share if commitment.measure.to == ("arrived",) else _of_rest(share, left / every if every else 1.0)
        skills = {kind.fault.skill for kind in _kinds(scenario, commitment)}
        for skill in sorted(skills, key=str):
            mine = [visits[kind.key] for kind in _kinds(scenario, commitment) if kind.fault.skill == skill]
            weight = sum(float(one[0].sum()) for one in mine) / left if left else 0.0
            needed = _cheapest(mine, _of_rest(share, weight))
            yield _constraint(scenario, plan, space, commitment.id, able_teams(plan, skill), needed)
        if len(skills) > 1:
            teams = [name for name in plan.teams if any(name in able_teams(plan, skill) for skill in skills)]
            yield _constraint(scenario, plan, space, commitment.id, teams, _cheapest(list(visits.values()), share))


def _kinds(scenario: Scenario, commitment: Commitment) -> list[FaultKind]:
    return [kind for kind in scenario.faults if covers_kind(commitment.covers, kind)]


def _share_needed(commitment: Commitment, ends: Sequence[str]) -> float | None:
    """The share of cases that must come to one of these milestones in time; None where that is not what it asks."""
    target, to = commitment.target, commitment.measure.to
    if target is None or target.direction != "at_least" or commitment.statistic != "share" or to is None:
        return None
    asked = set(commitment.covers.model_fields_set) if commitment.covers is not None else set()
    if commitment.of != "ticket" or commitment.per not in (None, "contract") or commitment.cases or not asked <= SIMPLE:
        return None
    return float(target.share) if commitment.counts == "needed" and set(to) <= set(ends) else None


def _of_rest(share: float, weight: float) -> float:
    """The share needed of a part of all cases, if all the others are kept."""
    return max(0.0, 1 - (1 - share) / weight) if weight > 0 else 0.0


def _visits_of(scenario: Scenario, plan: Plan, commitment: Commitment, kind: FaultKind) -> tuple[Rates, Rates, Rates]:
    """Of one fault, by site: visits a second at least, engineer-seconds each takes at least, tickets a second."""
    fault = kind.fault
    tickets = tickets_per_second(scenario, kind) * _in_cover(scenario, plan, commitment) * (1 - _prevented(plan))
    visits = tickets * _left(plan, kind) * (1 - declined_shares(scenario))
    teams = able_teams(plan, fault.skill)
    drive = expected_drives(scenario, plan, teams).min(axis=1) if teams else np.zeros(len(scenario.sites))
    on_site = fault.diagnose.average + (fault.repair.average if scenario.charged is None else 0.0)
    fastest = min([1.0, *(team.slowness.get(fault.skill or "", 1.0) for team in plan.teams.values())])
    return visits, mean_count(fault.crew) * (drive + on_site * fastest), tickets


def _cheapest(cells: Sequence[tuple[Rates, Rates, Rates]], share: float) -> float:
    """People kept busy by that share of all cases that takes least."""
    if not cells or share <= 0:
        return 0.0
    rate, work = np.concatenate([one[0] for one in cells]), np.concatenate([one[1] for one in cells])
    order = np.argsort(work, kind="stable")
    before = np.concatenate(([0.0], np.cumsum(rate[order])[:-1]))
    taken = np.clip(share * float(rate.sum()) - before, 0, rate[order])
    return float((taken * work[order]).sum())


def _left(plan: Plan, kind: FaultKind) -> float:
    """Share of tickets left to our own engineers by the best advice there could be."""
    fault, supplier = kind.fault, kind.fault.supplier
    helped = [desk.training.remote_fix for desk in plan.desks.values() if desk.training is not None]
    fixed = min(1.0, max(fault.front, fault.experts) * max([1.0, *helped])) if plan.desks else 0.0
    return (1 - fixed) * (1 - fault.carry_in) * (1 - (supplier.chance if supplier is not None else 0.0))


def _prevented(plan: Plan) -> float:
    """Share of faults that planned visits prevent at most."""
    return 1 - prod(1 - entry.lowers_failures for entry in plan.planned.values())


def _in_cover(scenario: Scenario, plan: Plan, commitment: Commitment) -> Rates:
    """Of each site the share of its tickets that a promise is about, by region, radius and channel."""
    cover: Any = commitment.covers
    inside = np.ones(len(scenario.sites))
    if cover is None:
        return inside
    if cover.channel is not None:
        inside *= _through(scenario, cover.channel)
    if cover.region is not None:
        inside *= np.array([site.region in cover.region for site in scenario.sites], np.float64)
    if cover.radius_km is not None:
        inside *= _in_radius(scenario, plan, cover)
    return inside


def _through(scenario: Scenario, channels: Sequence[str]) -> float:
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


def _constraint(
    scenario: Scenario, plan: Plan, space: Space, what: str, teams: Sequence[str], needed: float
) -> Constraint:
    numbers = {one.lever.owner: n for n, one in enumerate(space.decisions) if one.lever.kind == ENGINEERS}
    at_hand, each = 0.0, {}
    for name in teams:
        team = plan.teams[name]
        if team.engineers is None:
            return Constraint(what, 0.0, 0.0, {})
        shift = _hours_of(scenario, team) * (1 - team.shrinkage)
        terms = (1.0, _most_on_call(plan, space, name), min(1.0, shift))
        if name in numbers:
            each[numbers[name]] = terms
        else:
            at_hand += capacity(team.engineers, *terms)
    return Constraint(what, needed * _stretched(scenario, what), at_hand, each)


def _hours_of(scenario: Scenario, team: Any) -> float:
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


def _stretched(scenario: Scenario, what: str) -> float:
    """The work may be done in judged time and the limit after it, in which everybody goes on working."""
    [commitment] = [one for one in scenario.commitments if one.id == what]
    judged = scenario.horizon.end - scenario.horizon.start
    return float(judged / (judged + (commitment.within or scenario.horizon.stop - scenario.horizon.end)))


# -- desks --------------------------------------------------------------------------------------------------------


def _of_desks(scenario: Scenario, plan: Plan, space: Space) -> Iterator[Constraint]:
    """Each promise about answers, for each desk that takes calls and gets no help."""
    for commitment in scenario.commitments:
        share = _share_needed(commitment, TALKED)
        if share is None or scenario.replay is not None:
            continue
        for name, desk in plan.desks.items():
            if desk.role == "answer" and desk.takes and desk.overflow is None:
                talk = _talk(scenario, plan, name, commitment, share)
                yield _seats(scenario, space, plan, name, commitment.id, talk * _stretched(scenario, commitment.id))


def _talk(scenario: Scenario, plan: Plan, name: str, commitment: Commitment, share: float) -> float:
    """Seats kept busy by the talks that a promise needs of a desk if all the other desks keep it."""
    desk, cover = plan.desks[name], commitment.covers
    asked = cover.channel if cover is not None and cover.channel is not None else tuple(scenario.channels)
    mine = _through(scenario, [one for one in desk.takes if one in asked]) / (_through(scenario, asked) or 1.0)
    faster = desk.training.talk if desk.training is not None else 1.0
    inside = _in_cover(scenario, plan, commitment) * (1 - _prevented(plan)) * mine
    cells = [
        (
            rate := tickets_per_second(scenario, kind) * inside,
            np.full(len(rate), faster * kind.fault.talk.average),
            rate,
        )
        for kind in _kinds(scenario, commitment)
    ]
    return _cheapest(cells, _of_rest(share, mine))


def _seats(scenario: Scenario, space: Space, plan: Plan, name: str, what: str, needed: float) -> Constraint:
    desk, at_hand, each = plan.desks[name], 0.0, {}
    numbers = {(one.lever.owner, one.lever.last): n for n, one in enumerate(space.decisions) if one.lever.kind == SEATS}
    start, end = scenario.horizon.start, scenario.horizon.end
    open_share = scenario.calendar(desk.calendar).elapsed(start, end) / (end - start) if desk.calendar else 1.0
    for lever, hours in _shifts(plan, name):
        share = min(hours, open_share) if desk.calendar else hours
        number = numbers.get((name, lever.last))
        if number is None:
            at_hand += lever.value * share
        else:
            each[number] = (share, 0, share)
    return Constraint(what, needed, at_hand, each)


def _shifts(plan: Plan, name: str) -> Iterator[tuple[Lever, float]]:
    """The seats of each shift, and which part of a day it covers."""
    levers = [lever for lever in plan.levers if lever.kind == SEATS and lever.owner == name]
    for lever, (begin, stop, _seats) in zip(levers, plan.desks[name].shifts, strict=False):
        yield lever, (stop - begin) / 86_400
