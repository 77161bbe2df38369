"""Calls of the desk to the customers: what is reported, asked after and answered without being asked."""

from typing import ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.distribution import Distribution
from sim.scenario.grammar import ASSUMED, Duration, Id, PositiveCount, Share, Step, Window
from sim.scenario.part import Part
from sim.scenario.problems import Flaw
from sim.wording import _

QUARTER_S = 90 * 86_400
_USUAL = Distribution.model_validate({"mean": "5min"})


class DeskCall(Part):
    """Deferred work of a desk: who does it, how long it takes, how many are reached by one try.

    No desk is the first that takes a channel.
    """

    desk: Id | None = None
    handle: Distribution = Field(_USUAL, json_schema_extra=ASSUMED)
    reached: Share = 1.0

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.reached == 0:
            raise Flaw("OUT_OF_RANGE", _("a call that reaches nobody would be tried for ever"), at=("reached",))
        return self


class Periodic(DeskCall):
    """A report to the customer, every so many seconds from the report of the fault until it is restored."""

    short: ClassVar[str | None] = "every"

    every: Duration

    @model_validator(mode="after")
    def _check_step(self) -> Self:
        if self.every == 0:
            raise Flaw("OUT_OF_RANGE", _("a time longer than 0s between two reports is needed"), at=("every",))
        return self


class Call(DeskCall):
    """One call for each ticket: from the lower end of its window on, meant to be done by the upper (seconds)."""

    short: ClassVar[str | None] = "due"

    window: Window | None = Field(None, alias="due")


class ComplaintCall(Call):
    """Complaints: a share is answered at once, the rest is escalated, decided and told."""

    answered: Share = 1.0


class KeepInTouch(DeskCall):
    """A call to a customer so long after his last contact; `window` is how long it may take then."""

    short: ClassVar[str | None] = "every"

    every: Step
    window: Duration | None = None


class Strikes(DeskCall):
    """Repeats of one customer within so many seconds, after which they are gone through with him."""

    short: ClassVar[str | None] = "repeats"

    repeats: PositiveCount = 3
    within: Duration = QUARTER_S

    @model_validator(mode="after")
    def _check_within(self) -> Self:
        if self.within == 0:
            raise Flaw("OUT_OF_RANGE", _("a time longer than 0s is needed"), at=("within",))
        return self


class Calls(Part):
    """What the desks do without being called; an entry left out never happens."""

    progress: Periodic | None = None
    call_back: Call | None = None
    follow_up_1: Call | None = None
    follow_up_2: Call | None = None
    complaint: ComplaintCall | None = None
    contact: KeepInTouch | None = None
    three_strikes: Strikes | None = None

    @property
    def entries(self) -> dict[str, DeskCall]:
        """Those that are made, by their keys."""
        return {key: call for key in type(self).model_fields if (call := getattr(self, key)) is not None}
