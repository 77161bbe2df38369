"""Contracts as people read them: what each brings in a year, what it costs, and what is left."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import columns, figures
from sim.wording import _

if TYPE_CHECKING:
    from sim.study import ContractResult, Estimate, Result

FIRST_WIDTHS = (17, 18, 20, 22)  # contract, fee, cost, margin: with gaps of one 80 columns
SECOND_WIDTHS = (19, 20, 19, 17)  # tickets, charged income, penalties, claims; set in by two
Cells = tuple[str, str, str, str]


def contract_block(result: Result) -> list[str]:
    """Two lines per contract: fee, cost and margin; tickets, what else comes in, penalties."""
    if not result.by_contract:
        return []
    heads = (
        (_("CONTRACT"), _("fee"), _("cost"), _("margin")),
        (_("tickets"), _("charged work"), _("penalties"), _("claimed back")),
    )
    lines = [*_pair(*heads), "-" * columns.WIDTH]
    for one in result.by_contract:
        lines += [*_pair(_first(one), _second(one)), *_bonus(one)]
    return [*lines, *columns.wrap(meaning(result))]


def meaning(result: Result) -> str:
    """What the margin is made of."""
    text = _(
        "{currency} a year, n {n}. Margin = fee + charged work + claimed back + bonus - penalties - cost; cost: what"
        " its own tickets cost, and of the rest a part by the time of engineers on its sites."
    )
    return text.format(currency=result.scenario.currency, n=result.replications)


def label(one: ContractResult) -> str:
    """A contract by its id; sites without one together."""
    return one.id or _("no contract")


def _pair(first: Cells, second: Cells) -> list[str]:
    """Both lines of a row; a name that is too long for its column gets one more."""
    if columns.display_width(first[0]) > FIRST_WIDTHS[0]:
        return [first[0], *_pair(("", *first[1:]), second)]
    return [_line(first, FIRST_WIDTHS), "  " + _line(second, SECOND_WIDTHS)]


def _line(cells: Cells, widths: tuple[int, int, int, int]) -> str:
    return " ".join(columns.pad(text, width) for text, width in zip(cells, widths, strict=True)).rstrip()


def _first(one: ContractResult) -> Cells:
    return label(one), _money(one.fee), _money(one.cost), _money(one.margin)


def _second(one: ContractResult) -> Cells:
    return _money(one.tickets_per_year), _money(one.income_charged), _money(one.penalties), _money(one.claims)


def _bonus(one: ContractResult) -> list[str]:
    """A line more where promises that are kept earn one."""
    return ["  " + _("bonus {amount}").format(amount=figures.money_text(one.bonus))] if one.bonus.mean else []


def _money(estimate: Estimate) -> str:
    """Short enough for its column; nothing at all is a dash."""
    return "-" if not estimate.mean and not estimate.high and figures.known(estimate) else figures.money_text(estimate)


def page_rows(result: Result) -> list[tuple[str, ...]]:
    """The rows of the page: every figure with its interval."""
    names = ("tickets_per_year", "fee", "income_charged", "claims", "bonus", "penalties", "cost", "margin")
    return [(label(one), *(figures.amount_text(getattr(one, name)) for name in names)) for one in result.by_contract]
