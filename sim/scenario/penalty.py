"""What a miss costs, what keeping a promise brings, and when the customer may leave."""

from fractions import Fraction
from typing import Annotated, Any, ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.grammar import Count, Date, ExactShare, Flag, Money, PositiveCount, Share, choice
from sim.scenario.part import ListOf, Part
from sim.scenario.problems import Flaw
from sim.wording import _

MISS_FORMS = ("per_miss", "per_hour_late", "percent_of_fee")


class Accept(Part):
    """Without a target: what penalty per period one can live with, in cents."""

    short: ClassVar[str | None] = "penalty_per_period"

    penalty_per_period: Money


class Cap(Part):
    """The most that is paid: cents, or a share of the contract's yearly fee."""

    short: ClassVar[str | None] = "amount"
    either: ClassVar[tuple[str, ...]] = ("amount", "share_of_fee")

    amount: Money | None = None
    share_of_fee: Share | None = None
    per: Annotated[str, choice("period", "contract")] = "period"

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.one_of(self.either)
        return self


class Band(Part):
    """What a period costs whose share lies below this: cents, or a share of the contract's yearly fee."""

    either: ClassVar[tuple[str, ...]] = ("amount", "percent_of_fee")

    below: ExactShare
    amount: Money | None = None
    percent_of_fee: Share | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.one_of(self.either)
        return self


class DateSpan(Part):
    """From the first to the last of these dates, both included; one date is that day."""

    short: ClassVar[str | None] = "from"

    from_: Date = Field(alias="from")
    to: Date | None = None

    @property
    def last(self) -> Date:
        """The last of them."""
        return self.to or self.from_

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.to is not None and self.to < self.from_:
            raise Flaw("OUT_OF_RANGE", _("the last day lies before the first"), at=("to",))
        return self


class Exclude(Part):
    """Misses that cost nothing: of tickets reported on these days, and those late mostly because of the customer."""

    short: ClassVar[str | None] = "dates"

    dates: ListOf[DateSpan] = ()
    customer_caused: Flag = False

    @classmethod
    def expand(cls, data: Any) -> Any:
        """A list of dates is one too."""
        return {"dates": data} if isinstance(data, list | tuple) else super().expand(data)


class Penalty(Part):
    """What misses cost, in cents: for each of them, or once a period when its target was missed.

    `per_hour_late` counts hours that have begun; `bands` the lowest that holds; `percent_of_fee` the contract's yearly
    fee; `free_misses` of every period cost nothing; `bonus` is earned by a period that meets its target.
    """

    short: ClassVar[str | None] = "per_miss"

    when: Annotated[str, choice("each_miss", "target_missed")] = "each_miss"
    per_miss: Money | None = None
    per_hour_late: Money | None = None
    percent_of_fee: Share | None = None
    bands: ListOf[Band] = ()
    free_misses: Count = 0
    bonus: Money | None = None
    limit: Cap | None = Field(None, alias="cap")
    exclude: Exclude = Exclude()

    @property
    def cap(self) -> int | None:
        """The most that is paid, in cents; None: no limit, or a share of the fee."""
        return self.limit.amount if self.limit else None

    @property
    def cap_per(self) -> str:
        """'period' or 'contract'."""
        return self.limit.per if self.limit else "period"

    @property
    def asks_fee(self) -> bool:
        """Whether any of it is a share of a contract's yearly fee."""
        shares = [self.percent_of_fee, *(band.percent_of_fee for band in self.bands)]
        return any(share is not None for share in shares) or (self.limit is not None and self.limit.amount is None)

    @property
    def shares_below(self) -> tuple[Fraction, ...]:
        """The edges of the bands, lowest first."""
        return tuple(sorted(band.below for band in self.bands))

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.bands and self.bonus is None and all(getattr(self, key) is None for key in MISS_FORMS):
            message = _("what a miss costs is missing: one of {keys}, bands, bonus")
            raise Flaw("MISSING_KEY", message.format(keys=", ".join(MISS_FORMS)))
        if len(set(self.shares_below)) < len(self.bands):
            raise Flaw("CONFLICT", _("two bands end at the same share"), at=("bands",))
        return self


class Exit(Part):
    """A right to end the contract: so many misses in one month, quarter or year, of all or of one customer or site."""

    short: ClassVar[str | None] = "misses"

    misses: PositiveCount
    span: Annotated[str, choice("month", "quarter", "year", "contract")] = Field("contract", alias="in")
    per: Annotated[str, choice("contract", "customer", "site", "region")] | None = None
