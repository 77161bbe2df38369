"""What a planner would find odd about planned visits, before anything is simulated."""

from collections.abc import Iterator

import numpy as np

from sim.scenario.check_planned import teams_for
from sim.scenario.durations import write_duration
from sim.scenario.planned import Planned
from sim.scenario.problems import listed
from sim.scenario.reach import expected_drives, longest_duty, longest_gap
from sim.scenario.scenario import ALWAYS, Plan, Scenario
from sim.wording import _, ngettext

_HOUR, _SHORTEST_MONTH_S = 3600, 28 * 86_400
_Found = Iterator[tuple[str, str]]


def advice_on_planned(scenario: Scenario, plan: Plan) -> _Found:
    """(code, message) about windows in which nobody is there, and visits longer than any duty."""
    for name, entry in plan.planned.items():
        yield from _missed_windows(scenario, plan, name, entry)
        yield from _long_visits(scenario, plan, name, entry)


def _missed_windows(scenario: Scenario, plan: Plan, name: str, entry: Planned) -> _Found:
    """Nobody on call is woken for a planned visit: a window between two duties is lost."""
    teams = [plan.teams[team] for team in teams_for(plan, entry)]
    if not teams or any(team.shift == ALWAYS for team in teams):
        return
    gap, window = longest_gap(scenario, teams), _shortest_window_s(entry)
    if gap >= window:
        message = _(
            "planned visits '{name}' have a window of {window}, but for up to {gap} nobody who makes them is on duty"
        )
        hours = write_duration(gap // _HOUR * _HOUR)
        yield "WINDOW_TOO_SHORT", message.format(name=name, window=write_duration(window), gap=hours)


def _shortest_window_s(entry: Planned) -> int:
    """Seconds of the window; where it is not given, a quarter of the time from one visit to the next."""
    step = entry.every
    shortest = (step.months or 0) * _SHORTEST_MONTH_S if step.seconds is None else step.seconds
    return shortest // 4 if entry.window is None else entry.window


def _long_visits(scenario: Scenario, plan: Plan, name: str, entry: Planned) -> _Found:
    teams = teams_for(plan, entry)
    if not teams or not scenario.sites:
        return
    duties = np.array([longest_duty(scenario, plan.teams[team]) for team in teams])
    slow = np.array([plan.teams[team].slowness.get(entry.skill or "", 1.0) for team in teams])
    takes = expected_drives(scenario, plan, teams) + entry.work.average * slow
    products = entry.products or tuple(scenario.products)
    beyond = np.flatnonzero(np.all(takes > duties, axis=1))
    long = [scenario.sites[row].id for row in beyond if scenario.sites[row].product in products]
    if long:
        message = ngettext(
            "planned visits '{name}': the way and the work take longer than a duty with its overtime at {count} site: "
            "{sites}; nobody sets out before the last day of the window",
            "planned visits '{name}': the way and the work take longer than a duty with its overtime at {count} "
            "sites: {sites}; nobody sets out before the last day of the window",
            len(long),
        )
        yield "LONGER_THAN_A_DUTY", message.format(name=name, count=len(long), sites=listed(long))
