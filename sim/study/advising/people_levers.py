"""Levers about people and rules in the field: engineers, on call, skills, backup, benches, dispatch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sim.clock import Always
from sim.scenario.people import write_skills
from sim.study.advising.lever import BACKUP, BENCH, ENGINEER, ON_CALL, RULE, SKILL, SWAP, Lever
from sim.study.steps import one_more_bench, one_more_engineer, one_more_on_call

if TYPE_CHECKING:
    from sim.scenario import Plan, Scenario, Team

WORKSHOP = "workshop"
OWN, CONTRACTED = "own", "contracted"


def people_levers(scenario: Scenario, plan: Plan) -> Iterator[Lever]:
    """One more engineer, one more on call, a skill more, in each team; backup by contract at each outlet."""
    for name, team in plan.teams.items():
        yield from _heads(scenario, plan, name, team)
        yield from _skills(plan, name, team)
    for outlet in plan.outlets:
        yield from _backup(plan, outlet)
    yield from _benches(plan)
    yield from _rules(scenario, plan)


def _heads(scenario: Scenario, plan: Plan, name: str, team: Team) -> Iterator[Lever]:
    more, called = one_more_engineer(plan, name), one_more_on_call(plan, name)
    if more is not None:
        count = (team.engineers or 0) + 1
        yield Lever(ENGINEER, name, "", (more,), count, _pay_of(name, team))
    if called is not None and not isinstance(scenario.calendar(team.shift), Always):
        count = (team.on_call.engineers if team.on_call else 0) + 1
        yield Lever(ON_CALL, name, "", (called,), count, _pay_on_call(scenario, name, team))


def _pay_of(name: str, team: Team) -> tuple[str, ...]:
    """The rate that is not given."""
    if team.pay_per_engineer_month is not None or team.pay_per_visit is not None:
        return ()
    rate = "pay_per_visit" if team.employer == CONTRACTED else "pay_per_engineer_month"
    return (f"teams.{name}.{rate}",)


def _pay_on_call(scenario: Scenario, name: str, team: Team) -> tuple[str, ...]:
    """Hours on call are paid as overtime; an allowance for being on call is in the pay, or nowhere."""
    if team.employer == CONTRACTED:
        return _pay_of(name, team)
    missing = () if scenario.prices.overtime is not None else ("prices.overtime",)
    rate = () if team.pay_per_engineer_month is not None else (f"teams.{name}.pay_per_engineer_month",)
    return (*missing, *rate)


def _skills(plan: Plan, name: str, team: Team) -> Iterator[Lever]:
    """What other teams know and this one does not; what it costs to learn it stands nowhere."""
    if team.known_skills is None:
        return
    others = {skill for one in plan.teams.values() for skill, _slowness in one.known_skills or ()}
    for skill in sorted(others - {skill for skill, _slowness in team.known_skills}):
        taught = write_skills((*team.known_skills, (skill, 1.0)))
        yield Lever(SKILL, name, skill, (f"teams.{name}.skills={taught}",), None, ("training",))


def _backup(plan: Plan, outlet: str) -> Iterator[Lever]:
    """A contracted team that never runs out, day and night, at the rate of another one in the plan."""
    name, others = f"{outlet}-backup", [team for team in plan.teams.values() if team.employer == CONTRACTED]
    if name in plan.teams or any(team.outlet == outlet and team.engineers is None for team in plan.teams.values()):
        return
    rates = [team.pay_per_visit for team in others if team.pay_per_visit is not None]
    entry = f"outlet: {outlet}, employer: contracted, engineers: unlimited, shift: always"
    priced = f", pay_per_visit: {max(rates) / 100:.2f}" if rates else ""
    without = () if rates else (f"teams.{name}.pay_per_visit",)
    assumed = (f"pay_per_visit: {max(rates) / 100:.2f}",) if rates else ()
    yield Lever(BACKUP, outlet, name, (f"teams.{name}={{{entry}{priced}}}",), None, without, assumed)


def _benches(plan: Plan) -> Iterator[Lever]:
    for name, outlet in plan.outlets.items():
        if outlet.benches:
            yield Lever(BENCH, name, "", (one_more_bench(plan, name),), outlet.benches + 1, ("benches",))
    if plan.workshop is not None:
        more = plan.workshop.benches + 1
        yield Lever(BENCH, WORKSHOP, "", (f"workshop.benches={more}",), more, ("benches",))


def _rules(scenario: Scenario, plan: Plan) -> Iterator[Lever]:
    """Rules of dispatch that the plan does not follow and could; they cost nothing by themselves."""
    rules = plan.dispatch
    wanted = {
        "rule=due_date": rules.rule != "due_date",
        "backup=at_once": rules.backup != "at_once",
        "end_of_shift=relief": rules.end_of_shift != "relief" and _has_relief(plan),
        "missing_part=wait": rules.missing_part != "wait" and bool(scenario.parts),
        "after_job=straight_on": rules.after_job != "straight_on",
    }
    for text, is_open in wanted.items():
        if is_open:
            yield Lever(RULE, "dispatch", text.replace("=", ": "), (f"dispatch.{text}",))
    units = {product.swap.unit for product in scenario.products.values() if product.swap}
    stocked = {part for outlet in plan.outlets.values() for part in outlet.stock}
    if units & stocked and plan.swap is None:
        yield Lever(SWAP, "", "", ("swap=first",))


def _has_relief(plan: Plan) -> bool:
    """Whether anybody is there when a shift ends: on call, or on another shift."""
    teams = plan.teams.values()
    return any(team.on_call for team in teams) or len({team.shift for team in teams}) > 1
