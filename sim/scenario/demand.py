"""How often it happens: the shape of the rates over hours, months and days."""

from typing import Any, ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.grammar import Date, Duration, Factor, Growth, Label, Weight
from sim.scenario.part import ListOf, Part
from sim.scenario.problems import Flaw
from sim.wording import _


class Dispersion(Part):
    """How much days of a region and sites differ (coefficients of variation; 0 is not at all)."""

    region_day_cv: Weight = 0.0
    site_cv: Weight = 0.0


class DayHours(Part):
    """Weights of the 24 hours of a day."""

    derived: ClassVar[tuple[str, ...]] = ("weekend",)
    bare: ClassVar[dict[str, Any] | None] = {"type": "array", "items": {"x-unit": "weight"}}

    weekday: tuple[Weight, ...]
    weekend: tuple[Weight, ...]

    @classmethod
    def expand(cls, data: Any) -> Any:
        """Without weekend every day is alike; a bare list is every day."""
        if isinstance(data, list):
            return {"weekday": data, "weekend": data}
        full = super().expand(data)
        return {**full, "weekend": full.get("weekend", full["weekday"])} if "weekday" in full else full

    @model_validator(mode="after")
    def _check(self) -> Self:
        _check_weights("weekday", self.weekday, 24)
        _check_weights("weekend", self.weekend, 24, may_be_zero=True)
        return self


def _check_weights(key: str, weights: tuple[float, ...], count: int, may_be_zero: bool = False) -> None:
    if len(weights) != count:
        message = _("{count} weights are needed, {got} are given").format(count=count, got=len(weights))
        raise Flaw("BAD_VALUE", message, at=(key,))
    if not may_be_zero and not any(weights):
        raise Flaw("OUT_OF_RANGE", _("at least one weight above 0 is needed"), at=(key,))


class Surge(Part):
    """From the first to the last of these dates (both included) the rates are multiplied."""

    from_: Date = Field(alias="from")
    to: Date
    factor: Factor
    regions: ListOf[Label] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.to < self.from_:
            raise Flaw("OUT_OF_RANGE", _("the surge ends before it begins"), at=("to",))
        return self


class Profile(Part):
    """How the rates move: hours of the week or steps, months, growth, surges."""

    hours: DayHours | None = None
    step: Duration | None = None
    values: tuple[Weight, ...] | None = None
    months: tuple[Weight, ...] | None = None
    growth_per_year: Growth = 0.0
    surges: ListOf[Surge] = ()

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.step is None) != (self.values is None):
            raise Flaw("MISSING_KEY", _("'step' and 'values' go together; one is missing"))
        if self.hours is not None and self.step is not None:
            raise Flaw("CONFLICT", _("'hours' and 'step' exclude each other; keep one"), at=("step",))
        if self.step is not None and not 1 <= self.step <= 604_800:
            raise Flaw("OUT_OF_RANGE", _("a step between 1s and 1w is needed"), at=("step",))
        if self.values is not None and not any(self.values):
            raise Flaw("OUT_OF_RANGE", _("at least one value above 0 is needed"), at=("values",))
        if self.months is not None:
            _check_weights("months", self.months, 12)
        return self

    @property
    def weekday(self) -> tuple[float, ...]:
        """Weights of the hours of Monday to Friday; empty if the day is flat."""
        return self.hours.weekday if self.hours else ()

    @property
    def weekend(self) -> tuple[float, ...]:
        """Weights of the hours of Saturday and Sunday; empty if the day is flat."""
        return self.hours.weekend if self.hours else ()
