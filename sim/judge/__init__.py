"""The judge: from the log of one replication to kept and missed, causes, penalties, use of people and cost."""

from sim.judge.judgement import CommitmentCount, Judgement, counts_of, judge
from sim.judge.rows import ticket_rows
from sim.judge.spans import CAUSES
from sim.judge.tickets import MILESTONES, TicketTable, ticket_table
from sim.judge.use import DeskUse, TeamUse

__all__ = [
    "CAUSES",
    "MILESTONES",
    "CommitmentCount",
    "DeskUse",
    "Judgement",
    "TeamUse",
    "TicketTable",
    "counts_of",
    "judge",
    "ticket_rows",
    "ticket_table",
]
