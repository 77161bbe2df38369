"""What a commitment measures."""

from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.grammar import Id, choice
from sim.scenario.part import ListOf, Part
from sim.scenario.problems import Flaw
from sim.wording import _

MILESTONES = (
    "reported",
    "answered",
    "responded",
    "supplier_contacted",
    "replied",
    "remote_fixed",
    "quoted",
    "confirmed",
    "dispatched",
    "parts_ready",
    "departed",
    "arrived",
    "received",
    "diagnosed",
    "restored",
    "closed",
    "progress_reported",
    "called_back",
    "followed_up_1",
    "followed_up_2",
    "complained",
    "complaint_decided",
    "complaint_answered",
    "escalated",
    "handed_on",
)
NOT_AGAIN = ("first_contact_fixed", "resolved", "first_time_fixed", "repeated")
CONTACTED = "contacted"
SHARES = ("answered", "remote_fixed", "satisfied", "complained", "times_kept", *NOT_AGAIN, CONTACTED)
SINGLE_CALL = ("answered", "responded")

Milestone = Annotated[str, choice(*MILESTONES)]


class Measure(Part):
    """What is measured: the time from one milestone to another (the first of several), a share, or time itself.

    `open` is the channel somebody takes at every instant (it may stand beside a share), `availability` the share of
    time in which what is installed works.
    """

    sparse: ClassVar[bool] = True

    from_: Milestone | None = Field(None, alias="from")
    to: ListOf[Milestone] | None = None
    share_of: Annotated[str, choice(*SHARES)] | None = None
    open: Id | None = None
    availability: Annotated[str, choice("unit")] | None = None

    @property
    def is_timed(self) -> bool:
        """Whether it is the time between two milestones of a ticket."""
        return self.from_ is not None

    @property
    def is_open_alone(self) -> bool:
        """Whether it is only whether a channel is taken at every instant."""
        return self.open is not None and self.share_of is None

    @property
    def word(self) -> str:
        """What is measured, as it is written."""
        if self.share_of is not None:
            return f"share_of: {self.share_of}"
        if self.availability is not None:
            return f"availability: {self.availability}"
        return f"open: {self.open}" if self.open is not None else f"from: {self.from_}"

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.from_ is None) != (self.to is None):
            message = _("'from' and 'to' go together; '{key}' is missing").format(key="to" if self.from_ else "from")
            raise Flaw("MISSING_KEY", message)
        kinds = (self.is_timed, self.share_of is not None or self.open is not None, self.availability is not None)
        if sum(kinds) != 1:
            message = _("measure one of {from, to}, {share_of}, {open} (it may stand beside share_of), {availability}")
            raise Flaw("BAD_VALUE", message)
        if self.from_ in (self.to or ()) or self.to == ():
            raise Flaw("BAD_VALUE", _("the time from a milestone to itself is nothing"), at=("to",))
        return self
