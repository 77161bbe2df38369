"""What the teams did in judged time."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from functools import lru_cache

import numpy as np

from sim.clock import Calendar, intersection
from sim.judge.busy import HOURS, by_hour, cut, grid_of, open_by_hour
from sim.judge.day_kinds import days_off
from sim.judge.duty import duties_in
from sim.judge.presence import Presence
from sim.judge.spans import REPAIR, Spans, spans_of_planned
from sim.judge.tickets import MANY, Flags, Integers, TicketTable, seen
from sim.model import Deployment
from sim.model.events import COLUMNS, Event, EventLog

RELIEF = "relief"
WAY_BACK = 1  # in the n of HOMEWARD


@dataclass(frozen=True, eq=False)
class TeamUse:
    """A team in judged time, seconds and metres.

    `seized_s`: travel, ways back to the outlet between jobs, work and waiting on site, inside the shift less its
    breaks; `working_s`: the part in which the work on site goes on. `overtime_s`: after the end of the duty in which
    the trip began; `on_call_s`: on trips begun outside any duty; both together by kind of day in `outside_by_day_s`
    (workday, day of rest, public holiday). `visits`: trips begun, one for each engineer; `nights` near a site.
    `rostered_s`: less absences; 0 for a team that never runs out.
    """

    id: str
    rostered_s: int
    seized_s: int
    working_s: int
    overtime_s: int
    on_call_s: int
    travel_m: int
    visits: int
    seized_by_hour: Integers
    rostered_by_hour: Integers
    nights: int = 0
    outside_by_day_s: tuple[int, ...] = (0, 0, 0)


def team_uses(
    deployment: Deployment, table: TicketTable, log: EventLog, spans: Spans, presence: Presence
) -> tuple[TeamUse, ...]:
    """One entry per team of the plan, in its order: what it did on tickets and on planned visits."""
    log, days, mixed = seen(log, table.stop), _Days(deployment), _may_meet(deployment, table)
    spans = _with_planned(spans, deployment, table, log)
    rows, homeward = _by_engineer(log, mixed), log.of(Event.HOMEWARD)
    departed = rows.of(Event.DEPARTED)
    trips = _with_ways_back(_trips(rows, table.stop), homeward, log, table.stop)
    seized, working = days.in_shift(trips), days.in_shift(_work(rows, table, spans, mixed))
    overtime, on_call, by_day = days.outside_duty(trips)
    metres = days.metres(departed) + days.metres(homeward)
    visits, nights = days.visits(departed, mixed), days.nights(rows.of(Event.PAUSED))
    rostered = _rostered(deployment) - _away(deployment, presence)
    return tuple(
        TeamUse(
            id=name,
            rostered_s=int(rostered[team].sum()),
            seized_s=int(seized[team].sum()),
            working_s=int(working[team].sum()),
            overtime_s=int(overtime[team]),
            on_call_s=int(on_call[team]),
            travel_m=int(metres[team]),
            visits=int(visits[team]),
            seized_by_hour=seized[team],
            rostered_by_hour=rostered[team],
            nights=int(nights[team]),
            outside_by_day_s=tuple(by_day[:, team].tolist()),
        )
        for team, name in enumerate(deployment.teams)
    )


# -- what engineers did -------------------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Stretches:
    """Stretches [start, end) of engineers on tickets."""

    ticket: Integers
    actor: Integers
    start: Integers
    end: Integers


def _may_meet(deployment: Deployment, table: TicketTable) -> bool:
    """Whether several engineers may be on the same ticket at a time: in a crew, or to relieve one another."""
    plan = deployment.plan
    return table.has_crews or plan.dispatch.end_of_shift == RELIEF or any(one.crew > 1 for one in plan.planned.values())


def _with_planned(spans: Spans, deployment: Deployment, table: TicketTable, log: EventLog) -> Spans:
    """The spans of tickets, and behind them those of planned visits."""
    if not deployment.plan.planned:
        return spans
    planned = spans_of_planned(log, len(table) + len(deployment.scenario.customers), table.stop)
    return Spans(*(np.concatenate((getattr(spans, one.name), getattr(planned, one.name))) for one in fields(Spans)))


def _by_engineer(log: EventLog, mixed: bool) -> EventLog:
    """Where everybody is, by ticket, then by member of its crew."""
    wanted = np.zeros(len(Event), dtype=np.bool_)
    wanted[[Event.DEPARTED, Event.ARRIVED, Event.PAUSED, Event.LEFT]] = True
    chosen = np.flatnonzero(wanted[log.event])
    who = log.ticket[chosen].astype(np.int32)
    chosen = chosen[np.lexsort((log.actor[chosen], who)) if mixed else np.argsort(who, kind="stable")]
    return EventLog(*(getattr(log, name)[chosen] for name in COLUMNS))


def _until_next(rows: EventLog, stop: int) -> Integers:
    """The instant of the next row of the same engineer on the same ticket."""
    same = (rows.ticket[1:] == rows.ticket[:-1]) & (rows.actor[1:] == rows.actor[:-1])
    return np.append(np.where(same, rows.at[1:], stop), stop)[: len(rows)]


def _where(rows: EventLog, chosen: Flags) -> EventLog:
    return EventLog(*(getattr(rows, name)[chosen] for name in COLUMNS))


def _trips(rows: EventLog, stop: int) -> _Stretches:
    """From the first departure of a trip, whatever is fetched on the way, to leaving the site or the end of the day."""
    rows = _where(rows, rows.event != Event.ARRIVED)
    same = (rows.ticket[1:] == rows.ticket[:-1]) & (rows.actor[1:] == rows.actor[:-1])
    on_the_way = np.append(False, same & (rows.event[:-1] == Event.DEPARTED))[: len(rows)]
    rows = _where(rows, (rows.event != Event.DEPARTED) | ~on_the_way)
    begun = rows.event == Event.DEPARTED
    return _Stretches(rows.ticket[begun], rows.actor[begun], rows.at[begun], _until_next(rows, stop)[begun])


def _with_ways_back(trips: _Stretches, homeward: EventLog, log: EventLog, stop: int) -> _Stretches:
    """A trip whose engineer drives back to his outlet ends there."""
    leaves = _where(homeward, homeward.n == WAY_BACK)
    if not len(leaves):
        return trips
    length, back = stop + 1, log.of(Event.BACK)
    leaving, arrivals = np.sort(leaves.actor * length + leaves.at), np.sort(back.actor * length + back.at)
    arrival = np.append(arrivals, length * length)[np.searchsorted(arrivals, leaving)]
    home = np.where(arrival // length == leaving // length, arrival % length, stop)
    trip_ends = trips.actor * length + trips.end
    found = np.minimum(np.searchsorted(leaving, trip_ends), len(leaving) - 1)
    return replace(trips, end=np.where(leaving[found] == trip_ends, home[found], trips.end))


def _work(rows: EventLog, table: TicketTable, spans: Spans, mixed: bool) -> _Stretches:
    """Time on site in which the work goes on: not while a part, the rest of the crew or the customer is waited for."""
    here = rows.event == Event.ARRIVED
    on_site = _Stretches(rows.ticket[here], rows.actor[here], rows.at[here], _until_next(rows, table.stop)[here])
    waits = mixed or any(table.rows[event] for event in (Event.PARTS_ASKED, Event.COLLECTED, Event.BARRED))
    waits = waits or int(spans.ticket.max(initial=-1)) >= len(table)
    return _while_repairing(on_site, spans, table.stop) if waits else on_site


def _while_repairing(on_site: _Stretches, spans: Spans, stop: int) -> _Stretches:
    """Cut stretches to the spans in which their ticket is being repaired, all tickets end to end on one line."""
    length = stop + 1
    repair = spans.cause == REPAIR
    starts, ends = (spans.ticket[repair] * length + at[repair] for at in (spans.start, spans.end))
    a, b = on_site.ticket * length + on_site.start, on_site.ticket * length + on_site.end
    first = np.searchsorted(ends, a, side="right")
    count = np.maximum(np.searchsorted(starts, b, side="left") - first, 0)
    of = np.repeat(np.arange(len(a)), count)
    span = np.arange(len(of)) + np.repeat(first - (np.cumsum(count) - count), count)
    start, end = np.maximum(a[of], starts[span]) % length, np.minimum(b[of], ends[span]) % length
    return _Stretches(on_site.ticket[of], on_site.actor[of], start, end)


# -- by team ------------------------------------------------------------------------------------------------------


class _Hours:
    """The shifts and duties of all teams and the kinds of days: the same in every replication."""

    def __init__(self, deployment: Deployment) -> None:
        calendar = deployment.scenario.calendar
        shifts = [deployment.team(team).shift for team in range(len(deployment.teams))]
        names = sorted(set(shifts))
        self.grid = grid_of(deployment.scenario)
        self.shift_of = np.array([names.index(shift) for shift in shifts])
        self.shifts = [calendar(name) for name in names]
        self.duties = [duties_in(shift) for shift in self.shifts]
        self.days_off = days_off(deployment.scenario)
        self.duties_off = [[intersection([days, duty], "off") for duty in self.duties] for days in self.days_off]


@lru_cache(maxsize=8)
def _hours(deployment: Deployment) -> _Hours:
    return _Hours(deployment)


class _Days:
    """Adds up what engineers did over judged time. Results are per team, in seconds, metres or numbers."""

    def __init__(self, deployment: Deployment) -> None:
        self.deployment, self.hours = deployment, _hours(deployment)
        self.grid, self.size = self.hours.grid, len(deployment.teams)

    def in_shift(self, stretches: _Stretches) -> Integers:
        """By hour of the week."""
        pieces = cut(stretches.start, stretches.end, self.grid)
        team = self._teams_of(stretches.actor)[pieces.of]
        seconds = self._each(self.hours.shifts, team, pieces.start, pieces.end)
        cells = np.bincount(team * HOURS + pieces.hour, weights=seconds, minlength=self.size * HOURS)
        return cells.astype(np.int64).reshape(self.size, HOURS)

    def outside_duty(self, trips: _Stretches) -> tuple[Integers, Integers, Integers]:
        """On trips that began on duty, on trips that did not, and both by kind of day."""
        team = self._teams_of(trips.actor)
        start, end = (np.clip(instants, self.grid.begin, self.grid.end) for instants in (trips.start, trips.end))
        outside = end - start - self._each(self.hours.duties, team, start, end)
        on_duty = self._each(self.hours.duties, team, trips.start, trips.start + 1) == 1
        overtime, on_call = self._sum(team, outside * on_duty), self._sum(team, outside * ~on_duty)
        some = np.flatnonzero(outside)
        rest, holidays = self._outside_on_days_off(team[some], start[some], end[some])
        return overtime, on_call, np.array([overtime + on_call - rest - holidays, rest, holidays])

    def _outside_on_days_off(self, team: Integers, start: Integers, end: Integers) -> Iterator[Integers]:
        for days, duties in zip(self.hours.days_off, self.hours.duties_off, strict=True):
            yield self._sum(team, days.elapsed_each(start, end) - self._each(duties, team, start, end))

    def metres(self, rows: EventLog) -> Integers:
        """Of legs begun in judged time."""
        return self._sum(self._teams_of(rows.actor), rows.value * self._judged(rows))

    def nights(self, paused: EventLog) -> Integers:
        """Nights away from home, by the evenings in judged time."""
        return self._sum(self._teams_of(paused.actor), paused.value * self._judged(paused))

    def visits(self, departed: EventLog, mixed: bool) -> Integers:
        """Visits begun in judged time, one for every engineer who is sent."""
        team, people = self._teams_of(departed.actor), int(departed.actor.max(initial=0)) + 1
        if mixed:
            first = np.unique((departed.ticket * MANY + departed.n) * people + departed.actor, return_index=True)[1]
        else:
            first = np.flatnonzero((np.diff(departed.ticket, prepend=-1) != 0) | (np.diff(departed.n, prepend=-1) != 0))
        return self._sum(team[first], self._judged(departed)[first].astype(np.int64))

    def _teams_of(self, actor: Integers) -> Integers:
        return _team_table(self.deployment, int(actor.max(initial=-1)) + 1)[actor]

    def _judged(self, rows: EventLog) -> Flags:
        return (rows.at >= self.grid.begin) & (rows.at < self.grid.end)

    def _each(self, calendars: list[Calendar], team: Integers, start: Integers, end: Integers) -> Integers:
        """Open seconds of each team's own calendar."""
        seconds = np.zeros(len(team), dtype=np.int64)
        for number, calendar in enumerate(calendars):
            here = np.flatnonzero(self.hours.shift_of[team] == number)
            seconds[here] = calendar.elapsed_each(start[here], end[here])
        return seconds

    def _sum(self, team: Integers, amount: Integers) -> Integers:
        return np.bincount(team, weights=amount, minlength=self.size).astype(np.int64)


@lru_cache(maxsize=8)
def _team_table(deployment: Deployment, engineers: int) -> Integers:
    return np.array([deployment.team_of(engineer) for engineer in range(engineers)], np.int64)


@lru_cache(maxsize=8)
def _rostered(deployment: Deployment) -> Integers:
    """Seconds by team and hour of the week; none for teams that never run out."""
    grid, calendar = grid_of(deployment.scenario), deployment.scenario.calendar
    teams = [deployment.team(team) for team in range(len(deployment.teams))]
    hours = {shift: open_by_hour(calendar(shift), grid) for shift in {team.shift for team in teams}}
    return np.array([hours[team.shift] * (team.engineers or 0) for team in teams])


def _away(deployment: Deployment, presence: Presence) -> Integers:
    """Seconds of the shifts of those who are away, by team and hour of the week."""
    away = np.zeros((len(deployment.teams), HOURS), dtype=np.int64)
    for team in presence.teams:
        shift, number = presence.by_date(team, deployment.scenario.calendar(deployment.team(team).shift))
        number = number[np.searchsorted(shift.day_dates, shift.dates)]
        pieces = cut(shift.starts, shift.ends * (number > 0), grid_of(deployment.scenario))
        away[team] = by_hour(pieces.hour, (pieces.end - pieces.start) * number[pieces.of])
    return away
