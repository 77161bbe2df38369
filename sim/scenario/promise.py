"""The models of `commitments.yaml`: what is promised."""

from fractions import Fraction
from typing import Annotated, ClassVar, Self

from pydantic import Field, model_validator

from sim.scenario.cover import Cover
from sim.scenario.grammar import Clock, ExactShare, Id, InnerShare, Limit, Words, choice
from sim.scenario.measure import CONTACTED, NOT_AGAIN, SINGLE_CALL, Measure
from sim.scenario.part import ListOf, OneOrMany, Part, Text
from sim.scenario.penalty import Accept, Exit, Penalty
from sim.scenario.problems import Flaw
from sim.scenario.spans import MONTH, Span, Step
from sim.wording import _

PAUSES = ("confirmation", "access", "supplier")
PER = ("contract", "region", "site", "customer")
WITH_WINDOW = (*NOT_AGAIN, CONTACTED)
USUAL_RETURN = Span(30 * 86_400, "d")


class ByEndOfDay(Part):
    """By the close of the first day of the calendar open at or after the start; from the cutoff on, the next one."""

    short: ClassVar[str | None] = "end_of_day"

    calendar: Id = Field(alias="end_of_day")
    cutoff_s: Clock | None = Field(None, alias="cutoff")


class Limited(Part):
    """A limit: `within` a duration or workdays, `by` the end of a day, the earlier of both."""

    span: Limit | None = Field(None, alias="within")
    by: ByEndOfDay | None = None

    @property
    def length(self) -> tuple[int, str] | None:
        """Amount (seconds but for workdays and months) and unit of the limit."""
        return (self.span.amount, self.span.unit) if self.span else None

    @property
    def within(self) -> int | None:
        """Seconds; of a window the upper end."""
        return self.span.amount if self.span and self.span.unit not in ("wd", MONTH) else None

    @property
    def earliest(self) -> int | None:
        """Seconds of the lower end of a window."""
        return self.span.low[0] if self.span and self.span.low else None

    @property
    def workdays(self) -> int | None:
        """Working days after the day of the start."""
        return self.span.amount if self.span and self.span.unit == "wd" else None

    @property
    def step(self) -> Step | None:
        """The limit in months of the calendar or in seconds; None for workdays."""
        if self.span is None or self.span.unit == "wd":
            return None
        return Step(months=self.span.amount) if self.span.unit == MONTH else Step(seconds=self.span.amount)

    @property
    def unit(self) -> str | None:
        """The unit the limit was written in."""
        return self.span.unit if self.span else None

    def refuse_months(self) -> None:
        """Refuse a limit of the calendar."""
        if self.span is not None and self.span.unit == MONTH:
            message = _("months and years differ in length; write days, such as 30d")
            raise Flaw("BAD_UNIT", message, at=("within",))


class Case(Limited):
    """The limit of the tickets it covers; clock None is the commitment's."""

    covers: Cover | None = None
    clock: Id | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.length is None and self.by is None:
            raise Flaw("MISSING_KEY", _("a case needs 'within' or 'by'"))
        self.refuse_months()
        if self.earliest is not None:
            raise Flaw("CONFLICT", _("a case has no window: write the commitment apart"), at=("within",))
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
    of: Annotated[str, choice("ticket", "call", "customer", "unit")] = "ticket"
    per: Annotated[str, choice(*PER)] | None = None
    statistic: Annotated[str, choice("share", "mean", "p90", "max")] = "share"
    review: Annotated[str, choice("month", "quarter", "year", "contract")] = "contract"
    penalty: Penalty | None = None
    exit: Exit | None = None
    confidence: InnerShare = 0.95
    assurance: InnerShare = 0.90

    @property
    def accept(self) -> int | None:
        """The penalty per period one can live with, in cents."""
        return self.promised_fine.penalty_per_period if self.promised_fine else None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.measure.is_timed:
            self._check_limit()
        elif self.measure.share_of in WITH_WINDOW:
            self._check_window()
        else:
            self._refuse("within", "by", "cases")
        self._check_of()
        if self.statistic != "share":
            self._check_statistic()
        if self.promised_fine is not None and self.penalty is None:
            raise Flaw("MISSING_KEY", _("'accept' needs a 'penalty' that it accepts"), at=("accept",))
        if self.promised_fine is not None and self.target is not None:
            raise Flaw("CONFLICT", _("'accept' decides only without a 'target'; keep one"), at=("accept",))
        return self

    def _refuse(self, *keys: str) -> None:
        fields = {field.alias or name: name for name, field in type(self).model_fields.items()}
        for key in keys:
            if fields[key] in self.model_fields_set:
                message = _("{measure} has no '{key}'").format(measure=self.measure.word, key=key)
                raise Flaw("CONFLICT", message, at=(key,))

    def _check_limit(self) -> None:
        if self.cases and (self.span is not None or self.by is not None):
            message = _("'cases' stands in place of 'within' and 'by'; keep one")
            raise Flaw("CONFLICT", message, at=("cases",))
        if not self.cases and self.span is None and self.by is None:
            raise Flaw("MISSING_KEY", _("a time limit is needed: one of 'within', 'by', 'cases'"))
        self.refuse_months()

    def _check_window(self) -> None:
        """The time ahead of a ticket, or the longest between two contacts, which a share is about."""
        self._refuse("by", "cases")
        if self.span is None and self.measure.share_of == CONTACTED:
            message = _("share_of: contacted needs 'within': the longest time without a contact, such as 3 months")
            raise Flaw("MISSING_KEY", message)
        if self.span is None:
            object.__setattr__(self, "span", USUAL_RETURN)
        if self.workdays is not None or self.earliest is not None:
            message = _("{measure} counts all time: write 'within' as a duration such as 30d")
            raise Flaw("CONFLICT", message.format(measure=self.measure.word), at=("within",))
        if self.measure.share_of != CONTACTED:
            self.refuse_months()

    def _check_of(self) -> None:
        right = "customer" if self.measure.share_of == CONTACTED else "unit" if self.measure.availability else None
        if right is not None and "of" not in self.model_fields_set:
            object.__setattr__(self, "of", right)
        if right is not None and self.of != right:
            message = _("{measure} counts each {right}: leave 'of' out").format(measure=self.measure.word, right=right)
            raise Flaw("CONFLICT", message, at=("of",))
        if self.measure.is_open_alone:
            self._refuse("of", "per")
        if self.of == "unit" and right != "unit":
            raise Flaw("CONFLICT", _("only {availability: unit} counts units"), at=("of",))
        ends = set(self.measure.to or ("",))
        if self.of == "call" and not (self.measure.from_ == "reported" and ends.issubset(SINGLE_CALL)):
            message = _("of: call counts attempts: measure {from: reported, to: answered} or {…, to: responded}")
            raise Flaw("CONFLICT", message, at=("of",))

    def _check_statistic(self) -> None:
        if not self.measure.is_timed:
            self._refuse("statistic")
        words = {"statistic": self.statistic}
        if self.within is None or self.earliest is not None or self.by is not None:
            message = _("statistic: {statistic} is compared with one plain 'within'").format(**words)
            raise Flaw("CONFLICT", message, at=("statistic",))
        if self.of == "customer":
            message = _("statistic: {statistic} is taken over tickets or calls, not customers").format(**words)
            raise Flaw("CONFLICT", message, at=("of",))
        if self.target is not None:
            message = _("statistic: {statistic} must be at most 'within' itself; leave 'target' out").format(**words)
            raise Flaw("CONFLICT", message, at=("target",))
