"""Whether those whose work is handed on at the end of a duty find somebody who takes it over."""

from sim.scenario.findings import Findings
from sim.scenario.problems import listed
from sim.scenario.reach import able_teams, is_always_there
from sim.scenario.scenario import Plan, Scenario
from sim.wording import _


def check_relief(findings: Findings, plan: Plan, scenario: Scenario) -> None:
    """With `relief` somebody able must be there when others go: on another shift, or on call."""
    if plan.dispatch.end_of_shift != "relief":
        return
    alone = [kind.key for kind in scenario.faults if _nobody_relieves(scenario, plan, kind.fault.skill)]
    if alone:
        message = _(
            "nobody takes over work on {faults}: all who can do it go home at the same time and none of them "
            "is on call; give a team another shift or on_call"
        )
        findings.warn(("dispatch", "end_of_shift"), "NOBODY_RELIEVES", message.format(faults=listed(alone)))


def _nobody_relieves(scenario: Scenario, plan: Plan, skill: str | None) -> bool:
    """Whether all who can do it go at the same instants, overtime included. (That nobody can is said elsewhere.)"""
    teams = [plan.teams[name] for name in able_teams(plan, skill)]
    if not teams or any(is_always_there(team) for team in teams):
        return False
    start, stop = scenario.horizon.begin, scenario.horizon.stop
    ends = [
        {end + team.overtime_cap for _start, end in scenario.calendar(team.shift).duties if start <= end < stop}
        for team in teams
    ]
    return all(one == ends[0] for one in ends)
