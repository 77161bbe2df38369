"""What was promised for one ticket: every time commitment that covers it, its deadline, and by how much it was met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from sim.clock import NEVER, Always
from sim.judge import CAUSES
from sim.judge.kept import TimedOutcome
from sim.model.promises import Promise
from sim.report.trace.year import Integers, SampleYear

NOTHING = np.zeros(len(CAUSES), dtype=np.int64)
Fate = Literal["kept", "missed", "undecided", "spared"]


@dataclass(frozen=True)
class Promised:
    """One commitment for one ticket.

    `due` and `reached` are NEVER where they did not come; `spare_s`: open time of the clock left when it was reached.
    `late_s`: past the deadline; `spent_s`: all clocked time of a missed one by cause, `late_by_cause_s` its late share.
    `spared`: advice made it unnecessary in time. `due` counts the pauses that began before it was reached, `stood_s` in
    all; `is_always`: its clock never stops of itself.
    """

    promise: Promise
    fate: Fate
    start: int
    due: int
    reached: int
    spare_s: int
    late_s: int
    spent_s: dict[str, int]
    late_by_cause_s: dict[str, int]
    stood_s: int = 0
    is_always: bool = True

    @property
    def id(self) -> str:
        return self.promise.commitment.id

    @property
    def too_soon(self) -> bool:
        """Whether it was missed because it came before its window."""
        return self.fate == "missed" and self.reached <= self.due

    @property
    def main_cause(self) -> str | None:
        """Where most of the lateness comes from; None where there is none."""
        late = self.late_by_cause_s
        return max(late, key=lambda cause: late[cause]) if any(late.values()) else None


def promised(year: SampleYear, ticket: int) -> list[Promised]:
    """The commitments that cover a ticket, in the order of the file."""
    found = (_one(year, promise, outcome, ticket) for promise, outcome in year.outcomes)
    return [one for one in found if one is not None]


def _one(year: SampleYear, promise: Promise, outcome: TimedOutcome, ticket: int) -> Promised | None:
    fate = _fate(outcome, ticket, year.happened("abandoned", ticket) is not None)
    if fate is None:
        return None
    start, due, reached = (int(column[ticket]) for column in (outcome.start, outcome.due, outcome.reached))
    case = int(outcome.case[ticket])
    clock, stood = promise.cases[case].clock, 0
    if promise.paused_by and start < NEVER:
        before = {
            kind: [one for one in stretches if one[0] < reached] for kind, stretches in year.waits(ticket).items()
        }
        due = promise.due(case, start, before)
        stood = due - promise.due(case, start)
    spare = clock.elapsed(reached, due) if fate == "kept" and reached <= due < NEVER else 0
    one, missed = np.array([ticket]), fate == "missed"
    spent = _by_cause(year.spent(promise, outcome, one)[0] if missed else NOTHING)
    late = _by_cause(year.late(promise, outcome, one)[0] if missed else NOTHING)
    is_always = isinstance(clock, Always)
    return Promised(promise, fate, start, due, reached, spare, sum(late.values()), spent, late, stood, is_always)


def _by_cause(seconds: Integers) -> dict[str, int]:
    return dict(zip(CAUSES, seconds.tolist(), strict=True))


def _fate(outcome: TimedOutcome, ticket: int, given_up: bool) -> Fate | None:
    if outcome.missed[ticket]:
        return "missed"
    if outcome.kept[ticket]:
        return "kept"
    if outcome.undecided[ticket]:
        return "undecided"
    concerned = outcome.case[ticket] >= 0 and outcome.start[ticket] < NEVER
    return "spared" if concerned and not given_up else None
