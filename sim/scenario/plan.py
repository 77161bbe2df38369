"""The models of `plans/*.yaml`: what management decides."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.calls import Calls
from sim.scenario.choices import KnownChoices
from sim.scenario.desk import Desk
from sim.scenario.grammar import Count, Duration, Flag, Id, Label, choice
from sim.scenario.part import ListOf, Part, Text
from sim.scenario.people import Team
from sim.scenario.planned import Planned, Workshop
from sim.scenario.problems import Flaw
from sim.scenario.stores import Central, Outlet, Supply, SwapRule
from sim.wording import _


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
    end_of_shift: Annotated[str, choice("finish", "next_day", "handover", "relief")] = "finish"
    overnight: Flag = False
    missing_part: Annotated[str, choice("wait", "return")] = "return"
    after_job: Annotated[str, choice("straight_on", "return")] = "straight_on"
    reserve: dict[Id, Count] = Field({})
    due: dict[Id, Duration] = Field({})


class PlanFile(Part):
    """A plan file as a whole."""

    name: Text | None = None
    desks: dict[Id, Desk] = Field({})
    outlets: dict[Id, Outlet] = Field(min_length=1)
    central: Central | None = None
    supply: Supply = Supply()
    swap: SwapRule | None = None
    teams: dict[Id, Team] = Field(min_length=1)
    territories: dict[Id, Territory] = Field({})
    dispatch: Dispatch = Dispatch()
    calls: Calls = Calls()
    workshop: Workshop | None = None
    planned: dict[Id, Planned] = Field({})
    decide: dict[Label, KnownChoices] = Field({})
