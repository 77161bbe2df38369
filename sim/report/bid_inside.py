"""What must not leave the house with a bid: costs, margins, the chance to lose money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.report import figures, words
from sim.report.contracts import label
from sim.report.costs import COSTS, without_text
from sim.report.study_answer import Sheet
from sim.study.bidding import risks
from sim.study.result import as_json
from sim.wording import _

if TYPE_CHECKING:
    from sim.study import ContractResult, CostResult, Estimate
    from sim.study.bidding import Bid, Margin


def sheets(bid: Bid) -> tuple[Sheet, ...]:
    """Costs of the plan, margins of the contracts, and how likely it is to lose."""
    return (_costs(bid), *_margins(bid), *_risks(bid))


def _costs(bid: Bid) -> Sheet:
    costs = bid.outcome.costs
    rows = [(words.cost_word(kind), figures.amount_text(getattr(costs, kind))) for kind in _kinds(costs)]
    rows.append((_("total"), figures.amount_text(costs.total)))
    title = _("INTERNAL: what the plan costs a year in {currency}, all contracts together")
    notes = (without_text(costs.without) + ".",) if costs.without else ()
    if bid.contract is not None:
        text = _("Of the fines only those of {contract}, on which this bid is judged.")
        notes = (*notes, text.format(contract=bid.contract))
    return Sheet(title.format(currency=bid.scenario.currency), (_("COST"), ""), tuple(rows), numbers=(1,), notes=notes)


def _kinds(costs: CostResult) -> list[str]:
    """What costs anything."""
    amounts = ((kind, getattr(costs, kind)) for kind in COSTS)
    return [kind for kind, amount in amounts if figures.known(amount) and (amount.mean or amount.high)]


def _results(bid: Bid) -> list[ContractResult]:
    return [one for one in bid.outcome.contracts if bid.contract in (None, one.id)]


def _margins(bid: Bid) -> Iterator[Sheet]:
    found = _results(bid)
    if not found:
        return
    rows = tuple((label(one), name, figures.money_text(amount)) for one in found for name, amount in _lines_of(one))
    title = _("INTERNAL: margin a year in {currency}").format(currency=bid.scenario.currency)
    note = _("Margin = fee + charged work + claimed back + bonus - fines - cost; cost: what its own tickets cost, "
             "and of the rest a part by the time of engineers on its sites.")  # fmt: skip
    yield Sheet(title, (_("CONTRACT"), "", _("a year")), rows, notes=(note,))


def _lines_of(one: ContractResult) -> list[tuple[str, Estimate]]:
    """What makes up a margin, without what does not occur, and the margin."""
    lines = [
        (_("fee"), one.fee),
        (_("charged work"), one.income_charged),
        (_("claimed back"), one.claims),
        (_("bonus"), one.bonus),
        (_("fines"), one.penalties),
        (_("cost"), one.cost),
    ]
    return [*((name, e) for name, e in lines if e.mean is None or e.mean or e.high), (_("margin"), one.margin)]


def _risks(bid: Bid) -> Iterator[Sheet]:
    told = tuple(_risk_text(bid, one) for one in risks(bid))
    if told:
        yield Sheet(_("INTERNAL: risk"), notes=told)


def _risk_text(bid: Bid, one: Margin) -> str:
    if one.loss.mean is None:
        return _("{contract}: {reason}, so its margin is not known.").format(
            contract=one.contract, reason=one.loss.reason
        )
    text = _(
        "{contract}: a year loses money with a chance of {loss}; its fines exceed {share} of the fee with a chance of "
        "{high} (n {n})."
    )
    return text.format(
        contract=one.contract,
        loss=figures.share_text(one.loss),
        share=figures.plain_percent(one.share),
        high=figures.share_text(one.over_fee),
        n=f"{one.loss.n:,}",
    )


def data(bid: Bid) -> dict[str, Any]:
    """What `bid.json` says under `internal`."""
    return {
        "cost": as_json(bid.outcome.costs),
        "contracts": [as_json(one) for one in _results(bid)],
        "risks": [
            {
                "contract": one.contract,
                "loss": one.loss.as_json(),
                "fines_above_share_of_fee": one.over_fee.as_json(),
                "share_of_fee": one.share,
            }
            for one in risks(bid)
        ],
    }


def csv_rows(bid: Bid) -> Iterator[tuple[Any, ...]]:
    """One figure a row, in the columns of the clauses."""
    currency = bid.scenario.currency
    for kind in (*_kinds(bid.outcome.costs), "total"):
        e = getattr(bid.outcome.costs, kind)
        yield "", "", f"cost a year: {kind}", currency, e.mean, e.low, e.high, e.n, ""
    for one in _results(bid):
        for name in ("fee", "penalties", "cost", "margin"):
            e = getattr(one, name)
            yield "", "", f"contract {label(one)}: {name}", currency, e.mean, e.low, e.high, e.n, ""
