"""Desks: the people who answer, by the hours of the day."""

from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from sim.clock import parse_hours
from sim.scenario.distribution import ZERO, Distribution
from sim.scenario.grammar import (
    Duration,
    Factor,
    Id,
    Money,
    PositiveCount,
    Share,
    choice,
    unit,
    write_clock,
    write_hours,
)
from sim.scenario.limits import heads
from sim.scenario.part import ListOf, Part
from sim.scenario.problems import Flaw
from sim.scenario.units import parse_count, text_of
from sim.wording import _

DAY = 86_400
_OF_CALLS = (
    "takes",
    "escalate_to",
    "level",
    "trunks",
    "after_call",
    "overflow",
    "virtual_hold",
    "training",
    "pay_per_call",
)
Shift = tuple[int, int, int]
SeatTable = tuple[Shift, ...]


def parse_seats(value: object) -> SeatTable:
    """(from, to, seats) as written, sorted: seconds after midnight, beyond a day where the hours pass midnight."""
    if not isinstance(value, dict):
        return ((0, DAY, heads(parse_count(value))),)
    shifts = tuple(sorted(_shift(hours, count) for hours, count in value.items()))
    _through_the_day(shifts)
    return shifts


def _through_the_day(shifts: SeatTable) -> SeatTable:
    """The shifts from midnight to midnight, cut there, with the hours without seats. Flaw where two overlap."""
    table: list[Shift] = []
    clock = 0
    for start, end, count in sorted(piece for shift in shifts for piece in _cut(shift)):
        if start < clock:
            message = _("two entries hold at {time}; hours may not overlap").format(time=write_clock(start))
            raise Flaw("CONFLICT", message)
        table += [(clock, start, 0)] if start > clock else []
        table.append((start, end, count))
        clock = end
    return (*table, (clock, DAY, 0)) if clock < DAY else tuple(table)


def _cut(shift: Shift) -> list[Shift]:
    start, end, count = shift
    return [shift] if end <= DAY else [(start, DAY, count), (0, end - DAY, count)]


def _shift(hours: object, count: object) -> Shift:
    try:
        return *parse_hours(text_of(hours, _("hours such as 08:00-20:00"))), heads(parse_count(count))
    except Flaw as flaw:
        raise Flaw(flaw.code, flaw.message, flaw.hint, at=(str(hours),)) from flaw
    except ValueError as error:
        raise Flaw("BAD_VALUE", str(error), at=(str(hours),)) from error


def write_seats(shifts: SeatTable) -> str:
    """`3`, or the hours with seats."""
    if len(shifts) == 1 and shifts[0][:2] == (0, DAY):
        return str(shifts[0][2])
    return "{" + ", ".join(f"{write_hours((start, end))}: {count}" for start, end, count in shifts) + "}"


_COUNT: dict[str, Any] = {"type": "integer", "minimum": 0}
_BY_HOURS = {"type": "object", "patternProperties": {r"^\d{1,2}:\d\d ?- ?\d{1,2}:\d\d$": _COUNT}}
_SEATS = unit("seats", parse_seats, write_seats, False, anyOf=[_COUNT, _BY_HOURS])


class Overflow(Part):
    """Another desk that a call may wait for too, after so many seconds."""

    short: ClassVar[str | None] = "to"

    to: Id
    after: Duration = 0


class VirtualHold(Part):
    """After so many seconds a caller may hang up and keep his place; `accepted` is the share who do."""

    short: ClassVar[str | None] = "after"

    after: Duration
    accepted: Share = 1.0


class Training(Part):
    """What better people or scripts change: shares fixed by phone and length of talks times so much, and the cost."""

    remote_fix: Factor = 1.0
    talk: Factor = 1.0
    one_off: Money | None = None


class Desk(Part):
    """A pool of people who answer (or, as dispatch desk, turn tickets into visits)."""

    short: ClassVar[str | None] = "seats"

    role: Annotated[str, choice("answer", "dispatch")] = "answer"
    shifts: Annotated[SeatTable, _SEATS] = Field(alias="seats")
    calendar: Id | None = None
    takes: ListOf[Id] = ()
    order: Annotated[str, choice("arrival", "severity")] = "arrival"
    trunks: PositiveCount | None = None
    after_call: Distribution = ZERO
    overflow: Overflow | None = None
    virtual_hold: VirtualHold | None = None
    escalate_to: Id | None = None
    training: Training | None = None
    handle: Distribution = ZERO
    employer: Annotated[str, choice("own", "contracted")] = "own"
    pay_per_call: Money | None = None
    pay_per_seat_month: Money | None = None
    cost_per_month: Money | None = None
    one_off: Money | None = None
    level: Annotated[str, choice("front", "experts")] | None = None

    @property
    def seats(self) -> SeatTable:
        """(from, to, seats) in seconds after midnight, sorted, covering the day."""
        return _through_the_day(self.shifts)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.role == "answer" and "handle" in self.model_fields_set:
            raise Flaw("CONFLICT", _("only a dispatch desk has 'handle'; calls take the fault's talk"), at=("handle",))
        for key in _OF_CALLS:
            if self.role == "dispatch" and key in self.model_fields_set:
                message = _("a dispatch desk turns tickets into visits and has no '{key}'").format(key=key)
                raise Flaw("CONFLICT", message, at=(key,))
        return self
