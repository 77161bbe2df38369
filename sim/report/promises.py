"""What a commitment counts and how its figure reads: a share of cases, a share of time, or hours."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from sim.report import figures
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.scenario import Commitment, Scenario
    from sim.study import CommitmentResult, Estimate

HOURS, OPEN_TIME, AVAILABILITY = "h", "open time", "availability"
HOUR_S, MINUTE_S = 3600, 60


class Judged(Protocol):
    """Whatever knows the scenario whose promises were judged."""

    @property
    def scenario(self) -> Scenario:
        """The scenario."""


def find(result: Judged, name: str) -> Commitment | None:
    """The commitment of the file that a row is about; a row of one judged apart has more behind its id."""
    known = {one.id: one for one in result.scenario.commitments}
    return known.get(name) or known.get(max((key for key in known if name.startswith(key)), key=len, default=""))


def figure_text(one: CommitmentResult, estimate: Estimate) -> str:
    """The measured figure with its interval: '93.1% [92.0, 94.2]', of a mean or percentile '3.9 h [3.8, 4.1]'."""
    return figures.hours_text(estimate) if one.unit == HOURS else figures.share_text(estimate, one.target)


def attained_text(one: CommitmentResult) -> str:
    """What is attained, in the unit of the commitment."""
    return figure_text(one, one.attained)


def cases_unit(result: Judged, one: CommitmentResult) -> str:
    """What `covered_per_period` is in: the cases a commitment counts, or hours of time."""
    if one.unit in (OPEN_TIME, AVAILABILITY):
        return "h"
    promise = find(result, one.id)
    return promise.of if one.unit == HOURS and promise is not None else one.unit


def target_text(result: Judged, one: CommitmentResult) -> str:
    """'>= 90%'; of a mean or percentile the limit, '<= 4h'; of opening hours that it is to be open."""
    if one.unit == OPEN_TIME:
        return _("open")
    limit = limit_s(result, one) if one.unit == HOURS else None
    return figures.target_text(one.target, one.direction) if limit is None else f"<= {_duration(limit)}"


def limit_s(result: Judged, one: CommitmentResult) -> int | None:
    """The plain limit of a commitment in seconds, if it has one."""
    promise = find(result, one.id)
    return promise.within if promise is not None else None


def _duration(seconds: int) -> str:
    """As it is written in a contract: '4h', '30min', '20s'."""
    if seconds % HOUR_S == 0:
        return f"{seconds // HOUR_S}h"
    return f"{seconds // MINUTE_S}min" if seconds % MINUTE_S == 0 else f"{seconds}s"


def counted_text(result: Judged, one: CommitmentResult) -> str:
    """What the figure is a share or mean of, where that is not tickets; empty where it is."""
    promise = find(result, one.id)
    told = [_statistic(promise) if one.unit == HOURS and promise is not None else _counted(one.unit)]
    if promise is not None and promise.measure.open and promise.measure.share_of:
        told.append(_("and {channel} is to be open at every instant").format(channel=promise.measure.open))
    if promise is not None and promise.per not in (None, "contract"):
        told.append(_apart(promise.per))
    return "; ".join(text for text in told if text)


def terms_text(result: Judged, one: CommitmentResult) -> str:
    """What else the contract says of a promise: the bonus, and the right to end it; empty where it says nothing."""
    promise = find(result, one.id)
    told = []
    if promise is not None and promise.penalty is not None and promise.penalty.bonus is not None:
        told.append(_("bonus {amount} a year").format(amount=figures.money_text(one.bonus)))
    if promise is not None and promise.exit is not None:
        text = ngettext(
            "the customer may end the contract after {n} miss in {span}: chance {share}",
            "the customer may end the contract after {n} misses in {span}: chance {share}",
            promise.exit.misses,
        )
        share = figures.share_text(one.exit_chance)
        told.append(text.format(n=promise.exit.misses, span=_span_words(promise.exit.span), share=share))
    return "; ".join(told)


def bad_year_text(one: CommitmentResult) -> str:
    """What the penalty of 19 of 20 replications does not exceed; empty where there is no penalty."""
    if not figures.known(one.penalty_p95) or not (one.penalty.mean or one.penalty.high):
        return ""
    return _("in 19 of 20 years at most {amount}").format(amount=figures.money_text(one.penalty_p95))


def _span_words(span: str) -> str:
    return {
        "month": _("one month"),
        "quarter": _("one quarter"),
        "year": _("one year"),
    }.get(span, _("the whole time"))


def _apart(per: str) -> str:
    return {
        "region": _("every region by itself"),
        "site": _("every site by itself"),
        "customer": _("every customer by itself"),
    }.get(per, "")


def _counted(unit: str) -> str:
    return {
        "call": _("counts calls, every attempt by itself"),
        "customer": _("counts customers: one is kept if all his cases are"),
        AVAILABILITY: _("share of the time in which units work"),
        OPEN_TIME: _("share of its hours with a seat on duty; exact, without luck"),
    }.get(unit, "")


def _statistic(promise: Commitment) -> str:
    return {
        "mean": _("the mean of all cases"),
        "p90": _("what 90% of the cases do not exceed"),
        "max": _("the longest of all cases"),
    }.get(promise.statistic, "")


def statistic_word(key: str) -> str:
    """A statistic as it stands before its figure."""
    return {"mean": _("mean"), "p90": _("90% within"), "max": _("longest")}.get(key, key)


def margin(one: CommitmentResult) -> tuple[float, float, float] | None:
    """Mean, worst and best margin in percentage points, positive on the good side.

    None without target or case, and for what is no share. Opening hours are held against all the time.
    """
    estimate, target = one.attained, 1.0 if one.unit == OPEN_TIME else one.target
    if target is None or estimate.mean is None or one.unit == HOURS:
        return None
    low = estimate.mean if estimate.low is None else estimate.low
    high = estimate.mean if estimate.high is None else estimate.high
    sign = 1 if one.direction == "at_least" or one.unit == OPEN_TIME else -1
    ends = sorted(100 * sign * (value - target) for value in (low, high))
    return 100 * sign * (estimate.mean - target), ends[0], ends[1]


def against_limit(result: Judged, one: CommitmentResult) -> str:
    """How far a mean or percentile lies under or over its limit, in words; empty for a share."""
    limit = limit_s(result, one) if one.unit == HOURS else None
    if not limit or one.attained.mean is None:
        return ""
    over = one.attained.mean * HOUR_S / limit - 1
    text = _("{share} over its limit") if over > 0 else _("{share} under its limit")
    return text.format(share=figures.percent(abs(over)))
