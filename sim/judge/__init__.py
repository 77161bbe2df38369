"""The judge: from the log of one replication to kept and missed, causes, penalties, use of people and cost."""

from sim.judge.judgement import CommitmentCount, Judgement, counts_of, judge
from sim.judge.rows import TIMES, ticket_rows
from sim.judge.spans import CAUSES
from sim.judge.tickets import TicketTable, ticket_table
from sim.judge.times import TimesTaken
from sim.judge.use import DeskUse, TeamUse

__all__ = [
    "CAUSES",
    "TIMES",
    "CommitmentCount",
    "DeskUse",
    "Judgement",
    "TeamUse",
    "TicketTable",
    "TimesTaken",
    "counts_of",
    "judge",
    "ticket_rows",
    "ticket_table",
]
