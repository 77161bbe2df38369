"""summary.csv: every figure of a result on a row of its own, ready for a pivot table."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sim.report import assumptions, figures, known, promises, stocks, words
from sim.report.costs import COSTS
from sim.report.spreadsheet import ENCODING, number_cell, safe_text
from sim.wording import _

if TYPE_CHECKING:
    from sim.study import CommitmentResult, Estimate, Result

HEAD = ("kind", "id", "figure", "unit", "mean", "low", "high", "n", "note")
STOCK_FIGURES = (
    ("demands_per_year", "units/year"),
    ("fill_rate", "share"),
    ("ready_rate", "share"),
    ("mean_on_hand", "units"),
    ("mean_backorders", "units"),
    ("orders_per_year", "1/year"),
)
LOOP_FIGURES = (("defective_per_year", "units/year"), ("scrapped_per_year", "units/year"), ("mean_in_repair", "units"))
CONTRACT_FIGURES = ("fee", "income_charged", "claims", "bonus", "penalties", "cost", "margin")
PLANNED_FIGURES = (("visits_per_year", "1/year"), ("in_window", "share"), ("hours_per_year", "h/year"))
Row = tuple[str, ...]


def write_summary(result: Result, path: Path) -> None:
    """Write all rows; text cells cannot run as formulas."""
    with path.open("w", encoding=ENCODING, newline="") as file:
        writer = csv.writer(file)
        writer.writerow(HEAD)
        writer.writerows([safe_text(cell) for cell in row[:4]] + [*row[4:8], safe_text(row[8])] for row in rows(result))


def rows(result: Result) -> Iterator[Row]:
    """The rows in the order of the report."""
    currency = f"{result.scenario.currency}/year"
    yield _row("run", result.plan.id, "tickets", "1/year", result.tickets_per_year)
    for kind, estimate in result.counts.items():
        yield _row("run", result.plan.id, kind, "1/year", estimate)
    for figure in ("level", "begin", "end", "growth") if figures.known(result.trend.level) else ():
        yield _row("run", result.plan.id, f"open_tickets_{figure}", "tickets", getattr(result.trend, figure))
    for commitment in result.commitments:
        yield from _commitment_rows(result, commitment, currency)
    yield from assumptions.summary_rows(result)
    yield from _desk_rows(result)
    yield from _resource_rows(result)
    yield from _planned_rows(result)
    yield from _stock_rows(result)
    yield from _account_rows(result, currency)
    yield from _cost_rows(result, currency)
    yield from _contract_rows(result, currency)
    yield from known.summary_rows(result)


def _cost_rows(result: Result, currency: str) -> Iterator[Row]:
    for name in (*COSTS, "total"):
        note = _without(result) if name == "total" else ""
        yield _row("cost", name, "cost", currency, getattr(result.costs, name), note)
    yield _row("cost", "one_off", "cost", result.scenario.currency, result.costs.one_off)
    for name in ("income_charged", "claims", "bonus"):
        if figures.known(getattr(result.costs, name)):
            yield _row("cost", name, "income", currency, getattr(result.costs, name))


def _without(result: Result) -> str:
    return _("without {list}").format(list=", ".join(result.costs.without)) if result.costs.without else ""


def _commitment_rows(result: Result, c: CommitmentResult, currency: str) -> Iterator[Row]:
    verdict = words.verdict_word(c.verdict)
    unit = "h" if c.unit == promises.HOURS else "share"
    yield ("commitment", c.id, "target", unit, number_cell(_target(result, c)), "", "", "", c.direction)
    yield _row("commitment", c.id, "attained", unit, c.attained, verdict)
    yield _row("commitment", c.id, "kept_probability", "share", c.kept_probability, verdict)
    yield _row("commitment", c.id, "covered_per_period", promises.cases_unit(result, c), c.covered_per_period)
    yield (
        "commitment",
        c.id,
        "undecided",
        promises.cases_unit(result, c),
        str(c.undecided),
        "",
        "",
        str(result.replications),
        "",
    )
    yield _row("commitment", c.id, "penalty", currency, c.penalty)
    if figures.known(c.penalty_p95):
        yield _row("commitment", c.id, "penalty_p95", currency, c.penalty_p95)
    if figures.known(c.bonus):
        yield _row("commitment", c.id, "bonus", currency, c.bonus)
    if figures.known(c.exit_chance):
        yield _row("commitment", c.id, "exit_chance", "share", c.exit_chance)
    yield _row("commitment", c.id, "late", "h/year", c.late_h)
    for cause, estimate in c.late_by_cause_h.items():
        yield _row("commitment", c.id, f"late_{cause}", "h/year", estimate)
    for cause, share in c.late_share.items():
        yield _row("commitment", c.id, f"late_share_{cause}", "share", share)


def _target(result: Result, c: CommitmentResult) -> float | None:
    """The share promised; hours where a mean or percentile is promised; all the time for opening hours."""
    limit = promises.limit_s(result, c) if c.unit == promises.HOURS else None
    if limit is not None:
        return limit / promises.HOUR_S
    return 1.0 if c.unit == promises.OPEN_TIME else c.target


def _desk_rows(result: Result) -> Iterator[Row]:
    """The channel stands in the note of every row."""
    for desk in result.desks:
        channel = desk.channel or ""
        yield _row("desk", desk.id, "attempts", "1/year", desk.attempts_per_year, channel)
        for name in ("answered", "abandoned", "refused"):
            yield _row("desk", desk.id, name, "share", getattr(desk, name), channel)
        yield _row("desk", desk.id, "wait_mean", "h", desk.wait_mean_h, channel)
        yield _row("desk", desk.id, "wait_p90", "h", desk.wait_p90_h, channel)
        yield _row("desk", desk.id, "waiting_mean", "customers", desk.waiting_mean, channel)


def _resource_rows(result: Result) -> Iterator[Row]:
    for resource in result.uses:
        for name, unit in (("seized", "share"), ("working", "share"), ("overtime_h", "h/year")):
            yield _row(resource.kind, resource.id, name.removesuffix("_h"), unit, getattr(resource, name))


def _stock_rows(result: Result) -> Iterator[Row]:
    for stock in result.stocks:
        for figure, unit in STOCK_FIGURES:
            yield _row("stock", f"{stock.store}/{stock.part}", figure, unit, getattr(stock, figure))
        for figure, unit in LOOP_FIGURES if stocks.in_loop([stock]) else ():
            yield _row("stock", f"{stock.store}/{stock.part}", figure, unit, getattr(stock, figure))


def _account_rows(result: Result, currency: str) -> Iterator[Row]:
    for account in result.accounts:
        yield _row("account", account.store, "issued", currency, account.issued)
        yield _row("account", account.store, "stock_value", result.scenario.currency, account.stock_value)
        yield _row("account", account.store, "defective_per_year", "units/year", account.defective_per_year)


def _planned_rows(result: Result) -> Iterator[Row]:
    for planned in result.planned_work:
        for figure, unit in PLANNED_FIGURES:
            yield _row("planned", planned.id, figure, unit, getattr(planned, figure))


def _contract_rows(result: Result, currency: str) -> Iterator[Row]:
    """Sites without a contract have the id '-'."""
    for contract in result.by_contract:
        name = contract.id or "-"
        yield _row("contract", name, "tickets_per_year", "1/year", contract.tickets_per_year)
        for figure in CONTRACT_FIGURES:
            yield _row("contract", name, figure, currency, getattr(contract, figure))


def _row(kind: str, name: str, figure: str, unit: str, estimate: Estimate, note: str = "") -> Row:
    ends = (number_cell(estimate.mean), number_cell(estimate.low), number_cell(estimate.high), str(estimate.n))
    return (kind, name, figure, unit, *ends, note or estimate.reason or "")
