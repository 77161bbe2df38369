"""The models of `plans/*.yaml`: what management decides."""

import math
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema, core_schema

from sim.clock import parse_hours
from sim.scenario.distribution import ZERO, Distribution
from sim.scenario.geography import locate
from sim.scenario.grammar import (
    ASSUMED,
    Count,
    Degrees,
    Duration,
    Id,
    Label,
    Money,
    Words,
    choice,
    write_clock,
    write_hours,
)
from sim.scenario.part import ListOf, OneOrMany, Part, Text
from sim.scenario.problems import Flaw
from sim.scenario.units import is_number, parse_count, text_of
from sim.wording import _

DAY = 86_400
Shift = tuple[int, int, int]
SeatTable = tuple[Shift, ...]


def parse_seats(value: object) -> SeatTable:
    """(from, to, seats) as written, sorted: seconds after midnight, beyond a day where the hours pass midnight."""
    if not isinstance(value, dict):
        return ((0, DAY, parse_count(value)),)
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
        return *parse_hours(text_of(hours, _("hours such as 08:00-20:00"))), parse_count(count)
    except Flaw as flaw:
        raise Flaw(flaw.code, flaw.message, flaw.hint, at=(str(hours),)) from flaw
    except ValueError as error:
        raise Flaw("BAD_VALUE", str(error), at=(str(hours),)) from error


def write_seats(shifts: SeatTable) -> str:
    """`3`, or the hours with seats."""
    if len(shifts) == 1 and shifts[0][:2] == (0, DAY):
        return str(shifts[0][2])
    return "{" + ", ".join(f"{write_hours((start, end))}: {count}" for start, end, count in shifts) + "}"


class _Seats:
    """A number of seats all day, or by hours."""

    example = 1
    write = staticmethod(write_seats)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(parse_seats)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"x-unit": "seats"}


class _Engineers:
    """A head count, or `unlimited`."""

    example = 1

    @staticmethod
    def write(count: int) -> str:
        return "unlimited" if count < 0 else str(count)

    @staticmethod
    def parse(value: object) -> int:
        if not is_number(value) and str(value).strip() == "unlimited":
            return UNLIMITED
        return parse_count(value)

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return core_schema.no_info_plain_validator_function(self.parse)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        return {"x-unit": "engineers"}


UNLIMITED = -1


class Desk(Part):
    """A pool of people who answer (or, as dispatch desk, turn tickets into visits)."""

    short: ClassVar[str | None] = "seats"

    role: Annotated[str, choice("answer", "dispatch")] = "answer"
    shifts: Annotated[SeatTable, _Seats()] = Field(alias="seats")
    calendar: Id | None = None
    takes: ListOf[Id] = ()
    escalate_to: Id | None = None
    handle: Distribution = ZERO
    pay_per_seat_month: Money | None = None
    level: Annotated[str, choice("front", "experts")] | None = None

    @property
    def seats(self) -> SeatTable:
        """(from, to, seats) in seconds after midnight, sorted, covering the day."""
        return _through_the_day(self.shifts)

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.role == "answer" and "handle" in self.model_fields_set:
            raise Flaw("CONFLICT", _("only a dispatch desk has 'handle'; calls take the fault's talk"), at=("handle",))
        for key in ("takes", "escalate_to", "level"):
            if self.role == "dispatch" and key in self.model_fields_set:
                message = _("a dispatch desk turns tickets into visits and has no '{key}'").format(key=key)
                raise Flaw("CONFLICT", message, at=(key,))
        return self


class Outlet(Part):
    """A service point. The centre of its city where only a city is given."""

    short: ClassVar[str | None] = "city"

    city: Words | None = None
    lat: Degrees = Field(default_factory=lambda: math.nan, json_schema_extra=ASSUMED)
    lon: Degrees = Field(default_factory=lambda: math.nan, json_schema_extra=ASSUMED)

    @model_validator(mode="after")
    def _put_on_the_map(self) -> Self:
        given = (getattr(self, key) if key in self.model_fields_set else None for key in ("city", "lat", "lon"))
        point = locate(*given)
        object.__setattr__(self, "lat", point.lat)
        object.__setattr__(self, "lon", point.lon)
        return self


class OnCall(Part):
    """Engineers who can be called outside the shift, and how long they take to set out."""

    short: ClassVar[str | None] = "engineers"

    engineers: Count
    mobilise: Duration = Field(1800, json_schema_extra=ASSUMED)


class Overtime(Part):
    """How far work may run over the end of a duty."""

    short: ClassVar[str | None] = "cap"

    cap: Duration = 7200


class Team(Part):
    """Engineers of one outlet with the same skills and shift. Loaded, `outlet` is always filled."""

    short: ClassVar[str | None] = "engineers"

    outlet: Id = ""
    head_count: Annotated[int, _Engineers()] = Field(alias="engineers")
    skills: Annotated[frozenset[Id], OneOrMany()] | None = None
    shift: Id = "office"
    on_call: OnCall | None = None
    overtime: Overtime = Overtime()
    pay_per_engineer_month: Money | None = None

    @property
    def engineers(self) -> int | None:
        """Head count; None never runs out."""
        return None if self.head_count == UNLIMITED else self.head_count

    @property
    def overtime_cap(self) -> int:
        """Seconds."""
        return self.overtime.cap

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.on_call and self.engineers is None:
            message = _("a team that never runs out has nobody on call; give it the shift 'always'")
            raise Flaw("CONFLICT", message, at=("on_call",))
        if self.on_call and self.engineers is not None and self.on_call.engineers > self.engineers:
            message = _("{on_call} on call of {engineers} engineers")
            text = message.format(on_call=self.on_call.engineers, engineers=self.engineers)
            raise Flaw("OUT_OF_RANGE", text, at=("on_call",))
        if self.skills is not None and not self.skills:
            raise Flaw(
                "OUT_OF_RANGE", _("a team without a skill does nothing; leave 'skills' out for all"), at=("skills",)
            )
        return self


class Territory(Part):
    """Sites or regions and the outlets that serve them, in order."""

    either: ClassVar[tuple[str, ...]] = ("sites", "regions")

    sites: ListOf[Label] | None = None
    regions: ListOf[Label] | None = None
    outlets: ListOf[Id] = Field(min_length=1)

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.one_of(self.either)
        if not self.outlets:
            raise Flaw("MISSING_KEY", _("a territory needs at least one outlet"), at=("outlets",))
        return self


class Dispatch(Part):
    """Who goes first and who goes. Loaded, `assign` is always filled."""

    rule: Annotated[str, choice("order_of_arrival", "ready", "severity", "due_date")] = "order_of_arrival"
    assign: Annotated[str, choice("nearest", "territory")] = "nearest"
    backup: Annotated[str, choice("at_once", "when_late")] = "at_once"
    end_of_shift: Annotated[str, choice("finish", "next_day")] = "finish"


class PlanFile(Part):
    """A plan file as a whole."""

    name: Text | None = None
    desks: dict[Id, Desk] = Field({})
    outlets: dict[Id, Outlet] = Field(min_length=1)
    teams: dict[Id, Team] = Field(min_length=1)
    territories: dict[Id, Territory] = Field({})
    dispatch: Dispatch = Dispatch()
