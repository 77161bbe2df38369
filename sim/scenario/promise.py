"""The models of `commitments.yaml`: what is promised."""

from fractions import Fraction
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.grammar import Clock, Distance, ExactShare, Flag, Id, InnerShare, Label, Length, Money, Words, choice
from sim.scenario.part import ListOf, OneOrMany, Part, Text
from sim.scenario.problems import Flaw
from sim.wording import _

MILESTONES = (
    "reported",
    "answered",
    "responded",
    "supplier_contacted",
    "replied",
    "remote_fixed",
    "dispatched",
    "parts_ready",
    "departed",
    "arrived",
    "diagnosed",
    "restored",
    "closed",
    "handed_on",
)
SHARES = ("answered", "remote_fixed", "satisfied", "complained", "times_kept")
PAUSES = ("confirmation", "access", "supplier")

Milestone = Annotated[str, choice(*MILESTONES)]
LIMITS = ("within", "by", "cases")


class Measure(Part):
    """What is measured: the time from one milestone to another (the first of several), or a share."""

    sparse: ClassVar[bool] = True

    from_: Milestone | None = Field(None, alias="from")
    to: ListOf[Milestone] | None = None
    share_of: Annotated[str, choice(*SHARES)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.from_ is None) != (self.to is None):
            message = _("'from' and 'to' go together; '{key}' is missing").format(key="to" if self.from_ else "from")
            raise Flaw("MISSING_KEY", message)
        if (self.from_ is None) == (self.share_of is None):
            raise Flaw("BAD_VALUE", _("measure either {from, to} or {share_of}"))
        if self.from_ in (self.to or ()) or self.to == ():
            raise Flaw("BAD_VALUE", _("the time from a milestone to itself is nothing"), at=("to",))
        return self


class ByEndOfDay(Part):
    """By the close of the first day of the calendar open at or after the start; from the cutoff on, the next one."""

    short: ClassVar[str | None] = "end_of_day"

    calendar: Id = Field(alias="end_of_day")
    cutoff_s: Clock | None = Field(None, alias="cutoff")


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


class Limited(Part):
    """A limit: `within` a duration or workdays, `by` the end of a day, the earlier of both."""

    length: Length | None = Field(None, alias="within")
    by: ByEndOfDay | None = None

    @property
    def within(self) -> int | None:
        """Seconds."""
        return self.length[0] if self.length and self.length[1] != "wd" else None

    @property
    def workdays(self) -> int | None:
        """Working days after the day of the start."""
        return self.length[0] if self.length and self.length[1] == "wd" else None

    @property
    def unit(self) -> str | None:
        """The unit the limit was written in."""
        return self.length[1] if self.length else None


class Case(Limited):
    """The limit of the tickets it covers; clock None is the commitment's."""

    covers: Cover | None = None
    clock: Id | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.length is None and self.by is None:
            raise Flaw("MISSING_KEY", _("a case needs 'within' or 'by'"))
        return self


class Target(Part):
    """The share promised."""

    short: ClassVar[str | None] = "at_least"
    either: ClassVar[tuple[str, ...]] = ("at_least", "at_most", "below")

    at_least: ExactShare | None = None
    at_most: ExactShare | None = None
    below: ExactShare | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        self.one_of(self.either)
        return self

    @property
    def direction(self) -> str:
        """'at_least', 'at_most' or 'below'."""
        return next(key for key in self.either if getattr(self, key) is not None)

    @property
    def share(self) -> Fraction:
        """The share, exact."""
        share: Fraction = getattr(self, self.direction)
        return share


class Accept(Part):
    """Without a target: what penalty per period one can live with, in cents."""

    short: ClassVar[str | None] = "penalty_per_period"

    penalty_per_period: Money


class Cap(Part):
    """The most that is paid, in cents."""

    short: ClassVar[str | None] = "amount"

    amount: Money
    per: Annotated[str, choice("period", "contract")] = "period"


class Penalty(Part):
    """What a miss costs, in cents."""

    short: ClassVar[str | None] = "per_miss"

    per_miss: Money
    limit: Cap | None = Field(None, alias="cap")

    @property
    def cap(self) -> int | None:
        """The most that is paid, in cents; None is no limit."""
        return self.limit.amount if self.limit else None

    @property
    def cap_per(self) -> str:
        """'period' or 'contract'."""
        return self.limit.per if self.limit else "period"


class Commitment(Limited):
    """One promise as data. Loaded, `confidence` and `assurance` are its own or the scenario's."""

    id: Id
    clause: Text | None = None
    clause_ref: Words | None = None
    measure: Measure
    cases: ListOf[Case] = ()
    clock: Id = "always"
    pause: Annotated[frozenset[Annotated[str, choice(*PAUSES)]], OneOrMany()] = frozenset({"confirmation"})
    covers: Cover | None = None
    counts: Annotated[str, choice("needed", "all")] = "needed"
    target: Target | None = None
    promised_fine: Accept | None = Field(None, alias="accept")
    review: Annotated[str, choice("month", "quarter", "year", "contract")] = "contract"
    penalty: Penalty | None = None
    confidence: InnerShare = 0.95
    assurance: InnerShare = 0.90

    @property
    def accept(self) -> int | None:
        """The penalty per period one can live with, in cents."""
        return self.promised_fine.penalty_per_period if self.promised_fine else None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.measure.share_of is not None:
            self._check_share()
        else:
            self._check_limit()
        if self.promised_fine is not None and self.penalty is None:
            raise Flaw("MISSING_KEY", _("'accept' needs a 'penalty' that it accepts"), at=("accept",))
        if self.promised_fine is not None and self.target is not None:
            raise Flaw("CONFLICT", _("'accept' decides only without a 'target'; keep one"), at=("accept",))
        return self

    def _check_share(self) -> None:
        for key, value in (("within", self.length), ("by", self.by), ("cases", self.cases or None)):
            if value is not None:
                message = _("share_of: {share} has no '{key}'").format(share=self.measure.share_of, key=key)
                raise Flaw("CONFLICT", message, at=(key,))

    def _check_limit(self) -> None:
        if self.cases and (self.length is not None or self.by is not None):
            message = _("'cases' stands in place of 'within' and 'by'; keep one")
            raise Flaw("CONFLICT", message, at=("cases",))
        if not self.cases and self.length is None and self.by is None:
            raise Flaw("MISSING_KEY", _("a time limit is needed: one of 'within', 'by', 'cases'"))


Cover.model_rebuild()
