"""Work that a plan does of itself: visits without a fault, and the workshop that repairs what came back."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.distribution import Distribution
from sim.scenario.grammar import Duration, Id, Money, PositiveCount, Share, Step, choice
from sim.scenario.part import ListOf, Part
from sim.scenario.problems import Flaw
from sim.wording import _


class Workshop(Part):
    """Benches where defective parts and units are repaired."""

    short: ClassVar[str | None] = "benches"

    benches: PositiveCount
    calendar: Id = "office"
    cost_per_month: Money | None = None
    one_off: Money | None = None


class Planned(Part):
    """A round of visits: every so often to every site, or to a share of them, in a window of time.

    No teams is anybody able; no products is every site; no window is a quarter of `every`.
    """

    kind: Annotated[str, choice("preventive", "inspection")] = "preventive"
    every: Step
    window: Duration | None = None
    teams: ListOf[Id] = ()
    products: ListOf[Id] = ()
    skill: Id | None = None
    crew: PositiveCount = 1
    work: Distribution = Field(Distribution.constant(3600.0))
    share_of_sites: Share = 1.0
    lowers_failures: Share = 0.0
    rank: Annotated[str, choice("after_tickets", "as_tickets")] = "after_tickets"

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.window == 0:
            raise Flaw("OUT_OF_RANGE", _("a window longer than 0s is needed"), at=("window",))
        if self.share_of_sites == 0:
            raise Flaw("OUT_OF_RANGE", _("visits to no site are none: leave the entry out"), at=("share_of_sites",))
        return self
