"""The sentences under the charts of the back office: parts away for repair, planned work, contracts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sim.report import contracts, figures
from sim.report.assumptions import told
from sim.report.charts.depth import margin_rows, repair_curves, round_bars
from sim.report.stocks import in_loop, part_label
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.study import Result


def repairs(result: Result) -> str:
    """Which part is away most."""
    if not repair_curves(result):
        return ""
    worst = in_loop(result.stocks)[0]
    text = _(
        "{part} of {store} is away for repair most: {mean} units on average, from the day it is sent back until it is"
        " repaired or scrapped. Band: 95% interval, n {n}."
    )
    label, mean = part_label(result, worst.part), figures.amount_text(worst.mean_in_repair)
    return text.format(part=label, store=worst.store, mean=mean, n=result.replications)


def planned(result: Result) -> str:
    """Which round is kept worst."""
    rows = [one for one in result.planned_work if figures.known(one.in_window)]
    if not round_bars(result) or not rows:
        return ""
    worst = min(rows, key=lambda one: one.in_window.mean or 0.0)
    text = _(
        "Blue is done in its window, by the month in which the window opens: {id} comes out worst, {share} of its"
        " visits are. n {n}."
    )
    return text.format(id=worst.id, share=figures.share_text(worst.in_window), n=result.replications)


def margins(result: Result) -> str:
    """How many contracts lose money, and which one most."""
    rows = [one for one in result.by_contract if one.id and one.margin.mean is not None]
    if not margin_rows(result) or not rows:
        return _("No margin is known: a fee or a price is missing.")
    worst = min(rows, key=lambda one: one.margin.mean or 0.0)
    losing = sum((one.margin.mean or 0.0) < 0 for one in rows)
    if not losing:
        text = _("Every contract earns its cost; {id} leaves least, {margin} {currency} a year.")
    else:
        text = ngettext(
            "{losing} of {all} costs more than it brings: {id} most, {margin} {currency} a year.",
            "{losing} of {all} cost more than they bring: {id} most, {margin} {currency} a year.",
            losing,
        )
    return text.format(losing=losing, all=len(rows), id=contracts.label(worst),
                       margin=figures.money_text(worst.margin), currency=result.scenario.currency)  # fmt: skip


def assumptions(result: Result) -> str:
    """What the bars are, and how many verdicts hang on a guess."""
    text = _(
        "How far what is attained moves, against the assumed values, when one input moves to an end of its range; each"
        " end {n} replications in the same worlds, whiskers 95% intervals. {told}"
    )
    return text.format(n=result.replications, told=told(result)[0] + ".").replace("..", ".")
