"""The first line of a comparison: which plan keeps what, and what it costs more or less."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report.costs import without_text
from sim.report.differences import difference_text, money_manner
from sim.report.words import and_more
from sim.study.comparing import Against, Comparison, Gap
from sim.study.measured import ATTAINED, KEPT, MONEY, TOTAL
from sim.wording import _

if TYPE_CHECKING:
    from sim.study.estimate import Estimate
    from sim.study.outcome import Outcome

KEEP, BREAK, UNPROVEN = "keep", "break", "unproven"
PAY = "pay"  # a cost that lacks it says little of a plan with other people


def headline(found: Comparison) -> str:
    """'lean costs 0.94 M CNY [0.90, 0.98] less a year than baseline, but loses onsite-100km'; one part per plan."""
    return "; ".join(_of_plan(found.reference, one) for one in found.others)


def _of_plan(reference: Outcome, one: Against) -> str:
    plan, first = one.outcome.variant.name, reference.variant.name
    cost = _cost(reference, one, first)
    good, bad = _turns(reference, one.outcome)
    if not good and not bad:
        good, bad = _moves(one)
    dearer = None if set(one.outcome.costs.without) != set(reference.costs.without) else is_dearer(one)
    keeping = _joined(cost, dearer, good, bad) if good or bad else _alike(cost, one)
    return f"{plan} {keeping}"


def _alike(cost: str, one: Against) -> str:
    """Nothing is known to be kept more or less: because it is not, or because it cannot be told yet."""
    if one.outcome.n == 1 and not one.same:
        return _alone(cost, one)
    is_open = any(gap.mean and not gap.real for gap in one.gaps if gap.measure.name in (ATTAINED, KEPT))
    if is_open and any(result.verdict == UNPROVEN for result in one.outcome.results):
        return _("{cost}; what it keeps more or less is not told yet").format(cost=cost)
    broken = [result.id for result in one.outcome.results if result.verdict == BREAK]
    if broken:
        text = _("{cost} and keeps the same: neither keeps {list}")
        return text.format(cost=cost, list=", ".join(broken))
    return _("{cost} and keeps the same").format(cost=cost)


def _alone(cost: str, one: Against) -> str:
    """After a single sample year, in which only what luck cannot move is known."""
    gap = one.gap(TOTAL)
    is_known = gap is None or gap.real or not gap.mean
    text = (
        _("{cost}; what it keeps more or less one sample year does not tell")
        if is_known
        else _("{cost}; what it keeps more or less is not told either")
    )
    return text.format(cost=cost)


def is_dearer(one: Against) -> bool | None:
    """Whether a plan really costs more than the first; None where that is not told."""
    gap = one.gap(TOTAL)
    return None if gap is None or not gap.real else gap.mean > 0


def _cost(reference: Outcome, one: Against, first: str) -> str:
    gap = one.gap(TOTAL)
    if gap is None or gap.difference.estimate.mean is None:
        return _("has no price")
    if set(one.outcome.costs.without) != set(reference.costs.without):
        return _("lacks other prices than {first} (costs do not compare)").format(first=first)
    if not gap.mean:
        return _("costs the same as {first}").format(first=first)
    amount = _amount(gap.difference.estimate)
    if not gap.real and not gap.difference.estimate.leaves_zero_out and gap.difference.n > 1:
        amount = difference_text(gap.difference.estimate, MONEY)
    currency = reference.variant.scenario.currency
    told = _cost_words(gap).format(amount=amount, currency=currency, first=first)
    without = reference.costs.without
    return f"{told} ({without_text(without)})" if PAY in without else told


def _cost_words(gap: Gap) -> str:
    is_more = gap.mean > 0
    if gap.difference.n < 2:
        return {
            True: _("costs {amount} {currency} more than {first} in one sample year, which tells nothing"),
            False: _("costs {amount} {currency} less than {first} in one sample year, which tells nothing"),
        }[is_more]
    if not gap.real and not gap.difference.estimate.leaves_zero_out:
        return _("costs about the same as {first} ({amount} {currency} a year, no real difference)")
    if not gap.real:
        return {
            True: _("costs {amount} {currency} more a year than {first} (not yet told from luck)"),
            False: _("costs {amount} {currency} less a year than {first} (not yet told from luck)"),
        }[is_more]
    return {
        True: _("costs {amount} {currency} more a year than {first}"),
        False: _("costs {amount} {currency} less a year than {first}"),
    }[is_more]


def _amount(estimate: Estimate) -> str:
    """'0.94 M [0.90, 0.98]', without a sign: the words say which way it goes."""
    show, behind = money_manner(estimate)
    mean, low, high = estimate.mean or 0.0, estimate.low, estimate.high
    text = f"{show(abs(mean))}{behind}"
    if low is None or high is None:
        return text
    if low == high:
        return text
    ends = (low, high) if mean >= 0 else (-high, -low)
    return f"{text} [{show(ends[0])}, {show(ends[1])}]"


def _turns(reference: Outcome, outcome: Outcome) -> tuple[list[str], list[str]]:
    """Verdicts that are better or worse under the plan, in words."""
    was = {one.id: one.verdict for one in reference.results}
    pairs: dict[tuple[str, str], list[str]] = {}
    for one in outcome.results:
        if one.id in was and was[one.id] != one.verdict:
            pairs.setdefault((was[one.id], one.verdict), []).append(one.id)
    good = [_words(pair, names) for pair, names in pairs.items() if pair in _better()]
    bad = [_words(pair, names) for pair, names in pairs.items() if pair in _worse()]
    return good, bad


def _better() -> dict[tuple[str, str], str]:
    return {
        (BREAK, KEEP): _("gains {list}"),
        (UNPROVEN, KEEP): _("makes sure of {list}"),
        (BREAK, UNPROVEN): _("may keep {list}"),
    }


def _worse() -> dict[tuple[str, str], str]:
    return {
        (KEEP, BREAK): _("loses {list}"),
        (UNPROVEN, BREAK): _("breaks {list}"),
        (KEEP, UNPROVEN): _("is no longer sure of {list}"),
    }


def _words(pair: tuple[str, str], names: Sequence[str]) -> str:
    return {**_better(), **_worse()}[pair].format(list=and_more(names))


def _moves(one: Against) -> tuple[list[str], list[str]]:
    """Where no verdict changes: what is really attained more, or less."""
    told = [gap for gap in one.gaps if gap.measure.name == ATTAINED and gap.real]
    signs = {gap.measure.commitment: _is_better(one.outcome, gap.measure.commitment, gap.mean) for gap in told}
    better = [name for name, is_good in signs.items() if is_good]
    worse = [name for name, is_good in signs.items() if not is_good]
    good = [_("does better at {list}").format(list=and_more(better))] if better else []
    bad = [_("does worse at {list}").format(list=and_more(worse))] if worse else []
    return good, bad


def _is_better(outcome: Outcome, commitment: str, mean: float) -> bool:
    return (mean > 0) == (outcome.result(commitment).direction == "at_least")


def _joined(cost: str, dearer: bool | None, good: Sequence[str], bad: Sequence[str]) -> str:
    """Cost and keeping, with 'but' between what speaks for the plan and what against it."""
    keeping = _(" and ").join(good)
    if bad:
        other = _(" and ").join(bad)
        keeping = _("{good}, but {bad}").format(good=keeping, bad=other) if good else other
    is_against = (bool(good) and dearer is True) or (bool(bad) and not good and dearer is False)
    link = _("{cost}, but {keeping}") if is_against else _("{cost} and {keeping}")
    return link.format(cost=cost, keeping=keeping)
