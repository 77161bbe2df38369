"""Parts in stores as people read them: names, and which of them come out worst."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from sim.report import columns, figures
from sim.report.columns import display_width
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import Result, StockResult

MOST_ROWS = 8  # of a table in a terminal


def part_label(result: Result, part: str) -> str:
    """'door-pump 车门泵': the id, and the name where it says more."""
    found = result.scenario.parts.get(part)
    return f"{part} {found.name}" if found is not None and found.name not in ("", part) else part


def short(label: str, most: int) -> str:
    """A label of at most `most` cells, what is too much cut off."""
    while display_width(label) > most:
        label = label.rstrip("…")[:-1].rstrip() + "…"
    return label


def worst_first(stocks: Sequence[StockResult]) -> list[StockResult]:
    """By fill rate; of equals what is asked for more often first; what nobody asked for last."""
    return sorted(stocks, key=_badness)


def _badness(one: StockResult) -> tuple[float, float]:
    fill = one.fill_rate.mean if figures.known(one.fill_rate) else None
    return (2.0 if fill is None else fill, -(one.demands_per_year.mean or 0.0))


def in_loop(stocks: Sequence[StockResult]) -> list[StockResult]:
    """Stocks to which parts came back from repair, those with most of them away first."""
    found = [one for one in stocks if one.mean_in_repair.mean or one.defective_per_year.mean]
    return sorted(found, key=lambda one: -(one.mean_in_repair.mean or 0.0))


def loop_block(result: Result) -> list[str]:
    """Parts that are repaired: how many come back defective, how many are scrapped, how many are away."""
    rows = [(f"{store}: {part}", *rest) for store, part, *rest in loop_rows(result)]
    head = (
        _("REPAIR LOOP (n {n})").format(n=result.replications),
        _("defective a year"),
        _("scrapped"),
        _("away for repair"),
    )
    return _table(head, rows)


def loop_rows(result: Result) -> list[tuple[str, ...]]:
    """Store, part and the figures of the loop with their intervals."""
    return [
        (
            one.store,
            one.part,
            figures.amount_text(one.defective_per_year),
            figures.amount_text(one.scrapped_per_year),
            figures.amount_text(one.mean_in_repair),
        )
        for one in in_loop(result.stocks)
    ]


def account_block(result: Result) -> list[str]:
    """What every store issued in a year and what lies on its shelves, in money."""
    head = (
        _("STORE, {currency} (n {n})").format(currency=result.scenario.currency, n=result.replications),
        _("issued a year"),
        _("on the shelves"),
        _("defective a year"),
    )
    return _table(head, account_rows(result))


def account_rows(result: Result) -> list[tuple[str, ...]]:
    """Every figure with its interval; stores from which nothing was issued last."""
    order = sorted(result.accounts, key=lambda one: -(one.issued.mean or 0.0))
    return [
        (
            one.store,
            figures.money_text(one.issued),
            figures.money_text(one.stock_value),
            figures.amount_text(one.defective_per_year),
        )
        for one in order
    ]


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> list[str]:
    """The first rows; the rest is counted."""
    if not rows:
        return []
    left = len(rows) - MOST_ROWS
    text = ngettext("{n} more stands in report.html.", "{n} more stand in report.html.", left)
    return [*columns.table(head, rows[:MOST_ROWS]), *([text.format(n=left)] if left > 0 else [])]
