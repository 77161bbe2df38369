"""Whether anybody who could do the work is on duty, or can be called out."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial

import numpy as np

from sim.clock import NEVER, Always, Calendar, intersection, union
from sim.judge.presence import Presence
from sim.judge.tickets import Integers
from sim.model import Deployment
from sim.model.coverage import Facts
from sim.scenario import Team

FOR_EVER = NEVER >> 2  # longer than any calendar, and sums of it are still integers of 64 bits


@dataclass(frozen=True)
class Work:
    """Who can do it: these teams, so many engineers together; whether enough of those on call are woken for it."""

    teams: tuple[int, ...]
    crew: int
    woken_always: bool
    woken_if_due: bool


class DutyGroup:
    """The engineers who may do some work: when enough of them are on duty, breaks included, or can be called out."""

    def __init__(self, deployment: Deployment, work: Work, presence: Presence) -> None:
        members = {index: deployment.team(index) for index in work.teams if deployment.team(index).engineers != 0}
        shifts = {index: deployment.scenario.calendar(team.shift) for index, team in members.items()}
        if not members:
            self.duty: Calendar | None = None
        elif work.crew == 1 and presence.everybody:
            self.duty = union([duties_in(shift) for shift in shifts.values()], "duty")
        else:
            numbers = [_present(team, *presence.by_date(index, shifts[index])) for index, team in members.items()]
            self.duty = _enough(numbers, work.crew)
        self._work = work
        self._clocked: dict[Calendar, Calendar] = {}

    def off_duty(self, clock: Calendar, start: Integers, end: Integers, latest: Integers) -> Integers:
        """Seconds of the clock in [start, end) at which nobody who could go is on duty.

        Those on call stand in: where they are woken for it always, else from the first gap between duties that does
        not end before the latest departure.
        """
        if self._work.woken_always:
            return np.zeros(len(start), dtype=np.int64)
        if self.duty is None:
            return clock.elapsed_each(start, end)
        until = np.clip(self._called_out_from(latest), start, end) if self._work.woken_if_due else end
        return clock.elapsed_each(start, until) - self._on(clock).elapsed_each(start, until)

    def _on(self, clock: Calendar) -> Calendar:
        assert self.duty is not None
        if clock not in self._clocked:
            self._clocked[clock] = intersection([clock, self.duty], "clocked duty")
        return self._clocked[clock]

    def _called_out_from(self, latest: Integers) -> Integers:
        """Start of the first gap whose end, the start of the next duty, lies after the latest departure."""
        assert self.duty is not None
        ends = np.concatenate(([-NEVER], self.duty.closes))
        return ends[np.searchsorted(self.duty.opens, latest, side="right")]


def duties_in(shift: Calendar) -> Calendar:
    """From the first opening of a day to its last close: a break is no gap."""
    if isinstance(shift, Always):
        return shift
    return Calendar(shift.name, shift.zone, shift.day_dates, shift.day_opens, shift.day_closes)


def _present(team: Team, shift: Calendar, away: Integers) -> tuple[Calendar, Integers]:
    """Engineers on each day of a shift; of a team that never runs out as many as are ever needed."""
    return shift, (FOR_EVER if team.engineers is None else team.engineers) - away


def _enough(numbers: list[tuple[Calendar, Integers]], least: int) -> Calendar:
    """When at least so many engineers are on duty, all shifts taken together."""
    opens = np.concatenate([shift.day_opens for shift, _number in numbers]).clip(-FOR_EVER, FOR_EVER)
    closes = np.concatenate([shift.day_closes for shift, _number in numbers]).clip(-FOR_EVER, FOR_EVER)
    change = np.minimum(np.concatenate([number for _shift, number in numbers]), least)
    at, where = np.unique(np.concatenate((opens, closes)), return_inverse=True)
    on_duty = np.cumsum(np.bincount(where, weights=np.concatenate((change, -change)), minlength=len(at)))
    enough = np.flatnonzero(on_duty[:-1] >= least)
    return Calendar("enough", numbers[0][0].zone, at[enough] * 0, at[enough], at[enough + 1])


def _work(deployment: Deployment, teams: tuple[int, ...], severity: str, crew: int) -> Work:
    woken = {"always": 0, "if_due": 0, "never": 0}
    for team in map(deployment.team, teams):
        if team.on_call is not None and team.engineers != 0:
            woken[_rule(team.on_call.wake, severity)] += team.on_call.engineers
    always, if_due = woken["always"], woken["always"] + woken["if_due"]
    return Work(teams, crew, always >= crew, if_due >= crew)


def _rule(wake: str | tuple[str, ...], severity: str) -> str:
    """When somebody on call is woken for work of this severity: `always`, `if_due` or `never`."""
    if isinstance(wake, str):
        return wake
    return "always" if severity in wake else "never"


class Duties:
    """Who could do what where: `group` per (site, fault, crew - 1), the position of one of `works`."""

    def __init__(self, deployment: Deployment) -> None:
        faults = [kind.fault for kind in deployment.scenario.faults]
        largest = max((count for fault in faults for count, _share in fault.crew), default=1)
        known: dict[Work, int] = {}
        able = lru_cache(maxsize=None)(lambda skill, site: tuple(deployment.able_teams(skill, site)))
        work = lru_cache(maxsize=None)(partial(_work, deployment))
        served = _alike(deployment)
        numbers = [
            known.setdefault(work(able(fault.skill, like), fault.severity, crew), len(known))
            for like in served
            for fault in faults
            for crew in range(1, largest + 1)
        ]
        self.deployment = deployment
        self.works = tuple(known)
        self.group = np.array(numbers, np.int64).reshape(len(served), len(faults), largest)

    def groups_of(self, facts: Facts) -> Integers:
        """The group of each ticket."""
        return self.group[facts["site"], facts["fault"], np.asarray(facts["crew"], np.int64) - 1]

    def groups(self, presence: Presence) -> tuple[DutyGroup, ...]:
        """Kept for the replications to come unless somebody is away in this one."""
        if presence.everybody:
            return _everybody(self)
        return tuple(DutyGroup(self.deployment, work, presence) for work in self.works)


@lru_cache(maxsize=8)
def _everybody(duties: Duties) -> tuple[DutyGroup, ...]:
    return tuple(DutyGroup(duties.deployment, work, Presence(duties.deployment, {})) for work in duties.works)


def _alike(deployment: Deployment) -> list[int]:
    """For each site the first site that the same outlets serve."""
    first: dict[tuple[int, ...], int] = {}
    return [first.setdefault(outlets, site) for site, outlets in enumerate(deployment.territory)]


@lru_cache(maxsize=8)
def duties_of(deployment: Deployment) -> Duties:
    """The duties of a deployment, kept for the replications to come."""
    return Duties(deployment)
