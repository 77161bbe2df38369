"""A promise of a tender in plain words: what is measured, within what, for whom, by which clock, what a miss costs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from sim.report import figures, words
from sim.report.fine_terms import fine_text
from sim.wording import _, ngettext

if TYPE_CHECKING:
    from sim.scenario import Case, Commitment, Cover, Scenario

ALWAYS = "always"
KM_M = 1000


def promised_text(one: Commitment, scenario: Scenario) -> str:
    """'reported to arrived within 4h for at least 95% of tickets, every year; counting around the clock; fine: …'."""
    measured = _("{measured}, {period}").format(measured=_measured(one), period=_period(one.review))
    parts = (measured, _clock(one, scenario), _covered(one), _apart(one), *_money(one, scenario.currency))
    return "; ".join(part for part in parts if part)


def reference_text(one: Commitment) -> str:
    """The number of the clause in the tender, if it has one: 'clause 3.2'."""
    return _("clause {number}").format(number=one.clause_ref) if one.clause_ref else ""


# -- what is measured, and by which clock -------------------------------------------------------------------------


def _measured(one: Commitment) -> str:
    measure = one.measure
    if measure.is_timed:
        return _timed(one)
    told = [_open(measure.open)] if measure.open else []
    if measure.availability is not None:
        told.append(_("a unit works {target} of the time").format(target=_target(one)))
    if measure.share_of is not None:
        told.append(_share(one))
    return "; ".join(told)


def _timed(one: Commitment) -> str:
    way = _("{way} {limit}").format(way=words.measure_words(one.measure), limit=_limits(one))
    if one.statistic != "share":
        return _("{way}, {how}").format(way=way, how=_statistic(one.statistic))
    if one.target is None:
        return _("{way}, {how}").format(way=way, how=_target(one))
    what = {"call": _("calls"), "customer": _("customers")}.get(one.of, _("tickets"))
    return _("{way} for {target} of {what}").format(way=way, target=_target(one), what=what)


def _open(channel: str) -> str:
    return _("{channel} is taken by somebody on duty at every instant").format(channel=channel)


def _statistic(key: str) -> str:
    return {
        "mean": _("on average"),
        "p90": _("in 90% of the cases"),
        "max": _("without exception"),
    }.get(key, key)


def _limits(one: Commitment) -> str:
    """The plain limit, or that of every case."""
    if not one.cases:
        return within_text(one)
    return ", ".join(_case(case) for case in one.cases)


def _case(case: Case) -> str:
    whom = cover_text(case.covers) if case.covers is not None else _("all others")
    clock = "" if case.clock in (None, ALWAYS) else " " + _in_hours(str(case.clock))
    return _("{limit}{clock} ({whom})").format(limit=within_text(case), clock=clock, whom=whom)


def within_text(limited: Commitment | Case) -> str:
    """'within 4h', 'between 2d and 7d', 'by the end of a day of office-week (from 16:00 on the next one)'."""
    from sim.scenario.spans import write_span

    told = []
    if limited.span is not None:
        low, _dots, high = write_span(limited.span).rpartition("..")
        text = _("between {low} and {limit}") if low else _("within {limit}")
        told.append(text.format(low=low, limit=high))
    if limited.by is not None:
        text = _("and by the end of the day of {calendar}") if told else _("by the end of the day of {calendar}")
        told.append(text.format(calendar=limited.by.calendar))
        if limited.by.cutoff_s is not None:
            time = f"{limited.by.cutoff_s // 3600:02d}:{limited.by.cutoff_s % 3600 // 60:02d}"
            told.append(_("(from {time} on of the next one)").format(time=time))
    return " ".join(told)


def _clock(one: Commitment, scenario: Scenario) -> str:
    """Which hours count, and what stops the clock; a share, or the end of a day, has no clock."""
    if one.measure.share_of is not None and one.measure.open is None:
        return ""
    if one.by is not None and one.span is None:
        return ""
    text = _("counting around the clock") if one.clock == ALWAYS else _("counting {hours}")
    running = text.format(hours=_in_hours(one.clock))
    stops = ", ".join(_pause(kind) for kind in sorted(one.pause) if _occurs(kind, scenario))
    if not stops or not one.measure.is_timed:
        return running
    return _("{running}, but for waits for {stops}").format(running=running, stops=stops)


def _occurs(pause: str, scenario: Scenario) -> bool:
    """Whether there is anything to wait for: a quote is confirmed only where work is charged."""
    return pause != "confirmation" or scenario.charged is not None


def _in_hours(calendar: str) -> str:
    return _("in the hours of {calendar}").format(calendar=calendar)


def _pause(key: str) -> str:
    return {
        "confirmation": _("a confirmed quote"),
        "access": _("access to the site"),
        "supplier": _("the supplier"),
    }.get(key, key)


def _share(one: Commitment) -> str:
    """The share that is measured, with its target."""
    text = {
        "answered": _("{target} of customers who call are answered"),
        "remote_fixed": _("{target} of answered tickets are fixed remotely"),
        "satisfied": _("{target} of closed tickets have a satisfied customer"),
        "complained": _("{target} of closed tickets bring a complaint"),
        "times_kept": _("{target} of tickets under a time limit keep every limit"),
        "first_contact_fixed": _("{target} of answered tickets are fixed at the first contact, no repeat {limit}"),
        "resolved": _("{target} of tickets are restored, no repeat {limit}"),
        "first_time_fixed": _("{target} of visited tickets are fixed at the first visit, no repeat {limit}"),
        "repeated": _("{target} of restored tickets have the same fault again {limit}"),
        "contacted": _("{target} of customers hear from us {limit}, whenever it begins"),
    }[str(one.measure.share_of)]
    return text.format(target=_target(one), limit=within_text(one) if one.span is not None else "")


# -- how many, and who --------------------------------------------------------------------------------------------


def _target(one: Commitment) -> str:
    if one.target is not None and one.target.at_least == 1:
        return _("100%")
    if one.target is not None:
        text = {
            "at_least": _("at least {share}"),
            "at_most": _("at most {share}"),
            "below": _("below {share}"),
        }[one.target.direction]
        return text.format(share=figures.plain_percent(float(one.target.share)))
    if one.accept is not None:
        return _("no target (fines of up to {amount} a period are acceptable)").format(
            amount=figures.amount(one.accept / 100)
        )
    return _("no target (share)")


def _period(review: str) -> str:
    return {
        "month": _("every month"),
        "quarter": _("every quarter"),
        "year": _("every year"),
    }.get(review, _("over the whole time"))


def _covered(one: Commitment) -> str:
    return _("for {cover}").format(cover=cover_text(one.covers)) if one.covers is not None else ""


def cover_text(cover: Cover) -> str:
    """Who is covered: 'fault body, within 100 km of the outlet'."""
    kinds = (
        (_("fault {words}"), cover.fault),
        (_("severity {words}"), cover.severity),
        (_("product {words}"), cover.product),
        (_("contract {words}"), cover.contract),
        (_("customer {words}"), cover.customer),
        (_("region {words}"), cover.region),
        (_("channel {words}"), cover.channel),
    )
    told = [text.format(words=_either(chosen)) for text, chosen in kinds if chosen is not None]
    told += [*_radius(cover), *_facts(cover)]
    told += [_either(cover_text(one) for one in cover.any)] if cover.any else []
    told += [_("not ({cover})").format(cover=cover_text(cover.not_))] if cover.not_ is not None else []
    return ", ".join(told) or _("all tickets")


def _either(chosen: Iterable[object]) -> str:
    return _(" or ").join(str(one) for one in chosen)


def _radius(cover: Cover) -> list[str]:
    most, above = cover.radius_at_most, cover.radius_above
    told = [_("farther than {km} km from the outlet").format(km=f"{above / KM_M:g}")] if above is not None else []
    return told + ([_("within {km} km of the outlet").format(km=f"{most / KM_M:g}")] if most is not None else [])


def _facts(cover: Cover) -> list[str]:
    told = (
        [_("reported in the hours of {calendar}").format(calendar=cover.reported_during)]
        if (cover.reported_during)
        else []
    )
    asked = (
        (cover.needs_part, _("needs a part"), _("needs no part")),
        (cover.needs_supplier, _("needs the component supplier"), _("does not need the component supplier")),
        (cover.needs_visit, _("needs a visit"), _("needs no visit")),
        (cover.carry_in, _("brought in"), _("not brought in")),
        (cover.in_warranty, _("in warranty"), _("out of warranty")),
        (cover.repeat, _("a repeat"), _("no repeat")),
    )
    return told + [yes if flag else no for flag, yes, no in asked if flag is not None]


def _apart(one: Commitment) -> str:
    return {
        "contract": _("judged apart for every contract"),
        "region": _("judged apart for every region"),
        "site": _("judged apart for every site"),
        "customer": _("judged apart for every customer"),
    }.get(one.per or "", "")


# -- what a miss costs --------------------------------------------------------------------------------------------


def _money(one: Commitment, currency: str) -> list[str]:
    told = [_("fine: {terms}").format(terms=fine_text(one.penalty, currency))] if one.penalty is not None else []
    if one.exit is not None:
        text = ngettext(
            "the customer may end the contract after {n} miss {period}",
            "the customer may end the contract after {n} misses {period}",
            one.exit.misses,
        )
        told.append(text.format(n=one.exit.misses, period=_within_span(one.exit.span)))
    return told


def _within_span(span: str) -> str:
    return {
        "month": _("in one month"),
        "quarter": _("in one quarter"),
        "year": _("in one year"),
    }.get(span, _("in the whole time"))
