"""What is open and what is away from the very start of the simulation: whether it has forgotten that start."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.judge.stock import away_by_day
from sim.judge.tickets import Integers, TicketTable
from sim.judge.weeks import DAY_S, by_day, open_changes
from sim.model.events import EventLog
from sim.scenario import Horizon


@dataclass(frozen=True, eq=False)
class Settling:
    """In each 24 h from the start of the warm-up to the end of judged time, the last perhaps shorter.

    `open_s`: seconds tickets were open; `came`: tickets reported; `away_unit_s`: unit-seconds all shelves together held
    less than at the start.
    """

    open_s: Integers
    came: Integers
    away_unit_s: Integers


def settling_of(horizon: Horizon, table: TicketTable, log: EventLog) -> Settling:
    """From the tickets and from the rows about stocks."""
    begin, end = horizon.begin, horizon.end
    reported = table.milestones["reported"]
    inside = reported[(reported >= begin) & (reported < end)]
    return Settling(
        open_s=by_day(*open_changes(table), begin, end),
        came=np.bincount((inside - begin) // DAY_S, minlength=-((begin - end) // DAY_S)),
        away_unit_s=away_by_day(log, begin, end),
    )
