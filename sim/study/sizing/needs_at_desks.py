"""The least capacity that promises about answers take at the desks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np

from sim.scenario.levers import SEATS, Lever
from sim.scenario.offered_work import tickets_per_second
from sim.study.sizing.demand import least_part
from sim.study.sizing.needs import (
    Constraint,
    Rates,
    in_cover,
    kinds,
    of_rest,
    prevented,
    share_needed,
    through,
)

if TYPE_CHECKING:
    from sim.scenario import Commitment, Plan, Scenario
    from sim.study.sizing.space import Space

TALKED = ("answered", "responded", "replied", "remote_fixed", "supplier_contacted")


def of_desks(scenario: Scenario, plan: Plan, space: Space) -> Iterator[Constraint]:
    """Each promise about answers, for each desk that takes calls and gets no help."""
    for commitment in scenario.commitments:
        share = share_needed(commitment, TALKED)
        if share is None or scenario.replay is not None:
            continue
        for name, desk in plan.desks.items():
            if desk.role == "answer" and desk.takes and desk.overflow is None:
                talk = _talk(scenario, plan, name, commitment, share)
                yield _seats(scenario, space, plan, name, commitment.id, talk)


def _talk(scenario: Scenario, plan: Plan, name: str, commitment: Commitment, share: float) -> float:
    """Seats kept busy by the talks that a promise needs of a desk if all the other desks keep it."""
    desk, cover = plan.desks[name], commitment.covers
    asked = cover.channel if cover is not None and cover.channel is not None else tuple(scenario.channels)
    mine = through(scenario, [one for one in desk.takes if one in asked]) / (through(scenario, asked) or 1.0)
    faster = desk.training.talk if desk.training is not None else 1.0
    inside = in_cover(scenario, plan, commitment) * (1 - prevented(plan)) * mine
    about = kinds(scenario, commitment)
    rates = [tickets_per_second(scenario, kind) * inside for kind in about]
    works = [np.full(len(scenario.sites), faster * kind.fault.talk.average) for kind in about]
    cells = list(zip(rates, works, strict=True))
    talked = _cheapest(cells, of_rest(share, mine)) * _stretched(scenario, commitment)
    return talked * least_part(scenario, commitment)


def _cheapest(cells: Sequence[tuple[Rates, Rates]], share: float) -> float:
    """Seats kept busy by that share of all talks that takes least."""
    if not cells or share <= 0:
        return 0.0
    rate, work = np.concatenate([one[0] for one in cells]), np.concatenate([one[1] for one in cells])
    order = np.argsort(work, kind="stable")
    before = np.concatenate(([0.0], np.cumsum(rate[order])[:-1]))
    taken = np.clip(share * float(rate.sum()) - before, 0, rate[order])
    return float((taken * work[order]).sum())


def _stretched(scenario: Scenario, commitment: Commitment) -> float:
    """The work may be done in judged time and the limit after it."""
    judged = scenario.horizon.end - scenario.horizon.start
    return float(judged / (judged + (commitment.within or scenario.horizon.stop - scenario.horizon.end)))


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
            each[number] = (share,) * space.decisions[number].choices[-1]
    return Constraint(what, needed, at_hand, each)


def _shifts(plan: Plan, name: str) -> Iterator[tuple[Lever, float]]:
    """The seats of each shift, and which part of a day it covers."""
    levers = [lever for lever in plan.levers if lever.kind == SEATS and lever.owner == name]
    for lever, (begin, stop, _seats) in zip(levers, plan.desks[name].shifts, strict=False):
        yield lever, (stop - begin) / 86_400
