"""`pledge bid`: clause by clause in the words of the tender, with what carries each answer."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from sim.report import bid_guesses, bid_inside, bid_remedies, bid_words, figures, promised
from sim.report.answer import chance_text
from sim.report.stress_tables import on_average
from sim.report.study_answer import Sheet, StudyAnswer
from sim.study.bidding import OPEN, REFUSE, SIGN, exposure, more_needed
from sim.study.bidding.remedies import ADVICE, INSTEAD
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sim.report.asked import Asked
    from sim.report.charts import Chart
    from sim.study import Estimate
    from sim.study.bidding import Bid, Clause

EXIT_CODES = {SIGN: 0, REFUSE: 1, OPEN: 3}
CSV_HEAD = ("clause", "clause_ref", "measure", "unit", "mean", "low", "high", "n", "verdict")


def bid_answer(bid: Bid, asked: Asked) -> StudyAnswer:
    """Everything the command says; what must not leave the house only with `--internal`."""
    internal = bool(asked.flags.get("internal"))
    inside = bid_inside.sheets(bid) if internal else ()
    return StudyAnswer(
        command="bid",
        headline=headline(bid),
        basis=basis(bid, asked),
        replications=bid.outcome.n,
        sheets=(overview(bid), *_clause_sheets(bid, internal), *_together(bid), *inside),
        data=data(bid, internal),
        csv=(CSV_HEAD, list(csv_rows(bid, internal))),
        notes=notes(bid),
        next_commands=tuple(next_commands(bid, asked)),
        charts=lambda: charts(bid),
        exit_code=EXIT_CODES[bid.answer],
        goes_out=not internal,
    )


def headline(bid: Bid) -> str:
    """'Cannot be signed: 1 of 6 clauses does not hold (onsite-4h), 3 hold, 2 are not decided (23 more …).'"""
    parts = [part for part in (_breaking(bid), _holding(bid), _undecided(bid), *_silent(bid)) if part]
    text = {
        SIGN: _("Can be signed: {counts}."),
        REFUSE: _("Cannot be signed: {counts}."),
        OPEN: _("Not decided yet: {counts}."),
    }[bid.answer]
    return text.format(counts=", ".join(parts))


def _of(bid: Bid, verdict: str) -> list[Clause]:
    return [one for one in bid.clauses if one.result.verdict == verdict]


def _breaking(bid: Bid) -> str:
    broken = _of(bid, "break")
    if not broken:
        return ""
    text = ngettext(
        "{n} of {all} clauses does not hold ({names})", "{n} of {all} clauses do not hold ({names})", len(broken)
    )
    names = ", ".join(one.commitment.id for one in broken)
    return text.format(n=len(broken), all=len(bid.clauses), names=names)


def _holding(bid: Bid) -> str:
    n, all_ = len(_of(bid, "keep")), len(bid.clauses)
    if bid.answer == REFUSE:
        return ngettext("{n} holds", "{n} hold", n).format(n=n) if n else ""
    if n == all_:
        return ngettext("the {n} clause holds", "all {n} clauses hold", n).format(n=n)
    return ngettext("{n} of {all} clauses holds", "{n} of {all} clauses hold", n).format(n=n, all=all_)


def _undecided(bid: Bid) -> str:
    open_ = _of(bid, "unproven")
    if not open_:
        return ""
    told = ngettext("{n} is not decided", "{n} are not decided", len(open_)).format(n=len(open_))
    more = more_needed(bid.clauses, bid.outcome.n)
    if not more:
        return told
    years = ngettext("({n} more sample year)", "({n} more sample years)", more).format(n=f"{more:,}")
    return f"{told} {years}"


def _silent(bid: Bid) -> Iterator[str]:
    nothing, fines = len(_of(bid, "no-evidence")), len(_of(bid, "no-target"))
    if nothing:
        yield ngettext("{n} has no case", "{n} have no case", nothing).format(n=nothing)
    if fines:
        yield ngettext("{n} is a fine only", "{n} are fines only", fines).format(n=fines)


def basis(bid: Bid, asked: Asked) -> str:
    """What the answer rests on."""
    n = bid.outcome.n
    text = ngettext(
        "Scenario {scenario}, plan {plan}: {n} sample year, seed {seed}.",
        "Scenario {scenario}, plan {plan}: {n} sample years, seed {seed}.",
        n,
    )
    told = text.format(scenario=bid.scenario.id, plan=bid.outcome.variant.name, n=f"{n:,}", seed=asked.seed)
    parts = [told]
    if asked.overrides:
        parts.append(_("Changed: {changes}.").format(changes=", ".join(asked.overrides)))
    if bid.contract is not None:
        text = _("Contract {contract}: every clause is judged by its tickets alone, while those of all contracts are "
                 "served.")  # fmt: skip
        parts.append(text.format(contract=bid.contract))
    return " ".join(parts)


# -- tables -------------------------------------------------------------------------------------------------------


def overview(bid: Bid) -> Sheet:
    """A line for each clause."""
    head = (_("CLAUSE"), _("CAN WE SIGN?"), _("chance to keep a period"), _("fine a year"))
    rows = tuple(
        (
            one.commitment.id,
            bid_words.sign_word(one.result.verdict),
            chance_text(one.result),
            figures.money_text(one.result.penalty) if bid_words.charged(one.commitment) else _("none agreed"),
        )
        for one in bid.clauses
    )
    title = _("All clauses, n {n}; fines in {currency}").format(n=f"{bid.outcome.n:,}", currency=bid.scenario.currency)
    return Sheet(title, head, rows)


def _clause_sheets(bid: Bid, internal: bool) -> Iterator[Sheet]:
    for number, clause in enumerate(bid.clauses, start=1):
        told = bid_words.clause_notes(bid, clause)
        remedy = bid.remedies.get(clause.commitment.id)
        told += bid_guesses.guess_notes(bid.guesses, clause) if bid.guesses is not None else ()
        told += bid_remedies.remedy_notes(bid, remedy, internal) if remedy is not None else ()
        yield Sheet(bid_words.clause_title(bid, number, clause), notes=told)


def _together(bid: Bid) -> Iterator[Sheet]:
    """Bad years of several clauses come together or not: only their sum in each sample year tells."""
    if sum(bid_words.charged(one.commitment) for one in bid.clauses) > 1:
        both = exposure(bid)
        text = bid_words.fine_text(both.mean, both.p95, bid.scenario.currency)
        yield Sheet(_("All fines together"), notes=(text,))


def notes(bid: Bid) -> tuple[str, ...]:
    """What the figures mean, and what was left out."""
    told = [
        _("n: sample years. [low, high]: 95% interval. Can be signed: the chance that a review period is kept is as "
          "high as asked for, at the confidence asked for."),
        _("In 19 of 20 years at most: the value that so many of the sample years do not exceed, with its interval as "
          "far as n gives one."),
    ]  # fmt: skip
    if bid.left_out:
        text = ngettext(
            "{n} clause does not concern contract {contract}: {names}.",
            "{n} clauses do not concern contract {contract}: {names}.",
            len(bid.left_out),
        )
        told.append(text.format(n=len(bid.left_out), contract=bid.contract, names=", ".join(bid.left_out)))
    if bid.guesses is not None:
        told += [*([on_average()] if bid.guesses.break_evens else []), *bid_guesses.left_out(bid.guesses)]
    told += [_no_room(kind) for kind in bid.no_room]
    if bid.contract is not None:
        told.append(_("Fines, caps and fees are those of this contract, as if it alone had been promised."))
    return tuple(told)


def _no_room(kind: str) -> str:
    return {
        ADVICE: _("Not tried, for want of budget: what would help the clauses that break (pledge advise)."),
        INSTEAD: _("Not tried, for want of budget: what could be signed in their place (pledge promise)."),
    }[kind]


def next_commands(bid: Bid, asked: Asked) -> Iterator[str]:
    """What to type next: what would make it hold, else what would decide it, else what would break it."""
    same = [f"--contract {bid.contract}"] if bid.contract is not None else []
    more = more_needed(bid.clauses, bid.outcome.n)
    if bid.answer == REFUSE:
        yield asked.next_command("advise")
        yield asked.next_command("promise")
    elif more:
        yield asked.next_command("bid", [*same, f"--replications {bid.outcome.n + more}"])
    else:
        yield asked.next_command("stress")


# -- data ---------------------------------------------------------------------------------------------------------


def data(bid: Bid, internal: bool) -> dict[str, Any]:
    """What `bid.json` says."""
    both = exposure(bid)
    found: dict[str, Any] = {
        "answer": bid.answer,
        "contract": bid.contract,
        "digest": bid.outcome.digest,
        "clauses": [clause_json(bid, one, internal) for one in bid.clauses],
        "no_room": list(bid.no_room),
        "left_out": list(bid.left_out),
        "fines": {"mean_year": both.mean.as_json(), "bad_year": both.p95.as_json()},
    }
    return {**found, "internal": bid_inside.data(bid)} if internal else found


def clause_json(bid: Bid, clause: Clause, internal: bool) -> dict[str, Any]:
    """A clause: its wording, what it promises, and the commitment as `run.json` has it."""
    one, text = clause.commitment, clause.commitment.clause
    remedy = bid.remedies.get(one.id)
    return {
        **clause.result.as_json(),
        "clause_ref": one.clause_ref,
        "clause": {"zh": text.zh, "en": text.en} if text is not None else None,
        "promised": promised.promised_text(one, bid.scenario),
        "can_be_signed": {"keep": True, "break": False}.get(clause.result.verdict),
        "confidence": one.confidence,
        "assurance": one.assurance,
        "bad_year": clause.result.penalty_p95.as_json(),
        "assumptions": None if bid.guesses is None else bid_guesses.guesses_json(bid.guesses, clause),
        "remedy": None if remedy is None else bid_remedies.remedy_json(remedy, internal),
    }


def csv_rows(bid: Bid, internal: bool) -> Iterator[tuple[Any, ...]]:
    """One figure a row."""
    for clause in bid.clauses:
        one = clause.result
        measures: Iterable[tuple[str, str, Estimate]] = (
            ("attained", one.unit, one.attained),
            ("kept probability", "share", one.kept_probability),
            ("cases per period", one.unit, one.covered_per_period),
            ("fine a year", bid.scenario.currency, one.penalty),
            ("fine in a bad year", bid.scenario.currency, one.penalty_p95),
            ("bonus a year", bid.scenario.currency, one.bonus),
            ("chance of a right to end", "share", one.exit_chance),
        )
        ids = (clause.commitment.id, clause.commitment.clause_ref or "")
        for measure, unit, e in measures:
            yield (*ids, measure, unit, e.mean, e.low, e.high, e.n, one.verdict)
    if internal:
        yield from bid_inside.csv_rows(bid)


def charts(bid: Bid) -> Iterator[Chart]:
    """All clauses with their chances, and the fines of a mean and of a bad year."""
    from sim.report.charts import clauses

    return clauses.charts_of(bid)
