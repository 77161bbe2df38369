"""The judge: from the log of one replication to kept and missed, causes, penalties, use of people and cost."""

from sim.judge.accounts import StoreUse
from sim.judge.contracts import ContractUse
from sim.judge.cost import OUTSIDE_TOTAL
from sim.judge.desk_use import DeskFlow, DeskUse
from sim.judge.judgement import Judgement, counts_of, judge
from sim.judge.judging import CommitmentCount
from sim.judge.missed import Missed, missed_tickets
from sim.judge.planned_use import PlannedUse
from sim.judge.rows import TIMES, ticket_rows
from sim.judge.settling import Settling
from sim.judge.spans import CAUSES
from sim.judge.statistic import Figures
from sim.judge.stock import StockUse
from sim.judge.team_use import TeamUse
from sim.judge.tickets import TicketTable, ticket_table
from sim.judge.time_shares import shut_cells
from sim.judge.times import TimesTaken
from sim.judge.weeks import week_starts

__all__ = [
    "CAUSES",
    "OUTSIDE_TOTAL",
    "TIMES",
    "CommitmentCount",
    "ContractUse",
    "DeskFlow",
    "DeskUse",
    "Figures",
    "Judgement",
    "Missed",
    "PlannedUse",
    "Settling",
    "StockUse",
    "StoreUse",
    "TeamUse",
    "TicketTable",
    "TimesTaken",
    "counts_of",
    "judge",
    "missed_tickets",
    "shut_cells",
    "ticket_rows",
    "ticket_table",
    "week_starts",
]
