"""Who is away on which day: shrinkage by the luck of the world, leave by the plan."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import numpy as np

from sim.model.deployment import Deployment
from sim.scenario import Team
from sim.world import World

Days = frozenset[int]
"""Local dates as ordinals (`date.toordinal()`)."""


def absent_days(world: World, deployment: Deployment) -> dict[int, Days]:
    """By engineer, the dates on which he is away; who never is, is left out."""
    horizon, zone = world.scenario.horizon, ZoneInfo(world.scenario.timezone)
    first, last = (dt.datetime.fromtimestamp(at, zone).toordinal() for at in (horizon.begin, horizon.stop))
    days = np.arange(first - 1, last + 2, dtype=np.int64)
    away: dict[int, Days] = {}
    for index, engineer in enumerate(deployment.engineers):
        team = deployment.team(engineer.team)
        found = _on_leave(team, engineer.number)
        if team.shrinkage:
            absent = world.is_absent(deployment.teams[engineer.team], engineer.number, days, team.shrinkage)
            found |= set(days[absent].tolist())
        if found:
            away[index] = frozenset(found)
    return away


def _on_leave(team: Team, number: int) -> set[int]:
    """Of those on leave at a time the engineers with the highest numbers."""
    days: set[int] = set()
    for leave in team.leave:
        if number > (team.engineers or 0) - leave.engineers:
            days.update(range(leave.from_.toordinal(), leave.to.toordinal() + 1))
    return days
