"""Offered work against the time people are there: averages without any waiting, for the planner's warnings."""

from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.counts import mean_count
from sim.scenario.desk import Desk, Training
from sim.scenario.people import Team
from sim.scenario.problems import listed
from sim.scenario.reach import able_teams, expected_drives
from sim.scenario.scenario import ALWAYS, FaultKind, Plan, Scenario
from sim.wording import _

_DAY = 86_400
_MONTH_S = 365 * _DAY / 12
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
    carried = fault.carry_in if any(outlet.benches for outlet in plan.outlets.values()) else 0.0
    return (1 - remote) * (1 - carried) * (1 - (supplier.chance if supplier is not None and leaves else 0.0))


def _open_share(scenario: Scenario, calendar: str | None) -> float:
    if calendar is None or calendar == ALWAYS:
        return 1.0
    start, end = scenario.horizon.start, scenario.horizon.end
    return scenario.calendar(calendar).elapsed(start, end) / (end - start)


def _desk_overloads(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str]]:
    """A desk that takes channels with the one it overflows to; one that others pass calls on to by itself."""
    offered = {name: _talk_of(scenario, desk) + _calls_of(scenario, plan, name) for name, desk in plan.desks.items()}
    passed_on = dict.fromkeys(plan.desks, 0.0)
    for desk in plan.desks.values():
        if desk.escalate_to in passed_on:
            passed_on[desk.escalate_to] += _talk_of(scenario, desk, is_passed_on=True)
    for name, desk in plan.desks.items():
        helper = desk.overflow.to if desk.overflow is not None else None
        together = [one for one in (name, helper) if one in plan.desks and one is not None]
        work = sum(offered[one] + passed_on[one] for one in together)
        if offered[name] + passed_on[name] > _there(scenario, desk):
            yield from _compare_desks(scenario, {one: plan.desks[one] for one in together}, work)


def _talk_of(scenario: Scenario, desk: Desk, is_passed_on: bool = False) -> float:
    """Seats kept busy on average by what comes in on the desk's channels, or by what of it is passed on."""
    share = sum(scenario.channels[name].share for name in desk.takes if name in scenario.channels)
    training = desk.training or Training()
    busy = 0.0
    for kind in scenario.faults:
        left = 1 - min(1.0, kind.fault.front * training.remote_fix) if is_passed_on else 1.0
        talk = kind.fault.talk.average * (1.0 if is_passed_on else training.talk)
        after = 0.0 if is_passed_on else desk.after_call.average
        busy += float(tickets_per_second(scenario, kind).sum()) * (talk + after) * left
    return busy * share


def _calls_of(scenario: Scenario, plan: Plan, name: str) -> float:
    """Seats kept busy on average by the calls this desk makes; how many reports of progress is not known before."""
    first = plan.first_desk
    tickets = sum(float(tickets_per_second(scenario, kind).sum()) for kind in scenario.faults)
    complaints = scenario.complaints.all_kept * tickets if scenario.complaints is not None else 0.0
    times = dict.fromkeys(("call_back", "follow_up_1", "follow_up_2"), tickets)
    if plan.calls.complaint is not None:
        times["complaint"] = complaints * (2 - plan.calls.complaint.answered)
    if plan.calls.contact is not None:
        every = plan.calls.contact.every
        times["contact"] = len(scenario.customers) / (every.seconds or (every.months or 1) * _MONTH_S)
    return sum(
        times.get(key, 0.0) * call.handle.average / call.reached
        for key, call in plan.calls.entries.items()
        if (call.desk or first) == name
    )


def _compare_desks(scenario: Scenario, desks: dict[str, Desk], offered: float) -> Iterator[tuple[str, str]]:
    there = sum(_there(scenario, desk) for desk in desks.values())
    if desks and offered > there:
        message = _("desk {desks}: about {offered:.0f} h of talk and calls a week for {there:.0f} h of seats")
        yield "OVERLOADED", message.format(desks=listed(desks), offered=offered * 168, there=there * 168)


def _there(scenario: Scenario, desk: Desk) -> float:
    """Seats on average over all time."""
    return _seats(desk) * _open_share(scenario, desk.calendar)


def _seats(desk: Desk) -> float:
    """Seats on average over the day."""
    return sum((end - start) * count for start, end, count in desk.seats) / _DAY
