"""A clause in the words of who has to sign it: can we, how sure is that, what was found, what it may cost."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from sim.report import answer, figures, promised, promises, volume, words
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.scenario import Commitment
    from sim.study import CommitmentResult, Estimate
    from sim.study.bidding import Bid, Clause


def sign_word(verdict: str) -> str:
    """What a verdict means to who signs, as it stands in a table."""
    return {
        "keep": _("can be signed"),
        "break": _("cannot be signed"),
        "unproven": _("not decided"),
        "no-evidence": _("no case"),
        "no-target": _("fine only"),
    }.get(verdict, verdict)


def clause_title(bid: Bid, number: int, clause: Clause) -> str:
    """'2. onsite-4h (clause 3.1): cannot be signed'."""
    reference = promised.reference_text(clause.commitment)
    where = f" ({reference})" if reference else ""
    return f"{number}. {clause.commitment.id}{where}: {sign_word(clause.result.verdict)}"


def clause_notes(bid: Bid, clause: Clause) -> tuple[str, ...]:
    """What stands below the title of a clause, a paragraph each."""
    told = (
        _quoted(words.spoken(clause.commitment.clause)),
        _("Promised: {text}.").format(text=promised.promised_text(clause.commitment, bid.scenario)),
        verdict_text(bid, clause),
        found_text(bid, clause.result),
        volume.volume_text(bid, clause.result),
        money_text(bid, clause),
    )
    return tuple(text for text in told if text)


def _quoted(wording: str) -> str:
    return _("“{wording}”").format(wording=wording) if wording else ""


# -- the verdict --------------------------------------------------------------------------------------------------


def verdict_text(bid: Bid, clause: Clause) -> str:
    """Can it be signed, and with which confidence."""
    one, promise = clause.result, clause.commitment
    if one.unit == promises.OPEN_TIME:
        return _open_text(one)
    if one.verdict == "no-evidence":
        return _("Not decided: no case of it came up in the sample years, so nothing can be said.")
    if one.kept_probability.mean is None:
        return _("There is no target to keep: only the fine is to be priced in.")
    chance = {
        "keep": _("its chance is {low} or more"),
        "break": _("its chance is {high} or less"),
    }.get(one.verdict, _("its chance lies between {low} and {high}"))
    bounds = chance.format(low=_bound(one.kept_probability.low), high=_bound(one.kept_probability.high))
    text = _("{answer}: {kept}; {bounds} (such bounds are right {sure} times). Asked for: {assurance} or more.")
    told = text.format(
        answer=sign_word(one.verdict).capitalize(),
        kept=kept_text(clause),
        bounds=bounds,
        sure=sure_text(promise.confidence),
        assurance=figures.plain_percent(promise.assurance),
    )
    return f"{told} {_more(bid, one)}" if one.verdict == "unproven" else told


def _open_text(one: CommitmentResult) -> str:
    if one.verdict == "keep":
        return _("Can be signed: by the rota somebody is on duty at every instant; this does not depend on luck.")
    return _("Cannot be signed: by the rota there are hours with nobody on duty, whatever luck brings.")


def sure_text(confidence: float) -> str:
    """'19 of 20': how many statements made with this confidence are true."""
    share = Fraction(confidence).limit_denominator(1000)
    return _("{k} of {n}").format(k=share.numerator, n=share.denominator)


def kept_text(clause: Clause) -> str:
    """'kept in 5 of 6 sample years', of several review periods a year '93.1% of all months kept in 6 sample years'."""
    chance, periods = clause.result.kept_probability, sum(one.judged for one in clause.result.periods)
    years = f"{chance.n:,}"
    if periods == 1:
        text = ngettext("kept in {k} of {n} sample year", "kept in {k} of {n} sample years", chance.n)
        return text.format(k=f"{round((chance.mean or 0.0) * chance.n):,}", n=years)
    text = ngettext(
        "{share} of {periods} kept in {n} sample year", "{share} of {periods} kept in {n} sample years", chance.n
    )
    share = figures.percent(chance.mean or 0.0)
    return text.format(share=share, periods=_periods(clause.commitment.review), n=years)


def _bound(value: float | None) -> str:
    return figures.percent(value) if value is not None else _("unknown")


def _more(bid: Bid, one: CommitmentResult) -> str:
    more = (one.replications_needed or 0) - bid.outcome.n
    if more <= 0:
        return _("Its chance is so near to what is asked for that more sample years would hardly decide it.")
    text = ngettext(
        "{n} more sample year would decide it if it goes on like this.",
        "{n} more sample years would decide it if it goes on like this.",
        more,
    )
    return text.format(n=f"{more:,}")


def _periods(review: str) -> str:
    return {
        "month": _("all months"),
        "quarter": _("all quarters"),
        "year": _("all years"),
    }.get(review, _("all review periods"))


# -- what was found -----------------------------------------------------------------------------------------------


def found_text(bid: Bid, one: CommitmentResult) -> str:
    """What is attained and of how many cases, and why the rest is late."""
    if not figures.known(one.attained):
        return ""
    text = _("Found: {attained} against {target} (n {n}); {cases} {unit} in a review period{late}.")
    cause = answer.main_cause(one)
    late = "" if cause in ("-", _("none late")) else _("; late mainly by: {cause}").format(cause=cause)
    return text.format(
        attained=promises.attained_text(one),
        target=promises.target_text(bid, one),
        n=f"{one.attained.n:,}",
        cases=figures.amount_text(one.covered_per_period),
        unit=cases_word(bid, one),
        late=late,
    )


def cases_word(bid: Bid, one: CommitmentResult) -> str:
    """What is counted, in the plural."""
    unit = promises.cases_unit(bid, one)
    return {"call": _("calls"), "customer": _("customers"), "ticket": _("tickets"), "h": _("hours")}.get(unit, unit)


# -- what it may cost ---------------------------------------------------------------------------------------------


def money_text(bid: Bid, clause: Clause) -> str:
    """The fine of a mean and of a bad year, the bonus, the chance that the customer may leave."""
    one, promise = clause.result, clause.commitment
    told = []
    if promise.penalty is not None:
        told.append(fine_text(one.penalty, one.penalty_p95, bid.scenario.currency))
    terms = promises.terms_text(bid, one)
    told += [terms + "."] if terms else []
    return " ".join(told)


def fine_text(mean: Estimate, p95: Estimate, currency: str) -> str:
    """'Fine a year: 123 k CNY [110, 136] on average, in 19 of 20 years at most 150 k [140, 171].'"""
    if not mean.mean and not mean.high:
        return _("Fine a year: none in {n} sample years.").format(n=f"{mean.n:,}")
    text = _("Fine a year in {currency}: {mean} on average, in 19 of 20 years at most {bad}.")
    return text.format(currency=currency, mean=figures.money_text(mean), bad=figures.money_text(p95))


def charged(one: Commitment) -> bool:
    """Whether a miss of it may cost anything."""
    return one.penalty is not None
