"""Contracts and what stands beside them: fees, work that is charged, customers who want an appointment."""

from typing import Annotated, ClassVar

from pydantic import Field

from sim.scenario.distribution import ZERO, Distribution
from sim.scenario.grammar import ASSUMED, Id, Markup, Money, PositiveCount, Share, choice
from sim.scenario.part import Part


class Contract(Part):
    """What a contract brings in a year, in cents, and how many years it runs. None is not known."""

    short: ClassVar[str | None] = "fee_per_year"

    fee_per_year: Money | None = None
    years: PositiveCount | None = None


class Charged(Part):
    """Work that the customer pays for once he has confirmed a quote: how often, what it takes, what it brings."""

    in_warranty: Share = 0.0
    out_of_warranty: Share = 1.0
    quoted_after: Annotated[str, choice("talk", "diagnosis")] = "talk"
    quote: Distribution = Field(Distribution.model_validate({"mean": "30min"}), json_schema_extra=ASSUMED)
    confirm: Distribution = Field(Distribution.model_validate({"mean": "1d"}), json_schema_extra=ASSUMED)
    refused: Share = 0.0
    work_per_hour: Money | None = None
    parts_markup: Markup = 0.0


class Appointments(Part):
    """Customers who want the visit later: how many, how much later, in which hours they then open their door."""

    share: Share
    after: Distribution = ZERO
    calendar: Id = "always"
