"""The answer in a terminal: first the sentence, then the table that carries it, then what it rests on."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, TextIO

from sim.report import (
    assumptions,
    audit,
    columns,
    contracts,
    costs,
    desks,
    figures,
    known,
    planned_work,
    promises,
    stocks,
    volume,
    warm_up,
    words,
)
from sim.report.next_steps import next_commands
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sim.study import CommitmentResult, ResourceResult, Result

INK = {"keep": "32", "break": "31;1", "unproven": "33", "no-evidence": "2", "no-target": "36"}  # ANSI colours
MOST_USES = 16  # rows of desks, teams and benches a terminal shows
MOST_STOCKS = 8  # rows of parts in stores
PROMISE_WIDTHS = (30, 8, 23, 15)  # and three gaps of one: 79 columns
PROOF_WIDTHS = (33, 21, 24)  # and two gaps of one: 80 columns


def wants_colour(stream: TextIO) -> bool:
    """Colour only on a terminal, and never where NO_COLOR is set (https://no-color.org)."""
    return stream.isatty() and not os.environ.get("NO_COLOR")


def answer_text(result: Result, colour: bool = False, folder: str | None = None, overrides: Sequence[str] = ()) -> str:
    """The whole answer in at most 80 columns; `folder` is where the run was written, `overrides` its `--set` texts."""
    blocks = [
        [*warm_up.growth_lines(result), headline(result), *columns.wrap(basis(result))],
        verdict_table(result, colour),
        audit.block(result),
        assumptions.block(result),
        *resource_blocks(result),
        planned_work.planned_block(result),
        planned_work.count_block(result),
        stock_block(result),
        known.known_block(result),
        stocks.loop_block(result),
        stocks.account_block(result),
        costs.cost_block(result),
        contracts.contract_block(result),
        note_block(result),
        _closing(result, folder, overrides),
    ]
    return "\n\n".join("\n".join(block) for block in blocks if block) + "\n"


def headline(result: Result) -> str:
    """'3 of 6 commitments hold, 1 does not, 2 not decided (41 more replications)'."""
    verdicts = [c.verdict for c in result.commitments]
    count = verdicts.count
    kept = ngettext("{kept} of {all} commitments holds", "{kept} of {all} commitments hold", count("keep"))
    parts = [kept.format(kept=count("keep"), all=len(verdicts))]
    if count("break"):
        parts.append(ngettext("{n} does not", "{n} do not", count("break")).format(n=count("break")))
    if count("unproven"):
        parts.append(_("{n} not decided").format(n=count("unproven")) + _more_replications(result))
    if count("no-evidence"):
        parts.append(_("{n} no case").format(n=count("no-evidence")))
    if count("no-target"):
        parts.append(_("{n} fine only").format(n=count("no-target")))
    return ", ".join(parts)


def more_replications(result: Result) -> int:
    """Replications still missing until every commitment not decided yet would be; 0 where none is or none helps."""
    needed = [c.replications_needed or 0 for c in result.commitments if c.verdict == "unproven"]
    return max(0, max(needed, default=0) - result.replications)


def _more_replications(result: Result) -> str:
    more = more_replications(result)
    if not more:
        return ""
    return " " + ngettext("({n} more replication)", "({n} more replications)", more).format(n=f"{more:,}")


def basis(result: Result) -> str:
    """One sentence on what the answer rests on."""
    text = _("Scenario {scenario}, plan {plan}: {tickets} tickets a year, {n} replications, seed {seed}.")
    return text.format(
        scenario=result.scenario.id,
        plan=result.plan.id,
        tickets=figures.amount_text(result.tickets_per_year),
        n=f"{result.replications:,}",
        seed=result.seed,
    )


def verdict_table(result: Result, colour: bool = False) -> list[str]:
    """Two lines per commitment: what was promised and attained; how safe that is, what it costs, why it is late."""
    head = (_("COMMITMENT"), _("TARGET"), _("ATTAINED [95%]"), _("VERDICT"))
    below = ("  " + _("chance to keep a period [bound]"), _("penalty a year"), _("late mainly by"))
    lines = [_promise_line(head), _proof_line(below), "-" * columns.WIDTH]
    for commitment in result.commitments:
        lines += _commitment_lines(result, commitment, colour)
    return [*lines, *columns.wrap(table_note(result))]


def _commitment_lines(result: Result, commitment: CommitmentResult, colour: bool) -> list[str]:
    attained, target = promises.attained_text(commitment), promises.target_text(result, commitment)
    verdict = words.verdict_word(commitment.verdict)
    painted = f"\033[{INK.get(commitment.verdict, '0')}m{verdict}\033[0m" if colour else verdict
    first = _promise_line((commitment.id, target, attained, verdict)).removesuffix(verdict) + painted
    chance = chance_text(commitment) + f"  n {commitment.attained.n:,}"
    proof = _proof_line(("  " + chance, penalty_text(result, commitment), main_cause(commitment)))
    counted = promises.counted_text(result, commitment)
    few = volume.volume_text(result, commitment)
    more = [text for text in (counted, promises.terms_text(result, commitment), few) if text]
    return [first, proof, *(line for text in more for line in columns.wrap(text, indent="  "))]


def chance_text(commitment: CommitmentResult) -> str:
    """The chance to keep a period with its bound; opening hours do not depend on luck."""
    if commitment.unit == promises.OPEN_TIME:
        return _("the same in every period")
    return figures.chance_text(commitment.kept_probability, commitment.verdict)


def _promise_line(cells: tuple[str, str, str, str]) -> str:
    widths = zip(cells, PROMISE_WIDTHS, strict=True)
    return " ".join(columns.pad(text, width) for text, width in widths).rstrip()


def _proof_line(cells: tuple[str, str, str]) -> str:
    widths = zip(cells, PROOF_WIDTHS, strict=True)
    return " ".join(columns.pad(text, width) for text, width in widths).rstrip()


def penalty_text(result: Result, commitment: CommitmentResult) -> str:
    """The penalty a year; a commitment without one says so."""
    promise = promises.find(result, commitment.id)
    if promise is not None and promise.penalty is None:
        return _("none agreed")
    return figures.money_text(commitment.penalty)


def main_cause(commitment: CommitmentResult) -> str:
    """The cause that holds most of the late time, with its share: 'engineers 62% [58, 66]'; 'none late'."""
    late = {key: e.mean or 0.0 for key, e in commitment.late_by_cause_h.items()}
    total = sum(late.values())
    if total <= 0:
        has_cases = figures.known(commitment.late_h) and figures.known(commitment.attained)
        return _("none late") if has_cases else "-"
    cause = max(late, key=lambda key: late[key])
    share = commitment.late_share.get(cause)
    return " ".join((words.cause_word(cause), *([figures.rough_share_text(share)] if share else [])))


def table_note(result: Result) -> str:
    """What stands below the verdict table: what its figures mean and what they leave out."""
    undecided = sum(c.undecided for c in result.commitments)
    note = meaning(result) + " " + _("Penalties in {currency}.").format(currency=result.scenario.currency)
    if undecided:
        text = ngettext(
            "{n} case was not due yet and is not counted.",
            "{n} cases were not due yet and are not counted.",
            undecided,
        )
        note += " " + text.format(n=f"{undecided:,}")
    return note


def meaning(result: Result) -> str:
    """What the figures of the verdict table mean, and when a commitment holds."""
    judge = result.scenario.judge
    text = _(
        "n: replications. [low, high]: 95% interval. Holds: we are {confidence} sure that a review period is kept with"
        " a chance of {assurance} or more."
    )
    sure, chance = figures.plain_percent(judge.confidence), figures.plain_percent(judge.assurance)
    return text.format(confidence=sure, assurance=chance)


def resource_blocks(result: Result) -> list[list[str]]:
    """Desks as the caller meets them, then how busy desks, teams and benches are."""
    return [block for block in (desks.desk_block(result), _use_block(result)) if block]


def _use_block(result: Result) -> list[str]:
    shown = busiest(result)
    rows = [
        (
            words.pool_word(r.kind, r.id),
            figures.share_text(r.seized),
            figures.share_text(r.working),
            figures.amount_text(r.overtime_h),
        )
        for r in shown
    ]
    head = (_("USE (n {n})").format(n=result.replications), _("busy"), _("working"), _("overtime h a year"))
    left = len(result.uses) - len(shown)
    text = ngettext("{n} less busy one stands in report.html.", "{n} less busy ones stand in report.html.", left)
    return [*(columns.table(head, rows) if rows else []), *([text.format(n=left)] if left else [])]


def busiest(result: Result) -> list[ResourceResult]:
    """Desks, teams and benches in the order of the plan; of many only the busiest."""
    if len(result.uses) <= MOST_USES:
        return list(result.uses)
    order = sorted(result.uses, key=lambda use: -(use.seized.mean or 0.0))[: MOST_USES - 1]
    return [use for use in result.uses if any(use is one for one in order)]


def stock_block(result: Result) -> list[str]:
    """The parts in stores that are handed out at once least often."""
    shown = stocks.worst_first(result.stocks)[:MOST_STOCKS]
    rows = [
        (
            f"{one.store}: {one.part}",
            figures.share_text(one.fill_rate) if figures.known(one.fill_rate) else _("nobody asked"),
            figures.share_text(one.ready_rate),
            figures.amount_text(one.mean_backorders),
        )
        for one in shown
    ]
    head = (
        _("PARTS (n {n})").format(n=result.replications),
        _("handed out at once"),
        _("on the shelf"),
        _("waited for"),
    )
    left = len(result.stocks) - len(shown)
    text = ngettext("{n} better one stands in report.html.", "{n} better ones stand in report.html.", left)
    return [*(columns.table(head, rows) if rows else []), *([text.format(n=left)] if left else [])]


def note_block(result: Result) -> list[str]:
    """How much is assumed, and every warning."""
    lines: list[str] = []
    if result.assumptions:
        n = len(result.assumptions)
        text = ngettext("{n} input is assumed, not given", "{n} inputs are assumed, not given", n).format(n=n)
        lines += columns.bullet(_("{text}: report.html lists them, as does validate --resolved.").format(text=text))
    settled = warm_up.warning_text(result)
    lines += columns.bullet(_("Warning: {text}").format(text=settled)) if settled else []
    for warning in result.warnings:
        lines += columns.bullet(_("Warning: {text}").format(text=warning.message))
    return lines


def _closing(result: Result, folder: str | None, overrides: Sequence[str]) -> list[str]:
    lines = [_("Run folder: {folder}").format(folder=folder)] if folder else []
    return [*lines, _("Next:"), *("  " + command for command in next_commands(result, overrides))]


def assumptions_text(result: Result) -> str:
    """Every assumed input on a line of its own, with its range where one was given."""
    head = (_("ASSUMED INPUT"), _("value"), _("range"))
    rows = [(a.path, str(a.value), range_text(a.low, a.high)) for a in result.assumptions]
    return "\n".join(columns.table(head, rows)) + "\n" if rows else _("No input is assumed.") + "\n"


def range_text(low: object, high: object) -> str:
    """'1.5 to 3', or a dash where no range is given."""
    return "-" if low is None or high is None else _("{low} to {high}").format(low=low, high=high)
