"""Offered work against the time people are there: averages without any waiting, for the planner's warnings."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.counts import mean_count
from sim.scenario.desk import Desk
from sim.scenario.people import Team
from sim.scenario.problems import listed
from sim.scenario.reach import able_teams, expected_drives
from sim.scenario.scenario import ALWAYS, FaultKind, Plan, Scenario
from sim.wording import _

_DAY = 86_400
Rates = NDArray[np.float64]


def overloads(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str]]:
    """(code, message) where more work is offered than there is time: per skill, and per desk."""
    if scenario.replay is not None or not scenario.sites:
        return
    yield from _field_overloads(scenario, plan)
    yield from _desk_overloads(scenario, plan)


def tickets_per_second(scenario: Scenario, kind: FaultKind) -> Rates:
    """Expected rate of a fault at each site, averaged over the profile."""
    values = scenario.profile.values
    factor = sum(values) / len(values) if values else 1.0
    units = np.array([site.units if site.product == kind.product else 0 for site in scenario.sites], np.float64)
    return kind.fault.rate_per_second * factor * units


def _field_overloads(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str]]:
    skills = list(dict.fromkeys(kind.fault.skill for kind in scenario.faults))
    offered = {skill: _visiting_work(scenario, plan, skill) for skill in skills}
    for skill in skills:
        if offered[skill] and skill is not None:
            yield from _compare(
                scenario, plan, able_teams(plan, skill), offered[skill], _("skill '{skill}'").format(skill=skill)
            )
    able = [name for name in plan.teams if any(name in able_teams(plan, skill) for skill in skills)]
    yield from _compare(scenario, plan, able, sum(offered.values()), _("all visits together"))


def _compare(
    scenario: Scenario, plan: Plan, teams: Sequence[str], offered: float, what: str
) -> Iterator[tuple[str, str]]:
    """Offered work is in engineers working day and night, and so is what the teams have."""
    if not teams or any(plan.teams[name].engineers is None for name in teams):
        return
    there = sum(_heads(plan.teams[name]) * _open_share(scenario, plan.teams[name].shift) for name in teams)
    if offered > there:
        message = _("{what}: about {offered:.0f} h of work and travel a week for {there:.0f} h of {teams} on duty")
        text = message.format(what=what, offered=offered * 168, there=there * 168, teams=listed(teams))
        yield "OVERLOADED", text


def _heads(team: Team) -> float:
    """Engineers who are there on average, of those on duty."""
    return (team.engineers or 0) * (1 - team.shrinkage)


def _visiting_work(scenario: Scenario, plan: Plan, skill: str | None) -> float:
    """Engineers kept busy on average by the faults of one skill, whole crews driving from the nearest able outlet."""
    teams = able_teams(plan, skill)
    if not teams:
        return 0.0
    drive = expected_drives(scenario, plan, teams).min(axis=1)
    slowness = _mean_slowness(plan, teams, skill)
    busy = 0.0
    for kind in (kind for kind in scenario.faults if kind.fault.skill == skill):
        fault = kind.fault
        on_site = (fault.diagnose.average + fault.repair.average) * slowness
        visits = tickets_per_second(scenario, kind) * _visiting_share(scenario, plan, kind) / fault.first_fix
        visits *= mean_count(fault.crew)
        busy += (
            float((visits * (drive + on_site)).sum()) + float(visits.sum()) * fault.first_fix * fault.sign_off.average
        )
    return busy


def _mean_slowness(plan: Plan, teams: Sequence[str], skill: str | None) -> float:
    """How much longer the work takes on average among all who know the skill."""
    heads = {name: 1 if plan.teams[name].engineers is None else plan.teams[name].engineers or 0 for name in teams}
    slow = sum(count * plan.teams[name].slowness.get(skill or "", 1.0) for name, count in heads.items())
    return slow / sum(heads.values())


def _visiting_share(scenario: Scenario, plan: Plan, kind: FaultKind) -> float:
    """Share of tickets that need a visit by the plan's own people."""
    fault = kind.fault
    levels = {desk.level for desk in plan.desks.values() if desk.role == "answer"}
    remote = fault.experts if "experts" in levels else fault.front
    supplier = fault.supplier
    leaves = supplier is not None and scenario.suppliers[supplier.id].visits == "supplier"
    return (1 - remote) * (1 - (supplier.chance if supplier is not None and leaves else 0.0))


def _open_share(scenario: Scenario, calendar: str | None) -> float:
    if calendar is None or calendar == ALWAYS:
        return 1.0
    start, end = scenario.horizon.start, scenario.horizon.end
    return scenario.calendar(calendar).elapsed(start, end) / (end - start)


def _desk_overloads(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str]]:
    calls = sum(float(tickets_per_second(scenario, kind).sum()) * kind.fault.talk.average for kind in scenario.faults)
    passed_on = sum(
        float(tickets_per_second(scenario, kind).sum()) * kind.fault.talk.average * (1 - kind.fault.front)
        for kind in scenario.faults
    )
    intake = {name: desk for name, desk in plan.desks.items() if desk.takes}
    experts = {desk.escalate_to for desk in intake.values() if desk.escalate_to in plan.desks}
    yield from _compare_desks(scenario, intake, calls)
    yield from _compare_desks(scenario, {name: plan.desks[name] for name in experts if name}, passed_on)


def _compare_desks(scenario: Scenario, desks: dict[str, Desk], offered: float) -> Iterator[tuple[str, str]]:
    there = sum(_seats(desk) * _open_share(scenario, desk.calendar) for desk in desks.values())
    if desks and offered > there:
        message = _("desk {desks}: about {offered:.0f} h of talk a week for {there:.0f} h of seats")
        yield "OVERLOADED", message.format(desks=listed(desks), offered=offered * 168, there=there * 168)


def _seats(desk: Desk) -> float:
    """Seats on average over the day."""
    return sum((end - start) * count for start, end, count in desk.seats) / _DAY
