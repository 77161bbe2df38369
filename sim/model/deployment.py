"""Scenario and plan put on the map: outlets, territories, distances, engineers by number."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cached_property, lru_cache
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from sim.clock import Calendar, CalendarSpec, build_calendar, intersection
from sim.model.roads import Roads
from sim.model.stock import StockItem, stock_items
from sim.scenario import Desk, Plan, Scenario, Team

Integers = NDArray[np.int64]


@dataclass(frozen=True)
class Engineer:
    """One person: number within the team from 1."""

    id: str
    team: int
    outlet: int
    number: int


class Deployment:
    """What follows from a scenario and a plan alone, so that all replications share it.

    Positions: sites, faults, outlets, teams and desks in the order of the files. A location is a site (its position)
    or an outlet (number of sites + its position).
    """

    def __init__(self, scenario: Scenario, plan: Plan) -> None:
        self.scenario, self.plan = scenario, plan
        self.outlets = tuple(plan.outlets)
        self.teams = tuple(plan.teams)
        self.desks = tuple(plan.desks)
        self.outlet_of_team = tuple(self.outlets.index(plan.teams[team].outlet) for team in self.teams)
        self.engineers = tuple(self._engineers())
        self._unlimited = [index for index, team in enumerate(self.teams) if plan.teams[team].engineers is None]
        self.roads = Roads(scenario, plan)

    def _engineers(self) -> list[Engineer]:
        return [
            Engineer(f"{name}-{number}", team, self.outlet_of_team[team], number)
            for team, name in enumerate(self.teams)
            for number in range(1, (self.plan.teams[name].engineers or 0) + 1)
        ]

    def team(self, index: int) -> Team:
        """The plan's entry of a team."""
        return self.plan.teams[self.teams[index]]

    def unlimited_engineer(self, team: int, number: int) -> int:
        """The index that stands for engineer `number` (from 1) of a team that never runs out."""
        return len(self.engineers) + (number - 1) * len(self._unlimited) + self._unlimited.index(team)

    def team_of(self, engineer: int) -> int:
        """The team of an engineer by index, also in teams that never run out."""
        if engineer < len(self.engineers):
            return self.engineers[engineer].team
        return self._unlimited[(engineer - len(self.engineers)) % len(self._unlimited)]

    def engineer_id(self, engineer: int) -> str:
        """team-number."""
        if engineer < len(self.engineers):
            return self.engineers[engineer].id
        number = (engineer - len(self.engineers)) // len(self._unlimited) + 1
        return f"{self.teams[self.team_of(engineer)]}-{number}"

    @cached_property
    def nearest_outlet(self) -> list[int]:
        """The outlet nearest to each site; of equals the one whose id comes first."""
        by_id = sorted(range(len(self.outlets)), key=lambda index: self.outlets[index])
        return [by_id[column] for column in np.argmin(self.roads.outlet_distance_m[:, by_id], axis=1)]

    @cached_property
    def territory(self) -> list[tuple[int, ...]]:
        """Outlets that serve each site, in order: by the plan's territories, else its own outlet, else the nearest."""
        by_site: dict[str, tuple[int, ...]] = {}
        by_region: dict[str, tuple[int, ...]] = {}
        for entry in self.plan.territories.values():
            outlets = tuple(self.outlets.index(outlet) for outlet in entry.outlets)
            by_site.update(dict.fromkeys(entry.sites or (), outlets))
            by_region.update(dict.fromkeys(entry.regions or (), outlets))
        return [
            by_site.get(site.id) or by_region.get(site.region) or self._own_outlet(index)
            for index, site in enumerate(self.scenario.sites)
        ]

    def _own_outlet(self, site: int) -> tuple[int, ...]:
        given = self.scenario.sites[site].outlet
        return (self.outlets.index(given) if given in self.outlets else self.nearest_outlet[site],)

    @cached_property
    def radius_m(self) -> Integers:
        """Metres from each site to the first outlet of its territory, as the scenario measures a radius."""
        first = [outlets[0] for outlets in self.territory]
        metres = self.roads.outlet_distance_m[np.arange(len(first)), first]
        if self.scenario.travel.radius == "road":
            metres = np.floor(metres * self.scenario.travel.detour + 0.5).astype(np.int64)
        return metres

    @cached_property
    def stock_items(self) -> tuple[StockItem, ...]:
        """Every part in every store that holds it or hands it through."""
        engineers = [(one.id, one.outlet, self.teams[one.team]) for one in self.engineers]
        return stock_items(self.plan, engineers, self.scenario.parts, self.scenario.start)

    @cached_property
    def seats(self) -> list[list[tuple[Calendar, int]]]:
        """Per desk, groups of seats with their hours: daily, and inside the desk's calendar where it has one."""
        return [_seat_windows(self.scenario, desk) for desk in self.plan.desks.values()]

    def expected_s(self, site: int) -> int:
        """Expected seconds from the first outlet of a site's territory to the site."""
        return self.roads.to(site)[0][self.first_outlet(site)]

    def first_outlet(self, site: int) -> int:
        """The location of the first outlet of a site's territory."""
        return self.roads.sites + self.territory[site][0]

    def able_teams(self, skill: str | None, site: int) -> list[int]:
        """Teams that may be sent to this site for this skill, by what they know and whom they serve."""
        served = (
            set(self.territory[site]) if self.plan.dispatch.assign == "territory" else set(range(len(self.outlets)))
        )
        return [
            index
            for index in range(len(self.teams))
            if self.outlet_of_team[index] in served and knows(self.team(index), skill)
        ]


def _seat_windows(scenario: Scenario, desk: Desk) -> list[tuple[Calendar, int]]:
    days = [dt.datetime.fromtimestamp(at, ZoneInfo(scenario.timezone)).date() for at in _span(scenario)]
    windows = []
    for start, end, count in desk.seats:
        daily = build_calendar(CalendarSpec(windows=((start, end),)), scenario.timezone, days[0], days[1])
        hours = intersection([daily, scenario.calendar(desk.calendar)], "seats") if desk.calendar else daily
        windows.append((hours, count))
    return windows


def _span(scenario: Scenario) -> tuple[int, int]:
    return scenario.horizon.begin - 2 * 86400, scenario.horizon.stop + 2 * 86400


def knows(team: Team, skill: str | None) -> bool:
    """Whether a team can do work of this skill; no `skills` means every fault."""
    return skill is None or team.skills is None or skill in team.skills


@lru_cache(maxsize=8)
def deployment(scenario: Scenario, plan: Plan) -> Deployment:
    """The deployment of a plan, kept for the replications to come."""
    return Deployment(scenario, plan)
