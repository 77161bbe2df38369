"""The rows of tickets.csv: every ticket of a replication with its milestones and where its time went."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from sim.clock import NEVER
from sim.judge.causes import Causes
from sim.judge.duty import duties_of
from sim.judge.presence import Presence
from sim.judge.spans import CAUSES, spans_of
from sim.judge.tickets import Integers, TicketTable, ticket_table
from sim.model import Deployment, EventLog, deployment
from sim.model.absence import absent_days
from sim.scenario import Plan
from sim.world import World

Column = NDArray[Any]

# Instants of the file format in the order of a ticket's life; those that the model does not carry did not happen.
TIMES = (
    "reported", "answered", "responded", "supplier_contacted", "replied", "remote_fixed", "quoted", "confirmed",
    "dispatched", "dispatched_last", "parts_ready", "departed", "arrived", "received", "diagnosed", "restored",
    "closed", "progress_reported", "called_back", "followed_up_1", "followed_up_2", "complained",
    "complaint_decided", "complaint_answered", "escalated", "handed_on", "abandoned",
)  # fmt: skip


def ticket_rows(world: World, plan: Plan, log: EventLog) -> dict[str, Column]:
    """Columns of tickets.csv in the order of the file, one element per ticket that was reported.

    `TIMES` are Unix seconds, NEVER if it did not happen; `judged` is a flag; `<cause>_s` are seconds from reported to
    restored, closed unrestored, given up, handed on, or the end of the run-out.
    """
    place = deployment(world.scenario, plan)
    table = ticket_table(world, place, log)
    presence = Presence(place, absent_days(world, place))
    columns = {**_who_and_what(world, place, table), **_times(table), **_causes(place, table, log, presence)}
    happened = table.has("reported")
    return columns if happened.all() else {name: column[happened] for name, column in columns.items()}


def _who_and_what(world: World, place: Deployment, table: TicketTable) -> dict[str, Column]:
    scenario, size = world.scenario, len(table)
    site, fault = np.asarray(table.facts["site"]), np.asarray(table.facts["fault"])
    sites, kinds = scenario.sites, scenario.faults
    outlets = [place.outlets[served_by[0]] for served_by in place.territory]
    return {
        "replication": np.full(size, world.replication),
        "ticket": (ids := _texts([*(world.ticket_id(index) for index in range(size)), ""]))[:-1],
        "repeat_of": ids[table.parent],
        "judged": table.judged,
        "site_id": _texts([one.id for one in sites])[site],
        "customer": _texts([one.customer for one in sites])[site],
        "contract": _texts([one.contract or "" for one in sites])[site],
        "product": _texts([one.product for one in kinds])[fault],
        "fault": _texts([one.id for one in kinds])[fault],
        "severity": _texts([one.fault.severity for one in kinds])[fault],
        "channel": _texts([*scenario.channels])[np.asarray(table.facts["channel"])],
        "outlet": _texts(outlets)[site],
        "desk": _texts([*place.desks, ""])[table.desk],
        "team": _by_engineer(table.engineer, lambda engineer: place.teams[place.team_of(engineer)]),
        "engineer": _by_engineer(table.engineer, place.engineer_id),
        "attempts": table.attempts,
        "refused": table.refused,
        "visits": table.visits,
        "distance_km": np.round(table.distance_m / 1000, 3),
    }


def _texts(words: Sequence[str]) -> Column:
    return np.array(words, dtype=object)


def _by_engineer(engineer: Integers, name: Callable[[int], str]) -> Column:
    known, position = np.unique(engineer, return_inverse=True)
    return _texts([name(int(one)) if one >= 0 else "" for one in known])[position]


def _times(table: TicketTable) -> dict[str, Column]:
    known = {**table.milestones, "dispatched_last": table.dispatched_last}
    never = np.full(len(table), NEVER, dtype=np.int64)
    return {name: known.get(name, never) for name in TIMES}


def _causes(place: Deployment, table: TicketTable, log: EventLog, presence: Presence) -> dict[str, Column]:
    at, causes = table.milestones, Causes(spans_of(table, log), duties_of(place), table.facts, presence)
    over = np.minimum.reduce([at["restored"], at["closed"], at["abandoned"], at["handed_on"]])
    end = np.minimum(over, table.stop)
    seconds = causes.seconds(np.arange(len(table)), np.minimum(at["reported"], end), end)
    return {f"{cause}_s": seconds[:, number] for number, cause in enumerate(CAUSES)}
