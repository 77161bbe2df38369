"""Offered work against the time people are there: averages without any waiting, for the planner's warnings."""

from collections.abc import Iterator, Sequence

from sim.scenario.check_planned import teams_for
from sim.scenario.desk import Desk, Training
from sim.scenario.offered_work import (
    MONTH_S,
    planned_work,
    quoting_work,
    tickets_per_second,
    visiting_work,
    workshop_work,
)
from sim.scenario.people import Team
from sim.scenario.problems import listed
from sim.scenario.reach import able_teams
from sim.scenario.scenario import ALWAYS, Plan, Scenario
from sim.wording import _

_DAY = 86_400


def overloads(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str]]:
    """(code, message) where more work is offered than there is time: skills, planned visits, workshop, desks."""
    if scenario.replay is not None or not scenario.sites:
        return
    yield from _field_overloads(scenario, plan)
    yield from _workshop_overload(scenario, plan)
    yield from _desk_overloads(scenario, plan)


def _field_overloads(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str]]:
    """Each skill, each round of planned visits, and everything that is driven to."""
    skills = list(dict.fromkeys(kind.fault.skill for kind in scenario.faults))
    planned = {name: planned_work(scenario, plan, entry) for name, entry in plan.planned.items()}
    offered = {skill: visiting_work(scenario, plan, skill) for skill in skills}
    for skill in skills:
        rounds = sum(planned[name] for name, entry in plan.planned.items() if entry.skill == skill)
        if offered[skill] and skill is not None:
            what = _("skill '{skill}'").format(skill=skill)
            yield from _compare(scenario, plan, able_teams(plan, skill), offered[skill] + rounds, what)
    for name, entry in plan.planned.items():
        what = _("planned visits '{name}'").format(name=name)
        yield from _compare(scenario, plan, teams_for(plan, entry), planned[name], what)
    able = [name for name in plan.teams if any(name in able_teams(plan, skill) for skill in skills)]
    able += [name for name in plan.teams if any(name in teams_for(plan, entry) for entry in plan.planned.values())]
    everything = sum(offered.values()) + sum(planned.values())
    yield from _compare(scenario, plan, list(dict.fromkeys(able)), everything, _("all visits together"))


def _workshop_overload(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str]]:
    if plan.workshop is None:
        return
    offered = workshop_work(scenario, plan)
    there = plan.workshop.benches * _open_share(scenario, plan.workshop.calendar)
    if offered > there:
        message = _("workshop: about {offered} h of repairs a week for {there} h of its benches")
        yield "OVERLOADED", message.format(**_hours(offered, there))


def _compare(
    scenario: Scenario, plan: Plan, teams: Sequence[str], offered: float, what: str
) -> Iterator[tuple[str, str]]:
    """Offered work is in engineers working day and night, and so is what the teams have."""
    if not teams or any(plan.teams[name].engineers is None for name in teams):
        return
    there = sum(_heads(plan.teams[name]) * _open_share(scenario, plan.teams[name].shift) for name in teams)
    if offered > there:
        message = _("{what}: about {offered} h of work and travel a week for {there} h of {teams} on duty")
        yield "OVERLOADED", message.format(what=what, teams=listed(teams), **_hours(offered, there))


def _hours(offered: float, there: float) -> dict[str, str]:
    """Both in hours a week, as exact as it takes to tell them apart."""
    digits = 0 if round(offered * 168) > round(there * 168) else 1
    return {"offered": f"{offered * 168:.{digits}f}", "there": f"{there * 168:.{digits}f}"}


def _heads(team: Team) -> float:
    """Engineers who are there on average, of those on duty."""
    return (team.engineers or 0) * (1 - team.shrinkage)


def _open_share(scenario: Scenario, calendar: str | None) -> float:
    if calendar is None or calendar == ALWAYS:
        return 1.0
    start, end = scenario.horizon.start, scenario.horizon.end
    return scenario.calendar(calendar).elapsed(start, end) / (end - start)


def _desk_overloads(scenario: Scenario, plan: Plan) -> Iterator[tuple[str, str]]:
    """A desk that takes channels with the one it overflows to; one that others pass calls on to by itself."""
    offered = {name: _talk_of(scenario, desk) + _calls_of(scenario, plan, name) for name, desk in plan.desks.items()}
    if plan.first_desk is not None:
        offered[plan.first_desk] += quoting_work(scenario, plan)
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
        times["contact"] = len(scenario.customers) / (every.seconds or (every.months or 1) * MONTH_S)
    return sum(
        times.get(key, 0.0) * call.handle.average / call.reached
        for key, call in plan.calls.entries.items()
        if (call.desk or first) == name
    )


def _compare_desks(scenario: Scenario, desks: dict[str, Desk], offered: float) -> Iterator[tuple[str, str]]:
    there = sum(_there(scenario, desk) for desk in desks.values())
    if desks and offered > there:
        message = _("desk {desks}: about {offered} h of talk and calls a week for {there} h of seats")
        yield "OVERLOADED", message.format(desks=listed(desks), **_hours(offered, there))


def _there(scenario: Scenario, desk: Desk) -> float:
    """Seats on average over all time."""
    return _seats(desk) * _open_share(scenario, desk.calendar)


def _seats(desk: Desk) -> float:
    """Seats on average over the day."""
    return sum((end - start) * count for start, end, count in desk.seats) / _DAY
