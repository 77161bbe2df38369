"""What single tickets and planned visits took in judged time: engineers, kilometres, calls, parts."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.judge.loop import LoopUse
from sim.judge.part_use import PartUse
from sim.judge.spans import REPAIR, Spans
from sim.judge.tickets import Flags, Integers, TicketTable
from sim.judge.trips import FieldWork, Stretches, first_legs
from sim.model import Deployment
from sim.model.coverage import bench_outlets
from sim.model.events import Event, EventLog, Purpose
from sim.scenario import Horizon, SparePart

CONSUMABLE = "consumable"


@dataclass(frozen=True, eq=False)
class CaseUse:
    """One element per ticket, customer and planned visit, as the log numbers them; customers take nothing.

    `site`: -1 for a customer. Seconds of engineers: `seized_s` from departure to leaving, `work_s` while the work goes
    on; `bench_s` on a bench. `metres` of its legs; `nights`; `shipments` by courier. Cents: `by_visit`, `by_call` what
    contracted teams and desks are paid; `consumed`: worth of consumables used up and of units scrapped; `put_in`: of
    the parts put in, consumables at their price, those that come back at that of their repair.
    """

    site: Integers
    seized_s: Integers
    work_s: Integers
    bench_s: Integers
    metres: Integers
    nights: Integers
    by_visit: Integers
    by_call: Integers
    shipments: Integers
    consumed: Integers
    put_in: Integers

    def __len__(self) -> int:
        return len(self.site)


def case_use(
    place: Deployment,
    table: TicketTable,
    log: EventLog,
    spans: Spans,
    field: FieldWork,
    parts: PartUse,
    loop: LoopUse,
    visited: Integers,
) -> CaseUse:
    """`visited`: the site of each planned visit."""
    customers = np.full(len(place.scenario.customers), -1)
    site = np.concatenate((np.asarray(table.facts["site"], np.int64), customers, visited))
    summed = _Sums(len(site), place.scenario.horizon)
    legs, worth = field.departed, _worth(place)
    scrapped_by, scrapped = loop.scraps
    used_up = worth * np.array([part.kind == CONSUMABLE for part in place.scenario.parts.values()] or [False])
    return CaseUse(
        site=site,
        seized_s=summed.seconds(field.trips),
        work_s=summed.seconds(field.work),
        bench_s=_bench_seconds(place, table, spans, summed),
        metres=summed.rows(legs, legs.value),
        nights=summed.rows(field.paused, field.paused.value),
        by_visit=_by_visit(place, field, summed),
        by_call=_by_call(place, log, summed),
        shipments=summed.of(parts.shipped, np.ones(len(parts.shipped), np.int64)),
        consumed=summed.of(parts.ticket, parts.number * used_up[parts.part]) + summed.of(scrapped_by, worth[scrapped]),
        put_in=summed.of(parts.ticket, parts.number * _prices_put_in(place)[parts.part]),
    )


class _Sums:
    """Adds up by case what lies in judged time."""

    def __init__(self, size: int, horizon: Horizon) -> None:
        self._size, self.horizon = size, horizon

    def of(self, case: Integers, amount: Integers) -> Integers:
        return np.bincount(case, weights=amount, minlength=self._size).astype(np.int64)

    def seconds(self, stretches: Stretches) -> Integers:
        start, end = (np.clip(at, self.horizon.start, self.horizon.end) for at in (stretches.start, stretches.end))
        return self.of(stretches.ticket, end - start)

    def judged(self, at: Integers) -> Flags:
        is_so: Flags = (at >= self.horizon.start) & (at < self.horizon.end)
        return is_so

    def rows(self, rows: EventLog, amount: Integers) -> Integers:
        return self.of(rows.ticket, amount * self.judged(rows.at))


def _worth(place: Deployment) -> Integers:
    """Cents of a unit of each part, 0 where it has no price."""
    return np.array([part.unit_cost or 0 for part in place.scenario.parts.values()] or [0], np.int64)


def price_put_in(part: SparePart) -> int | None:
    """What a part that is put in is worth: what is used up its price, what comes back its repair; None: not known."""
    if part.kind == CONSUMABLE:
        return part.unit_cost
    return part.repair_cost if part.comes_back else None


def _prices_put_in(place: Deployment) -> Integers:
    return np.array([price_put_in(part) or 0 for part in place.scenario.parts.values()] or [0], np.int64)


def _bench_seconds(place: Deployment, table: TicketTable, spans: Spans, summed: _Sums) -> Integers:
    """Open time of the repair points while the work on a unit goes on."""
    here = np.flatnonzero(spans.at_bench & (spans.cause == REPAIR))
    ticket, seconds = spans.ticket[here], np.zeros(len(here), np.int64)
    outlets = bench_outlets(place)[np.asarray(table.facts["site"])[ticket]]
    start, end = (np.clip(at[here], summed.horizon.start, summed.horizon.end) for at in (spans.start, spans.end))
    for outlet in np.unique(outlets).tolist():
        mine = outlets == outlet
        hours = place.scenario.calendar(place.plan.outlets[place.outlets[outlet]].bench_calendar)
        seconds[mine] = hours.elapsed_each(start[mine], end[mine])
    return summed.of(ticket, seconds)


def _by_visit(place: Deployment, field: FieldWork, summed: _Sums) -> Integers:
    rates = np.array([place.team(team).pay_per_visit or 0 for team in range(len(place.teams))], np.int64)
    first = first_legs(field.departed, field.mixed)
    ticket, at, actor = (getattr(field.departed, name)[first] for name in ("ticket", "at", "actor"))
    team = np.array([place.team_of(engineer) for engineer in range(int(actor.max(initial=-1)) + 1)], np.int64)
    return summed.of(ticket, rates[team[actor]] * summed.judged(at))


def _by_call(place: Deployment, log: EventLog, summed: _Sums) -> Integers:
    """Calls, messages and passed-on calls that a desk paid by the call takes."""
    rates = np.array([desk.pay_per_call or 0 for desk in place.plan.desks.values()] or [0], np.int64)
    rows = log.of(Event.STARTED)
    paid = (rows.actor >= 0) & (rows.value <= Purpose.ESCALATION) & (rows.value != Purpose.CONTACT)
    return summed.rows(rows, rates[np.maximum(rows.actor, 0)] * paid)
