"""How long the tickets of a time commitment took."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.clock import NEVER, Within
from sim.judge.kept import TimedOutcome
from sim.judge.tickets import Flags, Integers
from sim.model.promises import Promise


@dataclass(frozen=True, eq=False)
class TimesTaken:
    """The covered, judged tickets of one time commitment in one replication, in the order of the ticket table.

    `limit_s`: the limit, if it is one stretch of time for all tickets; then `seconds` are those of the commitment's
    clock from its start to its milestone. Where limits differ it is None and `seconds` run from each ticket's own
    deadline, by any clock: negative in time, -NEVER where no deadline came. NEVER: the milestone did not come.
    """

    seconds: Integers
    limit_s: int | None


def times_taken(promise: Promise, outcome: TimedOutcome, judged: Flags) -> TimesTaken:
    """The times the outcome was decided by. Tickets still undecided are left out, as they are from the share kept."""
    here = np.flatnonzero(outcome.covered & judged)
    start, due, reached = outcome.start[here], outcome.due[here], outcome.reached[here]
    limit_s = one_limit(promise)
    if limit_s is None:
        seconds = np.where(due < NEVER, reached - due, -NEVER)
    else:
        seconds = promise.cases[0].clock.elapsed_each(start, reached)
    return TimesTaken(np.where(reached < NEVER, seconds, NEVER), limit_s)


def one_limit(promise: Promise) -> int | None:
    """Seconds of the limit, if every ticket has the same; None with cases, other kinds of limit, or pauses."""
    if promise.commitment.cases or promise.paused_by:
        return None
    limits = promise.cases[0].limits
    return limits[0].seconds if len(limits) == 1 and isinstance(limits[0], Within) else None
