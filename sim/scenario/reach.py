"""Who could go where, by skill, distance and length of duty: estimates for the planner's warnings."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.scenario.geography import metres_apart
from sim.scenario.people import Team
from sim.scenario.scenario import ALWAYS, Plan, Scenario


def able_teams(plan: Plan, skill: str | None) -> list[str]:
    """Teams with people who know this skill; no `skills` knows all."""
    return [name for name, team in plan.teams.items() if team.engineers != 0 and _knows(team, skill)]


def _knows(team: Team, skill: str | None) -> bool:
    return skill is None or team.skills is None or skill in team.skills


def expected_drives(scenario: Scenario, plan: Plan, teams: Sequence[str]) -> NDArray[np.float64]:
    """Expected seconds from the outlet of each team (column) to each site (row)."""
    outlets = [plan.outlets[plan.teams[name].outlet] for name in teams]
    return scenario.travel.expected_s(metres_apart(scenario.sites, outlets, scenario.plane))


def longest_duty(scenario: Scenario, team: Team) -> float:
    """Seconds of the longest duty with its overtime; infinite for a team that is always there."""
    if team.shift == ALWAYS:
        return float("inf")
    duties = scenario.calendar(team.shift).duties
    return max((end - start for start, end in duties), default=0) + team.overtime_cap
