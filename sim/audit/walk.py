"""The auditor reads a visit in the log, step by step, beside the work that is left."""

from __future__ import annotations

from dataclasses import dataclass

from sim.audit.rows import HANDED_OVER, PART_MISSING, RELIEVED, TO_BE_QUOTED, Row
from sim.audit.said import Said, When, say
from sim.audit.visits import Visit
from sim.model import Event
from sim.wording import _

E = Event
GOES_ON = (PART_MISSING, HANDED_OVER, RELIEVED, TO_BE_QUOTED)
TOLD = {E.BARRED, E.ADMITTED, E.PAUSED, E.DIAGNOSED, E.PARTS_ASKED, E.PARTS_READY, E.SWAPPED, E.RESTORED, E.LEFT}


class WrongError(Exception):
    """Something happened that could not, or did not though it should: `wanted` in its place."""

    def __init__(self, wanted: Said) -> None:
        super().__init__(wanted.text)
        self.wanted = wanted


class OverError(Exception):
    """The visit is over, or the simulation."""


@dataclass
class Job:
    """What is left of a ticket's work, in seconds of somebody neither slow nor quick."""

    diagnose: int
    repair: int
    sign_off: int
    holds: bool
    missing: int = 0
    by_unit: bool = False
    is_quoted: bool = True
    is_diagnosed: bool = False
    is_restored: bool = False


class Walk:
    """Reads what the log says of a visit, in order."""

    def __init__(self, visit: Visit, stop: int) -> None:
        self.stop, self.is_relieved = stop, False
        lead = visit.crew[0] if visit.crew else -1
        self.rows = [row for row in visit.rows if self._is_told(row, lead)]
        self.next = 0

    @staticmethod
    def _is_told(row: Row, lead: int) -> bool:
        """Milestones, what the lead does, and the moments at which the crew is complete."""
        if row.event == E.ARRIVED:
            return row.value == 0
        return row.event in TOLD and row.actor in (lead, -1)

    def peek(self) -> Row | None:
        return self.rows[self.next] if self.next < len(self.rows) else None

    def expect(self, event: Event, at: int | None = None, value: int | None = None) -> Row:
        """The next row; at the end of the simulation nothing more is told."""
        row = self.peek()
        if row is None and (at is None or at >= self.stop):
            raise OverError
        right = row is not None and row.event == event and at in (None, row.at) and value in (None, row.value)
        if not right or row is None:
            raise WrongError(
                say(
                    _("{name} {value} at {at}, not {row}"),
                    name=event.name,
                    value=_("of any value") if value is None else value,
                    at=When(at),
                    row=row,
                )
            )
        self.next += 1
        return row
