"""Where parts lie and how they get there: outlets, the central store, vans, courier, lateral supply."""

import math
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, GetCoreSchemaHandler, GetJsonSchemaHandler, model_validator
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from sim.scenario.distribution import Distribution
from sim.scenario.geography import PLACE_KEYS, place
from sim.scenario.grammar import (
    ASSUMED,
    Coordinate,
    Count,
    Degrees,
    Duration,
    Id,
    Money,
    PositiveCount,
    Words,
    YesNo,
    choice,
)
from sim.scenario.part import ListOf, Part
from sim.scenario.problems import Flaw
from sim.scenario.units import bad_type
from sim.wording import _

SOURCES = ("van", "outlet", "lateral", "central", "courier")
FIRST = "first"
_DAY = Distribution.constant(86_400.0)


class StockRule(Part):
    """How a store keeps a part: a level it orders back up to piece by piece, (s, S), or (s, Q) in lots."""

    short: ClassVar[str | None] = "level"
    either: ClassVar[tuple[str, ...]] = ("level", "S", "Q")
    refers: ClassVar[bool] = True

    level: Count | None = None
    order_at: Count | None = Field(None, alias="s")
    up_to: Count | None = Field(None, alias="S")
    lot: PositiveCount | None = Field(None, alias="Q")

    @property
    def s(self) -> int:
        """It orders when the position (on hand, on order, less backorders) is at this or below."""
        return (self.level or 0) - 1 if self.order_at is None else self.order_at

    @property
    def S(self) -> int | None:  # noqa: N802 - as in (s, S)
        """The position an order brings it up to; None: it orders lots."""
        return self.level if self.level is not None else self.up_to

    @property
    def Q(self) -> int | None:  # noqa: N802 - as in (s, Q)
        """The size of a lot; None: it orders up to a level."""
        return self.lot

    @property
    def full(self) -> int:
        """The stock it begins with."""
        return self.s + self.lot if self.lot is not None else self.S or 0

    def __str__(self) -> str:
        if self.level is not None:
            return str(self.level)
        return f"{{s: {self.s}, Q: {self.lot}}}" if self.lot is not None else f"{{s: {self.s}, S: {self.up_to}}}"

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.one_of(self.either, needed=False)
        if self.level is not None and self.order_at is not None:
            raise Flaw("CONFLICT", _("a level orders for each piece it hands out and has no 's'"), at=("s",))
        if self.level is None and self.order_at is None and self.up_to is None and self.lot is None:
            raise Flaw("MISSING_KEY", _("how much to keep is missing: a level, or 's' with 'S' or 'Q'"))
        if self.level is None and self.order_at is None:
            raise Flaw("MISSING_KEY", _("'s' is missing: the position at which it orders"))
        if self.level is None and self.up_to is None and self.lot is None:
            raise Flaw("MISSING_KEY", _("'S' or 'Q' is missing beside 's': how much it orders"))
        if self.up_to is not None and self.up_to <= self.s:
            message = _("S must be above s, or it would order nothing: got s {s}, S {S}")
            raise Flaw("OUT_OF_RANGE", message.format(s=self.s, S=self.up_to), at=("S",))
        return self


class _FromTable:
    """A map of stock rules by part, which may stand in a table beside the scenario."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        return handler(source)

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> JsonSchemaValue:
        file = {"type": "object", "properties": {"file": {"type": "string"}}, "required": ["file"]}
        return {"anyOf": [{**file, "additionalProperties": False}, handler(core)]}


Stock = Annotated[dict[Id, StockRule], _FromTable()]


class Located(Part):
    """Something with a place: degrees, the centre of its city, or kilometres on a plane."""

    needs_place: ClassVar[bool] = True

    city: Words | None = None
    lat: Degrees = Field(default_factory=lambda: math.nan, json_schema_extra=ASSUMED)
    lon: Degrees = Field(default_factory=lambda: math.nan, json_schema_extra=ASSUMED)
    x_km: Coordinate = Field(default_factory=lambda: math.nan)
    y_km: Coordinate = Field(default_factory=lambda: math.nan)

    @property
    def written_place(self) -> tuple[str, ...]:
        """The keys that say where it is."""
        return tuple(key for key in PLACE_KEYS if key in self.model_fields_set)

    @model_validator(mode="after")
    def _put_on_the_map(self) -> Self:
        given = {key: getattr(self, key) for key in self.written_place}
        if given or self.needs_place:
            point = place(given)
            for key in ("lat", "lon", "x_km", "y_km"):
                object.__setattr__(self, key, getattr(point, key))
        return self


class Outlet(Located):
    """A service point: base of engineers, store of parts, and with benches a repair point for what is carried in.

    Not `open`: as if it and its teams were not in the plan. Lead None: from the central store as `supply` says.
    """

    short: ClassVar[str | None] = "city"

    open: YesNo = True
    stock: Stock = Field({})
    store_hours: Id = "always"
    issue: Duration = 0
    from_central: Distribution | None = None
    benches: Count = 0
    bench_calendar: Id = "office"
    cost_per_month: Money | None = None
    one_off: Money | None = None


class Central(Located):
    """The store behind the outlets."""

    short: ClassVar[str | None] = "city"
    needs_place: ClassVar[bool] = False

    stock: Stock = Field({})
    store_hours: Id = "always"
    issue: Duration = 0
    cost_per_month: Money | None = None
    one_off: Money | None = None


class Courier(Part):
    """Parts brought to the site by a third party, however many and whatever the stocks."""

    short: ClassVar[str | None] = "lead"

    lead: Distribution


class Lateral(Part):
    """A pool of outlets that help each other out from what they have on hand."""

    between: ListOf[Id]
    lead: Distribution


class Supply(Part):
    """How parts travel between the stores, and where a part is looked for, in order."""

    central_to_outlet: Distribution = Field(_DAY, json_schema_extra=ASSUMED)
    outlet_to_van: Distribution = Field(_DAY, json_schema_extra=ASSUMED)
    courier: Courier | None = None
    lateral: ListOf[Lateral] = ()
    sourcing: ListOf[Annotated[str, choice(*SOURCES)]] = SOURCES

    @model_validator(mode="after")
    def _check(self) -> Self:
        for number, source in enumerate(self.sourcing):
            if source in self.sourcing[:number]:
                message = _("'{source}' is listed twice").format(source=source)
                raise Flaw("CONFLICT", message, at=("sourcing", number))
        if not self.sourcing:
            raise Flaw("MISSING_KEY", _("at least one place is needed where parts come from"), at=("sourcing",))
        return self


class SwapRule(Part):
    """When a whole unit is exchanged: first of all, or so many seconds after the first arrival."""

    short: ClassVar[str | None] = "when"
    either: ClassVar[tuple[str, ...]] = ("when", "when_not_restored_within")

    when: Annotated[str, choice(FIRST)] | None = None
    within: Duration | None = Field(None, alias="when_not_restored_within")

    @classmethod
    def expand(cls, data: Any) -> Any:
        """The full form of `first`."""
        if not isinstance(data, dict) and data != FIRST:
            raise bad_type(_("{first}, or a map such as {{when_not_restored_within: 3h}}").format(first=FIRST), data)
        return super().expand(data)

    @property
    def first(self) -> bool:
        """Whether it is exchanged before anything else is tried."""
        return self.when is not None

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.one_of(self.either)
        return self
