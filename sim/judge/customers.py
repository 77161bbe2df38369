"""Commitments that count customers: their cases taken together, and how long they went without a contact."""

from __future__ import annotations

import numpy as np

from sim.clock import NEVER
from sim.clock.zones import instants_of, table_for
from sim.judge.cells import Cells
from sim.judge.kept import Outcome
from sim.judge.tickets import Flags, Integers, TicketTable
from sim.model.coverage import may_cover
from sim.model.deployment import Deployment
from sim.model.events import Event, EventLog, Purpose
from sim.scenario import Commitment, Scenario, Step

DAY = 86_400
REACHED = (
    Event.ARRIVED,
    Event.PROGRESS_REPORTED,
    Event.CALLED_BACK,
    Event.FOLLOWED_UP_1,
    Event.FOLLOWED_UP_2,
    Event.COMPLAINT_ANSWERED,
    Event.ESCALATED,
    Event.CONTACTED,
)
Counts = tuple[Integers, Integers, Integers]  # covered, kept, undecided, by cell


def by_customer(outcome: Outcome, cells: Cells, cell: Integers, customer: Integers, judged: Flags, bad: bool) -> Counts:
    """A customer is kept in a cell if all his cases there are.

    Where the share counts what is `bad`, he is counted if any of his cases is.
    """
    size = int(cells.customer_of_site.max()) + 1
    key, every = cell * size + customer, len(cells) * size

    def cases(holds: Flags) -> Integers:
        return np.bincount(key[holds & judged], minlength=every).astype(np.int64).reshape(-1, size)

    kept, missed, open_ = cases(outcome.kept), cases(outcome.missed), cases(outcome.undecided)
    if bad:
        kept, missed = missed, kept
    lost = missed > 0
    unknown = ~lost & (open_ > 0)
    good = ~lost & ~unknown & (kept > 0)
    counted = (lost if bad else good).sum(axis=1)
    return (lost | good).sum(axis=1), counted, unknown.sum(axis=1)


def judge_contacts(
    commitment: Commitment, place: Deployment, table: TicketTable, log: EventLog, cells: Cells, visited: Integers
) -> Counts:
    """Customers in service with whom no stretch of the given length ends without a contact, by cell.

    `visited`: the site of each planned visit. Nothing is undecided.
    """
    scenario = place.scenario
    service = _service_of(scenario, cells)
    customer, since, until = _silences(commitment, scenario, table, log, cells, visited)
    pairs = _customers_of_groups(commitment, place, cells)
    covered, kept = np.zeros(len(cells), np.int64), np.zeros(len(cells), np.int64)
    for period, (start, end) in enumerate(zip(cells.starts.tolist(), cells.ends.tolist(), strict=True)):
        silent = np.zeros(len(service[0]), np.bool_)
        silent[customer[(since < end) & (until > start)]] = True
        serves = (service[0] < end) & (service[1] > start)
        for group in range(cells.groups):
            mine = pairs[pairs[:, 0] == group, 1]
            mine = mine[serves[mine]]
            covered[period * cells.groups + group] = len(mine)
            kept[period * cells.groups + group] = int((~silent[mine]).sum())
    return covered, kept, np.zeros(len(cells), np.int64)


def _service_of(scenario: Scenario, cells: Cells) -> tuple[Integers, Integers]:
    """From when, and until when, any site of each customer is in service."""
    first, last = np.array(scenario.service_of_site, np.int64).reshape(-1, 2).T
    customers = int(cells.customer_of_site.max()) + 1
    begin, end = np.full(customers, NEVER), np.full(customers, -NEVER)
    np.minimum.at(begin, cells.customer_of_site, np.maximum(first, scenario.horizon.begin))
    np.maximum.at(end, cells.customer_of_site, last)
    return begin, end


def _customers_of_groups(commitment: Commitment, place: Deployment, cells: Cells) -> Integers:
    """Pairs of group and customer that the commitment is about."""
    here = may_cover(commitment.covers, place.scenario, place.radius_m) & (cells.group_of_site >= 0)
    pairs = np.stack((cells.group_of_site[here], cells.customer_of_site[here]), axis=1)
    found: Integers = np.unique(pairs, axis=0)
    return found


def _silences(
    commitment: Commitment, scenario: Scenario, table: TicketTable, log: EventLog, cells: Cells, visited: Integers
) -> tuple[Integers, Integers, Integers]:
    """Customer, and from when to when a stretch of the length without a contact ends, for each gap that is too long.

    Counted from the start of the warm-up or of his service, to the end of it.
    """
    begin, left = _service_of(scenario, cells)
    rows = _contacts(log)
    sites = cells.customer_of_site
    owners = np.concatenate((sites[np.asarray(table.facts["site"], np.int64)], np.arange(len(begin)), sites[visited]))
    who = np.concatenate((np.arange(len(begin)), owners[rows.ticket]))
    at = np.concatenate((begin, rows.at))
    order = np.lexsort((at, who))
    who, at = who[order], at[order]
    until = np.where(np.append(who[1:], -1) == who, np.append(at[1:], NEVER), NEVER)
    until = np.minimum(until, left[who])
    assert commitment.step is not None
    since = later(np.minimum(at, scenario.horizon.stop), commitment.step, scenario.timezone)
    long = since < until
    return who[long], since[long], until[long]


def _contacts(log: EventLog) -> EventLog:
    """Answered calls and messages, visits, and calls that reached the customer."""
    wanted = np.zeros(len(Event), np.bool_)
    wanted[list(REACHED)] = True
    answered = (log.event == Event.STARTED) & (log.value <= Purpose.MESSAGE)
    here = np.flatnonzero((wanted[log.event] | answered) & (log.ticket >= 0))
    return EventLog(*(getattr(log, name)[here] for name in ("at", "ticket", "event", "n", "actor", "value")))


def later(at: Integers, step: Step, zone: str) -> Integers:
    """The instants a step after others; months keep the local day and time, or the last day of a shorter month."""
    if step.months is None:
        return at + (step.seconds or 0)
    wall = table_for(zone, at).wall(at)
    day = (wall // DAY).astype("datetime64[D]")
    month = day.astype("datetime64[M]")
    first = (month + step.months).astype("datetime64[D]")
    length = (month + step.months + 1).astype("datetime64[D]") - first
    shifted = first + np.minimum(day - month.astype("datetime64[D]"), length - np.timedelta64(1, "D"))
    return instants_of(zone, shifted.astype(np.int64) * DAY + wall % DAY)
