"""How late each missed case is, on the commitment's clock, and why."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from sim.judge.causes import Causes, late_by_cause
from sim.judge.kept import TimedOutcome
from sim.judge.pauses import Held, Waits
from sim.judge.spans import CAUSES, DESK
from sim.judge.statistic import clocked
from sim.judge.tickets import Flags, Integers
from sim.model.promises import Promise

OWED_BY_DESK = frozenset(
    {
        "progress_reported",
        "called_back",
        "followed_up_1",
        "followed_up_2",
        "complaint_decided",
        "complaint_answered",
        "escalated",
    }
)
"""What a desk does of itself, whatever the ticket is waiting for."""


@dataclass(frozen=True, eq=False)
class Late:
    """Missed cases by position, and the late seconds of each, one column per cause."""

    cases: Integers
    by_cause: Integers


class Lateness:
    """Late seconds of the commitments of one replication."""

    def __init__(self, causes: Causes, waits: Waits) -> None:
        self._causes, self._waits = causes, waits
        self._held: dict[tuple[str, ...], Held] = {}

    def paused(self, promise: Promise) -> Held | None:
        """The time that does not count for this promise; None where nothing stops its clock."""
        kinds = promise.paused_by
        if kinds and kinds not in self._held:
            self._held[kinds] = self._waits.held(kinds)
        return self._held[kinds] if kinds else None

    def of(self, promise: Promise, outcome: TimedOutcome, judged: Flags) -> Late:
        """Of the judged misses, by what their tickets were waiting for."""
        pauses = self.paused(promise)
        if OWED_BY_DESK.issuperset(promise.ends):
            return at_the_desk(promise, outcome, judged, pauses)
        found = []
        for number, case in enumerate(promise.cases):
            here = np.flatnonzero(outcome.missed & judged & (outcome.case == number))
            span = outcome.start[here], outcome.due[here], outcome.end[here]
            found.append(Late(here, late_by_cause(self._causes, here, case.clock, pauses, *span)))
        return _joined(found)


def at_the_desk(promise: Promise, outcome: TimedOutcome, judged: Flags, pauses: Held | None) -> Late:
    """Where nothing but a desk is waited for."""
    found = []
    for number, case in enumerate(promise.cases):
        here = np.flatnonzero(outcome.missed & judged & (outcome.case == number))
        end, late = outcome.end[here], np.zeros((len(here), len(CAUSES)), np.int64)
        late[:, DESK] = clocked(case.clock, here, np.minimum(outcome.due[here], end), end, pauses)
        found.append(Late(here, late))
    return _joined(found)


def _joined(found: list[Late]) -> Late:
    return Late(np.concatenate([one.cases for one in found]), np.concatenate([one.by_cause for one in found]))
