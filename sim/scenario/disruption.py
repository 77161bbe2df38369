"""Roads that are slow for a time: snow, floods, a bridge that is closed."""

from typing import Self

from pydantic import Field, model_validator

from sim.scenario.grammar import Date, Factor, Label
from sim.scenario.part import ListOf, Part
from sim.scenario.problems import Flaw
from sim.scenario.units import out_of_range, write_factor
from sim.wording import _


class Disruption(Part):
    """From the first to the last of these dates (both included) drives for sites of these regions take longer."""

    from_: Date = Field(alias="from")
    to: Date
    slower: Factor
    regions: ListOf[Label] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.to < self.from_:
            raise Flaw("OUT_OF_RANGE", _("the disruption ends before it begins"), at=("to",))
        if self.slower == 0:
            flaw = out_of_range(_("a factor above 0; x2 takes twice as long"), write_factor(self.slower))
            raise Flaw(flaw.code, flaw.message, flaw.hint, at=("slower",))
        return self
