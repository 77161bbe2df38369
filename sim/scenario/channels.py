"""Channels: the ways in which customers report."""

from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from sim.scenario.distribution import Distribution
from sim.scenario.grammar import Id, Share, choice
from sim.scenario.part import Part
from sim.scenario.problems import Flaw
from sim.wording import _

LIVE, DEFERRED = "live", "deferred"


class Redial(Part):
    """How many who gave up call again, and after how long."""

    short: ClassVar[str | None] = "chance"

    chance: Share
    after: Distribution = Distribution.constant(600.0)


class Channel(Part):
    """A way in which customers report, and the share of them who do; no calendar is always open.

    No patience waits for ever, no redial never comes back; both only where somebody answers live.
    """

    share: Share = 1.0
    answer: Annotated[str, choice(LIVE, DEFERRED)] = LIVE
    calendar: Id | None = None
    closed: Annotated[str, choice("message", "reject", "on_call")] = "message"
    patience: Distribution | None = None
    redial: Redial | None = None

    @property
    def is_live(self) -> bool:
        """Whether the customer waits on the line."""
        return self.answer == LIVE

    @model_validator(mode="after")
    def _check(self) -> Self:
        for key in ("patience", "redial", "closed"):
            if not self.is_live and key in self.model_fields_set:
                message = _("nobody waits on the line of a deferred channel: leave '{key}' out").format(key=key)
                raise Flaw("CONFLICT", message, at=(key,))
        return self
