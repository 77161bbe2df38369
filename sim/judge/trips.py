"""What engineers did on tickets and planned visits: their trips, and the time in which the work goes on."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace

import numpy as np

from sim.judge.spans import REPAIR, Spans, spans_of_planned
from sim.judge.tickets import MANY, Flags, Integers, TicketTable, seen
from sim.model import Deployment
from sim.model.events import COLUMNS, Event, EventLog

RELIEF = "relief"
WAY_BACK = 1  # in the n of HOMEWARD


@dataclass(frozen=True, eq=False)
class Stretches:
    """Stretches [start, end) of engineers on tickets and planned visits."""

    ticket: Integers
    actor: Integers
    start: Integers
    end: Integers


@dataclass(frozen=True, eq=False)
class FieldWork:
    """One replication of it. `trips`: from departure to leaving the site, or to being back at the outlet; `work`: on
    site, while it goes on; `departed`, `paused`: rows by ticket, then engineer; `mixed`: engineers may have met.
    """

    trips: Stretches
    work: Stretches
    departed: EventLog
    paused: EventLog
    homeward: EventLog
    mixed: bool


def field_work(deployment: Deployment, table: TicketTable, log: EventLog, spans: Spans) -> FieldWork:
    """From the rows up to the end of the run-out."""
    log, mixed = seen(log, table.stop), _may_meet(deployment, table)
    spans = _with_planned(spans, deployment, table, log)
    rows, homeward = _by_engineer(log, mixed), log.of(Event.HOMEWARD)
    return FieldWork(
        trips=_with_ways_back(_trips(rows, table.stop), homeward, log, table.stop),
        work=_work(rows, table, spans, mixed),
        departed=rows.of(Event.DEPARTED),
        paused=rows.of(Event.PAUSED),
        homeward=homeward,
        mixed=mixed,
    )


def first_legs(departed: EventLog, mixed: bool) -> Integers:
    """The rows with which an engineer sets out on a visit, each visit of his once."""
    people = int(departed.actor.max(initial=0)) + 1
    if mixed:
        visits = (departed.ticket * MANY + departed.n) * people + departed.actor
        first: Integers = np.unique(visits, return_index=True)[1]
        return first
    return np.flatnonzero((np.diff(departed.ticket, prepend=-1) != 0) | (np.diff(departed.n, prepend=-1) != 0))


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


def _trips(rows: EventLog, stop: int) -> Stretches:
    """From the first departure of a trip, whatever is fetched on the way, to leaving the site or the end of the day."""
    rows = _where(rows, rows.event != Event.ARRIVED)
    same = (rows.ticket[1:] == rows.ticket[:-1]) & (rows.actor[1:] == rows.actor[:-1])
    on_the_way = np.append(False, same & (rows.event[:-1] == Event.DEPARTED))[: len(rows)]
    rows = _where(rows, (rows.event != Event.DEPARTED) | ~on_the_way)
    begun = rows.event == Event.DEPARTED
    return Stretches(rows.ticket[begun], rows.actor[begun], rows.at[begun], _until_next(rows, stop)[begun])


def _with_ways_back(trips: Stretches, homeward: EventLog, log: EventLog, stop: int) -> Stretches:
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


def _work(rows: EventLog, table: TicketTable, spans: Spans, mixed: bool) -> Stretches:
    """Time on site in which the work goes on: not while a part, the rest of the crew or the customer is waited for."""
    here = rows.event == Event.ARRIVED
    on_site = Stretches(rows.ticket[here], rows.actor[here], rows.at[here], _until_next(rows, table.stop)[here])
    waits = mixed or any(table.rows[event] for event in (Event.PARTS_ASKED, Event.COLLECTED, Event.BARRED))
    waits = waits or int(spans.ticket.max(initial=-1)) >= len(table)
    return _while_repairing(on_site, spans, table.stop) if waits else on_site


def _while_repairing(on_site: Stretches, spans: Spans, stop: int) -> Stretches:
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
    return Stretches(on_site.ticket[of], on_site.actor[of], start, end)
