"""Who could go where, by skill, distance and length of duty: estimates for the planner's warnings."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from sim.clock import union
from sim.scenario.geography import metres_apart
from sim.scenario.people import Team
from sim.scenario.scenario import ALWAYS, Plan, Scenario

MANY = 1_000_000  # a team that never runs out


def able_teams(plan: Plan, skill: str | None) -> list[str]:
    """Teams with people who know this skill; no `skills` knows all."""
    return [name for name, team in plan.teams.items() if team.engineers != 0 and _knows(team, skill)]


def _knows(team: Team, skill: str | None) -> bool:
    return skill is None or team.skills is None or skill in team.skills


def outlets_of_sites(scenario: Scenario, plan: Plan) -> list[tuple[str, ...]]:
    """The outlets that serve each site, in order: its territory's, else its own, else the nearest."""
    nearest = _nearest_outlets(scenario, plan)
    by_site: dict[str, tuple[str, ...]] = {}
    by_region: dict[str, tuple[str, ...]] = {}
    for territory in plan.territories.values():
        by_site.update(dict.fromkeys(territory.sites or (), territory.outlets))
        by_region.update(dict.fromkeys(territory.regions or (), territory.outlets))
    pairs = list(zip(scenario.sites, nearest, strict=True))
    own = [site.outlet if site.outlet is not None and site.outlet in plan.outlets else near for site, near in pairs]
    return [
        by_site.get(site.id) or by_region.get(site.region) or (alone,)
        for site, alone in zip(scenario.sites, own, strict=True)
    ]


def _nearest_outlets(scenario: Scenario, plan: Plan) -> list[str]:
    """The outlet nearest to each site in whole metres; of equals the one whose id comes first."""
    by_id = sorted(plan.outlets)
    metres = metres_apart(scenario.sites, [plan.outlets[name] for name in by_id], scenario.plane)
    return [by_id[column] for column in np.argmin(np.floor(metres + 0.5), axis=1)]


def crew_limits(scenario: Scenario, plan: Plan, skill: str | None) -> NDArray[np.int64]:
    """How many engineers who know a skill can meet at each site: of all outlets, or of its territory's."""
    heads: dict[str, int] = dict.fromkeys(plan.outlets, 0)
    for name in able_teams(plan, skill):
        team = plan.teams[name]
        heads[team.outlet] = heads.get(team.outlet, 0) + (MANY if team.engineers is None else team.engineers)
    if plan.dispatch.assign == "nearest":
        return np.full(len(scenario.sites), sum(heads.values()), np.int64)
    serving = outlets_of_sites(scenario, plan)
    return np.array([sum(heads.get(outlet, 0) for outlet in dict.fromkeys(outlets)) for outlets in serving], np.int64)


def expected_drives(scenario: Scenario, plan: Plan, teams: Sequence[str]) -> NDArray[np.float64]:
    """Expected seconds from the outlet of each team (column) to each site (row): known drives, else by distance."""
    outlets = [plan.teams[name].outlet for name in teams]
    metres = metres_apart(scenario.sites, [plan.outlets[name] for name in outlets], scenario.plane)
    seconds = scenario.travel.expected_s(metres)
    rows = {site.id: row for row, site in enumerate(scenario.sites)}
    columns = {outlet: [name == outlet for name in outlets] for outlet in outlets}
    for drive in scenario.travel_matrix:
        if drive.start in columns and drive.end in rows:
            seconds[rows[drive.end], columns[drive.start]] = drive.seconds
    return seconds


def is_always_there(team: Team) -> bool:
    """Whether some of the team can be called at any hour."""
    return team.shift == ALWAYS or bool(team.on_call and team.on_call.engineers)


def longest_gap(scenario: Scenario, teams: Sequence[Team]) -> int:
    """Seconds of judged time at most in which none of these teams is on duty."""
    calendar = union([scenario.calendar(team.shift) for team in teams], "all")
    start, end = scenario.horizon.start, scenario.horizon.end
    duties = [duty for duty in calendar.duties if duty[1] > start and duty[0] < end]
    closes = [start, *(close for _open, close in duties)]
    opens = [*(opening for opening, _close in duties), end]
    return max(opening - close for opening, close in zip(opens, closes, strict=True))


def longest_duty(scenario: Scenario, team: Team) -> float:
    """Seconds of the longest duty with its overtime; infinite for a team that is always there."""
    if team.shift == ALWAYS:
        return float("inf")
    duties = scenario.calendar(team.shift).duties
    return max((end - start for start, end in duties), default=0) + team.overtime_cap
