"""The limit of a time commitment, and the commitment with a tighter or looser one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from sim.study.promising import ladder
from sim.study.promising.axes import LIMIT, Axis, Found, Offer, offer
from sim.wording import _

if TYPE_CHECKING:
    from sim.scenario import Case, Commitment, Scenario


def limit_axis(commitment: Commitment, scenario: Scenario) -> Found:
    """The limit of a time commitment: a stretch of time, the end of a window, working days, or several by a factor."""
    found, target = _limit_axis(commitment, scenario), commitment.target
    is_rare = target is not None and target.direction != "at_least"
    return replace(found, rare=is_rare) if isinstance(found, Axis) else found


def _limit_axis(commitment: Commitment, scenario: Scenario) -> Found:
    if not commitment.measure.is_timed:
        return _("it has no time limit") if commitment.within is None else _("its period belongs to what is counted")
    if commitment.cases:
        return _limits_of_cases(commitment, scenario)
    if commitment.workdays is not None:
        values = tuple(sorted({*ladder.WORKDAYS, commitment.workdays}))
        return _fitting(Axis(LIMIT, "wd", values, commitment.workdays, _Workdays(commitment)), scenario)
    if commitment.within is None:
        return _("the end of a day is not varied")
    least = commitment.earliest or 0
    values = tuple(value for value in ladder.limits_from(commitment.within) if value > least)
    return _fitting(Axis(LIMIT, "s", values, commitment.within, _Within(commitment)), scenario)


def _limits_of_cases(commitment: Commitment, scenario: Scenario) -> Found:
    if all(case.within is None for case in commitment.cases):
        return _("the end of a day is not varied")
    return _fitting(Axis(LIMIT, "%", ladder.PARTS, 100, _Factor(commitment)), scenario)


def _fitting(axis: Axis, scenario: Scenario) -> Axis:
    """Only limits whose end the simulation sees for every judged case, and the promised one."""
    values = (v for v in axis.values if v == axis.promised or _is_seen(axis.make(v).commitment, scenario))
    return replace(axis, values=tuple(values))


def _is_seen(commitment: Commitment, scenario: Scenario) -> bool:
    from sim.model.promises import promise_of

    promise, horizon = promise_of(commitment, scenario), scenario.horizon
    return all(promise.due(case, horizon.end) <= horizon.stop for case in range(len(promise.cases)))


@dataclass(frozen=True)
class _Within:
    """The commitment with another plain limit, or another end of its window."""

    commitment: Commitment

    def __call__(self, value: int) -> Offer:
        from sim.scenario.spans import Span

        span = self.commitment.span
        assert span is not None
        high = ladder.limit_text(value, span.unit)
        low = f"{ladder.limit_text(span.low[0], span.low[1])}.." if span.low else ""
        text = low + high
        return offer(self.commitment, value, text, f"within={text}", span=Span(value, _unit_of(high), span.low))


@dataclass(frozen=True)
class _Workdays:
    """The commitment with another number of working days."""

    commitment: Commitment

    def __call__(self, value: int) -> Offer:
        from sim.scenario.spans import Span

        return offer(self.commitment, value, f"{value}wd", f"within={value}wd", span=Span(value, "wd"))


@dataclass(frozen=True)
class _Factor:
    """The commitment with so many per cent of each of its limits; what is no stretch of time stays as it is."""

    commitment: Commitment

    def __call__(self, value: int) -> Offer:
        cases = tuple(_scaled(case, value) for case in self.commitment.cases)
        texts = [_limit_of(case) for case in cases]
        changes = [f"cases.{at}.within={text}" for at, text in enumerate(texts) if cases[at].within is not None]
        return offer(self.commitment, value, " / ".join(texts), *changes, cases=cases)


def _scaled(case: Case, per_cent: int) -> Case:
    from sim.scenario.spans import Span

    if case.within is None or case.span is None:
        return case
    seconds = max(1, case.within * per_cent // 100)
    return case.model_copy(update={"span": Span(seconds, _unit_of(ladder.limit_text(seconds, case.span.unit)))})


def promised_text(commitment: Commitment) -> str:
    """The limit of a commitment as it stands in the file."""
    if commitment.cases:
        return " / ".join(map(_limit_of, commitment.cases))
    return _limit_of(commitment)


def _limit_of(case: Case | Commitment) -> str:
    if case.span is None:
        return _("end of day")
    if case.span.low is not None:
        low, unit = case.span.low
        return f"{ladder.limit_text(low, unit)}..{ladder.limit_text(case.span.amount, case.span.unit)}"
    return ladder.limit_text(case.span.amount, case.span.unit) if case.within is not None else f"{case.span.amount}wd"


def _unit_of(text: str) -> str:
    return text.lstrip("0123456789.")
