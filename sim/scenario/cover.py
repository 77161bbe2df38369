"""Which tickets a commitment covers."""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.grammar import Distance, Flag, Id, Label, Words
from sim.scenario.part import ListOf, Part
from sim.scenario.problems import Flaw
from sim.wording import _


class Radius(Part):
    """Metres between a site and its outlet."""

    short: ClassVar[str | None] = "at_most"

    at_most: Distance | None = None
    above: Distance | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.at_most is None and self.above is None:
            raise Flaw("MISSING_KEY", _("a radius needs 'at_most' or 'above'"))
        if self.at_most is not None and self.above is not None and self.at_most <= self.above:
            raise Flaw(
                "OUT_OF_RANGE",
                _("no radius is above {above} km and at most {most} km").format(
                    above=self.above / 1000, most=self.at_most / 1000
                ),
                at=("at_most",),
            )
        return self


class Cover(Part):
    """Which tickets: all filters must hold; None does not ask."""

    sparse: ClassVar[bool] = True

    fault: ListOf[Words] | None = None
    severity: ListOf[Id] | None = None
    product: ListOf[Id] | None = None
    contract: ListOf[Label] | None = None
    customer: ListOf[Label] | None = None
    region: ListOf[Label] | None = None
    channel: ListOf[Id] | None = None
    radius_km: Radius | None = None
    reported_during: Id | None = None
    needs_part: Flag | None = None
    needs_supplier: Flag | None = None
    needs_visit: Flag | None = None
    carry_in: Flag | None = None
    in_warranty: Flag | None = None
    repeat: Flag | None = None
    any: ListOf["Cover"] = ()
    not_: "Cover | None" = Field(None, alias="not")

    @property
    def radius_at_most(self) -> int | None:
        """Metres, included."""
        return self.radius_km.at_most if self.radius_km else None

    @property
    def radius_above(self) -> int | None:
        """Metres, not included."""
        return self.radius_km.above if self.radius_km else None


Cover.model_rebuild()
