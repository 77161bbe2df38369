"""The repair loop in judged time: what went back, was scrapped or repaired, is away; how busy the workshop is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from sim.judge.busy import Roster, grid_of, load
from sim.judge.desk_use import DeskUse, use_of
from sim.judge.stock import StockUse, rows_of_items
from sim.judge.tickets import Integers, seen
from sim.judge.weeks import by_week
from sim.model import Deployment
from sim.model.desks import seat_steps
from sim.model.events import COLUMNS, Event, EventLog
from sim.scenario import Horizon

WORKSHOP = "workshop"
_KINDS = (Event.SENT_BACK, Event.ON_BENCH, Event.REPAIRED, Event.SCRAPPED)


@dataclass(frozen=True, eq=False)
class LoopUse:
    """Per row of the stocks that parts come home to: units sent back and scrapped in judged time; unit-seconds from
    leaving until repaired or scrapped, in all and by week. `scrapped_of`, `repaired_of`: units by part; `scraps`:
    ticket and part of each unit scrapped. `workshop`: its benches, None in a plan without.
    """

    sent_back: Integers
    scrapped: Integers
    in_repair_unit_s: Integers
    in_repair_by_week: Integers
    scrapped_of: Integers
    repaired_of: Integers
    scraps: tuple[Integers, Integers]
    workshop: DeskUse | None


def loop_use(deployment: Deployment, log: EventLog) -> LoopUse:
    """From the rows about defective units."""
    horizon, items = deployment.scenario.horizon, deployment.stock_items
    names, row_of = rows_of_items(items)
    size, parts = len(names), len(deployment.scenario.parts)
    comes_back = any(part.comes_back for part in deployment.scenario.parts.values())
    rows = _by_unit(seen(log, horizon.stop), comes_back)
    inside = (rows.at >= horizon.start) & (rows.at < horizon.end)
    sent, repaired, scrapped = (rows.event == kind for kind in (Event.SENT_BACK, Event.REPAIRED, Event.SCRAPPED))
    home = row_of[rows.actor] if len(items) else rows.actor
    over = _over(rows, horizon.stop)
    start, end = (np.clip(at, horizon.start, horizon.end) for at in (rows.at[sent], over[sent]))

    def counted(place: Integers, weights: Integers, number: int) -> Integers:
        return np.bincount(place, weights=weights, minlength=number).astype(np.int64)[:number]

    scraps = np.flatnonzero(scrapped & inside)
    return LoopUse(
        sent_back=counted(home, sent & inside, size),
        scrapped=counted(home, scrapped & inside, size),
        in_repair_unit_s=counted(home[sent], end - start, size),
        in_repair_by_week=_weeks(home[sent], rows.at[sent], over[sent], size, horizon),
        scrapped_of=counted(rows.value, scrapped & inside, parts),
        repaired_of=counted(rows.value, repaired & inside, parts),
        scraps=(rows.ticket[scraps], rows.value[scraps]),
        workshop=_workshop(deployment, rows, over),
    )


def with_loop(stocks: Sequence[StockUse], loop: LoopUse) -> tuple[StockUse, ...]:
    """The stocks with what comes home to them."""
    none = np.zeros(0, np.int64)
    columns = loop.sent_back.tolist(), loop.scrapped.tolist(), loop.in_repair_unit_s.tolist(), loop.in_repair_by_week
    return tuple(
        replace(
            use, sent_back=sent, scrapped=scrapped, in_repair_unit_s=away, in_repair_by_week=weeks if away else none
        )
        for use, sent, scrapped, away, weeks in zip(stocks, *columns, strict=True)
    )


def _weeks(home: Integers, left: Integers, over: Integers, size: int, horizon: Horizon) -> Integers:
    """Unit-seconds away for repair by week: a row per stock, of what comes home to no row of the result one more."""
    one = np.ones(len(left), np.int64)
    both = np.concatenate((left, over)), np.concatenate((one, -one))
    return by_week(*both, horizon.start, horizon.end, np.concatenate((home, home)), size + 1)[:size]


def _by_unit(log: EventLog, comes_back: bool) -> EventLog:
    """The rows of each defective unit one after the other."""
    rows = log.of(*_KINDS) if comes_back else EventLog(*(getattr(log, name)[:0] for name in COLUMNS))
    order = np.lexsort((rows.n, rows.value, rows.ticket))
    return EventLog(*(getattr(rows, name)[order] for name in COLUMNS))


def _over(rows: EventLog, stop: int) -> Integers:
    """For each row when its unit is repaired or scrapped."""
    same = (np.diff(rows.ticket) == 0) & (np.diff(rows.value) == 0) & (np.diff(rows.n) == 0)
    last = np.flatnonzero(np.append(~same, True)[: len(rows)])
    ended = np.isin(rows.event[last], (Event.REPAIRED, Event.SCRAPPED))
    return np.repeat(np.where(ended, rows.at[last], stop), np.diff(last, prepend=-1))


def _workshop(deployment: Deployment, rows: EventLog, over: Integers) -> DeskUse | None:
    """Its benches are busy from taking a unit until it is repaired, in its hours."""
    entry = deployment.plan.workshop
    if entry is None:
        return None
    begun = rows.event == Event.ON_BENCH
    instants, numbers = seat_steps([(deployment.scenario.calendar(entry.calendar), entry.benches)])
    roster = Roster(np.array(instants, np.int64), np.array(numbers, np.int64))
    use = load(rows.at[begun], over[begun], roster, grid_of(deployment.scenario))
    return use_of(WORKSHOP, use, int(use.seized_by_hour.sum()), 0)
